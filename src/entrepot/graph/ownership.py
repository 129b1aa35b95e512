"""What an ownership rule reaches on a day: a fixpoint over direct shares, as a loop of plain statements.

    reached := listed on that day
    repeat until no change: a firm is reached where the shares of reached owners come to the rule's threshold

A reached owner counts with its whole share, so percentages are never multiplied, and cycles end because the set only grows.
Two runs: the lower counts known shares of reached owners; the upper counts the upper ends of stated ranges, what others leave
to an owner without a stated share, and unidentified holders, who may be listed. What no stated owner holds is not counted (a
worked example of the methods: 30 % listed and 25 % with an unknown holder give 30 to 55 %), but shown as undisclosed.
Only listings that the rule covers count: an EU export control is no asset freeze (entrepot.graph.ownership_listings).
Which kinds of interest count is the rule's (codes.regimes): shares, votes and recorded rights over the board are compared with
the threshold each for itself. Other control (influence) is not computed; the rule's words on it are a caveat.

Source: OFAC guidance of 13 August 2014; EU Best Practices 2024; OFSI guidance 2022; 90 FR 47201 (resources/regimes).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

import pyarrow as pa

from entrepot.codes.regimes import RegimeRule, regime_rule, stay_on
from entrepot.graph.ownership_answer import explain
from entrepot.graph.ownership_listings import Listings, listings_on
from entrepot.graph.ownership_parties import party_reaches
from entrepot.graph.ownership_result import OwnershipReach
from entrepot.store.engine import Engine, Value, rows_of
from entrepot.store.sql import statement_beside

__all__ = ["REGIMES", "explain", "fixpoint", "reach", "reaches"]

# Going from party to party costs a look at all interests each step; past so many, numbers for all of them are cheaper [P].
MAX_SCOPE = 20_000
REGIMES = ("OFAC", "EU", "UK", "BIS")  # those with rules in resources/regimes
# A rule that reaches foreign firms only spares those of its own country (90 FR 47201: foreign affiliates of listed parties).
_OWN_COUNTRY = {"bis": "US"}


def reach(
    engine: Engine,
    regime: str,
    on: date,
    *,
    designated: Sequence[str] | None = None,
    about: Sequence[str] | None = None,
) -> OwnershipReach:
    """Return what the ownership rule of a regime reaches on a day: `reaches` of one regime."""
    [found] = reaches(engine, [regime], on, designated=designated, about=about)
    return found


def reaches(
    engine: Engine,
    regimes: Sequence[str],
    on: date,
    *,
    designated: Sequence[str] | None = None,
    about: Sequence[str] | None = None,
    is_reached_only: bool = False,
) -> Iterator[OwnershipReach]:
    """Yield what the ownership rule of each regime reaches on a day; the holdings are read once for all of them.

    Args:
        engine: With the linked__ tables.
        regimes: OFAC, EU, UK or BIS, in any case; another regime has no rule, and only its listings count.
        on: The day; shares and listings that do not hold on it are left out, those without dates count.
        designated: Party ids to take for listed instead of the regime's own listings; None takes the listings.
        about: The parties whose answer is wanted: only they and what stands above them are looked into, however much
            the case holds. None takes all that listed parties hold something of.
        is_reached_only: Whether parties that the rule neither reaches nor may reach are counted and not written out.
    """
    starts = [
        _Start(regime, regime_rule(regime.lower(), on), listings_on(engine, regime, on, designated))
        for regime in regimes
    ]
    _hold(engine, on, starts, about)
    owned = _owned(engine, on, about)
    for start in starts:
        begun = _spread(engine, start)
        held = _look_downstream(engine) - begun
        if is_reached_only:
            engine.materialise("ownership__downstream", statement_beside(__file__, "downstream_reached"))
        yield replace(_result(engine, on, start), owned=owned, held_count=held)


@dataclass(frozen=True)
class _Start:
    """What the rounds of one regime begin with."""

    regime: str
    rule: RegimeRule | None
    listings: Listings


def fixpoint(
    engine: Engine, regime: str, on: date, *, designated: Sequence[str] | None = None
) -> tuple[RegimeRule | None, Listings]:
    """Leave in `ownership__reached` what both runs found, by number of `ownership__node`; arguments as for `reach`.

    Returns:
        The rule of that day, None where there is none, and the listings the rounds began with.
    """
    start = _Start(regime, regime_rule(regime.lower(), on), listings_on(engine, regime, on, designated))
    _hold(engine, on, [start], None)
    _spread(engine, start)
    return start.rule, start.listings


def _owned(engine: Engine, on: date, about: Sequence[str] | None) -> frozenset[str]:
    """Return the parties that have an owner: all of them, not only those that can matter to the rounds; else those in scope."""
    if about is None:
        engine.define("ownership__row", statement_beside(__file__, "row"))
    found = engine.run(statement_beside(__file__, "owned"), {"on_date": on})
    return frozenset(found.column("party_id").to_pylist())


def _result(engine: Engine, on: date, start: _Start) -> OwnershipReach:
    rule, listings = start.rule, start.listings
    is_board_seen = bool(_kinds(rule)["is_board_seen"])
    parties, nobodies = party_reaches(engine, on, rule, listings, is_board_seen=is_board_seen)
    names = {stake.owner_id: stake.owner_name for party in parties for stake in party.owners}
    names |= {party.party_id: party.name for party in parties}
    caveats = _caveats(start.regime, on, rule)
    return OwnershipReach(start.regime.upper(), on, rule, parties, caveats, names, listings, unidentified=nobodies)


def _kinds(rule: RegimeRule | None) -> dict[str, Value]:
    """Return which kinds of interest count; where no rule applies, shares and votes are shown."""
    counted = ("shares", "votes") if rule is None else rule.counted_kinds
    possible = () if rule is None else rule.possible_kinds
    return {
        "is_votes_counted": "votes" in counted,
        "is_board_counted": "board" in counted,
        "is_board_seen": "board" in counted or "board" in possible,
    }


def _hold(engine: Engine, on: date, starts: Iterable[_Start], about: Sequence[str] | None) -> None:
    """Materialise what no rule changes: the parties by number, what is held, and who is not identified.

    Numbers are given once, and only to parties that can matter: those above the ones asked about, or below the ones that
    the rounds begin with.
    """
    listed = {party_id for start in starts for party_id in start.listings.designated}
    engine.materialise("ownership__unidentified", statement_beside(__file__, "unidentified"))
    holders = set(engine.read("ownership__unidentified").column("party_id").to_pylist())
    is_narrowed = (
        _look(engine, on, "down", listed | holders, MAX_SCOPE) if about is None else _look(engine, on, "up", about)
    )
    if is_narrowed:
        engine.materialise("ownership__row", statement_beside(__file__, "row_of_scope"))
    else:
        engine.define("ownership__row", statement_beside(__file__, "row"))
    scope = set(engine.read("ownership__scope").column("party_id").to_pylist())
    engine.register("ownership__named", _ids(listed if about is None else listed & scope))
    engine.materialise("ownership__node", statement_beside(__file__, "node"))
    engine.materialise("ownership__holding", statement_beside(__file__, "holding"), {"on_date": on})


def _look(engine: Engine, on: date, way: str, begin: Iterable[str], at_most: int | None = None) -> bool:
    """Materialise `ownership__scope`: parties, those they hold (down) or their holders (up), and so on.

    Returns:
        False where it gave up, with more parties than `at_most`.
    """
    first = _ids(begin)
    engine.register("ownership__scope", first.append_column("depth", pa.array([0] * first.num_rows, pa.int32())))
    before, found, step = -1, int(first.num_rows), statement_beside(__file__, f"scope_{way}")
    for depth in count(1):
        if found == before or (at_most is not None and found > at_most):
            return found == before
        before, found = found, engine.materialise("ownership__scope", step, {"depth": depth, "on_date": on})
    return False


def _ids(party_ids: Iterable[str]) -> pa.Table:
    return pa.table({"party_id": pa.array(sorted(set(party_ids)), pa.string())})


def _spread(engine: Engine, start: _Start) -> int:
    """Materialise `ownership__reached`: rounds until neither run adds a firm; without a rule none is added.

    Returns:
        How many parties the rounds began with.
    """
    rule = start.rule
    engine.materialise("ownership__stake", statement_beside(__file__, "stake"), _kinds(rule))
    own_country = _OWN_COUNTRY.get(start.regime.lower()) if rule is not None and rule.is_foreign_only else None
    engine.materialise("ownership__exempt", statement_beside(__file__, "exempt"), {"exempt_iso": own_country})
    engine.register("ownership__listed", _ids(start.listings.designated))
    begun = engine.materialise("ownership__reached", statement_beside(__file__, "start"))
    fence: dict[str, Value] = {
        "threshold_pct": None if rule is None else rule.threshold_pct,
        "is_inclusive": rule is not None and rule.is_inclusive,
        "is_aggregate": rule is None or rule.is_aggregate,
    }
    step, fresh = statement_beside(__file__, "round"), statement_beside(__file__, "fresh")
    for round_number in count(1):
        engine.materialise("ownership__reached", step, {**fence, "round_number": round_number})
        [row] = rows_of(engine.run(fresh, {"round_number": round_number}))
        if row["fresh_count"] == 0:
            break
    return begun


def _look_downstream(engine: Engine) -> int:
    """Materialise `ownership__downstream`: everything that listed parties and unidentified holders hold a share of; count it."""
    step = statement_beside(__file__, "downstream")
    before, found = -1, engine.materialise("ownership__downstream", statement_beside(__file__, "downstream_start"))
    for depth in count(1):
        if found == before:
            break
        before, found = found, engine.materialise("ownership__downstream", step, {"depth": depth})
    return found


def _caveats(regime: str, on: date, rule: RegimeRule | None) -> tuple[str, ...]:
    """Return what a reader must know of the rule itself."""
    name = regime.upper()
    if rule is None:
        stay = stay_on(regime.lower(), on)
        why = f"did not apply on {on} ({stay.why})" if stay is not None else f"is not known for {on}"
        return (f"An ownership rule of {name} {why}: only the listings themselves count.",)
    beyond = " beyond a recorded right over the board" if "board" in rule.counted_kinds else ""
    caveats = [f"Control is not computed{beyond}. {rule.title}: {rule.control_test}"]
    if rule.aggregation_note:
        caveats.append(rule.aggregation_note)
    if rule.verify:
        caveats.append(f"Check before relying on it: {rule.verify_note}")
    return tuple(caveats)
