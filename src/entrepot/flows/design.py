"""Rows, columns and effects made ready for an estimate: what cannot inform it taken out, and counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from entrepot.flows.cells import Flags, Floats, Whole
from entrepot.flows.fit import Dropped, NotApplicable
from entrepot.flows.within import Effects, Within, usable_rows

_COLLINEAR = 1e-8  # share of a column's squares that must be left net of effects and of the columns before it
_PASSES = 2  # of taking a column's part in those before it off: the second takes what rounding left of the first
_NET = 1e-7  # how exactly a column is first taken net of the effects; finer at the end
# What may come in as a column: numbers, or yes and no.
Columns = Mapping[str, npt.NDArray[np.float64] | npt.NDArray[np.bool_] | npt.NDArray[np.int64]]


@dataclass(frozen=True)
class Design:
    """An estimate's rows in the order of `effects`: value (n), columns (k x n), cluster codes; `used` marks the caller's rows."""

    effects: Effects
    value: Floats
    columns: Floats
    names: tuple[str, ...]
    clusters: tuple[Whole, ...]
    used: Flags
    dropped: Dropped

    def placed(self, values: Floats) -> Floats:
        """Return values of these rows in the caller's order (rows used only)."""
        return self.effects.back(values)

    def net_columns(self, weights: Floats) -> tuple["Design", Floats]:
        """Return the design without collinear columns, and its columns net of the effects under the weights.

        A column that the effects, or the columns before it, explain all but entirely is dropped and named.
        """
        within = Within(self.effects, weights)
        kept: list[int] = []
        net: list[Floats] = []
        basis = np.empty((0, self.effects.rows))  # orthonormal under the weights, for the check alone
        for place, column in enumerate(self.columns):
            size = float(np.sum(column * column * weights))
            if size <= 0.0:
                continue
            left = within.residual(column, _NET)
            alone = left.copy()
            for _ in range(_PASSES):
                alone -= (basis @ (alone * weights)) @ basis
            remaining = float(np.sum(alone * alone * weights))
            if remaining <= _COLLINEAR * size:
                continue
            kept.append(place)
            net.append(left)
            basis = np.vstack([basis, alone / np.sqrt(remaining)])
        names = tuple(self.names[place] for place in kept)
        lost = tuple(name for name in self.names if name not in names)
        dropped = replace(self.dropped, collinear=self.dropped.collinear + lost)
        design = self if not lost else replace(self, columns=self.columns[kept], names=names, dropped=dropped)
        return design, np.array(net).reshape(len(kept), self.effects.rows)


def design_of(
    value: Floats,
    columns: Columns,
    groupings: Sequence[Whole],
    clusters: Sequence[Whole],
    *,
    kept: Flags | None = None,
    is_poisson: bool,
    dropped: Dropped | None = None,
) -> Design | NotApplicable:
    """Return the design of value (n) on named columns (n each), net of groupings (codes, n each).

    `kept` leaves rows out beforehand, `dropped` counts them. Groups of zeros only go for a Poisson estimate, groups of one
    row for any. Not applicable where no row or no column is left.
    """
    dropped = dropped or Dropped()
    used = np.ones(len(value), dtype=np.bool_) if kept is None else kept.copy()
    if not used.any():
        return NotApplicable("There are no rows to estimate from.")
    chosen = value[used]
    if is_poisson and not (chosen > 0).any():
        return NotApplicable("Every value is zero.")
    if groupings:
        usable, singletons, zeros = usable_rows([codes[used] for codes in groupings], chosen if is_poisson else None)
        used[used] = usable
        dropped = replace(
            dropped, singletons=dropped.singletons + singletons, all_zero_groups=dropped.all_zero_groups + zeros
        )
    if not used.any():
        return NotApplicable(
            "Every row is the only one of its exporter, importer, goods or month, or of a group of zeros."
        )
    if any((codes[used] == codes[used][0]).all() for codes in clusters):
        return NotApplicable("All rows are of one cluster: nothing says how sure an estimate is.")
    return _placed(value, columns, groupings, clusters, used=used, dropped=dropped)


def _placed(
    value: Floats,
    columns: Columns,
    groupings: Sequence[Whole],
    clusters: Sequence[Whole],
    *,
    used: Flags,
    dropped: Dropped,
) -> Design:
    """Return the rows used in the effects' order."""
    effects = Effects([codes[used] for codes in groupings], int(used.sum()))
    stacked = np.empty((len(columns), effects.rows))
    for place, column in enumerate(columns.values()):
        stacked[place] = effects.put(column[used].astype(np.float64, copy=False))
    by_cluster = tuple(codes[used] if effects.order is None else codes[used][effects.order] for codes in clusters)
    return Design(effects, effects.put(value[used]), stacked, tuple(columns), by_cluster, used, dropped)
