"""Invented firms' and people's names, numbers and addresses: obviously made up, and the same for the same seed.

Names are built from syllables that no list or register at hand holds (tests compare them with the sanctions lists). Numbers
have right check digits and stand in ranges that are not given out: an INN of region 00, a BIN of serial 99xxx.
"""

import numpy as np
from numpy.random import Generator

from entrepot.normalise import checksums

_STARTS = (
    "Velk Zorn Quall Brim Tarv Oxl Drav Plin Morv Skel Yund Fenz Grol Hask Jurv Kelp Lorv Nast Prund Rusk Sarn Tolv "
    "Ulm Wend"
)
_MIDDLES = "a o e i u ar or en"
_ENDS = "rad nix dorn mund tesk lov gant pel ster vik zor quen bal dril fex gorn hust jask lund mer norv pax rill tump"
_GIVEN = (
    "Orvan Telmir Sulka Brenno Darvid Elmeko Faldun Gorvith Hulmar Iskela Jorvun Kelmina Lundar Mirvok Nelvara Ostrim"
)
_FAMILY = "kisson nadze rovant melku tarsky dolvin pembro sulgar hartun valdek"
_TRADES = (
    "Trade|Supply|Components|Systems|Import|Technics|Logistic|Industrial|Electronics|Solutions|Export|Distribution"
)
LEGAL_FORMS = {  # one usual form a country; the name's key drops it
    "RU": "OOO",
    "KZ": "TOO",
    "KG": "OsOO",
    "AM": "LLC",
    "GE": "LLC",
    "UZ": "LLC",
    "AE": "FZE",
    "TR": "Ltd. Sti.",
    "HK": "Limited",
    "CN": "Co., Ltd.",
    "DE": "GmbH",
    "NL": "B.V.",
    "US": "Inc.",
    "FI": "Oy",
    "PL": "Sp. z o.o.",
    "IT": "S.r.l.",
    "JP": "K.K.",
    "KR": "Co., Ltd.",
    "TW": "Co., Ltd.",
    "CZ": "s.r.o.",
}
CITIES = {  # real towns, invented streets
    "RU": ("Moscow", "St. Petersburg", "Yekaterinburg", "Novosibirsk", "Kazan"),
    "KZ": ("Almaty", "Astana", "Shymkent"),
    "KG": ("Bishkek",),
    "AM": ("Yerevan",),
    "GE": ("Tbilisi",),
    "UZ": ("Tashkent",),
    "AE": ("Dubai", "Sharjah"),
    "TR": ("Istanbul", "Izmir", "Mersin"),
    "HK": ("Kowloon", "Wan Chai"),
    "CN": ("Shenzhen", "Guangzhou", "Ningbo"),
    "DE": ("Hamburg", "Stuttgart", "Leipzig"),
    "NL": ("Rotterdam", "Eindhoven"),
    "US": ("Austin", "San Jose"),
    "FI": ("Tampere",),
    "PL": ("Poznan",),
    "IT": ("Torino",),
    "JP": ("Osaka",),
    "KR": ("Incheon",),
    "TW": ("Hsinchu",),
    "CZ": ("Brno",),
}


def invented_words(rng: Generator, count: int) -> list[str]:
    """Return distinct invented words, at most 4,608."""
    words = [a + b + c for a in _STARTS.split() for b in _MIDDLES.split() for c in _ENDS.split()]
    return [words[index] for index in rng.permutation(len(words))[:count]]


def firm_names(rng: Generator, countries: list[str]) -> list[str]:
    """Return one name a country given, no two with the same first word."""
    trades = _TRADES.split("|")
    picks = rng.integers(0, len(trades), len(countries))
    words = invented_words(rng, len(countries))
    return [
        f"OOO {word} {trades[pick]}"
        if iso == "RU"
        else f"TOO {word} {trades[pick]}"
        if iso == "KZ"
        else f"{word} {trades[pick]} {LEGAL_FORMS[iso]}"
        for word, pick, iso in zip(words, picks, countries, strict=True)
    ]


def person_names(rng: Generator, count: int) -> list[str]:
    """Return distinct invented people's names: given name, initial, family name."""
    given = _GIVEN.split()
    stems = [a + b for a in _STARTS.split() for b in _MIDDLES.split()]
    letters = "BDFGKLMNPRSTVZ"
    names = [(g, letter, s, f) for g in range(len(given)) for letter in letters for s in stems for f in _FAMILY.split()]
    order = rng.choice(len(names), size=count, replace=False)
    return [f"{given[names[i][0]]} {names[i][1]}. {names[i][2]}{names[i][3]}" for i in order]


def inn(serial: int) -> str:
    """Return an INN of region 00, which is not given out, with a right check digit."""
    body = f"00{serial:07}"
    return next(f"{body}{digit}" for digit in range(10) if checksums.inn(f"{body}{digit}"))


def kz_bin(year_month: str, serial: int) -> str:
    """Return a BIN with the serial 99xxx of its month and a right check digit; the next serial where none is right."""
    for shift in range(10):
        body = f"{year_month}4099{(serial + shift) % 1000:03}"
        for digit in range(10):
            if checksums.kz_iin(f"{body}{digit}"):
                return f"{body}{digit}"
    raise ValueError(year_month)  # ten bodies in a row without a check digit do not occur


def building_of(rng: Generator, street_word: str, iso: str) -> str:
    """Return an invented building in a real town."""
    cities = CITIES[iso]
    city = cities[int(rng.integers(0, len(cities)))]
    return f"{street_word} Street {int(rng.integers(1, 180))}, {city}"


def unit_in(building: str, unit: int) -> str:
    """Return an office in a building."""
    return f"Office {unit}, {building}"


def heavy_weights(rng: Generator, count: int) -> np.ndarray:
    """Return sizes of firms, Pareto with index 1.06 cut at 150 (methods 10: firm size; the cut keeps small firms in the data)."""
    return np.minimum(1.0 + rng.pareto(1.06, count), 150.0)
