"""Monthly levels of exports before and after the cut-off."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from entrepot.flows.coalition_exports import cut_groups
from entrepot.flows.months import month_index, month_start
from entrepot.settings import Study
from entrepot.store.engine import Engine, Row, Value, rows_of
from entrepot.store.sql import statement_beside

_NO_MONTHS = (1, 0)  # a span that holds nothing


@dataclass(frozen=True)
class Spans:
    """Spans of months, both ends included, as month indexes."""

    baseline: tuple[int, int]
    stockpiling: tuple[int, int]
    before: int  # the last whole month before the cut-off
    period: tuple[int, int]

    @property
    def baseline_months(self) -> range:
        """The baseline's months, those of stockpiling still among them."""
        return range(self.baseline[0], self.baseline[1] + 1)

    @property
    def baseline_length(self) -> int:
        """How many months the baseline has without those of stockpiling."""
        return sum(not self.stockpiling[0] <= month <= self.stockpiling[1] for month in self.baseline_months)

    def is_baseline(self, month: int) -> bool:
        """Return whether a month counts for the baseline."""
        return month in self.baseline_months and not self.stockpiling[0] <= month <= self.stockpiling[1]

    def window(self, last_month: int) -> tuple[str, str]:
        """Return the first month of the period and the last one with figures, as text."""
        return self.text(self.period[0]), self.text(min(last_month, self.period[1]))

    def text(self, month: int) -> str:
        """Return a month as `2022-03`."""
        return f"{month_start(month):%Y-%m}"

    def parameters(self) -> dict[str, Value]:
        """Return the spans as the statement's parameters."""
        return {
            "baseline_from_month": self.baseline[0],
            "baseline_to_month": self.baseline[1],
            "stock_from_month": self.stockpiling[0],
            "stock_to_month": self.stockpiling[1],
            "before_month": self.before,
            "period_from_month": self.period[0],
            "period_to_month": self.period[1],
        }


def spans_of(study: Study, skip_months: int) -> Spans:
    """Return the spans of a study; the period starts with the first whole month after the cut-off, later by `skip_months`."""
    cutoff = month_index(study.cutoff_on)
    stock = study.stockpiling
    return Spans(
        baseline=(month_index(study.baseline.from_on), month_index(study.baseline.to_on)),
        stockpiling=_NO_MONTHS if stock is None else (month_index(stock.from_on), month_index(stock.to_on)),
        before=cutoff - 1,
        period=(cutoff + 1 + skip_months, 9999 * 12),
    )


@dataclass(frozen=True)
class Level:
    """Monthly averages of a corridor, in the currency of its statistics.

    `baseline_with_stockpiling` is None where the block has no month from the baseline's first to the one before the cut-off.
    """

    reporter_block: str
    partner_iso: str
    currency_code: str
    baseline_months: int
    last_month: int
    baseline_average: float
    baseline_with_stockpiling: float | None
    period_average: float

    @property
    def corridor(self) -> tuple[str, str]:
        """The reporting block and the partner."""
        return self.reporter_block, self.partner_iso

    @property
    def ratio(self) -> float | None:
        """The period's average against the baseline's; None where the baseline is zero."""
        return _ratio(self.period_average, self.baseline_average)

    @property
    def ratio_with_stockpiling(self) -> float | None:
        """The same against the baseline that runs on to the cut-off; None where that is not known."""
        return _ratio(self.period_average, self.baseline_with_stockpiling)


def cut_between(engine: Engine, spans: Spans) -> tuple[str, ...]:
    """Return the goods groups whose code begins or ends with an HS edition between baseline and period: no level holds them."""
    return cut_groups(engine, spans.baseline, spans.period)


def corridor_rows(engine: Engine, spans: Spans) -> list[Row]:
    """Return the monthly averages of every corridor from `flows__coalition_export`, with the months they rest on."""
    asked = spans.parameters() | {"cut_groups": [*cut_between(engine, spans), ""]}
    return rows_of(engine.run(statement_beside(__file__), asked))


def goods_rows(engine: Engine, corridors: Iterable[tuple[str, str]], spans: Spans) -> list[Row]:
    """Return each month's value by goods group for corridors of reporting block and partner, goods as in their levels."""
    named = sorted(f"{block}>{partner}" for block, partner in corridors)
    if not named:
        return []
    asked: dict[str, Value] = {"corridors": list(named), "cut_groups": [*cut_between(engine, spans), ""]}
    return rows_of(engine.run(statement_beside(__file__, "goods"), asked))


def levels_of(rows: Iterable[Row]) -> list[Level]:
    """Return the levels of corridors whose block has months in the baseline and in the period."""
    return [
        Level(
            row["reporter_block"],
            row["partner_iso"],
            row["currency_code"],
            int(row["baseline_months"]),
            int(row["last_month"]),
            round(float(row["baseline_average"]), 2),
            None if row["baseline_with_stockpiling"] is None else round(float(row["baseline_with_stockpiling"]), 2),
            round(float(row["period_average"]), 2),
        )
        for row in rows
        if row["baseline_months"] and row["period_months"]
    ]


def months_of(rows: Iterable[Row]) -> dict[int, float]:
    """Return a corridor's value by month, all goods together, in order of time."""
    sums: dict[int, float] = defaultdict(float)
    for row in rows:
        sums[int(row["month_index"])] += float(row["value"])
    return {month: round(sums[month], 2) for month in sorted(sums)}


def rise_by_goods(rows: Sequence[Row], spans: Spans, level: Level) -> list[dict[str, Any]]:
    """Return each goods group's monthly averages and their ratio, the largest rise in value first."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for row in rows:
        month = int(row["month_index"])
        sums[row["group_id"]][0] += float(row["value"]) if spans.is_baseline(month) else 0.0
        sums[row["group_id"]][1] += float(row["value"]) if month >= spans.period[0] else 0.0
    period_length = level.last_month - spans.period[0] + 1
    averages = {
        group: (round(before / level.baseline_months, 2), round(after / period_length, 2))
        for group, (before, after) in sums.items()
    }
    ordered = sorted(averages.items(), key=lambda item: (item[1][0] - item[1][1], item[0]))
    return [
        {"hs6": group, "baseline_monthly": before, "period_monthly": after, "ratio": _ratio(after, before)}
        for group, (before, after) in ordered
    ]


def _ratio(after: float, before: float | None) -> float | None:
    return round(after / before, 6) if before is not None and before > 0 else None
