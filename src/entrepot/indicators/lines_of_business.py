"""Which goods firms of a line of business trade: a smoothed share of firms, learned from the case itself."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from entrepot.store.engine import Row

_CODE = re.compile(r"\s*(\d{2})[.\s]?(\d{2})(?!\d)")  # NACE Rev. 2 class, with or without its point
_LETTERS = re.compile(r"[\W_]+")
# NACE Rev. 2 classes that say nothing of the goods: agents and wholesale of a variety of goods, non-specialised wholesale
# and retail, other retail not in stores, other professional and other business support activities n.e.c.
BROAD_CODES = ("4619", "4690", "4719", "4799", "7490", "8299")
BROAD_WORDS = (  # the same in words, as registers of several countries write them
    "n e c",
    "nec",
    "not elsewhere classified",
    "non specialised",
    "non specialized",
    "nonspecialised",
    "variety of goods",
    "general trading",
    "general trade",
    "import export",
)


@dataclass(frozen=True)
class Industry:
    """A line of business as a key that equal ones share, and whether it is too broad to say anything of the goods."""

    key: str
    is_broad: bool


def industry_of(business_text: str) -> Industry:
    """Return the industry a business text names: its four-digit class where it begins with one, else its words."""
    words = f" {_LETTERS.sub(' ', business_text.casefold()).strip()} "
    is_broad = any(f" {phrase} " in words for phrase in BROAD_WORDS)
    if (code := _CODE.match(business_text)) is not None:
        key = code.group(1) + code.group(2)
        return Industry(key, is_broad or key in BROAD_CODES)
    return Industry(words.strip(), is_broad)


@dataclass(frozen=True)
class Fit:
    """How well goods fit a line of business: the share of its firms that trade them, and that over the share of all."""

    probability: float
    lift: float


class GoodsOfIndustries:
    """Counts of traders by industry and goods, from which a firm's own trade is always left out."""

    def __init__(self, cells: Iterable[Row], *, pseudo_firms: float, least_firms: int) -> None:
        """Take counts of firms by hs_level (4, 2, 0), industry and hs_group; `pseudo_firms` weighs the wider group."""
        self._firms: dict[tuple[int, str, str], int] = {}
        for row in cells:
            self._firms[row["hs_level"], row["industry"], row["hs_group"]] = row["firms"]
        self._pseudo = pseudo_firms
        self._least = least_firms
        self._all: dict[tuple[int, str], int] = {}
        for (level, _, group), firms in self._firms.items():
            self._all[level, group] = self._all.get((level, group), 0) + firms

    def is_judged(self, industry: str) -> bool:
        """Return whether enough other firms of the industry trade anything."""
        return self._firms.get((0, industry, ""), 0) - 1 >= self._least

    def fit(self, industry: str, hs4: str) -> Fit:
        """Return how a heading fits an industry, seen from a firm that trades it."""
        probability, base = self._chance(industry, hs4)
        return Fit(probability, probability / base)

    def _chance(self, industry: str, hs4: str) -> tuple[float, float]:
        """Return the smoothed share of the industry's other firms that trade the heading, and that of all others."""
        others = max(0, self._firms.get((0, industry, ""), 0) - 1)
        everyone = max(1, self._all.get((0, ""), 0) - 1)
        hs2 = hs4[:2]
        of_chapter = max(0.5, self._all.get((2, hs2), 0) - 1)  # half a firm where nobody else trades it
        of_heading = max(0.5, self._all.get((4, hs4), 0) - 1)
        chapter = max(0, self._firms.get((2, industry, hs2), 0) - 1)
        heading = max(0, self._firms.get((4, industry, hs4), 0) - 1)
        wide = (chapter + self._pseudo * of_chapter / everyone) / (others + self._pseudo)
        expected = wide * min(1.0, of_heading / of_chapter)
        return (heading + self._pseudo * expected) / (others + self._pseudo), of_heading / everyone


def basket_fit(fits: Iterable[tuple[Fit, float]]) -> float:
    """Return how well a basket of headings fits: the mean of ln(lift), weighted by value; equal weights where none has one."""
    listed = list(fits)
    total = math.fsum(value for _, value in listed)
    weights = [value / total if total > 0 else 1 / len(listed) for _, value in listed]
    return round(math.fsum(math.log(fit.lift) * weight for (fit, _), weight in zip(listed, weights, strict=True)), 9)
