"""Outlines of land, for maps: coasts without borders."""

from functools import cache
from itertools import groupby

from entrepot.codes.resource import csv_rows

Ring = tuple[tuple[float, float], ...]


@cache
def coastlines() -> tuple[Ring, ...]:
    """Return rings of (latitude, longitude) in degrees, each closed. Source: resources/countries/coastlines.csv."""
    rows = csv_rows("countries/coastlines.csv")
    return tuple(
        tuple((float(row["latitude"]), float(row["longitude"])) for row in points)
        for _, points in groupby(rows, key=lambda row: row["ring"])
    )
