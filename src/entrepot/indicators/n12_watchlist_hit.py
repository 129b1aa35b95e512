"""N12: a party that trades, or one behind it, is on a list of any origin."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from pydantic import Field

from entrepot.indicators.base import Context, Evaluation, Finding, Meta, Outcome, Params, evidence_of, not_applicable
from entrepot.indicators.reference_group import Standing, standings
from entrepot.indicators.trade_pairs import prepare_trade_pairs
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="N12",
    slug="watchlist_hit",
    version=3,
    status="experimental",
    title="Hit on a list",
    question="Is a trading party, its customer, or somebody behind them on a sanctions list or watchlist?",
    description=(
        "Raised for a party that trades, supplies or is supplied, where the party itself or somebody who founded, directs "
        "or owns it was joined to an entry of a list, and controlled goods were traded on the day of the listing or later "
        "(on any day where the declarations end before the listing), or a source states a supply. The list, its state and "
        "its publisher are kept. An entry that only possibly means the "
        "party, that was removed, or after which no controlled goods are seen is clear and says so. Private watchlists count "
        "at low weight."
    ),
    why=(
        "Trade with a listed party may be forbidden, and a listed person behind an unlisted firm is the usual way around. A "
        "private watchlist has no legal force, and is worth a question only."
    ),
    unit="list entries",
    subject_kind="party",
    needs=("linked__designation",),
    innocent_explanations=(
        "The entry means another person or firm of the same name.",
        "The trade after the listing is licensed or exempt, or was under way on that day.",
        "A private watchlist names people without a hearing, and may be wrong or partisan.",
        "The listed founder left the firm long before.",
    ),
    references=(
        "OFAC SDN list, EU consolidated list, UN consolidated list, BIS Entity List",
        "BIS guidance of 10 July 2024 (screening against the Trade Integrity Project)",
        "News summary of iStories, OCCRP and Der Spiegel, May 2023 (founder of Rys in the Myrotvorets database)",
    ),
    not_applicable={
        "linked__designation": "There is no list in the case to be on.",
        "no_parties": "No party in the case trades or supplies another.",
    },
    related=("N1", "N2"),
)


class Settings(Params):
    """Settings of N12."""

    entries_min: int = Field(  # methods 8.3 N12: any hit
        1, ge=1, description="Listed parties, each once a list, from which a party is raised"
    )
    is_private_counted: bool = Field(  # issue item 9, S8: a watchlist of any origin is matched, at low weight
        True, description="Whether entries of private watchlists raise a party, at low weight"
    )


PARAMS = Settings
_NEAR = statement_beside(__file__, "near")
_ENTRIES = statement_beside(__file__)
_RELATION_WORDS = {
    "itself": "is on",
    "founder_of": "was founded by {name}, who is on",
    "director_of": "is directed by {name}, who is on",
    "owns": "is owned by {name}, who is on",
    "possible": "may be {name}, on",
}
_PRIVATE = "Low weight: a private watchlist has no legal force, and its criteria and errors are its publisher's own."


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each party asked about with an entry of its own, behind it, or possibly its own."""
    settings: dict[str, Value] = {"as_of_on": context.as_of_on}
    prepare_trade_pairs(context)
    tested = context.engine.materialise("n12__near", _NEAR, settings)
    if tested == 0:
        return Evaluation((not_applicable(META, "no_parties", context.study),), 0)
    rows = context.rows(_ENTRIES, settings)
    groups = [list(group) for _, group in groupby(rows, key=lambda row: str(row["subject_id"]))]
    hits = {group[0]["subject_id"]: float(len(_hits(group, context.as_of_on, params))) for group in groups}
    ranked = standings(hits, {group[0]["subject_id"]: (f"{group[0]['hops']} steps from trade",) for group in groups})
    findings = tuple(_finding(group, context.as_of_on, ranked[group[0]["subject_id"]], params) for group in groups)
    return Evaluation(findings, tested)


def _is_active(row: Row, on: date) -> bool:
    return row["delisted_on"] is None or row["delisted_on"] > on


def _counts(row: Row, on: date, params: Settings) -> bool:
    """Return whether an entry raises a party: joined, in force, traded under, and official or counted although private."""
    is_asked = row["regime"] != "none" or params.is_private_counted
    return row["relation"] != "possible" and _is_active(row, on) and is_asked and _is_traded_under(row)


def _is_traded_under(row: Row) -> bool:
    """Return whether controlled goods moved since the listing, or a supply is stated.

    On any day they did where the listing has none or is later than every declaration of the case: whether the trade went on
    then cannot be seen, and that is no sign that it ended.
    """
    if row["is_stated"] or row["last_controlled_on"] is None:
        return bool(row["is_stated"])
    return row["listed_on"] is None or _is_unseen_since(row) or row["last_controlled_on"] >= row["listed_on"]


