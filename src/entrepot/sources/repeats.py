"""Rows that repeat an earlier row of their file: put aside, with what the file says at their place."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from entrepot.errors import EntrepotError
from entrepot.evidence.locator import read_places
from entrepot.sources.base import ParseContext
from entrepot.sources.tabular import LOCATOR


def raw_rows(path: Path, locators: Sequence[str]) -> dict[str, str]:
    """Return the cells of the rows as the file has them; empty where it cannot be read a second time."""
    try:
        places = read_places(path, locators)
    except EntrepotError:
        return {}
    return {
        locator: "; ".join(f"{name}={cell}" for name, cell in place.cells if cell) for locator, place in places.items()
    }


def without_repeats(
    context: ParseContext, batches: Sequence[pa.Table], keys: Sequence[str], what: str
) -> list[pa.Table]:
    """Return the batches without rows whose keys stood in an earlier row; those go to quarantine with that row's place."""
    seen = pa.concat_tables([batch.select([*keys, LOCATOR]) for batch in batches])
    counted = seen.append_column("at", pa.array(np.arange(seen.num_rows))).group_by(list(keys), use_threads=False)
    groups = counted.aggregate([("at", "min"), ("at", "count")])
    if groups.num_rows == seen.num_rows:
        return list(batches)
    is_first = np.zeros(seen.num_rows, dtype=np.bool_)
    is_first[groups.column("at_min").to_numpy()] = True
    repeated = groups.filter(pc.greater(groups.column("at_count"), 1)).to_pylist()
    originals = {tuple(row[key] for key in keys): row["at_min"] for row in repeated}
    locator = seen.column(LOCATOR)
    raw = raw_rows(context.path, locator.filter(pa.array(~is_first)).to_pylist())
    for repeat in np.flatnonzero(~is_first):
        row = seen.slice(int(repeat), 1).to_pylist()[0]
        original = locator[originals[tuple(row[key] for key in keys)]].as_py()
        context.quarantine(row[LOCATOR], f"duplicate of {original}: {what}", raw=raw.get(row[LOCATOR], ""))
    return _split(is_first, batches)


def _split(is_kept: npt.NDArray[np.bool_], batches: Sequence[pa.Table]) -> list[pa.Table]:
    start, made = 0, []
    for batch in batches:
        made.append(batch.filter(pa.array(is_kept[start : start + batch.num_rows])))
        start += batch.num_rows
    return made
