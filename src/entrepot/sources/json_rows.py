"""Objects of a JSON answer as text columns with their place, as tables give them."""

from collections.abc import Iterator, Sequence

import pyarrow as pa

from entrepot.evidence.json_items import json_items
from entrepot.sources.base import ParseContext
from entrepot.sources.tabular import LOCATOR

_ROWS = 50_000  # as many as a table's rows are packed by (sources/base.py)


def json_batches(context: ParseContext, names: Sequence[str]) -> Iterator[pa.Table]:
    """Yield the named values of every object as text columns, with their locator last; what is no object is put aside.

    Raises:
        SourceError: The file is no JSON at all.
    """
    held: list[dict[str, str | None]] = []
    for item in json_items(context.path):
        context.rows_read += 1
        if item.fault is not None or not isinstance(item.values, dict):
            context.quarantine(item.locator, item.fault or "the item is no object", raw=item.text)
            continue
        held.append({**{name: as_text(item.values.get(name)) for name in names}, LOCATOR: item.locator})
        if len(held) == _ROWS:
            yield text_table(held, names)
            held.clear()
            if context.on_progress is not None:
                context.on_progress(context.rows_read)
    if context.rows_read == 0:
        context.warn("The answer holds no rows")
    if held:
        yield text_table(held, names)


def text_table(rows: Sequence[dict[str, str | None]], names: Sequence[str]) -> pa.Table:
    """Return rows as text columns in the order of the names, the locator last."""
    return pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in (*names, LOCATOR)})


def as_text(value: object) -> str | None:
    """Return a JSON value as a table's cell would hold it; None for null and blanks."""
    if value is None or isinstance(value, dict | list):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip() or None