def _is_unseen_since(row: Row) -> bool:
    return row["listed_on"] is not None and row["listed_on"] > row["ledger_to_on"]


def _entries(rows: Sequence[Row]) -> list[Row]:
    """Return one row an entry and way: the newest state of the list."""
    seen: dict[tuple[str | None, ...], Row] = {}
    for row in rows:
        seen.setdefault((row["relation"], row["listed_id"], row["list_id"], row["native_id"]), row)
    return list(seen.values())


def _hits(rows: Sequence[Row], on: date, params: Settings) -> set[tuple[str, str]]:
    """Return the listed parties, each once a list, under however many numbers or spellings of a number (IV-710, IV/710)."""
    return {(row["listed_id"], row["list_id"]) for row in _entries(rows) if _counts(row, on, params)}


def _finding(rows: Sequence[Row], on: date, standing: Standing, params: Settings) -> Finding:
    counted = [row for row in _entries(rows) if _counts(row, on, params)]
    hits = _hits(rows, on, params)
    is_raised = len(hits) >= params.entries_min
    shown = counted if is_raised else _entries(rows)
    is_official = any(row["regime"] != "none" for row in shown)
    first = rows[0]
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if is_raised else Outcome.CLEAR,
        subject_id=first["subject_id"],
        subject_name=first["subject_name"],
        subject_kind=META.subject_kind,
        reason="; ".join(_words(row, on) for row in _telling(shown)) + ".",
        value=float(len(hits)),
        unit=META.unit,
        threshold=float(params.entries_min),
        evidence=tuple(evidence_of(_evidence_rows(rows if is_raised else shown, on))),
        caveats=_caveats(first, shown),
        details={
            "weight": "normal" if is_official else "low",
            "hops": first["hops"],
            "last_controlled_on": _iso(first["last_controlled_on"]),
            "entries": [_entry(row, on) for row in shown],
            **standing.details(),
        },
        related_ids=tuple(sorted({row["listed_id"] for row in shown} - {first["subject_id"]})),
    )


def _telling(rows: Sequence[Row]) -> list[Row]:
    """Return one row a way and list, for the sentence that sums up."""
    return [
        next(group) for _, group in groupby(rows, key=lambda row: (row["relation"], row["listed_id"], row["list_id"]))
    ]


def _words(row: Row, on: date) -> str:
    relation = _RELATION_WORDS[row["relation"]].format(name=row["listed_name"])
    state = "" if _is_active(row, on) else f", removed {row['delisted_on'].isoformat()}"
    possible = f" (not joined: {row['words']})" if row["relation"] == "possible" else ""
    idle = "" if row["relation"] == "possible" or _is_traded_under(row) else ", no controlled goods seen since"
    if not idle and not row["is_stated"] and row["last_controlled_on"] is not None and _is_unseen_since(row):
        idle = f"; the declarations end before that, on {row['ledger_to_on'].isoformat()}"
    return f"{row['subject_name']} {relation} {_list_words(row)}{state}{idle}{possible}"


def _list_words(row: Row) -> str:
    kind = "the private watchlist " if row["regime"] == "none" else ""
    date_words = f", listed {row['listed_on'].isoformat()}" if row["listed_on"] is not None else ""
    state = f", state of {row['seen_on'].isoformat()}" if row["seen_on"] is not None else ""
    return f"{kind}{row['list_id']}{date_words}{state}"


def _caveats(first: Row, shown: Sequence[Row]) -> tuple[str, ...]:
    caveats = []
    if any(row["regime"] == "none" for row in shown):
        caveats.append(_PRIVATE)
    joined_by = first["joined_by"]
    if joined_by is not None and "name" in joined_by and "identifier" not in joined_by:
        caveats.append(f"The records of this party were joined by {joined_by}: no number confirms it.")
    return tuple(caveats)


def _entry(row: Row, on: date) -> dict[str, Any]:
    return {
        "list_id": row["list_id"],
        "native_id": row["native_id"],
        "regime": row["regime"],
        "weight": "low" if row["regime"] == "none" else "normal",
        "publisher": row["publication"] or row["list_id"],
        "listed_on": _iso(row["listed_on"]),
        "state_on": _iso(row["seen_on"]),
        "is_in_force": _is_active(row, on),
        "is_traded_under": _is_traded_under(row),
        "relation": row["relation"],
        "listed_party": row["listed_name"],
        "note": row["reason"] if row["relation"] != "possible" else row["words"],
    }


def _iso(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def _evidence_rows(rows: Sequence[Row], on: date) -> Iterator[Row]:
    for row in rows:
        yield {**row, "summary": f"{row['listed_name']}: {_list_words(row)}"}
        if row["way_snapshot_id"] is not None:
            yield {
                **{name: row[f"way_{name}"] for name in ("snapshot_id", "locator", "provenance", "publication")},
                "summary": f"{row['listed_name']} {row['relation'].replace('_', ' ')} {row['subject_name']}",
            }
