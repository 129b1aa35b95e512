"""Reads a customs table of any layout: by a saved mapping, else by a proposed one that is sure enough."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.rates import Rates
from entrepot.errors import EntrepotError, SourceError
from entrepot.evidence.reading.chunks import START, Mark
from entrepot.evidence.reading.preview import Preview, previews
from entrepot.evidence.reading.stream import Batch, batches, gathered
from entrepot.records.declaration import DECLARATION
from entrepot.sources.base import ParseContext, Source, State, read_meta, streamed
from entrepot.sources.customs_table.clean import CleanBatch, LineReader
from entrepot.sources.customs_table.decide import decided, is_customs_table, lacking
from entrepot.sources.customs_table.kept_rows import records
from entrepot.sources.customs_table.mapping import SUFFIX
from entrepot.sources.customs_table.reporting import reporting_notes
from entrepot.sources.mentions import Mentions, Seen

BATCH_ROWS = 100_000  # 20,000 cost a tenth more a row, more than these only memory
_MOST_LACKING = 2  # of day, goods, party and amount: a table that lacks more is of another kind
RATES_SUFFIX = ".rates.csv"  # of the user's own rates, beside the file


def recognise(path: Path, head: bytes) -> float:
    """Return how surely a file holds a customs table: below any source of a known layout."""
    try:
        tables = previews(path)
        if any(is_customs_table(table) for table in tables):
            return 0.6
        return 0.1 if min(len(lacking(table)) for table in tables) <= _MOST_LACKING else 0.0
    except EntrepotError:
        return 0.0


def _lacking(path: Path) -> list[str]:
    """Return in words what the nearest table of a file lacks to be one of declarations."""
    return min((lacking(table) for table in previews(path)), key=len)


def stream(context: ParseContext, state: State | None) -> Iterator[State]:
    """Emit the lines of every table of the file that is a customs table, batch by batch."""
    tables = previews(context.path)
    chosen = [table for table in tables if is_customs_table(table)] or tables[:1]
    _tell_others(context, tables, chosen)
    mentions = Mentions(context)
    first = 0 if state is None else int(state["table"])
    for number in range(first, len(chosen)):
        is_resumed = state is not None and number == first
        after = Mark(**state["mark"]) if state is not None and is_resumed else START
        reader = _reader(context, chosen[number], is_new=not is_resumed)
        columns = {name for entry in reader.mapping.fields.values() for name in entry.columns}
        for batch in gathered(batches(chosen[number], context.warn_once, after, columns), BATCH_ROWS):
            _emit(context, reader, mentions, batch)
            yield {"table": number, "mark": vars(batch.mark)}


def _tell_others(context: ParseContext, tables: list[Preview], chosen: list[Preview]) -> None:
    others = [table.sheet or "" for table in tables if table not in chosen]
    if others:
        context.warn_once(f"Not read, as it is no table of declarations: {', '.join(others)}")


def _reader(context: ParseContext, table: Preview, *, is_new: bool) -> LineReader:
    decision = decided(table)
    if decision.doubts:
        raise SourceError(
            f"{context.path.name} is not read without being sure: {decision.doubts[0].question}",
            where=str(context.path),
            next_step="Add it again and answer, or write a mapping: entrepot map FILE --save NAME.mapping.toml.",
        )
    if is_new:
        for note in (*decision.notes, *reporting_notes(table, decision.mapping)):
            context.warn_once(note)
    rates = Rates.load(sorted(context.path.parent.glob(f"*{RATES_SUFFIX}")))
    return LineReader(decision.mapping, decision.readings, rates)


def _emit(context: ParseContext, reader: LineReader, mentions: Mentions, batch: Batch) -> None:
    for fault in batch.faults:
        context.quarantine(f"{batch.place}{fault.row}", fault.reason, raw=fault.raw)
    context.rows_read += len(batch.faults) + batch.rows.num_rows
    context.totals.add_unread(len(batch.faults))
    if not batch.rows.num_rows:
        return
    made = reader.read(batch.rows)
    locators = pc.binary_join_element_wise(batch.place, batch.numbers.cast(pa.string()), "")
    context.totals.add(*_values(made.table), pa.array(made.is_kept))
    _put_aside(context, reader, batch, made, locators)
    context.emit_bulk(DECLARATION, records(made, context.snapshot.snapshot_id, locators))
    for name, count in made.repairs.counted():
        context.count_of(f"{name}: {{}} values were repaired or are doubtful (column repairs)", count)
    where = locators.take(pa.array([row for row, _ in made.firsts], pa.int64())).to_pylist()
    mentions.add(Seen(side, locator) for (_, side), locator in zip(made.firsts, where, strict=True))


def _values(lines: pa.Table) -> tuple[pa.Array, pa.Array]:
    """Return the value of each line with its currency: as reported, else in dollars where only these are."""
    reported, dollars = (lines.column(name).combine_chunks() for name in ("value_reported", "value_usd"))
    is_in_dollars = pc.and_(reported.is_null(), dollars.is_valid())
    currency = lines.column("currency_code").combine_chunks()
    return pc.coalesce(reported, dollars), pc.if_else(is_in_dollars, pa.scalar("USD", pa.string()), currency)


def _put_aside(context: ParseContext, reader: LineReader, batch: Batch, made: CleanBatch, locators: pa.Array) -> None:
    for row in (~made.is_kept).nonzero()[0].tolist():
        cells = batch.rows.slice(row, 1).to_pylist()[0]
        raw = "; ".join(f"{name}={cell}" for name, cell in cells.items() if cell is not None)
        context.quarantine(
            locators[row].as_py(), made.reasons[row].as_py(), field_name=made.faults.fields(row), raw=raw
        )


def settings(path: Path) -> str:
    """Return what beside the file decides its rows: the mappings and rates that lie there."""
    found = sorted([*path.parent.glob(f"*{SUFFIX}"), *path.parent.glob(f"*{RATES_SUFFIX}")])
    return "\n".join(each.read_text("utf-8", errors="replace") for each in found)


SOURCE = Source(read_meta(__file__), recognise, streamed(stream), stream=stream, settings=settings, lacking=_lacking)
