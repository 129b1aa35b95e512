"""Declaration lines that a reader should doubt: kept in every count, and said wherever a finding rests on them."""

from entrepot.store.engine import Engine
from entrepot.store.sql import statement_beside

_SMALLEST_COUNT = 8  # [P] fewer prices of a part make no middle that one slip could not move
_FEWEST_TENS = 2  # [P] ten times the price may be a price; a hundred or a thousand times is a unit more often
_TOLERANCE = 0.15  # [P] in powers of ten: a factor of 1.4 either way, the spread of one part's prices


def mark_doubtful_lines(engine: Engine) -> int:
    """Materialise `linked__line_doubt`; return how many doubts there are.

    Two kinds: lines of different declarations on one day with the same parties, both known, code, value and weight; and
    lines whose price is a hundred, a thousand, ... times or parts of the middle price of the same part number in the same
    unit. Lines after the day the case stands at are read too and do not matter: a line's twins are of its own day, and no
    finding rests on a later line; later prices of a part only make its middle surer.

    Args:
        engine: With linked__declaration.
    Source: methods of the project, 8.4 C3 and C4.
    """
    return engine.materialise(
        "linked__line_doubt",
        statement_beside(__file__),
        {"smallest_count": _SMALLEST_COUNT, "fewest_tens": _FEWEST_TENS, "tolerance": _TOLERANCE},
    )
