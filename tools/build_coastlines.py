"""Builds `resources/countries/coastlines.csv`, the outlines of land, from Natural Earth's land polygons.

    python tools/build_coastlines.py land-110m.json

The file is that of the npm package world-atlas (TopoJSON of Natural Earth 1:110m). Land alone: no borders are kept, so none
is drawn for anybody.
"""

import csv
import hashlib
import io
import json
import sys
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from entrepot.settings import resources_dir

COLUMNS = ("ring", "latitude", "longitude")
DIGITS = 2  # decimals of a degree: about a kilometre, finer than 1:110m
_ANTARCTIC_CIRCLE = -60.0  # rings wholly south of it are left out: they close over the pole, and nobody trades there
_SOURCE_TOML = """\
producer = "Natural Earth"
title = "Land at 1:110m: outlines of continents and islands"
url = "https://www.naturalearthdata.com/downloads/110m-physical-vectors/110m-land/"
accessed = 2026-11-22
version = "npm world-atlas 2.0.2, land-110m.json (ISC)"
licence = "Public domain"
computed_by = "tools/build_coastlines.py"
sha256 = "{sha256}"
note = \"\"\"
One row a point of a ring, degrees, rounded to {digits} decimals; the first point of a ring is its last as well. Inner rings are
seas within land. Antarctica is left out. Borders are not part of it.
\"\"\"
"""
Point = tuple[float, float]


def rings_of(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """Yield the rings of TopoJSON's land as points (latitude, longitude), in the order of the file."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        across, along = (list(accumulate(step[axis] for step in arc)) for axis in (0, 1))
        arcs.append([(y * scale_y + move_y, x * scale_x + move_x) for x, y in zip(across, along, strict=True)])
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            for ring in polygon:
                points: list[Point] = []
                for number in ring:
                    arc = (
                        arcs[number] if number >= 0 else arcs[~number][::-1]
                    )  # a reversed arc is stored as its complement
                    points += arc[1:] if points else arc
                yield points


def table_text(rings: Iterator[list[Point]]) -> str:
    """Return the table of kept rings, numbered from 1."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    kept = [ring for ring in rings if max(latitude for latitude, _ in ring) > _ANTARCTIC_CIRCLE]
    for number, ring in enumerate(kept, start=1):
        rounded = [(round(latitude, DIGITS), round(longitude, DIGITS)) for latitude, longitude in ring]
        for place, (latitude, longitude) in enumerate(rounded):
            if not place or rounded[place - 1] != (latitude, longitude):
                writer.writerow((number, f"{latitude:g}", f"{longitude:g}"))
    return stream.getvalue()


def main() -> None:
    """Write the table and its record."""
    text = table_text(rings_of(json.loads(Path(sys.argv[1]).read_text("utf-8"))))
    path = resources_dir() / "countries/coastlines.csv"
    path.write_text(text, encoding="utf-8", newline="")
    digest = hashlib.sha256(text.encode()).hexdigest()
    record = _SOURCE_TOML.format(sha256=digest, digits=DIGITS)
    path.with_name(f"{path.name}.source.toml").write_text(record, encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
