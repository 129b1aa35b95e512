"""Statistics beside declarations: a corridor's firms where a ledger exists, and a firm's corridors with their estimate."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Final, Literal

from entrepot.case.results import Results
from entrepot.codes.country_sets import memberships
from entrepot.codes.rates import Rates
from entrepot.flows.corridor_trade import EU_BLOCK
from entrepot.flows.estimate import Amount, EstimateSheet, PartnerEstimate, month_text, rounded
from entrepot.flows.months import month_start
from entrepot.settings import Study
from entrepot.sources.base import worst
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

Direction = Literal["import", "export"]
_DIRECTIONS: Final[tuple[Direction, ...]] = ("import", "export")


@dataclass(frozen=True)
class MonthBeside:
    """One month of a corridor in US dollars; `ratio` is ledger over statistics, None where these are nil.

    `ledger_usd` is of goods groups that the statistics cover, `ledger_outside_usd` of the others. `ledger_only_count` counts
    covered goods groups that the declarations hold and the statistics do not, `statistics_only_count` the other way.
    """

    month: str
    statistics_usd: float
    ledger_usd: float
    ledger_outside_usd: float
    ratio: float | None
    ledger_only_count: int
    statistics_only_count: int


@dataclass(frozen=True)
class FirmTrade:
    """A firm's declared listed goods in a corridor since the cut-off."""

    party_id: str
    value_usd: float
    line_count: int
    groups: tuple[str, ...]
    month_count: int
    first_month: str
    last_month: str


@dataclass(frozen=True)
class Reconciled:
    """A corridor's statistics and declarations; `why_not` says why there are none.

    `declared_by` is whose declarations, `statistics_by` whose statistics: the same side's where it publishes, else the other's.
    `months` run from the baseline on, those with either; `firms` by value, since the cut-off alone.
    """

    partner_iso: str
    declared_by: Direction | None
    statistics_by: Direction | None
    provenance: str | None
    months: tuple[MonthBeside, ...]
    firms: tuple[FirmTrade, ...]
    unnamed_usd: float
    unvalued_lines: int
    why_not: str | None = None

    def to_json(self) -> dict[str, object]:
        """Return it as JSON can hold it."""
        return asdict(self)


@dataclass(frozen=True)
class Corridor:
    """A firm's listed goods in one corridor since the cut-off; `estimate` is that of the whole corridor, None without one."""

    exporter_iso: str
    importer_iso: str
    side: str
    value_usd: float
    line_count: int
    groups: tuple[str, ...]
    first_month: str
    last_month: str
    places: tuple[str, ...]
    estimate: Amount | None

    def to_json(self) -> dict[str, object]:
        """Return it as JSON can hold it."""
        return asdict(self)


def reconciled(results: Results, estimate: PartnerEstimate) -> Reconciled:
    """Return a partner's declarations of listed goods from the estimate's exporters beside their statistics.

    The importer's declarations first, without them the exporters'. `prepare_cells` must have run. A declaration that is not in
    the case is not known not to exist: a ledger is rarely whole.
    """
    for direction in _DIRECTIONS:
        ledger = _ledger(results, estimate, direction)
        if ledger:
            sides = (direction, *(other for other in _DIRECTIONS if other != direction))
            told = {side: _statistics(results, estimate, side) for side in sides}
            chosen = next((side for side in sides if told[side]), None)
            return _reconciled(estimate, (direction, chosen), ledger, told[chosen] if chosen else {})
    why_not = "No declarations of listed goods in this corridor are in the case."
    return Reconciled(estimate.partner_iso, None, None, None, (), (), 0.0, 0, why_not)


def _ledger(results: Results, estimate: PartnerEstimate, direction: Direction) -> list[Row]:
    asked: dict[str, Value] = {
        "direction": direction,
        "partner": estimate.partner_iso,
        "exporters": list(_countries(estimate.exporters, results.config.study)),
        "as_of_on": results.as_of_on,
    }
    return results.rows(statement_beside(__file__, "ledger"), asked)


def _statistics(results: Results, estimate: PartnerEstimate, side: Direction) -> dict[tuple[int, str], float]:
    """Return one side's figures in US dollars by month and goods group; none where that side does not publish."""
    asked: dict[str, Value] = {
        "direction": side,
        "partner": estimate.partner_iso,
        "blocks": list(estimate.exporters),
    }
    rates = Rates.load()
    return {
        (row["month_index"], row["group_id"]): _dollars(row, rates)
        for row in results.rows(statement_beside(__file__, "statistics"), asked)
        if (row["value"] or 0.0) > 0.0
    }


