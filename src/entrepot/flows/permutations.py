"""Is the list's goods' rise more than any goods' rise: labels shuffled within HS2, dates moved, chapters left out.

Shuffling a thousand times cannot refit PPML a thousand times. The statistic is the triple difference of summed trade,

    ln(listed after / listed before) - ln(others after / others before), to the arm, less the same to the controls,

which is the PPML estimate on cells summed over exporters, goods and months (2 x 2 x 2, saturated). The headline stays the PPML
estimate on all cells; chapters are left out by refitting it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from entrepot.flows.arms import listed_ever
from entrepot.flows.cells import Cells, Flags, Floats
from entrepot.flows.fit import Coefficient, NotApplicable
from entrepot.flows.triple_difference import TripleDifference

DRAWS: Final = 1999  # methods 3.1 asks for 1,000 or more
_AT_A_TIME: Final = 500
_TIE: Final = 1e-12
Side = Literal["rise", "fall", "either"]
STATISTIC: Final = "difference of log changes of summed trade: listed less other goods, destination less controls"


@dataclass(frozen=True)
class Permutation:
    """How often shuffled lists do as the real one does: p = (1 + as far) / (1 + draws).

    `movable` counts goods groups in chapters that hold both listed and other goods: the rest cannot be shuffled.
    """

    statistic: float
    p_value: float
    draws: int
    movable: int
    listed: int
    quantiles: tuple[float, float, float]  # 2.5, 50, 97.5 % of the shuffled statistic
    described: str = STATISTIC


@dataclass(frozen=True)
class PlaceboDate:
    """The statistic at a month at which nothing happened, from as many months before and after as for the real one."""

    month: int
    statistic: float


@dataclass(frozen=True)
class Placebos:
    """The real date's statistic beside those of placebo dates; `as_far` counts those at least as far in size."""

    statistic: float
    dates: tuple[PlaceboDate, ...]
    as_far: int


@dataclass(frozen=True)
class LeftOut:
    """The PPML effect without a chapter; None where it cannot be estimated then."""

    chapter: str
    effect: Coefficient | None


def permute_list(
    cells: Cells,
    importers: Sequence[str],
    post_from: int,
    *,
    without: Sequence[str] = (),
    side: Side = "rise",
    draws: int = DRAWS,
    seed: int = 1,
) -> Permutation | NotApplicable:
    """Return the permutation test of list membership within HS2 for one arm against all other importers but `without`.

    RU belongs in `without` where the arm is a hub: among the controls its fall would pass for the hub's rise.

    A shuffle whose sums hold a zero has no statistic and counts as far as the real one. Not applicable where the real one
    has none, or where no chapter holds both listed and other goods.
    """
    cells = cells.where(~cells.importers(tuple(without)))
    sums = _sums(cells, importers, cells.month >= post_from)
    chapters, listed = _labels(cells)
    seen = float(_statistic(sums, listed[None, :].astype(np.float64))[0])
    if not np.isfinite(seen):
        return NotApplicable("Listed or other goods were not traded both before and after, here and elsewhere.")
    mixed = [c for c in np.unique(chapters[chapters >= 0]) if 0 < listed[chapters == c].sum() < (chapters == c).sum()]
    if not mixed:
        return NotApplicable("No chapter holds both listed and other goods: labels cannot be shuffled within HS2.")
    shuffled = _shuffled(sums, listed, [np.flatnonzero(chapters == c) for c in mixed], draws, seed)
    known = shuffled[np.isfinite(shuffled)]
    low, middle, high = np.quantile(known, [0.025, 0.5, 0.975]).tolist() if len(known) else (np.nan,) * 3
    far = {
        "rise": shuffled >= seen - _TIE,
        "fall": shuffled <= seen + _TIE,
        "either": abs(shuffled) >= abs(seen) - _TIE,
    }
    count = int(np.sum(far[side] | ~np.isfinite(shuffled)))
    movable = int(np.isin(chapters, mixed).sum())
    p_value = (1 + count) / (1 + draws)
    return Permutation(seen, p_value, draws, movable, int(listed.sum()), (low, middle, high))


