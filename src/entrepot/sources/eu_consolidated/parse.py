"""Reads transcribed annexes of EU regulations: one row an entry of a list."""

from entrepot.normalise.dates import parse_date
from entrepot.records.designation import DESIGNATION
from entrepot.sources.base import ParseContext, Source, read_meta
from entrepot.sources.eu_consolidated.entry import SCHEMAS, Entry
from entrepot.sources.eu_consolidated.layout import COLUMNS, Row, list_id_of, looks_like_annex, native_id_of, party_id
from entrepot.sources.party_rows import emit_party
from entrepot.sources.tabular import rows

_REGIME = "EU"
_REASON_CUT = 1000  # characters of the statement of reasons that are kept; the locator leads to the whole


def parse(context: ParseContext) -> None:
    """Emit a party and a designation for every row; broken and repeated rows go to quarantine."""
    seen: dict[tuple[str, str], str] = {}
    for locator, row in rows(context, COLUMNS):
        celex, annex, name = row["celex"], row["annex"], row["name"]
        if celex is None or annex is None or name is None:
            context.quarantine(locator, "celex, annex or name is missing", raw=_raw(row))
            continue
        if row["schema"] not in SCHEMAS:
            context.quarantine(locator, f"{row['schema']!r} is no known schema", field_name="schema", raw=_raw(row))
            continue
        key = list_id_of(celex, annex), native_id_of(annex, row["recordId"], name)
        if seen.setdefault(key, locator) != locator:
            context.quarantine(locator, f"entry {key[1]} of {key[0]} was read before, in {seen[key]}", raw=_raw(row))
            continue
        _emit_entry(context, locator, Entry(row, name), *key)


def _emit_entry(context: ParseContext, locator: str, entry: Entry, list_id: str, native_id: str) -> None:
    emit_party(
        context,
        locator,
        source_party_id=party_id(list_id, native_id),
        native_id=native_id,
        kind=entry.kind,
        name=entry.name,
        country_iso=entry.country_iso,
        incorporated_on=entry.incorporated_on,
        birth_date_text=entry.birth_date_text,
        business_text=entry.row["sector"],
        note=entry.note,
        aliases=entry.names,
        identifiers=entry.identifiers,
        addresses=entry.addresses,
        contacts=entry.contacts,
    )
    started = parse_date(entry.row["startDate"] or "")
    if entry.row["startDate"] is not None and started.value is None:
        context.quarantine(locator, started.issue or "no date", field_name="startDate", raw=entry.row["startDate"])
    reason = entry.row["reason"]
    context.emit(
        DESIGNATION,
        locator,
        source_party_id=party_id(list_id, native_id),
        native_id=native_id,
        list_id=list_id,
        regime=_REGIME,
        programme=entry.row["programKey"],
        measure=entry.row["measure"],
        listed_on=started.value,
        seen_on=context.snapshot.as_of_on,
        reason=None if reason is None else reason[:_REASON_CUT],
    )


def _raw(row: Row) -> str:
    return "; ".join(f"{name}: {cell}" for name, cell in row.items() if cell is not None)


SOURCE = Source(read_meta(__file__), looks_like_annex, parse, list_id="eu_consolidated")
