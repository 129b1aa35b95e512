"""Whether a probability keeps what it says: the share planted in each bin of it, and the Brier score."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from entrepot.intervals import wilson
from entrepot.world.scoring.figures import COMBINED, Figure
from entrepot.world.scoring.ordered import Key
from entrepot.world.scoring.output import RunOutput

EDGES = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0)  # [P] finer where most parties stand


@dataclass(frozen=True)
class Bin:
    """The parties whose probability lies from `from_probability` to below `to_probability` (the last bin holds 1)."""

    from_probability: float
    to_probability: float
    count: int
    mean_probability: float
    planted: int
    planted_share: float | None
    low: float | None
    high: float | None

    def to_json(self) -> dict[str, Any]:
        """Return the bin as JSON values."""
        return {"row": "calibration", **asdict(self)}


def predictions(key: Key, output: RunOutput) -> tuple[list[float], list[bool]]:
    """Return the probability of every party of a known firm, and whether it is a subject of a planted scheme.

    Those that only take part in a scheme are left out: they are neither what is looked for nor honest.
    """
    given = {row["party_id"]: float(row["probability"]) for row in output.ranking}
    chances, truths = [], []
    for party in sorted(key.matched.firms_of):
        standing = key.matched.standing(party, key.truth)
        if standing != "member" and party not in output.persons:
            chances.append(given.get(party, output.unranked_probability))
            truths.append(standing == "subject")
    return chances, truths


def calibration_bins(key: Key, output: RunOutput) -> Iterator[Bin]:
    """Yield the bins that hold anybody."""
    chances, truths = (np.asarray(values) for values in predictions(key, output))
    places = np.clip(np.searchsorted(EDGES, chances, side="right") - 1, 0, len(EDGES) - 2)
    for number in range(len(EDGES) - 1):
        inside = places == number
        if count := int(inside.sum()):
            planted = int(truths[inside].sum())
            share = wilson(planted, count)
            mean = round(float(chances[inside].mean()), 6)
            yield Bin(EDGES[number], EDGES[number + 1], count, mean, planted, share.value, share.low, share.high)


def brier_figures(key: Key, output: RunOutput) -> Iterator[Figure]:
    """Yield the Brier score, and that of saying the same of everybody: the share planted.

    Source: Brier, Monthly Weather Review 78 (1950) 1-3.
    """
    chances, truths = (np.asarray(values, np.float64) for values in predictions(key, output))
    if chances.size:
        yield Figure("brier", COMBINED, float(np.mean((chances - truths) ** 2)), count=chances.size)
        yield Figure("brier_of_the_base_rate", COMBINED, float(np.var(truths)), count=chances.size)
