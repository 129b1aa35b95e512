"""`entrepot trace --picture`: one file, whole or not at all."""

from pathlib import Path
from xml.etree import ElementTree

from command_line import DemoRun, Entrepot


def test_the_chains_shown_are_drawn_in_one_file_that_needs_nothing_else(
    entrepot: Entrepot, demo_run: DemoRun, tmp_path: Path
) -> None:
    target = tmp_path / "stek.svg"
    said = entrepot("trace", demo_run.case, "--to", "Stek", "--picture", target, "--json")
    text = target.read_text("utf-8")
    root = ElementTree.fromstring(text)

    assert said.status == 0
    assert f"1 figure drawn in {target}" in said.stderr
    assert "2,598 pieces: Elix-St → Da Group 22 → Stek, 13 days" in text
    assert "■ Raised." in text
    assert "reconstructed: filled in so that a reported total adds up" in text
    assert len([each for each in root.iter() if each.get("role") == "img"]) == 1
    assert "href" not in text
    entrepot("trace", demo_run.case, "--to", "Stek", "--picture", target)
    assert target.read_text("utf-8") == text
    assert [path.name for path in tmp_path.iterdir()] == ["stek.svg"]


def test_a_file_that_cannot_be_written_is_an_error_and_leaves_what_stood_there(
    entrepot: Entrepot, demo_run: DemoRun, tmp_path: Path
) -> None:
    said = entrepot("trace", demo_run.case, "--to", "Stek", "--picture", tmp_path / "no" / "stek.svg")

    assert said.status == 1
    assert "Cannot write stek.svg" in said.stderr
    assert not list(tmp_path.iterdir())


def test_where_nothing_is_found_no_file_is_written(entrepot: Entrepot, case: Path, tmp_path: Path) -> None:
    target = tmp_path / "none.svg"
    said = entrepot("trace", case, "--from", "Firma Alfa OOO", "--picture", target)

    assert said.status == 0
    assert "No chain to draw: none.svg was not written." in said.stderr
    assert not target.exists()
