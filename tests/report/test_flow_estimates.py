"""The estimate sheet on the page of flows: a line a partner, its synthetic control, bounds, other ways folded, and CSV files."""

import csv
import io
import math
from datetime import date
from pathlib import Path

import pytest

from entrepot.report.build import write_report
from entrepot.report.flow_pictures import FlowPictures, flow_pictures

from .flow_cases import BEARINGS, CHIPS, MONTHS, flow, flow_rows, results_of_flows

DONORS = ("AR", "BD", "CL", "CO", "EC", "GH", "KE", "LK", "NG", "PE")
CUTOFF = date(2022, 3, 1)


def rows() -> list[dict[str, object]]:
    """Return Germany's exports: Kazakhstan half Argentina and half Chile, threefold since the cut-off; Russia falls."""
    made: list[dict[str, object]] = []
    for index, month in enumerate(MONTHS):
        paths = {
            iso: 90_000.0 * (1 + 0.4 * math.sin(index / (2.0 + place / 3) + place)) for place, iso in enumerate(DONORS)
        }
        hub = (paths["AR"] + paths["CL"]) / 2 * (3.0 if month >= CUTOFF else 1.0)
        lost = 2e6 * (0.05 if month >= CUTOFF else 1.0)
        for iso, value in (paths | {"KZ": hub, "RU": lost}).items():
            made += [flow(f"DE X {iso}", goods, month, value / 2, len(made) + 2) for goods in (CHIPS, BEARINGS)]
    return made


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[FlowPictures, str]:
    """Return the pictures of the rows, and the page."""
    results = results_of_flows(tmp_path_factory.mktemp("estimates"), rows())
    [pictures] = flow_pictures(results)
    return pictures, (write_report(results, indicators=[]).parent / "flows.html").read_text("utf-8")


def rows_in(pictures: FlowPictures, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(pictures.files[f"data/flow-eu-{name}.csv"])))


def test_the_page_has_a_line_a_partner_with_the_mix_and_folds_what_stands_behind(
    written: tuple[FlowPictures, str],
) -> None:
    pictures, page = written
    shown = {row.partner.partner_iso: row for row in pictures.estimates}

    assert {name for name, _ in shown["KZ"].donors} == {"Argentina", "Chile"}
    assert page.count("Kazakhstan: other ways of estimating") == 1
    assert "Could have been passed on at most" in page
    assert "Statistics give no bound. Onward trade is known for 0 of" in page
    assert "Before the cut-off the mix misses the partner by" in page
    folded = page.split("Kazakhstan: other ways of estimating")[1].split("</details>")[0]
    assert "Argentina" in folded
    assert "PPML triple difference" in folded


def test_files_hold_every_way_with_weights_fit_and_rank(written: tuple[FlowPictures, str]) -> None:
    pictures, page = written
    ways = {row["way"]: row for row in rows_in(pictures, "estimates") if row["partner"] == "KZ"}
    mix = ways["synthetic_control"]

    assert {part.split("=")[0] for part in mix["weights"].split()} == {"AR", "CL"}
    assert float(mix["p_value"]) == pytest.approx(1 / (1 + int(mix["placebos"])))
    assert float(mix["error_before"]) < 0.01
    assert float(mix["moves_by"]) == pytest.approx(float(mix["total"]) - float(ways["headline"]["total"]))
    assert ways["headline"]["passed_on_words"].startswith("Onward trade is known for 0")
    months = [row for row in rows_in(pictures, "synthetic") if row["partner"] == "KZ"]
    since = sum(float(row["actual"]) - float(row["synthetic"]) for row in months if row["is_since"] == "True")
    assert since == pytest.approx(float(mix["total"]))
    assert 'href="data/flow-eu-estimates.csv"' in page
    assert 'href="data/flow-eu-synthetic.csv"' in page


def test_a_refused_mix_says_why_and_has_no_file(tmp_path: Path) -> None:
    results = results_of_flows(tmp_path, flow_rows())
    [pictures] = flow_pictures(results)

    assert pictures.estimates
    assert all(row.synthetic is None for row in pictures.estimates)
    assert all("are needed to rank among" in (row.mix.why_not or "") for row in pictures.estimates)
    assert "data/flow-eu-synthetic.csv" not in pictures.files
