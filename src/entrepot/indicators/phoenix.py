"""A series of firms that one person leads and that end one after the other: which firms belong to it, what they share."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from entrepot.indicators.succession import names_alike
from entrepot.store.engine import Row

_CODE = re.compile(r"\d{4}")
DISSOLVED, OFFICE, KIND = "dissolved in a row", "same registered office", "same industry or name"


@dataclass(frozen=True)
class Traits:
    """What a firm has that others may share: offices that few use, lines of business, names."""

    offices: frozenset[str] = frozenset()
    businesses: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Series:
    """The firms of one person: `ended` were dissolved within the window, `newest` was founded last; `signs` are met."""

    newest: Row
    ended: tuple[Row, ...]
    signs: tuple[str, ...]
    shared: tuple[str, ...]

    @property
    def firms(self) -> list[Row]:
        """Return all firms of the series in the order of their founding."""
        every = {row["firm_id"]: row for row in (*self.ended, self.newest)}
        return sorted(every.values(), key=lambda row: (row["incorporated_on"] or row["dissolved_on"], row["firm_id"]))


def traits_of(rows: Iterable[Row], office_sharing_max: int) -> dict[str, Traits]:
    """Return the traits by firm; offices that more parties share belong to an agent and are left out."""
    found: dict[str, dict[str, set[str]]] = {}
    for row in rows:
        own = found.setdefault(row["party_id"], {"office": set(), "business": set(), "name": set()})
        if row["trait"] != "office" or row["sharing_count"] <= office_sharing_max:
            own[row["trait"]].add(business_key(row["trait_key"]) if row["trait"] == "business" else row["trait_key"])
    return {
        firm: Traits(frozenset(own["office"]), frozenset(own["business"]), frozenset(own["name"]))
        for firm, own in found.items()
    }


def business_key(text: str) -> str:
    """Return the four-digit industry code at the start of a text, or the text itself."""
    code = _CODE.match(text)
    return code.group() if code else text


def series_of(
    posts: Sequence[Row], traits: Mapping[str, Traits], window_days: int, dissolved_min: int
) -> Series | None:
    """Return one person's series; None where no firm outlives or follows a dissolved one.

    Args:
        posts: The person's firms, with incorporated_on and dissolved_on.
        traits: What each firm has.
        window_days: Days within which dissolutions are counted together.
        dissolved_min: Dissolutions that make the first sign.
    """
    ended = _most_in_a_row([row for row in posts if row["dissolved_on"] is not None], window_days)
    if not ended:
        return None
    first_on, last_on = ended[0]["dissolved_on"], ended[-1]["dissolved_on"]
    span = timedelta(days=window_days)
    # The firm that carries on was founded while the others ended, or within the window afterwards.
    later = [
        row
        for row in posts
        if row["incorporated_on"] is not None and first_on - span <= row["incorporated_on"] <= last_on + span
    ]
    if not later:
        return None
    newest = max(later, key=lambda row: (row["incorporated_on"], row["firm_id"]))
    before = [row for row in ended if row["firm_id"] != newest["firm_id"]]
    offices, kinds = _shared(newest, before, traits)
    signs = [
        *((DISSOLVED,) if len(ended) >= dissolved_min else ()),
        *((OFFICE,) if offices else ()),
        *((KIND,) if kinds else ()),
    ]
    return Series(newest, tuple(ended), tuple(signs), tuple(sorted({*offices, *kinds})))


def _most_in_a_row(dissolved: Sequence[Row], window_days: int) -> list[Row]:
    """Return the largest set of firms dissolved within the window, the latest of several."""
    ordered = sorted(dissolved, key=lambda row: (row["dissolved_on"], row["firm_id"]))
    best: list[Row] = []
    for start, row in enumerate(ordered):
        last = row["dissolved_on"] + timedelta(days=window_days)
        group = [other for other in ordered[start:] if other["dissolved_on"] <= last]
        best = group if len(group) >= len(best) else best
    return best


def _shared(newest: Row, before: Sequence[Row], traits: Mapping[str, Traits]) -> tuple[set[str], set[str]]:
    own = traits.get(newest["firm_id"], Traits())
    offices: set[str] = set()
    kinds: set[str] = set()
    for row in before:
        other = traits.get(row["firm_id"], Traits())
        offices |= own.offices & other.offices
        kinds |= own.businesses & other.businesses
        kinds |= {name for name in other.names if any(names_alike(name, mine) for mine in own.names)}
    return offices, kinds
