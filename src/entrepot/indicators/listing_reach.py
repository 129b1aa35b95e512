"""Which parties a list or an ownership rule reaches from which day on, and what says so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pyarrow as pa

from entrepot.graph.ownership import REGIMES, reaches
from entrepot.graph.ownership_result import OwnershipReach, PartyReach, ReachStatus
from entrepot.indicators.base import Context, Evidence
from entrepot.records.base import TEXT
from entrepot.store.engine import Row
from entrepot.store.sql import statement_beside

_LISTED = statement_beside(__file__, "listed")
_STAKES = statement_beside(__file__, "stake")
_RECEIVERS = statement_beside(__file__, "receiver")
_BASIS = {"between": "day of listing known only between two states of the list", "seen": "day of listing not stated"}
Listed = Mapping[str, Sequence[Row]]


@dataclass(frozen=True)
class ListingReach:
    """From when a party is reached: `way` is listed, or the ownership rule; `path` leads from a listed owner to it."""

    party_id: str
    event_on: date
    until_on: date
    way: str
    words: str
    path: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    caveats: tuple[str, ...] = ()


def listing_reaches(context: Context, newest_on: date | None) -> dict[str, ListingReach]:
    """Return by party id how each receiver of goods on the study's list is reached, by the earliest way.

    `newest_on` is the newest day in the declarations: where the study names no day, the ownership rules are asked as of
    it, or of a later listing. Needs `receipts.prepare_receipts`. Parties on private watchlists alone, and listings
    without any day, are left out.
    """
    listed: dict[str, list[Row]] = {}
    for row in context.rows(_LISTED, {"as_of_on": context.as_of_on}):
        listed.setdefault(row["party_id"], []).append(row)
    found = {party: _by_list(rows) for party, rows in listed.items()}
    for reached in _by_rule(context, listed, newest_on):
        known = found.get(reached.party_id)
        if known is None or reached.event_on < known.event_on:
            found[reached.party_id] = reached
    receivers = _receivers(context, found)
    return {party: found[party] for party in sorted(receivers)}


def _receivers(context: Context, party_ids: Iterable[str]) -> set[str]:
    asked = pa.table({"party_id": pa.array(sorted(party_ids), TEXT)})
    context.engine.register("listing_reach__asked", asked)
    return {row["party_id"] for row in context.rows(_RECEIVERS, {"as_of_on": context.as_of_on})}


def _by_list(rows: Sequence[Row]) -> ListingReach:
    first = rows[0]
    ends = [row["delisted_on"] or date.max for row in rows]
    caveats = (f"{first['list_id']}: {_BASIS[first['date_basis']]}.",) if first["date_basis"] in _BASIS else ()
    words = f"listed on {first['list_id']} on {first['event_on']}"
    return ListingReach(
        first["party_id"], first["event_on"], max(ends), "listed", words, evidence=_entries(rows), caveats=caveats
    )


def _entries(rows: Iterable[Row]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            row["snapshot_id"],
            row["locator"],
            f"on {row['list_id']} since {row['event_on']}",
            row["provenance"],
            row["publication"],
        )
        for row in rows
    )


def _by_rule(context: Context, listed: Listed, newest_on: date | None) -> Iterable[ListingReach]:
    """Yield the receivers that a regime's ownership rule reaches on the day of the case."""
    regimes = sorted({row["regime"].upper() for rows in listed.values() for row in rows} & set(REGIMES))
    days = [row["event_on"] for rows in listed.values() for row in rows]
    on = context.study.as_of_on or max([*days, *([] if newest_on is None else [newest_on])], default=None)
    if on is None or not regimes:
        return
    for run in reaches(context.engine, regimes, on, is_reached_only=True):
        blocked = [party for party in run.parties if run.rule is not None and party.status is ReachStatus.BLOCKED]
        receivers = _receivers(context, [party.party_id for party in blocked])
        followed = [run.followed(party) for party in blocked if party.party_id in receivers]
        stakes = _stakes(context, followed, on)
        for party in followed:
            dated = _dated(run, party, listed, stakes)
            if dated is not None:
                yield dated


def _stakes(context: Context, parties: Sequence[PartyReach], on: date) -> dict[tuple[str, str], date | None]:
    firms = sorted({firm for party in parties for _, firm in party.support_stakes})
    rows = context.rows(_STAKES, {"party_ids": firms, "on": on}) if firms else []
    return {(row["owner_party_id"], row["subject_party_id"]): row["from_on"] for row in rows}


def _dated(
    run: OwnershipReach, party: PartyReach, listed: Listed, stakes: Mapping[tuple[str, str], date | None]
) -> ListingReach | None:
    """Return a reached party with its day: the last of its owners' listings, of their stakes and of the rule's first day."""
    if run.rule is None:
        return None
    owners = [owner for owner, _ in party.support_stakes if owner in listed]
    of_regime = {o: [r for r in listed[o] if r["regime"].upper() == run.regime] for o in owners}
    entries = {owner: rows[0] for owner, rows in of_regime.items() if rows}
    if not entries:
        return None
    held = [day for pair in party.support_stakes if (day := stakes.get(pair)) is not None]
    event_on = max([run.rule.valid_from_on, *held, *(row["event_on"] for row in entries.values())])
    names = ", ".join(sorted({run.name_of(owner) for owner in entries}))
    path = tuple(run.name_of(step) for step in party.paths[0]) if party.paths else ()
    proofs = [
        replace(
            Evidence(p.snapshot_id, p.locator, "", p.provenance, p.publication), summary=f"{s.owner_name}: {p.summary}"
        )
        for s in party.owners
        for p in s.proofs
    ]
    ends = [row["delisted_on"] or date.max for row in entries.values()]
    words = f"reached since {event_on} by {run.rule.title} through {names}"
    return ListingReach(
        party.party_id,
        event_on,
        min(ends),
        "owned",
        words,
        path,
        tuple(sorted(entries)),
        (*proofs, *_entries(entries.values())),
        party.caveats,
    )
