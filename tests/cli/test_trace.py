"""`entrepot trace`: what it asks for, what it prints, and that every hop leads to its line."""

from pathlib import Path

import pytest

from command_line import DemoRun, Entrepot


def test_something_must_be_asked(entrepot: Entrepot, case: Path) -> None:
    said = entrepot("trace", case)

    assert said.status == 2
    assert "Say what to follow" in said.stderr


@pytest.mark.parametrize("asked", [("--to", "RU", "--to", "KZ"), ("--to", "RU", "--to", "Firma Alfa OOO")])
def test_one_country_or_parties(entrepot: Entrepot, case: Path, asked: tuple[str, ...]) -> None:
    said = entrepot("trace", case, *asked)

    assert said.status == 2
    assert "Name one country, or parties." in said.stderr


def test_a_case_in_which_nothing_passes_says_what_was_looked_at(entrepot: Entrepot, case: Path) -> None:
    said = entrepot("trace", case, "--to", "Firma Alfa OOO", "--json")

    assert said.status == 0
    assert {row["kind"] for row in said.rows} <= {"gap", "summary"}
    assert "Looked at" in said.stderr
    assert "no proof" in said.stderr


def test_an_unknown_party_is_refused(entrepot: Entrepot, case: Path) -> None:
    assert entrepot("trace", case, "--to", "Nobody At All").status == 1


def test_every_hop_of_the_demo_leads_to_the_line_received(entrepot: Entrepot, demo_run: DemoRun) -> None:
    said = entrepot("trace", demo_run.case, "--to", "Stek", "--json")
    printed = entrepot("trace", demo_run.case, "--to", "Stek").stdout

    chain = said.rows[0]
    assert chain["outcome"] == "raised"
    assert [party["name"] for party in chain["parties"]] == ["Elix-St", "Da Group 22", "Stek"]
    for hop in chain["hops"]:
        assert hop["is_inferred"] is False
        for line in hop["lines"]:
            [row] = entrepot("evidence", demo_run.case, line["snapshot_id"], line["locator"], "--json").rows
            assert row["cells"]["quantity"] in ("2598", "2598.0")
            assert f"{row['file']} {row['locator']}" in printed
    assert "2,598 to 2,598 pcs" in printed
    assert "0.0012" in printed


def test_goods_are_followed_by_a_part_number_however_written(entrepot: Entrepot, demo_run: DemoRun) -> None:
    written, plain = (
        entrepot("trace", demo_run.case, "--part", part, "--limit", "3", "--json")
        for part in ("syn flu4107", "SYN-FLU4107")
    )

    assert written.stdout == plain.stdout
    chains = [row for row in plain.rows if row["kind"] == "chain"]
    assert len(chains) == 3
    assert all("SYN-FLU4107" in hop["goods"] for hop in chains[0]["hops"])
    assert "chains more: --limit" in plain.stderr


@pytest.mark.parametrize("code", ["no code", "85?", "."])
def test_what_is_no_goods_code_is_refused(entrepot: Entrepot, case: Path, code: str) -> None:
    said = entrepot("trace", case, "--hs", code)

    assert said.status == 2
    assert "no goods code" in said.stderr


def test_a_goods_code_may_be_written_with_points(entrepot: Entrepot, demo_run: DemoRun) -> None:
    pointed, plain = (
        entrepot("trace", demo_run.case, "--to", "Stek", "--hs", code, "--json") for code in ("8542.39", "854239")
    )

    assert pointed.stdout == plain.stdout
    assert any(row["kind"] == "chain" for row in pointed.rows)
