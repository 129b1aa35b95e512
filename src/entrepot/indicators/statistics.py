"""Small tests shared by indicators: rate change, permutation tail and rank among peers."""

from collections.abc import Sequence

from scipy.stats import binomtest


def rate_rise_p(before: int, after: int, *, days_before: int, days_after: int) -> float:
    """Return the chance of so many events after, given both counts, if the daily rate had not risen.

    Source: the conditional test of two Poisson rates, Przyborowski and Wilenski, Biometrika 31 (1940) 313-323.
    """
    if before + after == 0:
        return 1.0
    share_after = days_after / (days_before + days_after)
    return float(binomtest(after, before + after, share_after, alternative="greater").pvalue)


def permutation_p(observed: float, simulated: Sequence[float]) -> float:
    """Return the share of simulated values at least as large as the observed one, itself counted: never zero.

    Source: Phipson and Smyth, Statistical Applications in Genetics and Molecular Biology 9 (2010) 39.
    """
    tolerance = 1e-9 * max(1.0, abs(observed))  # sums of the same bits in another order differ in the last digit
    as_large = sum(1 for value in simulated if value >= observed - tolerance)
    return (1 + as_large) / (1 + len(simulated))


def tail_score(value: float, reference: Sequence[float]) -> float:
    """Return 1 - rank / (N + 1) of a value among a reference population that holds it: near 1 is far out.

    Source: methods 7.3: a score is an empirical tail probability, never hand-tuned points.
    """
    rank = sum(1 for other in reference if other >= value)
    return 1 - rank / (len(reference) + 1)
