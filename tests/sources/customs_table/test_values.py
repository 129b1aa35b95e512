import pytest

from entrepot.sources.customs_table.values import kinds_of, profile


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("2022-03-01", "date"),
        ("01.03.2022", "date"),
        ("03-Mar-22", "date"),
        ("Mar 2022", "date"),
        ("2022-03-01T18:30:00.000Z", "date"),
        ("8542.31.10", "hs"),
        ("8542311001", "hs"),
        ("1012100", "hs"),  # 0101.21.00 with its leading zero lost
        ("1 234,56", "number"),
        ("-3.5", "decimal"),
        ("КИТАЙ", "country"),
        ("EUROPEAN UNION", "country"),
        ("EUR", "currency"),
        ("840", "currency"),
        ("美元", "currency"),
        ("доллар", "currency"),
        ("千克", "unit"),
        ("PCS", "unit"),
        ("件", "unit"),  # pieces or packages
        ("7707083893", "identifier"),
        ("12.345.678/0001-95", "identifier"),
        ("3f2b1c4d-0000-4000-8000-000000000001", "uuid"),
        ("EXAMPLE TRADING LTD", "worded"),
        ("12 EXAMPLE STREET, SAMPLE TOWN", "address"),
    ],
)
def test_a_cell_looks_like_its_kind(cell: str, kind: str) -> None:
    assert kind in kinds_of(cell)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("KG", "country"),
        ("36", "currency"),
        ("EXAMPLE TRADING LTD", "unit"),
        ("EXAMPLE TRADING LTD", "currency"),
        ("EXAMPLE", "date"),
        ("777777", "hs"),
        ("SAMPLE TEXT", "number"),
    ],
)
def test_a_cell_does_not_look_like_what_it_is_not(cell: str, kind: str) -> None:
    assert kind not in kinds_of(cell)


def test_words_for_empty_and_columns_of_zero_are_dead() -> None:
    assert profile(["NULL", None, "", "N/A", "undefined"]).is_dead
    assert profile(["0", "0.00", "0"]).is_dead
    assert profile(["нет данных", "无"]).is_dead


def test_zeros_among_values_are_values() -> None:
    column = profile(["0", "12.5", "0"])

    assert not column.is_dead
    assert column.live == 3


def test_a_column_without_a_sample_is_not_dead() -> None:
    assert not profile([]).is_dead
