"""The table of parties: one firm, person or body a row."""

import re
from typing import Any, get_args

import pyarrow as pa

from entrepot.codes.cleaned import Cleaned
from entrepot.codes.territories import iso2
from entrepot.normalise.dates import partial_date
from entrepot.normalise.identifiers import SCHEMES, Identifier, check, classify
from entrepot.sources.base import ParseContext, hash_id
from entrepot.sources.checked import CheckedColumns, one_of
from entrepot.sources.columns import EVIDENCE_COLUMNS, Columns
from entrepot.sources.party_rows import ContactKind, NameKind, PartyKind, emit_party
from entrepot.sources.repeats import without_repeats
from entrepot.sources.tabular import LOCATOR, batches

COLUMNS = Columns(
    required=("id", "kind", "name"),
    optional=(
        *("aliases", "former_names", "country", "incorporated_on", "dissolved_on", "birth_date", "identifiers"),
        *("addresses", "phones", "emails", "websites", "business", "tags", "note"),
        *EVIDENCE_COLUMNS,
    ),
)
_SEPARATOR = "|"
_TAG = re.compile("[a-z][a-z_]*")
_NAME_KINDS: tuple[tuple[str, NameKind], ...] = (("aliases", "alias"), ("former_names", "former"))
_CONTACT_KINDS: tuple[tuple[str, ContactKind], ...] = (
    ("phones", "phone"),
    ("emails", "email"),
    ("websites", "website"),
)


def party_id(native_id: str) -> str:
    """Return the party record's id of an id in the table; the other three tables name parties by the same ids."""
    return hash_id("party_table", native_id)


def listed(cell: str | None) -> list[str]:
    """Return the values of a cell, divided by `|`; none where the cell is empty."""
    return [] if cell is None else [value.strip() for value in cell.split(_SEPARATOR) if value.strip()]


def parse_parties(context: ParseContext) -> None:
    """Emit the parties of the file with all that is said of them."""
    checked = [_checked(CheckedColumns(context, batch)) for batch in batches(context, COLUMNS)]
    invalid_count = 0
    for rows in without_repeats(context, checked, ["id"], "the same id") if checked else ():
        for row in rows.to_pylist():
            invalid_count += _emit(context, row)
    if invalid_count:
        context.warn(f"{invalid_count} identifiers have a wrong form or check digit; kept as invalid")


def _checked(cells: CheckedColumns) -> pa.Table:
    return cells.kept(
        {
            "id": cells.text("id", is_required=True),
            "kind": cells.mapped("kind", one_of(*get_args(PartyKind)), is_required=True),
            "name": cells.text("name", is_required=True),
            "country": cells.mapped("country", iso2),
            **cells.span("incorporated_on", "dissolved_on"),
            "birth_date": cells.mapped("birth_date", partial_date),
            "identifiers": cells.mapped("identifiers", _identifier_list),
            "tags": cells.mapped("tags", _tag_list),
            **{name: cells.text(name) for name in ("aliases", "former_names", "addresses", "business", "note")},
            **{name: cells.text(name) for name, _ in _CONTACT_KINDS},
            **cells.evidence(),
        }
    )


def _identifier_list(raw: str) -> Cleaned[str]:
    """Return the cell where every value is `scheme=number`."""
    wrong = [value for value in listed(raw) if not all(part.strip() for part in value.partition("="))]
    return Cleaned(None, f"{wrong[0][:60]!r} is not scheme=number, such as inn=7715420510") if wrong else Cleaned(raw)


def _tag_list(raw: str) -> Cleaned[str]:
    wrong = [value for value in listed(raw) if not _TAG.fullmatch(value)]
    return Cleaned(None, f"{wrong[0][:60]!r} is no tag: lower-case words joined by _") if wrong else Cleaned(raw)


def _emit(context: ParseContext, row: dict[str, Any]) -> int:
    """Emit one party and return how many of its identifiers are not valid."""
    identifiers = [_identifier(value, row["country"]) for value in listed(row["identifiers"])]
    emit_party(
        context,
        row[LOCATOR],
        source_party_id=party_id(row["id"]),
        native_id=row["id"],
        kind=row["kind"],
        name=row["name"],
        country_iso=row["country"],
        incorporated_on=row["incorporated_on"],
        dissolved_on=row["dissolved_on"],
        birth_date_text=row["birth_date"],
        business_text=row["business"],
        note=row["note"],
        aliases=[(name, kind) for column, kind in _NAME_KINDS for name in listed(row[column])],
        identifiers=identifiers,
        addresses=[(address, row["country"]) for address in listed(row["addresses"])],
        contacts=[(kind, contact) for column, kind in _CONTACT_KINDS for contact in listed(row[column])],
        tags=[(tag, None) for tag in listed(row["tags"])],
        provenance=row["provenance"],
        publication=row["publication"],
    )
    return sum(identifier.validity == "invalid" for identifier in identifiers)


def _identifier(value: str, country_iso: str | None) -> Identifier:
    """Return a number under the scheme that stands before it, or under the one that this label points to."""
    scheme, _, number = (part.strip() for part in value.partition("="))
    return check(scheme, number) if scheme in SCHEMES else classify(scheme, number, country_iso)
