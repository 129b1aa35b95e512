"""Everything a case knows of one party, each row with its place in a source."""

from dataclasses import dataclass
from typing import Any

from entrepot.case.results import Results, with_weakest
from entrepot.errors import CaseError
from entrepot.graph.nameless import party_names
from entrepot.normalise.names import name_key
from entrepot.records.linked import LINKED_PARTY
from entrepot.store.engine import Row, Value
from entrepot.store.sql import Statement


@dataclass(frozen=True)
class Section:
    """A part of a dossier: its table, the column that holds the party, for tables of relations the column of the other side."""

    name: str
    table: str
    column: str
    other: str | None = None


SECTIONS = (  # in the order they are shown in
    Section("records", "linked__party_record", "party_id"),
    Section("names", "linked__party_name", "party_id"),
    Section("identifiers", "linked__identifier", "party_id"),
    Section("addresses", "linked__address", "party_id"),
    Section("contacts", "linked__contact", "party_id"),
    Section("tags", "linked__tag", "party_id"),
    Section("facts", "linked__party_fact", "party_id"),
    Section("listings", "linked__designation", "party_id"),
    Section("list_changes", "linked__list_change", "party_id"),
    Section("owners", "linked__interest", "subject_party_id", "owner_party_id"),
    Section("owns", "linked__interest", "owner_party_id", "subject_party_id"),
    Section("roles_held", "linked__role", "holder_party_id", "subject_party_id"),
    Section("roles_of_others", "linked__role", "subject_party_id", "holder_party_id"),
)
_MATCHES_SHOWN = 20

_FIND = Statement(
    "case/dossier/find",
    """
    SELECT p.party_id, p.name, p.country_iso, p.record_count,
           min(CASE WHEN p.party_id = $query OR r.party_id IS NOT NULL THEN 0
                    WHEN i.identifier = $query THEN 1
                    WHEN n.name_key IN ($name_key, $person_key) THEN 2 ELSE 3 END) AS distance
    FROM linked__party p
    LEFT JOIN linked__party_name n ON n.party_id = p.party_id
    LEFT JOIN linked__identifier i ON i.party_id = p.party_id AND i.identifier = $query
    LEFT JOIN (SELECT DISTINCT party_id FROM linked__party_record WHERE source_party_id = $query) r
      ON r.party_id = p.party_id
    WHERE p.party_id = $query OR r.party_id IS NOT NULL OR i.identifier = $query OR n.name_key IN ($name_key, $person_key)
       OR contains(lower(n.name), lower($query))
    GROUP BY p.party_id, p.name, p.country_iso, p.record_count
    UNION ALL
    SELECT DISTINCT i.party_id, NULL AS name, NULL AS country_iso, 0 AS record_count, 1 AS distance
    FROM linked__identifier i LEFT JOIN linked__party p ON p.party_id = i.party_id
    WHERE p.party_id IS NULL AND (i.party_id = $query OR i.identifier = $query)
    ORDER BY distance, record_count DESC, name, party_id
    """,
)

_TRADE = Statement(
    "case/dossier/trade",
    """
    SELECT CASE WHEN importer_party_id = $party_id THEN 'imports from' ELSE 'exports to' END AS side,
           CASE WHEN importer_party_id = $party_id THEN exporter_party_id ELSE importer_party_id END AS other_party_id,
           CASE WHEN importer_party_id = $party_id THEN max(exporter_name) ELSE max(importer_name) END AS other_name,
           extract(year FROM declared_on) AS year, count(*) AS line_count, sum(value_usd) AS value_usd,
           first(snapshot_id ORDER BY declared_on, snapshot_id, locator) AS snapshot_id,
           first(locator ORDER BY declared_on, snapshot_id, locator) AS locator,
           list(DISTINCT provenance) AS provenances, max(publication) AS publication
    FROM linked__declaration
    WHERE importer_party_id = $party_id OR exporter_party_id = $party_id
    GROUP BY importer_party_id, exporter_party_id, extract(year FROM declared_on)
    ORDER BY side, year, value_usd DESC NULLS LAST, other_party_id
    """,
)

_POSSIBLE = Statement(
    "case/dossier/possible",
    """
    SELECT m.*, a.name AS name_a, b.name AS name_b
    FROM linked__possible_match m
    JOIN linked__party a ON a.party_id = m.party_a_id
    JOIN linked__party b ON b.party_id = m.party_b_id
    WHERE m.party_a_id = $party_id OR m.party_b_id = $party_id
    ORDER BY m.rule, m.party_a_id, m.party_b_id
    """,
)

