"""The reference data as tables, and the records of where it comes from."""

import hashlib
import tomllib

import pyarrow.compute as pc

from entrepot.codes import controls, hs
from entrepot.codes.tables import reference_tables
from entrepot.records.reference import CONTROLLED_GOOD, COUNTRY_SET, HS_GROUP, TERRITORY
from entrepot.settings import resources_dir

ROOMS = ("controls", "countries", "currencies", "goods", "hs", "rates", "regimes")


def test_tables_have_the_declared_schemas() -> None:
    tables = reference_tables()
    for declared in (CONTROLLED_GOOD, COUNTRY_SET, HS_GROUP, TERRITORY):
        assert tables[declared.name].schema.equals(declared.schema)
        tables[declared.name].validate(full=True)
        for column in declared.own_columns:
            if column.required:
                assert tables[declared.name][column.name].null_count == 0, column.name


def test_hs_groups_hold_the_list_the_drones_and_their_predecessors() -> None:
    table = reference_tables()[HS_GROUP.name]
    codes = set(table["hs6"].to_pylist())
    assert controls.codes_of("chpl") | hs.drones() <= codes
    assert {link.predecessor for link in hs.predecessors()} <= codes
    assert len(codes) == table.num_rows


def test_every_group_id_is_the_lowest_code_of_its_group() -> None:
    for row in reference_tables()[HS_GROUP.name].to_pylist():
        assert row["group_id"] == min(hs.group_members(row["group_id"]))


def test_members_of_a_group_agree_on_the_break() -> None:
    groups: dict[str, set[bool]] = {}
    for row in reference_tables()[HS_GROUP.name].to_pylist():
        groups.setdefault(row["group_id"], set()).add(row["is_break"])
    assert all(len(answers) == 1 for answers in groups.values())


def test_a_code_is_on_a_list_once() -> None:
    table = reference_tables()[CONTROLLED_GOOD.name]
    keys = table.group_by(["list_id", "hs6"]).aggregate([([], "count_all")])
    assert pc.max(keys["count_all"]).as_py() == 1


def test_every_csv_has_a_source_record_whose_hash_holds() -> None:
    files = [path for room in ROOMS for path in sorted((resources_dir() / room).glob("*.csv"))]
    assert len(files) >= 8
    for path in files:
        record = tomllib.loads(path.with_name(f"{path.name}.source.toml").read_text(encoding="utf-8"))
        assert {"producer", "title", "url", "accessed", "licence"} <= set(record), path.name
        assert record["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest(), (
            f"{path.name} was edited: renew its hash"
        )


def test_every_toml_opens_with_its_source() -> None:
    documents = [*resources_dir().glob("*.toml"), *resources_dir().glob("countries/sets.toml")]
    for room in ("currencies", "goods", "rates", "regimes"):
        documents += (path for path in (resources_dir() / room).glob("*.toml") if ".source" not in path.suffixes)
    for path in documents:
        head = path.read_text(encoding="utf-8").split("\n\n")[0]
        for word in ("producer", "title", "url", "accessed", "licence"):
            assert f"# {word} = " in head, f"{path.name}: {word}"
