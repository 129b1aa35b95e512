"""Goods lines of an imported file that other files of the case hold as well, told when it is added; a run counts them once."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from entrepot.case.own_repeats import id_numbers
from entrepot.case.results import WORK_FOLDER
from entrepot.evidence.snapshot import Snapshot
from entrepot.records.declaration import DECLARATION
from entrepot.store.parts import part_paths

_ID = "declaration_id"


@dataclass(frozen=True)
class Overlap:
    """How many lines of an imported file stand in another file of the case as well."""

    file_name: str
    line_count: int


def overlaps_of(case: Path, snapshot: Snapshot, others: list[Snapshot]) -> list[Overlap]:
    """Return the files that share goods lines with an imported file, in the order given; only files that are imported count.

    The ids of the lines are compared, eight bytes each; nothing else of the files is read.
    """
    paths = {other.snapshot_id: _paths(case, other) for other in others if other.snapshot_id != snapshot.snapshot_id}
    if not any(paths.values()):
        return []
    own = [_ids(path) for path in _paths(case, snapshot)]
    if not own:
        return []
    ids = np.sort(np.concatenate(own))
    counted = {key: sum(_count_in(ids, path) for path in found) for key, found in paths.items()}
    return [Overlap(other.file_name, count) for other in others if (count := counted.get(other.snapshot_id, 0))]


def _paths(case: Path, snapshot: Snapshot) -> list[Path]:
    """Return the Parquet files of a file's lines; none where its import is not finished or it has none."""
    records = sorted((case / WORK_FOLDER / "parsed").glob(f"{snapshot.snapshot_id}-*/parse.json"))
    whole = [record.parent for record in records if record.parent.suffix != ".partial"]
    return [path for folder in whole for path in part_paths(folder, DECLARATION.name)]


def _ids(path: Path) -> npt.NDArray[np.uint64]:
    return id_numbers(pq.ParquetFile(path).read(columns=[_ID]))


def _count_in(ids: npt.NDArray[np.uint64], path: Path) -> int:
    found = _ids(path)
    at = np.searchsorted(ids, found)
    return int((ids[np.minimum(at, len(ids) - 1)] == found).sum()) if len(found) else 0
