"""N3: a trading firm shares a rare address with a listed one, or sits where many trade controlled goods."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from pydantic import Field
from scipy.stats import hypergeom

from entrepot.indicators.address_entries import address_entries, entry_key
from entrepot.indicators.address_finding import Tenancy, share_times_rarity, tenancy_finding
from entrepot.indicators.base import (
    Context,
    Evaluation,
    Finding,
    Meta,
    Params,
    not_applicable,
)
from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE, adjusted
from entrepot.indicators.reference_group import standings
from entrepot.indicators.trade_pairs import prepare_trade_pairs
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="N3",
    slug="shared_rare_address",
    version=3,
    status="experimental",
    title="Shared rare address",
    question="Does a trading firm share a rarely used address with a listed firm or with many controlled-goods traders?",
    description=(
        "Raised for a firm that trades into the destination and has its room, flat or office (where none is named, its "
        "building) in common with a listed firm and few others; for a tenant of a unit where more firms trade controlled "
        "goods than chance would bring together; and for any firm at an address that BIS lists by itself."
    ),
    why=(
        "Complex business at an address that many closely held companies share, and an address similar to that of a listed "
        "party, are red flags of the US authorities: a new name is quicker to find than a new office."
    ),
    unit="firms at the address",
    subject_kind="party",
    needs=("linked__address",),
    innocent_explanations=(
        "A formation agent, accountant or law firm gives its address to clients who do not know each other.",
        "A business centre or industrial estate rents to many, and the source leaves out the room number.",
        "The listed firm moved out and the other moved in later; the address is old.",
    ),
    references=(
        "US Commerce, Treasury and Justice, Tri-Seal Compliance Note, 2 March 2023",
        "BIS, Entity List, eight address-only entries in Hong Kong, 12 June 2024, transcribed by ERAI",
        "BIS, public list of red flags (a customer or its address is similar to a listed party)",
    ),
    not_applicable={
        "linked__address": "No source in the case gives addresses of firms.",
        "no_shared_address": "No firm that trades into the destination has an address in common with another, and none is "
        "at an address that a list names.",
    },
    related=("N2", "N8"),
)


class Settings(Params):
    """Settings of N3."""

    tenants_max: int = Field(  # proposed: a floor of an office building; above it the address belongs to an agent
        10, ge=2, description="Firms at the unit, at most, for a listed co-tenant to be of note"
    )
    mass_firms: int = Field(  # methods 8.3 N3
        200, ge=2, description="Firms in a building above which the room or office must be the same"
    )
    cluster_tenants_max: int = Field(  # as N2: above it an address belongs to a building or an agent
        20, ge=2, description="Firms at the unit, at most, for a cluster of controlled-goods traders to be of note"
    )
    controlled_min: int = Field(  # proposed: two firms in one room happen by chance
        3, ge=2, description="Tenants trading controlled goods from which a unit is compared with its country"
    )
    p_max: float = Field(  # methods 8.3 asks for p < 0.01 of the successor profile; the same is used here
        0.01, gt=0, le=1, description="Largest p-value of the share of such tenants (one-sided Fisher test)"
    )
    text_min: int = Field(  # proposed: shorter texts are a town and a country
        40, ge=10, description="Letters from which the same text is the same address where no building can be read"
    )


PARAMS = Settings
_TENANTS = statement_beside(__file__)
_NAMED = statement_beside(__file__, "named")
_EVIDENCE = statement_beside(__file__, "evidence")
_CLOSE = 3  # clear findings are written up to three times the threshold; a crowd beyond it is only counted


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return one finding a firm, at the most telling of its addresses; clear where many tenants explain it."""
    settings: dict[str, Value] = {
        **params.model_dump(),
        "destination_iso": context.study.destination_iso,
        "as_of_on": context.as_of_on,
    }
    prepare_trade_pairs(context)
    tenants = context.rows(_TENANTS, settings)
    named = _at_entries(context, tenants)
    if not tenants and not named:
        return Evaluation((not_applicable(META, "no_shared_address", context.study),), 0)
    found = sorted([*named, *_shared(tenants, params)], key=lambda one: one.rank)
    best = [next(group) for _, group in groupby(found, key=lambda one: str(one.row["party_id"]))]
    keys: dict[str, Value] = {**settings, "unit_keys": sorted({one.row["unit_key"] for one in best})}
    evidence = context.rows(_EVIDENCE, keys) if best else []
    by_unit = {unit: list(rows) for unit, rows in groupby(evidence, key=lambda row: str(row["unit_key"]))}
    findings = tuple(
        tenancy_finding(META, one, by_unit.get(one.row["unit_key"], []), params.tenants_max) for one in best
    )
    findings = _with_standings(findings, tenants, best)
    tested = {row["party_id"] for row in tenants} | {one.row["party_id"] for one in named}
    return Evaluation(findings, len(tested))


