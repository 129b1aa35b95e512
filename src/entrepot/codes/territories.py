"""Countries and customs territories by any name, code or adjective that official sources use."""

import html
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from entrepot.codes.cleaned import Cleaned
from entrepot.codes.lookalikes import as_cyrillic, fold
from entrepot.codes.mojibake import repair_mojibake
from entrepot.codes.resource import csv_rows
from entrepot.codes.territory_names import (
    TABLE,
    ambiguous_keys,
    country_keys,
    no_country,
    of_accented,
    of_beginning,
    of_words,
)

# Texts that say "no country is stated", folded: OFAC (-0-, undetermined, None Identified), UN (na), customs tables (TRAPS.md).
_NOT_STATED = frozenset(
    {"", "0", "na", "n a", "null", "none", "none identified", "undetermined", "unknown", "undefined", "undeclared"}
    | {"other country", "not available", "absent", "not applicable", "не указана", "zz", "xx", "oc"}
)
# Constitutional styles before a name, longest first, and after it (Turkish, Kazakh, Kyrgyz, Uzbek), and glued to it (Chinese).
_STYLES = (
    *("islamic republic of", "democratic socialist republic of", "socialist republic of", "federal republic of"),
    *("federative republic of", "republic of", "the republic of", "kingdom of", "the kingdom of", "state of", "the"),
    *("исламская республика", "федеративная республика", "социалистическая республика", "республика", "королевство"),
    *("государство", "ісламська республіка", "республіка", "королівство", "держава"),
    *("republica islamica de", "republica islamica del", "republica federal de", "republica de la", "republica de los"),
    *("republica del", "republica de", "republica do", "republica da", "republica dos", "reino de los", "reino de"),
    *("reino del", "reino do", "reino da", "reino dos", "estado de", "estado do", "principado de", "republica"),
    *("republique islamique du", "republique federale du", "republique de la", "republique des", "republique du"),
    *("republique de", "royaume du", "royaume des", "royaume de", "etat de", "principaute de", "republique"),
    *("cong hoa", "vuong quoc", "nuoc", "republik", "konigreich", "bundesrepublik"),
)
STYLES_BEHIND = (
    *("cumhuriyeti", "kralligi", "devleti", "республикасы", "корольдігі", "мемлекеті", "королдугу", "respublikasi"),
    *("республикаси", "qirolligi", "հանրապետություն", "რესპუბლიკა", "共和国", "共和國", "王国", "王國"),
)
_STYLES_BY_WORD = {style.split()[0]: tuple(s for s in _STYLES if s.split()[0] == style.split()[0]) for style in _STYLES}
STYLE_WORDS = frozenset(" ".join(_STYLES).split()) | frozenset(
    {
        "of",
        "democratic",
        "people",
        "peoples",
        "popular",
        "democratica",
        "united",
        "unida",
        "arab",
        "народная",
        "демократическая",
    }
)
CUT_LENGTH = 20  # columns cut names at 20 letters or later; a shorter beginning is no name
_CODE_IN_CELL = re.compile(r"[a-z]{2,3}|\d{1,3}")
_NUMBER = re.compile(r"\s*(\d{3})(?:\.0+)?\s*")
_PARENTHESIS = re.compile(r"\s*\([^()]*\)?")


@dataclass(frozen=True)
class Territory:
    """A country or customs territory; `status` is official, user_assigned (Kosovo) or withdrawn (the USSR)."""

    country_iso: str
    iso3: str
    name: str
    status: str
    aliases: tuple[str, ...]


@cache
def territories() -> tuple[Territory, ...]:
    """Return all territories by ISO code; withdrawn ones included."""
    return tuple(
        Territory(
            row["country_iso"],
            row["iso3"],
            row["name"],
            row["status"],
            tuple(alias for alias in row["aliases"].split(" | ") if alias),
        )
        for row in csv_rows(TABLE)
    )


def name_of(country_iso: str) -> str:
    """Return the English short name of an ISO code; the code itself where it is not known."""
    return _names().get(country_iso, country_iso)


@cache
def _names() -> dict[str, str]:
    return {territory.country_iso: territory.name for territory in territories()}


def _without_style(key: str) -> str | None:
    """Return a folded name without its constitutional style (`republic of`, `cumhuriyeti`); None where it has none."""
    for style in _STYLES_BY_WORD.get(key.partition(" ")[0], ()):
        if key.startswith(f"{style} "):
            return key[len(style) + 1 :]
    if key.endswith(STYLES_BEHIND):
        style = next(style for style in STYLES_BEHIND if key.endswith(style))
        return key[: -len(style)].strip() if len(key) > len(style) else None
    return None


