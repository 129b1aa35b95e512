"""Prices over time, and quantities of honest orders."""

from datetime import date

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

from entrepot.world.goods import Part
from entrepot.world.settings import WorldSettings

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_REFERENCE_MONTH = 24  # part prices are of January 2021
_INFLATION = 0.0025  # a month [proposed]
_WALK_SD = 0.012  # of a heading's monthly log price change [proposed]
LINE_SD = 0.13  # of one line's log price around the part's [proposed]; methods 11.3's N(0, .5) is the part's own
_DRIFT_LEVEL = 0.25  # log price level added in a drift world from its day [proposed]
# Log mark-ups of listed goods to the destination after T0, by the seller's country (methods 2.2 and 11.4).
_MARKUPS = {"CN": 0.63, "HK": 0.63, "TR": 0.33}
_MARKUP, _PLACEBO_MARKUP = 0.56, 0.09
_RAMP_MONTHS = 4.0
# methods 10: mean 5,000, median 250 dollars a line are ln 5.52 and sigma 2.45; lower here, for a line has at least one piece.
LISTED_LN_USD, LISTED_SD = 4.4, 2.45
CIVILIAN_LN_USD, CIVILIAN_SD = 7.6, 1.9  # methods 11.3: sigma 1.8 to 2.5; the mean is proposed
_ROUND = np.array(
    [1, 2, 3, 5, 10, 20, 25, 50, 100, 150, 200, 250, 300, 500, 1000, 1500, 2000, 2500, 3000, 4000, 5000, 10000]
)


class Prices:
    """The price level of every heading and month, and the mark-ups on the way to the destination."""

    def __init__(self, rng: Generator, settings: WorldSettings) -> None:
        self._calendar, self._seed = settings.calendar, settings.seed
        count = self._calendar.month_count
        months = np.arange(count)
        # One walk for each of a hundred chapters: headings of a chapter move together.
        walks = np.cumsum(rng.normal(0.0, _WALK_SD, (100, count)), axis=1)
        walks -= walks[:, [_REFERENCE_MONTH]]
        self.log_level: Floats = walks + _INFLATION * (months - _REFERENCE_MONTH)
        if settings.kind == "drift":
            self.log_level[:, months >= self._calendar.month_of(self._calendar.drift_on)] += _DRIFT_LEVEL
        self._extra = 0.0 if settings.setting == "base" else 0.1  # the other setting has dearer detours [proposed]
        after = np.maximum(months - self._calendar.cutoff_month + 1, 0)
        self.ramp: Floats = 1.0 - 0.5 ** (after / _RAMP_MONTHS)

    def markup(self, seller_iso: str, *, is_listed: bool) -> float:
        """Return the full log mark-up, long after T0, of goods that a country sells to the destination."""
        return _MARKUPS.get(seller_iso, _MARKUP) + self._extra if is_listed else _PLACEBO_MARKUP

    def unit_usd(
        self, part: Part, day: date, *, seller_iso: str, destination_iso: str, rng: Generator | None = None
    ) -> float:
        """Return the price of a piece on a day, US dollars; with `rng` that of one line."""
        month = min(max(self._calendar.month_of(day), 0), self._calendar.month_count - 1)
        log_price = float(np.log(part.price_usd) + self.log_level[int(part.heading[:2]), month])
        if destination_iso == "RU":
            log_price += self.markup(seller_iso, is_listed=part.kind == "listed") * float(self.ramp[month])
        if rng is not None:
            log_price += float(rng.normal(0.0, LINE_SD))
        return round(float(np.exp(log_price)), 4)


def typical_quantity(rng: Generator, part: Part, value_usd: float | None = None) -> float:
    """Return the pieces of an honest order: about a value, or a usual one of the part's kind; often a round number."""
    if value_usd is None:
        listed = part.kind == "listed"
        mu, sd = (LISTED_LN_USD, LISTED_SD) if listed else (CIVILIAN_LN_USD, CIVILIAN_SD)
        value_usd = float(np.exp(rng.normal(mu, sd)))
    pieces: Floats = np.array([value_usd / part.price_usd])
    return float(rounded_quantities(rng, pieces)[0])


def rounded_quantities(rng: Generator, pieces: Floats) -> Floats:
    """Return whole pieces, at least one; nearly half of the orders are of a round number, as reels and boxes are."""
    whole: Floats = np.maximum(np.round(pieces), 1.0)
    is_round = rng.random(len(pieces)) < 0.45  # proposed
    near = _ROUND[np.clip(np.searchsorted(_ROUND, whole), 0, len(_ROUND) - 1)].astype(np.float64)
    thousands = np.maximum(np.round(whole / 1000.0), 1.0) * 1000.0
    return np.where(is_round, np.where(whole > _ROUND[-1], thousands, near), whole)
