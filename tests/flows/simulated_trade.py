"""Invented monthly trade with a known effect: cells by exporter, importer, goods group and month."""

import numpy as np

from entrepot.flows.cells import Cells

FIRST_MONTH = 2020 * 12
EVENT = 2022 * 12 + 1  # February 2022
MONTHS = 48
ARMS = {"RUS": ("RUS",), "hubs": ("KGZ", "KAZ")}
IMPORTERS = ("RUS", "KGZ", "KAZ", "BRA", "ZAF", "IND")


def trade(
    seed: int,
    *,
    fall: float = -1.5,
    rise: float = 0.7,
    groups: int = 40,
    exporters: int = 2,
    months: int = MONTHS,
    dispersion: float = 1.0,
    base: float = 3.0,
    drift: float = 0.0,
) -> Cells:
    """Return cells where listed goods to RUS change by `fall` and to the hubs by `rise` (logs) from February 2022 on.

    Values are Poisson draws times 1,000, mixed by a gamma of that dispersion (0: none); a small `base` makes many zeros.
    `drift` is a monthly trend of listed goods to the hubs from the start. Half of each chapter's groups are listed.
    """
    draw = np.random.default_rng(seed)
    shape = (exporters, len(IMPORTERS), groups, months)
    i, j, k, t = (axis.ravel() for axis in np.indices(shape))
    listed, chapter = k % 2 == 0, k // 10
    level = draw.normal(0, 1.2, shape[:3])[i, j, k]
    goods = draw.normal(0, 0.3, (exporters, groups, months))[i, k, t]
    demand = draw.normal(0, 0.3, (exporters, len(IMPORTERS), months))[i, j, t]
    month = FIRST_MONTH + t
    post, hub = month >= EVENT, (j == 1) | (j == 2)
    effect = listed * (fall * (post & (j == 0)) + rise * (post & hub) + drift * hub * t)
    mean = base * np.exp(level + goods + demand + effect)
    mixed = draw.gamma(1 / dispersion, dispersion, len(mean)) if dispersion > 0 else 1.0
    value = draw.poisson(mean * mixed).astype(np.float64) * 1000.0
    names = tuple(f"g{n}" for n in range(groups))
    chapters = tuple(str(84 + n) for n in range((groups + 9) // 10))
    exporter_names = tuple(f"X{n}" for n in range(exporters))
    return Cells(i, j, k, chapter, month, value, listed, exporter_names, IMPORTERS, names, chapters, "EUR")
