"""Trade by exporter, importer, goods group and month with both sides kept, and where one is silent, the other's mirror."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

import pyarrow as pa

from entrepot.codes.rates import Rates
from entrepot.flows.coverage import prepare_coverage
from entrepot.settings import Study
from entrepot.store.engine import Engine, Row, Value, rows_of
from entrepot.store.sql import statement_beside

TABLE: Final = "flows__cell"
ROWS: Final = "flows__cell_row"
# Usual excess of an import value over the export value of the same goods: insurance and freight (methods 3.3; Global
# Financial Integrity's newer reports take 6 %, its older ones 10 %).
CIF_OVER_FOB: Final = 0.06


@dataclass(frozen=True, order=True)
class CellKey:
    """A cell of `flows__cell`; `month_index` as flows/months.py counts them."""

    exporter_iso: str
    importer_iso: str
    group_id: str
    month_index: int

    @property
    def text(self) -> str:
        """The key as the statement of the rows behind it takes it."""
        return f"{self.exporter_iso}>{self.importer_iso}>{self.group_id}>{self.month_index}"


def prepare_cells(engine: Engine, study: Study, *, cif_over_fob: float = CIF_OVER_FOB) -> int:
    """Materialise `flows__cell` from linked__trade_flow and return how many cells it holds.

    One row an exporter, importer (EU members as one block EU), goods group (edition-harmonised) and month in which either
    side has a row; the statement says what its states and its `value` mean. The values stand in `currency_code`: that of
    most figures, euro where as many; the others are converted by the month's mean rate (codes/rates.py).
    Beside it: `flows__cell_row`, the reported rows that count; `flows__reporting`, `flows__coverage` and `flows__scope`,
    what each reporter's statistics cover; `flows__goods_group`, what each group is to the study's goods list.

    Args:
        engine: Holds linked__trade_flow and the reference tables.
        study: Its goods list, its day for the members of the EU (`cutoff_on`) and `as_of_on`.
        cif_over_fob: By what share an importer's CIF value exceeds the FOB value; an importer's FOB value is left as it is.
    """
    currency = _prepare_rates(engine)
    as_of_on = study.as_of_on or date.max
    parts: dict[str, Value] = {"currency": currency, "cutoff_on": study.cutoff_on, "as_of_on": as_of_on}
    engine.materialise(ROWS, statement_beside(__file__, "row"), parts)
    prepare_coverage(engine)
    engine.materialise("flows__scope", statement_beside(__file__, "scope"))
    engine.materialise(
        "flows__goods_group", statement_beside(__file__, "goods"), {"controls_list": study.controls_list}
    )
    return engine.materialise(TABLE, statement_beside(__file__), {"cif_over_fob": cif_over_fob})


def rows_behind(engine: Engine, cells: Iterable[CellKey]) -> list[Row]:
    """Return the reported rows behind cells, both sides, with their place in the file; a cell that is not there has none."""
    named = sorted({cell.text for cell in cells})
    if not named:
        return []
    engine.register("flows__asked_cell", pa.table({"cell": named}))
    return rows_of(engine.run(statement_beside(__file__, "evidence")))


def _prepare_rates(engine: Engine) -> str:
    """Register `flows__euro_rate`, the mean of each month's rates, and return the currency of most figures."""
    months = rows_of(engine.run(statement_beside(__file__, "currencies")))
    euro = sum(int(row["eur_count"]) for row in months)
    dollar = sum(int(row["usd_count"]) for row in months)
    rates = Rates.load() if euro and dollar else None
    known = []
    for row in months:
        rate = rates.usd_per_unit_of_month("EUR", row["period_on"]) if rates is not None else None
        if rate is not None:
            known.append({"period_on": row["period_on"], "usd_per_eur": rate.usd_per_unit})
    schema = pa.schema([("period_on", pa.date32()), ("usd_per_eur", pa.float64())])
    engine.register("flows__euro_rate", pa.Table.from_pylist(known, schema=schema))
    return "EUR" if euro >= dollar else "USD"
