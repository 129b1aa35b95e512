"""`entrepot trace --weapon` and `--part`: from the weapon of the demo to firms, every line with its place."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from command_line import DemoRun, Entrepot
from entrepot.cli.trace_finds import print_finds
from entrepot.trace.find_answer import Find, Finds, FirmLines, Place

WEAPON = "Equipment 23 (synthetic)"


def test_a_weapon_of_the_demo_leads_to_firms_and_every_line_to_the_file_received(
    entrepot: Entrepot, demo_run: DemoRun
) -> None:
    said = entrepot("trace", demo_run.case, "--weapon", "equipment 23", "--limit", "4", "--json")

    assert said.status == 0
    assert "Chains to RU, the study's destination" in said.stderr
    finds = [row for row in said.rows if row["kind"] == "find"]
    lines = [row for row in said.rows if row["kind"] == "find_line"]
    firms = [row for row in said.rows if row["kind"] == "find_firm"]
    assert {row["equipment"] for row in finds} == {WEAPON}
    assert all(row["publication"] and row["locator"] for row in finds)
    assert len(finds) == 18
    assert sum(firm["line_count"] for firm in firms) == len(lines) > 100
    assert {row["part_number"] for row in lines} <= {row["part_number"] for row in finds}
    assert firms[0]["is_to_destination"]
    assert firms[0]["maker_says"] == "agrees"
    assert any(row["kind"] == "chain" for row in said.rows)
    summary = said.rows[-1]
    assert summary["kind"] == "summary"
    assert (summary["finds"]["find_count"], summary["finds"]["line_count"]) == (18, len(lines))
    assert summary["finds"]["caveats"]
    for caveat in summary["finds"]["caveats"]:
        assert caveat in " ".join(said.stderr.split())
    for line in lines[:3]:
        [row] = entrepot("evidence", demo_run.case, line["snapshot_id"], line["locator"], "--json").rows
        assert line["part_number"] in row["cells"].values()


def test_a_part_is_printed_with_its_finds_its_sellers_and_the_lists_of_its_code(
    entrepot: Entrepot, demo_run: DemoRun
) -> None:
    said = entrepot("trace", demo_run.case, "--part", "syn hua4813", "--limit", "3")

    words = " ".join(said.stdout.split())
    assert said.status == 0
    assert "Equipment 23" in words
    assert "Lines that name such a part: 35, by seller and buyer" in words
    assert "chpl" in words
    assert "components.csv" in words
    assert "more: --limit" in said.stderr


def test_a_weapon_is_printed_with_its_parts_who_sold_them_and_through_whom(
    entrepot: Entrepot, demo_run: DemoRun
) -> None:
    said = entrepot("trace", demo_run.case, "--weapon", "equipment 23", "--limit", "2")

    words = " ".join(said.stdout.split())
    assert said.status == 0
    assert "Parts: 18; sellers, buyers, USD and days are those of lines to the destination" in words
    assert "Lines that name such a part: 302, by seller and buyer" in words
    assert "Chains: 9" in words


def test_equipment_that_is_not_there_is_refused_with_what_there_is(entrepot: Entrepot, demo_run: DemoRun) -> None:
    said = entrepot("trace", demo_run.case, "--weapon", "no such glider")

    assert said.status == 2
    assert "Equipment 01 (synthetic)" in said.stderr


def test_a_misspelt_weapon_is_refused_beside_a_part_too(entrepot: Entrepot, demo_run: DemoRun) -> None:
    said = entrepot("trace", demo_run.case, "--weapon", "no such glider", "--part", "SYN-HUA4813")

    assert said.status == 2
    assert "no such glider" in said.stderr
    assert "Equipment 01 (synthetic)" in said.stderr


def firm(seller: str, buyer: str, direction: str, **more: Any) -> FirmLines:  # noqa: ANN401 (fields)
    """Return two lines of 50 dollars each, to Russia."""
    given: dict[str, Any] = {
        "asked_key": "XC7Z020",
        "part_number": "XC7Z020",
        "tier": "exact",
        "reason": "the same number",
        "maker_says": "agrees",
        "is_after_find": False,
        "is_to_destination": True,
        "direction": direction,
        "seller_party_id": None,
        "seller_name": seller,
        "seller_iso": "KZ",
        "buyer_party_id": None,
        "buyer_name": buyer,
        "buyer_iso": "RU",
        "line_count": 2,
        "controlled_count": 0,
        "quantity": 20.0,
        "quantity_unit": "pcs",
        "value_usd": 100.0,
        "unvalued_count": 0,
        "first_on": date(2023, 1, 1),
        "last_on": date(2023, 1, 2),
        "provenance": "synthetic",
        "places": (Place("s", "row 2"),),
    }
    return FirmLines(**{**given, **more})


def found_with(firms: tuple[FirmLines, ...], parts: tuple[str, ...]) -> Finds:
    finds = tuple(
        Find("Glider", None, maker, None, part, None, None, None, None, "synthetic", None, "s", "row 2")
        for maker, part in zip(("Maker A", "Maker B", "Maker C"), parts, strict=False)
    )
    return Finds(finds, parts, (), firms, (), weak_left_out=0, other_maker_count=0)


def parts_row(found: Finds, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the words of the table of parts."""
    print_finds(found, {"s": "lines.csv"}, 9)
    printed = capsys.readouterr().out
    return printed[printed.index("Parts:") : printed.index("Lines that name")].split()


