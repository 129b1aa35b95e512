"""Reading in pieces is the same as reading at once, whatever stands in the cells and wherever the pieces end."""

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from entrepot.evidence.reading.chunks import START, ChunkedText, Mark
from entrepot.evidence.reading.delimited import Form

COLUMN_COUNT = 3
COMMA = Form(",")
PLAIN = st.text(st.sampled_from('ab "1;,\n\rЖ\t'), max_size=7)
INCHES = st.sampled_from(['3.5" DISK', '"', '""', 'a"b"c', '"open', '19"', "x" * 40])
BREAKS = st.sampled_from(["\n", "\r\n"])

# A line feed is lost where blocks that pyarrow reads end between it and the return before it, inside a cell:
# test_a_line_break_in_a_cell_survives_the_end_of_a_block. Texts are compared without it elsewhere.
BREAKS_OF_A_CELL = re.compile(r"\r\n+")

Row = tuple[int, tuple[str | None, ...]]
Read = tuple[list[Row], list[tuple[str, str, str]], list[str]]


class Text(io.BytesIO):
    """A whole UTF-8 text in memory, as `Utf8Text` gives it: what it counts it has counted at the first read."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.is_cut = False
        self.ends_with_break = content.endswith((b"\n", b"\r"))
        self.quote_count = content.count(b'"')


class Told:
    """What the reader of records reports."""

    path = Path("table.csv")

    def __init__(self) -> None:
        self.rows_read = 0
        self.aside: list[tuple[str, str, str]] = []
        self.warnings: list[str] = []

    def quarantine(self, locator: str, reason: str, *, field_name: str | None = None, raw: str = "") -> None:
        self.aside.append((locator, reason, raw))

    def warn(self, message: str) -> None:
        self.warnings.append(message)


def read(content: bytes, chunk_bytes: int, form: Form = COMMA, after: Mark = START) -> tuple[Read, list[Mark]]:
    """Return rows, what was put aside and warned of, and the mark after each piece, from a mark on."""
    told = Told()
    rows: list[Row] = []
    marks: list[Mark] = []
    for piece in ChunkedText(told, COLUMN_COUNT, form, lambda: Text(content), chunk_bytes=chunk_bytes).pieces(after):
        cells = [tuple(map(without_break, row.values())) for row in piece.rows.to_pylist()]
        rows += [pair for pair in zip(piece.numbers.to_pylist(), cells, strict=True) if pair[0] >= after.row]
        marks.append(piece.mark)
    aside = [
        (*said[:2], str(without_break(said[2])))
        for said in told.aside
        if int(said[0].removeprefix("row ")) >= after.row
    ]
    return (rows, sorted(aside), told.warnings), marks


def without_break(cell: str | None) -> str | None:
    return cell and BREAKS_OF_A_CELL.sub("\r", cell)


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    """Return a delimited text with all that goes wrong: bare marks, ragged and blank records, mixed breaks, no last break."""
    records = ["DAY,NAME,VALUE"]
    for _ in range(draw(st.integers(1, 14))):
        kind = draw(st.sampled_from(["quoted", "quoted", "quoted", "bare", "bare", "inches", "ragged", "blank"]))
        width = draw(st.integers(1, 5)) if kind == "ragged" else COLUMN_COUNT
        cells = [draw(INCHES if kind == "inches" else PLAIN) for _ in range(width)]
        if kind == "quoted":
            records.append(",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in cells))
        elif kind == "blank":
            records.append("")
        else:
            records.append(
                ",".join(
                    cell.translate({ord(c): None for c in (",\n\r" + ('"' if kind != "inches" else ""))})
                    for cell in cells
                )
            )
    text = "".join(record + draw(BREAKS) for record in records)
    return (text if draw(st.booleans()) else text.rstrip("\r\n")).encode()


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[str]], bytes]:
    """Return cells and the text that the standard library writes of them: quoted where needed."""
    cells = draw(st.lists(st.lists(PLAIN, min_size=COLUMN_COUNT, max_size=COLUMN_COUNT), min_size=1, max_size=14))
    made = io.StringIO(newline="")
    csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator=draw(BREAKS)).writerows(cells)
    return cells, made.getvalue().encode()


SIZES = st.integers(32, 4096) | st.integers(32, 90)
FORMS = st.sampled_from([Form(","), Form(","), Form(",", None), Form(",", '"', "\\"), Form(",", "'")])


@settings(deadline=None, max_examples=150)
@given(texts(), SIZES, FORMS)
@example(b'a,3.5" DISK,b\n' * 9, 32, Form(","))
@example(b'"a\nb",c,d\n' * 9 + b"e,f\n" + b"\n\n" + b'"a""b",c,d\r\n' * 9 + b"g,h,i", 32, Form(","))
def test_pieces_hold_the_rows_numbers_and_faults_of_the_whole(content: bytes, chunk_bytes: int, form: Form) -> None:
    assert read(content, chunk_bytes, form)[0] == read(content, 1 << 20, form)[0]


@settings(deadline=None, max_examples=100)
@given(tables(), SIZES)
def test_pieces_hold_the_cells_that_were_written(table: tuple[list[list[str]], bytes], chunk_bytes: int) -> None:
    cells, content = table

    (rows, aside, _), _ = read(content, chunk_bytes)

    assert rows == [(i, tuple(without_break(cell) or None for cell in row)) for i, row in enumerate(cells, start=1)]
    assert aside == []


@settings(deadline=None, max_examples=60)
@given(texts(), SIZES)
@example(b"a,b,c\n" * 20 + b'a,3.5" DISK,b\n' * 20, 64)
def test_reading_goes_on_from_every_mark_with_the_rest(content: bytes, chunk_bytes: int) -> None:
    (rows, aside, _), marks = read(content, chunk_bytes)

    for mark in marks:
        (later, later_aside, _), _ = read(content, chunk_bytes, after=mark)
        assert later == [row for row in rows if row[0] >= mark.row]
        assert later_aside == [said for said in aside if int(said[0].removeprefix("row ")) >= mark.row]


@pytest.mark.slow
@settings(deadline=None, max_examples=3000)
@given(texts(), SIZES, FORMS)
def test_pieces_hold_the_whole_in_many_more_texts(content: bytes, chunk_bytes: int, form: Form) -> None:
    assert read(content, chunk_bytes, form)[0] == read(content, 1 << 20, form)[0]


@pytest.mark.parametrize("chunk_bytes", [32, 33, 64, 100])
def test_plain_text_is_read_in_several_pieces(chunk_bytes: int) -> None:
    content = b"2023-01-01,FICTION,5\r\n" * 40

    (rows, aside, warnings), marks = read(content, chunk_bytes)

    assert [number for number, _ in rows] == list(range(1, 41))
    assert len(marks) > 5
    assert marks[0].offset % 22 == 0
    assert (aside, warnings) == ([], [])


def test_a_line_break_in_a_cell_survives_the_end_of_a_block() -> None:
    head = b'DAY,NAME,VALUE\na,3.5" DISK,b\nc,"x\r'
    content = head + b'\ny",d\ne,f,g\n'
    chunked = ChunkedText(Told(), COLUMN_COUNT, COMMA, lambda: Text(content), chunk_bytes=len(head))

    cells = [cell for piece in chunked.pieces(START) for cell in piece.rows.column(1).to_pylist()]

    assert cells == ["NAME", '3.5" DISK', "x\r\ny", "f"]
