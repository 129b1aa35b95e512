"""Reads the three files of the list: entries (sdn.csv), aliases (alt.csv), addresses (add.csv)."""

from collections import defaultdict

from entrepot.codes.territories import iso2
from entrepot.records.designation import DESIGNATION
from entrepot.records.relation import ROLE
from entrepot.sources.base import ParseContext, Source, mention_id, read_meta
from entrepot.sources.ofac_sdn.entry import LIST_ID, Entry, parse_entry, party_id
from entrepot.sources.ofac_sdn.layout import (
    ADD_COLUMNS,
    ALT_COLUMNS,
    SDN_COLUMNS,
    Row,
    entries,
    looks_like_add,
    looks_like_alt,
    looks_like_sdn,
)
from entrepot.sources.party_rows import NameKind, PartyKind, emit_address, emit_name, emit_party

_REGIME = "OFAC"
_MEASURE = "Asset freeze"  # every entry of the SDN list is blocked: 31 CFR 501, definition of blocked property
_ALIAS_KINDS: dict[str, NameKind] = {"aka": "alias", "nka": "alias", "fka": "former"}


def parse_sdn(context: ParseContext) -> None:
    """Emit a party, a designation and its links for every entry; broken and repeated entries go to quarantine."""
    kept = _kept_entries(context)
    ids_by_name: defaultdict[str, list[str]] = defaultdict(list)
    for entry in kept:
        ids_by_name[_name_in_link(entry.name)].append(party_id(entry.ent_num))
    mentioned: set[str] = set()
    for entry in kept:
        _emit_entry(context, entry)
        _emit_links(context, entry, ids_by_name, mentioned)
    cut = [entry.ent_num for entry in kept if entry.remarks and entry.remarks[-1].kind == "cut_off"]
    if cut:
        context.warn(
            f"The remarks of {len(cut)} entries are cut at 1,000 characters by the format and go on in SDN_COMMENTS.CSV, "
            f"which is not read: {', '.join(cut[:10])}{' ...' if len(cut) > 10 else ''}"
        )


def _kept_entries(context: ParseContext) -> list[Entry]:
    """Return the usable entries in file order, the first of each number."""
    kept: dict[str, Entry] = {}
    for locator, row in entries(context, SDN_COLUMNS):
        entry = parse_entry(locator, row)
        if isinstance(entry, str):
            _refuse(context, locator, entry, row)
        elif entry.ent_num in kept:
            first = kept[entry.ent_num].locator
            _refuse(context, locator, f"entry number {entry.ent_num} was used before, in {first}", row)
        else:
            kept[entry.ent_num] = entry
    return list(kept.values())


def _refuse(context: ParseContext, locator: str, reason: str, row: Row) -> None:
    raw = ",".join("" if cell is None else cell for cell in row.values())
    context.quarantine(locator, reason, raw=raw)


def _emit_entry(context: ParseContext, entry: Entry) -> None:
    emit_party(
        context,
        entry.locator,
        source_party_id=party_id(entry.ent_num),
        native_id=entry.ent_num,
        kind=entry.kind,
        name=entry.name,
        country_iso=entry.country_iso,
        incorporated_on=entry.incorporated_on,
        birth_date_text=entry.birth_date_text,
        business_text=entry.business_text,
        note=entry.note,
        aliases=entry.names,
        identifiers=entry.identifiers,
        contacts=entry.contacts,
    )
    programme = entry.row["program"]
    context.emit(
        DESIGNATION,
        entry.locator,
        source_party_id=party_id(entry.ent_num),
        native_id=entry.ent_num,
        list_id=LIST_ID,
        regime=_REGIME,
        programme=None if programme is None else programme.replace("] [", "; "),
        measure=_MEASURE,
        seen_on=context.snapshot.as_of_on,
    )


def _name_in_link(name: str) -> str:
    """Return a name as `Linked To:` can be compared with it: the last remark loses its full stop, also that of `LTD.`"""
    return name.casefold().rstrip(".")


def _emit_links(context: ParseContext, entry: Entry, ids_by_name: dict[str, list[str]], mentioned: set[str]) -> None:
    """Emit a role for each `Linked To:`; a name that no entry bears, or several do, becomes a mention of its own."""
    for name in dict.fromkeys(entry.linked_names):
        bearers = ids_by_name.get(_name_in_link(name), [])
        subject_id = bearers[0] if len(bearers) == 1 else mention_id(name, None, None)
        if len(bearers) != 1 and subject_id not in mentioned:
            mentioned.add(subject_id)
            note = f"Named in `Linked To:`; {len(bearers)} entries of the list bear this name"
            emit_party(
                context,
                entry.locator,
                source_party_id=subject_id,
                native_id=None,
                kind="unknown",
                name=name,
                note=note,
            )
        context.emit(
            ROLE,
            entry.locator,
            holder_source_party_id=party_id(entry.ent_num),
            subject_source_party_id=subject_id,
            role_kind="linked_to",
            note=f"Linked To: {name}",
        )


def parse_alt(context: ParseContext) -> None:
    """Emit a name for every alias of an entry."""
    seen: dict[str, str] = {}
    for locator, row in entries(context, ALT_COLUMNS):
        ent_num, alt_num, alt_type, name = (row[column] for column in ALT_COLUMNS.names[:4])
        if ent_num is None or not ent_num.isdigit():
            _refuse(context, locator, f"{ent_num!r} is no entry number", row)
        elif alt_type not in _ALIAS_KINDS or name is None:
            _refuse(context, locator, f"{alt_type!r} {name!r} is no alias of a known type", row)
        elif alt_num is not None and seen.setdefault(alt_num, locator) != locator:
            _refuse(context, locator, f"alias number {alt_num} was used before, in {seen[alt_num]}", row)
        else:
            emit_name(
                context,
                locator,
                party_id(ent_num),
                name,
                name_kind=_ALIAS_KINDS[alt_type],
                party_kind=_kind_by_spelling(name),
            )


def _kind_by_spelling(name: str) -> PartyKind:
    """Return `person` for `SURNAME, Given`: the file names no type, but only given names are in lower case."""
    _, comma, given = name.partition(", ")
    return "person" if comma and any(letter.islower() for letter in given) else "company"


def parse_add(context: ParseContext) -> None:
    """Emit an address for every record that states one; records that hold nothing but nulls are counted in a warning."""
    seen: dict[str, str] = {}
    empty_count = 0
    for locator, row in entries(context, ADD_COLUMNS):
        ent_num, add_num, street, city, country, _ = (row[column] for column in ADD_COLUMNS.names)
        parts = [part for part in (street, city, country) if part is not None]
        if ent_num is None or not ent_num.isdigit():
            _refuse(context, locator, f"{ent_num!r} is no entry number", row)
        elif add_num is not None and seen.setdefault(add_num, locator) != locator:
            _refuse(context, locator, f"address number {add_num} was used before, in {seen[add_num]}", row)
        elif not parts:
            empty_count += 1
        else:
            country_iso = iso2(country).value if country is not None else None
            emit_address(context, locator, party_id(ent_num), ", ".join(parts), country_iso=country_iso)
    if empty_count:
        context.warn(f"{empty_count:,} records state no address at all (every cell is -0-)")


SOURCE = Source(read_meta(__file__), looks_like_sdn, parse_sdn, list_id=LIST_ID)
SOURCES = (
    SOURCE,
    Source(read_meta(__file__, "source_alt.toml"), looks_like_alt, parse_alt),
    Source(read_meta(__file__, "source_add.toml"), looks_like_add, parse_add),
)
