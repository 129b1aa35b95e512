"""Price per kilogram to the destination over that to an exporter's other customers, and how it changed.

    premium = ln(UV to the destination / UV to the rest), same exporter, goods group and month      (methods 3.9)

A window's premium is the mean of its months weighted by the mass sent to the destination. What a goods group holds may differ
between customers and over time: a premium is a difference of prices only where the mix stayed what it was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from entrepot.flows.cells import Floats, Whole
from entrepot.flows.period_comparison import BLOCK_MONTHS, DRAWS
from entrepot.store.engine import Engine, Row, Value, rows_of
from entrepot.store.sql import statement_beside

TABLE: Final = "flows__unit_value"
_SEED: Final = 20220224  # fixed: the same figures give the same interval
_TAIL: Final = 0.025  # of a two-sided interval of 95 %
_SHORTEST: Final = 2  # blocks of months a window must hold for an interval
_REST_ROWS: Final = 10  # [P] figures of other customers shown for each window


@dataclass(frozen=True)
class Spans:
    """Month indexes of the baseline and of the period, both ends included."""

    baseline: tuple[int, int]
    period: tuple[int, int]

    def parameters(self) -> dict[str, Value]:
        """Return the spans as the statements' parameters."""
        return {
            "baseline_from": self.baseline[0],
            "baseline_to": self.baseline[1],
            "period_from": self.period[0],
            "period_to": self.period[1],
        }


@dataclass(frozen=True)
class PriceChange:
    """One exporter's goods group: premiums are logarithms; None where a window has no month with both prices.

    `goods_role` listed or placebo; `period_value` in `currency_code`, of priced rows to the destination; the shares are of
    rows that have both a value and a mass, to the destination and to the rest.
    """

    reporter_iso: str
    group_id: str
    goods_role: str
    currency_code: str
    baseline_months: int
    period_months: int
    baseline_premium: float | None
    period_premium: float | None
    period_value: float
    priced_share: float
    rest_priced_share: float | None

    @property
    def key(self) -> str:
        """Exporter and goods group, as the statements take them."""
        return f"{self.reporter_iso}>{self.group_id}"

    @property
    def change(self) -> float | None:
        """The period's premium less the baseline's, a difference of logarithms."""
        if self.baseline_premium is None or self.period_premium is None:
            return None
        return _rounded(self.period_premium - self.baseline_premium)


def prepare_unit_values(engine: Engine, destination_iso: str) -> int:
    """Materialise `flows__unit_value` from the tables that `prepare_cells` made and return its number of rows."""
    return engine.materialise(TABLE, statement_beside(__file__), {"destination_iso": destination_iso})


def price_changes(engine: Engine, spans: Spans) -> list[PriceChange]:
    """Return every exporter's goods group with sales to the destination in a window, by exporter and group."""
    return [_change(row) for row in rows_of(engine.run(statement_beside(__file__, "change"), spans.parameters()))]


def change_intervals(engine: Engine, spans: Spans, keys: Iterable[str]) -> dict[str, tuple[float | None, float | None]]:
    """Return the 95 % interval of each change by `PriceChange.key`: blocks of neighbouring months drawn in each window.

    None for both ends where a window has fewer than two blocks of months.
    """
    named = sorted(set(keys))
    months: dict[str, list[Row]] = {key: [] for key in named}
    if named:
        for row in rows_of(engine.run(statement_beside(__file__, "months"), {"corridors": named})):
            months[f"{row['reporter_iso']}>{row['group_id']}"].append(row)
    return {key: change_interval(rows, spans) for key, rows in months.items()}


def change_interval(months: Sequence[Mapping[str, float]], spans: Spans) -> tuple[float | None, float | None]:
    """Return the interval of one change from rows of month_index, premium and mass_kg, in order of time."""
    drawn = []
    random = np.random.default_rng(_SEED)
    for first, last in (spans.baseline, spans.period):
        kept = [row for row in months if first <= row["month_index"] <= last]
        if len(kept) < _SHORTEST * BLOCK_MONTHS:
            return None, None
        premiums = np.array([row["premium"] for row in kept])
        masses = np.array([row["mass_kg"] for row in kept])
        places = _blocks(random, len(kept))
        drawn.append((premiums * masses)[places].sum(axis=1) / masses[places].sum(axis=1))
    ordered: Floats = np.sort(drawn[1] - drawn[0])
    cut = int(_TAIL * (DRAWS + 1))
    return _rounded(ordered[cut - 1]), _rounded(ordered[DRAWS - cut])


def priced_rows(engine: Engine, spans: Spans, destination_iso: str, keys: Iterable[str]) -> list[Row]:
    """Return the reported figures behind changes: all to the destination, the largest ten of a window to the rest."""
    named = sorted(set(keys))
    if not named:
        return []
    given: dict[str, Value] = {"corridors": named, "destination_iso": destination_iso, "rest_rows": _REST_ROWS}
    return rows_of(engine.run(statement_beside(__file__, "evidence"), {**spans.parameters(), **given}))


def _blocks(random: np.random.Generator, count: int) -> Whole:
    """Return the places of the months of each draw: blocks of neighbours, the end joined to the beginning."""
    blocks = -(-count // BLOCK_MONTHS)
    starts = random.integers(0, count, size=(DRAWS, blocks, 1))
    return ((starts + np.arange(BLOCK_MONTHS)).reshape(DRAWS, -1)[:, :count] % count).astype(np.int64)


def _change(row: Row) -> PriceChange:
    rest = int(row["rest_row_count"])
    return PriceChange(
        row["reporter_iso"],
        row["group_id"],
        row["goods_role"],
        row["currency_code"],
        int(row["baseline_months"]),
        int(row["period_months"]),
        None if row["baseline_premium"] is None else _rounded(row["baseline_premium"]),
        None if row["period_premium"] is None else _rounded(row["period_premium"]),
        round(float(row["period_value"]), 2),
        _rounded(int(row["priced_count"]) / int(row["row_count"])),
        _rounded(int(row["rest_priced_count"]) / rest) if rest else None,
    )


def _rounded(value: float) -> float:
    """Return a figure with at most ten significant digits: sums of logarithms differ behind them with the order of rows."""
    return float(f"{float(value):.10g}")
