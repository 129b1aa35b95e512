"""Numbers of a line with their units: kilograms, pieces, money in US dollars by the rate of the day."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.cleaned import Cleaned
from entrepot.codes.currencies import currencies, currency_of
from entrepot.codes.rates import Rates
from entrepot.codes.units import Unit, unit_of
from entrepot.normalise.not_stated import is_not_stated
from entrepot.normalise.number_columns import NumberReading, clean_numbers, number_and_unit
from entrepot.sources.customs_table.cells import Cells
from entrepot.sources.customs_table.distinct import TEXT, Distinct, Remarks
from entrepot.sources.customs_table.readings import Readings
from entrepot.sources.customs_table.scales import kilograms_of, scale_of

REAL = pa.float64()
_MASSES = ("net_mass_kg", "gross_mass_kg")
_WORDED = r"[\p{L}\p{Sc}]"  # letters or a currency's sign beside a number; also the e of scientific notation
_FIGURES = r"[^\p{L}\p{Sc}]+"
# Signs that the currencies of many countries share, by words in the names of these in ISO 4217.
_SHARED_SIGNS = {"$": ("dollar", "peso", "real", "escudo"), "£": ("pound",)}
_OFF = 3.0  # a reported value this many times the published rate's is doubted: no rate moves so far in a year of trade


@dataclass
class AmountReader:
    """Reads the amounts of batches; units and currencies are remembered."""

    readings: Readings
    rates: Rates
    units: dict[str, Cleaned[Unit]] = field(default_factory=dict)
    currencies: dict[str, Cleaned[str]] = field(default_factory=dict)

    def masses(self, cells: Cells, faults: Remarks, repairs: Remarks) -> dict[str, pa.Array]:
        """Return the masses in kilograms; a cell with a unit of its own is taken by that."""
        made = {}
        for name in _MASSES:
            values, units = self._numbers(cells, name, faults)
            for row, unit in units.items():
                if unit.code != "kg":
                    values[row] = np.nan
            factors = np.full(cells.row_count, kilograms_of(cells.header(name)))
            for row, unit in units.items():
                factors[row] = unit.factor
            made[name] = _reals(values * factors)
            _note_units(name, units, cells.row_count, repairs)
        return made

    def quantities(self, cells: Cells, faults: Remarks, repairs: Remarks) -> dict[str, pa.Array]:
        """Return quantity and unit, canonical where the unit is known, with what was reported beside."""
        values, glued = self._numbers(cells, "quantity", faults)
        column = cells.distinct("quantity_unit")
        cleaned = column.cleaned(unit_of, self.units)
        known = [result.value for result in cleaned]
        codes = column.spread(
            [text if unit is None else unit.code for unit, text in zip(known, column.texts, strict=True)]
        )
        factors = column.spread([1.0 if unit is None else unit.factor for unit in known], REAL)
        reported = column.spread(
            [
                None if unit is not None and unit.code == text else text
                for unit, text in zip(known, column.texts, strict=True)
            ]
        )
        repairs.add("quantity_unit", column.spread([None if result.value else result.issue for result in cleaned]))
        if glued:
            places = pa.array(sorted(glued))
            codes = _replaced(codes, places, pa.array([glued[row].code for row in sorted(glued)], TEXT))
            factors = _replaced(factors, places, pa.array([glued[row].factor for row in sorted(glued)], REAL))
            _note_units("quantity", glued, cells.row_count, repairs)
        numbers = _reals(values)
        factors = pc.fill_null(factors, 1.0)
        is_other = pc.not_equal(factors, 1.0)
        return {
            "quantity": pc.multiply(numbers, factors),
            "quantity_unit": codes,
            "quantity_reported": pc.if_else(is_other, numbers, pa.scalar(None, REAL)),
            "unit_reported": reported,
        }

    def values(
        self, cells: Cells, days: pa.Array, is_month: pa.Array, faults: Remarks, repairs: Remarks
    ) -> dict[str, pa.Array]:
        """Return the value as reported and in US dollars, with what the dollars rest on."""
        value, _ = self._numbers(cells, "value_amount", faults)
        stated, _ = self._numbers(cells, "value_usd", faults)
        value_reported, value_usd = _reals(value), _reals(stated)
        column = Distinct(cells.text("value_currency"), is_nothing=_is_no_currency)
        cleaned = column.cleaned(currency_of, self.currencies)
        currency = column.spread([result.value for result in cleaned])
        repairs.add("value_currency", column.spread([result.issue for result in cleaned]))
        currency = self._with_own(cells, currency, column.column().is_null(), faults, repairs)
        by_rate, basis = self.rates.usd_values(value_reported, currency, days, is_month)
        basis = basis.cast(TEXT)
        is_stated = value_usd.is_valid()
        expected = pc.divide(value_usd, by_rate)
        is_off = pc.or_(pc.greater(expected, _OFF), pc.less(expected, 1 / _OFF))
        repairs.add_where("value_usd", is_off, f"more than {_OFF:g} times off the published rate of the day")
        usd = pc.coalesce(value_usd, by_rate)
        _note_no_rate(pc.and_(value_reported.is_valid(), usd.is_null()), currency, days, is_month, repairs)
        texts = [text if result.value != text else None for result, text in zip(cleaned, column.texts, strict=True)]
        return {
            "value_reported": value_reported,
            "currency_code": currency,
            "currency_reported": column.spread(texts),
            "value_usd": usd,
            "value_usd_basis": pc.if_else(is_stated, pa.scalar("reported", TEXT), basis),
        }

    def _with_own(
        self, cells: Cells, currency: pa.Array, is_empty: pa.Array, faults: Remarks, repairs: Remarks
    ) -> pa.Array:
        """Return the currencies, those of value cells where the column is empty; where the two differ, a fault is said."""
        amounts = cells.text("value_amount")
        is_worded = pc.fill_null(pc.match_substring_regex(amounts, _WORDED), False)
        if not pc.any(is_worded).as_py():
            return currency
        bare = pc.replace_substring_regex(amounts.filter(is_worded), _FIGURES, " ")
        own = Distinct(bare, is_nothing=lambda _: False)  # a sign alone is a word here
        found = own.cleaned(currency_of, self.currencies)
        places = np.flatnonzero(is_worded.to_numpy(zero_copy_only=False))
        taken: dict[int, str] = {}
        contrary: dict[int, str] = {}
        noted: dict[int, str] = {}
        stated, blank = currency.take(pa.array(places)).to_pylist(), is_empty.take(pa.array(places)).to_pylist()
        for row, code, is_blank, kind in zip(places.tolist(), stated, blank, own.codes.tolist(), strict=True):
            word, result = own.texts[kind], found[kind]
            if word is not None and is_blank and result.value is not None:
                taken[row], noted[row] = result.value, f"the cell names its currency, {result.value}"
            elif word is not None and is_blank and _is_sign(result):
                noted[row] = f"the cell's currency: {result.issue}"
            elif word is not None and code is not None and _is_contrary(word, result, code):
                contrary[row] = f"the cell names {result.value or word}, the currency column {code}"
        for remarks, said in ((faults, contrary), (repairs, noted)):
            if said:
                remarks.add("value_amount", _texts(said, cells.row_count))
        return pc.coalesce(currency, _texts(taken, cells.row_count)) if taken else currency

    def _numbers(self, cells: Cells, name: str, faults: Remarks) -> tuple[np.ndarray, dict[int, Unit]]:
        """Return a column's numbers (NaN for none) and the units that stand in the cells themselves."""
        if not cells.has(name):
            return np.full(cells.row_count, np.nan), {}
        column = cells.text(name)
        reading = self.readings.numbers.get(name, NumberReading("."))
        cleaned = clean_numbers(column, reading)
        values = cleaned.values.to_numpy(zero_copy_only=False).copy()
        units: dict[int, Unit] = {}
        issues = dict(cleaned.issues)
        for row in list(issues):
            text, word = number_and_unit(column[row].as_py())
            unit = unit_of(word).value if text and word else None
            again = clean_numbers(pa.array([text]), reading) if unit is not None else None
            if unit is not None and again is not None and not again.issues and again.values[0].is_valid:
                values[row], units[row] = again.values[0].as_py(), unit
                del issues[row]
        if issues:
            faults.add(name, _texts(issues, cells.row_count))
        scale = scale_of(cells.header(name))
        if scale != 1:
            values *= scale
        with np.errstate(invalid="ignore"):
            faults.add_where(name, pa.array(values < 0), "is below zero")
        return values, units


