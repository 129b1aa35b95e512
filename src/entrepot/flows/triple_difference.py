"""Triple differences on monthly trade (methods 3.1): how much more listed goods moved than others.

    X_ijkt = exp( sum over arms a of  b_a Post_t 1[j in a] S_kt  +  a_ijk + a_ikt + a_ijt ) e

i exporter, j importer, k goods group, t month. a_ijt holds Post_t RU_j and Post_t CCA3_j of the published form and every other
shock common to a pair's goods. Errors are clustered by goods group. The same columns by least squares on logarithms stand beside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from entrepot.flows.arms import (
    EFFECTS,
    Arms,
    arms_present,
    coefficient_of,
    estimates,
    few_treated,
    incomparable,
    listed_ever,
    treated_clusters,
)
from entrepot.flows.cells import Cells, Flags
from entrepot.flows.design import Columns
from entrepot.flows.fit import FEW_CLUSTERS, Coefficient, Fit, NotApplicable
from entrepot.flows.ppml import fit_ppml
from entrepot.flows.wild_bootstrap import WildTest, wild_test

BASE_FLOOR: Final = (
    1_000_000 / 12
)  # a month: the EU rule on economically critical goods asks for a million a year (methods 4.4)


@dataclass(frozen=True)
class Effect:
    """One arm's effect; `ols` and `wild` are None where they could not be had or are not needed.

    `baseline_monthly` is the arm's listed goods in an average month before, in the cells' currency; `treated_clusters` counts
    the clusters (goods groups) that hold any of its rows.
    """

    arm: str
    ppml: Coefficient
    ols: Coefficient | None
    wild: WildTest | None
    baseline_monthly: float
    is_small_base: bool
    treated_clusters: int


@dataclass(frozen=True)
class TripleDifference:
    """Each arm's effect, the fits behind them, and what a reader has to know."""

    effects: tuple[Effect, ...]
    fit: Fit
    ols: Fit | NotApplicable
    notes: tuple[str, ...]


def triple_difference(
    cells: Cells, arms: Arms, post_from: int, *, clusters: Sequence[str] = ("group",), base_floor: float = BASE_FLOOR
) -> TripleDifference | NotApplicable:
    """Return the effect on each arm (name: importers) from month index `post_from` on; importers in no arm are the controls.

    `clusters`: one or two columns of the cells. Not applicable where there is nothing to compare, with the reason.
    """
    present, notes = arms_present(cells, arms)
    post = cells.month >= post_from
    reason = incomparable(cells, present, post)
    if reason:
        return NotApplicable(reason)
    columns = _columns(cells, present, post)
    fit, ols = estimates(cells, columns, clusters)
    if isinstance(fit, NotApplicable):
        return fit
    effects = []
    for name, members in present.items():
        estimate = fit.coefficient(name)
        if estimate is None:
            notes.append(f"{name}: not told from the fixed effects (no listed trade before or after).")
            continue
        treated = treated_clusters(cells, fit, columns[name].astype(np.bool_), clusters[0])
        base = _baseline(cells, members, ~post)
        effects.append(_effect(estimate, fit, ols, base=base, is_small=base < base_floor, treated=treated))
        notes += _remarks(effects[-1], base_floor, cells.currency_code)
    return TripleDifference(tuple(effects), fit, ols, (*notes, *fit.warnings))


def refitted(
    cells: Cells, arms: Arms, post_from: int, fit: Fit, kept: Flags, *, clusters: Sequence[str] = ("group",)
) -> Fit | NotApplicable:
    """Return the PPML fit on some of the rows of another one, without least squares beside it.

    Rows that say nothing in the whole say nothing in a part, so that they need not be looked for again: the estimate is that
    of the rows kept.

    Args:
        cells: Those of `fit`.
        arms: Those of `fit`.
        post_from: That of `fit`.
        fit: By PPML.
        kept: Which rows of the cells (n) are kept.
        clusters: One or two columns of the cells.
    """
    part = cells.where(fit.used & kept)
    present, _ = arms_present(part, arms)
    post = part.month >= post_from
    reason = incomparable(part, present, post)
    if reason:
        return NotApplicable(reason)
    groupings = [part.key(*names) for names in EFFECTS]
    ways = [part.key(name) for name in clusters]
    return fit_ppml(part.value, _columns(part, present, post), groupings, ways)


def _columns(cells: Cells, arms: Arms, post: Flags) -> Columns:
    """Return the treatment of each arm: its listed goods after the date."""
    return {name: post & cells.is_listed & cells.importers(tuple(members)) for name, members in arms.items()}


def attributed(
    cells: Cells, arms: Arms, post_from: int, result: TripleDifference, arm: str
) -> list[tuple[int, float, float, float]]:
    """Return (month, value, low, high): what an arm's listed goods came to above what they would have without its effect.

    Fitted values times 1 - exp(-b), and the same at the ends of b's interval; in the cells' currency, an empty list where the
    arm has no effect estimated. Less than zero where the effect is a fall.
    """
    effect = next((effect.ppml for effect in result.effects if effect.arm == arm), None)
    if effect is None:
        return []
    rows = (cells.month >= post_from) & cells.is_listed & cells.importers(tuple(arms[arm]))
    fitted = np.zeros(len(cells))
    fitted[result.fit.used] = result.fit.fitted
    months, places = np.unique(cells.month[rows], return_inverse=True)
    sums = np.bincount(places, weights=fitted[rows], minlength=len(months)).astype(np.float64)
    shares = [float(-np.expm1(-bound)) for bound in (effect.estimate, effect.low, effect.high)]
    return [
        (int(month), total * shares[0], total * shares[1], total * shares[2])
        for month, total in zip(months, sums.tolist(), strict=True)
    ]


def _baseline(cells: Cells, importers: Sequence[str], before: Flags) -> float:
    """Return the value of the arm's listed goods in an average month before."""
    rows = listed_ever(cells) & cells.importers(tuple(importers)) & before
    return float(cells.value[rows].sum()) / max(len(np.unique(cells.month[before])), 1)


def _effect(
    estimate: Coefficient, fit: Fit, ols: Fit | NotApplicable, *, base: float, is_small: bool, treated: int
) -> Effect:
    few = min(treated, *fit.clusters) < FEW_CLUSTERS
    wild = wild_test(fit, estimate.name) if few else None
    return Effect(
        arm=estimate.name,
        ppml=estimate,
        ols=coefficient_of(ols, estimate.name),
        wild=wild if isinstance(wild, WildTest) else None,
        baseline_monthly=base,
        is_small_base=is_small,
        treated_clusters=treated,
    )


def _remarks(effect: Effect, base_floor: float, currency_code: str) -> list[str]:
    found = []
    if effect.is_small_base:
        found.append(
            f"{effect.arm}: listed goods came to {effect.baseline_monthly:,.0f} {currency_code} a month before, less than "
            f"{base_floor:,.0f}: a percentage of so small a base says little."
        )
    few = few_treated(effect.treated_clusters)
    return found + ([f"{effect.arm}: {few}"] if few else [])
