"""Figures that hold others, or were made from both sides, enter no corridor."""

import pytest
from flow_rows import FlowRows

from entrepot.flows.coalition_exports import prepare_exports
from entrepot.settings import Study
from entrepot.store.engine import DuckEngine

CHIPS = "854231"


@pytest.mark.parametrize(
    "way",
    [
        "DE X WORLD",  # the published total of all partners
        "DE RX KZ",  # a part of the exports
        "DE RECONCILED KZ",  # BACI: averaged from both sides
    ],
)
def test_only_reported_exports_to_a_partner_enter(duck: DuckEngine, way: str) -> None:
    FlowRows().add("DE X KZ", CHIPS, "2022-03", 10.0).add(way, CHIPS, "2022-03", 700.0).register(duck)

    assert prepare_exports(duck, Study()) == 1
    assert duck.read("flows__coalition_export")["value"].to_pylist() == [10.0]
