"""Where the growth of goods coming into a third country and going on stands among those of all countries and goods."""

from typing import Any

from entrepot.flows.coincidence import ALL_GOODS, Passage
from entrepot.indicators.reference_group import Standing, standings

Ranks = dict[bool, tuple[dict[str, Standing], dict[str, Standing]]]


def passage_key(passage: Passage) -> str:
    """Return the passage's third country and goods."""
    return f"{passage.partner_iso}:{passage.goods}"


def ranks_of(tested: list[Passage]) -> Ranks:
    """Return where growth in and growth out stand; by True those of whole lists, by False those of goods groups."""
    found = {}
    for is_all in (True, False):
        chosen = [passage for passage in tested if (passage.goods == ALL_GOODS) == is_all]
        sides = []
        for side in ("came_in", "went_on"):
            growth = {passage_key(each): getattr(each, side).change for each in chosen}
            known = {key: value for key, value in growth.items() if value is not None}
            groups = {passage_key(each): (each.goods,) for each in chosen if passage_key(each) in known}
            sides.append(standings(known, groups))
        found[is_all] = (sides[0], sides[1])
    return found


def weaker_rank(passage: Passage, ranks: Ranks) -> dict[str, Any]:
    """Return the weaker of the two standings (methods 8.1 M3), where both growths are known."""
    places = [side.get(passage_key(passage)) for side in ranks[passage.goods == ALL_GOODS]]
    known = [place.details() for place in places if place is not None]
    if len(known) < len(places):
        return {}
    return min(known, key=lambda found: (found["score"] is not None, found["score"] or 0))
