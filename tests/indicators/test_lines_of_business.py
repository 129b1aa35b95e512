"""Lines of business as keys, and which goods go with them."""

from typing import Any

import pytest

from entrepot.indicators.lines_of_business import Fit, GoodsOfIndustries, basket_fit, industry_of


@pytest.mark.parametrize(
    ("text", "key", "is_broad"),
    [
        ("4652 wholesale of electronic parts", "4652", False),
        ("46.52 Wholesale of electronic parts", "4652", False),
        ("46.52.1 Wholesale", "4652", False),
        ("46521", "46521", False),
        ("4690 Non-specialised wholesale trade", "4690", True),
        ("46.19 Agents involved in the sale of a variety of goods", "4619", True),
        ("4799", "4799", True),
        ("4677 Wholesale n.e.c.", "4677", True),
        ("General  Trading", "general trading", True),
        ("Charcoal, fertilisers.", "charcoal fertilisers", False),
        ("CHARCOAL FERTILISERS", "charcoal fertilisers", False),
        ("Connected instruments", "connected instruments", False),
        ("Оптовая торговля", "оптовая торговля", False),
    ],
)
def test_industry_is_the_class_else_the_words(text: str, key: str, is_broad: bool) -> None:
    assert (industry_of(text).key, industry_of(text).is_broad) == (key, is_broad)


def goods(*rows: tuple[int, str, str, int]) -> GoodsOfIndustries:
    cells: list[dict[str, Any]] = [
        {"hs_level": level, "industry": industry, "hs_group": group, "firms": firms}
        for level, industry, group, firms in rows
    ]
    return GoodsOfIndustries(cells, pseudo_firms=5, least_firms=30)


TWO = (
    (4, "mill", "5205", 60),
    (4, "mill", "8542", 1),
    (4, "dealer", "8542", 60),
    (2, "mill", "52", 60),
    (2, "mill", "85", 1),
    (2, "dealer", "85", 60),
    (0, "mill", "", 61),
    (0, "dealer", "", 60),
)


def test_goods_of_one_firm_fit_its_industry_badly_and_its_own_import_does_not_vouch_for_it() -> None:
    found = goods(*TWO)
    odd, usual = found.fit("mill", "8542"), found.fit("dealer", "8542")

    assert odd.probability < 0.05
    assert usual.probability > 0.9
    assert odd.lift < 0.1
    assert usual.lift > 1


def test_heading_nobody_has_seen_is_rare_and_not_impossible() -> None:
    fit = goods(*TWO).fit("dealer", "9306")

    assert 0 < fit.probability < 0.01


def test_industry_needs_enough_other_firms() -> None:
    found = goods((0, "thirty", "", 30), (0, "thirty-one", "", 31))

    assert not found.is_judged("thirty")
    assert found.is_judged("thirty-one")
    assert not found.is_judged("unheard of")


def test_wider_group_stands_in_where_a_heading_is_new_to_an_industry() -> None:
    rows = (*TWO, (4, "repairer", "8541", 40), (2, "repairer", "85", 40), (0, "repairer", "", 40))
    found = goods(*rows)

    assert found.fit("repairer", "8542").probability > 3 * found.fit("mill", "8542").probability


def test_basket_is_weighted_by_value() -> None:
    good, bad = Fit(0.5, 2.0), Fit(0.01, 0.5)

    assert basket_fit([(good, 10), (bad, 10)]) == pytest.approx(0)
    assert basket_fit([(good, 30), (bad, 10)]) > 0 > basket_fit([(good, 10), (bad, 30)])
    assert basket_fit([(good, 0), (bad, 0)]) == pytest.approx(0)
