"""Shipments: the lines of two countries as two views of one consignment, reconciled, with what they say differently."""

from collections.abc import Sequence
from math import log

import pyarrow as pa

from entrepot.store.engine import Engine, Row, rows_of
from entrepot.store.sql import statement_beside

DAYS_BEFORE, DAYS_AFTER = 7, 60  # [P] an import may be declared ahead of arrival; sea freight takes weeks
CIF_FOB_BAND = (0.9, 1.3)  # methods 3.4: insurance and freight of 0 to 20 %, and reporters' noise around it
_SAME_AMOUNT = 0.02  # methods 8.2 F5, T-B
_SAME_MASS = 0.05  # [P] scales and packaging differ more than counts

_PAIRS = pa.schema(
    [
        ("export_id", pa.string()),
        ("import_id", pa.string()),
        ("value_ratio", pa.float64()),
        ("lag_days", pa.int64()),
        ("conflicts", pa.string()),
    ]
)


def build_consignments(engine: Engine) -> int:
    """Materialise `trace__view_pair` and `trace__consignment` from trace__pool; return how many pairs of views there are.

    An export line and an import line are one consignment where goods code and parties agree (a side that one view does not
    name is taken from the other if the amount is the same to the last digit), quantity or net mass agrees, and the import
    lies -7 to 60 days from the export. Every line is in one pair at most. What differs stays in `conflicts`.
    """
    days = {"days_before": DAYS_BEFORE, "days_after": DAYS_AFTER}
    candidates = rows_of(engine.run(statement_beside(__file__, "candidate"), days))
    chosen = paired(candidates)
    engine.register("trace__view_pair", pa.Table.from_pylist(chosen, schema=_PAIRS))
    engine.materialise("trace__consignment", statement_beside(__file__))
    return len(chosen)


def no_pairs(engine: Engine) -> None:
    """Register `trace__view_pair` without rows: where no exporting country's lines are there, every line stands alone."""
    engine.register("trace__view_pair", _PAIRS.empty_table())


def paired(candidates: Sequence[Row]) -> list[Row]:
    """Return one-to-one pairs, those that agree best first: rows of _PAIRS."""
    used: set[str] = set()
    chosen = []
    for row in sorted(candidates, key=lambda r: (_distance(r), r["export_id"], r["import_id"])):
        if row["export_id"] not in used and row["import_id"] not in used:
            used |= {row["export_id"], row["import_id"]}
            found = {name: row[name] for name in ("export_id", "import_id", "value_ratio", "lag_days")}
            chosen.append({**found, "conflicts": conflicts_of(row)})
    return sorted(chosen, key=lambda row: (row["export_id"], row["import_id"]))


def _distance(row: Row) -> float:
    """Return how far two views are from one another: amounts count most, then value, then days."""
    ratios = ((row["quantity_ratio"], 50.0), (row["mass_ratio"], 20.0), (row["value_ratio"], 2.0))
    apart = sum(weight * abs(log(ratio)) for ratio, weight in ratios if ratio is not None and ratio > 0)
    return apart + abs(int(row["lag_days"])) / 60


def conflicts_of(row: Row) -> str | None:
    """Return what two views of one shipment say differently, in words; None where nothing."""
    said = []
    if (ratio := row["quantity_ratio"]) is not None and abs(ratio - 1) > _SAME_AMOUNT:
        said.append(f"quantity {row['export_quantity']:,.10g} out, {row['import_quantity']:,.10g} in")
    if (ratio := row["mass_ratio"]) is not None and abs(ratio - 1) > _SAME_MASS:
        said.append(f"net mass in is {ratio:.2f} times that out")
    low, high = CIF_FOB_BAND
    if (ratio := row["value_ratio"]) is not None and not low <= ratio <= high:
        said.append(f"value in is {ratio:.2f} times that out, beyond {low} to {high} for freight and insurance")
    for word, name in (("part number", "part"), ("goods code", "code")):
        out, into = row[f"export_{name}"], row[f"import_{name}"]
        shorter = min(len(out or ""), len(into or "")) if name == "code" else None
        if out and into and out[:shorter] != into[:shorter]:
            said.append(f"{word} {out} out, {into} in")
    return "; ".join(said) or None
