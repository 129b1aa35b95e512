"""The model of a chain's drawing: lanes, bands, what is held, what is inferred, in days and quantities."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from entrepot.case.results import Results
from entrepot.report.chain_bands import MOST_DAYS, MOST_MONTHS, Consignment, Lot, bands_of, held_of
from entrepot.report.chain_drawing import chain_picture, gap_picture, traced
from entrepot.report.chain_words import bounds_words, chain_title, outcome_facts, why_not_raised
from entrepot.report.figures.chain_model import ChainPicture
from entrepot.store.engine import Row
from entrepot.trace.answer import Answer

from .chain_cases import START, answered, case_of, gap, line, many, two_hops, unnamed_gap


def drawn(folder: Path, rows: list[Row], **asked: object) -> tuple[Answer, ChainPicture]:
    results = case_of(folder, rows)
    answer = answered(results, **asked)  # type: ignore[arg-type]
    picture = chain_picture(answer.chains[0], traced(results, answer))
    results.engine.close()
    return answer, picture


def test_the_title_states_what_is_seen(tmp_path: Path) -> None:
    _, picture = drawn(tmp_path, two_hops())

    assert picture.title == "2,598 pieces: Firm a → Firm b → Firm c, 12 days"
    assert picture.facts[0] == "At least 2,598 and at most 2,598 pieces could have passed."
    assert "7 needed" in picture.facts[1]
    assert picture.outcome == "clear"
    assert picture.caveats == ("Agreeing goods and amounts do not say that they are the same pieces.",)


def test_quantity_is_held_from_arrival_until_it_leaves(tmp_path: Path) -> None:
    rows = [line(2, "a.DE>b.KZ", 9, 3000.0), line(4, "b.KZ>c.RU", 12, 1100.0), line(5, "b.KZ>c.RU", 29, 900.0)]
    _, picture = drawn(tmp_path, rows)

    [held] = picture.held
    days = [START + timedelta(days=day) for day in (9, 12, 29)]
    assert held.steps == tuple(zip(days, (2000.0, 900.0, 0.0), strict=True))
    assert [(band.quantity, band.matched) for band in picture.shipped] == [(3000, 2000), (1100, 1100), (900, 900)]
    assert picture.title.endswith("Firm c, over 20 days")
    lane = next(lane for lane in picture.lanes if lane.lane_id == "b")
    assert lane.words == "received 3,000, sent 2,000 pieces; held up to 20 days"


def test_two_views_of_a_shipment_are_one_band_from_the_day_it_left_to_the_day_it_arrived(tmp_path: Path) -> None:
    rows = [
        line(2, "a.DE>b.KZ", 3, 2598.0, direction="export", reporting_iso="DE"),
        line(3, "a.DE>b.KZ", 9, 2598.0, reporting_iso="KZ"),
        line(4, "b.KZ>c.RU", 21, 2598.0, reporting_iso="RU"),
    ]
    answer, picture = drawn(tmp_path, rows)

    assert answer.paired_views == 1
    first = picture.shipped[0]
    assert (first.left_on, first.arrived_on, first.consignments) == (date(2023, 1, 4), date(2023, 1, 10), 1)


def test_an_inferred_passing_joins_two_lanes_or_stands_on_the_one_nobody_named(tmp_path: Path) -> None:
    _, named = drawn(tmp_path, gap(), parts=("GX-100",), to_iso="RU")
    _, unnamed = drawn(tmp_path, unnamed_gap(), parts=("GX-100",), to_iso="RU")

    [passing] = named.unseen
    assert (passing.from_lane, passing.to_lane, passing.quantity) == ("b", "d", 700.0)
    assert not named.held
    assert passing.words.startswith("Inferred")
    [passing] = unnamed.unseen
    assert passing.from_lane == passing.to_lane
    assert [lane.name for lane in unnamed.lanes] == ["Firm a", "not named", "Firm c"]
    assert any("inferred" in words for words in unnamed.caveats)


def test_goods_whose_way_begins_unseen_are_a_picture_with_an_unseen_side(tmp_path: Path) -> None:
    results = case_of(tmp_path, [line(2, "a.DE>b.KZ", 9, 50.0), line(9, "b.KZ>c.RU", 2, 1100.0)])
    answer = answered(results, to=("c",))
    picture = gap_picture(answer.gaps[0], traced(results, answer))
    results.engine.close()

    assert (picture.outcome, picture.title) == ("gap", "1,100 pieces: ··?·· Firm b → Firm c")
    assert [lane.name for lane in picture.lanes] == ["whoever had them before", "Firm b", "Firm c"]
    assert picture.unseen[0].after_hop == -1


def test_no_value_is_not_zero(tmp_path: Path) -> None:
    rows = [{**row, "value_usd": None} for row in two_hops()]
    _, picture = drawn(tmp_path, rows)

    assert [band.value_usd for band in picture.shipped] == [None, None]


def test_the_json_form_is_plain_and_tells_inferred_from_observed(tmp_path: Path) -> None:
    _, picture = drawn(tmp_path, gap(), parts=("GX-100",), to_iso="RU")
    read = json.loads(json.dumps(picture.to_json(), allow_nan=False))

    assert (read["kind"], read["version"]) == ("chain_picture", 1)
    assert read["shipped"][0]["arrived_on"] == "2023-01-10"
    assert read["unseen"][0]["from_lane"] == "b"
    assert {band["from_lane"] for band in read["shipped"]} == {"a", "d"}


def consignments(count: int, apart: int) -> list[Consignment]:
    days = [START + timedelta(days=apart * k) for k in range(count)]
    return [Consignment(f"s{k:04}", day, day, 2.0, None, "observed") for k, day in enumerate(days)]


@pytest.mark.parametrize(("count", "apart", "bands"), [(24, 40, 24), (25, 10, 8), (80, 31, 7), (500, 0, 1)])
def test_days_become_months_and_months_years_where_they_are_too_many(count: int, apart: int, bands: int) -> None:
    made = bands_of(0, ("a", "b"), consignments(count, apart), ())

    assert len(made) == bands <= max(MOST_DAYS, MOST_MONTHS)
    assert sum(band.quantity for band in made) == 2.0 * count
    assert sum(band.consignments for band in made) == count
    assert all(START <= band.arrived_on <= START + timedelta(days=apart * count) for band in made)


def test_the_area_of_many_lots_is_thinned_and_ends_at_nothing() -> None:
    known = {c.shipment_id: c for c in consignments(2000, 1)}
    names = sorted(known)
    lots = [Lot(one, other, 2.0) for one, other in zip(names, names[5:], strict=False)]
    held = held_of("b", known, lots, "pcs")

    assert len(held.steps) <= 401
    assert max(level for _, level in held.steps) == 10.0
    assert held.steps[-1][1] == 0.0
    assert held.words.endswith("held 5 days")


def test_a_merged_hop_is_said(tmp_path: Path) -> None:
    _, picture = drawn(tmp_path, many(100))

    assert picture.notes[0].startswith("Hop 1: ")
    assert all(
        note.endswith("consignments are drawn merged by month, each at the middle of its days.")
        for note in picture.notes
    )


def test_bounds_and_thresholds_in_words(tmp_path: Path) -> None:
    answer, _ = drawn(tmp_path, two_hops())
    chain = answer.chains[0]
    bounds = chain.bounds
    loose = replace(chain, bounds=replace(bounds, first_in_first_out=77.0, at_most=3000.0))
    raised = replace(chain, bits=10.9, p_value=0.0012, q_value=0.07, is_raised=True)

    assert bounds_words(loose) == "77 to 3,000 pieces"
    assert bounds_words(replace(loose, bounds=replace(bounds, best_fit=0.0))) == "up to 2,598 pieces"
    assert (
        outcome_facts(raised)[1] == "10.9 bits of quantity (7 needed), p 0.0012 (0.01 at most), q 0.07 (0.1 at most)."
    )
    assert why_not_raised(raised) == ""
    assert why_not_raised(replace(raised, bits=6.6, q_value=0.12)) == "6.6 bits, below 7; q 0.12, above 0.1"
    assert why_not_raised(replace(raised, p_value=None)) == "p not computed"
    assert chain_title(
        replace(raised, hops=(chain.hops[0], replace(chain.hops[1], last_on=chain.hops[0].first_on)))
    ).endswith("all on one day")


def test_pictures_need_the_tables_of_the_answer(tmp_path: Path) -> None:
    results: Results = case_of(tmp_path, two_hops())
    answer = answered(results)
    known = traced(results, answer)
    results.engine.close()

    ids = {line["shipment_id"] for hop in answer.chains[0].hops for line in hop.lines}
    assert set(known.consignments) == ids


@pytest.mark.parametrize(("listed", "is_told"), [(date(2030, 12, 31), True), (date(2031, 1, 1), False)])
def test_a_listing_after_the_day_of_the_case_is_not_told(tmp_path: Path, listed: date, is_told: bool) -> None:
    results = case_of(tmp_path, two_hops(), listed=listed)
    answer = answered(results)
    picture = chain_picture(answer.chains[0], traced(results, answer))
    results.engine.close()

    assert bool(picture.elsewhere) is is_told
    assert picture.events == ()
