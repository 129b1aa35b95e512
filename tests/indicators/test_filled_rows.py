"""Tests of what is said of filled-in and invented evidence, and of which p-values are given."""

from harness import CASES, run_case

from entrepot.indicators.base import Evidence, Finding, Outcome
from entrepot.indicators.filled_rows import filled_row_caveats


def finding(*provenances: str, p_value: float | None = None) -> Finding:
    rows = tuple(Evidence("file", f"row {n}", "a line", name) for n, name in enumerate(provenances))
    return Finding("F1", 1, Outcome.RAISED, "a", "A", "party", "Because.", evidence=rows, p_value=p_value)


def test_observed_and_reported_rows_need_no_caveat() -> None:
    assert filled_row_caveats(finding("observed", "reported")) == ()
    assert filled_row_caveats(finding()) == ()


def test_filled_in_and_invented_rows_are_counted_apart() -> None:
    filled, invented = filled_row_caveats(finding("observed", "reconstructed", "reconstructed", "synthetic"))

    assert filled.startswith("2 of 4 rows were filled in")
    assert filled.endswith("was assumed.")
    assert invented == "1 of 4 rows are invented; the comparison is with invented firms."


def test_a_p_value_of_filled_in_rows_describes_the_filling() -> None:
    assert filled_row_caveats(finding("reconstructed", p_value=0.01))[0].endswith("then describes the filling.")


def test_a_rise_in_value_is_given_with_the_p_value_of_its_own_test() -> None:
    made = {f.subject_id: f for f in run_case(CASES / "F1" / "raised-in-each-pattern.toml")}

    by_value, by_lines = made["F with far more value"], made["F with far more lines"]
    assert (by_value.details["raised_by"], by_lines.details["raised_by"]) == ("value", "lines")
    assert by_value.p_value == by_value.details["value_p"]
    assert by_lines.p_value != by_lines.details["value_p"]
    assert all(f.p_value is not None and f.p_value < 0.01 for f in (by_value, by_lines))
    assert not any("far more of" in f.reason for f in made.values())
