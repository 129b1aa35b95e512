"""Published exchange rates as series of days: bundled tables of central banks, official fixed rates, and the user's own."""

import csv
import gzip
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as pacsv

from entrepot.codes.resource import toml_document
from entrepot.errors import SourceError
from entrepot.settings import resources_dir

DAILY_STALE_DAYS = 7  # a daily rate holds over a weekend with the longest public holidays round it
WEEKLY_STALE_DAYS = 9  # table B of NBP comes out on Wednesdays, nine days apart at most round holidays (2015 to 2026)
EPOCH = date(1970, 1, 1)
_ECB, _NBP, _PEGS = "rates/ecb_reference_rates.csv.gz", "rates/nbp_average_rates.csv.gz", "rates/pegs.toml"
_BASES = ("usd_per_unit", "units_per_usd", "units_per_eur")

Days = npt.NDArray[np.int64]
Figures = npt.NDArray[np.float64]


@dataclass(frozen=True)
class RateSeries:
    """Rates of one currency by one publisher.

    `days` are days since 1970, ascending; `usd_per_unit` is the rate of each. `title` names the series, `said(i)` the rate of
    the i-th day in words. A rate holds for `stale_days` days after its own.
    """

    title: str
    days: Days
    usd_per_unit: Figures
    said: Callable[[int], str]
    stale_days: int

    def at(self, day: int) -> int | None:
        """Return the place of the last rate not after a day; None where it is too old or there is none."""
        place = int(np.searchsorted(self.days, day, side="right")) - 1
        return place if place >= 0 and day - int(self.days[place]) <= self.stale_days else None

    def between(self, first: int, last: int) -> tuple[int, int]:
        """Return the places of the rates from a day to another, both included, as a slice."""
        return int(np.searchsorted(self.days, first)), int(np.searchsorted(self.days, last, side="right"))


def day_number(on: date) -> int:
    """Return the days from 1 January 1970."""
    return (on - EPOCH).days


def day_of(number: int) -> date:
    """Return the day of a number of days from 1 January 1970."""
    return EPOCH + timedelta(days=number)


@cache
def _table(relative: str) -> tuple[Days, Mapping[str, pa.Array]]:
    raw = gzip.decompress((resources_dir() / relative).read_bytes())
    names = raw[: raw.index(b"\n")].decode().split(",")
    kept = pacsv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
    )
    table = pacsv.read_csv(io.BytesIO(raw), convert_options=kept).combine_chunks()
    days = pc.cast(table["date"], pa.date32()).cast(pa.int32()).to_numpy().astype(np.int64)
    return days, {name: table[name].combine_chunks() for name in names[1:]}


def ecb(currency: str) -> RateSeries | None:
    """Return the reference rates of the European Central Bank through the euro; None where it quotes none."""
    days, columns = _table(_ECB)
    if currency not in {"EUR", *columns} - {"USD"}:
        return None
    usd = columns["USD"]
    title = "ECB reference rates"
    if currency == "EUR":
        return _series(title, days, _figures(usd), lambda row: f"1 EUR = {usd[row]} USD")
    units = columns[currency]
    per_unit = _figures(usd) / _figures(units)
    return _series(title, days, per_unit, lambda row: f"1 EUR = {usd[row]} USD = {units[row]} {currency}")


def nbp(currency: str) -> RateSeries | None:
    """Return the average rates of Narodowy Bank Polski through the zloty; None where the table holds none."""
    days, columns = _table(_NBP)
    if currency not in columns or currency == "USD":
        return None
    zloty, dollar = columns[currency], columns["USD"]
    per_unit = _figures(zloty) / _figures(dollar)

    def quoted(row: int) -> str:
        return f"1 {currency} = {zloty[row]} PLN, 1 USD = {dollar[row]} PLN"

    return _series("NBP average rates", days, per_unit, quoted, stale_days=WEEKLY_STALE_DAYS)


def _figures(texts: pa.Array) -> Figures:
    figures: Figures = pc.fill_null(pc.cast(texts, pa.float64()), float("nan")).to_numpy()
    return figures


