"""N3: a trading firm shares a rare address with a listed one, or sits where many trade controlled goods."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pydantic import Field
from scipy.stats import hypergeom

from entrepot.indicators.address_entries import AddressEntry, address_entries, entry_key
from entrepot.indicators.base import (
    Context,
    Evaluation,
    Evidence,
    Finding,
    Meta,
    Outcome,
    Params,
    evidence_of,
    not_applicable,
)
from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE, adjusted
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="N3",
    slug="shared_rare_address",
    version=1,
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
        "FinCEN and BIS, FIN-2023-Alert004, 19 May 2023 (address shared with a listed party)",
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


@dataclass(frozen=True)
class _Found:
    """A firm at a unit: why that is of note (`bases`, none where it is explained), and how it reads."""

    row: Row
    bases: tuple[str, ...]
    reason: str
    p_value: float | None = None
    odds_ratio: float | None = None
    entry: AddressEntry | None = None

    @property
    def rank(self) -> tuple[str, bool, bool, int, str]:
        """Findings of one firm in order: raised ones first, then the rarest address."""
        row = self.row
        return row["party_id"], not self.bases, self.entry is None, row["tenant_count"], row["unit_key"]


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return one finding a firm, at the most telling of its addresses; clear where many tenants explain it."""
    settings: dict[str, Value] = {
        **params.model_dump(),
        "destination_iso": context.study.destination_iso,
        "as_of_on": context.as_of_on,
    }
    tenants = context.rows(_TENANTS, settings)
    named = _at_entries(context, tenants)
    if not tenants and not named:
        return Evaluation((not_applicable(META, "no_shared_address", context.study),), 0)
    found = sorted([*named, *_shared(tenants, params)], key=lambda one: one.rank)
    best = [next(group) for _, group in groupby(found, key=lambda one: str(one.row["party_id"]))]
    keys: dict[str, Value] = {**settings, "unit_keys": sorted({one.row["unit_key"] for one in best})}
    evidence = context.rows(_EVIDENCE, keys) if best else []
    by_unit = {unit: list(rows) for unit, rows in groupby(evidence, key=lambda row: str(row["unit_key"]))}
    findings = tuple(_finding(one, by_unit.get(one.row["unit_key"], []), params) for one in best)
    tested = {row["party_id"] for row in tenants} | {one.row["party_id"] for one in named}
    return Evaluation(findings, len(tested))


def _at_entries(context: Context, tenants: Sequence[Row]) -> list[_Found]:
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
            found.append(_Found(place, ("listed_address",), reason, entry=entry))
    return found


def _shared(tenants: Sequence[Row], params: Settings) -> Iterator[_Found]:
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
        if row["is_listed"]:
            continue
        obstacle = _obstacle(row, params)
        p_value = p_of.get(row["unit_key"])
        is_cluster = row["unit_key"] in unlikely and bool(row["is_controlled"])
        if row["listed_count"] or is_cluster:
            is_crowd = row["is_mass"] and not row["has_unit"]
            listed = ("listed_tenant",) if row["listed_count"] and obstacle is None else ()
            cluster = ("cluster",) if is_cluster and not is_crowd else ()
            bases = listed + cluster
            yield _Found(row, bases, _reason(row, bases, obstacle), p_value, _odds_ratio(row))


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
    others = f"{row['tenant_count']} firms at this address, {row['listed_count']} of them listed"
    if not bases:
        return f"{others}, but {obstacle}."
    if bases == ("cluster",):
        return f"{others}, {row['controlled_count']} trade controlled goods into the destination: more than chance."
    return f"{others}: it shares its address with a listed firm."


def _finding(one: _Found, rows: Sequence[Row], params: Settings) -> Finding:
    row = one.row
    others = [other for other in rows if other["party_id"] != row["party_id"]]
    is_listing = one.bases != ("cluster",) and one.entry is None
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if one.bases else Outcome.CLEAR,
        subject_id=row["party_id"],
        subject_name=row["name"],
        subject_kind=META.subject_kind,
        reason=one.reason,
        value=float(row["tenant_count"]),
        unit=META.unit,
        threshold=float(params.tenants_max) if is_listing else None,
        p_value=one.p_value,
        evidence=_evidence(row, rows),
        caveats=_caveats(row, one),
        details={
            "bases": list(one.bases),
            "address": rows[0]["words"] if rows and row.get("address") is None else row.get("address"),
            "tenants": sorted({other["name"] for other in rows}),
            "listed_tenants": sorted({other["name"] for other in others if other["evidence_kind"] == "listing"}),
            "tenant_count": row["tenant_count"],
            "controlled_tenant_count": row["controlled_count"],
            "building_count": row.get("building_count"),
            "rarity_bits": row.get("rarity_bits"),
            "score": _score(row),
            "odds_ratio": one.odds_ratio,
            "list_entry": None if one.entry is None else one.entry.entry,
        },
        related_ids=tuple(sorted({other["party_id"] for other in others})),
    )


def _score(row: Row) -> float | None:
    """Return the share of tenants that trade controlled goods times the rarity of the address in bits; None when alone."""
    if row.get("rarity_bits") is None:
        return None
    return round(float(row["controlled_count"]) / float(row["tenant_count"]) * float(row["rarity_bits"]), 4)


def _caveats(row: Row, one: _Found) -> tuple[str, ...]:
    caveats = []
    if one.entry is not None:
        caveats.append(f"The list was read in a transcription: {one.entry.source}.")
    if row["unit_key"].startswith("text: "):
        caveats.append("The address names no house: the same text was taken for the same address.")
    elif row.get("has_unit") is False:
        caveats.append("No room, flat or office is named: the building is shared, perhaps not the door.")
    return tuple(caveats)


def _evidence(subject: Row, rows: Sequence[Row]) -> tuple[Evidence, ...]:
    """Return the subject's address first, then the listings, then the addresses of the other tenants."""
    ordered = sorted(rows, key=lambda row: (row["party_id"] != subject["party_id"], row["evidence_kind"] == "address"))
    said = {"address": "has the address", "listing": "is on the list"}
    worded = [{**row, "summary": f"{row['name']} {said[row['evidence_kind']]} {row['words']}"} for row in ordered]
    return tuple(evidence_of(worded))
