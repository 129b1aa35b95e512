"""Values as the report writes them: `$12.2M` with the exact value beside, months as `2022-03`, marks with their words."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from markupsafe import Markup, escape

Number = int | float | Decimal
Plain = str | int | float | bool | Decimal | date | Sequence["Plain"] | Mapping[str, "Plain"] | None

_STEPS = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
_CURRENCY_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
# ICD 203, Analytic Standards, Office of the Director of National Intelligence, 2 January 2015: upper bounds of each word.
_PROBABILITY_WORDS = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.00, "almost certain"),
)
PROVENANCE_WORDS = {
    "observed": "read in the publisher's own file",
    "reported": "stated by the publication named",
    "reconstructed": "filled in so that a reported total adds up",
    "synthetic": "invented, not real trade",
}
_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")
_WHOLE_FROM = 10_000  # larger figures are shown without decimals; money keeps them on hover
# Field suffixes and finding units that say how a number is written.
_UNIT_OF_SUFFIX = {
    "usd": "USD",
    "eur": "EUR",
    "pct": "percent",
    "ratio": "ratio",
    "kg": "kg",
    "days": "days",
    "bits": "bits",
    "count": "",
}
_UNIT_WORDS = {"percent": "%", "pct": "%", "ratio": "×", "count": "", "share": ""}
_ABBREVIATIONS = {"hs6": "HS6", "iso": "ISO", "id": "id", "usd": "USD"}


_TINY = 0.01  # below this two decimals would show as zero


def short(value: Number) -> str:
    """Return a number in at most three significant digits and a letter: 12.2M, 940k, 58."""
    size = abs(float(value))
    sign = "−" if value < 0 else ""
    for step, letter in _STEPS:
        if size >= step * 0.9995:
            scaled = size / step
            return f"{sign}{scaled:.0f}{letter}" if scaled >= 99.95 else f"{sign}{_trimmed(f'{scaled:.1f}')}{letter}"
    if 0 < size < _TINY:
        return f"{sign}{size:.2g}"
    return f"{sign}{_trimmed(f'{size:.2f}' if size < 10 else f'{size:.1f}')}"


def short_money(value: Number, currency: str = "USD") -> str:
    """Return money as `$12.2M`; a currency without a sign is written after the number."""
    sign = _CURRENCY_SIGNS.get(currency)
    if sign is None:
        return f"{short(value)} {currency}"
    return f"−{sign}{short(-value)}" if value < 0 else f"{sign}{short(value)}"


def exact(value: Number) -> str:
    """Return a number with thousands separators and two decimals, or two significant digits where those would be zero."""
    if 0 < abs(float(value)) < _TINY:
        return f"{value:.2g}".replace("-", "−")
    return _trimmed(f"{value:,.2f}").replace("-", "−")


def money(value: Number | None, currency: str = "USD") -> Markup:
    """Return money as `$12.2M` with the exact value on hover; a dash where it is not known."""
    if value is None:
        return Markup('<span class="none" title="not known">–</span>')
    title = f"{_CURRENCY_SIGNS.get(currency, '')}{exact(value)} {currency}"
    return Markup('<span title="{}">{}</span>').format(title, short_money(value, currency))


def amount(value: Number | None, unit: str) -> Markup:
    """Return a measure whose unit stands in the head of its column; money keeps its sign and its exact value on hover."""
    if value is None or unit.upper() in _CURRENCY_SIGNS:
        return measure(value, unit)
    return escape(exact(value))


def measure(value: Number | None, unit: str) -> Markup:
    """Return a measure with its unit: money short with the exact value on hover, others exact."""
    if value is None:
        return Markup('<span class="none" title="no single figure">–</span>')
    if unit.upper() in _CURRENCY_SIGNS:
        return money(value, unit.upper())
    words = _UNIT_WORDS.get(unit, unit)
    gap = "" if words == "×" else " "
    return (
        Markup('{}{}<span class="unit">{}</span>').format(exact(value), gap, words) if words else escape(exact(value))
    )


def rough_ratio(value: Number) -> str:
    """Return a ratio as a sentence gives it: no decimals from ten on, one above one, two significant digits below."""
    size = float(value)
    return exact(round(size)) if size >= 10 else f"{size:.2g}" if size < 1 else f"{size:.1f}"


def axis_value(value: float, unit: str) -> str:
    """Return a value as a chart's axis shows it."""
    if unit.upper() in _CURRENCY_SIGNS:
        return short_money(value, unit.upper()) if value else "0"
    return f"{short(value)}%" if unit in {"percent", "pct"} else short(value)


def plain(value: Plain, name: str = "") -> Markup:
    """Return any JSON value in words; the ending of its name (`_usd`, `_pct`) says its unit."""
    if value is None or value == "":
        return Markup('<span class="none" title="not known">–</span>')
    if isinstance(value, bool):
        return escape("yes" if value else "no")
    if isinstance(value, int | float | Decimal):
        unit = _UNIT_OF_SUFFIX.get(name.rpartition("_")[2], "")
        is_whole = not unit and abs(float(value)) >= _WHOLE_FROM
        return measure(round(float(value)) if is_whole else value, unit)
    if isinstance(value, Mapping):
        return Markup("; ").join(Markup("{}: {}").format(label(key), plain(item, key)) for key, item in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return Markup(", ").join(plain(item, name) for item in value)
    is_day = isinstance(value, date) or _DAY.fullmatch(value) is not None
    return Markup('<span class="nowrap">{}</span>').format(value) if is_day else escape(value)


def label(name: str) -> str:
    """Return a field name in words: `value_before_usd` is `Value before`, `listed_on` is `Listed on`."""
    stem, _, ending = name.rpartition("_")
    words = stem if stem and ending in {"usd", "eur", "pct"} else name
    said = " ".join(_ABBREVIATIONS.get(word, word) for word in words.split("_")).strip()
    return said[:1].upper() + said[1:]


def probability(value: float) -> str:
    """Return a probability as the words of ICD 203 with the number: `likely (70%)`."""
    words = next((word for bound, word in _PROBABILITY_WORDS if value <= bound), "almost certain")
    return f"{words} ({value:.0%})"


def counted(count: int, singular: str, plural: str = "") -> str:
    """Return a count with its noun: `1 row`, `7 rows`, `2,598 rows`."""
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def period(from_on: date | str | None, to_on: date | str | None) -> str:
    """Return a span of days as `2022-03-01 to 2022-12-31`; open ends in words, empty where neither is known."""
    if from_on is None and to_on is None:
        return ""
    if to_on is None:
        return f"since {from_on}"
    return f"until {to_on}" if from_on is None else f"{from_on} to {to_on}"


def _trimmed(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
