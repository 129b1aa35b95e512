"""What an assignment field by field cannot see: a fit of one field that depends on what the others got."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from entrepot.sources.customs_table.fields import Direction
from entrepot.sources.customs_table.headers import HeaderReading

if TYPE_CHECKING:
    from entrepot.sources.customs_table.propose import Candidate

_STANDS_FOR = 0.78  # a consignee or sender taken for the missing trader: likely, not sure
_BILL_OF_LADING = frozenset({"shipper", "notify", "vessel"})
_LEAST = 0.5

Taken = dict[str, "Candidate"]


def settle(
    taken: Taken,
    candidates: Mapping[str, list["Candidate"]],
    readings: Sequence[HeaderReading],
    direction: Direction | None,
) -> Taken:
    """Return an assignment with what depends on other fields put right.

    - a currency column beside a value whose header names another currency belongs to the invoice, not to that value;
    - one currency column is the invoice's as well;
    - in a declaration without an importer (or exporter) column the consignee of an import (or the sender) stands for it.
    """
    settled = _currencies(dict(taken), candidates, readings)
    if not any(reading.words & _BILL_OF_LADING for reading in readings):
        settled = _stand_in(settled, "exporter_name", "consignor_name")
        if direction != "export":
            settled = _stand_in(settled, "importer_name", "consignee_name")
    return settled


def _currencies(taken: Taken, candidates: Mapping[str, list["Candidate"]], readings: Sequence[HeaderReading]) -> Taken:
    value, currency = taken.get("value_amount"), taken.get("value_currency")
    if currency is None:
        return taken
    fits = [each for each in candidates["invoice_currency"] if each.column == currency.column]
    if fits and "invoice_currency" not in taken:
        taken["invoice_currency"] = fits[0]
    if value is not None and readings[value.column].currency_code is not None:
        del taken["value_currency"]
    return taken


def _stand_in(taken: Taken, trader: str, other: str) -> Taken:
    if trader not in taken and other in taken:
        stand_in = taken.pop(other)
        fit = min(_STANDS_FOR, stand_in.fit)
        if fit >= _LEAST:
            why = f"{stand_in.reason}; it stands for the {trader.removesuffix('_name')}, whom no column names"
            taken[trader] = replace(stand_in, field=trader, fit=fit, reason=why)
    return taken
