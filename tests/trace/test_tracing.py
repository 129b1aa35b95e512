"""Chains asked for in every direction, with gaps, links, limits, chance and order."""

from typing import Any

import pytest
from traced_rows import background, line, load, question

from entrepot.store.engine import DuckEngine, Engine, rows_of
from entrepot.trace.answer import Answer
from entrepot.trace.tracing import match, trace

RELAY = (
    line(0, "A.DE>B.KZ", 0, 2598),
    line(1, "B.KZ>C.KG", 14, 2598, value_usd=28000.0),
    line(2, "C.KG>D.RU", 30, 2598, value_usd=31000.0),
)
LOOK_ALIKE = (line(3, "X.DE>Y.KZ", 0, 2500), line(4, "Y.KZ>Z.RU", 14, 2500))


def ways(answer: Answer) -> list[str]:
    return [">".join(party.party_id or "?" for party in chain.parties) for chain in answer.chains]


@pytest.mark.parametrize(
    "asked",
    [
        {"to": ("D",)},
        {"from_": ("A",)},
        {"through": ("B",)},
        {"through": ("C",)},
        {"parts": ("gx 100",), "to": ("D",)},
        {"parts": ("ГХ-100", "GX-100"), "from_": ("A",)},
        {"hs": ("8542",), "to": ("D",)},
        {"from_": ("A",), "to": ("D",)},
        {"from_": ("A",), "to_iso": "RU"},
        {"to_iso": "RU", "through": ("B",)},
    ],
    ids=str,
)
def test_a_relay_is_found_from_either_end_and_from_between(engine: Engine, asked: dict[str, Any]) -> None:
    load(engine, [*RELAY, *LOOK_ALIKE, *background(10, 60)])

    answer = trace(engine, question(**asked), deep_deals=200)

    assert ways(answer) == ["A>B>C>D"]
    [chain] = answer.chains
    assert [(hop.first_on, hop.quantity) for hop in chain.hops] == [
        ("2023-01-01", 2598.0),
        ("2023-01-15", 2598.0),
        ("2023-01-31", 2598.0),
    ]
    assert (chain.bounds.at_least, chain.bounds.at_most, chain.unit) == (2598.0, 2598.0, "pcs")
    assert [passing.tier for passing in chain.passings] == ["part_and_quantity"] * 2
    assert not chain.has_gap


def test_goods_alone_are_followed_to_wherever_they_end(engine: Engine) -> None:
    load(engine, [*RELAY, *LOOK_ALIKE])

    assert sorted(ways(trace(engine, question(parts=("GX-100",))))) == ["A>B>C>D", "X>Y>Z"]
    assert sorted(ways(trace(engine, question(hs=("854239",))))) == ["A>B>C>D", "X>Y>Z"]
    assert trace(engine, question(hs=("854231",))).chains == ()


def test_a_start_between_is_cut_there(engine: Engine) -> None:
    load(engine, RELAY)

    assert ways(trace(engine, question(from_=("B",), to=("D",)))) == ["B>C>D"]
    assert ways(trace(engine, question(to=("D",), hops=2))) == ["B>C>D"]
    assert ways(trace(engine, question(from_=("A",), hops=2))) == ["A>B>C"]


def test_an_odd_quantity_stands_out_and_a_round_one_does_not(engine: Engine) -> None:
    load(engine, [*RELAY[:1], line(1, "B.KZ>D.RU", 14, 2598), *LOOK_ALIKE, *background(10, 400)])

    answer = trace(engine, question(to_iso="RU"))

    raised = {chain.parties[-1].party_id: chain for chain in answer.chains}
    assert raised["D"].is_raised
    assert raised["D"].bits == pytest.approx(8.654, abs=0.01)  # log2 of 402 lines that are not the firm's own
    assert raised["D"].p_value is not None
    assert 0 < raised["D"].p_value <= 0.01
    assert not raised["Z"].is_raised
    assert raised["Z"].bits == pytest.approx(6.644, abs=0.001)  # two digits that are not nought
    assert raised["Z"].bounds.at_most == 2500