def test_two_views_of_a_shipment_count_once_in_the_table_of_parts(capsys: pytest.CaptureFixture[str]) -> None:
    seen_twice = (firm("Alfa", "Beta", "import"), firm("Alfa", "Beta", "export"))
    sent_only = firm("Alfa", "Gamma", "export", buyer_iso="BY", is_to_destination=False)
    words = parts_row(found_with((*seen_twice, sent_only), ("XC7Z020", "XC7Z030")), capsys)

    assert words[words.index("XC7Z020") :][:8] == ["XC7Z020", "Maker", "A", "4", "2", "1", "1", "100"]
    assert "import lines where there are any, else export lines" in " ".join(words)


def test_two_writings_of_one_part_are_one_row(capsys: pytest.CaptureFixture[str]) -> None:
    words = parts_row(found_with((firm("Alfa", "Beta", "export"),), ("XC-7Z020", "XC7Z020", "XC7Z030")), capsys)

    assert words[:2] == ["Parts:", "2;"]
    assert words[words.index("XC-7Z020") :][:9] == ["XC-7Z020", "/", "XC7Z020", "Maker", "A,", "Maker", "B", "2", "2"]


def test_lines_without_a_value_are_told_beside_the_dollars(capsys: pytest.CaptureFixture[str]) -> None:
    found = found_with((firm("Alfa", "Beta", "import", unvalued_count=1, value_usd=50.0),), ("XC7Z020",))
    print_finds(found, {"s": "lines.csv"}, 9)

    words = " ".join(capsys.readouterr().out.split())
    assert "50 (1 not" in words
    assert "stated)" in words


def test_a_part_that_nobody_found_says_so_and_is_followed_all_the_same(entrepot: Entrepot, case: Path) -> None:
    said = entrepot("trace", case, "--part", "XC7Z020-1CLG484I")

    assert said.status == 0
    assert "Finds: none of such a part in this case." in said.stdout
    assert "Lines that name such a part: none." in said.stdout


def test_the_reported_chips_are_named_as_the_lines_name_them(entrepot: Entrepot, demo_run: DemoRun) -> None:
    chain, *_ = entrepot("trace", demo_run.case, "--to", "Stek", "--json").rows

    assert [hop["goods"] for hop in chain["hops"]] == ["HS 854239 chip type not named in the report"] * 2