def _series(
    title: str, days: Days, per_unit: Figures, quoted: Callable[[int], str], *, stale_days: int = DAILY_STALE_DAYS
) -> RateSeries | None:
    there = np.flatnonzero(np.isfinite(per_unit))
    if not len(there):
        return None

    def said(place: int) -> str:
        row = int(there[place])
        return f"{title} of {day_of(int(days[row]))}: {quoted(row)}"

    return RateSeries(title, days[there], per_unit[there], said, stale_days)


def pegs(currency: str) -> Iterator[RateSeries]:
    """Yield the official fixed rates of a currency (resources/rates/pegs.toml), each over the days it was in force."""
    document = toml_document(_PEGS)
    for entry in document["peg"]:
        if entry["currency"] == currency:
            first = day_number(entry.get("valid_from_on", document["first_on"]))
            last = day_number(entry.get("valid_to_on", document["checked_on"]))
            yield from _peg(entry, first, last)


def _peg(entry: Mapping[str, str], first: int, last: int) -> Iterator[RateSeries]:
    units, base, currency = entry["units_per_base"], entry["base"], entry["currency"]
    title = f"fixed rate of {units} {currency} for 1 {base} ({entry['source']})"
    if base == "USD":
        days = np.arange(first, last + 1, dtype=np.int64)
        yield RateSeries(title, days, np.full(len(days), 1 / float(units)), lambda _: title, 0)
        return
    bridge = ecb(base)
    if bridge is not None:
        start, end = bridge.between(first, last)
        yield RateSeries(
            title,
            bridge.days[start:end],
            bridge.usd_per_unit[start:end] / float(units),
            lambda place: f"{title}; {bridge.said(start + place)}",
            bridge.stale_days,
        )


def own_tables(paths: Iterable[Path]) -> dict[str, RateSeries]:
    """Return the user's own rates by currency.

    A table is CSV with date, currency, source and one of usd_per_unit, units_per_usd, units_per_eur. Where two rows give
    one currency and day, the later row counts. A rate per euro needs the reference rate of that day.

    Raises:
        SourceError: A file cannot be read, lacks a column, or has a cell that is no day or no rate above zero.
    """
    found: dict[str, dict[int, tuple[float, str]]] = {}
    for path in paths:
        for currency, day, rate, said in _own_rows(path):
            found.setdefault(currency, {})[day] = (rate, said)
    return {currency: _own_series(rows) for currency, rows in sorted(found.items())}


def _own_series(rows: Mapping[int, tuple[float, str]]) -> RateSeries:
    days = sorted(rows)
    figures = np.array([rows[day][0] for day in days])
    return RateSeries("own rates", np.array(days, np.int64), figures, lambda i: rows[days[i]][1], DAILY_STALE_DAYS)


def _own_rows(path: Path) -> Iterator[tuple[str, int, float, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            header = list(reader.fieldnames or ())
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError.unreadable(path, str(error)) from error
    missing = [name for name in ("date", "currency", "source") if name not in header]
    if missing or not set(_BASES) & set(header):
        raise SourceError.missing_columns(path, missing or [" or ".join(_BASES)], header)
    for number, row in enumerate(rows, start=2):
        try:
            yield _own_row(row)
        except (ValueError, TypeError) as error:
            raise SourceError.unreadable(path, f"row {number}: {error}") from error


def _own_row(row: Mapping[str, str | None]) -> tuple[str, int, float, str]:
    when, code, source = row["date"], row["currency"], row["source"]
    if when is None or code is None or source is None:
        raise ValueError("cells are missing")
    on = date.fromisoformat(when.strip())
    currency = code.strip().upper()
    basis = next((name for name in _BASES if (row.get(name) or "").strip()), None)
    if basis is None:
        raise ValueError("no rate is stated")
    written = str(row[basis]).strip()
    figure = float(written)
    if not (np.isfinite(figure) and figure > 0):
        raise ValueError(f"{written!r} is no rate")
    return (
        currency,
        day_number(on),
        _usd_per_unit(basis, figure, on),
        f"{source.strip()} of {on}: {written} {basis}",
    )


def _usd_per_unit(basis: str, figure: float, on: date) -> float:
    if basis != "units_per_eur":
        return figure if basis == "usd_per_unit" else 1 / figure
    euro = ecb("EUR")
    place = euro.at(day_number(on)) if euro is not None else None
    if euro is None or place is None:
        raise ValueError(f"there is no euro rate of {on}")
    return float(euro.usd_per_unit[place]) / figure
