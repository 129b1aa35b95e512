"""Ownership rules of sanctions regimes as dated data: what share of listed owners reaches a firm, on which days."""

from datetime import date
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from entrepot.codes.resource import toml_document


class InactiveWindow(BaseModel):
    """Days, both ends included, on which a rule did not apply."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    from_on: date
    to_on: date
    why: str


class RegimeRule(BaseModel):
    """One rule of one regime over one span of days.

    A firm is reached where the shares of reached owners come to `threshold_pct`: at or above it where `is_inclusive`,
    above it otherwise; added up over owners where `is_aggregate`, the largest alone otherwise. `passes_full_stake`
    means that a reached owner counts with its whole share: percentages are never multiplied along a chain.
    `counted_kinds` are the kinds of interest that give certainty, each for itself (`shares`, `votes`, `board`: seats that an
    owner may fill); `possible_kinds` those that only make it possible. The rest of the `control_test` is shown, not
    computed. `covers` says in words which listings of the regime the rule speaks of
    (`is_covering` decides). `is_foreign_only`: the rule reaches only firms outside the regime's own country.
    `valid_to_on` None: in force.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    regime: str
    title: str
    authority: str
    valid_from_on: date
    valid_to_on: date | None = None
    threshold_pct: float
    is_inclusive: bool
    is_aggregate: bool
    passes_full_stake: bool
    is_foreign_only: bool
    covers: str
    covered_measures: tuple[str, ...]
    covered_lists: tuple[str, ...] = ()
    other_lists: tuple[str, ...] = ()
    counted_kinds: tuple[Literal["shares", "votes", "board"], ...]
    possible_kinds: tuple[Literal["board"], ...] = ()
    control_test: str
    aggregation_note: str = ""
    source: str
    verify: bool
    verify_note: str = ""
    inactive: tuple[InactiveWindow, ...] = ()

    def is_valid_on(self, on: date) -> bool:
        """Return whether a day lies in the rule's span, stays left aside."""
        return self.valid_from_on <= on and (self.valid_to_on is None or on <= self.valid_to_on)

    def is_covering(self, list_id: str, measure: str | None) -> bool:
        """Return whether an entry of a list of the regime is one that the rule speaks of.

        Args:
            list_id: The list, such as `eu_269`.
            measure: The measure that the list states; None, where it states none, counts as covered unless the list is known
                to be of another measure.
        """
        if not self.covered_measures or list_id in self.covered_lists:
            return True
        if measure is None:
            return list_id not in self.other_lists
        return any(word in measure.lower() for word in self.covered_measures)

    def inactive_on(self, on: date) -> InactiveWindow | None:
        """Return the stay that a day falls in; None where the rule applied or was not yet made."""
        return next((window for window in self.inactive if window.from_on <= on <= window.to_on), None)


@cache
def regime_rules() -> tuple[RegimeRule, ...]:
    """Return all rules, sorted by regime and first day.

    Raises:
        pydantic.ValidationError: resources/regimes/regimes.toml was edited into something that is no rule.
    """
    rules = [RegimeRule.model_validate(entry) for entry in toml_document("regimes/regimes.toml")["rule"]]
    return tuple(sorted(rules, key=lambda rule: (rule.regime, rule.valid_from_on)))


def regimes() -> tuple[str, ...]:
    """Return the ids of the regimes that have an ownership rule, sorted."""
    return tuple(sorted({rule.regime for rule in regime_rules()}))


def regime_rule(regime: str, on: date) -> RegimeRule | None:
    """Return the ownership rule of a regime that applies on a day.

    Args:
        regime: `ofac`, `eu`, `uk` or `bis`; a regime without an ownership rule gives None.
        on: The day asked about.

    Returns:
        None where the regime has no rule on that day: before its first, or while the rule was stayed (`stay_on` says why).
    """
    found = [rule for rule in regime_rules() if rule.regime == regime and rule.is_valid_on(on)]
    return next((rule for rule in found if rule.inactive_on(on) is None), None)


def stay_on(regime: str, on: date) -> InactiveWindow | None:
    """Return the stay that keeps a regime's rule from applying on a day; None where nothing does."""
    stays = (rule.inactive_on(on) for rule in regime_rules() if rule.regime == regime and rule.is_valid_on(on))
    return next((stay for stay in stays if stay is not None), None)


def covering_rule(regime: str, on: date) -> RegimeRule | None:
    """Return the rule that says which listings count on a day, stays left aside; outside every span the regime's first.

    None for a regime without an ownership rule: there every listing counts.
    """
    rules = [rule for rule in regime_rules() if rule.regime == regime]
    return next((rule for rule in rules if rule.is_valid_on(on)), rules[0] if rules else None)
