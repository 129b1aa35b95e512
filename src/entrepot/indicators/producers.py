"""Which countries make which goods, as far as sources of the case say so: registers' lines of business, and claims."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from entrepot.indicators.base import Context, Evidence
from entrepot.indicators.lines_of_business import industry_of
from entrepot.store.engine import Row
from entrepot.store.sql import statement_beside

# Headings that a manufacturing class of NACE Rev. 2 makes, for goods on the lists. [P] Read off the titles of the classes
# (Regulation (EC) No 1893/2006) and of the headings; a class makes more than stands here.
MAKES: Final = {
    "2611": ("8532", "8533", "8534", "8536", "8540", "8541", "8542"),  # electronic components
    "2612": ("8473", "8534", "8542", "8548", "8549"),  # loaded electronic boards
    "2620": ("8471", "8473"),  # computers and peripheral equipment
    "2630": ("8517", "8525", "8526", "8527", "8529"),  # communication equipment
    "2640": ("8518", "8519", "8521", "8525", "8527", "8528", "8529"),  # consumer electronics
    "2651": ("8526", "9014", "9015", "9025", "9026", "9027", "9030", "9031", "9032"),  # measuring and navigation
    "2670": ("9001", "9002", "9005", "9011", "9012", "9013"),  # optical instruments
    "2711": ("8501", "8502", "8503", "8504"),  # electric motors, generators and transformers
    "2712": ("8535", "8536", "8537", "8538"),  # electricity distribution and control apparatus
    "2720": ("8506", "8507"),  # batteries and accumulators
    "2732": ("8544",),  # other electronic and electric wires and cables
    "2733": ("8536", "8547"),  # wiring devices
    "2790": ("8543", "8545", "8548"),  # other electrical equipment
    "2811": ("8406", "8408", "8411", "8412"),  # engines and turbines
    "2815": ("8482", "8483"),  # bearings, gears, gearing and driving elements
    "2841": ("8456", "8457", "8458", "8459", "8460", "8461", "8462", "8463"),  # metal forming machinery
    "2849": ("8464", "8465", "8466", "8468"),  # other machine tools
    "2899": ("8479", "8486"),  # other special-purpose machinery
    "3030": ("8802", "8803", "8806", "8807"),  # air and spacecraft
}
_CODE = re.compile(r"\d{4,6}")


@dataclass(frozen=True)
class Production:
    """A source that says that a country makes goods: `headings` are HS codes or their beginnings; empty for any goods."""

    country_iso: str
    headings: tuple[str, ...]
    words: str
    evidence: Evidence

    def covers(self, country_iso: str, hs6: str) -> bool:
        """Return whether it speaks of those goods of that country."""
        return country_iso == self.country_iso and (not self.headings or hs6.startswith(self.headings))


def productions(context: Context, countries: Iterable[str]) -> Sequence[Production]:
    """Return what sources of the case say of production in countries, by country and source.

    A line of business counts where it begins with a manufacturing class of NACE Rev. 2; a claim where its metric is
    production and its goods are codes, or not stated.
    """
    named = sorted(set(countries))
    if not named:
        return ()
    rows = context.rows(statement_beside(__file__), {"countries": named, "as_of_on": context.as_of_on})
    return tuple(found for row in rows if (found := _production(row)) is not None)


def _production(row: Row) -> Production | None:
    if row["goods_list"] is None:
        headings = MAKES.get(industry_of(row["said"]).key, ())
        words = f"{row['name']}: line of business {row['said']}"
        return _of(row, headings, words) if headings else None
    codes = tuple(_CODE.findall(row["goods_list"]))
    words = f"{row['name']} states production of {row['said']}"
    return _of(row, codes, words) if codes or not row["goods_list"] else None


def _of(row: Row, headings: tuple[str, ...], words: str) -> Production:
    evidence = Evidence(row["snapshot_id"], row["locator"], words, row["provenance"], row["publication"])
    return Production(row["country_iso"], headings, words, evidence)
