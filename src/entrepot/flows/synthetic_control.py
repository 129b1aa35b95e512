"""Synthetic control: what trade with one partner would have been, as a mix of other partners that moved with it before.

Each partner's series is divided by its own mean before the event, so that partners of any size can stand for each other. The
weights are not negative and sum to one (no extrapolation), chosen to follow the partner before the event. Every other partner
is then put in its place in turn (placebos in space): the partner's rank among them is the p-value.
Source: Abadie, Diamond and Hainmueller, Journal of the American Statistical Association 105 (2010) 493-505.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import nnls

from entrepot.flows.cells import Cells, Flags, Floats
from entrepot.flows.fit import NotApplicable

FEWEST_DONORS: Final = 9  # with fewer, even the first place among them gives a p-value above 0.1
FEWEST_MONTHS_BEFORE: Final = 12  # [P] a year, so that the seasons are in the fit
# Abadie, Diamond and Hainmueller 2010 leave out placebos whose squared error before is over 20 times the partner's.
WORST_PLACEBO_FIT: Final = 20.0
GOOD_FIT: Final = 0.5  # [P] error before as a share of the mean month; above it the mix does not follow the partner
# [P] Partners that may stand in, the largest before the event: many more follow any series by chance (Abadie 2021).
MOST_DONORS: Final = 40
_SUM_TO_ONE: Final = 1e4  # how much a sum of weights other than one counts beside a month's misfit
_LEAST_ERROR: Final = 1e-9  # a perfect fit before, as a share of the mean month, so that the ratio stays a number


@dataclass(frozen=True)
class Placebo:
    """One partner put in the place of the one asked of: errors as a share of its mean month before the event."""

    importer_iso: str
    error_before: float
    error_after: float

    @property
    def ratio(self) -> float:
        """The error after the event over that before it: how far it leaves its mix, given how well it followed it."""
        return self.error_after / max(self.error_before, _LEAST_ERROR)


@dataclass(frozen=True)
class SyntheticControl:
    """A partner against its mix.

    `weights` by partner, largest first, those above 0.001. `months`, `actual` and `synthetic` are month indexes and values in
    the currency of the cells. `effect` is the sum of actual less synthetic since the event; `percent` that over the
    synthetic. `p_value` is the partner's rank by ratio among itself and the placebos kept; `left_out` are partners that
    could not stand in, and why.
    """

    importer_iso: str
    weights: dict[str, float]
    months: tuple[int, ...]
    actual: tuple[float, ...]
    synthetic: tuple[float, ...]
    since_month: int
    effect: float
    percent: float | None
    own: Placebo
    placebos: tuple[Placebo, ...]
    p_value: float
    left_out: dict[str, str]
    warnings: tuple[str, ...]


def listed_by_month(cells: Cells) -> dict[str, dict[int, float]]:
    """Return listed goods by importer and month, summed over exporters and goods; a month without a known row is not there."""
    rows = cells.where(cells.is_listed)
    if not len(rows):
        return {}
    first = int(rows.month.min())
    shape = (len(rows.importer_names), int(rows.month.max()) - first + 1)
    place = rows.importer * shape[1] + rows.month - first
    sums = np.bincount(place, weights=rows.value, minlength=shape[0] * shape[1]).reshape(shape)
    known = np.bincount(place, minlength=shape[0] * shape[1]).reshape(shape)
    return {
        name: {first + month: round(float(sums[code, month]), 2) for month in np.flatnonzero(known[code]).tolist()}
        for code, name in enumerate(rows.importer_names)
        if known[code].any()
    }


def synthetic_control(
    known: Mapping[str, Mapping[int, float]], importer: str, since_month: int, *, without: Sequence[str] = ()
) -> SyntheticControl | NotApplicable:
    """Return what listed goods to an importer would have been, and how far from it they were.

    Args:
        known: Value by importer and month, zeros written out: of one exporter, or summed over exporters that are all known
            in those months.
        importer: The partner asked of; its months are those that count.
        since_month: First month of the event, as flows/months.py counts.
        without: Importers that may not stand in: the destination and other hubs, which the event moved as well.

    Returns:
        NotApplicable with the reason where partners or months are few, or the mix does not follow the partner before.
    """
    series = dict(known)
    own = series.pop(importer, {})
    months = tuple(sorted(own))
    before = np.array([month < since_month for month in months], dtype=np.bool_)
    left_out = {name: "moved by the event itself" for name in without if series.pop(name, {})}
    for name in list(series):
        if reason := _why_left_out(series[name], months, since_month):
            left_out[name] = reason
            del series[name]
    if reason := _why_not(own, before, len(series)):
        return NotApplicable(reason)
    donors = _largest(series, since_month)
    table = np.array([[series[name][month] for month in months] for name in donors], dtype=np.float64)
    asked = _Asked(importer, months, before, np.array([own[month] for month in months]), tuple(donors), table)
    found = _estimate(asked, left_out, len(series) - len(donors))
    if found.own.error_before > GOOD_FIT:
        return NotApplicable(
            f"Before the event the best mix misses the partner by {found.own.error_before:.0%} of its mean month "
            f"(more than {GOOD_FIT:.0%}): no mix of other partners follows it."
        )
    return found


def _largest(series: Mapping[str, Mapping[int, float]], since_month: int) -> list[str]:
    sizes = {name: sum(v for month, v in one.items() if month < since_month) for name, one in series.items()}
    return sorted(sorted(sizes, key=lambda name: (-sizes[name], name))[:MOST_DONORS])


def simplex_weights(target: Floats, donors: Floats) -> Floats:
    """Return the weights of donors (donors x months), not negative and summing to one, that come closest to the target."""
    scale = _SUM_TO_ONE * max(1.0, float(np.abs(donors).max(initial=0.0)))
    stacked = np.vstack([donors.T, np.full(len(donors), scale)])
    found: Floats = nnls(stacked, np.append(target, scale))[0]
    weights: Floats = found / found.sum()
    return weights


@dataclass(frozen=True)
class _Asked:
    """A partner's series, and those of donors (donors x months), over the same months; `before` marks those before."""

    importer: str
    months: tuple[int, ...]
    before: Flags
    own: Floats
    donors: tuple[str, ...]
    table: Floats


