"""The maps of a block's corridors: the baseline's mean month and that since the cut-off, on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from entrepot.codes.positions import Position, positions
from entrepot.flows.period_comparison import Comparison
from entrepot.report.figures.flow_map import MapPlace, flow_map
from entrepot.report.flow_model import Corridor, FlowBlock
from entrepot.report.pictures import NARROW_PX
from entrepot.report.words import rough_ratio, short_money

_SEAT_OF_THE_EU: Final = "BE"  # the block is drawn at Brussels
_WIDE_PX: Final = 740.0  # the column of text: a wider map would hold no more
_HEADINGS: Final = (("before", "Baseline: mean month"), ("since", "Since the cut-off: mean month"))


@dataclass(frozen=True)
class MapPair:
    """One map, drawn for wide and for narrow pages."""

    heading: str
    wide: Markup
    narrow: Markup


@dataclass(frozen=True)
class _Placed:
    corridor: Corridor
    found: Comparison
    at: Position


def maps_of(block: FlowBlock, anchor: str) -> tuple[tuple[MapPair, ...], tuple[str, ...]]:
    """Return the two maps, none where the exporter or every partner lacks a place, and the partners without one."""
    known = positions()
    seat = known.get(_SEAT_OF_THE_EU if block.exporter_iso == "EU" else block.exporter_iso)
    compared = [(c, found) for c in block.corridors if (found := c.comparison) is not None]
    placed = [_Placed(c, found, known[c.importer_iso]) for c, found in compared if c.importer_iso in known]
    unplaced = tuple(c.importer_name for c, _ in compared if c.importer_iso not in known)
    if seat is None or not placed:
        return (), unplaced
    origin = MapPlace(block.exporter_name, seat.latitude, seat.longitude, "exports from here")
    highest = max(max(each.found.baseline_mean, each.found.period_mean) for each in placed)
    made = []
    for name, heading in _HEADINGS:
        places = [_place(each, block.currency, is_before=name == "before") for each in placed]
        made.append(_pair(origin, places, highest, heading, f"{anchor}-map-{name}"))
    return tuple(made), unplaced


def _place(placed: _Placed, currency: str, *, is_before: bool) -> MapPlace:
    corridor, found, at = placed.corridor, placed.found, placed.at
    value = found.baseline_mean if is_before else found.period_mean
    said = short_money(value, currency)
    if not is_before and found.ratio is not None:
        said += f", ×{rough_ratio(found.ratio)}"
    return MapPlace(corridor.importer_name, at.latitude, at.longitude, said, value, corridor.is_destination)


def _pair(origin: MapPlace, places: Sequence[MapPlace], highest: float, heading: str, figure_id: str) -> MapPair:
    words = f"{heading}. " + " ".join(f"{place.name} {place.words}." for place in places)
    wide, narrow = (
        flow_map(
            origin,
            places,
            highest=highest,
            title=heading,
            words=words,
            figure_id=f"{figure_id}-{name}",
            width=width,
        )
        for name, width in (("wide", _WIDE_PX), ("narrow", NARROW_PX))
    )
    return MapPair(heading, wide, narrow)
