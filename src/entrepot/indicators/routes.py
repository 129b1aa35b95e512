"""The way goods took, as countries in order, and how much longer it is than the straight one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from entrepot.codes.positions import distance_km, route_km
from entrepot.store.engine import Row

_LEAST_KM = 500.0  # [P] neighbours: below it the place that stands for a country decides the ratio, not the way
_DIGITS = 3  # detours are kept to a thousandth: two machines must not differ in the last bit


@dataclass(frozen=True)
class Way:
    """A way that goods took: `detour` is its length over the straight line, 1 where nothing says that it is longer."""

    row: Row
    detour: float
    is_through: bool
    group_key: str

    def record(self) -> dict[str, Any]:
        """Return the way as a row of f11__way."""
        named = {name: self.row[name] for name in ("origin_iso", "dispatch_iso", "destination_iso", "route_iso", "hs2")}
        return {**named, "detour": self.detour, "is_through": self.is_through, "group_key": self.group_key}


def countries_of(row: Row) -> tuple[str, ...]:
    """Return the countries of a way in order, each stay once: from dispatch along the reported route to the destination.

    Without a reported route the way begins at the origin: goods dispatched far from both ends went there first.
    """
    route = [iso for iso in (row["route_iso"] or "").split(">") if iso]
    start = [row["dispatch_iso"] or row["origin_iso"]] if route else [row["origin_iso"], row["dispatch_iso"]]
    known = [iso for iso in (*start, *route, row["destination_iso"]) if iso]
    return tuple(iso for place, iso in enumerate(known) if place == 0 or known[place - 1] != iso)


def detour_of(countries: tuple[str, ...]) -> float:
    """Return the length of a way over the straight line between its ends; 1 where a position is not known."""
    length, straight = route_km(countries), distance_km(countries[0], countries[-1])
    if length is None or straight is None:
        return 1.0
    return round(max(length, _LEAST_KM) / max(straight, _LEAST_KM), _DIGITS)


def ways(rows: Iterable[Row], through: Iterable[str], *, least_lines: int) -> list[Way]:
    """Return the ways with a start and an end, each with the narrowest group that holds enough lines to compare with.

    Args:
        rows: Origin, dispatch, destination, route and chapter, empty where not known, with the number of lines.
        through: Countries that goods for a third country should not pass.
        least_lines: Lines of a group: origin, destination and chapter; else origin and destination; else destination.
    """
    kept = [(row, countries) for row in rows if row["destination_iso"] and len(countries := countries_of(row)) > 1]
    counts: Counter[str] = Counter()
    for row, countries in kept:
        for key in _groups(row, countries):
            counts[key] += int(row["line_count"])
    barred = frozenset(through)
    made = []
    for row, countries in kept:
        keys = _groups(row, countries)
        key = next((key for key in keys if counts[key] >= least_lines), keys[-1])
        is_through = not barred & {countries[0], countries[-1]} and bool(barred & set(countries))
        made.append(Way(row, detour_of(countries), is_through, key))
    return made


def _groups(row: Row, countries: tuple[str, ...]) -> tuple[str, str, str]:
    start, end = countries[0], row["destination_iso"]
    return f"{start} to {end}, HS {row['hs2']}", f"{start} to {end}", f"to {end}"
