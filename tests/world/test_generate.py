"""What holds of every world: its size, its bytes, where its truth is and is not."""

# ruff: noqa: S608 (statements over the test's own tables)

import hashlib
import json
from pathlib import Path

import pytest

from entrepot.errors import EntrepotError
from entrepot.world.generate import generate
from entrepot.world.settings import DATA_KINDS, DataKind, WorldSettings
from world_made import Made, made


def _bytes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_settings_give_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        generate(tmp_path / name, WorldSettings(3_000, seed))
    first, again, other = (_bytes(tmp_path / name) for name in "abc")
    assert first == again
    assert all(first[name] != other[name] for name in ("parties.parquet", "declarations.parquet", "truth/firm.parquet"))


def test_a_world_has_exactly_the_rows_asked_for_and_the_truth_of_each(planted_world: Made) -> None:
    assert planted_world.number("SELECT count(*) FROM declarations") == 20_000
    assert planted_world.files.line_count == 20_000
    assert (
        planted_world.number(
            "SELECT count(*) FROM declarations JOIN truth_line_firm USING (declaration_number, line_number)"
        )
        == 20_000
    )
    assert planted_world.number("SELECT count(DISTINCT (declaration_number, line_number)) FROM declarations") == 20_000


def test_the_truth_names_firms_of_the_truth_alone(planted_world: Made) -> None:
    for table, column in (
        ("line_firm", "importer_firm_id"),
        ("line_firm", "exporter_firm_id"),
        ("scheme_firm", "firm_id"),
        ("scheme_link", "firm_a_id"),
        ("scheme_link", "firm_b_id"),
    ):
        unknown = f"SELECT count(*) FROM truth_{table} WHERE {column} NOT IN (SELECT firm_id FROM truth_firm)"
        assert planted_world.number(unknown) == 0, (table, column)
    assert planted_world.number("SELECT count(*) FROM parties WHERE id NOT IN (SELECT firm_id FROM truth_firm)") == 0


def test_every_line_of_a_scheme_is_declared(planted_world: Made) -> None:
    lines = planted_world.number("SELECT count(*) FROM truth_scheme_line")
    assert lines > 0
    joined = "SELECT count(*) FROM truth_scheme_line JOIN declarations USING (declaration_number, line_number)"
    assert planted_world.number(joined) == lines


def test_nothing_of_the_truth_is_in_the_sources(planted_world: Made) -> None:
    ids = {str(row[0]) for row in planted_world.rows("SELECT scheme_id FROM truth_scheme")}
    stories = {str(row[0]) for row in planted_world.rows("SELECT story FROM truth_scheme")}
    for path in planted_world.files.files:
        columns = [str(row[0]) for row in planted_world.rows(f"DESCRIBE FROM '{path}'")]
        assert not {"scheme_id", "role", "size_band", "quality_band", "is_subject"} & set(columns)
        for column in columns:
            values = {str(row[0]) for row in planted_world.rows(f"SELECT DISTINCT {column} FROM '{path}'")}
            assert not values & (ids | stories), (path.name, column)
    assert planted_world.rows("SELECT DISTINCT provenance FROM declarations") == [("synthetic",)]
    tags = "SELECT count(*) FROM parties WHERE tags LIKE '%look_alike%' OR tags LIKE '%scheme%'"
    assert planted_world.number(tags) == 0


def test_a_null_world_has_look_alikes_and_no_schemes(null_world: Made, planted_world: Made) -> None:
    assert null_world.rows("SELECT DISTINCT is_look_alike FROM truth_scheme") == [(True,)]
    assert null_world.files.scheme_count == 0
    assert null_world.files.look_alike_count > 0
    assert planted_world.files.scheme_count > 0
    world = json.loads((null_world.files.truth / "world.json").read_text("utf-8"))
    assert (world["kind"], world["rows"], world["lines"]) == ("null", 20_000, 20_000)


@pytest.mark.parametrize("kind", DATA_KINDS)
def test_a_kind_of_data_can_be_left_out(tmp_path: Path, kind: DataKind) -> None:
    world = made(tmp_path, WorldSettings(3_000, 7, without=frozenset({kind})))
    names = {path.stem for path in world.files.files}
    everything = {"parties", "designations", "interests", "roles", "facts", "declarations", "statistics"}
    gone = {"registers": {"interests", "roles", "facts"}, "statistics": {"statistics"}, "listings": {"designations"}}
    assert names == everything - gone.get(kind, set())
    brands = (
        "SELECT count(brand) + count(part_number) + count(producer_name) + count(producer_hq_iso) FROM declarations"
    )
    assert (world.number(brands) == 0) == (kind == "brands")
    addresses = "SELECT count(importer_address) + count(exporter_address) FROM declarations"
    assert (world.number(addresses) == 0) == (kind == "addresses")
    assert (world.number("SELECT count(addresses) FROM parties") == 0) == (kind == "addresses")
    unlisted = world.number("SELECT count(*) FROM parties")
    assert (unlisted < 200) == (kind == "registers")
    world.db.close()


def test_the_other_setting_and_drift_change_hubs_prices_and_coverage(tmp_path: Path, planted_world: Made) -> None:
    other = made(tmp_path / "other", WorldSettings(20_000, 7, setting="other"))
    drift = made(tmp_path / "drift", WorldSettings(20_000, 7, kind="drift"))
    hubs = "SELECT DISTINCT reporting_iso FROM declarations WHERE direction = 'import'"
    assert {"MN", "TJ"} <= {row[0] for row in other.rows(hubs)}
    assert not {"MN", "TJ"} & {row[0] for row in planted_world.rows(hubs)}
    late = "SELECT avg((reporting_iso = 'RU')::INT) FROM declarations WHERE declared_on >= DATE '2023-09-01'"
    assert drift.number(late) < planted_world.number(late) - 0.04
    other.db.close()
    drift.db.close()


def test_a_world_too_small_or_too_full_of_schemes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EntrepotError, match="Ask for"):
        WorldSettings(10, 7)
    with pytest.raises(EntrepotError, match="scheme rate"):
        WorldSettings(3_000, 7, scheme_rate=0.5)
    with pytest.raises(EntrepotError, match="no room for honest trade"):
        generate(tmp_path, WorldSettings(1_000, 7, scheme_rate=0.2))
