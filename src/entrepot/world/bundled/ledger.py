"""Fills the totals that the press reports with plausible lines, so that rules about lines can be shown on them.

A report says that a firm bought goods for so much in such a period; it seldom gives the lines. `ledger_plan.csv` says how
each total is cut into parts (goods, months, days); this module cuts the parts into lines. Every line is `reconstructed`
and names the publication; the lines add up to the reported totals to the cent (`ledger_totals.csv`).
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from entrepot.world.canonical import DECLARATION_COLUMNS, csv_text

PLAN_FILE, TOTALS_FILE = "ledger_plan.csv", "ledger_totals.csv"
_SATURDAY = 5
_COPIED = (
    *("reporting_iso", "importer_name", "importer_identifier", "importer_country_iso"),
    *("exporter_name", "exporter_identifier", "exporter_country_iso", "hs_code", "brand", "part_number"),
    *("producer_hq_iso", "origin_iso", "dispatch_iso", "seller_iso", "quantity_unit", "publication"),
)


@dataclass(frozen=True)
class Total:
    """A reported total and the lines it covers: an empty name covers any firm on that side.

    `quantity` is None where the report counts no pieces.
    """

    total_id: str
    importer_name: str
    exporter_name: str
    from_on: date
    to_on: date
    value_usd: Decimal
    quantity: Decimal | None
    publication: str

    def covers(self, line: Mapping[str, str]) -> bool:
        """Return whether a line belongs to the total."""
        return (
            self.importer_name in ("", line["importer_name"])
            and self.exporter_name in ("", line["exporter_name"])
            and self.from_on <= date.fromisoformat(line["declared_on"]) <= self.to_on
        )


def shares(total: int, weights: Sequence[int]) -> list[int]:
    """Return whole numbers in proportion to the weights that add up to `total` exactly, the largest remainders rounded up."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda index: (-(total * weights[index] % whole), index))
    for index in order[: total - sum(parts)]:
        parts[index] += 1
    return parts


def read_plan(folder: Path) -> list[dict[str, str]]:
    """Return the parts of a case's ledger in file order."""
    with (folder / PLAN_FILE).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def read_totals(folder: Path) -> list[Total]:
    """Return the reported totals of a case in file order."""
    with (folder / TOTALS_FILE).open(encoding="utf-8", newline="") as stream:
        return [_total(row) for row in csv.DictReader(stream)]


def _total(row: Mapping[str, str]) -> Total:
    return Total(
        total_id=row["total_id"],
        importer_name=row["importer_name"],
        exporter_name=row["exporter_name"],
        from_on=date.fromisoformat(row["from_on"]),
        to_on=date.fromisoformat(row["to_on"]),
        value_usd=Decimal(row["value_usd"]),
        quantity=Decimal(row["quantity"]) if row["quantity"] else None,
        publication=row["publication"],
    )


def build_ledger(plan: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return the lines of all parts in the canonical declaration columns, in order of day and part."""
    lines = [line for part in plan for line in _lines(part)]
    return sorted(lines, key=lambda line: (line["declared_on"], line["declaration_number"]))


def ledger_csv(folder: Path) -> str:
    """Return the ledger of a case folder as CSV text."""
    return csv_text(DECLARATION_COLUMNS, build_ledger(read_plan(folder)))


def misfits(lines: Sequence[Mapping[str, str]], totals: Sequence[Total]) -> list[str]:
    """Return one sentence for each total that the lines do not add up to; empty where all do."""
    found = []
    for total in totals:
        covered = [line for line in lines if total.covers(line)]
        value_usd = sum((Decimal(line["value_usd"]) for line in covered), Decimal(0))
        quantity = sum((Decimal(line["quantity"] or 0) for line in covered), Decimal(0))
        if value_usd != total.value_usd or quantity != (total.quantity or 0):
            found.append(
                f"{total.total_id}: {value_usd} USD and {quantity} pieces, reported {total.value_usd} and {total.quantity or 0}"
            )
    return found


def _lines(part: Mapping[str, str]) -> Iterator[dict[str, str]]:
    months = list(_months(part["first_month"], part["last_month"]))
    days = [int(day) for day in part["days"].split("|")]
    weights = [
        _month_weight(part["shape"], index) * _day_weight(place)
        for index in range(len(months))
        for place in range(len(days))
    ]
    cents = shares(int(Decimal(part["value_usd"]) * 100), weights)
    pieces = shares(int(part["quantity"]), weights) if part["quantity"] else [None] * len(weights)
    dates = [_working_day(month.replace(day=day)) for month in months for day in days]
    for number, (declared_on, cent, piece) in enumerate(zip(dates, cents, pieces, strict=True), start=1):
        yield _line(part, number, declared_on, cent, piece)


def _line(part: Mapping[str, str], number: int, declared_on: date, cents: int, pieces: int | None) -> dict[str, str]:
    value_usd = f"{cents // 100}.{cents % 100:02}"
    return {
        **{name: part[name] for name in _COPIED},
        "declaration_number": f"reconstructed {part['part_id']} {number:03}",
        "line_number": "1",
        "declared_on": declared_on.isoformat(),
        "direction": "import",
        "destination_iso": part["importer_country_iso"],
        "hs_edition": "HS2022"
        if declared_on.year >= 2022
        else "HS2017",  # methods 6.4: the EAEU moved on 1 January 2022
        "goods_description": f"{part['goods']} (reconstructed)",
        "quantity": "" if pieces is None else str(pieces),
        "value": value_usd,
        "currency_code": "USD",
        "value_usd": value_usd,
        "provenance": "reconstructed",
    }


def _months(first: str, last: str) -> Iterator[date]:
    """Yield the first days of the months from `YYYY-MM` to `YYYY-MM`, both included."""
    month, end = date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01")
    while month <= end:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def _month_weight(shape: str, index: int) -> int:
    """Return the weight of a month: equal, or growing with the cube of the months since the start."""
    return (index + 1) ** 3 if shape == "cubic" else 1


def _day_weight(place: int) -> int:
    """Return the weight of a day within its month: uneven, because equal instalments would look like structuring."""
    return 3 + place * 3 % 4


def _working_day(day: date) -> date:
    """Return the day itself, or the Monday after a weekend."""
    return day if day.weekday() < _SATURDAY else day + timedelta(days=7 - day.weekday())
