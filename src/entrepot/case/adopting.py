"""Files that were made inside a case's `sources/`: their snapshot records, without a second copy."""

import json
from collections.abc import Sequence
from pathlib import Path

from entrepot.case.hashes import remember_sha256
from entrepot.case.intake import Origin
from entrepot.case.results import SNAPSHOT_SUFFIX
from entrepot.evidence.snapshot import Snapshot, file_sha256
from entrepot.sources import registry

_ID_DIGITS = 16  # as of files that are added


def adopt_files(folder: Path, paths: Sequence[Path], *, source_ids: Sequence[str], origin: Origin) -> list[Snapshot]:
    """Write the records of files that stand in the case's `sources/` already and return them.

    Args:
        folder: The case.
        paths: The files, in `folder/sources`.
        source_ids: The source each is read as.
        origin: Who made them; what it leaves out is what the source says of itself.
    """
    made = []
    for path, source_id in zip(paths, source_ids, strict=True):
        meta = registry.source_named(source_id).meta
        sha256 = file_sha256(path)
        snapshot = Snapshot(
            snapshot_id=sha256[:_ID_DIGITS],
            sha256=sha256,
            file_name=path.name,
            size_bytes=path.stat().st_size,
            source_id=source_id,
            producer=origin.producer or meta.producer,
            title=origin.title or meta.title,
            url=origin.url or meta.url,
            licence=origin.licence or meta.licence,
        )
        remember_sha256(folder, path.name, sha256)
        record = json.dumps(snapshot.to_json(), indent=2, ensure_ascii=False) + "\n"
        path.with_name(path.name + SNAPSHOT_SUFFIX).write_text(record, "utf-8")
        made.append(snapshot)
    return made
