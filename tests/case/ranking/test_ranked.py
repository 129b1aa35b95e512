from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from ranking_findings import WEIGHTS, finding

from entrepot.case.ranking.ranked import rank_parties, summary_of
from entrepot.case.ranking.weights import EvidenceWeights, evidence_weights
from entrepot.records.catalogue import CORE_TABLES
from entrepot.records.declaration import DECLARATION
from entrepot.records.linked import CONTROLLED_LINE, LINKED_PARTY
from entrepot.settings import Study
from entrepot.store.engine import Engine, Row
from entrepot.store.tables import empty, to_arrow

PLACE = {"snapshot_id": "s", "locator": "row 2", "provenance": "synthetic"}
STUDY = Study()


def line(number: int, importer: str | None, exporter: str | None, value: float | None, **more: Any) -> Row:  # noqa: ANN401
    return {
        "declaration_id": f"d{number}",
        "declared_on": date(2023, 1, 9),
        "direction": "import",
        "importer_party_id": importer,
        "exporter_party_id": exporter,
        "value_usd": value,
        **PLACE,
        **more,
    }


@pytest.fixture
def world(engine: Engine) -> Engine:
    """Return an engine with parties a to d, and a person; the line d9 is not of controlled goods."""
    for table in CORE_TABLES:
        engine.register(table.linked().name, empty(table.linked()))
    parties = [
        {"party_id": i, "party_kind": kind, "name": f"Firm {i}", "country_iso": "KZ", "record_count": 1, **PLACE}
        for i, kind in (("a", "company"), ("b", "company"), ("c", "company"), ("p", "person"))
    ]
    lines = [
        line(1, "a", "x", 100.0),
        line(2, "b", "b", 250.0),
        line(3, None, "c", 70.0),
        line(4, "a", "b", None),
        line(5, "c", "x", 5_000.0, declared_on=date(2022, 2, 23)),
        line(9, "a", "c", 9_000.0),
    ]
    controlled = [
        {"declaration_id": f"d{n}", "hs_group_id": "g", "is_break": False, "is_listed_then": True} for n in range(1, 6)
    ]
    engine.register(LINKED_PARTY.name, to_arrow(LINKED_PARTY, parties))
    engine.register("linked__declaration", to_arrow(DECLARATION.linked(), [_whole(row) for row in lines]))
    engine.register(CONTROLLED_LINE.name, to_arrow(CONTROLLED_LINE, controlled))
    return engine


def _whole(row: Row) -> Row:
    """Return the row with what is required and not of interest."""
    table = DECLARATION.linked()
    fill = {c.name: "x" for c in table.columns if c.required and c.name not in row and pa.types.is_string(c.type)}
    return {**fill, **row}


def ranked(engine: Engine, findings: list[Row], study: Study = STUDY) -> list[Row]:
    return rank_parties(engine, findings, study, weights=WEIGHTS)


def test_parties_stand_by_the_sum_of_what_contributes(world: Engine) -> None:
    rows = ranked(world, [finding("F1", "a"), finding("F1", "b"), finding("N2", "b")])
    assert [(r["rank"], r["party_id"]) for r in rows] == [(1, "b"), (2, "a")]
    assert rows[0]["log10_ratio"] == pytest.approx(1.5)
    assert rows[1]["log10_ratio"] == pytest.approx(0.5)  # that N2 raised nothing on it takes nothing away
    assert rows[0]["name"] == "Firm b"


def test_an_indicator_that_could_not_be_asked_contributes_nothing(world: Engine) -> None:
    silent = finding("N2", "case", outcome="not_applicable", subject_kind="case")
    (row,) = ranked(world, [finding("F1", "a"), silent])
    assert row["not_applicable"] == ["N2"]
    assert row["log10_ratio"] == pytest.approx(0.5)


def test_what_was_clear_or_not_asked_of_some_subjects_counts_nothing(world: Engine) -> None:
    some = finding("N2", "case:no_dates", outcome="not_applicable", subject_kind="case")
    clear = finding("N2", "a", outcome="clear")
    (row,) = ranked(world, [finding("F1", "a"), some, clear])
    assert row["log10_ratio"] == pytest.approx(0.5)
    assert row["not_applicable"] == []


