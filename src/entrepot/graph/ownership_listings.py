"""Which listings of a regime its ownership rule covers: an export control on a firm says nothing of the firms it owns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from entrepot.codes.regimes import RegimeRule, covering_rule
from entrepot.graph.ownership_result import Proof
from entrepot.store.engine import Engine, Row, Value, rows_of
from entrepot.store.sql import read_statement

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Listings:
    """The listings of a regime on a day.

    `covered` are those the rule speaks of and `others` those it does not, by party; `designated` the parties that the rounds
    start from, sorted. `covers` says in words what the rule covers; None for a regime without a rule. `has_list`: some list
    of the case, on whatever day, is one that the rule covers; `has_other_list`: one that it does not.
    """

    designated: tuple[str, ...]
    covered: Mapping[str, tuple[Proof, ...]]
    others: Mapping[str, tuple[Proof, ...]]
    covers: str | None
    has_list: bool
    has_other_list: bool


def listings_on(engine: Engine, regime: str, on: date, designated: Sequence[str] | None) -> Listings:
    """Return the listings of a regime on a day, told apart by whether the regime's rule covers them.

    Args:
        engine: With linked__designation and linked__list_change.
        regime: In any case.
        on: The day.
        designated: Party ids to take for listed instead; None takes the covered listings.
    """
    rule = covering_rule(regime.lower(), on)
    asked: dict[str, Value] = {"regime": regime.upper()}
    rows = rows_of(engine.run(read_statement(_HERE / "ownership__designated.sql"), asked | {"on_date": on}))
    covered = _by_party([row for row in rows if _is_covered(rule, row)], "")
    others = _by_party([row for row in rows if not _is_covered(rule, row)], ": not covered by the rule")
    lists = rows_of(engine.run(read_statement(_HERE / "ownership__covering.sql"), asked))
    held = [_is_covered(rule, row) for row in lists]
    chosen = tuple(sorted(covered if designated is None else set(designated)))
    return Listings(
        designated=chosen,
        covered={party_id: covered[party_id] for party_id in chosen if party_id in covered},
        others=others,
        covers=None if rule is None else rule.covers,
        has_list=designated is not None or any(held),
        has_other_list=not all(held),
    )


def _is_covered(rule: RegimeRule | None, row: Row) -> bool:
    return rule is None or rule.is_covering(row["list_id"], row["measure"])


def _by_party(rows: Iterable[Row], remark: str) -> dict[str, tuple[Proof, ...]]:
    found: dict[str, dict[Proof, None]] = {}
    for row in rows:
        since = f"since {row['listed_from_on']}" if row["listed_from_on"] else "day of listing not known"
        measure = f" ({row['measure'] or 'measure not stated'})" if remark else ""
        words = f"on {row['list_id']}{measure}, {since}{remark}"
        proof = Proof(row["snapshot_id"], row["locator"], row["provenance"], row["publication"], words)
        found.setdefault(row["party_id"], {})[proof] = None
    return {party_id: tuple(proofs) for party_id, proofs in found.items()}
