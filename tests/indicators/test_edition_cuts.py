"""Codes that begin or end with an HS edition: no fall and no surge of theirs counts in M1 and M11, and the findings say so."""

from datetime import date
from typing import Any

import pytest
from harness import case_rows, run_rows

from entrepot.codes.hs import edition_on, guard
from entrepot.indicators.base import Finding
from entrepot.store.engine import Engine

ENDED = "901380"  # holds nothing since HS2022 in the statistics of the EU
NEW_IN_2022 = ("852589", "854149", "854151", "854159", "854800", "880730")  # of the list chpl
KEPT = "854231"
MONTHS = tuple(date(year, month, 1) for year in (2019, 2020, 2021, 2022) for month in range(1, 13))
MONEY = 400_000.0  # a month: any code of it alone would be raised


def flows(
    goods: str, months: tuple[date, ...], values: tuple[float, float], partner: str = "KG"
) -> list[dict[str, Any]]:
    """Return Germany's exports of goods by month: a value before 2022, another since."""
    return [
        {
            "reporter_iso": "DE",
            "partner_iso": partner,
            "goods_code": goods,
            "goods_level": "HS6",
            "hs6": goods,
            "hs_edition": edition_on(month),
            "period_on": month,
            "value_eur": values[month.year >= 2022],
        }
        for month in months
    ]


def findings(indicator: str, rows: list[dict[str, Any]], engine: Engine | None = None) -> dict[str, Finding]:
    """Return an indicator's findings by subject."""
    case = {"linked__trade_flow": rows}
    return {finding.subject_id: finding for finding in run_rows(indicator, case, case_rows(case), engine)}


EARLIER = tuple(month for month in MONTHS if month.year < 2022)
LATER = tuple(month for month in MONTHS if month.year >= 2022)


def test_a_code_that_ended_with_an_edition_is_no_fall(engine: Engine) -> None:
    rows = flows(KEPT, MONTHS, (100_000.0, 300_000.0)) + flows(ENDED, EARLIER, (MONEY, 0.0))
    rows += flows(KEPT, MONTHS, (900_000.0, 90_000.0), "RU") + flows(ENDED, EARLIER, (MONEY, 0.0), "RU")

    level = findings("M11", rows, engine)
    surge = findings("M1", rows, engine)

    assert level["corridor:EU:KG:level"].value == pytest.approx(3.0)
    assert level["corridor:EU:RU:level"].value == pytest.approx(0.1)
    assert surge["corridor:EU:KG:all"].value == pytest.approx(3.0)
    for finding in (level["corridor:EU:KG:level"], level["corridor:EU:RU:level"], surge["corridor:EU:KG:all"]):
        assert any(caveat.endswith(f"in these figures: {ENDED}.") for caveat in finding.caveats)
        assert not any(ENDED in line.summary for line in finding.evidence)
    assert not any(row["hs6"] == ENDED for row in level["corridor:EU:KG:level"].details["goods"])
    assert surge["case:edition_cut"].details == {"subjects": 1}


@pytest.mark.parametrize("code", NEW_IN_2022)
def test_the_six_codes_new_in_hs2022_are_guarded(code: str) -> None:
    rows = flows(KEPT, MONTHS, (100_000.0, 100_000.0)) + flows(code, LATER, (0.0, MONEY))

    level, surge = findings("M11", rows), findings("M1", rows)

    assert guard(code).is_new_2022
    assert "corridor:EU:KG:level" not in level  # as before: neither raised nor close
    assert not any(subject.startswith("corridor") and "all" not in subject for subject in surge)
    assert surge["corridor:EU:KG:all"].value == pytest.approx(1.0)
    assert surge["case:no_predecessor"].details == {"subjects": 1}


def test_a_listed_code_without_a_known_predecessor_that_begins_with_an_edition_is_no_surge() -> None:
    rows = flows(KEPT, MONTHS, (100_000.0, 100_000.0)) + flows("848210", LATER, (0.0, MONEY))

    assert "corridor:EU:KG:level" not in findings("M11", rows)
    surge = findings("M1", rows)
    assert "corridor:EU:KG:848210" not in surge
    assert surge["corridor:EU:KG:all"].value == pytest.approx(1.0)
    assert "the code came or went, and not the trade" in surge["case:edition_cut"].reason


def test_a_code_traded_with_anyone_under_both_editions_is_compared_everywhere() -> None:
    rows = flows(KEPT, MONTHS, (100_000.0, 100_000.0)) + flows("848210", LATER, (0.0, MONEY))
    rows += flows("848210", EARLIER, (5.0, 0.0), "RU")

    surge = findings("M1", rows)

    assert surge["corridor:EU:KG:848210"].outcome == "raised"
    assert "case:edition_cut" not in surge
    assert findings("M11", rows)["corridor:EU:KG:level"].outcome == "raised"


def test_within_one_edition_nothing_is_cut() -> None:
    rows = flows(KEPT, MONTHS, (100_000.0, 100_000.0)) + flows("848210", LATER, (0.0, MONEY))
    for row in rows:
        row["hs_edition"] = "HS2017"  # of a country that took the newer edition up later

    assert findings("M1", rows)["corridor:EU:KG:848210"].outcome == "raised"
