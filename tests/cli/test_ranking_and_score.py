"""`entrepot ranking` and `entrepot score` on the small invented case, to which the second gets a truth."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from command_line import Entrepot
from entrepot.case.run import run_case


@pytest.fixture(scope="module")
def world(case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the small case with a truth in which the successor Beta is planted and Alfa takes part."""
    folder = tmp_path_factory.mktemp("world") / "case"
    shutil.copytree(case, folder)
    truth = folder / "truth"
    truth.mkdir()
    world = {"seed": 12, "rows": 20, "setting": "base", "kind": "planted", "version": "1", "scheme_rate": 0.01}
    (truth / "world.json").write_text(json.dumps(world), "utf-8")
    firm = {"country_iso": "RU", "role": "destination_importer", "size_band": "small", "quality_band": "fair"}
    firms = [{"firm_id": i, **firm} for i in ("alfa", "beta", "gamma", "holding")]
    scheme: dict[str, Any] = {"scheme_id": "s1", "scheme_kind": "S1", "is_look_alike": False, "look_alike_of": None}
    scheme |= {"from_on": date(2022, 5, 4), "to_on": None, "value_usd": 5e4, "targets": "N1|N3", "story": "Invented."}
    sides = [("beta", True), ("alfa", False)]
    tables: dict[str, list[dict[str, Any]]] = {
        "firm": firms,
        "scheme": [scheme],
        "scheme_firm": [{"scheme_id": "s1", "firm_id": f, "scheme_role": "x", "is_subject": s} for f, s in sides],
        "line_firm": [
            {
                "declaration_number": "none",
                "line_number": 1,
                "importer_firm_id": "alfa",
                "exporter_firm_id": "gamma",
            }
        ],
        "scheme_line": [{"scheme_id": "s1", "declaration_number": "none", "line_number": 1}],
    }
    for name, rows in tables.items():
        pq.write_table(pa.Table.from_pylist(rows), truth / f"{name}.parquet")
    return folder


def test_ranking_lists_parties_with_their_findings_in_words(entrepot: Entrepot, case: Path) -> None:
    said = entrepot("ranking", case)
    assert said.status == 0
    assert "Firma Beta OOO" in said.stdout
    assert "N1 Reached by ownership rule" in said.stdout
    assert "Ivan Primerov  RU" not in said.stdout  # people are not ranked
    assert "Calibrated on synthetic worlds" in said.stderr
    assert "proves nothing" in said.stderr


def test_ranking_as_json_has_every_contribution(entrepot: Entrepot, case: Path) -> None:
    rows = entrepot("ranking", case, "--json", "--top", 1).rows
    assert len(rows) == 1
    assert rows[0]["rank"] == 1
    assert all(part["evidence_total"] > 0 and part["words"] for part in rows[0]["contributions"])
    assert set(rows[0]) >= {"not_applicable", "log10_ratio", "probability", "statement"}


def test_one_party_is_told_with_all_that_counts_and_what_could_not_be_asked(entrepot: Entrepot, case: Path) -> None:
    said = entrepot("ranking", case, "--party", "Firma Beta OOO")
    assert "together" in said.stdout
    assert "probability" in said.stdout
    assert "Calibrated on synthetic worlds" in said.stdout


def test_a_party_that_nothing_ranks_is_told_what_that_does_not_mean(entrepot: Entrepot, case: Path) -> None:
    said = entrepot("ranking", case, "--party", "Gamma Trading Ltd")
    assert said.status == 0
    assert said.stdout == ""
    assert "not the same as nothing to find" in said.stderr


def test_the_record_of_a_run_says_how_many_are_ranked(case: Path) -> None:
    manifest = json.loads((case / ".entrepot" / "run.json").read_text("utf-8"))
    lines = (case / ".entrepot" / "ranking.jsonl").read_text("utf-8").splitlines()
    assert manifest["ranking"]["party_count"] == len(lines) > 0
    assert run_case(case).was_current


def test_score_holds_the_findings_against_the_truth(entrepot: Entrepot, world: Path) -> None:
    rows = entrepot("score", world, "--json").rows
    assert rows[0]["row"] == "world"
    assert rows[1] == {
        "row": "matching",
        "firms": 4,
        "mapped": 4,
        "not_mapped": 0,
        "split": 0,
        "joined_with_another": 0,
    }
    figures = {(r["measure"], r["scope"]): r for r in rows if r["row"] == "figure" and not r["group"]}
    assert figures["scheme_recall_at_10", "combined"]["value"] == 1.0
    assert figures["scheme_recall_at_any", "N1"]["hits"] == 1
    assert ("raised", "M1") not in figures  # speaks of corridors


def test_score_in_words_has_a_table_of_each_kind(entrepot: Entrepot, world: Path) -> None:
    said = entrepot("score", world)
    assert said.status == 0
    for words in ("The ranked list, read to a depth", "Indicators", "by kind", "Calibration", "4 of 4 firms"):
        assert words in said.stdout
    assert "synthetic world" in said.stderr


def test_replaying_says_when_a_scheme_first_showed(entrepot: Entrepot, world: Path) -> None:
    rows = entrepot("score", world, "--replay", 6, "--json").rows
    months = [r for r in rows if r["row"] == "figure" and r["measure"] == "detected_in_replays"]
    assert {r["scope"] for r in months} >= {"N1", "combined"}
    assert next(r for r in months if r["scope"] == "N1")["value"] == 1.0


def test_a_null_world_beside_gives_the_false_positives(entrepot: Entrepot, world: Path, tmp_path: Path) -> None:
    null = tmp_path / "null"
    shutil.copytree(world, null)
    for name in ("scheme", "scheme_firm"):
        path = null / "truth" / f"{name}.parquet"
        pq.write_table(pq.read_table(path).slice(0, 0), path)
    rows = entrepot("score", world, "--null", null, "--json").rows
    assert [r for r in rows if r.get("measure") == "null_world_false_positives_per_1000"]


def test_a_world_with_schemes_is_refused_as_null(entrepot: Entrepot, world: Path) -> None:
    said = entrepot("score", world, "--null", world)
    assert said.status == 1
    assert "has planted schemes" in said.stderr
    assert said.stdout == ""


def test_a_case_without_truth_cannot_be_scored_and_is_told_so(entrepot: Entrepot, case: Path) -> None:
    said = entrepot("score", case)
    assert said.status == 1
    assert "no truth to score against" in said.stderr


def test_chains_are_scored_instead_if_asked(entrepot: Entrepot, world: Path) -> None:
    said = entrepot("score", world, "--chains")
    rows = entrepot("score", world, "--chains", "--json").rows

    assert said.status == 0
    assert "0 planted ways of 0 schemes" in said.stdout
    assert "synthetic world" in said.stderr
    assert rows[0]["row"] == "chains"
    assert rows[0]["planted_ways"] == 0
    assert {row["measure"] for row in rows[1:]} >= {"chain_precision_of_raised", "way_recall_found"}


@pytest.mark.parametrize("beside", [("--replay", "3"), ("--null", "elsewhere")])
def test_chains_are_scored_alone(entrepot: Entrepot, world: Path, beside: tuple[str, ...]) -> None:
    said = entrepot("score", world, "--chains", *beside)

    assert said.status == 2
    assert "stands alone" in said.stderr


def test_a_truth_without_the_lines_of_schemes_is_told(entrepot: Entrepot, world: Path, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    shutil.copytree(world, folder)
    (folder / "truth" / "scheme_line.parquet").unlink()

    said = entrepot("score", folder, "--chains")

    assert said.status == 1
    assert "scheme_line.parquet is missing" in said.stderr
