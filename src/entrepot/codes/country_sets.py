"""Dated sets of countries: the control coalition, the EU, and the groups that studies and agencies compare."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict

from entrepot.codes.resource import toml_document


class _Span(BaseModel):
    """Countries that are members over the same days."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    members: tuple[str, ...]
    valid_from_on: date
    valid_to_on: date | None = None


class CountrySet(BaseModel):
    """A set with its source; `is_verified` is False where the composition was not confirmed in the source itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    source: str
    is_verified: bool
    note: str = ""
    span: tuple[_Span, ...]


@dataclass(frozen=True)
class Membership:
    """One country's stay in one set; `valid_to_on` None while it lasts."""

    set_id: str
    country_iso: str
    valid_from_on: date
    valid_to_on: date | None


@cache
def country_sets() -> dict[str, CountrySet]:
    """Return the sets by id, in the order of the file. Source: resources/countries/sets.toml."""
    entries = toml_document("countries/sets.toml")["set"]
    return {set_id: CountrySet.model_validate(entry) for set_id, entry in entries.items()}


@cache
def memberships() -> tuple[Membership, ...]:
    """Return every membership, sorted by set, country and first day."""
    found = [
        Membership(set_id, country, span.valid_from_on, span.valid_to_on)
        for set_id, entry in country_sets().items()
        for span in entry.span
        for country in span.members
    ]
    return tuple(sorted(found, key=lambda m: (m.set_id, m.country_iso, m.valid_from_on)))


def members(set_id: str, on: date) -> frozenset[str]:
    """Return the ISO codes of a set's members on a day; empty before the set began.

    Raises:
        KeyError: The set is not known.
    """
    country_sets()[set_id]
    return frozenset(
        m.country_iso
        for m in memberships()
        if m.set_id == set_id and m.valid_from_on <= on and (m.valid_to_on is None or on <= m.valid_to_on)
    )
