"""Mistakes of honest declarants: a line declared twice under another number, a unit slip of a factor 1,000."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from numpy.random import Generator

from entrepot.world.block import NOBODY
from entrepot.world.declared import Written

Flags = npt.NDArray[np.bool_]
_TWICE = 0.001  # [P] of rows: brokers resend a declaration they believe lost
_SLIPPED = 0.0005  # [P] of rows: grams for kilograms, thousands for pieces
_FACTOR = 1000.0
_SERIAL = 8  # digits at the end of a declaration's number


def with_slips(rng: Generator, written: Written) -> Written:
    """Return the rows with the mistakes; as many rows as before, and no line of a scheme is touched."""
    u = rng.random((2, written.table.num_rows))
    return _slipped(_repeated(written, u[0]), u[1])


def _repeated(written: Written, u: npt.NDArray[np.float64]) -> Written:
    """Replace a few declarations of one line by the row before, under the number they had."""
    table, honest = written.table, written.scheme == NOBODY
    starts = np.array([text == "1" for text in table["line_number"].to_pylist()], np.bool_)
    is_alone = starts & np.r_[starts[1:], True]
    follows = np.r_[False, (is_alone & honest)[:-1]]
    is_copy = is_alone & honest & follows & (u < _TWICE * max(1.0, len(u) / max(int((is_alone & follows).sum()), 1)))
    is_copy &= ~np.r_[False, is_copy[:-1]]  # twice, not three times
    if not is_copy.any():
        return written
    places = np.arange(len(u)) - is_copy
    serials = table["declaration_number"].to_pylist()
    repeated = table.take(pa.array(places))
    numbers = repeated["declaration_number"].to_pylist()
    for place in np.flatnonzero(is_copy).tolist():
        numbers[place] = f"{numbers[place][:-_SERIAL]}{serials[place][-_SERIAL:]}"
    column = table.schema.get_field_index("declaration_number")
    repeated = repeated.set_column(column, table.schema.field(column), pa.array(numbers, pa.string()))
    return replace(written, table=repeated, importer=written.importer[places], exporter=written.exporter[places])


def _slipped(written: Written, u: npt.NDArray[np.float64]) -> Written:
    """State the mass in grams, or pieces in thousands, of a few lines."""
    is_slip = (u < _SLIPPED) & (written.scheme == NOBODY)
    table = _scaled(written.table, "net_mass_kg", is_slip & (u < _SLIPPED / 2), _FACTOR)
    return replace(written, table=_scaled(table, "quantity", is_slip & (u >= _SLIPPED / 2), 1.0 / _FACTOR))


def _scaled(table: pa.Table, name: str, rows: Flags, factor: float) -> pa.Table:
    if not rows.any():
        return table
    place = table.schema.get_field_index(name)
    factors = pa.array(np.where(rows, factor, 1.0))
    values = pc.multiply(table[name], factors)
    return table.set_column(place, table.schema.field(place), values)
