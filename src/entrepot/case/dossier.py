"""Everything a case knows of one party, each row with its place in a source."""

from dataclasses import dataclass
from typing import Any

from entrepot.case.results import Results, with_weakest
from entrepot.errors import CaseError
from entrepot.normalise.names import name_key
from entrepot.store.engine import Row
from entrepot.store.sql import Statement

# Section, table, the column that holds the party; sections are shown in this order.
_SECTIONS = (
    ("records", "linked__party_record", "party_id"),
    ("names", "linked__party_name", "party_id"),
    ("identifiers", "linked__identifier", "party_id"),
    ("addresses", "linked__address", "party_id"),
    ("contacts", "linked__contact", "party_id"),
    ("tags", "linked__tag", "party_id"),
    ("listings", "linked__designation", "party_id"),
    ("list_changes", "linked__list_change", "party_id"),
    ("owners", "linked__interest", "subject_party_id"),
    ("owns", "linked__interest", "owner_party_id"),
    ("roles_held", "linked__role", "holder_party_id"),
    ("roles_of_others", "linked__role", "subject_party_id"),
)
# For tables of relations: the column of the other side.
_OTHER_SIDE = {
    ("linked__interest", "subject_party_id"): "owner_party_id",
    ("linked__interest", "owner_party_id"): "subject_party_id",
    ("linked__role", "subject_party_id"): "holder_party_id",
    ("linked__role", "holder_party_id"): "subject_party_id",
}
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
    ORDER BY distance, p.record_count DESC, p.name, p.party_id
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
    SELECT l.*, CASE WHEN l.party_a_id = $party_id THEN b.party_id ELSE a.party_id END AS other_party_id,
           CASE WHEN l.party_a_id = $party_id THEN b.name ELSE a.name END AS other_name
    FROM graph__link l
    JOIN linked__party a ON a.party_id = l.party_a_id
    JOIN linked__party b ON b.party_id = l.party_b_id
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

    A query without a word means nobody.
    """
    words = query.strip()
    if not words:
        return []
    keys = {"name_key": name_key(words) or words, "person_key": name_key(words, "person") or words}
    return results.rows(_FIND, {"query": words, **keys})[:_MATCHES_SHOWN]


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
    sections = {
        name: results.rows(_section(name, table, column), {"party_id": party_id}) for name, table, column in _SECTIONS
    }
    for name, statement in _DERIVED:
        sections[name] = [with_weakest(row) for row in results.rows(statement, {"party_id": party_id})]
    mine = [f for f in results.findings if party_id == f["subject_id"] or party_id in f.get("related_ids", [])]
    return Dossier(results.rows(_PARTY, {"party_id": party_id})[0], sections, mine)


def _section(name: str, table: str, column: str) -> Statement:
    """Return the statement of one section, with the other party's name where the table is of relations."""
    others = _OTHER_SIDE.get((table, column))
    other_name = "NULL" if others is None else "p.name"
    text = f"""
        SELECT t.*, {other_name} AS other_name FROM {table} t
        LEFT JOIN linked__party p ON p.party_id = t.{others or column}
        WHERE t.{column} = $party_id ORDER BY ALL
        """  # noqa: S608 (names of this module's own tables)
    return Statement(f"case/dossier/{name}", text)
