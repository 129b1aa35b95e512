"""From finds in equipment to lines, firms, controls and chains: what is led to, what is shown apart and what is left out."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from traced_rows import AS_OF, EVIDENCE, line, load, question

from entrepot.normalise.part_numbers import part_number_key
from entrepot.records.component import COMPONENT
from entrepot.records.linked import CONTROLLED_LINE
from entrepot.store.engine import Engine
from entrepot.store.tables import to_arrow
from entrepot.trace.find_answer import Finds
from entrepot.trace.finds import FindQuestion, find_lines
from entrepot.trace.part_keys import part_keys
from entrepot.trace.tracing import trace

PART = "XC7Z020"
ORDERED = "XC7Z020-1CLG484I"


def named(text: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 (columns)
    """Return columns of a line that names a part."""
    return {"part_number": text, "part_number_key": part_number_key(text), **more}


def find(number: int, part: str | None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 (columns)
    """Return an invented find in the glider."""
    return {
        "component_id": f"find {number}",
        "equipment": "Glider (invented)",
        "maker_name": "Xilinx (invented find)",
        "part_number": part,
        "hs6": "854239",
        **EVIDENCE,
        "locator": f"row {number + 2}",
        **more,
    }


def load_case(engine: Engine, lines: Iterable[dict[str, Any]], finds: Iterable[dict[str, Any]]) -> None:
    """Register lines and finds; every line is on the list."""
    rows = list(lines)
    load(engine, rows)
    engine.register("linked__component", to_arrow(COMPONENT.linked(), list(finds)))
    listed = {"hs_group_id": "854239", "is_break": False, "is_listed_then": True}
    listings = [{"declaration_id": row["declaration_id"], **listed} for row in rows]
    engine.register("linked__controlled_line", to_arrow(CONTROLLED_LINE, listings))


def asked(engine: Engine, *parts: str, weapon: str | None = None, with_lines: bool = False) -> Finds:
    return find_lines(engine, FindQuestion(AS_OF, weapon, parts, "RU"), with_lines=with_lines)


def ways(found: Finds) -> list[tuple[str | None, str | None, str]]:
    return [(firm.seller_name, firm.part_number, firm.tier) for firm in found.firms]


def test_a_weapon_leads_to_its_parts_and_to_who_sold_them(engine: Engine) -> None:
    lines = [
        line(0, "A.DE>B.RU", 0, 40, **named(ORDERED, brand="XILINX")),
        line(1, "A.DE>B.RU", 9, 60, **named(ORDERED, brand="XILINX")),
        line(2, "C.HK>D.KZ", 5, 7, **named(PART)),
        line(3, "E.HK>D.KZ", 5, 7, **named("XC7Z02-1CLG484I")),
        line(4, "E.HK>D.KZ", 5, 7, **named("XC7Z030-1CLG484I")),
    ]
    load_case(engine, lines, [find(0, PART), find(1, None), find(2, "GX-100", equipment="Lamp")])

    found = asked(engine, weapon="gliDER", with_lines=True)

    assert [(f.equipment, f.part_number, f.locator) for f in found.finds] == [
        ("Glider (invented)", PART, "row 2"),
        ("Glider (invented)", None, "row 3"),
    ]
    assert found.parts == (PART,)
    to_russia, to_kazakhstan = found.firms
    assert (to_russia.seller_name, to_russia.buyer_name, to_russia.is_to_destination) == ("Firm A", "Firm B", True)
    assert (to_russia.line_count, to_russia.quantity, to_russia.value_usd) == (2, 100.0, 1000.0)
    assert (to_russia.first_on, to_russia.last_on) == (date(2023, 1, 1), date(2023, 1, 10))
    assert (to_russia.tier, to_russia.maker_says, to_russia.controlled_count) == ("family", "agrees", 2)
    assert to_russia.reason == "XC7Z020 names the type, XC7Z020-1CLG484I also package or grade"
    assert [place.locator for place in to_russia.places] == ["row 2", "row 3"]
    assert (to_kazakhstan.tier, to_kazakhstan.maker_says) == ("exact", "not_stated")
    assert [row["locator"] for row in found.lines] == ["row 2", "row 4", "row 3"]
    assert ("chpl", "854239", 3) in {(c.list_id, c.hs6, c.line_count) for c in found.controls}
    kinds = [row["kind"] for row in found.to_json()]
    assert [kinds.count(kind) for kind in ("find", "find_line", "find_firm")] == [2, 3, 2]


def test_another_makers_lines_are_named_so_and_a_number_that_only_they_bear_is_not_followed(engine: Engine) -> None:
    lines = [
        line(0, "A.DE>B.RU", 0, 40, **named(PART, brand="Xilinx")),
        line(1, "C.DE>B.RU", 0, 40, **named(PART, brand="Murata")),
        line(2, "D.DE>B.RU", 0, 40, **named(ORDERED, brand="Murata")),
    ]
    load_case(engine, lines, [find(0, PART)])

    found = asked(engine, PART)

    assert [(firm.seller_name, firm.maker_says) for firm in found.firms] == [
        ("Firm A", "agrees"),
        ("Firm C", "differs"),
        ("Firm D", "differs"),
    ]
    assert found.not_parts == ("XC7Z0201CLG484I",)
    assert found.other_maker_count == 2
    assert found.summary()["caveats"] == [
        "A line that names such a part does not say that this piece was in that equipment.",
        "Not followed in chains: 2 lines that name another maker than the find.",
        "Not followed, for their lines name another maker or say too little: XC7Z0201CLG484I.",
    ]


@pytest.mark.parametrize(
    ("part", "left_out", "good"),
    [
        ("GX-100", {"brand": "Murata"}, {"brand": "Xilinx"}),
        ("GX-100", {"producer_name": "Murata"}, {}),
        ("555", {"hs6": "854231"}, {"hs6": "854239"}),
    ],
)
def test_chains_are_not_led_over_lines_that_are_judged_another_part(
    engine: Engine, part: str, left_out: dict[str, str], good: dict[str, str]
) -> None:
    lines = [
        line(0, "A.DE>B.KZ", 0, 2598, **named(part, **left_out)),
        line(1, "B.KZ>C.RU", 14, 2598, **named(part, **left_out)),
        line(2, "X.DE>Y.KZ", 0, 777, **named(part, **good)),
        line(3, "Y.KZ>Z.RU", 14, 777, **named(part, **good)),
    ]
    load_case(engine, lines, [find(0, part)])

    found = asked(engine, weapon="glider")
    asked_for = question(parts=found.parts, not_parts=found.not_parts, left_out=found.left_out, to_iso="RU")
    [chain] = trace(engine, asked_for, deep_deals=200).chains

    assert found.not_parts == ()
    assert [party.party_id for party in chain.parties] == ["X", "Y", "Z"]


def test_a_maker_that_is_not_stated_is_not_another(engine: Engine) -> None:
    brands = ("N/A", "VARIOUS", "ТОВАРНЫЙ ЗНАК ОТСУТСТВУЕТ", "Vishay Siliconix", "TI")
    lines = [line(n, "A.DE>B.RU", n, 1, **named("SI7850DP-T1-E3", brand=brand)) for n, brand in enumerate(brands)]
    load_case(engine, lines, [find(0, "SI7850DP", maker_name="Vishay")])

    found = asked(engine, weapon="glider", with_lines=True)

    assert [row["maker_says"] for row in found.lines] == [*["not_stated"] * 3, "agrees", "differs"]
    assert {row["tier"] for row in found.lines} == {"packing"}


@pytest.mark.parametrize(("found_on", "is_after"), [(date(2023, 3, 1), [False, True]), (None, [False, False])])
def test_lines_later_than_the_find_stand_apart_and_the_first_of_a_month_may_mean_the_month(
    engine: Engine, found_on: date | None, is_after: list[bool]
) -> None:
    in_march, in_april = 80, 91
    lines = [line(0, "A.DE>B.RU", in_march, 1, **named(PART)), line(1, "A.DE>B.RU", in_april, 1, **named(PART))]
    load_case(engine, lines, [find(0, PART, found_on=found_on), find(1, PART, found_on=date(2022, 1, 5))])

    found = asked(engine, weapon="Glider", with_lines=True)

    assert [row["is_after_find"] for row in found.lines] == is_after


def test_a_line_is_too_late_only_after_every_find_that_agrees_with_it_in_any_way(engine: Engine) -> None:
    finds = [find(0, ORDERED, found_on=date(2023, 1, 5)), find(1, PART, found_on=date(2023, 6, 5))]
    lines = [line(n, "A.DE>B.RU", day, 1, **named(ORDERED)) for n, day in enumerate((60, 200))]
    load_case(engine, lines, [*finds, find(2, "XC7Z030", found_on=None)])

    assert [row["is_after_find"] for row in asked(engine, weapon="Glider", with_lines=True).lines] == [False, True]
    assert [row["is_after_find"] for row in asked(engine, ORDERED, with_lines=True).lines] == [False, True]


def test_chains_to_a_weapon_end_with_its_last_find_and_those_of_a_part_do_not(engine: Engine) -> None:
    lines = [
        line(0, "A.DE>B.KZ", 0, 2598, **named(PART)),
        line(1, "B.KZ>C.RU", 14, 2598, **named(PART)),
        line(2, "X.DE>Y.KZ", 60, 777, **named(PART)),
        line(3, "Y.KZ>Z.RU", 91, 777, **named(PART)),
    ]
    load_case(engine, lines, [find(0, PART, found_on=date(2023, 3, 1))])

    ends = {}
    for name, found in (("weapon", asked(engine, weapon="glider")), ("part", asked(engine, PART))):
        asked_for = question(parts=found.parts, left_out=found.left_out, found_by=found.found_by, to_iso="RU")
        ends[name] = {chain.parties[-1].party_id for chain in trace(engine, asked_for, deep_deals=200).chains}

    assert ends == {"weapon": {"C"}, "part": {"C", "Z"}}
    assert any("1 lines later than every find" in words for words in asked(engine, weapon="glider").caveats)


def test_finds_after_the_day_asked_are_not_seen(engine: Engine) -> None:
    finds = [find(0, PART, found_on=AS_OF), find(1, ORDERED, found_on=AS_OF + timedelta(days=1)), find(2, "GX-100")]
    load_case(engine, [], finds)

    assert [f.part_number for f in asked(engine, weapon="Glider").finds] == ["GX-100", PART]


def test_a_decimal_point_makes_another_part_and_no_lot(engine: Engine) -> None:
    lines = [
        line(0, "A.DE>B.KZ", 0, 2598, **named("SMAJ5.0A")),
        line(1, "B.KZ>C.RU", 14, 2598, **named("SMAJ50A")),
        line(2, "X.DE>Y.KZ", 0, 777, **named("SMAJ5.0A")),
        line(3, "Y.KZ>Z.RU", 14, 777, **named("SMAJ5,0A")),
    ]
    load_case(engine, lines, [])

    assert [key.reported for key in part_keys(engine, ["SMAJ5.0A"])] == ["SMAJ5,0A"]
    [chain] = trace(engine, question(parts=("SMAJ5.0A",), to_iso="RU"), deep_deals=200).chains
    assert chain.passings[0].tier == "part_and_quantity"
    assert [party.party_id for party in chain.parties] == ["X", "Y", "Z"]
    plain = trace(engine, question(to_iso="RU"), deep_deals=200).chains
    assert [c.parties[0].party_id for c in plain] == ["X"]


def test_lines_without_a_value_are_counted_beside_the_sum(engine: Engine) -> None:
    lines = [line(n, "A.DE>B.RU", n, 5, **named(PART), value_usd=usd) for n, usd in enumerate((50.0, None, None))]
    load_case(engine, lines, [find(0, PART)])

    [firm] = asked(engine, PART).firms

    assert (firm.value_usd, firm.unvalued_count, firm.line_count) == (50.0, 2, 3)
    assert asked(engine, PART).summary()["lines_without_value"] == 2


def test_a_short_number_needs_its_maker_or_its_code(engine: Engine) -> None:
    lines = [
        line(0, "A.DE>B.RU", 0, 1, **named("555", brand="Xilinx", hs6="854231")),
        line(1, "C.DE>B.RU", 0, 1, **named("555", hs6="854239")),
        line(2, "D.DE>B.RU", 0, 1, **named("555", hs6="392690")),
        line(3, "D.DE>B.RU", 0, 1, **named("5551", brand="Xilinx")),
    ]
    load_case(engine, lines, [find(0, "555")])

    found = asked(engine, weapon="Glider")

    assert sorted(firm.seller_name or "" for firm in found.firms) == ["Firm A", "Firm C"]
    assert found.weak_left_out == 1


def test_a_part_without_a_find_still_leads_to_its_lines(engine: Engine) -> None:
    load_case(engine, [line(0, "A.DE>B.RU", 0, 1, **named("74HC00D"))], [find(0, PART)])

    found = asked(engine, "SN74HC00DR")

    assert found.finds == ()
    assert ways(found) == [("Firm A", "74HC00D", "grade")]
    assert asked(engine, "74HC0").firms == ()


def test_goods_of_one_part_in_other_packing_pass_a_firm_and_the_chain_says_so(engine: Engine) -> None:
    lines = [
        line(0, "A.DE>B.KZ", 0, 2598, **named("AD8221ARMZ-R7")),
        line(1, "B.KZ>C.RU", 14, 2598, **named("AD8221ARMZ")),
        line(2, "X.DE>Y.KZ", 0, 2598, **named("AD8221ARZ")),
        line(3, "Y.KZ>Z.RU", 14, 2598, **named("AD8220ARMZ")),
    ]
    load_case(engine, lines, [])

    answer = trace(engine, question(parts=("АD8221ARМZ-R7",), to_iso="RU"), deep_deals=200)

    [chain] = answer.chains
    assert [party.party_id for party in chain.parties] == ["A", "B", "C"]
    assert [hop.goods for hop in chain.hops] == ["HS 854239 AD8221ARMZ-R7", "HS 854239 AD8221ARMZ"]
    assert chain.passings[0].tier == "part_and_quantity"
    assert any(
        "Lines say AD8221ARMZ, not" in caveat and "same type, other packing" in caveat for caveat in chain.caveats
    )
    left_out = trace(engine, question(parts=("AD8221ARMZ-R7",), to_iso="RU", not_parts=("AD8221ARMZ",)), deep_deals=200)
    assert left_out.chains == ()


def test_part_numbers_of_lines_are_found_by_seller_prefix_and_mistyped_signs(engine: Engine) -> None:
    texts = ("TPS54331DR", "595-TPS54331DR", "TPS5433IDR", "TPS54332DR", "TPS54331DR-ND")
    load_case(engine, [line(n, "A.DE>B.RU", n, 1, **named(text)) for n, text in enumerate(texts)], [])

    found = {key.reported: key.match.tier for key in part_keys(engine, ["TPS54331DR"])}

    assert found == {
        "TPS54331DR": "exact",
        "595-TPS54331DR": "packing",
        "TPS54331DR-ND": "packing",
        "TPS5433IDR": "look_alike",
    }
