"""Reads the tables that the ownership rounds left, one result a party."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from entrepot.codes.regimes import RegimeRule
from entrepot.graph.nameless import party_names
from entrepot.graph.ownership_listings import Listings
from entrepot.graph.ownership_result import PartyReach, Proof, ReachStatus, Stake, other_listing_caveat
from entrepot.graph.ownership_support import minimal_support
from entrepot.graph.ownership_words import interest_words
from entrepot.store.engine import Engine, Row, Value, rows_of
from entrepot.store.sql import read_statement

_HERE = Path(__file__).parent
_REACHED = (ReachStatus.DESIGNATED, ReachStatus.BLOCKED)


@dataclass(frozen=True)
class _Tables:
    """The tables as dictionaries: parties and statuses by id, stakes and their rows by subject, listings as they are."""

    parties: dict[str, Row]
    statuses: dict[str, ReachStatus]
    owners: dict[str, list[Row]]
    proofs: dict[tuple[str, str], tuple[Proof, ...]]
    listings: Listings


def party_reaches(
    engine: Engine, on: date, rule: RegimeRule | None, listings: Listings, *, is_board_seen: bool
) -> tuple[tuple[PartyReach, ...], frozenset[str]]:
    """Return one result for every party in `ownership__downstream` but unidentified holders, ordered by id; and those holders.

    Args:
        engine: After the rounds of `entrepot.graph.ownership`.
        on: The day, for the rows of evidence.
        rule: The rule that was applied; None where none was.
        listings: Those of the regime on the day.
        is_board_seen: Whether rows on rights over the board are evidence under the rule.
    """
    tables = _read(engine, {"on_date": on, "is_board_seen": is_board_seen}, listings)
    nobodies = frozenset(key for key, status in tables.statuses.items() if status is ReachStatus.UNIDENTIFIED)
    found: list[PartyReach] = []
    for party_id in sorted(tables.parties.keys() - nobodies):
        counting = _counting(tables, party_id)
        found.append(_party(tables, party_id, counting, _fewest(tables, party_id, counting, rule)))
    return tuple(found), nobodies


def _run(engine: Engine, part: str, asked: Mapping[str, Value] | None = None) -> list[Row]:
    return rows_of(engine.run(read_statement(_HERE / f"ownership__{part}.sql"), asked))


def _read(engine: Engine, asked: Mapping[str, Value], listings: Listings) -> _Tables:
    rows, stakes = _run(engine, "party"), _run(engine, "owner")
    unnamed = {row["party_id"] for row in rows if row["name"] is None}
    unnamed |= {row["owner_id"] for row in stakes if row["owner_name"] is None}
    names = party_names(engine, unnamed) if unnamed else {}
    parties = {row["party_id"]: row for row in rows}
    owners: dict[str, list[Row]] = {}
    for row in stakes:
        row["owner_name"] = row["owner_name"] or names[row["owner_id"]]
        owners.setdefault(row["subject_id"], []).append(row)
    for row in rows:
        row["name"] = row["name"] or names[row["party_id"]]
    proofs: dict[tuple[str, str], list[Proof]] = {}
    for row in _run(engine, "evidence", asked):
        proofs.setdefault((row["subject_id"], row["owner_id"]), []).append(_proof(row, interest_words(row)))
    listed = frozenset(listings.designated)
    return _Tables(
        parties,
        {party_id: _status(row, party_id in listed) for party_id, row in parties.items()},
        owners,
        {stake: tuple(rows) for stake, rows in proofs.items()},
        listings,
    )


def _status(row: Row, is_listed: bool) -> ReachStatus:
    if is_listed:
        return ReachStatus.DESIGNATED
    if row["lower_round"] is not None:
        return ReachStatus.BLOCKED
    if row["upper_round"] == 0:
        return ReachStatus.UNIDENTIFIED
    return ReachStatus.NOT_REACHED if row["upper_round"] is None else ReachStatus.POSSIBLE


def _proof(row: Row, summary: str) -> Proof:
    return Proof(row["snapshot_id"], row["locator"], row["provenance"], row["publication"], summary)


def _counting(tables: _Tables, party_id: str) -> list[Row]:
    """Return the stakes that count for a party's status: for certain where it is reached, else those that may count."""
    is_certain = tables.statuses[party_id] in _REACHED
    side, run = ("lower_pct", "lower_round") if is_certain else ("upper_pct", "upper_round")
    return [
        row
        for row in tables.owners.get(party_id, ())
        if row[side] > 0 and row["owner_id"] in tables.parties and tables.parties[row["owner_id"]][run] is not None
    ]