def test_a_further_finding_never_lowers_a_party(world: Engine) -> None:
    few = [finding("F1", "a")]
    for more in (finding("N5", "a"), finding("N2", "a"), finding("N99", "a")):
        before, after = ranked(world, few)[0], ranked(world, [*few, more])[0]
        assert after["log10_ratio"] >= before["log10_ratio"]
        few.append(more)


def test_equal_evidence_is_ordered_by_controlled_trade_since_the_cut_off_then_by_id(world: Engine) -> None:
    rows = ranked(world, [finding("F1", i) for i in ("c", "a", "b", "z", "y")])
    assert [(r["party_id"], r["trade_at_stake_usd"]) for r in rows] == [
        ("b", 250.0),
        ("a", 100.0),
        ("c", 70.0),
        ("y", None),
        ("z", None),
    ]


def test_those_almost_certain_are_ordered_by_trade_too(world: Engine) -> None:
    sure = WEIGHTS.model_copy(update={"prior_log10_odds": -0.1})  # 0.95 stands at a ratio of 1.38
    findings = [finding("N2", "a", p_value=1e-9), finding("N2", "b", p_value=0.01), finding("F1", "c")]
    rows = rank_parties(world, findings, STUDY, weights=sure)
    assert [(r["party_id"], r["log10_ratio"]) for r in rows] == [("b", 1.5), ("a", 2.5), ("c", 0.5)]
    assert sure.probability(sure.log10_ratio_at(0.95)) == pytest.approx(0.95)


def test_trade_after_the_as_of_day_is_not_at_stake(world: Engine) -> None:
    early = STUDY.model_copy(update={"as_of_on": date(2023, 1, 8)})
    assert ranked(world, [finding("F1", "a")], early)[0]["trade_at_stake_usd"] is None


def test_findings_of_low_weight_never_rank_alone_but_count_beside_others(world: Engine) -> None:
    low = finding("N5", "a", weight="low")
    assert ranked(world, [low]) == []
    assert ranked(world, [finding("N2", "a", details={"weight": "low"})]) == []
    (row,) = ranked(world, [low, finding("N2", "a")])
    assert row["log10_ratio"] == pytest.approx(1.0 + 0.2)


def test_people_are_not_ranked(world: Engine) -> None:
    rows = ranked(world, [finding("N2", "a", subject_kind="party_pair", related_ids=["b", "p"]), finding("F1", "p")])
    assert [r["party_id"] for r in rows] == ["a", "b"]


def test_a_probability_comes_with_what_it_was_calibrated_on(world: Engine) -> None:
    (row,) = ranked(world, [finding("N2", "a", p_value=1e-9), finding("F1", "a")])
    assert row["probability"] == pytest.approx(10 / 11, abs=5e-5)  # 10^(-2 + 2.5 + 0.5) = 10 to 1
    assert row["statement"].startswith("Calibrated on synthetic worlds in which 9.9 of 1,000 firms")


def test_the_order_of_the_findings_changes_nothing(world: Engine) -> None:
    findings = [finding("F1", "a"), finding("N2", "b"), finding("N2", "b", p_value=0.01), finding("F1", "c")]
    assert ranked(world, findings) == ranked(world, findings[::-1])


def test_no_finding_ranks_nobody(world: Engine) -> None:
    assert ranked(world, []) == []


def test_the_record_says_which_indicators_are_not_weighed() -> None:
    rows = [{"contributions": [{"indicator": "Q1", "log10_ratio": None}, {"indicator": "F1", "log10_ratio": 0.5}]}]
    said = summary_of(rows)
    assert said["not_weighed"] == ["Q1"]
    assert said["unranked_probability"] == pytest.approx(evidence_weights().probability(0.0), abs=1e-6)


def test_the_weights_that_come_with_the_program_are_whole() -> None:
    weights = evidence_weights()
    assert weights.fit["command"]
    assert weights.probability(0.0) == pytest.approx(10**weights.prior_log10_odds / (1 + 10**weights.prior_log10_odds))


@pytest.mark.parametrize("bands", [[1.0, 0.5, 2.0, 2.5], [-0.1, 0.5, 2.0, 2.5]])
def test_bands_that_fall_or_speak_against_a_scheme_are_refused(bands: list[float]) -> None:
    broken = WEIGHTS.model_dump()
    broken["indicator"]["N2"]["bands"] = bands
    with pytest.raises(ValueError, match="never fall"):
        EvidenceWeights.model_validate(broken)
