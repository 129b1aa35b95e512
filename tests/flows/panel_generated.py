"""Small panels whose estimates by pyfixest are frozen in pyfixest_answers.json; tools/freeze_pyfixest.py makes that file.

Only integer arithmetic and powers of a fixed generator: the same rows wherever it runs.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class GeneratedPanel:
    """Value, two columns, three groupings and two sets of clusters, row by row."""

    value: Floats
    columns: dict[str, Floats]
    groupings: dict[str, Whole]
    clusters: dict[str, Whole]


def generated(seed: int, *, exporters: int, importers: int, groups: int, months: int) -> GeneratedPanel:
    """Return a panel of overdispersed counts with many zeros, a tenth of the rows missing."""
    draw = np.random.default_rng(seed)
    i, j, k, t = (axis.ravel() for axis in np.indices((exporters, importers, groups, months)))
    kept = draw.random(len(i)) > 0.1
    i, j, k, t = i[kept], j[kept], k[kept], t[kept]
    level = draw.normal(0, 1.5, (exporters, importers, groups))[i, j, k]
    goods = draw.normal(0, 0.5, (exporters, groups, months))[i, k, t]
    listed, post = (draw.random(groups) < 0.4)[k], t >= months // 2
    first = (listed & post & (j == 0)).astype(np.float64)
    second = draw.normal(0, 1, len(i)) + level / 3
    mean = np.exp(level + goods - 1.2 * first + 0.2 * second)
    value = draw.poisson(mean * draw.gamma(1.0, 1.0, len(i))).astype(np.float64)
    pair = i * importers + j
    return GeneratedPanel(
        value,
        {"first": first, "second": second},
        {"ijk": pair * groups + k, "ikt": (i * groups + k) * months + t, "jt": j * months + t},
        {"k": k, "j": j},
    )


PANELS = {
    "small": {"seed": 11, "exporters": 2, "importers": 4, "groups": 12, "months": 10},
    "wide": {"seed": 12, "exporters": 3, "importers": 8, "groups": 40, "months": 12},
}
