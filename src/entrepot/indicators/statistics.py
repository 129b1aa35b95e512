"""Small tests shared by indicators: rate change, permutation tail and rank among peers."""

from collections.abc import Sequence
from math import log

from scipy.stats import binomtest, chi2, t


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


def mean_rise_p(before: tuple[float, float, int], after: tuple[float, float, int]) -> float:
    """Return the chance of a mean so much larger after, if it had not risen; 1 where a side has fewer than two values.

    Args:
        before: Mean, variance and number of values before; of amounts of money take the logarithm first.
        after: The same after.
    Source: Welch, Biometrika 34 (1947) 28-35 (two means, unequal variances), one-sided.
    """
    (mean_before, spread_before, count_before), (mean_after, spread_after, count_after) = before, after
    if min(count_before, count_after) < 2:
        return 1.0
    share_before, share_after = spread_before / count_before, spread_after / count_after
    error = share_before + share_after
    if error <= 0:
        return 1.0 if mean_after <= mean_before else 0.0
    freedom = error**2 / (share_before**2 / (count_before - 1) + share_after**2 / (count_after - 1))
    return float(t.sf((mean_after - mean_before) / error**0.5, freedom))


def combined_p(*p_values: float) -> float:
    """Return the p-value of independent tests taken together.

    Source: Fisher, Statistical Methods for Research Workers, 4th edition, 1932 (sum of logarithms, chi squared).
    """
    smallest = 1e-300  # a p-value of zero is one below what a double holds
    statistic = -2 * sum(log(max(smallest, p_value)) for p_value in p_values)
    return float(chi2.sf(statistic, 2 * len(p_values)))
