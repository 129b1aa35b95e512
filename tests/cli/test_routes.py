"""`entrepot routes`: what it asks for, what it prints, and that every row leads to lines."""

from pathlib import Path

import pytest

from command_line import DemoRun, Entrepot


def test_the_demo_has_new_routes_whose_lines_lead_to_the_file_received(entrepot: Entrepot, demo_run: DemoRun) -> None:
    said = entrepot("routes", demo_run.case, "--limit", "3", "--json")

    assert said.status == 0
    assert "A new route shows a way, not who did wrong" in said.stderr
    routes = [row for row in said.rows if row["kind"] == "new_route"]
    assert len(routes) == 3
    assert all(row["first_on"] >= "2022-02-24" and row["evidence"]["count"] == row["lines"] for row in routes)
    first = routes[0]["evidence"]["first"][0]
    [row] = entrepot("evidence", demo_run.case, first["snapshot_id"], first["locator"], "--json").rows
    assert routes[0]["dispatch_iso"] in row["cells"].values()
    shares = [row for row in said.rows if row["kind"] == "dispatch_share"]
    assert shares[0]["brand_key"] == "*"
    assert len(shares) == 4
    hidden = said.rows[0]["hidden"]
    assert said.rows[0]["kind"] == "summary"
    assert min(hidden.values()) > 0
    assert (
        f"{hidden['routes']} routes, {hidden['makers']} makers, {hidden['shares']} shares more: --limit."
        in " ".join(said.stderr.split())
    )


def test_the_table_names_places_and_says_what_is_not_known(entrepot: Entrepot, demo_run: DemoRun) -> None:
    said = entrepot("routes", demo_run.case, "--limit", "2", "--from", "kz")

    assert said.status == 0
    assert "Routes into RU not seen before 2022-02-24:" in said.stdout
    assert "(synthetic)" in said.stdout.replace("\n", "")
    assert "Only goods of the list chpl" in said.stderr


def test_a_case_without_brands_has_no_routes(entrepot: Entrepot, case: Path) -> None:
    said = entrepot("routes", case, "--all-goods")

    assert said.status == 0
    assert "not seen before 2022-02-24: 0" in said.stdout


@pytest.mark.parametrize(("option", "value"), [("--to", "XX"), ("--since", "2099-01-01")])
def test_a_country_that_is_none_or_a_day_to_come_is_refused(
    entrepot: Entrepot, case: Path, option: str, value: str
) -> None:
    assert entrepot("routes", case, option, value).status == 2
