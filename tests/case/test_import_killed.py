"""An import that is killed at any step goes on to the same bytes as one that was not."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from customs_case import NOTHING_SAID, new_case
from customs_generated import KEYS, LANGUAGES, Table, in_containers
from entrepot.case import importing
from entrepot.case.intake import add_file
from entrepot.case.parsing import parse_snapshot
from entrepot.evidence.reading import stream
from entrepot.evidence.reading.chunks import ChunkedText
from entrepot.evidence.snapshot import Snapshot
from entrepot.sources.customs_table import parse

_CHUNK_BYTES, _PART_ROWS = 400, 4
HEADER = LANGUAGES["english"].split(",")


class Killed(BaseException):
    """The process ends here."""


def rows(count: int, goods: str = "INVENTED GOODS") -> list[dict[str, str]]:
    """Return lines over three months, every fifth bad, every seventh the repeat of an earlier one."""
    made = []
    for number in range(count):
        which = number - 7 if number % 7 == 6 and number > 6 else number
        cells = (
            f"D-{which:05}",
            f"2023-{1 + which % 3:02}-{1 + which % 28:02}",
            f"VYMYSEL {which % 4} LLP",
            "FICTIVE OAK LTD",
        )
        amounts = ("10", "1.5", "x" if which % 5 == 4 else f"{which}.25", ("EUR", "USD", "")[which % 3])
        made.append(dict(zip(KEYS, (*cells, "854231", goods, *amounts), strict=True)))
    return made


TABLE = Table(HEADER, rows(18))
CONTENTS = {
    "table.csv": TABLE.csv(),
    "inches.csv": Table(HEADER, rows(18)).csv().replace(b"INVENTED GOODS", b'DISK 3.5" NEW'),
    "breaks.csv": Table(HEADER, rows(18, "INVENTED,\r\nGOODS")).csv(),
    **{
        name: content
        for name, content in in_containers(TABLE).items()
        if name in {"table.zip", "table.jsonl", "table.parquet"}
    },
}


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "PART_ROWS", _PART_ROWS)
    monkeypatch.setattr(stream, "chunked", partial(ChunkedText, chunk_bytes=_CHUNK_BYTES))
    monkeypatch.setattr(parse, "BATCH_ROWS", 1)


def added(folder: Path, name: str, content: bytes) -> tuple[Path, Snapshot]:
    """Return a case with one customs table, not yet imported."""
    case = new_case(folder / "case")
    (folder / name).write_bytes(content)
    return case, add_file(case, folder / name, source_id="customs_table", layout=NOTHING_SAID).snapshot


def tree(case: Path) -> dict[str, bytes]:
    """Return every file of the imports of a case by its place."""
    root = case / ".entrepot" / "parsed"
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


class Steps:
    """Counts what an import does to the disk and ends it before, in, or after one of these steps."""

    def __init__(self, last: int | None = None) -> None:
        self._last = last
        self.done: list[str] = []

    def around(self, do: Callable[..., Any], cut: Callable[..., None]) -> Callable[..., Any]:
        """Return a step that can be killed before it, half way (`cut` leaves what is then on the disk), and after it."""

        def step(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 (any file operation)
            name = " ".join([do.__name__, *(each.name for each in arguments if isinstance(each, Path))][:2])
            self._tick(f"{name}: before")
            if len(self.done) + 1 == self._last:
                cut(*arguments)
            self._tick(f"{name}: in")
            made = do(*arguments, **named)
            self._tick(f"{name}: after")
            return made

        return step

    def _tick(self, what: str) -> None:
        self.done.append(what)
        if len(self.done) == self._last:
            raise Killed


def _half_file(_: object, path: Path) -> None:
    Path(path).write_bytes(b"PAR1 cut off")


def _half_text(path: Path, text: str, *_: object) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text[: len(text) // 2])


def _half_line(number: int) -> None:
    os.ftruncate(number, max(0, os.fstat(number).st_size - 5))


def _nothing(*_: object) -> None:
    """Leave the disk as it is: renaming and removing are done at once or not at all."""


@contextmanager
def stepping(steps: Steps) -> Iterator[None]:
    """Let every write of an import be a step."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pq, "write_table", steps.around(pq.write_table, _half_file))
        patched.setattr(Path, "write_text", steps.around(Path.write_text, _half_text))
        patched.setattr(os, "fsync", steps.around(os.fsync, _half_line))
        patched.setattr(Path, "replace", steps.around(Path.replace, _nothing))
        patched.setattr(Path, "unlink", steps.around(Path.unlink, _nothing))
        yield