def test_goods_that_leave_before_they_come_are_no_chain(engine: Engine) -> None:
    load(engine, [line(0, "A.DE>B.KZ", 20, 2598), line(1, "B.KZ>D.RU", 10, 2598)])

    answer = trace(engine, question(to=("D",)))

    assert answer.chains == ()
    assert answer.candidates == 0


def test_an_unseen_hop_is_drawn_as_inferred_with_what_is_known_on_both_sides(engine: Engine) -> None:
    load(engine, [line(0, "A.DE>B.KZ", 0, 2598), line(1, "C.KZ>D.RU", 40, 2598), *background(10, 60)])

    [chain] = trace(engine, question(to=("D",)), deep_deals=200).chains

    assert [party.party_id for party in chain.parties] == ["A", "B", "C", "D"]
    [passing] = chain.passings
    assert (passing.kind, passing.is_inferred, passing.lag_days) == ("gap", True, (40, 40))
    assert (passing.receiver.party_id, passing.sender.party_id) == ("B", "C")
    assert "no line shows what lies between" in passing.words
    assert chain.has_gap
    assert [hop.is_inferred for hop in chain.hops] == [False, False]
    assert "A part of the way is inferred: no line shows it." in chain.caveats
    [lot, _] = rows_of(engine.read("trace__lot"))
    assert (lot["is_inferred"], lot["kind"], lot["in_party_id"], lot["out_party_id"]) == (True, "gap", "B", "C")


@pytest.mark.parametrize(
    ("into", "out"), [("A.DE>?.KZ", "C.KZ>D.RU"), ("A.DE>B.KZ", "?.KZ>D.RU"), ("A.DE>?.KZ", "?.KZ>D.RU")]
)
def test_a_firm_that_no_line_names_is_a_gap(engine: Engine, into: str, out: str) -> None:
    load(engine, [line(0, into, 0, 2598), line(1, out, 40, 2598)])

    [chain] = trace(engine, question(to=("D",), parts=("GX-100",))).chains

    assert chain.passings[0].kind == "gap"
    assert {party.country_iso for party in chain.parties} == {"DE", "KZ", "RU"}


def test_what_no_line_explains_is_told_as_a_gap(engine: Engine) -> None:
    load(engine, [line(0, "A.DE>B.KZ", 0, 100), line(1, "B.KZ>D.RU", 10, 300)])

    answer = trace(engine, question(to=("D",)))

    assert [chain.bounds.at_most for chain in answer.chains] == [100.0]
    [gap] = answer.gaps
    assert (gap.quantity, gap.received, gap.is_inferred) == (200.0, 1, True)
    assert gap.words.startswith("200 pcs of HS 854239 GX-100 came from Firm B to Firm D")
    assert [row["locator"] for row in gap.lines] == ["row 3"]


def test_links_are_shown_and_join_goods_only_if_asked(engine: Engine) -> None:
    lines = [line(0, "A.DE>B.KZ", 0, 2598), line(1, "C.AM>D.RU", 40, 2598)]
    load(engine, lines, links=[("B", "C")])

    assert trace(engine, question(to=("D",))).chains == ()
    [chain] = trace(engine, question(to=("D",), by_links=True)).chains

    assert [passing.kind for passing in chain.passings] == ["link"]
    assert [(link["party_a_id"], link["party_b_id"]) for link in chain.links] == [("B", "C")]


def test_goods_off_the_list_are_followed_only_if_asked(engine: Engine) -> None:
    lines = [{**row, "hs6": "940360", "hs_code": "940360"} for row in RELAY]
    load(engine, lines)

    assert trace(engine, question(to=("D",))).chains == ()
    assert ways(trace(engine, question(to=("D",), controls_list=None))) == ["A>B>C>D"]
    assert ways(trace(engine, question(to=("D",), hs=("9403",)))) == ["A>B>C>D"]


def test_the_order_of_rows_changes_nothing(duck: DuckEngine) -> None:
    lines = [*RELAY, *LOOK_ALIKE, *background(10, 200)]
    answers = []
    for shuffle in (1, 2, 3):
        load(duck, lines, shuffle=shuffle)
        answers.append(trace(duck, question(to_iso="RU"), deep_deals=2000).to_json())

    assert answers[0] == answers[1] == answers[2]
    assert [row["kind"] for row in answers[0]] == ["chain", "chain", "summary"]


