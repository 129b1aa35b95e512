"""The estimate sheet from reported rows: figures, bounds, alternatives, guards, and the rows behind them."""

import json
from collections.abc import Iterator
from functools import cache
from itertools import product

import pytest
from flow_rows import FlowRows

from entrepot.flows.estimate import EstimateSheet, PartnerEstimate, rows_of_estimate
from entrepot.flows.estimating import estimate_sheet
from entrepot.settings import Study
from entrepot.store.engine import DuckEngine, Engine

LISTED = ("854231", "853221", "848210")
PLAIN = ("850110", "851610", "900410", "850910")  # on no list, alone in their groups
MONTHS = tuple(f"{year}-{month:02}" for year in (2020, 2021, 2022) for month in range(1, 13))
CUTOFF = "2022-02"
GROWTH = {"KZ": (4.0, 1.5), "BR": (1.2, 1.2), "RU": (0.1, 0.6), "GE": (1.5, 1.5)}  # of listed and of other goods
BASE = 60_000.0


@cache
def rows() -> tuple[tuple[str, str, str, float], ...]:
    """Return who reports what with whom, goods, month, value: three years of EU exports, and Kazakhstan's on to Russia."""
    found = []
    for (partner, growth), (place, goods), month in product(GROWTH.items(), enumerate((*LISTED, *PLAIN)), MONTHS):
        factor = growth[0 if goods in LISTED else 1] if month > CUTOFF else 1.0
        found.append((f"DE X {partner}", goods, month, BASE * (1 + place / 10) * factor))
    for goods, month in product(LISTED, MONTHS):
        found.append(("KZ X RU", goods, month, 90_000.0 if month > CUTOFF else 1_000.0))
        found.append(("KZ M DE", goods, month, 2.0 * BASE))
    return tuple(found)


def sheet(
    engine: Engine, *, without: tuple[str, ...] = (), goods: tuple[str, ...] = (*LISTED, *PLAIN)
) -> EstimateSheet:
    """Return the sheet of the rows, without some partners, of some goods only."""
    made = FlowRows()
    for way, code, month, value in rows():
        if code in goods and way.split()[2] not in without:
            made.add(way, code, month, value, snapshot=way[:4].strip())
    made.prepare(engine)
    return estimate_sheet(engine, Study(), draws=199)


@pytest.fixture(scope="module")
def whole() -> Iterator[EstimateSheet]:
    """Return the sheet of all rows."""
    engine = DuckEngine()
    yield sheet(engine)
    engine.close()


def of(found: EstimateSheet, partner: str) -> PartnerEstimate:
    """Return a partner's estimate, which must be there."""
    estimate = found.partner(partner)
    assert estimate is not None
    return estimate


def test_the_estimate_takes_off_what_would_have_grown(engine: Engine) -> None:
    found = sheet(engine)
    kazakhstan = of(found, "KZ")
    base, months = BASE * (1 + 1.1 + 1.2), 10

    assert found.currency_code == "EUR"
    assert kazakhstan.basis == "unlisted_goods_and_other_partners"
    assert kazakhstan.control_partners == ("BR",)
    assert kazakhstan.naive.value == pytest.approx(base * months * 3.0)
    assert kazakhstan.total.value == pytest.approx(base * months * (4.0 - 1.5))
    assert sum(month.diverted.value for month in kazakhstan.months) == pytest.approx(kazakhstan.total.value)
    assert of(found, "GE").total.value == pytest.approx(0.0, abs=1.0)
    assert [each.partner_iso for each in found.partners] == [
        "KZ",
        "GE",
    ]  # the unaffected and the destination stand beside
    rows_found = rows_of_estimate(engine, kazakhstan)
    since = sum(row["value"] for row in rows_found if row["flow_code"] == "X" and f"{row['period_on']:%Y-%m}" > CUTOFF)
    assert since == pytest.approx(sum(month.observed for month in kazakhstan.months))
    assert all(row["locator"] and row["snapshot_id"] for row in rows_found)


def test_every_total_has_an_interval_and_the_lost_exports_a_share(whole: EstimateSheet) -> None:
    found = whole
    kazakhstan = of(found, "KZ")

    for amount in (found.total, found.lost_direct, kazakhstan.total, kazakhstan.naive, kazakhstan.share_of_lost):
        assert amount is not None
        assert amount.low is not None
        assert amount.high is not None
        assert amount.low <= amount.value <= amount.high
    assert found.lost_direct is not None
    assert found.lost_direct.value == pytest.approx(BASE * 3.3 * 10 * 0.9)
    assert kazakhstan.share_of_lost is not None
    assert kazakhstan.share_of_lost.value == pytest.approx(kazakhstan.total.value / found.lost_direct.value)


