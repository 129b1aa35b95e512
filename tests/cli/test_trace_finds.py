"""`entrepot trace --weapon` and `--part`: from the weapon of the demo to firms, every line with its place."""

from pathlib import Path

from command_line import DemoRun, Entrepot

WEAPON = "Equipment 23 (synthetic)"


def test_a_weapon_of_the_demo_leads_to_firms_and_every_line_to_the_file_received(
    entrepot: Entrepot, demo_run: DemoRun
) -> None:
    said = entrepot("trace", demo_run.case, "--weapon", "equipment 23", "--limit", "4", "--json")

    assert said.status == 0
    assert "Chains to RU, the study's destination" in said.stderr
    assert "does not say that this piece was in that equipment" not in said.stdout
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


def test_a_weapon_is_printed_with_its_parts_who_sold_them_and_through_whom(entrepot: Entrepot, demo_run: DemoRun) -> None:
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


def test_a_part_that_nobody_found_says_so_and_is_followed_all_the_same(entrepot: Entrepot, case: Path) -> None:
    said = entrepot("trace", case, "--part", "XC7Z020-1CLG484I")

    assert said.status == 0
    assert "Finds: none of such a part in this case." in said.stdout
    assert "Lines that name such a part: none." in said.stdout


def test_the_reported_chips_are_named_as_the_lines_name_them(entrepot: Entrepot, demo_run: DemoRun) -> None:
    chain, *_ = entrepot("trace", demo_run.case, "--to", "Stek", "--json").rows

    assert [hop["goods"] for hop in chain["hops"]] == ["HS 854239 chip type not named in the report"] * 2
