"""The page of flows: what it draws and says, its files, the same bytes every time, for several exporters and for none."""

import csv
import io
import re
from pathlib import Path

import pytest

from command_line import DemoRun
from entrepot.report.build import write_report
from entrepot.report.flow_corridors import flow_blocks
from entrepot.report.flow_pictures import FlowPictures, flow_pictures
from entrepot.report.flow_substitution import substitution_of

from .flow_cases import LEVELS, MONTHS, flow_rows, results_of_flows


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> FlowPictures:
    return flow_pictures(results_of_flows(tmp_path_factory.mktemp("flows"), flow_rows()))[0]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    results = results_of_flows(tmp_path_factory.mktemp("flows"), flow_rows())
    return (write_report(results, indicators=[]).parent / "flows.html").read_text("utf-8")


def rows_in(pictures: FlowPictures, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(pictures.files[f"data/flow-eu-{name}.csv"])))


def test_direct_exports_come_first_and_every_corridor_says_its_change_and_break(pictures: FlowPictures) -> None:
    first, second = pictures.charts[:2]

    assert first.corridor.importer_name == "Russia"
    assert first.facts.startswith("€9M → €89")
    assert second.corridor.importer_name == "Kazakhstan"
    assert re.fullmatch(r"break 2022-0[23] .*", second.since)
    assert "Kazakhstan" in pictures.headline
    assert "Belarus" not in pictures.headline


def test_charts_draw_baseline_break_gap_and_mirrored_month(pictures: FlowPictures) -> None:
    by_name = {chart.corridor.importer_iso: str(chart.svg) for chart in pictures.charts}

    for svg in by_name.values():
        assert 'class="baseline"' in svg
        assert 'class="baseline-mean"' in svg
        assert "break-mark" in svg
    assert "2021-05 to 2021-05: not reported, which is not zero" in by_name["RU"]
    assert "mirror-dot" not in by_name["RU"]
    assert "mirror-dot" in by_name["KZ"]
    assert "not reported" not in by_name["KZ"]
    assert "the importer&#39;s figures, without insurance and freight" in by_name["KZ"]


def test_dates_of_the_cut_off_and_of_the_list_are_drawn_or_said_to_lie_later(pictures: FlowPictures) -> None:
    assert [event.words for event in pictures.events] == ["2022-02-24 cut-off"]
    assert [event.on.isoformat() for event in pictures.later] == ["2023-05-19", "2023-09-14", "2024-02-23"]


def test_substitution_adds_rises_only_and_names_the_falls(pictures: FlowPictures) -> None:
    answer = pictures.substitution
    assert answer is not None
    kinds = [step.kind for step in answer.steps]
    assert kinds == ["lost", "gained", "gained", "gained", "unseen"]
    lost, *gains, unseen = answer.steps
    assert sum(gain.value for gain in gains) + unseen.value == pytest.approx(lost.value)
    assert any(words.startswith("Belarus") for words in answer.fell)
    assert re.match(r"€\S+ of €\S+, 2\d\.\d%: ", answer.answer)
    assert all(gain.low is not None and gain.low <= gain.value <= (gain.high or 0) for gain in gains)


def test_substitution_from_corridors_agrees_with_that_of_the_sheet_in_its_values(pictures: FlowPictures) -> None:
    plain = substitution_of(pictures.block)

    assert plain is not None
    assert pictures.substitution is not None
    assert [round(step.value) for step in plain.steps] == [round(step.value) for step in pictures.substitution.steps]


def test_nothing_lost_has_no_substitution(tmp_path: Path) -> None:
    rows = [row | {"value_eur": 5e6 + k} if row["partner_iso"] == "RU" else row for k, row in enumerate(flow_rows())]
    (block,) = flow_blocks(results_of_flows(tmp_path, rows))

    assert substitution_of(block) is None


def test_files_hold_every_month_and_every_reported_row_with_its_place(pictures: FlowPictures) -> None:
    months, reported = rows_in(pictures, "months"), rows_in(pictures, "rows")

    assert len(months) == len(MONTHS) * len(LEVELS)
    silent = [row for row in months if row["month"] == "2021-05"]
    assert {row["basis"] for row in silent} == {"not reported", "importer's figures"}
    assert all(row["value"] == "" for row in silent if row["basis"] == "not reported")
    assert len(reported) == len(flow_rows())
    assert all(row["snapshot_id"] and row["locator"] for row in reported)
    assert {row["baseline"] for row in rows_in(pictures, "corridors")} >= {"mean_month", "matched_12_months"}
    assert [row["goods_group"] for row in rows_in(pictures, "goods") if row["guard"]] == ["854150", "901380"]