@lru_cache(maxsize=1 << 16)  # country columns have few spellings; the ends of addresses, asked here too, have many
def iso2(name_or_code: str) -> Cleaned[str]:
    """Return the ISO 3166-1 alpha-2 code of a country given by name, code, adjective or official style.

    Args:
        name_or_code: As reported, in any of fifteen languages: `Kyrgyz, Republic`, `КИТАЙ`, `RUS`, `643`, `Russian`,
            `KOREA, REPUBLIC OF`, `中国香港`, `156-КИТАЙ`. A Latin letter in Cyrillic, another order of the words and a cut
            end are allowed for.

    Returns:
        The code; None with an issue where no country is stated, a group or a free zone is named, two countries have the
        name, or the text is not known. A withdrawn country (`USSR`) gives its former code with an issue, a name completed
        or repaired its code with an issue.

    Source: ISO 3166-1 and 3166-3; spellings of OFAC, EU, UN and Eurostat lists, of customs tables and of Unicode CLDR
    (resources/countries).
    """
    text = html.unescape(name_or_code) if "&" in name_or_code else name_or_code
    key = fold(text)
    if key in _NOT_STATED:
        return Cleaned(None, "no country is stated")
    found = of_accented(text) or _exact(key) or of_words(key) or _exact(fold(_PARENTHESIS.sub(" ", text)))
    if found is not None:
        return Cleaned(found, _withdrawn_issue(found))
    if (reason := _no_single_country(name_or_code, key)) is not None:
        return Cleaned(None, reason)
    return _repaired(text, key) or Cleaned(None, f"{name_or_code!r} is no country in resources/{TABLE}")


def _exact(key: str) -> str | None:
    """Return the country of a folded name, with or without its style; a numeric code has three digits."""
    if number := _NUMBER.fullmatch(key.removesuffix(" 0")):
        return country_keys().get(number.group(1))
    found = country_keys().get(key)
    if found is None and key not in ambiguous_keys() and (bare := _without_style(key)) is not None:
        found = country_keys().get(bare)
    return found


def _no_single_country(reported: str, key: str) -> str | None:
    """Return why a text names no single country, None where nothing is known of it."""
    bare = key.removeprefix("region ")
    if (what := no_country(bare)) is not None:
        return f"{reported!r} is {what}"
    codes = ambiguous_keys().get(bare) or ambiguous_keys().get(_without_style(bare) or "")
    return f"{reported!r} may be {' or '.join(map(name_of, codes))}" if codes else None


def _repaired(text: str, key: str) -> Cleaned[str] | None:
    """Return the country of a damaged name with an issue that says what was done, None where nothing helps."""
    if (repaired := repair_mojibake(text)) != text and (found := _exact(fold(repaired))) is not None:
        return Cleaned(found, f"read as {repaired!r}: the text was decoded wrongly")
    if (found := _exact(as_cyrillic(key))) is not None:
        return Cleaned(found, f"{text!r} is written in two alphabets")
    if (found := _beside_its_code(key)) is not None:
        return Cleaned(found, _withdrawn_issue(found))
    is_cut = len(text.strip()) >= CUT_LENGTH and not set(key.split()[:-1]) <= STYLE_WORDS
    if is_cut and (found := of_beginning(key)) is not None:
        return Cleaned(found, f"{text!r} is cut; only {name_of(found)} begins so")
    return None


def _beside_its_code(key: str) -> str | None:
    """Return the country of a cell with code and name (`CN - CHINA`, `156 КИТАЙ`); None where they disagree."""
    words = key.split()
    for code, name in ((words[0], words[1:]), (words[-1], words[:-1])) if len(words) > 1 else ():
        found = _exact(" ".join(name)) if _CODE_IN_CELL.fullmatch(code) else None
        if found is not None and (code.isdecimal() or country_keys().get(code) == found):
            return found
    return None


def _withdrawn_issue(country_iso: str) -> str | None:
    return f"{name_of(country_iso)} no longer exists" if country_iso in _withdrawn() else None


@cache
def _withdrawn() -> frozenset[str]:
    return frozenset(territory.country_iso for territory in territories() if territory.status == "withdrawn")
