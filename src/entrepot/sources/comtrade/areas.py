"""The area codes of UN Comtrade: ISO 3166-1 numbers, but for areas that are wider than a country or name none."""

from functools import cache

from entrepot.codes.cleaned import Cleaned
from entrepot.codes.territories import iso2, territories
from entrepot.sources.trade_flows import WORLD

# UN Comtrade, Reporters.json and partnerAreas.json (comtradeapi.un.org/files/v1/app/reference): areas that stand for a
# country with small territories beside it. BACI uses the same codes (CEPII, BACI country codes).
_WIDER = {
    "251": "FR",  # France, with Monaco and overseas departments
    "381": "IT",  # Italy, with San Marino
    "579": "NO",  # Norway, with Svalbard and Jan Mayen
    "699": "IN",  # India, since 1975
    "757": "CH",  # Switzerland, with Liechtenstein
    "842": "US",  # USA, with Puerto Rico and the US Virgin Islands
}
_OTHER_ASIA = "490"
# United Nations Statistics Division, "Taiwan, Province of China: trade data" (unstats.un.org/wiki/display/comtrade).
_OTHER_ASIA_ISSUE = (
    "area 490 (Other Asia, not elsewhere specified) is read as TW: in practice the area holds Taiwan alone, "
    "but for reporters that put unknown partners there"
)
_EU = frozenset({"97", "918"})  # the European Union as a reporter, of 28 and of 27 members
_NOWHERE = {
    "129": "Caribbean, n.e.s.",
    "221": "Eastern Europe, n.e.s.",
    "290": "Northern Africa, n.e.s.",
    "471": "Central American Common Market, n.e.s.",
    "472": "Africa CAMEU region, n.e.s.",
    "473": "Latin American Integration Association, n.e.s.",
    "492": "Europe EU, n.e.s.",
    "527": "Oceania, n.e.s.",
    "536": "Neutral Zone",
    "568": "Other Europe, n.e.s.",
    "577": "Other Africa, n.e.s.",
    "636": "Rest of America, n.e.s.",
    "637": "North and Central America, n.e.s.",
    "697": "Europe EFTA, n.e.s.",
    "837": "Bunkers",
    "838": "Free Zones",
    "839": "Special Categories",
    "849": "US miscellaneous Pacific islands",
    "879": "Western Asia, n.e.s.",
    "899": "Areas, n.e.s.",
}


def area(raw: str) -> Cleaned[str]:
    """Return the ISO code of an area code; WORLD for 0, EU for the union; None for areas that name no country."""
    code = raw.lstrip("0") if raw.isdecimal() else raw
    if code == "":
        return Cleaned(WORLD)
    if code in _WIDER:
        return Cleaned(_WIDER[code])
    if code == _OTHER_ASIA:
        return Cleaned("TW", _OTHER_ASIA_ISSUE)
    if code in _EU:
        return Cleaned("EU")
    if code in _NOWHERE:
        return Cleaned(None, f"area {code} ({_NOWHERE[code]}) names no country")
    return iso2(code.zfill(3)) if code.isdecimal() else Cleaned(None, f"{raw[:60]!r} is no area code")


@cache
def _codes() -> dict[str, str]:
    numbers = (str(number) for number in range(1, 1_000))
    plain = {iso: n for n in numbers if (iso := iso2(n.zfill(3)).value) is not None}
    return plain | {iso: code for code, iso in _WIDER.items()} | {"TW": _OTHER_ASIA, WORLD: "0", "EU": "97"}


def code_of(country_iso: str) -> str | None:
    """Return the area code under which a country reports; None where UN Comtrade has none."""
    known = {territory.country_iso for territory in territories()} | {WORLD, "EU"}
    return _codes().get(country_iso) if country_iso in known else None
