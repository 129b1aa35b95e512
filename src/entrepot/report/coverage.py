"""Which files the case read, what was put aside and why, which fields were missing."""

from dataclasses import asdict, dataclass

from entrepot.case.results import Results
from entrepot.store.engine import Row, rows_of

QUARANTINE_SHOWN = 200
_QUARANTINE_READ = 50_000  # rows put in order before the first are shown; a file put aside whole has millions


@dataclass(frozen=True)
class Coverage:
    """A row per file: its snapshot, its counts, its missing fields; and the first rows put aside."""

    files: tuple[Row, ...]
    quarantined: tuple[Row, ...]
    quarantined_total: int

    @property
    def rows_read(self) -> int:
        """Rows read over all files."""
        return sum(row["rows_read"] or 0 for row in self.files)


def coverage(results: Results) -> Coverage:
    """Return what the run read; files the manifest does not speak of have counts of None."""
    counts = {row["snapshot_id"]: row for row in results.manifest.get("coverage", [])}
    unknown = {"rows_read": None, "rows_kept": None, "quarantined": None}
    files = [
        {**unknown, **counts.get(snapshot_id, {}), "snapshot": asdict(snapshot)}
        for snapshot_id, snapshot in results.snapshots.items()
    ]
    ordered = sorted(files, key=lambda row: (row["snapshot"]["file_name"], row["snapshot"]["snapshot_id"]))
    put_aside = results.engine.read("core__quarantine")
    named = {key: snapshot.file_name for key, snapshot in results.snapshots.items()}
    rows = sorted(
        rows_of(put_aside.slice(0, _QUARANTINE_READ)),
        key=lambda r: (named.get(r["snapshot_id"], ""), _place(r["locator"]), r["reason"]),
    )
    shown = tuple(
        {**row, "file_name": named.get(row["snapshot_id"], row["snapshot_id"])} for row in rows[:QUARANTINE_SHOWN]
    )
    return Coverage(tuple(ordered), shown, put_aside.num_rows)


def _place(locator: str) -> tuple[str, int, str]:
    """Return a key that puts `row 9` before `row 12`."""
    words, _, count = locator.rpartition(" ")
    return (words, int(count), "") if count.isdigit() else (locator, 0, "")