def _is_no_currency(text: str) -> bool:
    """Return whether a cell states nothing; a sign such as € is no letter and still a currency."""
    return is_not_stated(text) and currency_of(text).value is None


def _is_sign(result: Cleaned[str]) -> bool:
    """Return whether a word names one of several currencies; any other word may be a unit or a remark."""
    return result.value is None and " may be " in (result.issue or "")


def _is_contrary(word: str, result: Cleaned[str], code: str) -> bool:
    """Return whether a word beside an amount cannot mean the currency that the row states."""
    name = currencies()[code].name.casefold()
    if any(kind in name for kind in _SHARED_SIGNS.get(word, ())):
        return False
    if result.value is not None:
        return result.value != code and result.issue is None  # "rubles" may be of another country
    return _is_sign(result) and code not in (result.issue or "")


def _note_no_rate(rows: pa.Array, currency: pa.Array, days: pa.Array, is_month: pa.Array, repairs: Remarks) -> None:
    """Say of rows without dollars, whose currency and day are known, that no rate was published."""
    is_left = pc.and_(rows, pc.and_(currency.is_valid(), days.is_valid()))
    if not pc.any(is_left).as_py():
        return
    day = days.cast(TEXT)
    when = pc.if_else(pc.fill_null(is_month, False), pc.utf8_slice_codeunits(day, 0, 7), day)
    said = pc.binary_join_element_wise("no rate for ", currency, " on ", when, "")
    repairs.add("value_usd", pc.if_else(is_left, said, pa.scalar(None, TEXT)))


def _texts(said: dict[int, str], row_count: int) -> pa.Array:
    texts: list[str | None] = [None] * row_count
    for row, text in said.items():
        texts[row] = text
    return pa.array(texts, TEXT)


def _note_units(name: str, units: dict[int, Unit], row_count: int, repairs: Remarks) -> None:
    if units:
        said = {row: f"the cell names its unit, {unit.code}" for row, unit in units.items()}
        repairs.add(name, _texts(said, row_count))


def _replaced(column: pa.Array, places: pa.Array, values: pa.Array) -> pa.Array:
    is_other = np.zeros(len(column), dtype=np.bool_)
    is_other[places.to_numpy()] = True
    return pc.replace_with_mask(column, pa.array(is_other), values)


def _reals(values: np.ndarray) -> pa.Array:
    return pa.array(values, REAL, mask=np.isnan(values))
