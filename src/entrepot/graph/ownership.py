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

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from entrepot.codes.regimes import RegimeRule, regime_rule, stay_on
from entrepot.graph.ownership_answer import explain
from entrepot.graph.ownership_listings import Listings, listings_on
from entrepot.graph.ownership_parties import party_reaches
from entrepot.graph.ownership_result import OwnershipReach
from entrepot.store.engine import Engine, Value
from entrepot.store.sql import statement_beside

__all__ = ["REGIMES", "explain", "fixpoint", "reach"]

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
    """Return what the ownership rule of a regime reaches on a day.

    Args:
        engine: With the linked__ tables.
        regime: OFAC, EU, UK or BIS, in any case; another regime has no rule, and only its listings count.
        on: The day; shares and listings that do not hold on it are left out, those without dates count.
        designated: Party ids to take for listed instead of the regime's own listings; None takes the listings.
        about: The parties whose answer is wanted: only they and what stands above them are written out, by the same rounds,
            and only they with paths and support set. None takes all that listed parties hold something of.
    """
    rule, listings = fixpoint(engine, regime, on, designated=designated)
    _look_downstream(engine)
    if about is not None:
        _keep_upstream(engine, about)
    is_board_seen = bool(_kinds(rule)["is_board_seen"])
    parties = party_reaches(engine, on, rule, listings, is_board_seen=is_board_seen, about=about)
    names = {stake.owner_id: stake.owner_name for party in parties for stake in party.owners}
    names |= {party.party_id: party.name for party in parties}
    stakes = engine.read("ownership__stake")
    owned = frozenset(stakes.filter(stakes.column("is_share")).column("subject_id").unique().to_pylist())
    return OwnershipReach(regime.upper(), on, rule, parties, _caveats(regime, on, rule), names, listings, owned)


def fixpoint(
    engine: Engine, regime: str, on: date, *, designated: Sequence[str] | None = None
) -> tuple[RegimeRule | None, Listings]:
    """Leave in `ownership__reached` the parties of both runs with the round each was reached in; arguments as for `reach`.

    Returns:
        The rule of that day, None where there is none, and the listings the rounds began with.
    """
    rule = regime_rule(regime.lower(), on)
    listings = _start(engine, regime, on, designated)
    engine.materialise("ownership__stated", statement_beside(__file__, "stated"), {"on_date": on})
    engine.materialise("ownership__stake", statement_beside(__file__, "stake"), _kinds(rule))
    own_country = _OWN_COUNTRY.get(regime.lower()) if rule is not None and rule.is_foreign_only else None
    engine.materialise("ownership__exempt", statement_beside(__file__, "exempt"), {"exempt_iso": own_country})
    _spread(engine, rule)
    return rule, listings


def _kinds(rule: RegimeRule | None) -> dict[str, Value]:
    """Return which kinds of interest count; where no rule applies, shares and votes are shown."""
    counted = ("shares", "votes") if rule is None else rule.counted_kinds
    possible = () if rule is None else rule.possible_kinds
    return {
        "is_votes_counted": "votes" in counted,
        "is_board_counted": "board" in counted,
        "is_board_seen": "board" in counted or "board" in possible,
    }


def _start(engine: Engine, regime: str, on: date, designated: Sequence[str] | None) -> Listings:
    """Materialise the parties that both runs begin with; return the listings behind them."""
    listings = listings_on(engine, regime, on, designated)
    engine.register("ownership__listed", pa.table({"party_id": pa.array(listings.designated, pa.string())}))
    engine.materialise("ownership__unidentified", statement_beside(__file__, "unidentified"))
    engine.materialise("ownership__reached", statement_beside(__file__, "start"))
    return listings


def _spread(engine: Engine, rule: RegimeRule | None) -> None:
    """Materialise `ownership__reached` and `ownership__value`: rounds until no firm is added; without a rule none is."""
    value, step = statement_beside(__file__, "value"), statement_beside(__file__, "step")
    adding: dict[str, Value] = {"is_aggregate": rule is None or rule.is_aggregate}
    engine.materialise("ownership__value", value, adding)
    if rule is None:
        return
    count, before, round_number = -1, -2, 0
    while count != before:
        round_number += 1
        fence: dict[str, Value] = {
            "round_number": round_number,
            "threshold_pct": rule.threshold_pct,
            "is_inclusive": rule.is_inclusive,
        }
        before, count = count, engine.materialise("ownership__reached", step, fence)
        engine.materialise("ownership__value", value, adding)


def _look_downstream(engine: Engine) -> None:
    """Materialise `ownership__downstream`: everything that listed parties and unidentified holders hold a share of."""
    step = statement_beside(__file__, "downstream")
    before, count = -1, engine.materialise("ownership__downstream", statement_beside(__file__, "downstream_start"))
    while count != before:
        before, count = count, engine.materialise("ownership__downstream", step)


def _keep_upstream(engine: Engine, about: Sequence[str]) -> None:
    """Leave in `ownership__downstream` only the parties asked about and those above them."""
    asked = pa.table({"party_id": pa.array(sorted(set(about)), pa.string())})
    engine.register("ownership__upstream", asked)
    before, count = -1, asked.num_rows
    while count != before:
        before, count = count, engine.materialise("ownership__upstream", statement_beside(__file__, "upstream"))
    engine.materialise("ownership__downstream", statement_beside(__file__, "asked"))


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
