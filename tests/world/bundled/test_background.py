import csv
import json
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from entrepot.normalise.identifiers import check
from entrepot.normalise.names import name_key
from entrepot.world.bundled.background import (
    DECLARATIONS_FILE,
    DESIGNATIONS_FILE,
    INTERESTS_FILE,
    PARTIES_FILE,
    ROLES_FILE,
    BackgroundSummary,
    write_background,
)
from entrepot.world.canonical import DECLARATION_COLUMNS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("background")


@pytest.fixture(scope="module")
def summary(folder: Path) -> BackgroundSummary:
    return write_background(folder)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_background_is_large_enough_to_hide_in(summary: BackgroundSummary, folder: Path) -> None:
    lines = pq.read_table(folder / DECLARATIONS_FILE)
    traders = set(lines["importer_name"].to_pylist()) | set(lines["exporter_name"].to_pylist())

    assert summary.line_count == lines.num_rows == 60_000
    assert summary.firm_count >= 2_000
    assert len(traders - {None}) >= 2_000


def test_same_seed_gives_the_same_bytes_and_another_seed_does_not(summary: BackgroundSummary, tmp_path: Path) -> None:
    again, other = write_background(tmp_path / "again"), write_background(tmp_path / "other", seed=7)
    for mine, same, different in zip(summary.files, again.files, other.files, strict=True):
        assert mine.read_bytes() == same.read_bytes()
        assert mine.read_bytes() != different.read_bytes() or mine.name == DESIGNATIONS_FILE
    assert summary.truth.read_bytes() == again.truth.read_bytes()


def test_every_row_is_synthetic_and_claims_no_publication(summary: BackgroundSummary, folder: Path) -> None:
    lines = pq.read_table(folder / DECLARATIONS_FILE)

    assert lines.column_names == list(DECLARATION_COLUMNS)
    assert set(lines["provenance"].to_pylist()) == {"synthetic"}
    assert lines["publication"].null_count == lines.num_rows
    for path in summary.files[1:]:
        assert {(row["provenance"], row["publication"]) for row in _rows(path)} == {("synthetic", "")}


def test_ids_that_are_referred_to_exist(summary: BackgroundSummary, folder: Path) -> None:
    known = {row["id"] for row in _rows(folder / PARTIES_FILE)}
    interests, roles = _rows(folder / INTERESTS_FILE), _rows(folder / ROLES_FILE)

    assert {row[name] for row in interests for name in ("owner_id", "subject_id")} <= known
    assert {row[name] for row in roles for name in ("holder_id", "subject_id")} <= known
    assert {row["party_id"] for row in _rows(folder / DESIGNATIONS_FILE)} <= known
    assert summary.firm_count < len(known)


def test_numbers_have_right_check_digits_in_ranges_that_are_not_given_out(
    summary: BackgroundSummary, folder: Path
) -> None:
    numbers = [row["identifiers"].split("=") for row in _rows(folder / PARTIES_FILE) if row["identifiers"]]

    assert len(numbers) == len({value for _, value in numbers}) > 1_000
    assert {check(scheme, value).validity for scheme, value in numbers} == {"valid"}
    assert all(value.startswith("00") for scheme, value in numbers if scheme == "inn")
    assert all(value[5:8] == "099" for scheme, value in numbers if scheme == "kz_bin")
    assert summary.firm_count > len(numbers)


def test_invented_names_are_on_no_list(summary: BackgroundSummary, folder: Path, shared_data: Path) -> None:
    rows = _rows(folder / PARTIES_FILE)
    invented = {name_key(row["name"], row["kind"]) for row in rows}
    listed = _listed_keys(shared_data)

    assert len(invented) == len(rows)
    assert invented & listed == set()
    assert summary.firm_count <= len(invented)


def _listed_keys(shared_data: Path) -> set[str | None]:
    keys: set[str | None] = set()
    for name, column, encoding in (
        *((f"ofac_sdn_{state}", 1, "latin-1") for state in ("2022-04-08", "2024-02-20", "2024-02-23")),
        ("ofac_alt_2025-12", 3, "latin-1"),
        *((f"eu_{number}", 8, "utf-8") for number in ("32014R0833", "32014R0269", "32006R0765")),
    ):
        with (shared_data / "sanctions" / f"{name}.csv").open(encoding=encoding, newline="") as stream:
            for row in csv.reader(stream):
                if len(row) > column:
                    keys |= {name_key(row[column]), name_key(row[column], "person")}
    return keys


