"""A partner's trade beside that of unaffected partners: the same exporters and months, each unaffected partner apart."""

import numpy as np
import pytest

from entrepot.flows.cells import Cells, dense
from entrepot.flows.corridor_trade import Corridors, PartnerTrade, partner_trade
from entrepot.flows.period_comparison import Windows

WINDOWS = Windows((0, 9), (10, 19))
GROUPS = ("848210", "850110")  # the first is listed


def cells(known: dict[tuple[str, str], tuple[float, range]]) -> Cells:
    """Return cells of two goods groups by (exporter, importer): the value of the first (the second has double) and months."""
    rows = [
        (exporter, importer, group, month, value * (1 + group))
        for (exporter, importer), (value, months) in known.items()
        for group in range(2)
        for month in months
    ]
    exporters, importers = sorted({each for each, _ in known}), sorted({each for _, each in known})
    group = np.array([row[2] for row in rows], dtype=np.int64)
    return Cells(
        exporter=np.array([exporters.index(row[0]) for row in rows], dtype=np.int64),
        importer=np.array([importers.index(row[1]) for row in rows], dtype=np.int64),
        group=group,
        chapter=dense(group),
        month=np.array([row[3] for row in rows], dtype=np.int64),
        value=np.array([row[4] for row in rows]),
        is_listed=group == 0,
        exporter_names=tuple(exporters),
        importer_names=tuple(importers),
        group_names=GROUPS,
        chapter_names=("84", "85"),
        currency_code="USD",
    )


def trade(known: dict[tuple[str, str], tuple[float, range]]) -> PartnerTrade:
    found = partner_trade(Corridors.of(cells(known), ("BR", "ZA")), "KZ", WINDOWS)
    assert isinstance(found, PartnerTrade)
    return found


def test_unaffected_partners_stand_apart_and_add_up_to_the_comparison() -> None:
    whole = range(20)
    found = trade({("US", "KZ"): (1.0, whole), ("US", "BR"): (10.0, whole), ("US", "ZA"): (100.0, whole)})

    assert found.controls == ("BR", "ZA")
    assert [float(each[0, 0]) for each in found.trade.apart] == [10.0, 100.0]
    assert found.trade.control == pytest.approx(sum(found.trade.apart))
    assert found.trade.is_listed.tolist() == [True, False]


def test_an_exporter_that_began_to_report_counts_for_nobody() -> None:
    known = {
        ("US", "KZ"): (1.0, range(20)),
        ("US", "BR"): (10.0, range(20)),
        ("JP", "KZ"): (5.0, range(10, 20)),
        ("JP", "BR"): (50.0, range(20)),
        ("US", "ZA"): (100.0, range(5)),  # nothing since: no comparison
    }
    found = trade(known)

    assert found.exporters == ("US",)
    assert found.controls == ("BR",)
    assert float(found.trade.own[0, 15]) == 1.0
    assert float(found.trade.control[0, 15]) == 10.0


def test_without_unaffected_partners_the_comparison_is_nothing() -> None:
    found = trade({("US", "KZ"): (1.0, range(20))})

    assert found.trade.apart == ()
    assert not found.trade.control.any()
