"""Units of quantity as customs tables write them."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.codes.lookalikes import fold
from entrepot.codes.resource import toml_document
from entrepot.codes.units import Unit, unit_of

LANGUAGES = (
    "english",
    "russian",
    "ukrainian",
    "kazakh",
    "turkish",
    "spanish",
    "portuguese",
    "french",
    "vietnamese",
    "chinese",
)


@pytest.mark.parametrize(
    "raw", ["KGM", "kg", "Kgs.", "КГ", "кг", "166", "KILOGRAMO", "Quilograma Líquido", "千克", "公斤", "kilôgam"]
)
def test_kilograms_are_known_in_every_language(raw: str) -> None:
    assert unit_of(raw).value == Unit("kg", 1.0)
    assert unit_of(raw).issue is None


@pytest.mark.parametrize(
    "raw",
    [
        "PCE",
        "pcs",
        "NMB",
        "NOS",
        "U",
        "UNV",
        "шт.",
        "ШТУК",
        "дана",
        "ADET",
        "UNIDADES",
        "peça",
        "pièces",
        "cái",
        "个",
        "796",
    ],
)
def test_pieces_are_known_in_every_language(raw: str) -> None:
    assert unit_of(raw).value == Unit("pcs", 1.0)


@pytest.mark.parametrize(
    "raw", ["M2", "m²", "м2", "МТК", "SQM", "SQUARE METRE", "METRO CUADRADO", "METROS CUADRADO", "平方米", "55"]
)
def test_square_metres_are_known_in_every_spelling(raw: str) -> None:
    found = unit_of(raw.replace("МТК", "MTK"))

    assert found.value == Unit("m2", 1.0)


@pytest.mark.parametrize(
    ("raw", "unit"),
    [
        ("т", Unit("kg", 1000.0)),
        ("GRM", Unit("kg", 0.001)),
        ("LBS", Unit("kg", 0.45359237)),
        ("DZN", Unit("pcs", 12.0)),
        ("12u", Unit("pcs", 12.0)),
        ("GRO", Unit("pcs", 144.0)),
        ("тыс. шт.", Unit("pcs", 1000.0)),
        ("1000 шт", Unit("pcs", 1000.0)),
        ("798", Unit("pcs", 1000.0)),
        ("2u", Unit("pair", 1.0)),
        ("715", Unit("pair", 1.0)),
        ("1000 кВт·ч", Unit("kwh", 1000.0)),
        ("SQF", Unit("m2", 0.09290304)),
        ("карат", Unit("carat", 1.0)),
        ("1000 m3", Unit("m3", 1000.0)),
        ("LTR", Unit("l", 1.0)),
    ],
)
def test_a_factor_takes_a_quantity_to_its_base_unit(raw: str, unit: Unit) -> None:
    assert unit_of(raw).value == unit


@pytest.mark.parametrize(
    "raw",
    [
        "CTNS",
        "CNTS",
        "BULTO",
        "упаковка",
        "место",
        "COLIS",
        "箱",
        "BOX (CAJA)",
        "CT - CARTON",
        "PK - COLIS (PACKAGE)",
        "778",
    ],
)
def test_packages_are_never_pieces(raw: str) -> None:
    assert unit_of(raw).value == Unit("package", 1.0)


@pytest.mark.parametrize(
    ("raw", "issue"),
    [
        ("MT", "may be metric tonnes, or metres"),
        ("CT", "may be carats or cartons"),
        ("P", "may be pieces, pairs or packages"),
        ("kg/m", "names two units: kg and m"),
        ("KG - PCS", "names two units: kg and pcs"),
        ("USD/KG", "is no known unit"),
        ("", "is no known unit"),
        ("ACME", "is no known unit"),
        ("999", "is no code of a unit in ОКЕИ"),
    ],
)
def test_what_names_no_single_unit_gives_an_issue(raw: str, issue: str) -> None:
    assert unit_of(raw).value is None
    assert issue in (unit_of(raw).issue or "")


def test_a_numeric_code_that_other_countries_use_is_remarked_on() -> None:
    assert unit_of("006").value == Unit("m", 1.0)
    assert "other countries" in (unit_of("006").issue or "")
    assert unit_of("166").issue is None


def test_mass_of_a_substance_is_not_mass_of_goods() -> None:
    assert unit_of("кг N").value == Unit("kg_content", 1.0)


def test_no_word_names_two_units_and_none_is_ambiguous_as_well() -> None:
    document = toml_document("units.toml")
    ambiguous = {fold(word) for word in document["ambiguous"]}
    units: dict[str, tuple[str, float]] = {}
    for entry in document["units"]:
        for name in {"un", *LANGUAGES} & entry.keys():
            for word in entry[name]:
                unit = (entry["code"], entry["factor"])
                assert units.setdefault(fold(word), unit) == unit, word
                assert fold(word) not in ambiguous, word
                assert fold(word), word
    assert len(units) > 900


def test_every_entry_is_complete_and_every_uneven_factor_has_its_source() -> None:
    for entry in toml_document("units.toml")["units"]:
        assert entry.keys() <= {"code", "factor", "source", "un", "okei", *LANGUAGES}, entry
        is_counted = entry["factor"] in {10.0**power for power in range(-6, 7)} | {12.0, 144.0, 1728.0}
        assert is_counted or "NIST" in entry["source"], entry


def test_the_units_of_real_tables_are_known(shared_data: Path) -> None:
    layouts = json.loads((shared_data / "customs" / "layouts.json").read_text("utf-8"))
    shapes = {
        layout["value_shapes"].get(layout["mapping"]["quantity_unit"]) or ""
        for layout in layouts
        if isinstance(layout["mapping"]["quantity_unit"], str)
    }
    named = {
        part.strip()
        for shape in shapes
        if shape.startswith(("e.g. ", "one of "))
        for part in shape.removeprefix("e.g. ").removeprefix("one of ").split(",")
    }

    unknown = {word for word in named if unit_of(word).value is None}

    assert len(named) > 15
    assert unknown == {"P"}


@settings(deadline=None)
@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    found = unit_of(text)

    assert (found.value is None) <= (found.issue is not None)
