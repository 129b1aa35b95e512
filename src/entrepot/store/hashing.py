"""Ids of rows from their texts, a whole column at once."""

from functools import cache

import duckdb
import pyarrow as pa


def hash_columns(*columns: pa.Array) -> pa.Array:
    """Return 16 hex digits for each row: the MD5 of its texts joined by `|`, null as empty text.

    The same as `entrepot.sources.base.hash_id` of the texts, ten times faster on columns; dictionaries are taken as they are.
    """
    rows = pa.table(list(columns), names=[f"c{i}" for i in range(len(columns))])
    texts = ", ".join(f"coalesce(c{i}, '')" for i in range(len(columns)))
    relation = _connection().from_arrow(rows)
    made = relation.project(f"substr(md5(concat_ws('|', {texts})), 1, 16) AS id").to_arrow_table()
    return made.column("id").combine_chunks()


def hash_numbers(*columns: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return two numbers of 64 bits for each row, equal for equal texts: together a key of 128 bits.

    Fast, and the same within one process only: for remembering rows, never for ids.
    """
    rows = pa.table(list(columns), names=[f"c{i}" for i in range(len(columns))])
    names = [f"c{i}" for i in range(len(columns))]
    one, other = ", ".join(names), ", ".join(reversed(names))
    made = _connection().from_arrow(rows).project(f"hash({one}) AS a, hash({other}, 1) AS b").to_arrow_table()
    return made.column("a").combine_chunks(), made.column("b").combine_chunks()


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})
