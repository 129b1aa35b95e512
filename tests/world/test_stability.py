"""Findings over a small world stay as they are when rows are permuted, ids renamed, currencies changed or other trade added."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from entrepot.case.config import CaseConfig, write_config
from entrepot.case.intake import add_file
from entrepot.case.results import open_results
from entrepot.case.run import run_case
from entrepot.settings import Study
from entrepot.world.generate import DECLARATIONS, generate
from entrepot.world.settings import WorldSettings

pytestmark = pytest.mark.slow
_SETTINGS = WorldSettings(rows=8_000, seed=17, scheme_rate=0.05)
_ID_COLUMNS = ("id", "party_id", "owner_id", "subject_id", "holder_id")
Tables = dict[str, pa.Table]
Essence = set[tuple[str, str, str, float | None]]


def permuted(tables: Tables) -> Tables:
    order = Random(5)  # noqa: S311 (no secret)
    return {name: t.take(pa.array(order.sample(range(t.num_rows), t.num_rows))) for name, t in tables.items()}


def renamed(tables: Tables) -> Tables:
    def with_ids(table: pa.Table) -> pa.Table:
        for column in _ID_COLUMNS:
            if column in table.column_names:
                place = table.column_names.index(column)
                ids = pc.binary_join_element_wise(pa.scalar("other-"), table[column], "")
                table = table.set_column(place, column, ids)
        return table

    return {name: with_ids(table) for name, table in tables.items()}


def in_tenge(tables: Tables) -> Tables:
    lines = tables[DECLARATIONS]
    place = lines.column_names.index("value")
    lines = lines.set_column(
        place, "value", pc.cast(pc.multiply(pc.cast(lines["value"], pa.float64()), 450.0), lines["value"].type)
    )
    codes = pa.array(["KZT"] * lines.num_rows, lines["currency_code"].type)
    return {**tables, DECLARATIONS: lines.set_column(lines.column_names.index("currency_code"), "currency_code", codes)}


def with_wheat(tables: Tables) -> Tables:
    lines = tables[DECLARATIONS]
    wheat = {
        "declared_on": "2023-03-01",
        "declaration_number": "PE-{n}",
        "line_number": "1",
        "direction": "import",
        "reporting_iso": "PE",
        "importer_name": "Molino Inventado {n} S.A.",
        "importer_country_iso": "PE",
        "exporter_name": "Trigo Inventado {n} S.A.",
        "exporter_country_iso": "AR",
        "hs_code": "1001990000",
        "goods_description": "trigo",
        "provenance": "synthetic",
    }
    amounts = {"value_usd": 5_000.0, "value": 5_000.0, "net_mass_kg": 20_000.0}
    rows = [
        {**{key: text.format(n=n % 40) for key, text in wheat.items()}, "declaration_number": f"PE-{n}"}
        for n in range(400)
    ]
    columns = {}
    for field in lines.schema:
        cells = [row.get(field.name, amounts.get(field.name)) for row in rows]
        columns[field.name] = pa.array([None if c is None else c for c in cells]).cast(field.type)
    return {**tables, DECLARATIONS: pa.concat_tables([lines, pa.table(columns, schema=lines.schema)])}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    folder = tmp_path_factory.mktemp("world")
    files = generate(folder, _SETTINGS, truth=folder / "truth").files
    return {path.name: pq.read_table(path) for path in files}


def raised(folder: Path, tables: Tables, name: Callable[[dict[str, str]], str]) -> Essence:
    files = folder / "files"
    files.mkdir(parents=True)
    case = folder / "case"
    case.mkdir()
    write_config(case, CaseConfig(title="Invented", study=Study()))
    for file, table in tables.items():
        pq.write_table(table, files / file)
        add_file(case, files / file)
    run_case(case)
    with open_results(case) as results:
        return {
            (f["indicator"], f["outcome"], name(f), None if f["value"] is None else round(f["value"], 6))
            for f in results.findings
            if f["outcome"] == "raised"
        }


def by_id(finding: dict[str, str]) -> str:
    return finding["subject_id"]


def by_name(finding: dict[str, str]) -> str:
    return finding["subject_name"]


@pytest.fixture(scope="module")
def plain(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> tuple[Essence, Essence]:
    found = [raised(tmp_path_factory.mktemp("plain"), tables, name) for name in (by_id, by_name)]
    assert len(found[0]) > 20, "too few findings to compare"
    return found[0], found[1]


@pytest.mark.parametrize("change", [permuted, in_tenge])
def test_findings_stay_as_they_are(
    change: Callable[[Tables], Tables], tables: Tables, plain: tuple[Essence, Essence], tmp_path: Path
) -> None:
    assert raised(tmp_path, change(tables), by_id) ^ plain[0] == set()


def test_other_trade_raises_and_clears_nobody(tables: Tables, plain: tuple[Essence, Essence], tmp_path: Path) -> None:
    """Measures of rarity (bits: one in so many parties) may grow with the number of parties; who is raised may not."""
    found = raised(tmp_path, with_wheat(tables), by_id)

    assert {finding[:3] for finding in found} == {finding[:3] for finding in plain[0]}


def test_other_ids_give_the_same_findings_by_name(
    tables: Tables, plain: tuple[Essence, Essence], tmp_path: Path
) -> None:
    assert raised(tmp_path, renamed(tables), by_name) ^ plain[1] == set()
