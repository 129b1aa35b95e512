"""Harmonized System codes over editions: which codes share a group, and how far levels before and after 2022 compare."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from entrepot.codes.resource import csv_rows

# First days of the editions. Source: WCO; the Eurasian Economic Union followed on the same day in 2022 (to be confirmed).
# Those who were later: resources/hs/editions.csv.
_EDITIONS = (
    (date(2022, 1, 1), "HS2022"),
    (date(2017, 1, 1), "HS2017"),
    (date(2012, 1, 1), "HS2012"),
)
_SCORE_CAP_AT_BREAK = 0.5  # methods 6.4: a score across a broader predecessor is worth half at most


@dataclass(frozen=True)
class Predecessor:
    """A link from a code of HS2022 to one of HS2017.

    `is_broader` None means not clear; `role` is chpl, drone or sibling.
    """

    hs6: str
    predecessor: str
    is_broader: bool | None
    is_verified: bool
    role: str
    basis: str


@dataclass(frozen=True)
class HsGuard:
    """What to heed before comparing a code's trade over the change of edition.

    `predecessors` are the code's own, sorted, empty for a code of all editions. `score_cap` is the highest score a finding
    across the change may have. `note` None means that nothing else is known to have moved.
    """

    hs6: str
    group_id: str
    is_break: bool
    is_new_2022: bool
    is_predecessor_unverified: bool
    score_cap: float
    predecessors: tuple[str, ...]
    note: str | None


def edition_on(day: date, jurisdiction_iso: str | None = None) -> str | None:
    """Return the edition in force on a day: `HS2022`, `HS2017` or `HS2012`; None before 2012.

    Args:
        day: The day of the declaration.
        jurisdiction_iso: Whose customs took it; None where not known. Some took an edition up later than its first day.
    """
    late = late_editions()
    return next((name for first, name in _EDITIONS if day >= late.get((jurisdiction_iso, name), first)), None)


@cache
def late_editions() -> dict[tuple[str | None, str], date]:
    """Return the first day of an edition by jurisdiction, where that is later. Source: resources/hs/editions.csv."""
    rows = csv_rows("hs/editions.csv")
    return {(row["jurisdiction_iso"], row["edition"]): date.fromisoformat(row["first_on"]) for row in rows}


@cache
def descriptions() -> dict[str, str]:
    """Return the description of every six-digit code of HS2022. Source: resources/hs/hs2022.csv (ODC-PDDL)."""
    return {row["hs6"]: row["description"] for row in csv_rows("hs/hs2022.csv")}


def description_of(hs6: str) -> str | None:
    """Return the description of a code; None where HS2022 lacks it."""
    return descriptions().get(hs6)


def is_known(hs6: str) -> bool:
    """Return whether a six-digit code is one of HS2022."""
    return hs6 in descriptions()


@cache
def predecessors() -> tuple[Predecessor, ...]:
    """Return the links to HS2017, sorted. Source: resources/hs/predecessors.csv, from the UN correlation table."""
    return tuple(
        Predecessor(
            row["hs6"],
            row["predecessor"],
            None if row["is_broader"] == "" else row["is_broader"] == "true",
            row["is_verified"] == "true",
            row["role"],
            row["basis"],
        )
        for row in csv_rows("hs/predecessors.csv")
    )


@cache
def drones() -> frozenset[str]:
    """Return the codes of complete unmanned aircraft, heading 8806."""
    return frozenset(row["hs6"] for row in csv_rows("hs/drones.csv"))


@cache
def _group_ids() -> dict[str, str]:
    """Return the group of every code with a link: the lowest code of its connected component."""
    groups: dict[str, set[str]] = {}
    for link in predecessors():
        joined = groups.get(link.hs6, {link.hs6}) | groups.get(link.predecessor, {link.predecessor})
        for code in joined:
            groups[code] = joined
    return {code: min(members) for code, members in groups.items()}


def group_of(hs6: str) -> str:
    """Return the group id of a code: the lowest code it is linked with over editions, itself where it has no links."""
    return _group_ids().get(hs6, hs6)


def group_members(group_id: str) -> frozenset[str]:
    """Return the codes of a group, of any edition; the id alone where no links are known."""
    return frozenset(code for code, group in _group_ids().items() if group == group_id) or frozenset({group_id})


def linked_codes() -> frozenset[str]:
    """Return every code that shares its group with another."""
    return frozenset(_group_ids())


@cache
def guard(hs6: str) -> HsGuard:
    """Return what to heed when comparing a code's trade before and after HS2022.

    Args:
        hs6: A code of any edition; its siblings and predecessors belong in no placebo or control set.
    """
    group_id = group_of(hs6)
    links = [link for link in predecessors() if group_of(link.hs6) == group_id]
    own = [link for link in links if link.hs6 == hs6]
    is_break = any(link.is_broader is True for link in links)
    return HsGuard(
        hs6=hs6,
        group_id=group_id,
        is_break=is_break,
        is_new_2022=bool(own),
        is_predecessor_unverified=any(not link.is_verified for link in links),
        score_cap=_SCORE_CAP_AT_BREAK if is_break else 1.0,
        predecessors=tuple(sorted(link.predecessor for link in own)),
        note=_scope_notes().get(hs6),
    )


@cache
def _scope_notes() -> dict[str, str]:
    return {row["hs6"]: row["note"] for row in csv_rows("hs/scope_changes.csv")}