def corridors_of_party(results: Results, party_id: str, sheet: EstimateSheet) -> list[Corridor]:
    """Return the corridors of a firm's listed goods since the cut-off, the largest first, each with its partner's estimate.

    A corridor's estimate is that of the partner it touches: as importer from the coalition, or as exporter to the destination.
    """
    asked: dict[str, Value] = {
        "party_id": party_id,
        "cutoff_on": results.config.study.cutoff_on,
        "as_of_on": results.as_of_on,
    }
    grouped: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in results.rows(statement_beside(__file__, "party"), asked):
        grouped[row["exporter_iso"] or "", row["importer_iso"] or "", row["side"]].append(row)
    made = [_corridor(key, rows, sheet) for key, rows in grouped.items()]
    return sorted(made, key=lambda each: (-each.value_usd, each.exporter_iso, each.importer_iso, each.side))


def _corridor(key: tuple[str, str, str], rows: list[Row], sheet: EstimateSheet) -> Corridor:
    exporter, importer, side = key
    partner = sheet.partner(exporter if importer == sheet.destination_iso else importer)
    months = [row["month_index"] for row in rows]
    return Corridor(
        exporter,
        importer,
        side,
        rounded(sum(row["value_usd"] or 0.0 for row in rows)),
        len(rows),
        tuple(sorted({row["group_id"] for row in rows})),
        month_text(min(months)),
        month_text(max(months)),
        tuple(f"{row['snapshot_id']} {row['locator']}" for row in rows),
        None if partner is None else partner.total,
    )


def _countries(blocks: Iterable[str], study: Study) -> tuple[str, ...]:
    """Return the countries of blocks: those of the EU for its block."""
    union = {
        each.country_iso
        for each in memberships()
        if each.set_id == "eu27" and (each.valid_to_on is None or each.valid_to_on >= study.cutoff_on)
    }
    named = set(blocks)
    return tuple(sorted(named | union if EU_BLOCK in named else named))


def _reconciled(
    estimate: PartnerEstimate,
    sides: tuple[Direction, Direction | None],
    ledger: list[Row],
    told: Mapping[tuple[int, str], float],
) -> Reconciled:
    asked = {*estimate.baseline_months, *estimate.period_months}
    declared: dict[tuple[int, str], float] = defaultdict(float)
    for row in ledger:
        declared[row["month_index"], row["group_id"]] += row["value_usd"] or 0.0
    months = sorted({month for month, _ in (*declared, *told)} & asked)
    since = set(estimate.period_months)
    mine = [row for row in ledger if row["month_index"] in since]
    return Reconciled(
        estimate.partner_iso,
        *sides,
        worst([row["provenance"] for row in ledger]),
        tuple(_month(month, declared, told) for month in months),
        _firms([row for row in mine if row["party_id"] is not None]),
        rounded(sum(row["value_usd"] or 0.0 for row in mine if row["party_id"] is None)),
        sum(int(row["unvalued_count"]) for row in ledger),
    )


def _dollars(row: Row, rates: Rates) -> float:
    """Return a figure of the statistics in US dollars by the month's mean rate; as it stands where no rate is known."""
    if row["currency_code"] == "USD":
        return float(row["value"])
    rate = rates.usd_per_unit_of_month(row["currency_code"], month_start(row["month_index"]))
    return float(row["value"]) * (1.0 if rate is None else rate.usd_per_unit)


def _month(month: int, declared: Mapping[tuple[int, str], float], told: Mapping[tuple[int, str], float]) -> MonthBeside:
    covered = {group for _, group in told}
    ours = {group: value for (at, group), value in declared.items() if at == month}
    theirs = {group: value for (at, group), value in told.items() if at == month}
    ledger, statistics = sum(value for group, value in ours.items() if group in covered), sum(theirs.values())
    return MonthBeside(
        month_text(month),
        rounded(statistics),
        rounded(ledger),
        rounded(sum(ours.values()) - ledger),
        rounded(ledger / statistics) if statistics > 0 else None,
        len((ours.keys() & covered) - theirs.keys()),
        len(theirs.keys() - ours.keys()),
    )


def _firms(rows: list[Row]) -> tuple[FirmTrade, ...]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["party_id"]].append(row)
    made = []
    for party_id, mine in grouped.items():
        months = {row["month_index"] for row in mine}
        made.append(
            FirmTrade(
                party_id,
                rounded(sum(row["value_usd"] or 0.0 for row in mine)),
                sum(int(row["line_count"]) for row in mine),
                tuple(sorted({row["group_id"] for row in mine})),
                len(months),
                month_text(min(months)),
                month_text(max(months)),
            )
        )
    return tuple(sorted(made, key=lambda each: (-each.value_usd, each.party_id)))
