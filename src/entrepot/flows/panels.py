"""Trade figures as a reader asks for them: levels by partner, and series to draw."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from entrepot.codes.territories import name_of
from entrepot.flows.levels import Level, corridor_rows, cut_between, goods_rows, levels_of, months_of, spans_of
from entrepot.flows.months import month_index, month_start
from entrepot.settings import Study
from entrepot.store.engine import Engine, Row, rows_of
from entrepot.store.sql import statement_beside

DOUBLED = 2.0  # as the threshold of the EU rule on economically critical goods (indicator M1)
_LASTING_MONTHS = 3  # methods, M8: a new origin counts once it has survived three months


@dataclass(frozen=True)
class Panel:
    """One corridor's series: `points` are (first day of month, value in `currency`), `source` a snapshot id or publication."""

    partner_iso: str
    title: str
    currency: str
    points: tuple[tuple[date, float], ...]
    provenance: str
    source: str


@dataclass(frozen=True)
class PartnerLevel:
    """A corridor's mean month in the baseline and since the cut-off, in `currency_code`.

    `since_month` is the first of three months in a row at twice the baseline or more; None where there is none.
    """

    reporter_block: str
    partner_iso: str
    partner_name: str
    currency_code: str
    baseline_monthly: float
    baseline_with_stockpiling_monthly: float | None
    period_monthly: float
    ratio: float | None
    ratio_with_stockpiling: float | None
    baseline_months: int
    last_month: str
    since_month: str | None
    goods_group_count: int


def partner_levels(engine: Engine, study: Study) -> list[PartnerLevel]:
    """Return every corridor's level from `flows__coalition_export`, the destination first, then by value since the cut-off."""
    spans = spans_of(study, 0)
    levels = [
        level for level in levels_of(corridor_rows(engine, spans)) if level.baseline_average or level.period_average
    ]
    goods: dict[tuple[str, str], list[Row]] = {level.corridor: [] for level in levels}
    for row in goods_rows(engine, goods, spans):
        goods[row["reporter_block"], row["partner_iso"]].append(row)
    made = [_partner_level(level, goods[level.corridor], study) for level in levels]
    return sorted(made, key=lambda p: (p.partner_iso != study.destination_iso, -p.period_monthly, p.partner_iso))


def panels_of(engine: Engine, study: Study) -> list[Panel]:
    """Return one panel a corridor, the destination first, then by value since the cut-off."""
    grouped: dict[tuple[str, str, str], list[Row]] = {}
    cut = cut_between(engine, spans_of(study, 0))
    for row in rows_of(engine.run(statement_beside(__file__), {"cut_groups": [*cut, ""]})):
        grouped.setdefault((row["reporter_block"], row["partner_iso"], row["currency_code"]), []).append(row)

    def rank(rows: list[Row]) -> tuple[Any, ...]:
        after = sum(r["month_value"] for r in rows if r["period_on"] >= study.cutoff_on)
        return rows[0]["partner_iso"] != study.destination_iso, -after, rows[0]["partner_iso"]

    return [_panel(rows) for rows in sorted(grouped.values(), key=rank)]


def _partner_level(level: Level, goods: list[Row], study: Study) -> PartnerLevel:
    since = _risen_since(months_of(goods), level.baseline_average, month_index(study.cutoff_on))
    return PartnerLevel(
        reporter_block=level.reporter_block,
        partner_iso=level.partner_iso,
        partner_name=name_of(level.partner_iso) or level.partner_iso,
        currency_code=level.currency_code,
        baseline_monthly=level.baseline_average,
        baseline_with_stockpiling_monthly=level.baseline_with_stockpiling,
        period_monthly=level.period_average,
        ratio=level.ratio,
        ratio_with_stockpiling=level.ratio_with_stockpiling,
        baseline_months=level.baseline_months,
        last_month=f"{month_start(level.last_month):%Y-%m}",
        since_month=None if since is None else f"{month_start(since):%Y-%m}",
        goods_group_count=len({row["group_id"] for row in goods}),
    )


def _risen_since(monthly: dict[int, float], baseline: float, cutoff: int) -> int | None:
    """Return the first month from the cut-off on that begins three months in a row at twice the baseline or more."""
    floor = DOUBLED * baseline
    risen = {month for month, value in monthly.items() if month >= cutoff and value >= floor > 0}
    lasting = (month for month in sorted(risen) if all(month + step in risen for step in range(_LASTING_MONTHS)))
    return next(lasting, None)


def _panel(rows: list[Row]) -> Panel:
    first = rows[0]
    return Panel(
        partner_iso=first["partner_iso"],
        title=f"{first['reporter_block']} exports to {name_of(first['partner_iso']) or first['partner_iso']}",
        currency=first["currency_code"],
        points=tuple((r["period_on"], r["month_value"]) for r in rows),
        provenance=max(r["provenance"] for r in rows),
        source=first["publication"] or first["snapshot_id"],
    )
