"""Where to look first: ten rows of the ranked list, each contribution with the page of its finding."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from entrepot.case.results import Results
from entrepot.report.book import make_book
from entrepot.report.build import write_report
from entrepot.report.first_look import first_look

from .conftest import BAD, BAD_NAME, NEW


def ranked(rank: int, party_id: str, name: str, indicator: str) -> dict[str, Any]:
    """Return a row of the ranked list with one contribution."""
    words = "weighs 32 to 1 for a scheme, among the 1 in 100 farthest out"
    contribution = {
        "indicator": indicator,
        "title": f"Title of {indicator}",
        "finding_subject_id": party_id,
        "reason": f"Reason of {indicator}.",
        "weight_words": words,
    }
    return {
        "rank": rank,
        "party_id": party_id,
        "name": name,
        "country_iso": "RU",
        "trade_at_stake_usd": 1_234_567.0,
        "provenance": ["reported", "synthetic"],
        "contributions": [contribution],
    }


def with_ranking(toy: Results, rows: list[dict[str, Any]]) -> Results:
    """Return the case with a ranked list as a run leaves it."""
    work = toy.folder / ".entrepot"
    work.mkdir(parents=True, exist_ok=True)
    (work / "ranking.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return replace(toy)


def summary(path: Path) -> str:
    """Return the start page's text."""
    return path.read_text("utf-8")


def test_start_page_names_the_first_parties_with_what_contributes_and_where_to_open_it(toy: Results) -> None:
    rows = [ranked(1, NEW, "Vostochny Priboy", "N2"), ranked(2, BAD, BAD_NAME, "N3")]
    page = summary(write_report(with_ranking(toy, rows)))
    assert "Where to look first" in page
    section = page.split('id="first"')[1].split("<h2")[0]
    assert f'<a href="parties/{NEW}.html">Vostochny Priboy</a>' in section
    assert 'href="findings/N2-' in section
    assert "weighs 32 to 1 for a scheme" in section
    assert "$1.2M" in section
    assert "&lt;script&gt;" in section
    assert "<script>" not in section


def test_ten_rows_are_shown_and_the_number_of_all(toy: Results) -> None:
    rows = [ranked(n, f"p{n}", f"Firm {n}", "N2") for n in range(1, 13)]
    results = with_ranking(toy, rows)
    shown = first_look(make_book(results))
    assert shown is not None
    assert len(shown.rows) == 10
    assert shown.rows[0][1][0].path is None  # no finding of that party in the report
    assert "The first 10 of 12 ranked parties" in summary(write_report(results))


def test_a_case_that_ranks_nobody_has_no_such_section(toy: Results) -> None:
    assert first_look(make_book(toy)) is None
    assert "Where to look first" not in summary(write_report(toy))
