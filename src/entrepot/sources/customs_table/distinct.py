"""A column as its distinct texts: what costs time is done once a text, and what went wrong is said of every row that has it."""

from collections.abc import Callable, MutableMapping, Sequence
from functools import reduce
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.cleaned import Cleaned
from entrepot.normalise.not_stated import is_not_stated

T = TypeVar("T")
TEXT = pa.string()
MOST_CACHED = 1_000_000  # distinct texts of a field that are remembered: some 200 MB


class Distinct:
    """The distinct texts of a column, without surrounding blanks; None for what states nothing (NULL, N/A, absent ...)."""

    def __init__(self, column: pa.Array, *, is_nothing: Callable[[str], bool] = is_not_stated) -> None:
        encoded = column.dictionary_encode()
        self.reported: list[str] = [text.strip() for text in encoded.dictionary.to_pylist()]
        self.texts: list[str | None] = [None if not text or is_nothing(text) else text for text in self.reported]
        self.indices: pa.Array = encoded.indices

    @property
    def codes(self) -> npt.NDArray[np.int64]:
        """The place of each row's text among the distinct ones; one behind the last where the cell is empty."""
        filled = pc.fill_null(self.indices, len(self.texts)).to_numpy(zero_copy_only=False)
        return np.asarray(filled, dtype=np.int64)

    def spread(self, values: Sequence[Any], kind: pa.DataType = TEXT) -> pa.Array:
        """Return a column from one value a distinct text; null where the cell is empty."""
        return pa.array(values, type=kind).take(self.indices)

    def column(self) -> pa.Array:
        """Return the texts as a column."""
        return self.spread(self.texts)

    def identity(self) -> pa.DictionaryArray:
        """Return what was reported, without surrounding blanks, to tell lines from one another."""
        return pa.DictionaryArray.from_arrays(self.indices, pa.array(self.reported, TEXT))

    def cleaned(self, clean: Callable[[str], Cleaned[T]], known: MutableMapping[str, Cleaned[T]]) -> list[Cleaned[T]]:
        """Return what a cleaner makes of each distinct text, remembered over batches; nothing and no issue of no text."""
        if len(known) > MOST_CACHED:
            known.clear()
        made = []
        for text in self.texts:
            if text is None:
                made.append(Cleaned[T](None))
                continue
            result = known.get(text)
            if result is None:
                result = known[text] = clean(text)
            made.append(result)
        return made


class Remarks:
    """What is said of rows, field by field: faults that put a row aside, or repairs that stay with it."""

    def __init__(self, row_count: int) -> None:
        self._row_count = row_count
        self._said: list[tuple[str, pa.Array]] = []

    def add(self, field: str, texts: pa.Array) -> None:
        """Say a text of each row, null for nothing."""
        if texts.null_count < len(texts):
            self._said.append((field, texts))

    def add_where(self, field: str, rows: pa.Array, text: str) -> None:
        """Say one text of the rows that are True."""
        if pc.any(rows).as_py():
            self.add(field, pc.if_else(pc.fill_null(rows, False), pa.scalar(text, TEXT), pa.scalar(None, TEXT)))

    def joined(self) -> pa.Array:
        """Return all that is said of each row, with the fields; null where nothing is."""
        whole = pa.nulls(self._row_count, TEXT)
        for field, texts in self._said:
            part = pc.binary_join_element_wise(f"{field}: ", texts, "")
            # Not null_handling="skip": where every part is null, pyarrow leaves the row out.
            whole = pc.coalesce(pc.binary_join_element_wise(whole, part, "; "), whole, part)
        return whole

    def rows(self) -> pa.Array:
        """Return True for the rows of which something is said."""
        none = pa.repeat(pa.scalar(False), self._row_count)
        return reduce(pc.or_, [texts.is_valid() for _, texts in self._said], none)

    def counted(self) -> list[tuple[str, int]]:
        """Return how many rows each field has a remark on."""
        return [(field, len(texts) - texts.null_count) for field, texts in self._said]

    def fields(self, row: int) -> str:
        """Return the fields of which something is said in a row."""
        return ", ".join(dict.fromkeys(field for field, texts in self._said if texts[row].is_valid))
