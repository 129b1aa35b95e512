"""Doubtful lines: stated twice under different numbers, or priced a power of ten off."""

from collections.abc import Mapping
from datetime import date

import pytest

from entrepot.records.declaration import DECLARATION
from entrepot.records.linked import LINE_DOUBT
from entrepot.resolve.line_doubts import mark_doubtful_lines
from entrepot.store.engine import Engine, rows_of
from entrepot.store.tables import to_arrow

_SAME = {
    "declared_on": date(2023, 5, 2),
    "direction": "import",
    "reporting_iso": "KZ",
    "importer_party_id": "importer",
    "exporter_party_id": "exporter",
    "hs_code": "8542310000",
    "value_usd": 1200.5,
    "net_mass_kg": 3.25,
}


def doubts(engine: Engine, *lines: Mapping[str, object]) -> dict[str, tuple[str, float]]:
    usual = {"declared_on": date(2023, 1, 1), "direction": "import", "snapshot_id": "file", "provenance": "synthetic"}
    rows = [{**usual, "declaration_id": f"line {n}", "locator": f"row {n}", **line} for n, line in enumerate(lines)]
    engine.register("linked__declaration", to_arrow(DECLARATION.linked(), rows))
    mark_doubtful_lines(engine)
    made = engine.read(LINE_DOUBT.name)
    assert tuple(made.column_names) == LINE_DOUBT.column_names
    return {row["declaration_id"]: (row["doubt_kind"], row["size"]) for row in rows_of(made)}


def test_a_line_in_two_declarations_is_a_possible_duplicate(engine: Engine) -> None:
    found = doubts(
        engine,
        {**_SAME, "declaration_number": "A"},
        {**_SAME, "declaration_number": "B"},
        {**_SAME, "declaration_number": "C", "importer_party_id": "another importer"},
        {**_SAME, "declaration_number": "D", "declared_on": date(2023, 5, 3)},
        {**_SAME, "declaration_number": "E", "hs_code": "8542320000"},
    )

    assert found == {"line 0": ("possible_duplicate", 2.0), "line 1": ("possible_duplicate", 2.0)}


def test_equal_lines_of_one_declaration_are_its_own_business(engine: Engine) -> None:
    assert not doubts(engine, *({**_SAME, "declaration_number": "A", "line_number": str(n)} for n in range(3)))


@pytest.mark.parametrize("missing", ["value_usd", "net_mass_kg", "hs_code"])
def test_nothing_is_a_duplicate_where_an_amount_or_the_code_is_missing(engine: Engine, missing: str) -> None:
    assert not doubts(engine, *({**_SAME, "declaration_number": n, missing: None} for n in "AB"))


@pytest.mark.parametrize("missing", ["importer_party_id", "exporter_party_id"])
def test_two_unknown_parties_are_not_the_same(engine: Engine, missing: str) -> None:
    assert not doubts(engine, *({**_SAME, "declaration_number": n, missing: None} for n in "AB"))


@pytest.mark.parametrize(
    ("price", "tens"), [(10_000.0, 3.0), (0.01, -3.0), (1_000.0, 2.0), (100.0, None), (300.0, None), (14.0, None)]
)
def test_a_price_a_power_of_ten_off_is_doubted(engine: Engine, price: float, tens: float | None) -> None:
    usual = [{"part_number_key": "XC7", "quantity": 5.0, "value_usd": 50.0 + n} for n in range(8)]
    odd = {"part_number_key": "XC7", "quantity": 2.0, "value_usd": 2 * price}

    assert doubts(engine, *usual, odd) == ({} if tens is None else {"line 8": ("power_of_ten", tens)})


def test_few_prices_and_other_units_give_no_middle(engine: Engine) -> None:
    few = [{"part_number_key": "XC7", "quantity": 5.0, "value_usd": 50.0} for _ in range(6)]
    odd = {"part_number_key": "XC7", "quantity": 2.0, "value_usd": 20_000.0}
    other = [{**line, "quantity_unit": "kg"} for line in few]

    assert not doubts(engine, *few, odd)
    assert not doubts(engine, *few, *other, odd)
