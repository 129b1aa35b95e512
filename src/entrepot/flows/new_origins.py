"""Dispatch countries that begin to send listed goods to the destination after the cut-off."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from entrepot.flows.corridor_cells import CellKey
from entrepot.flows.months import month_index
from entrepot.settings import Study
from entrepot.store.engine import Engine, Value, rows_of
from entrepot.store.sql import statement_beside


@dataclass(frozen=True)
class Origin:
    """One dispatch country's trade in one goods group with the destination since the cut-off.

    `months_before` are months with trade up to the cut-off's own, by either side; `covered_months` those before it in which the
    statistics would have shown some. `first_year_value` is that of twelve months from the first one on, free on board.
    `is_cut`: the code changed its scope, began or ended with an HS edition.
    """

    exporter_iso: str
    group_id: str
    currency_code: str
    is_cut: bool
    months_before: int
    covered_months: int
    first_month: int
    last_month: int
    traded_months: int
    traded_value: float
    first_year_value: float

    @property
    def key(self) -> str:
        """The route as the statement of the rows behind it takes it."""
        return f"{self.exporter_iso}>{self.group_id}"

    @property
    def months_survived(self) -> int:
        """From the first month with trade to the last one, both counted."""
        return self.last_month - self.first_month + 1


def origins_of(engine: Engine, study: Study) -> list[Origin]:
    """Return every dispatch country and listed goods group with trade since the cut-off, by country and goods.

    The engine holds the tables of `prepare_cells`.
    """
    asked: dict[str, Value] = {"destination_iso": study.destination_iso, "cutoff_month": month_index(study.cutoff_on)}
    return [
        Origin(
            row["exporter_iso"],
            row["group_id"],
            row["currency_code"],
            bool(row["is_cut"]),
            int(row["months_before"]),
            int(row["covered_months"]),
            int(row["first_month"]),
            int(row["last_month"]),
            int(row["traded_months"]),
            round(float(row["traded_value"]), 2),
            round(float(row["first_year_value"]), 2),
        )
        for row in rows_of(engine.run(statement_beside(__file__), asked))
    ]


def origin_keys(engine: Engine, study: Study, origins: Iterable[Origin]) -> dict[str, list[CellKey]]:
    """Return the cells since the cut-off by route."""
    routes = sorted({origin.key for origin in origins})
    keys: dict[str, list[CellKey]] = defaultdict(list)
    if routes:
        asked: dict[str, Value] = {
            "destination_iso": study.destination_iso,
            "cutoff_month": month_index(study.cutoff_on),
            "routes": routes,
        }
        for row in rows_of(engine.run(statement_beside(__file__, "keys"), asked)):
            cell = CellKey(row["exporter_iso"], row["importer_iso"], row["group_id"], int(row["month_index"]))
            keys[f"{cell.exporter_iso}>{cell.group_id}"].append(cell)
    return dict(keys)
