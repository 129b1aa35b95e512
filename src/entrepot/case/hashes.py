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
    known = _read(case_folder)
    if file_name in known and known[file_name][0] == _signature(path):
        return str(known[file_name][1])
    sha256 = file_sha256(path)
    remember_sha256(case_folder, file_name, sha256)
    return sha256


def remember_sha256(case_folder: Path, file_name: str, sha256: str) -> None:
    """Keep the SHA-256 of a file of the case's `sources/` that was just read or written."""
    known = _read(case_folder)
    known[file_name] = (_signature(case_folder / "sources" / file_name), sha256)
    store = case_folder / WORK_FOLDER / _FILE
    store.parent.mkdir(exist_ok=True)
    partial = store.with_suffix(".partial")
    partial.write_text(json.dumps(known), "utf-8")
    partial.replace(store)


def _signature(path: Path) -> list[int]:
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino]


def _read(case_folder: Path) -> dict[str, tuple[list[int], str]]:
    try:
        text = (case_folder / WORK_FOLDER / _FILE).read_text("utf-8")
        return {name: (entry[0], entry[1]) for name, entry in json.loads(text).items()}
    except (OSError, ValueError, LookupError, AttributeError, TypeError):  # lost or damaged: everything is read again
        return {}