def test_firms_are_registered_before_they_trade(summary: BackgroundSummary, folder: Path) -> None:
    founded = {row["name"]: row["incorporated_on"] for row in _rows(folder / PARTIES_FILE)}
    lines = pq.read_table(folder / DECLARATIONS_FILE, columns=["importer_name", "exporter_name", "declared_on"])
    early = [
        row
        for row in lines.to_pylist()
        for side in ("importer_name", "exporter_name")
        if row[side] is not None and founded[row[side]] > row["declared_on"].isoformat()
    ]

    assert early == []
    assert summary.firm_count < len(founded)


def test_direct_trade_in_controlled_goods_collapses_and_third_countries_rise(
    folder: Path, summary: BackgroundSummary
) -> None:
    lines = pq.read_table(folder / DECLARATIONS_FILE).filter(pc.field("destination_iso") == "RU")
    branded = lines.filter(pc.is_valid(lines["brand"]))

    def monthly(isos: list[str], first: int, last: int) -> float:
        years = pc.year(branded["declared_on"])
        wanted = pc.and_(
            pc.is_in(branded["exporter_country_iso"], value_set=pc.cast(isos, "string")),
            pc.and_(pc.greater_equal(years, first), pc.less_equal(years, last)),
        )
        return float(branded.filter(wanted).num_rows) / (last - first + 1)

    assert monthly(["DE", "US", "NL"], 2023, 2023) < 0.25 * monthly(["DE", "US", "NL"], 2020, 2020)
    assert monthly(["CN", "HK"], 2023, 2023) > 2 * monthly(["CN", "HK"], 2020, 2020)
    assert monthly(["KZ", "TR", "AE"], 2023, 2023) > 2 * monthly(["KZ", "TR", "AE"], 2020, 2020)
    assert summary.line_count > branded.num_rows


def test_the_four_countries_of_a_line_tell_different_stories(folder: Path, summary: BackgroundSummary) -> None:
    lines = pq.read_table(folder / DECLARATIONS_FILE).filter(
        (pc.field("destination_iso") == "RU")
        & (pc.year(pc.field("declared_on")) == 2023)
        & pc.field("brand").is_valid()
    )
    us = {name: lines[name].to_pylist().count("US") / lines.num_rows for name in _FOUR}

    assert us["producer_hq_iso"] > 0.25 > us["origin_iso"] > us["dispatch_iso"]
    assert lines["dispatch_iso"].to_pylist().count("CN") / lines.num_rows > 0.3
    assert summary.line_count > lines.num_rows


_FOUR = ("producer_hq_iso", "origin_iso", "dispatch_iso", "seller_iso")


def test_codes_of_2022_are_not_used_before(folder: Path, summary: BackgroundSummary) -> None:
    lines = pq.read_table(folder / DECLARATIONS_FILE, columns=["hs_code", "hs_edition", "declared_on"]).to_pylist()
    new = {"854800", "852589", "854149", "854151", "854159", "880730"}

    assert {row["hs_code"] for row in lines if row["declared_on"].year >= 2022} >= new
    assert not new & {row["hs_code"] for row in lines if row["declared_on"].year < 2022}
    assert {(row["declared_on"].year >= 2022, row["hs_edition"]) for row in lines} == {
        (True, "HS2022"),
        (False, "HS2017"),
    }
    assert summary.line_count == len(lines)


def test_truth_names_look_alikes_of_every_kind_and_no_scheme(summary: BackgroundSummary, folder: Path) -> None:
    truth = json.loads(summary.truth.read_text("utf-8"))
    names = {row["id"]: row["name"] for row in _rows(folder / PARTIES_FILE)}

    assert truth["planted_schemes"] == {}
    assert set(truth["look_alikes"]) == {
        *("honest_startup", "formation_agent", "merger_successor", "competitor", "round_quantities", "relocated_it"),
        *("assembler", "forwarder", "chinese_brand", "new_code_only", "listed_without_successor"),
    }
    assert all(names[firm["id"]] == firm["name"] for kind in truth["look_alikes"].values() for firm in kind)
    assert summary.truth not in summary.files


def test_too_few_lines_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="look-alikes"):
        write_background(tmp_path, lines=100)