def test_every_hop_and_lot_names_its_line(duck: DuckEngine) -> None:
    load(duck, RELAY)

    chain, summary = trace(duck, question(to=("D",))).to_json()

    assert [[row["locator"] for row in hop["lines"]] for hop in chain["hops"]] == [["row 2"], ["row 3"], ["row 4"]]
    assert {row["snapshot_id"] for hop in chain["hops"] for row in hop["lines"]} == {"invented"}
    lots = rows_of(duck.read("trace__lot"))
    assert {(lot["method"], lot["locator"], lot["b_locator"]) for lot in lots} == {
        (method, f"row {n}", f"row {n + 1}") for method in ("best_fit", "first_in_first_out") for n in (2, 3)
    }
    assert (summary["chain_count"], summary["looked_at"]) == (1, 2)


def test_only_so_many_chains_are_shown_and_all_are_counted(duck: DuckEngine) -> None:
    lines = [line(n, f"A{n}.DE>B.KZ", n, 101.0 + n) for n in range(5)]
    load(duck, [*lines, *(line(10 + n, "B.KZ>D.RU", 20 + n, 101.0 + n) for n in range(5))])

    answer = trace(duck, question(to=("D",)), shown=2)

    assert (len(answer.chains), answer.chain_count, answer.candidates) == (2, 5, 5)


def test_paths_that_there_is_no_room_for_are_counted(duck: DuckEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("entrepot.trace.paths.WIDTH", 2)
    monkeypatch.setattr("entrepot.trace.paths._STARTS", 1)
    lines = [line(n, f"A{n}.DE>B.KZ", n, 101.0 + n) for n in range(5)]
    load(duck, [*lines, *(line(10 + n, f"B.KZ>D{n % 2}.RU", 20 + n, 101.0 + n) for n in range(5))])

    answer = trace(duck, question(to_iso="RU"))

    assert answer.chain_count == 2
    assert answer.dropped == 2  # a start of two, a path of three


def test_a_forwarder_with_many_lines_costs_no_square(duck: DuckEngine) -> None:
    # 4,000 lines in and out at one firm: 16 million pairs, and some lots for each line.
    ins = [line(n, f"S{n % 50}.CN>F.KZ", n // 11, float(50 + n % 70)) for n in range(4000)]
    outs = [line(4000 + n, f"F.KZ>R{n % 60}.RU", 20 + n // 11, float(50 + n % 90)) for n in range(4000)]
    load(duck, [*ins, *outs])

    matched = match(duck, question(to_iso="RU"))

    assert len(matched.ledger) == 8000
    assert 3000 < len(matched.accounts[0].lots) < 8000  # conserved quantity: never more lots than lines


def test_goods_of_a_firm_whose_own_sales_are_not_looked_at_fill_no_gap(engine: Engine) -> None:
    # Firm S got the part from C and sold it on to somebody who is not looked at; what A sends is not inferred to be that.
    relays = [line(0, "A.DE>B.KZ", 20, 100), line(1, "B.KZ>D.RU", 30, 100)]
    others = [line(2, "M.CN>C.KZ", 0, 150), line(3, "C.KZ>D.RU", 8, 50), line(4, "C.KZ>S.DE", 10, 100)]
    load(engine, [*relays, *others, line(5, "S.DE>T.AM", 15, 100)])

    assert sorted(ways(trace(engine, question(to=("D",), hops=5)))) == ["A>B>D", "M>C>D"]


def test_candidates_are_the_triples_that_may_end_where_it_was_asked(duck: DuckEngine) -> None:
    suppliers = [line(n, f"A{n}.DE>B.KZ", n, 101.0 + n) for n in range(3)]
    customers = [line(10 + n, f"B.KZ>D{n}.RU", 20 + n, 101.0 + n) for n in range(4)]
    load(
        duck, [*suppliers, *customers, line(20, "B.KZ>E.RU", 1, 7)]
    )  # E got its goods before the third supplier's came

    assert trace(duck, question(to=("D0",))).candidates == 3
    assert trace(duck, question(to=("E",))).candidates == 2
    assert trace(duck, question(from_=("A0",))).candidates == 5
    assert trace(duck, question(to_iso="RU")).candidates == 14
