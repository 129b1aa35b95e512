"""The countries that goods pass on an ordinary way, as some declarations report them."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numpy.random import Generator

from entrepot.world.block import Block

Ints = npt.NDArray[np.int64]
_REPORTED = 0.2  # of lines [proposed]
_NORTH = frozenset(["DE", "NL", "BE", "PL", "CZ", "FR", "GB", "SE", "FI", "AT", "ES", "IT", "CH", "LT", "LV", "EE"])
_SOUTHERN = frozenset(["AM", "GE", "AZ"])
_ASIAN_STEPPE = frozenset(["KZ", "KG", "UZ", "TJ", "MN"])
_OVERLAND = frozenset({"KG", "UZ", "TJ"})
_THROUGH_RUSSIA = 0.5  # of civilian goods from the coalition to Central Asia after T0 [proposed]


def legs(dispatch: str, destination: str, *, avoids_russia: bool) -> tuple[str, ...]:
    """Return the countries passed on an ordinary way, both ends included.

    Geography only: Central Asia is reached from the west through Russia or round it through Turkey and the Caucasus; from China
    through Kazakhstan.
    """
    middle: tuple[str, ...] = ()
    if dispatch in _NORTH and destination in _ASIAN_STEPPE:
        middle = ("PL", "TR", "GE", "AZ", "KZ") if avoids_russia else ("PL", "BY", "RU", "KZ")
    elif dispatch in _NORTH and destination in _SOUTHERN:
        middle = ("RO", "TR")
    elif dispatch in _NORTH and destination == "RU":
        middle = ("PL", "BY") if dispatch not in ("FI", "LV", "EE", "LT") else ()
    elif dispatch in ("CN", "HK") and destination in _OVERLAND:
        middle = ("CN", "KZ")
    elif dispatch == "TR" and destination in ("RU", *_ASIAN_STEPPE):
        middle = ("GE",) if destination == "RU" else ("GE", "AZ", "KZ")
    elif dispatch in ("AM", "UZ", "KG") and destination == "RU":
        middle = ("GE",) if dispatch == "AM" else ("KZ",)
    route = (dispatch, *middle, destination)
    return tuple(iso for place, iso in enumerate(route) if place == 0 or iso not in route[:place])


class Routes:
    """Ordinary routes between all countries, as the texts that declarations hold."""

    def __init__(self, isos: tuple[str, ...], cutoff: int) -> None:
        self._cutoff, self._count = cutoff, len(isos)
        self._texts = pa.array(
            [">".join(legs(a, b, avoids_russia=flag)) for flag in (False, True) for a in isos for b in isos]
        )

    def routes(
        self, rng: Generator, block: Block, is_listed: npt.NDArray[np.bool_], u: npt.NDArray[np.float64]
    ) -> pa.Array:
        """Return the route of each line, null where not reported; `u` is one number a declaration."""
        is_late = block.day >= self._cutoff
        avoids = is_late & (is_listed | (rng.random(len(block)) >= _THROUGH_RUSSIA))
        place = (avoids.astype(np.int64) * self._count + block.dispatch) * self._count + block.destination
        is_missing = (u >= _REPORTED) | (block.dispatch == block.destination)
        return self._texts.take(pa.array(place, mask=is_missing))
