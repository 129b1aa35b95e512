"""What a person means by the words of a decision: which source records, which parts of one, which finding."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from entrepot.case.decisions import Entry, Part, Record, SplitDecision
from entrepot.case.results import Results
from entrepot.errors import CaseError
from entrepot.store.engine import Row
from entrepot.store.sql import Statement

Meant = Callable[[str], str]  # the id of the party that a query means
_NAMED = 12  # records or parts spelled out in a message

_RECORDS = Statement(
    "case/judging/records",
    """
    SELECT source_party_id, min(name) AS name FROM linked__party_record WHERE party_id = $party_id
    GROUP BY source_party_id ORDER BY source_party_id
    """,
)
_PARTY_OF = Statement(
    "case/judging/party_of",
    "SELECT DISTINCT party_id FROM linked__party_record WHERE source_party_id = $query",
)
_CALLED = Statement(
    "case/judging/called",
    """
    SELECT source_party_id FROM linked__party_name WHERE party_id = $party_id AND lower(name) = lower($query)
    UNION SELECT source_party_id FROM linked__identifier WHERE party_id = $party_id AND identifier = $query
    """,
)
_PARTS = Statement(
    "case/judging/parts",
    """
    SELECT 'identifier' AS kind, concat_ws(' ', scheme, identifier) AS part, identifier AS alone, FALSE AS is_main
    FROM linked__identifier WHERE source_party_id = $record
    UNION SELECT 'identifier', concat_ws(' ', scheme, identifier), identifier_reported, FALSE
    FROM linked__identifier WHERE source_party_id = $record
    UNION SELECT 'name', name, name, name_kind = 'main' FROM linked__party_name WHERE source_party_id = $record
    UNION SELECT 'address', address, address, FALSE FROM linked__address WHERE source_party_id = $record
    UNION SELECT 'contact', contact, contact, FALSE FROM linked__contact WHERE source_party_id = $record
    ORDER BY kind, part, alone, is_main
    """,
)


@dataclass(frozen=True)
class _Side:
    query: str
    party_id: str
    records: tuple[Record, ...]  # of the party, or the one that was named by its id


def sides_meant(results: Results, one: str, other: str, meant: Meant) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """Return the records of two sides: whole parties, or, where both are in one party, the records so called.

    Raises:
        CaseError: nobody fits, or both words mean the same records.
    """
    left, right = _side(results, one, meant), _side(results, other, meant)
    if left.party_id == right.party_id:
        left, right = _called(results, left), _called(results, right)
    if {r.id for r in left.records} & {r.id for r in right.records}:
        shown = _listed(_records(results, left.party_id))
        raise CaseError.cannot_judge(
            f"{one!r} and {other!r} mean the same records", f"Name records of the party by their ids: {shown}."
        )
    return left.records, right.records


def rest_meant(results: Results, one: str, meant: Meant) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """Return the records so called, and all others of their party.

    Raises:
        CaseError: nobody fits, or there are no others.
    """
    whole = _side(results, one, meant)
    left = _called(results, whole).records
    chosen = {record.id for record in left}
    rest = tuple(record for record in _records(results, whole.party_id) if record.id not in chosen)
    if not rest:
        raise CaseError.cannot_judge(
            f"{one!r} means all records of its party", "Name the record that does not belong to it."
        )
    return left, rest


def split_meant(results: Results, query: str, words: Sequence[str], entries: Sequence[Entry], meant: Meant) -> Row:
    """Return record, new_id and parts of a split.

    Raises:
        CaseError: the words mean several records, or are no parts of it.
    """
    side = _called(results, _side(results, query, meant))
    if len(side.records) > 1:
        shown = _listed(side.records)
        raise CaseError.cannot_judge(f"{query!r} means several records", f"Name one by its id: {shown}.")
    record = side.records[0]
    splits = [e.decision for e in entries if isinstance(e.decision, SplitDecision)]
    if any(split.new_id == record.id for split in splits):
        raise CaseError.cannot_judge(f"{record.id} comes from a split itself", "Split the record it was split from.")
    known = results.rows(_PARTS, {"record": record.id})
    number = 2 + sum(split.record.id == record.id for split in splits)
    parts = tuple(part for word in words for part in _parts(word, known))
    return {"record": record, "new_id": f"{record.id}#{number}", "parts": parts}


def finding_meant(results: Results, indicator: str, query: str, meant: Meant) -> Row:
    """Return indicator, subject_id, subject_name and records of a finding.

    Raises:
        CaseError: there is no such finding.
    """
    of = [finding for finding in results.findings if finding["indicator"].upper() == indicator.upper()]
    found = [finding for finding in of if finding["subject_id"] == query]
    if not found and of:
        party_id = meant(query)
        found = [finding for finding in of if finding["subject_id"] == party_id]
    if not found:
        raise CaseError.cannot_judge(
            f"No finding of {indicator} is about {query!r}", f"See: entrepot findings {results.folder} --json"
        )
    first = found[0]
    return {
        "indicator": first["indicator"],
        "subject_id": first["subject_id"],
        "subject_name": first["subject_name"],
        "records": _records(results, first["subject_id"]),
    }


def _side(results: Results, query: str, meant: Meant) -> _Side:
    """Return a record that is named by its id alone, else the party that is meant with all its records."""
    found = results.rows(_PARTY_OF, {"query": query})
    party_id = found[0]["party_id"] if found else meant(query)
    records = _records(results, party_id)
    if found and query != party_id:
        records = tuple(record for record in records if record.id == query)
    return _Side(query, party_id, records)


def _called(results: Results, side: _Side) -> _Side:
    """Return the records of the side that bear its id, name or number."""
    exact = [record for record in side.records if record.id == side.query]
    called = {row["source_party_id"] for row in results.rows(_CALLED, {"party_id": side.party_id, "query": side.query})}
    chosen = tuple(exact) or tuple(record for record in side.records if record.id in called)
    return _Side(side.query, side.party_id, chosen or side.records)


def _records(results: Results, party_id: str) -> tuple[Record, ...]:
    rows = results.rows(_RECORDS, {"party_id": party_id})
    return tuple(Record(id=row["source_party_id"], name=row["name"]) for row in rows)


def _listed(records: Sequence[Record]) -> str:
    more = f" and {len(records) - _NAMED} more" if len(records) > _NAMED else ""
    return ", ".join(f"{record.name} ({record.id})" for record in records[:_NAMED]) + more


def _parts(word: str, known: Sequence[Row]) -> list[Part]:
    """Return the parts of a record that a word means.

    Raises:
        CaseError: none, or the main name, which stays with the record.
    """
    asked = word.casefold().strip()
    found = [row for row in known if asked in {row["part"].casefold(), row["alone"].casefold()}]
    if not found:
        shown = "; ".join(sorted({row["part"] for row in known if not row["is_main"]})[:_NAMED])
        raise CaseError.cannot_judge(f"The record has no part {word!r}", f"Its parts: {shown}.")
    if any(row["is_main"] for row in found):
        raise CaseError.cannot_judge(
            f"{word!r} is the main name of the record, which stays with it", "Name the parts of the other firm instead."
        )
    return [Part(kind=kind, value=value) for kind, value in sorted({(row["kind"], row["part"]) for row in found})]
