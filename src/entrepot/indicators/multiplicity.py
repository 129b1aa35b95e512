"""Many subjects tested at once: p-values adjusted so that few of those raised are there by chance."""

from collections.abc import Sequence

from scipy.stats import false_discovery_control

FALSE_DISCOVERY_RATE = 0.1  # methods of the project, 7.3: Benjamini-Hochberg inside each indicator's run, q = 0.1


def adjusted(p_values: Sequence[float], *, subjects_tested: int | None = None) -> list[float]:
    """Return the Benjamini-Hochberg adjusted p-values, in the order given.

    Args:
        p_values: One per subject.
        subjects_tested: How many subjects were tested, where those without a p-value (nothing of note found) are left
            out of `p_values`; they count as p = 1. None where every subject has its p-value.
    Returns:
        A subject is raised where its adjusted value is at most `FALSE_DISCOVERY_RATE`.
    Source: Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995) 289-300.
    """
    left_out = max(0, (subjects_tested or 0) - len(p_values))
    if not p_values:
        return []
    every = false_discovery_control([*p_values, *([1.0] * left_out)], method="bh")
    return [float(value) for value in every[: len(p_values)]]
