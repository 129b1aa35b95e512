"""Amounts in US dollars by the published rate of their day: no rate, no number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.rate_series import RateSeries, day_number, day_of, ecb, nbp, own_tables, pegs

# A key holds the currency above these bits; in them the day (any 32-bit number) and whether only the month is known.
_DAY_BITS = 34
_DAY_OFFSET = 1 << 32
_RATED_DAYS = range(-36525, 73050)  # 1870 to 2170: outside, there is no rate (and beyond Python's years no date either)
_US_DOLLARS = "US dollars: no rate needed"


@dataclass(frozen=True)
class Rate:
    """US dollars for one unit of a currency; `on` is the (last) day of publication, `source` the rate in words."""

    usd_per_unit: float
    on: date
    source: str


class Rates:
    """Exchange rates to US dollars.

    A currency's rate is looked for in the user's own tables, then the reference rates of the European Central Bank, then
    official fixed rates, then the average rates of Narodowy Bank Polski.
    """

    def __init__(self, own: dict[str, RateSeries]) -> None:
        self._own = own
        self._series: dict[str, tuple[RateSeries, ...]] = {}
        self._known: dict[tuple[str, int, bool], Rate | None] = {}

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> "Rates":
        """Return the bundled rates, with the user's own tables before them.

        Args:
            extra: CSV files with date, currency, source and one of usd_per_unit, units_per_usd, units_per_eur.

        Raises:
            SourceError: One of them cannot be read.
        """
        return cls(own_tables(extra))

    def usd_per_unit(self, currency: str, day: date) -> Rate | None:
        """Return the rate of a currency (ISO 4217) on a day: the last one published in the days before, the day included.

        Returns:
            None where no series has a rate young enough (7 days; 9 for a weekly series).
        """
        return self._rate(currency, day_number(day), is_month=False)

    def usd_per_unit_of_month(self, currency: str, day: date) -> Rate | None:
        """Return the mean of the rates published in a day's month, for dates of which only the month is known.

        The series with the most days in that month is used, the user's own before any other. None where none has one.
        """
        return self._rate(currency, day_number(day), is_month=True)

    def usd_values(
        self, values: pa.Array, currencies: pa.Array, days: pa.Array, is_month: pa.Array | None = None
    ) -> tuple[pa.Array, pa.Array]:
        """Return amounts in US dollars, and the rate of each in words (dictionary-encoded).

        Args:
            values: Amounts (double).
            currencies: ISO 4217 codes (string, or a dictionary of strings).
            days: date32.
            is_month: True where only the month is known; None where every day is.

        Returns:
            Two arrays as long as the given ones; null where the amount, the currency or the day is, and where there is no rate.
        """
        places, found = self._rates_of(currencies, days, is_month)
        figures = np.array([np.nan if rate is None else rate.usd_per_unit for rate in found] + [np.nan])
        usd = pc.cast(values, pa.float64()).to_numpy(zero_copy_only=False) * figures[places]
        texts = sorted({rate.source for rate in found if rate is not None})
        number = {text: place for place, text in enumerate(texts)}
        words = np.array([-1 if rate is None else number[rate.source] for rate in found] + [-1], np.int32)[places]
        is_empty = np.isnan(usd)
        basis = pa.DictionaryArray.from_arrays(
            pa.array(words, mask=is_empty | (words < 0)), pa.array(texts, pa.string())
        )
        return pa.array(usd, pa.float64(), mask=is_empty), basis

    def implied_rate_check(
        self,
        values: pa.Array,
        currencies: pa.Array,
        days: pa.Array,
        values_usd: pa.Array,
        is_month: pa.Array | None = None,
    ) -> pa.Array:
        """Return the reported US dollars over those of the published rate: 1 where they agree, 12 where they are 12 times off.

        Null where anything is missing or the amount is 0.
        """
        expected, _ = self.usd_values(values, currencies, days, is_month)
        ratio = pc.divide(pc.cast(values_usd, pa.float64()), expected)
        return pc.if_else(pc.is_finite(ratio), ratio, pa.scalar(None, pa.float64()))

    def _rates_of(
        self, currencies: pa.Array, days: pa.Array, is_month: pa.Array | None
    ) -> tuple[npt.NDArray[np.int64], list[Rate | None]]:
        """Return each row's place among the distinct rates, the place behind the last one where a row has none."""
        coded = currencies if pa.types.is_dictionary(currencies.type) else currencies.dictionary_encode()
        codes = coded.dictionary.to_pylist()
        numbers = pc.add(pc.cast(pc.cast(days, pa.int32()), pa.int64()), _DAY_OFFSET)
        month = pa.scalar(0, pa.int64()) if is_month is None else pc.cast(pc.fill_null(is_month, False), pa.int64())
        shifted = pc.multiply(pc.cast(coded.indices, pa.int64()), 1 << _DAY_BITS)
        keys = pc.add(pc.add(shifted, pc.multiply(numbers, 2)), month)
        distinct = keys.dictionary_encode()
        found = [self._by_key(key, codes) for key in distinct.dictionary.to_pylist()]
        places = pc.fill_null(pc.cast(distinct.indices, pa.int64()), len(found)).to_numpy(zero_copy_only=False)
        return places, found

    def _by_key(self, key: int, codes: list[str | None]) -> Rate | None:
        currency = codes[key >> _DAY_BITS]
        day = ((key & ((1 << _DAY_BITS) - 1)) >> 1) - _DAY_OFFSET
        return None if currency is None else self._rate(currency, day, is_month=bool(key & 1))

    def _rate(self, currency: str, day: int, *, is_month: bool) -> Rate | None:
        if day not in _RATED_DAYS:
            return None
        key = (currency, day - day_of(day).day + 1, True) if is_month else (currency, day, False)
        if key not in self._known:
            self._known[key] = self._month_rate(currency, key[1]) if is_month else self._day_rate(currency, day)
        return self._known[key]

    def _day_rate(self, currency: str, day: int) -> Rate | None:
        if currency == "USD":
            return Rate(1.0, day_of(day), _US_DOLLARS)
        for series in self._all_series(currency):
            place = series.at(day)
            if place is not None:
                return Rate(float(series.usd_per_unit[place]), day_of(int(series.days[place])), series.said(place))
        return None

    def _month_rate(self, currency: str, first: int) -> Rate | None:
        if currency == "USD":
            return Rate(1.0, day_of(first), _US_DOLLARS)
        last = first + 31 - day_of(first + 31).day  # the day before the first of the next month
        spans = [(series, *series.between(first, last)) for series in self._all_series(currency)]
        spans = [(series, start, end) for series, start, end in spans if end > start]
        if not spans:
            return None
        own = [span for span in spans if span[0] is self._own.get(currency)]
        series, start, end = own[0] if own else max(spans, key=lambda span: span[2] - span[1])
        if series.stale_days == 0:  # the same on every day
            return Rate(float(series.usd_per_unit[start]), day_of(int(series.days[end - 1])), series.said(start))
        mean = float(np.mean(series.usd_per_unit[start:end]))
        month = day_of(first).strftime("%Y-%m")
        said = f"mean of {end - start} days of {month}, {series.title}: 1 {currency} = {mean:.6g} USD"
        return Rate(mean, day_of(int(series.days[end - 1])), said)

    def _all_series(self, currency: str) -> tuple[RateSeries, ...]:
        if currency not in self._series:
            own = self._own.get(currency)
            found = (own, ecb(currency), *pegs(currency), nbp(currency))
            self._series[currency] = tuple(series for series in found if series is not None)
        return self._series[currency]
