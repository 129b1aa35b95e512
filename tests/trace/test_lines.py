"""Goods lines in the order of their codes: the same answers as from the lines as they lie."""

from pathlib import Path

import pytest
from traced_rows import line, load, question, without_part

from entrepot.store.engine import Engine, rows_of
from entrepot.trace.lines import PARTS, SORTED, keep_sorted
from entrepot.trace.scope import Question
from entrepot.trace.tracing import trace

ROWS = [
    line(0, "A.DE>B.KZ", 0, 2598),
    line(1, "B.KZ>D.RU", 14, 2598),
    {**line(2, "A.DE>B.KZ", 3, 777), **without_part(hs6="854231", hs_code="8542319000")},
    {**line(3, "B.KZ>D.RU", 20, 777), **without_part(hs6="854231", hs_code="8542319000")},
    {**line(4, "A.DE>B.KZ", 3, 55), "hs6": None},
]


@pytest.mark.parametrize("asked", [question(to=("D",)), question(parts=("GX-100",)), question(to_iso="RU")])
def test_sorted_lines_give_the_answers_of_unsorted_ones(engine: Engine, tmp_path: Path, asked: Question) -> None:
    load(engine, ROWS)
    before = trace(engine, asked)
    keep_sorted(engine, tmp_path / "lines.parquet", tmp_path / "parts.parquet")

    assert trace(engine, asked).to_json() == before.to_json()


def test_lines_lie_in_the_order_of_their_codes_and_a_line_without_one_is_kept(engine: Engine, tmp_path: Path) -> None:
    load(engine, ROWS)
    keep_sorted(engine, tmp_path / "lines.parquet", tmp_path / "parts.parquet")

    assert [row["part_number_key"] for row in rows_of(engine.read(PARTS))] == [
        "GX100",
        "GX100",
    ]  # of two codes, one none
    codes = [row["hs6"] for row in rows_of(engine.read(SORTED))]

    assert codes == sorted(codes)
    assert len(codes) == len(ROWS)
    assert codes[0] == ""