def _estimate(asked: _Asked, left_out: dict[str, str], passed_over: int) -> SyntheticControl:
    before, donors, own = asked.before, asked.donors, asked.own
    shares = asked.table / asked.table[:, before].mean(axis=1, keepdims=True)
    level = float(own[before].mean())
    weights = simplex_weights(own[before] / level, shares[:, before])
    synthetic = weights @ shares * level
    itself = _placebo(asked.importer, own / level, synthetic / level, before)
    placebos = [_as_treated(donors[place], shares, place, before) for place in range(len(donors))]
    kept = _kept(itself, placebos)
    rank = 1 + sum(placebo.ratio >= itself.ratio for placebo in kept)
    expected, effect = float(synthetic[~before].sum()), float((own - synthetic)[~before].sum())
    order = sorted(range(len(donors)), key=lambda place: (-weights[place], donors[place]))
    return SyntheticControl(
        asked.importer,
        {donors[place]: _rounded(weights[place]) for place in order if weights[place] > 0.001},
        asked.months,
        tuple(_rounded(value) for value in own),
        tuple(_rounded(value) for value in synthetic),
        asked.months[int(np.argmin(before))],
        _rounded(effect),
        _rounded(100 * effect / expected) if expected > 0 else None,
        itself,
        tuple(kept),
        _rounded(rank / (len(kept) + 1)),
        dict(sorted(left_out.items())),
        _warnings(len(placebos) - len(kept), passed_over),
    )


def _kept(itself: Placebo, placebos: list[Placebo]) -> list[Placebo]:
    """Return the placebos whose mix fits well enough to rank among.

    A partner that its mix follows to the last digit would leave nobody to compare with: all of them then stay.
    """
    worst = WORST_PLACEBO_FIT * max(itself.error_before, _LEAST_ERROR) ** 2
    kept = [placebo for placebo in placebos if placebo.error_before**2 <= worst]
    return kept if len(kept) >= FEWEST_DONORS else placebos


def _as_treated(name: str, shares: Floats, place: int, before: Flags) -> Placebo:
    others = np.delete(shares, place, axis=0)
    weights = simplex_weights(shares[place, before], others[:, before])
    return _placebo(name, shares[place], weights @ others, before)


def _placebo(name: str, actual: Floats, mixed: Floats, before: Flags) -> Placebo:
    gaps = (actual - mixed) ** 2
    return Placebo(name, _rounded(gaps[before].mean() ** 0.5), _rounded(gaps[~before].mean() ** 0.5))


def _why_left_out(known: Mapping[int, float], months: tuple[int, ...], since_month: int) -> str | None:
    if any(month not in known for month in months):
        return "its figures do not cover every month"
    if not sum(known[month] for month in months if month < since_month) > 0:
        return "no trade in these goods before the event"
    return None


def _why_not(own: Mapping[int, float], before: Flags, donor_count: int) -> str | None:
    earlier = [own[month] for month, is_before in zip(sorted(own), before.tolist(), strict=True) if is_before]
    reasons = {
        "There is no trade in listed goods with this partner.": not own,
        f"There are fewer than {FEWEST_MONTHS_BEFORE} months before the event.": len(earlier) < FEWEST_MONTHS_BEFORE,
        "There are no months since the event.": len(earlier) == len(own),
        "Nothing was traded with this partner before the event: there is no level to follow.": not sum(earlier) > 0,
        f"Other partners that can stand in: {donor_count}; {FEWEST_DONORS} are needed to rank among.": donor_count
        < FEWEST_DONORS,
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def _warnings(dropped: int, passed_over: int) -> tuple[str, ...]:
    told = []
    if dropped:
        told.append(f"{dropped} partners whose own mix fits far worse before the event are not ranked among.")
    if passed_over:
        told.append(f"{passed_over} smaller partners do not stand in: the {MOST_DONORS} largest before the event do.")
    return tuple(told)


def _rounded(value: float) -> float:
    """Return a figure with at most twelve significant digits, so that the last bits of a sum are not shown."""
    return float(f"{float(value):.12g}")
