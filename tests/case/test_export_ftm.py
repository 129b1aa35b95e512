"""The exchange format against its own library: nothing of the export is lost or changed by `ftm validate`."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from command_line import DemoRun
from entrepot.case.config import CaseConfig, write_config
from entrepot.case.export import export_case
from entrepot.case.intake import add_file
from entrepot.case.results import open_results
from entrepot.case.run import run_case

pytestmark = pytest.mark.ftm
Entity = dict[str, Any]


@pytest.fixture(scope="module")
def demo_export(demo_run: DemoRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    with open_results(demo_run.case) as results:
        return export_case(results, "ftm", tmp_path_factory.mktemp("ftm") / "case.ftm.json")


@pytest.fixture(scope="module")
def lists_export(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists")
    write_config(folder, CaseConfig(title="Real lists"))
    for name in ("ofac_sdn_2024-02-23.csv", "eu_32014R0833.csv", "eu_32014R0269.csv", "un_consolidated.xml"):
        add_file(folder, shared_data / "sanctions" / name)
    run_case(folder)
    with open_results(folder) as results:
        return export_case(results, "ftm", folder / "case.ftm.json")


def read(path: Path) -> list[Entity]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def validated(path: Path) -> list[Entity]:
    """Return what `ftm validate` makes of an export."""
    ftm, out = Path(sys.executable).with_name("ftm"), path.with_suffix(".validated")
    done = subprocess.run([ftm, "validate", "-i", path, "-o", out], capture_output=True, text=True, check=True)
    assert "ERROR" not in done.stderr
    return read(out)


def comparable(entity: Entity) -> tuple[str, str, dict[str, list[str]]]:
    return entity["id"], entity["schema"], {name: sorted(values) for name, values in entity["properties"].items()}


def test_validation_changes_nothing_of_the_demo(demo_export: Path) -> None:
    entities = read(demo_export)

    assert len(entities) > 5_000
    assert [comparable(e) for e in validated(demo_export)] == [comparable(e) for e in entities]


def test_entities_of_the_demo_fit_their_schemata(demo_export: Path) -> None:
    assert faults(read(demo_export)) == []


def test_real_lists_are_exported_without_a_fault(lists_export: Path) -> None:
    entities = read(lists_export)

    assert len(entities) > 20_000
    assert faults(entities) == []
    # Quotation marks around a name are taken off by the library; nothing may get lost.
    after = {e["id"]: e for e in validated(lists_export)}
    lost = [
        (e["id"], name)
        for e in entities
        for name, values in e["properties"].items()
        if len(after[e["id"]]["properties"].get(name, [])) < len(values)
    ]
    assert lost == []


def faults(entities: list[Entity]) -> list[str]:
    """Return what the model itself finds: schemata, properties, values, lengths, and ends of the wrong kind."""
    from followthemoney import model

    schemata = {entity["id"]: model.get(entity["schema"]) for entity in entities}
    found = []
    for entity in entities:
        schema = schemata[entity["id"]]
        assert schema is not None
        schema.validate(entity)
        for name, values in entity["properties"].items():
            prop = schema.get(name)
            if prop is None:
                found.append(f"{schema.name} has no {name}")
                continue
            for value in values:
                if prop.type.clean(value) is None:
                    found.append(f"{schema.name}.{name} refuses {value}")
                if prop.type.name == "entity":
                    end = schemata.get(value)
                    if end is None or not end.is_a(prop.range):
                        found.append(f"{schema.name}.{name} points to {end}")
    return found
