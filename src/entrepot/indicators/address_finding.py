"""How a firm at a shared address becomes a finding: figures, caveats, evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from entrepot.indicators.address_entries import AddressEntry
from entrepot.indicators.base import Evidence, Finding, Meta, Outcome, evidence_of
from entrepot.store.engine import Row

_ROWS_TOLD = 60  # rows of co-tenants beyond which only the listed ones are named


@dataclass(frozen=True)
class Tenancy:
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


def tenancy_finding(meta: Meta, one: Tenancy, rows: Sequence[Row], tenants_max: int) -> Finding:
    """Return the finding of one firm at one unit; `rows` are the addresses and listings of all its tenants."""
    row = one.row
    others = [other for other in rows if other["party_id"] != row["party_id"]]
    listed = {other["party_id"] for other in others if other["evidence_kind"] == "listing"}
    # Of a crowd the listed tenants are named; of a few firms or a cluster all are.
    told = [other for other in others if len(others) <= _ROWS_TOLD or other["party_id"] in listed]
    is_listing = one.bases != ("cluster",) and one.entry is None
    return Finding(
        indicator=meta.id,
        version=meta.version,
        outcome=Outcome.RAISED if one.bases else Outcome.CLEAR,
        subject_id=row["party_id"],
        subject_name=row["name"],
        subject_kind=meta.subject_kind,
        reason=one.reason,
        value=float(row["tenant_count"]),
        unit=meta.unit,
        threshold=float(tenants_max) if is_listing else None,
        p_value=one.p_value,
        evidence=_evidence([other for other in rows if other["party_id"] == row["party_id"]], told),
        caveats=_caveats(row, one),
        details={
            "bases": list(one.bases),
            "address": rows[0]["words"] if rows and row.get("address") is None else row.get("address"),
            "tenants": sorted({row["name"], *(other["name"] for other in told)}),
            "listed_tenants": sorted({other["name"] for other in others if other["evidence_kind"] == "listing"}),
            "tenant_count": row["tenant_count"],
            "controlled_tenant_count": row["controlled_count"],
            "building_count": row.get("building_count"),
            "rarity_bits": row.get("rarity_bits"),
            "share_times_rarity": share_times_rarity(row),
            "odds_ratio": one.odds_ratio,
            "list_entry": None if one.entry is None else one.entry.entry,
        },
        related_ids=tuple(sorted({other["party_id"] for other in told})),
    )


def share_times_rarity(row: Row) -> float | None:
    """Return the share of tenants that trade controlled goods times the rarity of the address in bits; None when alone."""
    if row.get("rarity_bits") is None:
        return None
    return round(float(row["controlled_count"]) / float(row["tenant_count"]) * float(row["rarity_bits"]), 4)


def _caveats(row: Row, one: Tenancy) -> tuple[str, ...]:
    caveats = []
    if row.get("listed_on") is not None:
        caveats.append("The firm was itself listed later than its co-tenant.")
    if one.entry is not None:
        caveats.append(f"The list was read in a transcription: {one.entry.source}.")
    if row["unit_key"].startswith("text: "):
        caveats.append("The address names no house: the same text was taken for the same address.")
    elif row.get("has_unit") is False:
        caveats.append("No room, flat or office is named: the building is shared, perhaps not the door.")
    return tuple(caveats)


def _evidence(own: Sequence[Row], others: Sequence[Row]) -> tuple[Evidence, ...]:
    """Return the subject's address first, then the listings of co-tenants, then their addresses."""
    ordered = [
        *sorted(own, key=lambda row: row["evidence_kind"] != "address"),
        *sorted(others, key=lambda row: row["evidence_kind"] == "address"),
    ]
    said = {"address": "has the address", "listing": "is on the list"}
    worded = [{**row, "summary": f"{row['name']} {said[row['evidence_kind']]} {row['words']}"} for row in ordered]
    return tuple(evidence_of(worded))
