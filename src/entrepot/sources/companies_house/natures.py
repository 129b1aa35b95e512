"""Natures of control: the register's bands as ranges, and what is no share."""

import re
from dataclasses import dataclass

# Companies House, api-enumerations psc_descriptions.yml. Bands: Companies Act 2006, Schedule 1A, and the register's guidance:
# more than 25 % up to 50 %, more than 50 % and less than 75 %, 75 % or more.
_BAND = re.compile(
    r"(?:part-)?(?P<what>ownership-of-shares|voting-rights|right-to-share-surplus-assets)-"
    r"(?:(?P<low>25|50|75)-to-(?P<high>50|75|100)-percent|(?P<over>more-than-25-percent))(?P<how>(?:-.*)?)"
)
_KINDS = {"ownership-of-shares": "shares", "voting-rights": "votes", "right-to-share-surplus-assets": "unknown"}
# Directors of a company; members or managers with such rights of a partnership; the board of an overseas entity.
_BOARD = re.compile(r"right-to-appoint-and-remove-(?:directors|members|person|people|board)(?P<how>(?:-.*)?)")
_THROUGH_OTHERS = re.compile(r"-as-(?:trust|firm|control-over-trust|control-over-firm)|-trust-|-firm-")
_WHOLE = 100.0  # percent


@dataclass(frozen=True)
class Nature:
    """An interest that a nature of control states: its kind (records.relation) and bounds, percent, with their open ends."""

    kind: str
    low_pct: float
    high_pct: float
    is_low_open: bool
    is_high_open: bool


def nature_of(words: str) -> Nature | None:
    """Return the interest of a nature of control; None for one that states no share and no right over the board."""
    if (board := _BOARD.fullmatch(words)) is not None:
        kind = "indirect" if _THROUGH_OTHERS.search(board["how"]) else "board"
        return None if kind == "indirect" else Nature(kind, 50.0, _WHOLE, is_low_open=True, is_high_open=False)
    found = _BAND.fullmatch(words)
    if found is None:
        return None
    kind = "indirect" if _THROUGH_OTHERS.search(found["how"]) else _KINDS[found["what"]]
    if found["over"]:
        return Nature(kind, 25.0, _WHOLE, is_low_open=True, is_high_open=False)
    low, high = float(found["low"]), float(found["high"])
    return Nature(kind, low, high, is_low_open=low < 75, is_high_open=high == 75)
