"""How far out a subject lies among its peers: the empirical tail within a reference group, never hand-made points."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np

_SMALLEST = 20  # [P] with fewer peers a rank says little: the group is then widened


@dataclass(frozen=True)
class Standing:
    """Where a subject stands: `score` is 1 - rank / (size + 1), rank 1 the farthest out; `group` names the peers."""

    score: float
    rank: int
    size: int
    group: str

    def details(self) -> dict[str, float | int | str]:
        """Return the standing as a finding's details."""
        return {
            "score": round(self.score, 6),
            "rank_in_group": self.rank,
            "reference_size": self.size,
            "reference_group": self.group,
        }


def standings(
    values: Mapping[str, float], groups: Mapping[str, tuple[str, ...]], *, smallest: int = _SMALLEST
) -> dict[str, Standing]:
    """Return the standing of every subject among its peers, larger values farther out, ties at their worst rank.

    Args:
        values: A measure by subject id, of all subjects asked.
        groups: The group of each, from wide to narrow: ("DE", "854231", "large"). Where fewer than `smallest` subjects share
            the whole of it, its last part is left away until enough do; the empty group holds all.
        smallest: Fewest peers of a group, the subject itself counted.
    Source: methods of the project, 7.3: score = empirical tail probability in a reference population.
    """
    depth = max((len(group) for group in groups.values()), default=0)
    found: dict[str, Standing] = {}
    for length in range(depth, -1, -1):
        members: dict[Hashable, list[str]] = {}
        for subject in values:
            members.setdefault(groups.get(subject, ())[:length], []).append(subject)
        for group, subjects in members.items():
            if length == 0 or len(subjects) >= smallest:
                found |= _ranked({s: values[s] for s in subjects}, group, [s for s in subjects if s not in found])
    return found


def _ranked(values: Mapping[str, float], group: Hashable, wanted: list[str]) -> dict[str, Standing]:
    ordered = np.sort(np.fromiter(values.values(), np.float64, len(values)))
    name = ", ".join(group) if isinstance(group, tuple) and group else "all subjects asked"
    size = len(values)
    ranks = size - np.searchsorted(ordered, [values[s] for s in wanted], side="left")
    return {
        subject: Standing(1 - int(rank) / (size + 1), int(rank), size, name)
        for subject, rank in zip(wanted, ranks, strict=True)
    }
