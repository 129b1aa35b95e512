"""Two countries' lines as two views of one shipment: matched one to one, with what they say differently kept."""

from datetime import timedelta
from typing import Any

import pytest
from traced_rows import START, line, load, question

from entrepot.store.engine import Engine, Row, rows_of
from entrepot.trace.scope import gather
from entrepot.trace.shipments import CIF_FOB_BAND
from entrepot.trace.tracing import trace

WAY = "A.TR>B.RU"


def export(number: int, day: int, quantity: float, way: str = WAY, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return line(number, way, day, quantity, direction="export", reporting_iso="TR", **more)


def views(engine: Engine, lines: list[dict[str, Any]]) -> list[Row]:
    load(engine, lines)
    gather(engine, question(hs=("8542",), hops=2))
    return rows_of(engine.read("trace__view_pair"))


def test_an_export_and_an_import_are_one_shipment(engine: Engine) -> None:
    pairs = views(engine, [export(0, 0, 500), line(1, WAY, 12, 500, value_usd=5500.0)])

    assert pairs == [
        {"export_id": "line 0000", "import_id": "line 0001", "value_ratio": 1.1, "lag_days": 12, "conflicts": None}
    ]
    [shipment] = rows_of(engine.read("trace__consignment"))
    assert (shipment["left_on"], shipment["arrived_on"]) == (START, START + timedelta(days=12))


def test_what_the_views_say_differently_is_kept(engine: Engine) -> None:
    one = export(0, 0, 500, net_mass_kg=10.0, hs_code="8542390000", part_number_key="GX100")
    other = line(1, WAY, 5, 503, value_usd=15000.0, net_mass_kg=14.0, hs_code="8542399010", part_number_key="GX1OO")

    [pair] = views(engine, [one, other])

    said = pair["conflicts"].split("; ")
    assert said == [
        "net mass in is 1.40 times that out",
        f"value in is 3.00 times that out, beyond {CIF_FOB_BAND[0]} to {CIF_FOB_BAND[1]} for freight and insurance",
        "part number GX100 out, GX1OO in",
        "goods code 8542390000 out, 8542399010 in",
    ]


@pytest.mark.parametrize(
    "other",
    [
        line(1, WAY, 61, 500),
        line(1, WAY, -8, 500),
        line(1, WAY, 5, 520),
        line(1, "A.TR>C.RU", 5, 500),
        {**line(1, WAY, 5, 500), "hs6": "854231"},
        {**line(1, WAY, 5, 500), "reporting_iso": "TR"},
    ],
    ids=["late", "early", "quantity", "receiver", "code", "same customs"],
)
def test_lines_that_differ_in_what_a_shipment_is_are_two(engine: Engine, other: dict[str, Any]) -> None:
    assert views(engine, [export(0, 0, 500), other]) == []
    assert engine.read("trace__consignment").num_rows == 2


def test_mass_stands_in_where_the_units_differ(engine: Engine) -> None:
    one = export(0, 0, 500, net_mass_kg=12.0)
    other = line(1, WAY, 5, 12.1, quantity_unit="kg", net_mass_kg=12.1, value_usd=5000.0)

    assert len(views(engine, [one, other])) == 1


def test_each_line_is_in_one_pair_and_the_nearest_amounts_meet(engine: Engine) -> None:
    lines = [export(0, 0, 500), export(1, 0, 505), line(2, WAY, 10, 505), line(3, WAY, 4, 500), line(4, WAY, 5, 500)]

    pairs = views(engine, lines)

    assert [(pair["export_id"], pair["import_id"]) for pair in pairs] == [
        ("line 0000", "line 0003"),
        ("line 0001", "line 0002"),
    ]


@pytest.mark.parametrize("way", ["A.TR>?.RU", "?.TR>B.RU"])
def test_a_side_that_one_view_does_not_name_is_taken_from_the_other(engine: Engine, way: str) -> None:
    assert len(views(engine, [export(0, 0, 517, way), line(1, WAY, 5, 517)])) == 1
    [shipment] = rows_of(engine.read("trace__consignment"))
    assert (shipment["exporter_id"], shipment["importer_id"]) == ("A", "B")


def test_an_unnamed_side_needs_the_amount_to_the_last_digit(engine: Engine) -> None:
    assert views(engine, [export(0, 0, 518, "A.TR>?.RU"), line(1, WAY, 5, 517)]) == []


def test_a_chain_shows_both_lines_of_a_shipment_and_counts_its_goods_once(engine: Engine) -> None:
    load(
        engine,
        [
            line(0, "M.DE>A.TR", 0, 700),
            export(1, 10, 700),
            line(2, WAY, 20, 700, value_usd=15400.0),
        ],
    )

    answer = trace(engine, question(to=("B",)))

    [chain] = answer.chains
    assert answer.paired_views == 1
    assert chain.bounds.at_most == 700
    assert [row["direction"] for row in chain.hops[1].lines] == ["export", "import"]
    assert [row["locator"] for row in chain.hops[1].lines] == ["row 3", "row 4"]
    assert "2.20 times" in chain.hops[1].conflicts[0]
    assert chain.passings[0].lag_days == (10, 10)
    [_, kept] = sorted(rows_of(engine.read("trace__shipment")), key=lambda row: row["shipment_id"])
    assert (kept["b_locator"], kept["locator"], kept["cif_fob_ratio"], kept["lag_days"]) == ("row 3", "row 4", 2.2, 10)
