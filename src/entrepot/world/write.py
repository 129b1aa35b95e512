"""Writes the registers of a world: parties, listings, interests, roles."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from numpy.random import Generator

from entrepot.world.canonical import DESIGNATION_COLUMNS, INTEREST_COLUMNS, PARTY_COLUMNS, ROLE_COLUMNS
from entrepot.world.draft import Draft
from entrepot.world.entities import Firm, Interest, Listing, Role
from entrepot.world.figures import COMPRESSION, Floats, Row, day_text, write_facts


def write_registers(folder: Path, draft: Draft, rng: Generator, yearly_usd: Floats) -> list[Path]:
    """Write the register files of a draft into a folder and return them in the order to add them.

    `yearly_usd` is what each firm traded in each year (firms by years), out of which figures are drawn.
    """
    without, records = draft.settings.without, draft.records
    listed = {listing.party_id for listing in records.listings} if "listings" not in without else set()
    has_registers = "registers" not in without
    parties = [firm for firm in draft.firms if firm.firm_id in listed or (has_registers and firm.is_registered)]
    has_addresses = "addresses" not in without
    files = [
        _table(
            folder, "parties", PARTY_COLUMNS, [_party(firm, with_address=has_addresses) for firm in parties], ("id",)
        )
    ]
    if listed:
        rows = [_listing(listing) for listing in records.listings]
        files.append(_table(folder, "designations", DESIGNATION_COLUMNS, rows, ("native_id", "party_id")))
    if not has_registers:
        return files
    known = {firm.firm_id for firm in parties}
    interests = [_interest(i) for i in records.interests if {i.owner_id, i.subject_id} <= known]
    roles = [_role(r) for r in records.roles if {r.holder_id, r.subject_id} <= known]
    files.append(_table(folder, "interests", INTEREST_COLUMNS, interests, ("subject_id", "owner_id", "from_on")))
    files.append(_table(folder, "roles", ROLE_COLUMNS, roles, ("subject_id", "holder_id", "role_kind", "from_on")))
    files.append(write_facts(folder / "facts.parquet", draft, rng, yearly_usd))
    return files


def _table(folder: Path, name: str, columns: Sequence[str], rows: Iterable[Row], keys: Sequence[str]) -> Path:
    """Write rows as text columns, sorted, without repeats of a whole row."""
    ordered = sorted(
        {tuple(str(row.get(c) or "") for c in columns) for row in rows},
        key=lambda row: (*(row[columns.index(key)] for key in keys), row),
    )
    arrays = [pa.array([row[place] or None for row in ordered], pa.string()) for place in range(len(columns))]
    path = folder / f"{name}.parquet"
    pq.write_table(pa.table(arrays, names=list(columns)), path, **COMPRESSION)
    return path


def _party(firm: Firm, *, with_address: bool) -> Row:
    is_company = firm.kind == "company"
    return {
        "id": firm.firm_id,
        "kind": firm.kind,
        "name": firm.name,
        "aliases": firm.latin_name if firm.latin_name != firm.name and _needs_alias(firm) else "",
        "former_names": "|".join(firm.former_names),
        "country": firm.country_iso,
        "incorporated_on": day_text(firm.born_on) if is_company else "",
        "dissolved_on": day_text(firm.died_on) if is_company else "",
        "birth_date": day_text(firm.birth_date),
        "identifiers": "|".join(f"{scheme}={number}" for scheme, number in firm.identifiers),
        "addresses": firm.address if with_address else "",
        "phones": "|".join(firm.phones),
        "emails": "|".join(firm.emails),
        "websites": "|".join(firm.websites),
        "business": firm.business,
        "tags": "|".join(firm.tags),
        "provenance": "synthetic",
    }


def _needs_alias(firm: Firm) -> bool:
    """Return whether the register gives the Latin name: where letters cannot be matched sound by sound, and for one in three."""
    return firm.country_iso in ("CN", "AM", "GE") or firm.position % 3 == 0


def _listing(listing: Listing) -> Row:
    return {
        **{
            name: getattr(listing, name)
            for name in ("party_id", "native_id", "list_id", "regime", "programme", "measure", "reason")
        },
        **{name: day_text(getattr(listing, name)) for name in ("listed_on", "delisted_on")},
        "provenance": "synthetic",
    }


def _interest(row: Interest) -> Row:
    share = f"{row.share_pct:g}"
    return {
        **{name: getattr(row, name) for name in ("owner_id", "subject_id", "interest_kind")},
        "share_min_pct": share,
        "share_max_pct": share,
        **{name: day_text(getattr(row, name)) for name in ("from_on", "to_on")},
        "provenance": "synthetic",
    }


def _role(row: Role) -> Row:
    return {
        **{name: getattr(row, name) for name in ("holder_id", "subject_id", "role_kind", "note")},
        **{name: day_text(getattr(row, name)) for name in ("from_on", "to_on")},
        "provenance": "synthetic",
    }
