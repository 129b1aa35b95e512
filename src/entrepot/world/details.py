"""What customs ask besides the goods and the parties: countries, currency, terms, transport, office, broker."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

from entrepot.world.block import CURRENCIES, INCOTERMS, MODES, NOBODY
from entrepot.world.draft import Draft
from entrepot.world.population import Population, day_number
from entrepot.world.settings import DESTINATION_ISO

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
OFFICES = 12  # customs offices a country [proposed]
_MADE_IN = ("MY", "CN", "TW", "TH", "VN", "US", "DE", "JP")  # where coalition brands have electronics made
_MADE_CHANCES = np.array([0.22, 0.3, 0.15, 0.08, 0.06, 0.08, 0.06, 0.05])
_MADE_ELSEWHERE = 0.65  # of coalition brands' lines: origin is not the brand's country (methods 11.3: 60 to 90 percent)
_BRANDED_ELSEWHERE = 0.12  # of other goods [proposed]
_DISPATCHED_ELSEWHERE = (
    0.1  # of lines; with the origins origin differs from departure in a fifth (methods 10: 20.0 percent)
)
_OTHER_DISPATCH = {
    "HK": "CN",
    "CN": "HK",
    "TR": "AE",
    "AE": "TR",
    "KZ": "CN",
    "AM": "AE",
    "KG": "CN",
    "GE": "TR",
    "UZ": "CN",
}
_OF_DECLARATION = ("dispatch", "seller", "currency", "mode", "term", "broker")
_SELLER_ELSEWHERE = 0.06  # proposed
_OFFSHORE = ("HK", "AE", "GB", "CH")
_CNY = (0.04, 0.35)  # methods 11.4: share of yuan in the destination's imports, logistic
_CNY_RAMP_DAYS = 120.0
_BROKER_ZIPF = 0.85  # top tenth of brokers has about half of the declarations (methods 10: 51.7 percent)
_BROKERED, _OWN_DECLARANT = (
    0.62,
    0.13,
)  # of lines with a broker, and with the firm itself; the rest name none [proposed]
_OWN_CONSIGNEE = 0.22  # proposed


@dataclass(frozen=True)
class _PartArrays:
    log_price: Floats
    chapter: Ints
    is_listed: npt.NDArray[np.bool_]
    brand: Ints
    is_coalition_brand: npt.NDArray[np.bool_]
    is_electronic: npt.NDArray[np.bool_]


class Details:
    """Fills in what differs from line to line; also the market's prices as arrays."""

    def __init__(self, rng: Generator, draft: Draft, people: Population) -> None:
        self._draft, self._people = draft, people
        self._place = {iso: index for index, iso in enumerate(people.isos)}
        self._parts = self._part_arrays()
        count = len(people.isos)
        self._dispatch = np.array([self._place[_OTHER_DISPATCH.get(iso, "PL")] for iso in people.isos])
        self._made = np.array([self._place[iso] for iso in _MADE_IN])
        self._cumulated_made = np.cumsum(_MADE_CHANCES)[:-1]
        self._offshore = np.array([self._place[iso] for iso in _OFFSHORE])
        self._brokers = self._broker_arrays(rng, count)
        self._markup = np.array(
            [[draft.prices.markup(iso, is_listed=flag) for iso in people.isos] for flag in (False, True)]
        )
        calendar = draft.calendar
        self._months = np.array([month for month in range(calendar.month_count) for _ in range(self._length(month))])
        self._cutoff = day_number(calendar.cutoff_on)
        self._first = day_number(calendar.first_on)
        # The firm's own choices: which office, which two brokers.
        self._office = np.minimum(rng.exponential(2.5, len(draft.firms)), OFFICES - 1).astype(np.int64)
        self._broker_u = rng.random((len(draft.firms), 2))

    def _length(self, month: int) -> int:
        calendar = self._draft.calendar
        return (calendar.first_of(month + 1) - calendar.first_of(month)).days

    def _part_arrays(self) -> _PartArrays:
        parts = self._draft.catalogue.parts
        coalition = {iso for iso, country in self._draft.countries.items() if country.is_coalition}
        return _PartArrays(
            np.log([part.price_usd for part in parts]),
            np.array([int(part.heading[:2]) for part in parts]),
            np.array([part.kind == "listed" for part in parts]),
            np.array([self._place.get(part.brand_iso, 0) for part in parts]),
            np.array([part.brand_iso in coalition for part in parts]),
            np.array([part.heading[:2] in ("84", "85", "88", "90") for part in parts]),
        )

    def _broker_arrays(self, rng: Generator, count: int) -> list[Ints]:
        """Return the forwarders of each country, in a drawn order: the first have most declarations."""
        found: list[list[int]] = [[] for _ in range(count)]
        for firm in self._draft.firms:
            if "forwarder" in firm.tags:
                found[self._place[firm.country_iso]].append(firm.position)
        return [rng.permutation(np.array(own, np.int64)) for own in found]

    def month_of(self, day: Ints) -> Ints:
        """Return the month of each day, counted from 0."""
        return np.asarray(self._months[day - self._first])

    def log_prices(self, part: Ints, day: Ints, seller: Ints, buyer: Ints) -> Floats:
        """Return the log of the market's price of each part, dearer on the way to the destination after T0."""
        month = self.month_of(day)
        level = self._draft.prices.log_level[self._parts.chapter[part], month]
        markup = self._markup[self._parts.is_listed[part].astype(np.int64), seller]
        goes_there = buyer == self._place[DESTINATION_ISO]
        result: Floats = self._parts.log_price[part] + level + goes_there * markup * self._draft.prices.ramp[month]
        return result

    def drawn(
        self,
        rng: Generator,
        part: Ints,
        day: Ints,
        *,
        exporter: Ints,
        importer: Ints,
        declaration: Ints,
        declares: Ints,
    ) -> dict[str, Ints]:
        """Return the other arrays of a block; what belongs to a declaration is equal on all of its lines.

        `declares` is the firm whose customs hold the line.
        """
        whole = int(declaration.max()) + 1 if len(part) else 0
        own = {name: rng.random(whole)[declaration] for name in _OF_DECLARATION}
        country = self._people.country
        from_country, to_country = country[np.maximum(exporter, 0)], country[np.maximum(importer, 0)]
        other = np.where(own["dispatch"] < _DISPATCHED_ELSEWHERE, self._dispatch[from_country], from_country)
        dispatch = np.where(other == to_country, from_country, other)
        return {
            "origin": self._origin(rng, part, dispatch),
            "dispatch": dispatch,
            "seller": self._seller(own["seller"], from_country),
            "currency": self._currency(own["currency"], day, from_country, to_country),
            "mode": self._mode(own["mode"], part),
            "incoterm": (own["term"] ** 1.4 * len(INCOTERMS)).astype(np.int64),
            "office": self._office[declares],
            "consignee": np.where(own["broker"] > 1.0 - _OWN_CONSIGNEE, importer, NOBODY),
            "declarant": self._declarant(own["broker"], declares),
        }

    def _seller(self, u: Floats, exporter: Ints) -> Ints:
        """Return where the contracting seller is: the exporter's country, for a few a trading place."""
        offshore = self._offshore[(u / _SELLER_ELSEWHERE * len(self._offshore)).astype(np.int64) % len(self._offshore)]
        return np.where(u < _SELLER_ELSEWHERE, offshore, exporter)

    def _origin(self, rng: Generator, part: Ints, dispatch: Ints) -> Ints:
        """Return where the goods were made: coalition electronics mostly in Asia; other goods mostly where they come from."""
        u, parts = rng.random(len(part)), self._parts
        made = self._made[np.searchsorted(self._cumulated_made, rng.random(len(part)))]
        is_branded = parts.is_coalition_brand[part] & parts.is_electronic[part] & parts.is_listed[part]
        home = np.where(parts.is_listed[part], parts.brand[part], dispatch)
        elsewhere = np.where(parts.is_listed[part], made, parts.brand[part])
        return np.where(u < np.where(is_branded, _MADE_ELSEWHERE, _BRANDED_ELSEWHERE), elsewhere, home)

    def _currency(self, u: Floats, day: Ints, seller: Ints, buyer: Ints) -> Ints:
        late = 1.0 / (1.0 + np.exp(-(day - self._cutoff - 2 * _CNY_RAMP_DAYS) / _CNY_RAMP_DAYS))
        goes_there = buyer == self._place[DESTINATION_ISO]
        is_chinese = (seller == self._place["CN"]) | (seller == self._place["HK"])
        # A third of the destination's imports come from elsewhere: the yuan's share is over all of them.
        yuan = np.where(
            goes_there, (_CNY[0] + (_CNY[1] - _CNY[0]) * late) * np.where(is_chinese, 1.7, 0.05), 0.03 * is_chinese
        )
        is_coalition = np.array([c.is_coalition for c in self._draft.countries.values()])[seller]
        is_member = np.array([c.is_eaeu for c in self._draft.countries.values()])[seller]
        euro = yuan + np.where(is_coalition, 0.5, 0.1)
        rouble = euro + np.where(is_member, 0.45, 0.02)
        codes = {code: index for index, code in enumerate(CURRENCIES)}
        found = np.where(u < rouble, codes["RUB"], codes["USD"])
        found = np.where(u < euro, codes["EUR"], found)
        return np.where(u < yuan, codes["CNY"], found)

    def _mode(self, u: Floats, part: Ints) -> Ints:
        """Return the transport: electronics fly more often, other goods come by road and sea."""
        chances = np.where(
            self._parts.is_electronic[part][:, None],
            np.array([0.35, 0.9, 0.96, 1.0]),
            np.array([0.55, 0.62, 0.92, 1.0]),
        )
        found: Ints = (u[:, None] > chances).sum(axis=1)
        return np.minimum(found, len(MODES) - 1)

    def _declarant(self, u: Floats, declares: Ints) -> Ints:
        """Return who declares: a broker of the firm's country, the firm itself, or nobody named."""
        found = np.full(len(declares), NOBODY)
        country = self._people.country[declares]
        pick = self._broker_u[declares, (u * 1000.0).astype(np.int64) % 4 // 3]
        for place in np.unique(country):
            brokers = self._brokers[int(place)]
            if len(brokers):
                weights = np.cumsum(1.0 / np.arange(1, len(brokers) + 1) ** _BROKER_ZIPF)
                rows = country == place
                found[rows] = brokers[np.searchsorted(weights, pick[rows] * weights[-1], side="right")]
        found = np.where(u < _BROKERED, found, NOBODY)
        return np.where((u >= _BROKERED) & (u < _BROKERED + _OWN_DECLARANT), declares, found)
