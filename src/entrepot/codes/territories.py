"""Countries and customs territories by any name, code or adjective that official sources use."""

import re
from dataclasses import dataclass
from functools import cache

from entrepot.codes.cleaned import Cleaned
from entrepot.codes.lookalikes import fold
from entrepot.codes.resource import csv_rows

_TABLE = "countries/territories.csv"
# Texts that say "no country is stated", folded: OFAC (-0-, undetermined, None Identified), UN (na), customs tables (TRAPS.md).
_NOT_STATED = frozenset(
    {"", "0", "na", "n a", "null", "none", "none identified", "undetermined", "unknown", "undefined", "undeclared"}
    | {"other country", "not available", "absent", "not applicable", "не указана", "zz", "xx", "oc"}
)
_GROUPS = frozenset({"eu", "european union", "cis", "commonwealth of independent states", "eaeu", "евросоюз", "снг"})
_STYLES = (
    "islamic republic of",
    "democratic socialist republic of",
    "socialist republic of",
    "federal republic of",
    "republic of",
    "kingdom of",
    "state of",
    "the",
    "республика",
)
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
        for row in csv_rows(_TABLE)
    )


@cache
def _by_key() -> dict[str, str]:
    keys: dict[str, str] = {}
    for territory in territories():
        for label in (territory.country_iso, territory.iso3, territory.name, *territory.aliases):
            keys.setdefault(fold(label), territory.country_iso)
    return keys


def name_of(country_iso: str) -> str:
    """Return the English short name of an ISO code; the code itself where it is not known."""
    return _names().get(country_iso, country_iso)


@cache
def _names() -> dict[str, str]:
    return {territory.country_iso: territory.name for territory in territories()}


def _without_style(key: str) -> str | None:
    """Return a folded name without its constitutional style (`republic of`); None where it has none."""
    for style in _STYLES:
        if key.startswith(f"{style} "):
            return key[len(style) + 1 :]
    return None


@cache
def iso2(name_or_code: str) -> Cleaned[str]:
    """Return the ISO 3166-1 alpha-2 code of a country given by name, code, adjective or official style.

    Args:
        name_or_code: As reported: `Kyrgyz, Republic`, `КИТАЙ`, `RUS`, `Russian`, `Republic of Türkiye`.

    Returns:
        The code; None with an issue where no country is stated, a group is named, or the text is not known.
        A withdrawn country (`USSR`) gives its former code with an issue.

    Source: ISO 3166-1 and 3166-3; spellings of OFAC, EU, UN and Eurostat lists (resources/countries).
    """
    key = fold(name_or_code)
    if key in _NOT_STATED:
        return Cleaned(None, "no country is stated")
    if key.removeprefix("region ") in _GROUPS:
        return Cleaned(None, f"{name_or_code!r} is a group of countries")
    for candidate in (key, fold(_PARENTHESIS.sub(" ", name_or_code))):
        found = _by_key().get(candidate)
        if found is None and (bare := _without_style(candidate)) is not None:
            found = _by_key().get(bare)
        if found is not None:
            return Cleaned(found, _withdrawn_issue(found))
    return Cleaned(None, f"{name_or_code!r} is no country in resources/{_TABLE}")


def _withdrawn_issue(country_iso: str) -> str | None:
    return f"{name_of(country_iso)} no longer exists" if country_iso in _withdrawn() else None


@cache
def _withdrawn() -> frozenset[str]:
    return frozenset(territory.country_iso for territory in territories() if territory.status == "withdrawn")
