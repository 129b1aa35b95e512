from pathlib import Path

import pytest
from heads import head

from entrepot.sources.customs_table.mapping import (
    FieldColumns,
    Mapping,
    MappingError,
    fingerprint,
    mapping_of,
    read_mapping,
    saved_mapping,
    write_mapping,
)
from entrepot.sources.customs_table.propose import propose

HEADER = ("IMP_DATE", "IMPORTER_NAME", "IMPORTER_NAME_EN", "HS_CODE", "INVOICE_VALUE_UAH")


def test_a_written_mapping_reads_back_the_same(tmp_path: Path) -> None:
    mapping = mapping_of(propose(head(list(HEADER))), HEADER)
    write_mapping(mapping, tmp_path / "a.mapping.toml")

    assert read_mapping(tmp_path / "a.mapping.toml") == mapping
    assert mapping.fields["value_currency"].constant == "UAH"
    assert mapping.fields["importer_name"].columns == ("IMPORTER_NAME", "IMPORTER_NAME_EN")


def test_the_same_mapping_gives_the_same_bytes(tmp_path: Path) -> None:
    mapping = mapping_of(propose(head(list(HEADER))), HEADER)
    for name in ("a", "b"):
        write_mapping(mapping, tmp_path / name)

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_fingerprint_ignores_order_case_and_punctuation_but_not_a_column_more() -> None:
    assert fingerprint(["HS_CODE", "Importer Name"]) == fingerprint(["IMPORTER_NAME", "hs code", ""])
    assert fingerprint(["HS_CODE"]) != fingerprint(["HS_CODE", "BRAND"])


def test_a_saved_mapping_is_found_by_its_layout_beside_the_file(tmp_path: Path) -> None:
    write_mapping(
        Mapping(fingerprint(HEADER), "import", {"hs_code": FieldColumns(("HS_CODE",))}), tmp_path / "x.mapping.toml"
    )
    found = saved_mapping(HEADER, tmp_path)

    assert found is not None
    assert found[0].name == "x.mapping.toml"
    assert found[1].fields["hs_code"].columns == ("HS_CODE",)
    assert saved_mapping(("OTHER",), tmp_path) is None


def test_problems_name_missing_doubled_and_twice_used_columns() -> None:
    mapping = Mapping(
        "", None, {"hs_code": FieldColumns(("A",)), "brand": FieldColumns(("B",)), "quantity": FieldColumns(("B",))}
    )
    problems = mapping.problems(("B", "B"))

    assert any("no column 'A'" in problem for problem in problems)
    assert any("2 columns are called 'B'" in problem for problem in problems)
    assert any("both brand and quantity" in problem for problem in problems)
    assert Mapping("", None, {"hs_code": FieldColumns(("B",))}).problems(("B",)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("layout = ", "not valid"),
        ('layout = "x"\n[fields.no_such_field]\ncolumns = ["A"]', "no_such_field"),
        ('layout = "x"\n[fields.hs_code]\ncolumn = "A"', "column"),
        ('layout = "x"\n[fields.hs_code]\nconfidence = 2.0', "confidence"),
    ],
)
def test_a_damaged_mapping_is_refused_with_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "bad.mapping.toml"
    path.write_text(text, "utf-8")

    with pytest.raises(MappingError, match=said):
        read_mapping(path)
