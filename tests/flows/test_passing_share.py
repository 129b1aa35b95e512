"""What a third country passed on of what it took in, and whether it made such goods before."""

import pytest
from flow_rows import FlowRows

from entrepot.flows.months import month_start
from entrepot.flows.passing_share import PassingShare, passing_shares, rows_behind_shares
from entrepot.settings import Study
from entrepot.store.engine import Engine

CHIPS, ALMONDS = "854231", "080212"


def monthly(
    rows: FlowRows, way: str, goods: str, value: float, *, year: int = 2022, months: range = range(2, 14)
) -> None:
    for month in months:
        rows.add(way, goods, f"{month_start(year * 12 + month):%Y-%m}", value)


def armenia() -> FlowRows:
    """Return a country of almonds that sends on nine tenths of the chips it takes in."""
    rows = FlowRows()
    monthly(rows, "AM X IT", ALMONDS, 100.0, year=2021, months=range(8))
    monthly(rows, "DE X US", CHIPS, 500.0, year=2021, months=range(8))
    monthly(rows, "DE X AM", CHIPS, 60.0)
    monthly(rows, "CN X AM", CHIPS, 40.0)
    monthly(rows, "AM X RU", CHIPS, 90.0)
    return rows


def shares(engine: Engine, rows: FlowRows) -> dict[tuple[str, str], PassingShare]:
    rows.prepare(engine)
    return {share.key: share for share in passing_shares(engine, Study())}


def test_the_share_is_exports_to_the_destination_over_imports_from_everywhere(engine: Engine) -> None:
    found = shares(engine, armenia())

    share = found["AM", CHIPS]
    assert (share.export_value, share.import_value, share.share) == (1080, 1200, 0.9)
    assert share.advantage == 0
    assert share.import_months_reported == 0
    assert share.last_month == 2022 * 12 + 13
    assert ("CN", CHIPS) not in found  # it sends nothing to the destination


def test_comparative_advantage_is_that_of_balassa(engine: Engine) -> None:
    rows = armenia()
    monthly(rows, "AM X IT", CHIPS, 25.0, year=2021, months=range(8))

    advantage = shares(engine, rows)["AM", CHIPS].advantage

    assert advantage == pytest.approx((25 / 125) / (525 / 625))


def test_an_exporter_of_listed_goods_alone_has_no_known_advantage(engine: Engine) -> None:
    rows = FlowRows()
    monthly(rows, "DE X US", CHIPS, 500.0, year=2021, months=range(8))
    monthly(rows, "DE X AM", CHIPS, 60.0)
    monthly(rows, "AM X RU", CHIPS, 50.0)

    assert shares(engine, rows)["AM", CHIPS].advantage is None


def test_the_window_ends_where_both_sides_are_known(engine: Engine) -> None:
    rows = armenia()
    monthly(rows, "DE X AM", CHIPS, 1000.0, months=range(14, 20))

    share = shares(engine, rows)["AM", CHIPS]

    assert share.last_month == 2022 * 12 + 13
    assert share.import_value == 1200


def test_members_of_the_coalition_are_no_hubs_and_the_destination_is_none(engine: Engine) -> None:
    rows = armenia()
    monthly(rows, "DE X JP", CHIPS, 60.0)
    monthly(rows, "JP X RU", CHIPS, 60.0)
    monthly(rows, "RU X BY", CHIPS, 60.0)

    assert {hub for hub, _ in shares(engine, rows)} == {"AM"}


def test_the_rows_behind_a_share_are_of_its_months_and_both_ways(engine: Engine) -> None:
    rows = armenia()
    monthly(rows, "DE X AM", CHIPS, 999.0, year=2021, months=range(8))
    found = shares(engine, rows)

    behind = rows_behind_shares(engine, "RU", found.values())

    assert {(row["is_out"], row["reporter_iso"], row["partner_iso"]) for row in behind} == {
        (True, "AM", "RU"),
        (False, "DE", "AM"),
    }  # the twelve largest of each direction
    assert all(row["period_on"].year >= 2022 for row in behind)
    assert rows_behind_shares(engine, "RU", []) == []
