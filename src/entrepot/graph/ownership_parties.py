"""Reads the tables that the ownership rounds left, one result a party."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from entrepot.codes.regimes import RegimeRule
from entrepot.graph.ownership_listings import Listings
from entrepot.graph.ownership_paths import chains, minimal_support
from entrepot.graph.ownership_result import PartyReach, Proof, ReachStatus, Stake, other_listing_caveat
from entrepot.store.engine import Engine, Row, rows_of
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


def party_reaches(engine: Engine, on: date, rule: RegimeRule | None, listings: Listings) -> tuple[PartyReach, ...]:
    """Return one result for every party in `ownership__downstream` but unidentified holders, ordered by id.

    Args:
        engine: After the rounds of `entrepot.graph.ownership`.
        on: The day, for the rows of evidence.
        rule: The rule that was applied; None where none was.
        listings: Those of the regime on the day.
    """
    tables = _read(engine, on, listings)
    counting = {party_id: _counting(tables, party_id) for party_id in tables.parties}
    sources = frozenset(
        party_id
        for party_id, status in tables.statuses.items()
        if status in (ReachStatus.DESIGNATED, ReachStatus.UNIDENTIFIED)
    )
    return tuple(
        _party(tables, party_id, counting, sources, rule)
        for party_id in sorted(tables.parties)
        if tables.statuses[party_id] is not ReachStatus.UNIDENTIFIED
    )


def _run(engine: Engine, part: str, on: date | None = None) -> list[Row]:
    return rows_of(engine.run(read_statement(_HERE / f"ownership__{part}.sql"), {"on_date": on}))


def _read(engine: Engine, on: date, listings: Listings) -> _Tables:
    parties = {row["party_id"]: row for row in _run(engine, "party")}
    owners: dict[str, list[Row]] = {}
    for row in _run(engine, "owner"):
        owners.setdefault(row["subject_id"], []).append(row)
    proofs: dict[tuple[str, str], list[Proof]] = {}
    for row in _run(engine, "evidence", on):
        proofs.setdefault((row["subject_id"], row["owner_id"]), []).append(_proof(row, _words(row)))
    return _Tables(
        parties,
        {party_id: _status(row, party_id in listings.designated) for party_id, row in parties.items()},
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


def _words(row: Row) -> str:
    """Return an interest in words: `30 % of shares`, `25 to 50 % of votes`, `a share not stated`."""
    low, high = row["share_min_pct"], row["share_max_pct"]
    stated = [f"{value:g}" for value in dict.fromkeys((low, high)) if value is not None]
    kind = "" if row["interest_kind"] == "unknown" else f" of {row['interest_kind']}"
    return f"{' to '.join(stated)} %{kind}" if stated else "a share not stated"


def _counting(tables: _Tables, party_id: str) -> list[Row]:
    """Return the stakes that count for a party's status: for certain where it is reached, else those that may count."""
    is_certain = tables.statuses[party_id] in _REACHED
    side, run = ("lower_pct", "lower_round") if is_certain else ("upper_pct", "upper_round")
    return [
        row
        for row in tables.owners.get(party_id, ())
        if row[side] > 0 and row["owner_id"] in tables.parties and tables.parties[row["owner_id"]][run] is not None
    ]


def _party(
    tables: _Tables, party_id: str, counting: dict[str, list[Row]], sources: frozenset[str], rule: RegimeRule | None
) -> PartyReach:
    row, status = tables.parties[party_id], tables.statuses[party_id]
    owners = tables.owners.get(party_id, [])
    support_of = {subject: [stake["owner_id"] for stake in stakes] for subject, stakes in counting.items()}
    paths, are_complete = chains(party_id, support_of, sources)
    return PartyReach(
        party_id=party_id,
        name=row["name"],
        status=status,
        lower_pct=row["lower_pct"],
        upper_pct=max(row["lower_pct"], row["upper_pct"]),
        undisclosed_pct=max(0.0, round(100 - owners[0]["disclosed_pct"], 6)) if owners else None,
        owners=tuple(_stake(tables, stake) for stake in owners),
        support=tuple(support_of[party_id]),
        minimal_support=_fewest(tables, party_id, counting[party_id], rule),
        paths=paths,
        are_paths_complete=are_complete,
        undisclosed_range_pct=_undisclosed_range(tables, owners),
        listings=(*tables.listings.covered.get(party_id, ()), *tables.listings.others.get(party_id, ())),
        caveats=tuple(_caveats(tables, party_id, counting[party_id])),
    )


def _undisclosed_range(tables: _Tables, owners: Sequence[Row]) -> tuple[float, float] | None:
    """Return what no named owner holds, percent: the least that the statements allow, and the most, which counts holders who
    are not identified as undisclosed; None where no owner is stated."""
    if not owners:
        return None
    named = [row for row in owners if tables.statuses.get(row["owner_id"]) is not ReachStatus.UNIDENTIFIED]
    least = 100 - sum(row["upper_pct"] for row in owners)
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
    side, run = ("lower_pct", "lower_round") if status is ReachStatus.BLOCKED else ("upper_pct", "upper_round")
    own_round = tables.parties[party_id][run]
    earlier = [(s["owner_id"], s[side]) for s in stakes if tables.parties[s["owner_id"]][run] < own_round]
    return minimal_support(earlier, lambda percents: _suffices(rule, percents))


def _suffices(rule: RegimeRule, percents: Sequence[float]) -> bool:
    total = round(sum(percents) if rule.is_aggregate else max(percents), 6)
    return total > rule.threshold_pct or (rule.is_inclusive and total == rule.threshold_pct)


def _caveats(tables: _Tables, party_id: str, counting: Sequence[Row]) -> Iterable[str]:
    owners = tables.owners.get(party_id, ())
    if owners and (disclosed := owners[0]["disclosed_pct"]) > 100:
        yield f"The stated shares add up to {disclosed:g} %: sources overlap or contradict each other."
    elif owners and disclosed < 100 and any(not stake["is_share_known"] for stake in owners):
        yield "An owner's share is not stated: it may be all that the others leave."
    elif owners and disclosed < 100:
        yield f"{100 - disclosed:g} % are held by nobody the sources name: not counted."
    statuses = {tables.statuses[stake["owner_id"]] for stake in counting}
    if tables.statuses[party_id] is ReachStatus.POSSIBLE and statuses == {ReachStatus.UNIDENTIFIED}:
        yield "Possible only because a holder is not identified: no listed owner is known."
    if any("not known" in proof.summary for proof in tables.listings.covered.get(party_id, ())):
        yield "A list gives no day of listing: the listing is taken to hold on the day asked about."
    if party_id in tables.listings.others:
        yield other_listing_caveat(tables.listings.covers)
