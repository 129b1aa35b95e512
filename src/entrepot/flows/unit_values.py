"""Price per kilogram to the destination over that to an exporter's other customers, and how it changed.

    premium = ln(UV to the destination / UV to the rest), same exporter, goods group and month      (methods 3.9)

A window's premium is the mean of its months weighted by the mass sent to the destination. What a goods group holds may differ
between customers and over time: a premium is a difference of prices only where the mix stayed what it was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from entrepot.flows.cells import Floats
from entrepot.flows.period_comparison import LEAST_MONTHS, drawn_places
from entrepot.store.engine import Engine, Row, Value, rows_of
from entrepot.store.sql import statement_beside

TABLE: Final = "flows__unit_value"
_SEED: Final = 20220224  # fixed: the same figures give the same interval
_TAIL: Final = 0.025  # of a two-sided interval of 95 %
_DRAWS: Final = 9999  # [P] the least p-value then stands out among a thousand corridors
_ROUNDING: Final = 1e-9  # of logarithms: sums of the same months in another order
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


class Drawn(NamedTuple):
    """A change under months drawn again: its 95 % interval, and the share of draws below the rise asked about.

    None where a window has fewer than two blocks of months.
    """

    low: float | None
    high: float | None
    p_value: float | None


def prepare_unit_values(engine: Engine, destination_iso: str) -> int:
    """Materialise `flows__unit_value` from the tables that `prepare_cells` made and return its number of rows."""
    return engine.materialise(TABLE, statement_beside(__file__), {"destination_iso": destination_iso})


def price_changes(engine: Engine, spans: Spans) -> list[PriceChange]:
    """Return every exporter's goods group with sales to the destination in a window, by exporter and group."""
    return [_change(row) for row in rows_of(engine.run(statement_beside(__file__, "change"), spans.parameters()))]


def change_intervals(engine: Engine, spans: Spans, keys: Iterable[str], *, asked: float = 0.0) -> dict[str, Drawn]:
    """Return what blocks of neighbouring months drawn in each window say of each change, by `PriceChange.key`.

    `asked` is the rise that the p-values are of.
    """
    named = sorted(set(keys))
    months: dict[str, list[Row]] = {key: [] for key in named}
    if named:
        for row in rows_of(engine.run(statement_beside(__file__, "months"), {"corridors": named})):
            months[f"{row['reporter_iso']}>{row['group_id']}"].append(row)
    return {key: change_interval(rows, spans, asked=asked) for key, rows in months.items()}


def change_interval(months: Sequence[Mapping[str, float]], spans: Spans, *, asked: float = 0.0) -> Drawn:
    """Return the same of one change from rows of month_index, premium and mass_kg, in order of time."""
    drawn = []
    random = np.random.default_rng(_SEED)
    for first, last in (spans.baseline, spans.period):
        kept = [row for row in months if first <= row["month_index"] <= last]
        if len(kept) < LEAST_MONTHS:
            return Drawn(None, None, None)
        premiums = np.array([row["premium"] for row in kept])
        masses = np.array([row["mass_kg"] for row in kept])
        places = drawn_places(random, len(kept), _DRAWS)
        drawn.append((premiums * masses)[places].sum(axis=1) / masses[places].sum(axis=1))
    ordered: Floats = np.sort(drawn[1] - drawn[0])
    cut = int(_TAIL * (_DRAWS + 1))
    below = int(np.sum(ordered < asked - _ROUNDING))
    return Drawn(_rounded(ordered[cut - 1]), _rounded(ordered[_DRAWS - cut]), (1 + below) / (1 + _DRAWS))


def priced_rows(engine: Engine, spans: Spans, destination_iso: str, keys: Iterable[str]) -> list[Row]:
    """Return the reported figures behind changes: all to the destination, the largest ten of a window to the rest."""
    named = sorted(set(keys))
    if not named:
        return []
    given: dict[str, Value] = {"corridors": named, "destination_iso": destination_iso, "rest_rows": _REST_ROWS}
    return rows_of(engine.run(statement_beside(__file__, "evidence"), {**spans.parameters(), **given}))


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
