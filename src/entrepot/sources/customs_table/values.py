"""What the cells of a column look like: an HS code, a date, a country, a tax number, an amount look like themselves."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from entrepot.codes.currencies import currency_of
from entrepot.codes.hs import is_known
from entrepot.codes.territories import iso2
from entrepot.normalise.hs_columns import code_before_text
from entrepot.sources.customs_table.measures import NUMBER, is_currency, is_measured, is_unit, is_worded_date

# Texts that fill a cell and say nothing (TRAPS.md, "Empty is not empty"), caseless.
_NOTHING = frozenset(
    {
        "",
        "null",
        "none",
        "n/a",
        "na",
        "nan",
        "-",
        "--",
        "---",
        "undefined",
        "undeclared",
        "unknown",
        "not available",
        "not declared",
        "absent",
    }
    | {
        "other country",
        "not stated",
        "нет",
        "нет данных",
        "не указано",
        "не указан",
        "отсутствует",
        "немає",
        "відсутній",
        "жоқ",
        "yok",
    }
    | {
        "no disponible",
        "sin dato",
        "sin datos",
        "s/d",
        "s/n",
        "nd",
        "n/d",
        "no declarado",
        "nao informado",
        "não informado",
        "non renseigné",
    }
    | {"không có", "无", "不详", "未知", "#n/a", "#ref!", "#value!"}
)
_ZERO = re.compile(r"[+-]?0+(?:[.,]0*)?")
# Beginnings of month names in English, Russian, Ukrainian, Spanish, Portuguese and French.
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек"
    r"|січ|лют|бер|квіт|трав|черв|лип|серп|вер|жовт|лист|груд|ene|abr|ago|dic|fev|mai|out|set|dez|janv|févr|avr|juin|juil|août|déc)\w*"
)
_DATE = re.compile(
    rf"""(?: (?:19|20)\d\d [-./年] \d{{1,2}} (?: [-./月] \d{{1,2}} 日? )? (?: [T ] [\d:.]+ (?: Z | [+-]\d\d:?\d\d )? )?
    | \d{{1,2}} [-./] \d{{1,2}} [-./] (?:\d{{4}}|\d\d) (?: [ ] [\d:.]+ (?:\s?[ap]m)? )?
    | (?: \d{{1,2}} [-./ ] )? {_MONTH} [-./, ]{{1,2}} (?:\d{{1,2}}[, ]{{1,2}})? (?:\d{{4}}|\d\d)
    | \d{{1,2}} [-./] (?:19|20)\d\d
    | (?:19|20)\d\d (?:0[1-9]|1[0-2]) (?:0[1-9]|[12]\d|3[01]) )""",
    re.VERBOSE | re.IGNORECASE,
)
# Days as spreadsheets keep them (2000 to 2049), with the hour, and day, month and year as one number that lost its zero: 1032023.
_DAY_DIGITS = re.compile(
    r"""(?: 3[6-9] | 4\d | 5[0-4] ) \d{3} (?:[.,]\d+)?
    | (?: 0?[1-9] | [12]\d | 3[01] ) (?: 0[1-9] | 1[0-2] ) (?:19|20)\d\d
    | (?: 0?[1-9] | 1[0-2] ) [0-3]\d (?:19|20)\d\d""",
    re.VERBOSE,
)
_DECIMALS = re.compile(r"\d[.,]\d")
_HS = re.compile(r"\d{5,12}")
_IDENTIFIER = re.compile(r"(?=(?:.*\d){5})[\w./\-]{5,40}(?: [\w./\-]{1,20}){0,2}")
_UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")
_UNITS = frozenset(
    {
        "kg",
        "kgm",
        "pcs",
        "pce",
        "nmb",
        "ltr",
        "mtr",
        "set",
        "mtk",
        "mtq",
        "no",
        "nr",
        "lt",
        "mt",
        "cm",
        "gr",
        "un",
        "pc",
        "ea",
        "nos",
    }
)
_LONG_TEXT = 18  # letters and blanks: longer than a code or a country, as goods texts and firms' names are
_MOST_JUDGED = 200


@dataclass(frozen=True)
class Profile:
    """What the cells of one column look like.

    Attributes:
        seen: Cells of the sample.
        live: Cells that say something: not empty, not a word for empty, not zero where all are.
        shares: Part of the live cells that look like each kind, 0 to 1.
        distinct: Different live values.
    """

    seen: int
    live: int
    shares: dict[str, float]
    distinct: int

    @property
    def is_dead(self) -> bool:
        """Whether a sample was seen and no cell of it says anything."""
        return self.seen > 0 and self.live == 0

    def share(self, kind: str) -> float:
        """Return the part of the live cells that look like a kind, 0 to 1."""
        return self.shares.get(kind, 0.0)


def profile(cells: Iterable[str | None]) -> Profile:
    """Return what a column's cells look like; zeros count as empty only where nothing else stands in the column."""
    texts = [(cell or "").strip() for cell in cells]
    said = [text for text in texts if text.casefold() not in _NOTHING]
    live = said if any(not _ZERO.fullmatch(text) for text in said) else []
    judged = live[:: max(1, len(live) // _MOST_JUDGED)] if live else []
    counted = Counter(kind for text in judged for kind in kinds_of(text))
    return Profile(len(texts), len(live), {k: n / len(judged) for k, n in sorted(counted.items())}, len(set(live)))


def kinds_of(text: str) -> frozenset[str]:
    """Return every kind a cell looks like: date, day digits, hs, number, decimal, country, currency, unit, identifier ..."""
    kinds: set[str] = set()
    if _UUID.fullmatch(text):
        return frozenset({"uuid"})
    if _DATE.fullmatch(text) or is_worded_date(text):
        kinds.add("date")
    elif _DAY_DIGITS.fullmatch(text):
        kinds.add("day digits")
    digits = re.sub(
        r"[\s.]", "", code_before_text(text).lstrip("'")
    )  # with the mark that makes a spreadsheet keep a zero
    if _HS.fullmatch(digits) and _is_commodity(digits):
        kinds.add("hs")
    if NUMBER.fullmatch(text) or is_measured(text):
        kinds.add("number")
        kinds.update({"decimal"} if _DECIMALS.search(text) else ())
    if _IDENTIFIER.fullmatch(text) and "date" not in kinds:
        kinds.add("identifier")
    if is_unit(text):
        kinds.add("unit")
    kinds.update(_worded(text))
    return frozenset(kinds)


def _worded(text: str) -> set[str]:
    kinds: set[str] = set()
    letters = len(_LETTERS.findall(text))
    if not letters:
        return {"currency"} if text in _numeric_currencies() or _is_sign(text) else kinds
    if is_currency(text):
        kinds.add("currency")
    if text.casefold() not in _UNITS and len(text) < 60 and _is_country(text):
        kinds.add("country")
    if letters >= 3 and letters > len(text) / 3:
        kinds.add("worded")
    if len(text) > _LONG_TEXT and " " in text:
        kinds.add("text")
    if any(letter.isdigit() for letter in text) and letters > 5 and " " in text:
        kinds.add("address")
    return kinds


@cache
def _is_country(text: str) -> bool:
    found = iso2(re.sub(r"\s*\([A-Z]{2,3}\)$", "", text))
    return found.value is not None or "group of countries" in (found.issue or "")


def _is_sign(text: str) -> bool:
    return len(text) == 1 and not text.isdigit() and currency_of(text).value is not None


@cache
def _numeric_currencies() -> frozenset[str]:
    # ISO 4217 numeric codes seen in customs tables of several countries: USD, EUR, RUB, CNY, GBP, JPY, TRY, UAH, KZT, INR, CHF
    return frozenset({"840", "978", "643", "156", "826", "392", "949", "980", "398", "356", "756"})


def _is_commodity(digits: str) -> bool:
    """Return whether digits begin with a subheading of the HS; an odd count may have lost its leading zero."""
    return is_known(digits[:6]) or (len(digits) % 2 == 1 and is_known(f"0{digits}"[:6]))
