import numpy as np
import pytest

from entrepot.world.bundled.trade import CHANNELS, MONTHS, T0_MONTH, lines_a_month


@pytest.mark.parametrize("total", [1_000, 58_594, 60_000])
def test_counts_add_up_to_the_lines_asked_for(total: int) -> None:
    counts = lines_a_month(total)

    assert counts.shape == (len(CHANNELS), MONTHS)
    assert int(counts.sum()) == total


def test_direct_trade_is_stockpiled_before_and_down_by_85_percent_three_months_after() -> None:
    direct = next(
        c for c in CHANNELS if c.exporters == "coalition" and c.importers == "destination" and c.is_controlled
    )

    assert direct.level(23) == 2.0
    assert direct.level(T0_MONTH + 3) == pytest.approx(0.15)


def test_hubs_grow_with_a_half_life_of_four_months() -> None:
    hub = next(c for c in CHANNELS if c.exporters == "hub" and c.importers == "destination" and c.is_controlled)

    assert hub.level(T0_MONTH - 1) == 1.0
    assert hub.level(T0_MONTH + 4) == pytest.approx(1.0 + (hub.after - 1.0) / 2)
    assert np.all(np.diff([hub.level(month) for month in range(MONTHS)]) >= 0)
