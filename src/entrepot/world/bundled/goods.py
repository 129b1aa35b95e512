"""The goods of the invented trade: real HS codes, invented brands and part numbers."""

from dataclasses import dataclass
from functools import cache

from entrepot.codes.resource import csv_rows

# Civilian codes of the same chapters and others; none is on the list or an HS2017 predecessor of a listed code.
_CIVILIAN = (
    *("392690", "400932", "481920", "610910", "620342", "640399", "691110", "701090", "732690", "761699", "820559"),
    *("830210", "840999", "841330", "841430", "841459", "841821", "841830", "842123", "842952", "843149", "844332"),
    *("847130", "847290", "847330", "848180", "848340", "850110", "850152", "850610", "850710", "850811", "850980"),
    *("851671", "851830", "852352", "852872", "853590", "853710", "853810", "854370", "854442", "854449", "870830"),
    *("870899", "871200", "871639", "900190", "901890", "902610", "902830", "903289", "910211", "940320", "940360"),
    *("950300", "330499"),
)
_TIER_WEIGHTS = {"1": 10.0, "2": 5.0, "3.A": 2.5, "3.B": 1.5, "4.A": 1.0, "4.B": 0.6}  # chips dominate (methods 2.4)
_PRICES_USD = {  # a usual price a piece by heading or chapter, for quantities only
    "8542": 6.0,
    "8541": 0.8,
    "8532": 0.1,
    "8536": 1.5,
    "8482": 9.0,
    "8457": 90_000.0,
    "8458": 70_000.0,
    "8459": 60_000.0,
    "8486": 120_000.0,
    "8466": 120.0,
    "8471": 600.0,
    "8517": 150.0,
    "90": 800.0,
    "87": 60.0,
    "84": 250.0,
    "85": 40.0,
}
_PRICE_USD = 8.0  # anything else
_BRAND_SEATS = {
    "Ombrixel": "US",
    "Kandoril": "US",
    "Fluvantis": "US",
    "Trexomar": "US",
    "Quorvane": "US",
    "Zelphadyne": "US",
    "Brontavix": "US",
    "Marquellon": "US",
    "Heltrussa": "DE",
    "Dornflekk": "DE",
    "Wolvatron": "NL",
    "Alpengrix": "CH",
    "Chantervo": "FR",
    "Albrosynd": "GB",
    "Kitsurame": "JP",
    "Hoshivanto": "JP",
    "Formoxelle": "TW",
    "Haneulvix": "KR",
    "Longvexin": "CN",
    "Huaxorvel": "CN",
    "Dongtrillo": "CN",
}
BRANDS = tuple(_BRAND_SEATS)
BRAND_SEATS = tuple(_BRAND_SEATS.values())
PARTS_PER_BRAND = 12


@dataclass(frozen=True)
class Good:
    """A goods code; `hs2017` is what it was declared under before 2022, the same where the code is older.

    `price_usd` is a usual price a piece. `weight` is how often it is traded among its kind.
    """

    hs2022: str
    hs2017: str
    description: str
    price_usd: float
    weight: float


@dataclass(frozen=True)
class Part:
    """A component of an invented brand; part numbers begin with SYN."""

    brand: str
    seat_iso: str
    part_number: str
    hs6: str
    description: str


@cache
def controlled_goods() -> tuple[Good, ...]:
    """Return the goods of the Common High Priority List in its order."""
    older = {row["hs6"]: row["predecessor"] for row in csv_rows("hs/predecessors.csv") if row["role"] == "chpl"}
    return tuple(
        Good(
            row["hs6"],
            older.get(row["hs6"], row["hs6"]),
            row["description"],
            _price_usd(row["hs6"]),
            _TIER_WEIGHTS[row["tier"]],
        )
        for row in csv_rows("controls/chpl.csv")
    )


@cache
def civilian_goods() -> tuple[Good, ...]:
    """Return goods under no list, from the same chapters and others."""
    listed = {good.hs2022 for good in controlled_goods()}
    texts = {row["hs6"]: row["description"] for row in csv_rows("hs/hs2022.csv")}
    return tuple(Good(hs6, hs6, texts[hs6], _price_usd(hs6), 1.0) for hs6 in _CIVILIAN if hs6 not in listed)


@cache
def parts() -> tuple[Part, ...]:
    """Return the invented components: two in three are integrated circuits (methods 2.3: half are microchips)."""
    chips = [good for good in controlled_goods() if good.hs2022.startswith("8542")]
    others = [good for good in controlled_goods() if good.hs2022[:4] in ("8541", "8532", "8536", "8526", "8517")]
    made = []
    for place, (brand, seat_iso) in enumerate(_BRAND_SEATS.items()):
        for number in range(PARTS_PER_BRAND):
            pool = others if number % 3 == 2 else chips
            good = pool[(place * 5 + number * 3) % len(pool)]
            part_number = f"SYN-{brand[:3].upper()}{4000 + place * 37 + number * 11}"
            made.append(Part(brand, seat_iso, part_number, good.hs2022, good.description))
    return tuple(made)


def _price_usd(hs6: str) -> float:
    return _PRICES_USD.get(hs6[:4], _PRICES_USD.get(hs6[:2], _PRICE_USD))