_MERGES = Statement(
    "case/dossier/merges",
    """
    SELECT m.*, a.name AS name_a, b.name AS name_b
    FROM linked__merge m
    LEFT JOIN (SELECT source_party_id, min(name) AS name FROM linked__party_record GROUP BY source_party_id) a
      ON a.source_party_id = m.source_party_a
    LEFT JOIN (SELECT source_party_id, min(name) AS name FROM linked__party_record GROUP BY source_party_id) b
      ON b.source_party_id = m.source_party_b
    WHERE m.party_id = $party_id
    ORDER BY m.weight DESC, m.rule, m.reason, m.source_party_a, m.source_party_b
    """,
)

_LINKS = Statement(
    "case/dossier/links",
    """
    SELECT l.*, CASE WHEN l.party_a_id = $party_id THEN l.party_b_id ELSE l.party_a_id END AS other_party_id
    FROM graph__link l
    WHERE l.party_a_id = $party_id OR l.party_b_id = $party_id
    ORDER BY l.rarity_bits DESC, l.link_kind, other_party_id
    """,
)

_PARTY = Statement("case/dossier/party", "SELECT * FROM linked__party WHERE party_id = $party_id")
_DERIVED = (("joined_because", _MERGES), ("trade", _TRADE), ("links", _LINKS), ("possible_matches", _POSSIBLE))


@dataclass(frozen=True)
class Dossier:
    """A party and its sections: lists of rows that carry their evidence columns."""

    party: Row
    sections: dict[str, list[Row]]
    findings: list[dict[str, Any]]


def find_parties(results: Results, query: str) -> list[Row]:
    """Return the parties a query may mean, nearest first: by id (of a record too), identifier, exact name, part of a name.

    A party that only a register of relations names, by its number, is found by it. A query without a word means nobody.
    """
    words = query.strip()
    if not words:
        return []
    keys = {"name_key": name_key(words) or words, "person_key": name_key(words, "person") or words}
    found = results.rows(_FIND, {"query": words, **keys})[:_MATCHES_SHOWN]
    names = party_names(results.engine, (row["party_id"] for row in found))
    return [row | {"name": names[row["party_id"]]} for row in found]


def the_party(results: Results, query: str) -> tuple[str, list[Row]]:
    """Return the id of the nearest party, and the others the query may mean.

    Raises:
        CaseError: nobody fits.
    """
    found = find_parties(results, query)
    if not found:
        raise CaseError.unknown_party(query, results.folder)
    return found[0]["party_id"], found[1:]


def dossier_of(results: Results, party_id: str) -> Dossier:
    """Return all rows of a party, and the findings in which it appears."""
    asked: dict[str, Value] = {"party_id": party_id}
    sections = {part.name: _named(results, results.rows(_rows_of(part), asked), part.other) for part in SECTIONS}
    for name, statement in _DERIVED:
        sections[name] = [with_weakest(row) for row in results.rows(statement, asked)]
    sections["links"] = _named(results, sections["links"], "other_party_id")
    mine = [f for f in results.findings if party_id == f["subject_id"] or party_id in f.get("related_ids", [])]
    known = results.rows(_PARTY, asked)
    return Dossier(known[0] if known else _unnamed(results, party_id), sections, mine)


def _unnamed(results: Results, party_id: str) -> Row:
    """Return what `linked__party` would say of a party that no source names."""
    unknown = dict.fromkeys(LINKED_PARTY.column_names)
    name = party_names(results.engine, [party_id])[party_id]
    return {**unknown, "party_id": party_id, "party_kind": "unknown", "name": name, "record_count": 0}


def _rows_of(part: Section) -> Statement:
    """Return the statement of one section."""
    text = f"SELECT * FROM {part.table} WHERE {part.column} = $party_id ORDER BY ALL"  # noqa: S608 (this module's own names)
    return Statement(f"case/dossier/{part.name}", text)


def _named(results: Results, rows: list[Row], other: str | None) -> list[Row]:
    """Return the rows with `other_name`, what to call the party on the other side; None where the table has no other side."""
    names = {} if other is None else party_names(results.engine, {row[other] for row in rows if row[other] is not None})
    return [{**row, "other_name": None if other is None else names.get(row[other])} for row in rows]
