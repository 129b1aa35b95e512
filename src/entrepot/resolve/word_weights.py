"""What an agreement of one word tells: rare words tell much, common ones little."""

import math
from functools import cache

from entrepot.codes.resource import csv_rows

_FIRMS = 5_033  # entries of firms, bodies and ships that were counted (resources/names/word_counts.csv.source.toml)
_PEOPLE = 4_090
_LEAST = 0.3  # a common name still tells more than a word such as "group"
_UNCOUNTED = 1  # entries that a word left out of the counts is taken to be in
_COMMON = 6  # entries from which on a word is called common


@cache
def _counts() -> dict[str, tuple[int, int]]:
    return {row["fold"]: (int(row["firms"]), int(row["people"])) for row in csv_rows("names/word_counts.csv")}


def word_weight(fold: str, *, is_person: bool) -> float:
    """Return the weight of a folded word, from 0.3 for one met everywhere to 1 for a rare one.

    The weight falls with the logarithm of the number of entries, as inverse document frequency does. A word of one or two
    letters is weighed as if it were common.
    """
    total = _PEOPLE if is_person else _FIRMS
    count = max(_counts().get(fold, (0, 0))[is_person], _UNCOUNTED)
    weight = math.log(total / count) / math.log(total / _UNCOUNTED)
    return max(_LEAST, min(weight, 0.4 + 0.2 * (len(fold) - 1)))


def is_common(fold: str) -> bool:
    """Return whether many listed firms or people have a word in their names."""
    return max(_counts().get(fold, (0, 0))) >= _COMMON