def test_maps_draw_every_partner_on_one_scale_before_and_since(pictures: FlowPictures) -> None:
    before, since = (str(pair.wide) for pair in pictures.maps)

    assert before.count("<circle") == since.count("<circle") == len(LEVELS) + 1
    widths = [float(w) for w in re.findall(r'class="arc direct" stroke-width="([\d.]+)"', before)]
    assert widths == [34.0]
    assert "arc direct thin" in since
    assert pictures.unplaced == ()


def test_the_page_names_guards_small_bases_other_explanations_and_what_is_invented(page: str) -> None:
    assert "not compared: no figures under one of the HS editions" in page
    assert "small base" in page
    assert "Other explanations of a rise" in page
    assert "This page contains synthetic rows" in page
    assert "no borders are drawn" in page
    assert "Flows &lt;b&gt;" in page
    assert "Flows <b>" not in page
    for word in ("proves", "evades", "smuggl"):
        assert word not in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_links_of_the_page_lead_to_files(tmp_path: Path) -> None:
    folder = write_report(results_of_flows(tmp_path, flow_rows()), indicators=[]).parent
    page = (folder / "flows.html").read_text("utf-8")

    linked = re.findall(r'href="(data/[^"]+)"', page)
    assert len(set(linked)) == 6
    assert all((folder / path).is_file() for path in linked)


def test_the_same_rows_in_another_order_give_the_same_bytes(tmp_path: Path) -> None:
    def written(name: str, *, is_turned: bool) -> dict[str, bytes]:
        rows = flow_rows()
        folder = write_report(
            results_of_flows(tmp_path / name, rows[::-1] if is_turned else rows), indicators=[]
        ).parent
        return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}

    assert written("a", is_turned=False) == written("b", is_turned=True)


def test_several_exporters_have_a_section_each_the_largest_loss_first(tmp_path: Path) -> None:
    rows = [*flow_rows("US", 3.0), *flow_rows()]
    numbered = [row | {"locator": f"row {k}"} for k, row in enumerate(rows, start=2)]
    made = flow_pictures(results_of_flows(tmp_path, numbered))

    assert [each.block.exporter_iso for each in made] == ["US", "EU"]
    assert made[0].title.startswith("To whom did the United States")
    assert all(each.substitution is not None for each in made)


def test_figures_too_late_for_the_baseline_are_drawn_without_one(tmp_path: Path) -> None:
    rows = [row for row in flow_rows() if row["period_on"].year == 2022]
    (made,) = flow_pictures(results_of_flows(tmp_path, rows))

    assert made.substitution is None
    assert made.maps == ()
    assert all(chart.facts == "no baseline in these figures" for chart in made.charts)
    assert all(chart.since.startswith("Break: ") for chart in made.charts)


def test_odd_statistics_are_drawn_and_say_what_is_missing(tmp_path: Path) -> None:
    rows = [row for row in flow_rows() if row["partner_iso"] in {"RU", "KG"}]
    for row in rows:
        if row["partner_iso"] == "KG":
            row["value_eur"] = 0.0 if row["period_on"].year < 2022 else None if row["goods_code"] == "848220" else 7e5
    (made,) = flow_pictures(results_of_flows(tmp_path, rows))
    (only,) = made.block.partners

    assert made.charts[1].facts.endswith("nothing before")
    assert only.comparison is not None
    assert only.comparison.is_small_base
    assert "a figure is withheld: those sums are too low" in made.gaps
    alone = [row for row in rows if row["partner_iso"] == "RU"]
    (direct,) = flow_pictures(results_of_flows(tmp_path, alone))
    assert direct.substitution is not None
    assert [step.kind for step in direct.substitution.steps] == ["lost", "unseen"]


def test_the_demo_shows_the_real_rises_their_breaks_and_the_guarded_codes(demo_run: DemoRun) -> None:
    page = (Path(demo_run.case) / "report" / "flows.html").read_text("utf-8")
    charts = dict(re.findall(r"<div><h3>([^<]+)</h3><p>[^<]*</p><p>([^<]*)</p>", page))

    assert next(iter(charts)) == "Direct: Russia"
    assert charts["Direct: Russia"].startswith("break 2022-03")
    assert charts["Armenia"].startswith("break 2022-03 (2022-03 to 2022-04)")
    assert charts["Kazakhstan"].startswith("break 2022-05")
    assert charts["Uzbekistan"].startswith("no clear break")
    assert "€176M of €1.4B, 12.5%" in page
    assert "854151, 854159" in page
    assert "by declarations (synthetic), firm by firm" in page
    assert page.count(": other ways of estimating, those that move it most first") == 6
    assert "This page contains" not in page, "Comext is observed"
