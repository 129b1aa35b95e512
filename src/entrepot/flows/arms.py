"""What triple differences and event studies share: who is treated, what can be compared, and both estimators on one design."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from entrepot.flows.cells import Cells, Flags, Whole
from entrepot.flows.design import Columns
from entrepot.flows.fit import FEW_CLUSTERS, Coefficient, Fit, NotApplicable
from entrepot.flows.ols import fit_ols
from entrepot.flows.ppml import fit_ppml

EFFECTS: Final = (("exporter", "importer", "group"), ("exporter", "group", "month"), ("exporter", "importer", "month"))
Arms = Mapping[str, Sequence[str]]


def listed_ever(cells: Cells) -> Flags:
    """Return for each row whether its goods group is listed in any month."""
    ever = np.zeros(len(cells.group_names), dtype=np.bool_)
    ever[cells.group[cells.is_listed]] = True
    return ever[cells.group] if len(ever) else np.zeros(len(cells), dtype=np.bool_)


def estimates(
    cells: Cells, columns: Columns, clusters: Sequence[str], *, with_ols: bool = True
) -> tuple[Fit | NotApplicable, Fit | NotApplicable]:
    """Return the columns' estimate by PPML, and (asked for) by least squares on logarithms, net of a_ijk, a_ikt and a_ijt."""
    groupings: list[Whole] = [cells.key(*names) for names in EFFECTS]
    ways = [cells.key(name) for name in clusters]
    fit = fit_ppml(cells.value, columns, groupings, ways)
    if isinstance(fit, NotApplicable):
        return fit, fit
    return fit, fit_ols(cells.value, columns, groupings, ways) if with_ols else NotApplicable("Not asked for.")


def treated_clusters(cells: Cells, fit: Fit, rows: Flags, cluster: str) -> int:
    """Return how many clusters hold rows of a treatment among those used."""
    return len(np.unique(cells.key(cluster)[rows & fit.used]))


def few_treated(count: int) -> str | None:
    """Return what a reader has to know where few clusters are treated, however many there are beside; None else.

    Cluster-robust errors are then too small (MacKinnon and Webb 2018).
    """
    if count >= FEW_CLUSTERS:
        return None
    return f"only {count} clusters are treated: read the wild bootstrap's p-value, and the permutations."


def coefficient_of(fit: Fit | NotApplicable, name: str) -> Coefficient | None:
    """Return a fit's coefficient; None where there is no fit or it was dropped."""
    return None if isinstance(fit, NotApplicable) else fit.coefficient(name)


def arms_present(cells: Cells, arms: Arms) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """Return the arms with the importers that occur, and a note for each that does not."""
    seen = {cells.importer_names[code] for code in np.unique(cells.importer).tolist()}
    notes = [
        f"{importer}: no trade in the data."
        for members in arms.values()
        for importer in members
        if importer not in seen
    ]
    present = {name: tuple(member for member in members if member in seen) for name, members in arms.items()}
    return {name: members for name, members in present.items() if members}, notes


def incomparable(cells: Cells, arms: Mapping[str, Sequence[str]], post: Flags) -> str | None:
    """Return why nothing can be compared, or None."""
    if not len(cells):
        return "There is no trade in the data."
    if not arms:
        return "None of the destinations asked for occurs in the data."
    members = tuple(member for names in arms.values() for member in names)
    treated, ever = cells.importers(members), listed_ever(cells)
    reasons = {
        "There is only one month.": cells.month.min() == cells.month.max(),
        "There are no months before the date.": post.all(),
        "There are no months from the date on.": not post.any(),
        "There is no other destination to compare with.": treated.all(),
        "None of the goods is listed.": not ever.any(),
        "All goods are listed: there are none to compare with.": ever.all(),
        "Every value is zero.": not (cells.value > 0).any(),
    }
    return next((reason for reason, holds in reasons.items() if holds), None)
