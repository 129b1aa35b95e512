"""The quarterly series of Statistics Netherlands on Dutch exports to Russia (methods 14.2)."""

import tomllib
from pathlib import Path

from entrepot.flows.period_comparison import Windows

_CBS = tomllib.loads(Path(__file__).with_name("cbs_quarterly.toml").read_text("utf-8"))
YEARS_2018_21_TO_2023 = Windows((2018 * 12, 2021 * 12 + 11), (2023 * 12, 2023 * 12 + 11))


def cbs_series() -> tuple[dict[int, float], dict[int, float]]:
    """Return the series of sanctioned and of other goods, EUR million at prices of 2018, each quarter at its first month."""
    quarters = {int(name[:4]) * 12 + (int(name[5]) - 1) * 3: pair for name, pair in _CBS["quarters"].items()}
    return {at: pair[0] for at, pair in quarters.items()}, {at: pair[1] for at, pair in quarters.items()}
