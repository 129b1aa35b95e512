"""Invented brands with the country of their owner and the form of their part numbers."""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.random import Generator

from entrepot.codes.makers import all_prefixes
from entrepot.world.settings import Setting
from entrepot.world.words import LATIN, invented_word

_SEATS = {  # of electronic brands: methods 2.3, more than 70 % US makers and more than 20 % European ones among components
    "base": ("US",) * 16
    + ("DE", "DE", "NL", "CH", "FR", "GB", "IT", "SE", "JP", "JP", "JP", "JP", "KR", "KR", "TW", "TW", "TW"),
    "other": ("US",) * 12
    + ("DE", "DE", "DE", "NL", "CH", "FR", "GB", "AT", "FI", "JP", "JP", "JP", "JP", "JP", "KR", "KR", "TW"),
}
_ASIAN_SEATS = ("CN",) * 10 + ("HK", "IN")
_CIVILIAN_SEATS = ("IT", "DE", "FR", "PL", "ES", "JP", "KR", "US", "GB", "NL") * 3 + (
    "CN",
    "TR",
    "IN",
    "VN",
    "TH",
    "TR",
    "CN",
    "CN",
) * 3
_ENDS = ("trix", "vane", "dyne", "mark", "lux", "gard", "fell", "novo", "quar", "zent")
_MIDDLE = "QXZJ"  # rare in real part numbers


@dataclass(frozen=True, slots=True)
class Brand:
    """An invented brand: `prefix` begins its part numbers."""

    name: str
    country_iso: str
    is_electronic: bool
    prefix: str

    def part_number(self, rng: Generator) -> str:
        """Return an invented part number of the brand."""
        digits, kind = int(rng.integers(1000, 99999)), int(rng.integers(0, 4))
        tail = "ABCDEFGHKLMNPRSTUVW"
        letters = "".join(tail[int(rng.integers(0, len(tail)))] for _ in range(int(rng.integers(1, 4))))
        return f"{self.prefix}{digits}{('', letters, f'-{letters}', f'{letters}-{int(rng.integers(1, 99))}')[kind]}"


@cache
def brands_of(setting: Setting) -> tuple[Brand, ...]:
    """Return the brands of a setting, the same for every seed."""
    rng = np.random.Generator(np.random.PCG64(41 if setting == "base" else 43))
    seats = [(iso, True) for iso in (*_SEATS[setting], *_ASIAN_SEATS)] + [(iso, False) for iso in _CIVILIAN_SEATS]
    made: dict[str, Brand] = {}
    prefixes: set[str] = set()
    for iso, is_electronic in seats:
        name, prefix = "", ""
        while not name or name in made or prefix in prefixes or _is_known(prefix):
            stem = LATIN.spelled(invented_word(rng, 2))
            name = f"{stem}{_ENDS[int(rng.integers(0, len(_ENDS)))]}".capitalize()
            last = name.upper()[int(rng.integers(2, len(name)))]
            prefix = f"{name[0].upper()}{_MIDDLE[int(rng.integers(0, 4))]}{last}"
        prefixes.add(prefix)
        made[name] = Brand(name, iso, is_electronic, prefix)
    return tuple(made.values())


def _is_known(prefix: str) -> bool:
    """Return whether part numbers of a prefix would be read as those of a real maker (resources/goods/makers.toml)."""
    return any(
        re.match(f"(?:{known})", f"{prefix}{digits}") for _, known in all_prefixes() for digits in ("1234", "56789")
    )
