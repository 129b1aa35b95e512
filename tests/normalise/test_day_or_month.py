"""Day or month first, by what a column shows as a whole."""

from datetime import date, timedelta

import pytest

from entrepot.normalise.day_or_month import OrderJudgement, judge_order

# Days 1 to 12 of the months from March 2023 on, in order of time: no number is above 12.
FIRST_TWELVE = [date(2023, month, day) for month in (3, 4) for day in (2, 4, 5, 7, 8, 10, 11, 12)]
SHUFFLED = FIRST_TWELVE[::3] + FIRST_TWELVE[1::3] + FIRST_TWELVE[2::3]


def judged(days: list[date], form: str, beside: list[date | None] | None = None) -> OrderJudgement:
    """Return the judgement on a column of days written in a form, day-first where it begins with %d."""
    pairs = [(d.day, d.month, d.year) if form.startswith("%d") else (d.month, d.day, d.year) for d in days]
    return judge_order(pairs, [d.strftime(form) for d in days], [beside] if beside else [])


@pytest.mark.parametrize(("form", "order"), [("%d/%m/%Y", "day_first"), ("%m/%d/%Y", "month_first")])
def test_a_number_above_twelve_is_a_day(form: str, order: str) -> None:
    found = judged([date(2023, 3, 1) + timedelta(days=i) for i in range(31)], form)

    assert found.order == order
    assert found.confidence > 0.95
    assert "above 12 in 19 of 31" in found.reason


def test_one_date_above_twelve_among_many_tells_nothing() -> None:
    days = [date(2023, month, day) for month in range(3, 6) for day in range(1, 12)]

    found = judge_order([*((d.day, d.month, d.year) for d in days), (3, 25, 2023)], ["x"] * 34, [])

    assert found.order is None
    assert "typing errors" in found.reason


def test_both_orders_in_one_column_are_left_to_a_person() -> None:
    found = judge_order([(25, 3, 2023), (3, 25, 2023), (1, 2, 2023)], ["x"] * 3, [])

    assert found.order is None
    assert found.reason == "1 dates can only have the day first and 1 only the month first"


@pytest.mark.parametrize("form", ["%d/%m/%Y", "%m/%d/%Y"])
def test_no_number_above_twelve_and_no_order_of_rows_is_undecided(form: str) -> None:
    assert judged(SHUFFLED, form).order is None


def test_rows_in_order_of_time_tell_the_day() -> None:
    assert judged(FIRST_TWELVE, "%d/%m/%Y").order == "day_first"
    assert judged(FIRST_TWELVE[::-1], "%d/%m/%Y").order == "day_first"
    assert "order of time" in judged(FIRST_TWELVE, "%d/%m/%Y").reason


def test_rows_in_order_of_text_tell_nothing() -> None:
    assert judged(FIRST_TWELVE, "%m/%d/%Y").order is None
    by_text = sorted(SHUFFLED, key=lambda d: d.strftime("%d/%m/%Y"))
    assert judged(by_text, "%d/%m/%Y").order is None


@pytest.mark.parametrize(("form", "order"), [("%d/%m/%Y", "day_first"), ("%m/%d/%Y", "month_first")])
def test_another_date_of_the_row_tells_the_day(form: str, order: str) -> None:
    found = judged(SHUFFLED, form, [day + timedelta(days=3) for day in SHUFFLED])

    assert found.order == order
    assert "nearer to another date of the row" in found.reason


def test_one_report_date_beside_all_rows_tells_nothing() -> None:
    assert judged(SHUFFLED, "%d/%m/%Y", [date(2023, 12, 31)] * len(SHUFFLED)).order is None


@pytest.mark.parametrize(("form", "order"), [("%d/%m/%Y", "day_first"), ("%m/%d/%Y", "month_first")])
def test_the_number_that_never_changes_is_the_month_of_a_monthly_file(form: str, order: str) -> None:
    days = [date(2023, 3, day) for day in (5, 1, 9, 2, 12, 7, 11, 4)]

    found = judged(days, form)

    assert found.order == order
    assert "always 3" in found.reason
    assert found.confidence < 0.9


def test_the_first_of_every_month_is_not_taken_for_january() -> None:
    days = [date(2023, month, 1) for month in (5, 1, 9, 2, 12, 7, 11, 4)]

    assert judged(days, "%d/%m/%Y").order is None


def test_dots_mean_the_day_first_unless_a_number_says_otherwise() -> None:
    assert judged(SHUFFLED, "%d.%m.%Y").order == "day_first"
    assert judge_order([(3, 25, 2023), (3, 26, 2023)], ["03.25.2023", "03.26.2023"], []).order == "month_first"
