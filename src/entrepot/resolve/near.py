"""Faulty numbers one typing error away from another party's sound number: remarked on, never joined."""

from collections.abc import Iterable, Iterator

from entrepot.normalise.identifiers import SCHEMES, one_edit_apart
from entrepot.records.linked import POSSIBLE_MATCH
from entrepot.resolve.strength import CHECKED
from entrepot.store.engine import Engine, Row, rows_of
from entrepot.store.sql import statement_beside
from entrepot.store.tables import to_arrow

MOST_REMARKS = 2000  # more than any list gives; a file full of faulty numbers is a reading error, not so many matches


def note_near_identifiers(engine: Engine) -> int:
    """Materialise `resolve__near`, possible matches of rule near_identifier; return how many there are."""
    faulty = rows_of(engine.run(statement_beside(__file__, "faulty"), {"checked": list(CHECKED)}))
    schemes = sorted({row["scheme"] for row in faulty})
    sound = rows_of(engine.run(statement_beside(__file__, "sound"), {"schemes": schemes}))
    rows: dict[tuple[str, str], Row] = {}
    for wrong, right in near_pairs(faulty, sound):
        remark = _remark(wrong, right)
        rows.setdefault((remark["party_a_id"], remark["party_b_id"]), remark)
    kept = [rows[pair] for pair in sorted(rows)[:MOST_REMARKS]]
    engine.register("resolve__near", to_arrow(POSSIBLE_MATCH, kept))
    return len(kept)


def near_pairs(faulty: Iterable[Row], sound: Iterable[Row]) -> Iterator[tuple[Row, Row]]:
    """Yield pairs of different parties whose numbers of one scheme are one edit apart, in the order of the faulty ones.

    Candidates are found by the texts that remain when one character is left out, so that no pair is compared in vain.
    """
    by_remains: dict[tuple[str, str], list[Row]] = {}
    for row in sound:
        for remains in {row["identifier"], *_deletions(row["identifier"])}:
            by_remains.setdefault((row["scheme"], remains), []).append(row)
    for wrong in faulty:
        number = wrong["identifier"]
        seen: dict[tuple[str, str], Row] = {}
        for remains in sorted({number, *_deletions(number)}):
            for right in by_remains.get((wrong["scheme"], remains), ()):
                seen[right["identifier"], right["party_id"]] = right
        for (identifier, party_id), right in sorted(seen.items(), key=lambda item: item[0]):
            if party_id != wrong["party_id"] and one_edit_apart(number, identifier):
                yield wrong, right


def _deletions(text: str) -> set[str]:
    """Return the texts that remain when one character is left out."""
    return {text[:place] + text[place + 1 :] for place in range(len(text))}


def _remark(wrong: Row, right: Row) -> Row:
    """Return the possible match, with the faulty number's row as evidence."""
    title = SCHEMES[wrong["scheme"]].title
    issue = wrong["issue"] or "faulty"
    lower, higher = sorted((wrong["party_id"], right["party_id"]))
    reason = (
        f"{_entry(wrong)}{wrong['name']} carries the {title} {wrong['identifier_reported']} ({issue}), one digit away from "
        f"{right['identifier']} of {right['name']}{_list(right)}: not joined"
    )
    evidence = {name: wrong[name] for name in ("snapshot_id", "locator", "provenance", "publication")}
    return {
        "party_a_id": lower,
        "party_b_id": higher,
        "reason": reason,
        "rule": "near_identifier",
        "probability": None,
        **evidence,
    }


def _entry(row: Row) -> str:
    return f"{row['regime']} entry " if row["regime"] else ""


def _list(row: Row) -> str:
    return f" ({row['regime']})" if row["regime"] else ""
