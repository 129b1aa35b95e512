"""A plain `entrepot add` takes a customs table of any layout for one, or says what it lacks."""

from pathlib import Path

import pytest
from test_bills_of_lading import LADING

from customs_case import PLAIN, Answers, Columns, delimited, import_columns, new_case, records, with_columns
from entrepot.case.intake import LayoutChoice, add_file
from entrepot.case.layouts import UnsureError
from entrepot.errors import SourceError
from entrepot.evidence.reading.preview import previews
from entrepot.sources import registry
from entrepot.sources.customs_table.mapping import mapping_of, write_mapping
from entrepot.sources.customs_table.propose import propose

PARTIES = ("IMPORTER_NAME", "SUPPLIER_NAME", "IMPORTER_ID")
AMOUNTS = ("INVOICE_VALUE", "NET_WEIGHT", "QUANTITY")


def written(folder: Path, columns: Columns) -> Path:
    path = folder / "dump.csv"
    path.write_bytes(delimited(records(columns)))
    return path


@pytest.mark.parametrize(
    "columns",
    [
        PLAIN,
        LADING,
        with_columns(without=PARTIES),
        with_columns(without=("IMPORTER_NAME", "SUPPLIER_NAME")),
        with_columns(without=AMOUNTS),
    ],
    ids=["plain", "bill of lading", "anonymised", "tax numbers only", "without amounts"],
)
def test_a_table_of_declarations_or_shipments_is_recognised(columns: Columns, tmp_path: Path) -> None:
    assert registry.recognise(written(tmp_path, columns)).meta.id == "customs_table"


@pytest.mark.parametrize(
    ("columns", "lack"),
    [
        (with_columns(without=["IMPORT_DATE"]), "a column with the day"),
        (with_columns(without=["HS_CODE", "PRODUCT_DESCRIPTION"]), "goods codes or goods in words"),
        (with_columns(without=[*PARTIES, "DECLARATION_NUMBER"]), "a party"),
        (with_columns(without=[*AMOUNTS, "DECLARATION_NUMBER"]), "a value, mass or quantity"),
    ],
)
def test_a_table_that_lacks_something_is_not_taken_and_that_is_named(
    columns: Columns, lack: str, tmp_path: Path
) -> None:
    with pytest.raises(SourceError, match=f"nearest is customs_table, which also needs {lack}") as raised:
        registry.recognise(written(tmp_path, columns))

    assert "--as customs_table" in str(raised.value)


@pytest.mark.parametrize(
    "columns",
    [
        {"a": ["1", "2"], "b": ["x", "y"]},
        {"Row Labels": ["2023-01", "Grand Total"], "Sum of VALUE": ["10", "10"], "Sum of NET_WEIGHT": ["2", "2"]},
    ],
    ids=["letters", "pivot table"],
)
def test_another_table_is_not_called_nearly_a_customs_table(columns: Columns, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as raised:
        registry.recognise(written(tmp_path, columns))

    assert "nearest" not in str(raised.value)


def test_what_is_not_sure_is_asked_without_naming_the_source(tmp_path: Path) -> None:
    with pytest.raises(UnsureError, match=r"Date of the declaration.*ARRIVAL_DATE") as raised:
        add_file(new_case(tmp_path / "case"), written(tmp_path, LADING))

    assert "Are these imports or exports" in str(raised.value)


def test_without_any_date_every_column_is_offered(tmp_path: Path) -> None:
    path = written(tmp_path, with_columns(without=["IMPORT_DATE"]))

    with pytest.raises(UnsureError, match=r"declared_on.*DECLARATION_NUMBER \| IMPORTER_ID"):
        add_file(new_case(tmp_path / "case"), path, source_id="customs_table")


def test_the_direction_is_asked_first_and_decides_whose_a_column_is(tmp_path: Path) -> None:
    names = {
        "IMPORT_DATE": "DATE",
        "IMPORTER_NAME": "经营单位",
        "SUPPLIER_NAME": "境外收发货人",
        "IMPORTER_ID": "TAX_ID",
    }
    columns = {names.get(name, name): cells for name, cells in PLAIN.items()}

    bought, sold = (
        import_columns(tmp_path / direction, columns, LayoutChoice(ask=Answers({"direction": direction})))
        for direction in ("import", "export")
    )

    assert bought.column("importer_name") == sold.column("exporter_name") == PLAIN["IMPORTER_NAME"]
    assert bought.column("exporter_name") == sold.column("importer_name") == PLAIN["SUPPLIER_NAME"]
    assert bought.column("importer_identifier") == sold.column("exporter_identifier") == PLAIN["IMPORTER_ID"]


def test_a_table_without_any_party_is_imported_and_says_so(tmp_path: Path) -> None:
    found = import_columns(tmp_path, with_columns(without=PARTIES))

    assert "No column names a party: no line has an importer or exporter" in found.parsed.warnings


def test_the_direction_that_a_mapping_beside_the_file_leaves_open_is_asked_once(tmp_path: Path) -> None:
    columns = {"DATE" if name == "IMPORT_DATE" else name: cells for name, cells in PLAIN.items()}
    columns = {"TAX_ID" if name == "IMPORTER_ID" else name: cells for name, cells in columns.items()}
    columns = {"FIRM" if name == "SUPPLIER_NAME" else name: cells for name, cells in columns.items()}
    path = written(tmp_path, columns)
    [table] = previews(path)
    write_mapping(mapping_of(propose(table), table.header), path.with_name("dump.csv.mapping.toml"))
    ask = Answers({"direction": "import"})

    add_file(new_case(tmp_path / "case"), path, layout=LayoutChoice(ask=ask))

    assert [doubt.field for doubt in ask.asked] == ["direction"]
