"""Who is screened, as asked and as compared, and what a screening finds."""

from dataclasses import dataclass
from typing import Literal

from entrepot.normalise.addresses import address_keys
from entrepot.normalise.identifiers import check, classify
from entrepot.resolve.profiles import PartyProfile, party_profile
from entrepot.resolve.screening_lists import Listing

_LABEL = "Tax or registration number"
Number = tuple[str, str]  # scheme and number
QueryKind = Literal["any", "person", "firm"]


@dataclass(frozen=True)
class Query:
    """Who is screened; at least a name or an identifier. `born` is ISO text; `place` is where it was given: `row 2`."""

    names: tuple[str, ...]
    kind: QueryKind = "any"
    country_iso: str | None = None
    address: str | None = None
    identifier: str | None = None
    goods: str | None = None
    born: str | None = None
    place: str = ""

    @property
    def text(self) -> str:
        """The query in one line: its first name, else its number."""
        return self.names[0] if self.names else self.identifier or ""


@dataclass(frozen=True)
class Match:
    """A listed party that a query may be, with the listed name it was found by (None: by its number)."""

    entry_id: str
    party_id: str
    name: str
    matched_name: str | None
    decision: Literal["same", "possible"]
    probability: float
    reasons: tuple[str, ...]
    listings: tuple[Listing, ...]


def is_bare(asked: PartyProfile) -> bool:
    """Return whether nothing but names is asked about."""
    return not (
        asked.countries or asked.numbers or asked.faulty_numbers or asked.units or asked.buildings or asked.born
    )


def asked_profile(query: Query, numbers: set[Number], *, is_person: bool) -> PartyProfile:
    """Return a query as it is compared; a number that entries carry counts under the scheme they give it."""
    kind = "person" if is_person else "company" if query.kind == "firm" else "unknown"
    identifiers: list[tuple[str, str, str]] = []
    if query.identifier is not None:
        own = classify(_LABEL, query.identifier, query.country_iso)
        identifiers = [(own.scheme, own.value, own.validity)]
        identifiers += [(scheme, value, check(scheme, value).validity) for scheme, value in sorted(numbers)]
    keys = None if query.address is None else address_keys(query.address, query.country_iso)
    return party_profile(
        kind,
        query.names,
        countries=() if query.country_iso is None else (query.country_iso,),
        identifiers=identifiers,
        units=() if keys is None or keys.unit_key is None else (keys.unit_key,),
        buildings=() if keys is None or keys.building_key is None else (keys.building_key,),
        born=() if query.born is None else (query.born,),
    )
