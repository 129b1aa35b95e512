"""Trade statistics of files that are too large for memory: what has to be compared is compared by number, the rest passes.

A figure that a file divides over rows, and a row that repeats another, are known only when the whole file was seen. Of each
row eight bytes stay in memory for that, a number made of its keys; the checked rows wait in a temporary file. Rows whose
number stands once then pass piece by piece; the others are held and compared by their keys themselves.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc

from entrepot.codes.cleaned import Cleaned
from entrepot.records.trade_flow import TRADE_FLOW
from entrepot.sources.base import ParseContext
from entrepot.sources.repeats import without_repeats
from entrepot.sources.trade_flows import KEYS, PART, added_parts, checked_flows, place

_ODD = 0x9E3779B97F4A7C15  # Knuth, TAOCP 6.4: 2^64 by the golden ratio; any odd number serves, for equal numbers are checked
_REPEATED = "the same reporter, partner, flow, goods and period"
_NO_SCALES: Mapping[str, float] = {}
Numbers = npt.NDArray[np.uint64]


def stream_flows(
    context: ParseContext,
    batches: Iterator[pa.Table],
    *,
    places: Callable[[str], Cleaned[str]] = place,
    scales: Mapping[str, float] = _NO_SCALES,
    added_over: str | None = None,
) -> Iterator[None]:
    """Emit the rows of canonical text columns as `emit_flows` does, piece by piece; yield after each piece.

    The rows come in the order of the file; those of a large file whose figures stand in several rows come last.

    Args:
        context: Where they go.
        batches: The rows (trade_flows.canonical).
        places: What makes an ISO code of a reporter or partner.
        scales: What a measure is multiplied with to be in its own unit; one where not named.
        added_over: For files with a column `part`: what the parts of a figure are, in words.
    """
    with tempfile.TemporaryDirectory(prefix="entrepot-") as folder:
        waiting = _Waiting(Path(folder) / "rows.arrow")
        for batch in batches:
            waiting.take(checked_flows(context, batch, places, scales))
            yield None
        held: list[pa.Table] = []
        for rows, is_alone in waiting.divided():
            context.emit_bulk(TRADE_FLOW, rows.filter(is_alone).select(list(TRADE_FLOW.column_names)))
            held.append(rows.filter(pc.invert(is_alone)))
            yield None
    _emit_held(context, held, added_over)
    yield None


def _emit_held(context: ParseContext, held: Sequence[pa.Table], added_over: str | None) -> None:
    if not sum(rows.num_rows for rows in held):
        return
    keys = (*KEYS, PART) if added_over else KEYS
    kept = without_repeats(context, held, keys, _REPEATED)
    for rows in [added_parts(context, kept, added_over)] if added_over else kept:
        context.emit_bulk(TRADE_FLOW, rows.select(list(TRADE_FLOW.column_names)))


class _Waiting:
    """Checked rows in a file, and the numbers of their keys."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: pyarrow.ipc.RecordBatchFileWriter | None = None
        self._codes: dict[str, dict[object, int]] = {name: {} for name in KEYS}
        self._numbers: list[Numbers] = []

    def take(self, rows: pa.Table) -> None:
        """Add the rows of a batch."""
        if self._writer is None:
            options = pyarrow.ipc.IpcWriteOptions(compression="zstd")
            self._writer = pyarrow.ipc.new_file(str(self._path), rows.schema, options=options)
        if rows.num_rows:
            one = rows.combine_chunks()
            self._writer.write_table(one, max_chunksize=one.num_rows)
            self._numbers.append(self._numbered(one))

    def divided(self) -> Iterator[tuple[pa.Table, pa.Array]]:
        """Yield the rows by batch, with True for those whose keys surely no other row has.

        Of a file of one batch no row is let pass: comparing all of them is cheap, and the rows keep their order.
        """
        if self._writer is None:
            return
        self._writer.close()
        is_small = len(self._numbers) == 1
        ordered = np.sort(np.concatenate([*self._numbers, np.array([], dtype=np.uint64)]))
        repeated = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
        del ordered
        with pa.OSFile(str(self._path), "rb") as file:
            reader = pyarrow.ipc.open_file(file)
            for index, numbers in enumerate(self._numbers):
                is_alone = pa.array(~np.isin(numbers, repeated) & (not is_small))
                yield pa.Table.from_batches([reader.get_batch(index)]), is_alone

    def _numbered(self, rows: pa.Table) -> Numbers:
        """Return one number a row: equal keys give equal numbers; different keys hardly ever."""
        made = np.zeros(rows.num_rows, dtype=np.uint64)
        for name, known in self._codes.items():
            encoded = rows.column(name).combine_chunks().dictionary_encode()
            codes = [known.setdefault(value, len(known) + 1) for value in encoded.dictionary.to_pylist()]
            indices = pc.fill_null(encoded.indices, len(codes)).to_numpy()
            made = made * np.uint64(_ODD) + np.array([*codes, 0], dtype=np.uint64)[indices]
        return made
