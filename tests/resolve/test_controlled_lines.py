"""Controlled lines over the editions of the Harmonised System, on the day of declaration."""

from datetime import date

from core_rows import CoreRows
from entrepot.records.linked import CONTROLLED_LINE
from entrepot.resolve.controlled_lines import mark_controlled_lines
from entrepot.store.engine import Engine, rows_of


def line(rows: CoreRows, name: str, hs6: str | None, day: date) -> None:
    rows.add("core__declaration", declaration_id=name, declared_on=day, direction="import", hs6=hs6)


def good(
    rows: CoreRows, hs6: str, tier: str, *, from_on: date, to_on: date | None = None, list_id: str = "chpl"
) -> None:
    rows.add(
        "codes__controlled_good",
        list_id=list_id,
        hs6=hs6,
        tier=tier,
        valid_from_on=from_on,
        valid_to_on=to_on,
        is_date_verified=True,
        description="goods",
        source="test",
    )


def group(rows: CoreRows, hs6: str, group_id: str, *, is_break: bool) -> None:
    rows.add(
        "codes__hs_group",
        hs6=hs6,
        group_id=group_id,
        is_break=is_break,
        is_new_2022=is_break,
        is_predecessor_unverified=False,
    )


def test_lines_are_marked_by_group_tier_break_and_date(engine: Engine) -> None:
    rows = CoreRows()
    good(rows, "854231", "1", from_on=date(2023, 2, 1))
    good(rows, "854151", "3.A", from_on=date(2023, 2, 1), to_on=date(2023, 12, 31))
    good(rows, "854159", "2", from_on=date(2024, 2, 1))
    good(rows, "870323", "1", from_on=date(2022, 1, 1), list_id="another")
    group(rows, "854150", "854150", is_break=False)
    group(rows, "854151", "854150", is_break=True)
    group(rows, "854159", "854150", is_break=True)
    line(rows, "alone in its group", "854231", date(2023, 2, 1))
    line(rows, "before the listing", "854231", date(2023, 1, 31))
    line(rows, "predecessor", "854150", date(2021, 5, 1))
    line(rows, "after one entry, before the other", "854151", date(2024, 1, 1))
    line(rows, "on another list", "870323", date(2023, 3, 1))
    line(rows, "without a code", None, date(2023, 3, 1))
    line(rows, "not controlled", "080111", date(2023, 3, 1))
    rows.load(engine)

    count = mark_controlled_lines(engine, "chpl")

    found = {row.pop("declaration_id"): tuple(row.values()) for row in rows_of(engine.read(CONTROLLED_LINE.name))}
    assert found == {
        "alone in its group": ("854231", "1", False, True),
        "before the listing": ("854231", "1", False, False),
        "predecessor": ("854150", "2", True, False),
        "after one entry, before the other": ("854150", "2", True, False),
    }
    assert count == 4
    assert tuple(engine.read(CONTROLLED_LINE.name).column_names) == CONTROLLED_LINE.column_names
