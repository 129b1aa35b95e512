"""Declaration lines as receipts of goods: each trade once, who received it where, and how far the records reach."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date

import pyarrow as pa

from entrepot.indicators.base import Context, Evidence
from entrepot.indicators.declared_lines import line_summary
from entrepot.indicators.trade_lines import prepare_trade_lines
from entrepot.records.base import DATE, TEXT
from entrepot.store.engine import Row
from entrepot.store.sql import statement_beside

_LINES = statement_beside(__file__)
_CODES = statement_beside(__file__, "listed_code")
_REACH = statement_beside(__file__, "reach")
_SHOWN = statement_beside(__file__, "shown")


@dataclass(frozen=True)
class Shown:
    """Receipts to show for a finding; what is None is any, without `hs_group_id` any goods on the study's list."""

    subject_id: str
    side: str
    importer_party_id: str
    from_on: date
    to_on: date
    exporter_party_id: str | None = None
    hs_group_id: str | None = None
    part_number_key: str | None = None
    maker: str | None = None
    dispatch_iso: str | None = None


def prepare_receipts(context: Context) -> None:
    """Name the receipts `receipt__line` and the codes on the study's list, of any edition, `receipt__listed_code`."""
    prepare_trade_lines(context)
    context.engine.define("receipt__line", _LINES)
    context.engine.materialise("receipt__listed_code", _CODES, {"controls_list": context.study.controls_list})


def reach_by_country(context: Context) -> dict[str, Row]:
    """Return by importers' country the first and last day of receipts, and months with any before the cut-off."""
    dates = {"cutoff_on": context.study.cutoff_on, "as_of_on": context.as_of_on}
    return {row["country_iso"]: row for row in context.rows(_REACH, dates)}


def receipt_evidence(
    context: Context, wanted: Iterable[Shown], *, lines_shown: int
) -> dict[str, dict[str, tuple[Evidence, ...]]]:
    """Return the largest receipts of each subject and side, at most `lines_shown` each; without any, no entry."""
    rows = sorted((asdict(one) for one in set(wanted)), key=str)
    schema = pa.schema([(f.name, DATE if f.name.endswith("_on") else TEXT) for f in fields(Shown)])
    context.engine.register("receipt__shown", pa.Table.from_pylist(rows, schema=schema))
    found: dict[str, dict[str, list[Evidence]]] = {}
    if rows:
        for row in context.rows(_SHOWN, {"as_of_on": context.as_of_on, "lines_shown": lines_shown}):
            sides = found.setdefault(row["subject_id"], {})
            sides.setdefault(row["side"], []).append(receipt_line(row))
    return {subject: {side: tuple(lines) for side, lines in sides.items()} for subject, sides in found.items()}


def receipt_line(row: Row) -> Evidence:
    """Return a declaration line as evidence."""
    return Evidence(row["snapshot_id"], row["locator"], line_summary(row), row["provenance"], row["publication"])
