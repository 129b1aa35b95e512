"""Scored pairs of parties, kept from run to run: where nothing that scoring reads has changed, they are read and not made."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from entrepot.case.fingerprint import code_fingerprint, combined
from entrepot.case.results import WORK_FOLDER
from entrepot.store.tables import write_parquet

_MOST_KEPT = 4  # a run and the two sides of a decision that is looked at before it is made


@dataclass(frozen=True)
class ScoredBefore:
    """The scored pairs of a case's last runs."""

    folder: Path

    def find(self, key: str) -> pa.Table | None:
        """Return the pairs that this code scored under a key; None where there are none or the file is damaged."""
        try:
            return pq.read_table(self._path(key))
        except (OSError, pa.ArrowInvalid):
            return None

    def keep(self, key: str, pairs: pa.Table) -> None:
        """Keep pairs, and let the oldest go."""
        write_parquet(self._path(key), pairs)
        kept = sorted(self._path(key).parent.glob("*.parquet"), key=lambda path: path.stat().st_mtime_ns)
        for path in kept[:-_MOST_KEPT]:
            path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / WORK_FOLDER / "scored" / f"{combined(code_fingerprint(), key)}.parquet"
