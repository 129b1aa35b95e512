"""The countries of a world: size, bloc, cities, what they are good at; and how much they trade with each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log
from typing import Literal

from entrepot.codes.positions import distance_km
from entrepot.world.goods import GoodKind
from entrepot.world.settings import DESTINATION_ISO, Setting

Bloc = Literal["destination", "hub", "coalition", "neutral", "minor"]
# GDP of 2021 in billions of US dollars, rounded, from general knowledge (World Bank); towns with their native spelling.
_GDP_AND_TOWNS: dict[str, tuple[int, str]] = {
    "RU": (
        1830,
        "Москва=Moscow|Санкт-Петербург=Saint Petersburg|Екатеринбург=Yekaterinburg|Новосибирск=Novosibirsk|Казань=Kazan",
    ),
    "KZ": (197, "Алматы=Almaty|Астана=Astana|Шымкент=Shymkent|Караганда=Karaganda"),
    "KG": (9, "Бишкек=Bishkek|Ош=Osh"),
    "AM": (14, "Երևան=Yerevan|Գյումրի=Gyumri"),
    "UZ": (69, "Toshkent=Tashkent|Samarqand=Samarkand"),
    "GE": (19, "თბილისი=Tbilisi|ბათუმი=Batumi"),
    "TR": (820, "İstanbul=Istanbul|İzmir=Izmir|Mersin=Mersin|Ankara=Ankara|Bursa=Bursa"),
    "AE": (415, "Dubai=Dubai|Sharjah=Sharjah|Abu Dhabi=Abu Dhabi"),
    "RS": (63, "Beograd=Belgrade|Novi Sad=Novi Sad"),
    "AZ": (55, "Bakı=Baku|Sumqayıt=Sumgait"),
    "MN": (15, "Улаанбаатар=Ulaanbaatar"),
    "TJ": (9, "Душанбе=Dushanbe"),
    "MD": (14, "Chișinău=Chisinau"),
    "BY": (70, "Минск=Minsk|Гомель=Gomel"),
    "US": (23300, "Austin=Austin|San Jose=San Jose|Boston=Boston|Miami=Miami"),
    "DE": (4260, "Hamburg=Hamburg|Stuttgart=Stuttgart|München=Munich|Leipzig=Leipzig"),
    "JP": (5000, "Osaka=Osaka|Tokyo=Tokyo"),
    "KR": (1810, "Incheon=Incheon|Seoul=Seoul"),
    "TW": (775, "Hsinchu=Hsinchu|Taipei=Taipei"),
    "NL": (1010, "Rotterdam=Rotterdam|Eindhoven=Eindhoven"),
    "IT": (2110, "Torino=Turin|Milano=Milan"),
    "FR": (2960, "Lyon=Lyon|Paris=Paris"),
    "GB": (3130, "London=London|Reading=Reading"),
    "PL": (680, "Poznań=Poznan|Warszawa=Warsaw"),
    "CZ": (282, "Brno=Brno|Praha=Prague"),
    "FI": (297, "Tampere=Tampere|Helsinki=Helsinki"),
    "SE": (635, "Göteborg=Gothenburg"),
    "AT": (480, "Linz=Linz|Wien=Vienna"),
    "BE": (595, "Antwerpen=Antwerp"),
    "ES": (1430, "Barcelona=Barcelona"),
    "LT": (66, "Vilnius=Vilnius|Kaunas=Kaunas"),
    "LV": (39, "Rīga=Riga"),
    "EE": (37, "Tallinn=Tallinn"),
    "CH": (800, "Zürich=Zurich"),
    "CA": (1990, "Toronto=Toronto"),
    "CN": (17800, "Shenzhen=Shenzhen|Guangzhou=Guangzhou|Ningbo=Ningbo|Shanghai=Shanghai|Yiwu=Yiwu"),
    "HK": (369, "Kowloon=Kowloon|Wan Chai=Wan Chai|Tsuen Wan=Tsuen Wan"),
    "IN": (3150, "Mumbai=Mumbai|Bengaluru=Bengaluru"),
    "VN": (366, "Hanoi=Hanoi|Ho Chi Minh City=Ho Chi Minh City"),
    "MY": (373, "Penang=Penang"),
    "TH": (506, "Bangkok=Bangkok"),
    "SG": (424, "Singapore=Singapore"),
    "ID": (1190, "Jakarta=Jakarta"),
    "BR": (1650, "São Paulo=Sao Paulo"),
    "ZA": (419, "Johannesburg=Johannesburg"),
    "IL": (488, "Haifa=Haifa"),
    "EG": (425, "Alexandria=Alexandria"),
}
_HUBS: dict[Setting, tuple[str, ...]] = {
    "base": ("KZ", "KG", "AM", "UZ", "GE", "TR", "AE", "RS"),
    "other": ("KZ", "AM", "TR", "AE", "AZ", "MN", "TJ", "MD"),
}
_MINOR = ("KG", "UZ", "GE", "RS", "AZ", "MN", "TJ", "MD", "BY")  # those of them that are no hubs have no ledger
_NEUTRAL = ("CN", "HK", "IN", "VN", "MY", "TH", "SG", "ID", "BR", "ZA", "IL", "EG")
EAEU = frozenset({"RU", "BY", "KZ", "KG", "AM"})
PROBES = ("BR", "IN", "ZA", "EG")  # probe_controls of methods 6.1 as far as they are here
_CONTIGUOUS = frozenset(
    frozenset(pair.split("-"))
    for pair in [
        "RU-KZ",
        "RU-BY",
        "RU-GE",
        "RU-AZ",
        "RU-MN",
        "RU-CN",
        "RU-FI",
        "RU-EE",
        "RU-LV",
        "RU-LT",
        "RU-PL",
        "KZ-KG",
        "KZ-UZ",
        "KZ-CN",
        "KG-CN",
        "KG-UZ",
        "KG-TJ",
        "UZ-TJ",
        "TJ-CN",
        "MN-CN",
        "GE-AM",
        "GE-TR",
        "GE-AZ",
        "TR-AM",
        "CN-HK",
        "BY-PL",
        "BY-LT",
        "BY-LV",
    ]
)
_RUSSIAN_SPEAKING = EAEU | {"UZ", "TJ", "MD", "AZ", "GE", "LV", "EE"}
# Gravity: methods 10 and 11.1.
_DISTANCE, _CONTIGUITY, _LANGUAGE, _UNION = -1.0, 0.5, 0.4, 0.4
_LISTED_ADVANTAGE = {  # revealed comparative advantage in listed goods [proposed]
    "TW": 2.5,
    "SG": 2.2,
    "HK": 2.6,
    "MY": 2.0,
    "KR": 1.6,
    "JP": 1.6,
    "CN": 1.6,
    "US": 1.5,
    "DE": 1.2,
    "NL": 1.3,
    "IL": 1.3,
    "CH": 1.2,
    "FI": 1.0,
    "IN": 0.3,
    "VN": 0.9,
    "TH": 0.9,
    "BR": 0.1,
    "ZA": 0.1,
    "EG": 0.05,
    "ID": 0.3,
}


@dataclass(frozen=True, slots=True)
class Country:
    """A country: GDP in billions of US dollars, bloc, towns as (native, Latin)."""

    iso: str
    gdp: float
    bloc: Bloc
    towns: tuple[tuple[str, str], ...]

    @property
    def is_hub(self) -> bool:
        """True where its import and export ledgers are seen and it trades on to the destination."""
        return self.bloc == "hub"

    @property
    def is_coalition(self) -> bool:
        """True of members of the coalition that controls exports."""
        return self.bloc == "coalition"

    @property
    def is_eaeu(self) -> bool:
        """True of members of the Eurasian Economic Union."""
        return self.iso in EAEU


def countries_of(setting: Setting) -> Mapping[str, Country]:
    """Return the countries of a setting by ISO code, in a fixed order."""
    return {
        iso: Country(iso, float(gdp), _bloc(iso, setting), _towns(towns))
        for iso, (gdp, towns) in _GDP_AND_TOWNS.items()
    }


def _bloc(iso: str, setting: Setting) -> Bloc:
    if iso == DESTINATION_ISO:
        return "destination"
    if iso in _HUBS[setting]:
        return "hub"
    return "minor" if iso in _MINOR else "neutral" if iso in _NEUTRAL else "coalition"


def _towns(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((native, latin) for native, _, latin in (town.partition("=") for town in text.split("|")))


def gravity(exporter: Country, importer: Country, kind: GoodKind) -> float:
    """Return how much one country exports to another, in no unit: larger economies and nearer ones more (methods 11.1)."""
    distance = max(distance_km(exporter.iso, importer.iso) or 0.0, 150.0)  # a border at least
    pair = frozenset({exporter.iso, importer.iso})
    level = log(exporter.gdp) + log(importer.gdp) + _DISTANCE * log(distance)
    level += _CONTIGUITY * (pair in _CONTIGUOUS)
    level += _LANGUAGE * (pair <= _RUSSIAN_SPEAKING)
    level += _UNION * (pair <= EAEU)
    advantage = _LISTED_ADVANTAGE.get(exporter.iso, 0.7 if exporter.is_coalition else 0.05) if kind == "listed" else 1.0
    return exp(level) * advantage