def test_no_more_could_be_passed_on_than_went_out(whole: EstimateSheet) -> None:
    found = whole

    assert of(found, "KZ").passed_on_max == pytest.approx(3 * 10 * 90_000.0)
    assert of(found, "GE").passed_on_max is None
    assert "0 of 10 months" in of(found, "GE").passed_on_words


def test_alternatives_are_sorted_by_how_far_they_move_the_total(whole: EstimateSheet) -> None:
    kazakhstan = of(whole, "KZ")
    moves = [abs(each.moves_by) for each in kazakhstan.alternatives if each.moves_by is not None]
    by_name = {each.name: each for each in kazakhstan.alternatives}

    assert moves == sorted(moves, reverse=True)
    assert all((each.total is None) == (each.why_not is not None) for each in kazakhstan.alternatives)
    own = by_name["basis_own_baseline"].total
    assert own is not None
    assert own.value == pytest.approx(kazakhstan.naive.value)
    assert by_name["without_chapter_84"].moves_by == pytest.approx(-BASE * 1.2 * 10 * 2.5)
    mirrored = by_name["importers_figures"].total
    assert mirrored is not None
    assert mirrored.value == pytest.approx(0.0, abs=1.0)  # its own customs see no rise
    assert by_name["freight_0"].why_not == "No importer's figure is used in the headline."
    assert by_name["baseline_years_2017_2021"].why_not == "Only 24 of 60 months have figures."
    ppml = by_name["ppml"].total
    assert ppml is not None
    assert ppml.value == pytest.approx(kazakhstan.total.value, rel=0.02)


def test_without_comparison_the_estimate_is_the_naive_figure_and_says_so(duck: DuckEngine) -> None:
    kazakhstan = of(sheet(duck, without=("BR",), goods=LISTED), "KZ")

    assert kazakhstan.basis == "own_baseline"
    assert kazakhstan.total.value == pytest.approx(kazakhstan.naive.value)
    assert any("equals the naive figure" in note for note in kazakhstan.notes)


def test_a_partner_without_a_baseline_is_left_out_with_the_reason(duck: DuckEngine) -> None:
    made = FlowRows()
    for way, code, month, value in rows():
        if way != "DE X GE":
            made.add(way, code, month, value, snapshot=way)
        elif month > CUTOFF:  # the United States begin to report then
            made.add("US X GE", code, month, value, snapshot="us")
    made.prepare(duck)
    found = estimate_sheet(duck, Study(), draws=199, partners=("GE", "KZ", "UZ"), with_ppml=False)

    assert [each.partner_iso for each in found.partners] == ["KZ"]
    assert {each.partner_iso: each.reason for each in found.left_out} == {
        "GE": "No exporter of the coalition has figures of this partner for most months before and since the cut-off.",
        "UZ": "No listed goods to it in the statistics of this case.",
    }


def test_no_statistics_give_an_empty_sheet(duck: DuckEngine) -> None:
    FlowRows().prepare(duck)

    found = estimate_sheet(duck, Study())

    assert found.partners == ()
    assert found.total is None
    assert found.lost_direct is None


def test_goods_cut_by_an_edition_are_left_out_and_named(duck: DuckEngine) -> None:
    made = FlowRows()
    for way, code, month, value in rows():
        made.add(way, code, month, value)
    for month in MONTHS:
        made.add("DE X KZ", "854140" if month < "2022-01" else "854142", month, 1e6)
    made.prepare(duck)
    found = estimate_sheet(duck, Study(), draws=199)

    assert not any(group.startswith("85414") for group in of(found, "KZ").goods_groups)
    assert any("854140" in guard for guard in found.guards)


def test_the_sheet_is_the_same_twice_and_fits_json(duck: DuckEngine, whole: EstimateSheet) -> None:
    assert sheet(duck) == whole
    told = json.loads(json.dumps(whole.to_json()))
    assert told["partners"][0]["partner_iso"] == "KZ"
    assert told["partners"][0]["months"][0]["month"] == "2022-03"