def _shuffled(sums: Floats, listed: Flags, chapters: Sequence[npt.NDArray[np.intp]], draws: int, seed: int) -> Floats:
    """Return the statistic of lists shuffled within each chapter (places of its groups)."""
    draw = np.random.default_rng(seed)
    found: list[Floats] = []
    for start in range(0, draws, _AT_A_TIME):
        labels = np.repeat(listed[None, :].astype(np.float64), min(_AT_A_TIME, draws - start), axis=0)
        for places in chapters:
            labels[:, places] = draw.permuted(labels[:, places], axis=1)
        found.append(_statistic(sums, labels))
    return np.concatenate(found)


def placebo_dates(
    cells: Cells,
    importers: Sequence[str],
    post_from: int,
    *,
    without: Sequence[str] = (),
    span: int = 12,
    step: int = 1,
) -> Placebos | NotApplicable:
    """Return the statistic at the real month and at months before it, each from `span` months before and `span` after.

    `without` as for `permute_list`. Placebo windows end before the real date. Not applicable where not one fits, or the real
    one has no statistic.
    """
    if not len(cells):
        return NotApplicable("There is no trade in the data.")
    cells = cells.where(~cells.importers(tuple(without)))
    actual = _windowed(cells, importers, post_from, span)
    if not np.isfinite(actual):
        return NotApplicable("Listed or other goods were not traded both before and after, here and elsewhere.")
    first = int(cells.month.min()) + span
    months = range(first, post_from - span + 1, step)
    dates = [PlaceboDate(month, _windowed(cells, importers, month, span)) for month in months]
    known = tuple(date for date in dates if np.isfinite(date.statistic))
    if not known:
        return NotApplicable(f"There are fewer than {2 * span} months before the date: no placebo date fits.")
    return Placebos(actual, known, sum(abs(date.statistic) >= abs(actual) - _TIE for date in known))


def leave_chapters_out(
    cells: Cells, arm: str, estimate: Callable[[Cells], TripleDifference | NotApplicable]
) -> tuple[LeftOut, ...]:
    """Return an arm's PPML effect without each chapter that holds listed goods, by refitting; in order of chapter names."""
    held = np.unique(cells.chapter[listed_ever(cells)]).tolist()
    found = []
    for code in sorted(held, key=lambda code: cells.chapter_names[code]):
        result = estimate(cells.where(cells.chapter != code))
        effects = result.effects if isinstance(result, TripleDifference) else ()
        effect = next((effect.ppml for effect in effects if effect.arm == arm), None)
        found.append(LeftOut(cells.chapter_names[code], effect))
    return tuple(found)


def _windowed(cells: Cells, importers: Sequence[str], month: int, span: int) -> float:
    near = cells.where((cells.month >= month - span) & (cells.month < month + span))
    _, listed = _labels(cells)
    sums = _sums(near, importers, near.month >= month)
    return float(_statistic(sums, listed[None, :].astype(np.float64))[0])


def _sums(cells: Cells, importers: Sequence[str], post: Flags) -> Floats:
    """Return summed value by goods group (rows) and arm before, arm after, controls before, controls after."""
    side = 2 * (~cells.importers(tuple(importers))).astype(np.int64) + post
    count = len(cells.group_names)
    sums = np.bincount(cells.group * 4 + side, weights=cells.value, minlength=4 * count)
    return sums.astype(np.float64).reshape(count, 4)


def _labels(cells: Cells) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], Flags]:
    """Return each group's chapter (-1: it does not occur) and whether it is ever listed."""
    chapters = np.full(len(cells.group_names), -1, dtype=np.int64)
    chapters[cells.group] = cells.chapter
    listed = np.zeros(len(cells.group_names), dtype=np.bool_)
    listed[cells.group[cells.is_listed]] = True
    return chapters, listed


def _statistic(sums: Floats, labels: Floats) -> Floats:
    """Return the statistic of each row of labels (draws x groups); infinite or not a number where a sum is zero."""
    listed = labels @ sums
    others = sums.sum(axis=0) - listed
    others = np.where(others > 1e-9 * sums.sum(axis=0), others, 0.0)  # what rounding leaves of nothing
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(listed) - np.log(others)
        return np.asarray((logs[:, 1] - logs[:, 0]) - (logs[:, 3] - logs[:, 2]), dtype=np.float64)
