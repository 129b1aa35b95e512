"""Which months each reporter's statistics cover: late, with gaps, or no longer published at all."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from entrepot.store.engine import Engine, Row, rows_of
from entrepot.store.sql import Statement, statement_beside

REPORTING: Final = "flows__reporting"
TABLE: Final = "flows__coverage"
# [P] Countries send monthly figures to UN Comtrade within some three months and stragglers within half a year; who is
# silent for longer while others go on has stopped (Russia after January 2022, Belarus after that winter).
LATE_MONTHS: Final = 6
_REPORTED = Statement(
    "flows/coverage/reported",
    "SELECT reporter_iso, flow_code, month_index FROM flows__reporting ORDER BY reporter_iso, flow_code, month_index",
)


@dataclass(frozen=True)
class Coverage:
    """The months for which a reporter has figures of goods, as month indexes (flows/months.py).

    `flow_code` X exports, M imports. `gaps` are the months without a figure between the first and the last.
    `stopped_month` is the first one without figures of a reporter that publishes no more; None while it does.
    """

    reporter_block: str
    reporter_iso: str
    flow_code: str
    first_month: int
    last_month: int
    gaps: tuple[int, ...]
    stopped_month: int | None
    row_count: int
    file_count: int


def prepare_coverage(engine: Engine) -> None:
    """Materialise `flows__reporting` (one row a reporter, flow and month) and `flows__coverage` from `flows__cell_row`.

    `flows__coverage` holds one row a reporter and flow: first and last month, months lacking between, and the month from
    which nothing is published where the reporter is silent for more than LATE_MONTHS while others go on.
    """
    engine.materialise(REPORTING, statement_beside(__file__, "reporting"))
    engine.materialise(TABLE, statement_beside(__file__), {"late_months": LATE_MONTHS})


def coverage_of(engine: Engine) -> list[Coverage]:
    """Return what each reporter covers, from the tables `prepare_coverage` made, by block, reporter and flow."""
    months: dict[tuple[str, str], set[int]] = defaultdict(set)
    for row in rows_of(engine.run(_REPORTED)):
        months[row["reporter_iso"], row["flow_code"]].add(int(row["month_index"]))
    return [_coverage(row, months[row["reporter_iso"], row["flow_code"]]) for row in rows_of(engine.read(TABLE))]


def _coverage(row: Row, months: set[int]) -> Coverage:
    first, last = int(row["first_month"]), int(row["last_month"])
    stopped = row["stopped_month"]
    return Coverage(
        row["reporter_block"],
        row["reporter_iso"],
        row["flow_code"],
        first,
        last,
        tuple(month for month in range(first, last + 1) if month not in months),
        None if stopped is None else int(stopped),
        int(row["row_count"]),
        int(row["file_count"]),
    )
