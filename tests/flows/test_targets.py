"""Every validation target is checked here or kept as a claim: by the project's own functions on what can be had."""

import csv
import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from dutch_exports import YEARS_2018_21_TO_2023, cbs_series
from flow_rows import FlowRows

from entrepot.codes.rates import Rates
from entrepot.codes.resource import toml_document
from entrepot.flows.corridor_cells import prepare_cells
from entrepot.flows.period_comparison import Windows, compare, log_did
from entrepot.settings import Study, resources_dir
from entrepot.store.engine import DuckEngine
from parsed import parsed, rows_of

TOLERANCE = 0.15  # of figures from public trade data: revisions, and another set of codes
CHECKED_HERE = {"V01", "V30", "V32", "V35", "V36", "V38", "V39", "V41"}
YEARS = Windows((0, 0), (12, 12))  # two figures, a year apart
TOTALS = "trade/eurostat_monthly_totals_eu27_vs_cis_2019_2024.csv"


@cache
def targets() -> dict[str, dict[str, Any]]:
    """Return the targets of the resource, by id."""
    found: dict[str, dict[str, Any]] = toml_document("claims/targets.toml")["target"]
    return found


@cache
def claims() -> dict[str, dict[str, str]]:
    """Return the bundled claims, by id."""
    with (resources_dir() / "cases/microelectronics-2022/claims.csv").open(encoding="utf-8", newline="") as stream:
        return {row["claim_id"]: row for row in csv.DictReader(stream)}


def figure(claim_id: str) -> float:
    """Return a claim's figure."""
    return float(claims()[claim_id]["value"])


def ratio(before: str, after: str) -> float:
    """Return the ratio of two claims by the comparison of periods."""
    found = compare({0: figure(before), 12: figure(after)}, YEARS, small_base=0)
    assert found is not None
    assert found.ratio is not None
    return found.ratio


def test_every_target_is_either_checked_or_a_claim_with_its_reason() -> None:
    assert list(targets()) == [f"V{number:02d}" for number in range(1, 49)]
    for name, target in targets().items():
        assert target["check"] in {"arithmetic", "data", "claim"}, name
        assert ("how" in target) == (target["check"] != "claim"), name
        assert ("why" in target) == (target["check"] == "claim"), name
        assert set(target["tags"]) <= {"S", "2", "D"}, name
    assert {name for name, target in targets().items() if target["check"] != "claim"} == CHECKED_HERE


def test_every_target_stands_among_the_claims_with_publisher_goods_and_publication() -> None:
    for name, target in targets().items():
        assert target["claims"], name
        for claim_id in target["claims"]:
            claim = claims()[claim_id]
            assert all(claim[column] for column in ("publisher", "goods", "value", "unit", "publication")), claim_id
            assert name in claim["note"] or not claim_id.startswith(name.lower())


def test_the_document_names_every_target_with_its_check() -> None:
    lines = (Path(__file__).parents[2] / "docs/validation.md").read_text("utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| V")]

    assert [(row[0], row[2], row[3]) for row in cells] == [
        (name, target["check"], target.get("how") or target["why"]) for name, target in targets().items()
    ]


def test_targets_are_those_of_the_machine_copy(shared_data: Path) -> None:
    listed = json.loads((shared_data / "targets.json").read_text("utf-8"))["targets"]

    assert [entry["id"] for entry in listed] == list(targets())
    for entry in listed:
        target = targets()[entry["id"]]
        assert (entry["target"], entry["tags"]) == (target["title"], target["tags"])
        assert target["check"] == "arithmetic" or "arithmetic" not in entry["use"], entry["id"]
        assert target["check"] == "claim" or entry["use"] != ["claim_only"], entry["id"]


@pytest.mark.parametrize(
    ("target", "before", "after", "expected"),
    [
        ("V01", "a-chips-2021-9m", "a-chips-2022-9m", 1.3611),
        ("V30", "v30-2021", "v30-2023", 1.9348),
        ("V38", "v38-tr-2021", "v38-tr-2022", 31.5 / 14.5),
        ("V38", "v38-kz-2021", "v38-kz-2022", 981.4),
    ],
)
def test_published_changes_follow_from_the_published_figures(
    target: str, before: str, after: str, expected: float
) -> None:
    assert {before, after} <= set(targets()[target]["claims"])
    assert ratio(before, after) == pytest.approx(expected, abs=5e-5 * max(1, expected))


def test_value_against_quantity_gives_the_unit_value_of_ball_bearings() -> None:
    value, quantity = 1 + figure("v32-value") / 100, 1 + figure("v32-quantity") / 100

    did = log_did({0: 1.0, 12: value}, {0: 1.0, 12: quantity}, YEARS)

    assert did is not None
    assert math.exp(did.value) - 1 == pytest.approx(1.0229885, abs=1e-6)


