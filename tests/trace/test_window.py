"""The window is learned from equal lots beyond chance, and else the stated fallback."""

from datetime import timedelta

from traced_rows import line, load, question

from entrepot.store.engine import Engine
from entrepot.trace.scope import gather
from entrepot.trace.window import FALLBACK_DAYS, LEAST_DAYS, window_of


def test_the_window_holds_most_of_the_lags_beyond_chance() -> None:
    rows = [{"lag_days": lag, "pairs": 10} for lag in range(41)]
    by_chance = [{"lag_days": lag, "pairs": 1} for lag in range(-300, 301) if not 0 <= lag <= 40]

    window = window_of([*rows, *by_chance])

    assert window.days in range(36, 42)
    assert window.basis.startswith("learned from")


def test_lags_as_often_backwards_as_forwards_teach_nothing() -> None:
    window = window_of([{"lag_days": lag, "pairs": 5} for lag in range(-300, 301)])

    assert window.days == FALLBACK_DAYS
    assert window.basis.startswith("fallback")
    assert window_of([]).days == FALLBACK_DAYS


def test_goods_that_pass_at_once_still_get_a_fortnight() -> None:
    assert window_of([{"lag_days": 0, "pairs": 100}]).days == LEAST_DAYS


def test_the_lines_of_a_case_teach_it(engine: Engine) -> None:
    rows = []
    for n in range(40):
        rows += [
            line(2 * n, f"A.DE>B{n}.KZ", n, 101.0 + n),
            line(2 * n + 1, f"B{n}.KZ>D.RU", n + 1 + n % 20, 101.0 + n),
        ]
    load(engine, rows)

    scope = gather(engine, question(to_iso="RU"))

    assert (scope.window.pairs, scope.window.days) == (40, 19)
    assert (scope.ledger.left - scope.ledger.arrived).tolist() == [0] * 80


def test_a_line_of_a_month_may_have_left_on_any_of_its_days(engine: Engine) -> None:
    load(engine, [line(0, "A.DE>B.KZ", 20, 101), line(1, "B.KZ>D.RU", 0, 101, declared_precision="month")])

    scope = gather(engine, question(to=("D",)))

    assert scope.ledger.left.max() - scope.ledger.arrived.min() == timedelta(days=30).days
    assert len(scope.ledger) == 2
