"""The hash of each file of a case as it is now: read again only where the file was touched since."""

import json
from pathlib import Path

from entrepot.case.results import WORK_FOLDER
from entrepot.evidence.snapshot import file_sha256

_FILE = "hashes.json"


def sha256_now(case_folder: Path, file_name: str) -> str | None:
    """Return the SHA-256 of a file of the case's `sources/`; None where it is gone.

    A file whose size, times of change and place on the disk are those of the last reading is not read again: it may have
    gigabytes. The time of change of its entry (ctime) cannot be set back by a program.
    """
    path = case_folder / "sources" / file_name
    if not path.is_file():
        return None
    stat = path.stat()
    signature = [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino]
    store = case_folder / WORK_FOLDER / _FILE
    known = _read(store)
    if file_name in known and known[file_name][0] == signature:
        return str(known[file_name][1])
    sha256 = file_sha256(path)
    known[file_name] = (signature, sha256)
    store.parent.mkdir(exist_ok=True)
    partial = store.with_suffix(".partial")
    partial.write_text(json.dumps(known), "utf-8")
    partial.replace(store)
    return sha256


def _read(store: Path) -> dict[str, tuple[list[int], str]]:
    try:
        return {name: (entry[0], entry[1]) for name, entry in json.loads(store.read_text("utf-8")).items()}
    except (OSError, ValueError, LookupError, AttributeError, TypeError):  # lost or damaged: everything is read again
        return {}
