"""Dated ownership rules."""

from datetime import date

import pytest

from entrepot.codes.regimes import covering_rule, regime_rule, regime_rules, regimes, stay_on


def test_ofac_adds_up_owners_from_half_on() -> None:
    rule = regime_rule("ofac", date(2022, 4, 8))
    assert rule is not None
    assert (rule.threshold_pct, rule.is_inclusive, rule.is_aggregate) == (50.0, True, True)
    assert rule.passes_full_stake


def test_ofac_has_no_rule_before_august_2014() -> None:
    assert regime_rule("ofac", date(2014, 8, 12)) is None
    assert regime_rule("ofac", date(2014, 8, 13)) is not None


def test_the_union_lowered_its_threshold_in_july_2024() -> None:
    before, after = regime_rule("eu", date(2024, 7, 2)), regime_rule("eu", date(2024, 7, 3))
    assert before is not None
    assert after is not None
    assert (before.is_inclusive, after.is_inclusive) == (False, True)
    assert before.is_aggregate
    assert after.is_aggregate


def test_the_united_kingdom_asks_for_more_than_half_and_adds_nothing_up() -> None:
    rule = regime_rule("uk", date(2023, 1, 1))
    assert rule is not None
    assert (rule.is_inclusive, rule.is_aggregate) == (False, False)


@pytest.mark.parametrize(
    ("on", "is_in_force"),
    [
        ((2025, 9, 28), False),
        ((2025, 9, 29), True),
        ((2025, 11, 9), True),
        ((2025, 11, 10), False),
        ((2026, 11, 9), False),
        ((2026, 11, 10), True),
    ],
)
def test_the_affiliates_rule_is_stayed_for_a_year(on: tuple[int, int, int], *, is_in_force: bool) -> None:
    rule = regime_rule("bis", date(*on))
    assert (rule is not None) == is_in_force
    if rule is not None:
        assert rule.is_foreign_only
        assert rule.verify


def test_a_stay_says_why() -> None:
    stay = stay_on("bis", date(2026, 1, 1))
    assert stay is not None
    assert "90 FR 50857" in stay.why
    assert stay_on("bis", date(2025, 10, 1)) is None


def test_a_regime_without_an_ownership_rule_gives_none() -> None:
    assert regime_rule("un", date(2024, 1, 1)) is None
    assert regimes() == ("bis", "eu", "ofac", "uk")


def test_rules_of_one_regime_do_not_overlap_and_name_their_source() -> None:
    for first, second in zip(regime_rules(), regime_rules()[1:], strict=False):
        assert first.source
        assert first.control_test
        if first.regime == second.regime:
            assert first.valid_to_on is not None
            assert first.valid_to_on < second.valid_from_on


@pytest.mark.parametrize(
    ("regime", "list_id", "measure", "is_covered"),
    [
        ("eu", "eu_269", "Asset freeze", True),
        ("eu", "eu_765", "Asset freeze", True),
        ("eu", "eu_765", "Export control", False),
        ("eu", "eu_833_iv", "Export control", False),
        ("eu", "eu_833_iv", None, False),
        ("eu", "own_list", None, True),
        ("ofac", "us_ofac_sdn", "Asset freeze", True),
        ("ofac", "us_ofac_ssi", "Debt and equity restrictions", False),
        ("uk", "uk_sanctions", None, True),
        ("uk", "uk_sanctions", "Trade sanctions", False),
        ("bis", "us_bis_el", "Export control", True),
    ],
)
def test_a_rule_covers_listings_by_measure(regime: str, list_id: str, measure: str | None, *, is_covered: bool) -> None:
    rule = covering_rule(regime, date(2026, 1, 1))
    assert rule is not None
    assert rule.covers
    assert rule.is_covering(list_id, measure) is is_covered


def test_what_is_covered_is_known_outside_every_span_of_a_rule() -> None:
    rule = covering_rule("eu", date(2010, 1, 1))
    assert rule is not None
    assert not rule.is_covering("eu_833_iv", "Export control")
    assert covering_rule("un", date(2024, 1, 1)) is None