def _party(tables: _Tables, party_id: str, counting: Sequence[Row], fewest: tuple[str, ...]) -> PartyReach:
    """Return what is known of a party but its paths and the stakes of its support set."""
    row, status = tables.parties[party_id], tables.statuses[party_id]
    owners = tables.owners.get(party_id, [])
    holders = [stake for stake in owners if stake["is_share"]]
    return PartyReach(
        party_id=party_id,
        name=row["name"],
        status=status,
        lower_pct=row["lower_pct"],
        upper_pct=max(row["lower_pct"], row["upper_pct"]),
        undisclosed_pct=max(0.0, round(100 - holders[0]["disclosed_pct"], 6)) if holders else None,
        owners=tuple(_stake(tables, stake) for stake in owners),
        support=tuple(stake["owner_id"] for stake in counting),
        minimal_support=fewest,
        undisclosed_range_pct=_undisclosed_range(tables, holders),
        listings=(*tables.listings.covered.get(party_id, ()), *tables.listings.others.get(party_id, ())),
        caveats=tuple(_caveats(tables, party_id, counting)),
    )


def _undisclosed_range(tables: _Tables, owners: Sequence[Row]) -> tuple[float, float] | None:
    """Return what no named owner holds, percent: the least that the statements allow, and the most, which counts holders who
    are not identified as undisclosed; None where no owner is stated."""
    if not owners:
        return None
    named = [row for row in owners if tables.statuses.get(row["owner_id"]) is not ReachStatus.UNIDENTIFIED]
    least = 100 - sum(row["share_upper_pct"] for row in owners)
    most = 100 - sum(row["stated_pct"] for row in named)
    return max(0.0, round(least, 6)), max(0.0, round(most, 6))


def _stake(tables: _Tables, row: Row) -> Stake:
    return Stake(
        owner_id=row["owner_id"],
        owner_name=row["owner_name"],
        owner_status=tables.statuses.get(row["owner_id"], ReachStatus.NOT_REACHED),
        lower_pct=row["lower_pct"],
        upper_pct=row["upper_pct"],
        is_share_known=row["is_share_known"],
        proofs=tables.proofs.get((row["subject_id"], row["owner_id"]), ()),
    )


def _fewest(tables: _Tables, party_id: str, stakes: Iterable[Row], rule: RegimeRule | None) -> tuple[str, ...]:
    """Return the fewest owners that suffice: only those reached before the party, so that no cycle supports itself."""
    status = tables.statuses[party_id]
    if rule is None or status not in (ReachStatus.BLOCKED, ReachStatus.POSSIBLE):
        return ()
    is_certain = status is ReachStatus.BLOCKED
    run = "lower_round" if is_certain else "upper_round"
    own_round = tables.parties[party_id][run]
    earlier = [stake for stake in stakes if tables.parties[stake["owner_id"]][run] < own_round]
    return minimal_support(rule, earlier, is_certain=is_certain)


def _caveats(tables: _Tables, party_id: str, counting: Sequence[Row]) -> Iterable[str]:
    owners = [row for row in tables.owners.get(party_id, ()) if row["is_share"]]
    if owners and (disclosed := owners[0]["disclosed_pct"]) > 100:
        yield f"The stated shares add up to {disclosed:g} %: sources overlap or contradict each other."
    elif owners and disclosed < 100 and any(not stake["is_share_known"] for stake in owners):
        yield "An owner's share is not stated: it may be all that the others leave."
    elif owners and disclosed < 100:
        yield f"{100 - disclosed:g} % are held by nobody the sources name: not counted."
    for row in (row for row in tables.owners.get(party_id, ()) if row["is_contradictory"]):
        yield f"What is said of the stake of {row['owner_name']} contradicts itself: the whole span counts."
    if (party_id, party_id) in tables.proofs:
        yield "It holds shares of itself: they are not counted, and the others' shares are not scaled up."
    statuses = {tables.statuses[stake["owner_id"]] for stake in counting}
    if tables.statuses[party_id] is ReachStatus.POSSIBLE and statuses == {ReachStatus.UNIDENTIFIED}:
        yield "Possible only because a holder is not identified: no listed owner is known."
    if any("not known" in proof.summary for proof in tables.listings.covered.get(party_id, ())):
        yield "A list gives no day of listing: the listing is taken to hold on the day asked about."
    if party_id in tables.listings.others:
        yield other_listing_caveat(tables.listings.covers)
