"""How long goods stay with a firm that passes them on: learned from equal lots, or the stated fallback."""

from collections.abc import Sequence
from dataclasses import dataclass

from entrepot.store.engine import Engine, Row, rows_of
from entrepot.store.sql import statement_beside

FALLBACK_DAYS = 90  # methods 8.2 F5: windows of 30, 90 and 180 days
MOST_DAYS = 365  # lags looked at, either way
LEAST_DAYS = 14  # a shorter window would cut what is only slow transport
_ENOUGH = 30  # equal lots beyond chance, to learn from
_COVERED = 0.95


@dataclass(frozen=True)
class Window:
    """Days from goods in to goods out, at most; `basis` says in words where that comes from, `pairs` on how many lots."""

    days: int
    basis: str
    pairs: int


def learn_window(engine: Engine) -> Window:
    """Return the window that holds 95 % of the equal lots beyond chance; the fallback where fewer than 30 are seen.

    Goods that leave before they come are chance, and as many lags the right way round are taken to be chance too.

    Args:
        engine: With trace__consignment.
    """
    return window_of(rows_of(engine.run(statement_beside(__file__), {"days_at_most": MOST_DAYS})))


def window_of(rows: Sequence[Row]) -> Window:
    """Return the window of a histogram: rows of `lag_days` and `pairs`."""
    excess = [0] * (MOST_DAYS + 1)
    for row in rows:
        lag = int(row["lag_days"])
        excess[abs(lag)] += int(row["pairs"]) * (1 if lag >= 0 else -1)
    beyond_chance, running = [], 0
    for count in excess:
        running += count
        beyond_chance.append(running)
    most = max(beyond_chance)
    if most < _ENOUGH:
        why = f"fallback: fewer than {_ENOUGH} equal lots in these goods to learn from"
        return Window(FALLBACK_DAYS, why, max(0, most))
    reached = next(days for days, count in enumerate(beyond_chance) if count >= _COVERED * most)
    return Window(max(LEAST_DAYS, reached), f"learned from {most} equal lots beyond chance", most)