@pytest.mark.parametrize(
    ("exporter", "importer", "plain", "without_freight"),
    [
        ("v39-lt-pre", "v39-kz-pre", 0.678571, 0.696765),
        ("v39-lt-post", "v39-kz-post", 0.869048, 0.87646),
        ("v18-tr", "v18-kz", 0.891803, 0.897928),
    ],
)
def test_the_share_an_importer_did_not_record(
    duck: DuckEngine, exporter: str, importer: str, plain: float, without_freight: float
) -> None:
    reporter = claims()[exporter]["subject"]
    rows = FlowRows().add(f"{reporter} X KZ", "854231", "2022-03", figure(exporter), currency="USD")
    rows.add(f"KZ M {reporter}", "854231", "2022-03", figure(importer), currency="USD").register(duck)

    for cif_over_fob, expected in ((0.0, plain), (0.06, without_freight)):
        prepare_cells(duck, Study(), cif_over_fob=cif_over_fob)
        (cell,) = duck.read("flows__cell").to_pylist()
        assert 1 - cell["importer_value_fob"] / cell["exporter_value"] == pytest.approx(expected, abs=1e-6)


def test_dutch_exports_fell_as_claimed() -> None:
    sanctioned, others = cbs_series()
    changes = [compare(series, YEARS_2018_21_TO_2023, small_base=0) for series in (sanctioned, others)]
    did = log_did(sanctioned, others, YEARS_2018_21_TO_2023)

    assert [round(change.change * 100, 1) for change in changes if change and change.change] == [-85.6, -24.1]
    assert figure("v41-sanctioned") == -86
    assert figure("v41-other") == -24.1
    assert did is not None
    assert round(did.value, 3) == -1.661


@pytest.fixture(scope="module")
def totals(shared_data: Path) -> dict[str, dict[str, dict[int, float]]]:
    """Return EU exports of all goods by partner and month, in EUR and in USD at the rate of the month."""
    rates = Rates.load()
    series: dict[str, dict[str, dict[int, float]]] = {"EUR": {}, "USD": {}}
    for row in rows_of(parsed(shared_data / TOTALS, "comext_totals"), "core__trade_flow"):
        if row["flow_code"] != "X" or row["reporter_iso"] == "GB":
            continue
        month = row["period_on"].year * 12 + row["period_on"].month - 1
        rate = rates.usd_per_unit_of_month("EUR", row["period_on"])
        assert rate is not None
        for currency, factor in (("EUR", 1.0), ("USD", rate.usd_per_unit)):
            partner = series[currency].setdefault(row["partner_iso"], {})
            partner[month] = partner.get(month, 0.0) + row["value_eur"] * factor
    return series


@pytest.mark.parametrize(("partner", "published"), [("AM", 178), ("GE", 41), ("KZ", 116), ("KG", 537)])
def test_exports_of_the_second_half_year_rose_as_published(
    totals: dict[str, dict[str, dict[int, float]]], partner: str, published: float
) -> None:
    assert figure(f"v35-{partner.lower()}") == published
    halves = Windows((2021 * 12 + 6, 2021 * 12 + 11), (2022 * 12 + 6, 2022 * 12 + 11))

    found = compare(totals["USD"][partner], halves)

    assert found is not None
    assert found.ratio == pytest.approx(1 + published / 100, rel=TOLERANCE)
    assert found.ratio == pytest.approx(1 + published / 100, abs=0.01)  # in dollars the figures agree far more closely


def test_exports_to_russia_halved_as_published_and_agree_to_the_digit_in_dollars(
    totals: dict[str, dict[str, dict[int, float]]],
) -> None:
    years = Windows((2021 * 12 + 2, 2022 * 12 + 1), (2022 * 12 + 2, 2023 * 12 + 1))
    euro, dollar = (compare(totals[currency]["RU"], years) for currency in ("EUR", "USD"))

    assert euro is not None
    assert dollar is not None
    assert euro.baseline_mean * 12 == pytest.approx(figure("v36-before"), rel=TOLERANCE)
    assert euro.period_mean * 12 == pytest.approx(figure("v36-after"), rel=TOLERANCE)
    assert dollar.baseline_mean * 12 == pytest.approx(figure("v36-before"), rel=0.001)
    assert euro.ratio == pytest.approx(0.4925, rel=TOLERANCE)


@pytest.mark.parametrize(("partner", "here"), [("KZ", 95), ("AM", 166), ("KG", 687)])
def test_the_years_of_the_totals_do_not_reach_the_baseline_of_v34(
    totals: dict[str, dict[str, dict[int, float]]], partner: str, here: float
) -> None:
    found = compare(totals["EUR"][partner], Windows((2017 * 12, 2021 * 12 + 11), (2022 * 12, 2024 * 12 + 11)))

    assert found is not None
    assert (found.baseline_count, found.period_count) == (36, 32)  # and not 60 and 36 months
    assert min(totals["EUR"][partner]) == 2019 * 12
    assert found.change == pytest.approx(here / 100, abs=0.005)
    assert f"{partner} +{here} %" in targets()["V34"]["why"]
