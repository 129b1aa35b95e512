from datetime import date

import pytest

from entrepot.sources.party_dates import birth_text, first_day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13 Mar 1975", "1975-03-13"),
        ("Nov 1946", "1946-11"),
        ("circa 1961", "1961"),
        ("1961 to 1965", "1961/1965"),
        ("circa 1979-1982", "1979/1982"),
        ("01 Jan 1960 to 31 Dec 1965", "1960-01-01/1965-12-31"),
        ("between 1960 and 1965", "1960/1965"),
        ("N/D", None),
        ("", None),
    ],
)
def test_a_birth_date_stays_as_exact_as_it_was(text: str, expected: str | None) -> None:
    assert birth_text(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("09 Feb 2007", date(2007, 2, 9)), ("Oct 2021", date(2021, 10, 1)), ("2007", None), ("30.2.2022", None)],
)
def test_only_a_month_or_a_day_gives_a_registration_day(text: str, expected: date | None) -> None:
    assert first_day(text) == expected