def _with_standings(
    findings: Sequence[Finding], tenants: Sequence[Row], best: Sequence[Tenancy]
) -> tuple[Finding, ...]:
    """Return the findings with where each firm's address stands among all shared ones of its country."""
    values: dict[str, float] = {}
    groups: dict[str, tuple[str, ...]] = {}
    for row in (*tenants, *(one.row for one in best)):
        values[row["party_id"]] = max(values.get(row["party_id"], 0.0), share_times_rarity(row) or 0.0)
        groups[row["party_id"]] = (row.get("country_iso") or "unknown",)
    ranked = standings(values, groups)
    return tuple(replace(f, details={**f.details, **ranked[f.subject_id].details()}) for f in findings)


def _at_entries(context: Context, tenants: Sequence[Row]) -> list[Tenancy]:
    """Return the firms at an address that a list names by itself."""
    entries = address_entries()
    countries = sorted({entry.country_iso for entry in entries.values()})
    known = {(row["party_id"], row["unit_key"]): row for row in tenants}
    found = []
    for row in context.rows(_NAMED, {"countries": countries}):
        entry = entries.get(entry_key(row["address_key"]))
        if entry is not None:
            alone = {**row, "unit_key": row["address_key"], "tenant_count": 1, "listed_count": 0, "controlled_count": 0}
            place = known.get((row["party_id"], row["address_key"]), alone)
            reason = (
                f"Its address is entry {entry.entry} of the addresses that BIS lists by themselves: {entry.address}."
            )
            found.append(Tenancy(place, ("listed_address",), reason, entry=entry))
    return found


def _shared(tenants: Sequence[Row], params: Settings) -> Iterator[Tenancy]:
    """Yield trading tenants that are not listed themselves, of units with a listed tenant or an unlikely cluster."""
    clusters = [row for row in _one_a_unit(tenants) if row["controlled_count"] >= params.controlled_min]
    p_values = [_fisher_p(row) for row in clusters]
    q_values = adjusted(p_values, subjects_tested=len({row["unit_key"] for row in tenants}))
    p_of = {row["unit_key"]: p for row, p in zip(clusters, p_values, strict=True)}
    unlikely = {
        row["unit_key"]
        for row, p, q in zip(clusters, p_values, q_values, strict=True)
        if p <= params.p_max and q <= FALSE_DISCOVERY_RATE
    }
    for row in tenants:
        if _was_listed_first(row):
            continue
        obstacle = _obstacle(row, params)
        p_value = p_of.get(row["unit_key"])
        is_small = row["tenant_count"] <= params.cluster_tenants_max
        is_cluster = row["unit_key"] in unlikely and bool(row["is_controlled"]) and is_small
        if row["listed_count"] or is_cluster:
            is_crowd = row["is_mass"] and not row["has_unit"]
            listed = ("listed_tenant",) if row["listed_count"] and obstacle is None else ()
            cluster = ("cluster",) if is_cluster and not is_crowd else ()
            bases = listed + cluster
            if not bases and row["tenant_count"] > _CLOSE * params.tenants_max:
                continue
            yield Tenancy(row, bases, _reason(row, bases, obstacle), p_value, _odds_ratio(row))


def _was_listed_first(row: Row) -> bool:
    """Return whether a tenant is listed, and no co-tenant was before it: it cannot have moved in with a listed firm."""
    return row["listed_on"] is not None and row["listed_on"] <= row["first_listed_on"]


def _one_a_unit(tenants: Sequence[Row]) -> list[Row]:
    return [next(group) for _, group in groupby(tenants, key=lambda row: str(row["unit_key"]))]


def _obstacle(row: Row, params: Settings) -> str | None:
    """Return what explains a listed co-tenant: a crowded building without a room, or a crowded unit; None for nothing."""
    if row["is_mass"] and not row["has_unit"]:
        return f"{row['building_count']} firms share the building and no room is named"
    if row["tenant_count"] > params.tenants_max:
        return f"{row['tenant_count']} firms share the unit, more than {params.tenants_max}"
    return None


def _fisher_p(row: Row) -> float:
    """Return the chance of so many controlled-goods traders among the unit's tenants, given those of the country."""
    drawn, controlled = row["tenant_count"], row["base_controlled_count"]
    return float(hypergeom.sf(row["controlled_count"] - 1, row["base_count"], controlled, drawn))


def _odds_ratio(row: Row) -> float | None:
    """Return the odds of trading controlled goods in the unit over those outside it; None where a cell is empty."""
    inside, inside_not = row["controlled_count"], row["tenant_count"] - row["controlled_count"]
    outside = row["base_controlled_count"] - inside
    outside_not = row["base_count"] - row["tenant_count"] - outside
    if inside_not <= 0 or outside <= 0:
        return None
    return round(float(inside * outside_not) / float(inside_not * outside), 4)


def _reason(row: Row, bases: tuple[str, ...], obstacle: str | None) -> str:
    listed_count = row["listed_count"] - (row["listed_on"] is not None)
    others = f"{row['tenant_count']} firms at this address, {listed_count} of the others listed"
    if not bases:
        return f"{others}, but {obstacle}."
    if bases == ("cluster",):
        return f"{others}, {row['controlled_count']} trade controlled goods into the destination: more than chance."
    return f"{others}: it shares its address with a listed firm."