def undisturbed(folder: Path, name: str) -> tuple[Path, Snapshot, dict[str, bytes], list[str]]:
    """Return a case, its file, the files of an import that nothing disturbed, and the steps it was made in."""
    case, snapshot = added(folder, name, CONTENTS[name])
    parse_snapshot(case, snapshot)
    wanted = tree(case)
    shutil.rmtree(case / ".entrepot" / "parsed")
    steps = Steps()
    with stepping(steps):
        parsed, _ = parse_snapshot(case, snapshot)
    assert tree(case) == wanted
    assert parsed.error is None
    assert parsed.quarantined > 3
    return case, snapshot, wanted, steps.done


def disturbed(case: Path, snapshot: Snapshot, lasts: tuple[int, ...]) -> dict[str, bytes]:
    """Return the files of an import that was killed at these steps, one after the other, and then went on."""
    shutil.rmtree(case / ".entrepot" / "parsed")
    for last in lasts:
        with stepping(Steps(last)), pytest.raises(Killed):
            parse_snapshot(case, snapshot)
    parse_snapshot(case, snapshot)
    return tree(case)


def differing(found: dict[str, bytes], wanted: dict[str, bytes]) -> list[str]:
    """Return the names of files that differ, are missing or too many."""
    return sorted(name for name in {*found, *wanted} if found.get(name) != wanted.get(name))


def wrong_after(folder: Path, name: str, every: int) -> dict[str, list[str]]:
    """Return the files that differ after a kill at each step in so many, by that step; the known ones are left out."""
    case, snapshot, wanted, done = undisturbed(folder, name)
    lasts = list(range(1 + sorted(CONTENTS).index(name) % every, len(done) + 1, every))
    found = {last: differing(disturbed(case, snapshot, (last,)), wanted) for last in lasts}
    return {f"{last}: {done[last - 1]}": names for last, names in found.items() if names}


@pytest.mark.parametrize("name", sorted(CONTENTS))
def test_an_import_goes_on_to_the_same_bytes(name: str, tmp_path: Path) -> None:
    assert wrong_after(tmp_path, name, 11) == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(CONTENTS))
def test_an_import_goes_on_to_the_same_bytes_from_every_step(name: str, tmp_path: Path) -> None:
    assert wrong_after(tmp_path, name, 1) == {}


@pytest.mark.parametrize("lasts", [(5, 9), (30, 40), (60, 3), (90, 20, 40)])
def test_an_import_that_is_killed_again_while_it_goes_on_comes_to_the_same_bytes(
    lasts: tuple[int, ...], tmp_path: Path
) -> None:
    case, snapshot, wanted, _ = undisturbed(tmp_path, "table.csv")

    assert differing(disturbed(case, snapshot, lasts), wanted) == []


def test_an_import_killed_after_its_repeats_were_put_aside_keeps_its_totals(tmp_path: Path) -> None:
    case, snapshot, wanted, done = undisturbed(tmp_path, "table.csv")
    last = 1 + done.index("unlink repeats.json: after")

    assert differing(disturbed(case, snapshot, (last,)), wanted) == []


@pytest.mark.slow
def test_a_process_killed_for_good_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    content = Table(HEADER, rows(500)).csv()
    case, snapshot = added(tmp_path, "table.csv", content)
    parse_snapshot(case, snapshot)
    wanted = tree(case)
    program = (
        "import sys; from functools import partial; from pathlib import Path\n"
        "from entrepot.case import importing; from entrepot.case.parsing import parse_snapshot\n"
        "from entrepot.case.results import read_snapshots; from entrepot.evidence.reading import stream\n"
        "from entrepot.evidence.reading.chunks import ChunkedText; from entrepot.sources.customs_table import parse\n"
        "parse.BATCH_ROWS = 1\n"
        f"importing.PART_ROWS = {_PART_ROWS}; stream.chunked = partial(ChunkedText, chunk_bytes={_CHUNK_BYTES})\n"
        "case = Path(sys.argv[1]); (snapshot,) = read_snapshots(case).values(); parse_snapshot(case, snapshot)\n"
    )
    for lines in (2, 30):
        shutil.rmtree(case / ".entrepot" / "parsed")
        process = subprocess.Popen([sys.executable, "-c", program, str(case)])
        while process.poll() is None and journal_lines(case) < lines:
            time.sleep(0.002)
        process.kill()
        process.wait()
        assert process.returncode == -signal.SIGKILL
        assert journal_lines(case) >= lines

        parse_snapshot(case, snapshot)

        assert differing(tree(case), wanted) == []


def journal_lines(case: Path) -> int:
    """Return how many parts the unfinished import of a case has finished."""
    return sum(path.read_bytes().count(b"\n") for path in (case / ".entrepot" / "parsed").glob("*/journal.jsonl"))
