"""Who the predecessors are: firms that were listed, then raised successors that stopped in their turn."""

from collections.abc import Mapping, Sequence

from entrepot.indicators.base import Context, Evidence, evidence_of
from entrepot.indicators.succession import (
    Pair,
    Predecessor,
    Search,
    Settings,
    declined,
    measured,
    number,
    pair_of,
    stop_days_of,
)
from entrepot.store.engine import Row

_BASIS_WORDS = {
    "listed": "listed on",
    "between": "listed by",
    "seen": "seen on a list of",
}
_BASIS_CAVEATS = {
    "between": "The day of listing is not stated: it lies between two states of the list, and the later one is used.",
    "seen": "The list does not say when the firm was listed: the date of the list itself is used.",
}
_TRUNCATED = "The declarations cover less than the whole window around the event: daily averages are compared."


def listed_predecessors(rows: Sequence[Row], listings: Sequence[Row], settings: Settings) -> list[Predecessor]:
    """Return the listed firms whose trade fell, each at the listing after which it fell most."""
    made = []
    for row in declined(rows, settings):
        own = [listing for listing in listings if listing["party_id"] == row["party_id"]]
        then = [listing for listing in own if listing["event_on"] == row["event_on"]]
        first = then[0]
        caveats = [_BASIS_CAVEATS[first["date_basis"]]] if first["date_basis"] in _BASIS_CAVEATS else []
        caveats += [_TRUNCATED] if row["is_truncated"] else []
        made.append(
            Predecessor(
                party_id=row["party_id"],
                name=first["name"],
                event_on=row["event_on"],
                event=f"{_BASIS_WORDS[first['date_basis']]} {row['event_on'].isoformat()}",
                figures=row,
                evidence=_listing_evidence(then),
                caveats=tuple(caveats),
            )
        )
    return made


def _listing_evidence(listings: Sequence[Row]) -> tuple[Evidence, ...]:
    worded = [
        {**row, "summary": f"{row['name']}: {_BASIS_WORDS[row['date_basis']]} {row['event_on']}, {row['list_id']}"}
        for row in listings
    ]
    return tuple(evidence_of(worded))


def next_generation(
    context: Context,
    settings: Settings,
    predecessors: Mapping[str, Predecessor],
    found: Search,
    raised: Sequence[Row],
) -> list[Predecessor]:
    """Return the raised successors whose own trade stopped, to be searched for successors of their own.

    Such a firm need not be listed: its event is the day of the deepest fall, and its listed ancestor stays in the chain.
    """
    parents: dict[str, Pair] = {}
    for row in raised:
        parents.setdefault(row["successor_id"], pair_of(row))
    generation = 2 + max((len(predecessor.chain) for predecessor in predecessors.values()), default=0)
    if not parents or generation > number(settings["generations_max"]):
        return []
    names = {row["successor_id"]: row["successor_name"] for row in raised}
    events = []
    for party_id, pair in parents.items():
        figures = found.figures[pair]
        days = stop_days_of(figures["first_line_on"], figures["last_line_on"])
        # Only a stop after the firm took over is a stop of the successor.
        events += [(party_id, day) for day in days if day > predecessors[pair[0]].event_on]
    stopped = declined(measured(context, settings, events), settings)
    return [_stopped(row, names, predecessors[parents[row["party_id"]][0]]) for row in stopped]


def _stopped(row: Row, names: Mapping[str, str], parent: Predecessor) -> Predecessor:
    return Predecessor(
        party_id=row["party_id"],
        name=names[row["party_id"]],
        event_on=row["event_on"],
        event=f"stopped or fell from {row['event_on'].isoformat()}",
        figures=row,
        evidence=parent.evidence,
        caveats=(
            "The predecessor was not listed: it is followed because it was raised as a successor itself.",
            *((_TRUNCATED,) if row["is_truncated"] else ()),
        ),
        chain=(*parent.chain, (parent.party_id, parent.name)),
    )
