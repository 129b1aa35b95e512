"""Fills the published totals of a teardown study with rows of invented equipment and parts.

KSE Institute reports 1,057 foreign components in 58 pieces of equipment, more than 70 % of US and more than 20 % of European
makers, half of them microchips; it publishes no list of parts at hand. The rows made here add up to those totals, so that the
join from parts to goods codes and ledger lines can be shown. Equipment, makers and part numbers are invented.
"""

from collections import Counter

from entrepot.world.bundled.goods import Part, parts
from entrepot.world.bundled.ledger import shares

EQUIPMENT_COUNT, COMPONENT_COUNT = 58, 1057  # KSE Institute, June 2023
_US_COUNT, _EUROPE_COUNT = 745, 216  # 70.5 % and 20.4 %: more than 70 % and more than 20 %
_CHIP_COUNT = 529  # half of all
_EUROPE = frozenset({"DE", "NL", "CH", "FR", "GB"})
_PUBLICATION = "KSE Institute, June 2023 (totals only)"


def teardown_rows() -> list[dict[str, str]]:
    """Return component rows, one for each kind of part in each piece of equipment, adding up to the published totals."""
    found: Counter[tuple[int, Part]] = Counter()
    piece = 0
    for region, count in (("US", _US_COUNT), ("EU", _EUROPE_COUNT), ("", COMPONENT_COUNT - _US_COUNT - _EUROPE_COUNT)):
        chip_count, other_count = shares(count, (_CHIP_COUNT, COMPONENT_COUNT - _CHIP_COUNT))
        for is_chip, wanted in ((True, chip_count), (False, other_count)):
            pool = [part for part in parts() if _region(part) == region and part.hs6.startswith("8542") == is_chip]
            for index in range(wanted):
                found[piece % EQUIPMENT_COUNT, pool[index % len(pool)]] += 1
                piece += 1
    return [_row(place, part, count) for (place, part), count in sorted(found.items(), key=_order)]


def _region(part: Part) -> str:
    return "US" if part.seat_iso == "US" else "EU" if part.seat_iso in _EUROPE else ""


def _order(item: tuple[tuple[int, Part], int]) -> tuple[int, str]:
    (place, part), _ = item
    return place, part.part_number


def _row(place: int, part: Part, count: int) -> dict[str, str]:
    return {
        "equipment": f"Equipment {place + 1:02} (synthetic)",
        "maker_name": f"{part.brand} (invented maker)",
        "maker_country_iso": part.seat_iso,
        "part_number": part.part_number,
        "description": f"{part.description} (invented part)",
        "hs6": part.hs6,
        "component_count": str(count),
        "count_basis": "pieces",
        "provenance": "reconstructed",
        "publication": _PUBLICATION,
    }
