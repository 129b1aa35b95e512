"""Writes the parties of declarations: spellings, numbers, addresses, countries, as messily as their data are."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from numpy.random import Generator

from entrepot.world.block import NOBODY, Block
from entrepot.world.draft import Draft
from entrepot.world.population import Population
from entrepot.world.text import SPELLINGS, Spellings, mistyped_number, spellings_of

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_CYRILLIC_TEXT = "RU BY KZ KG TJ MN UZ"  # customs and firms there write each other in Cyrillic
_NEAR_IN_CYRILLIC = 0.6  # of such names abroad [proposed]
_NUMBERED = {"good": 0.97, "fair": 0.88, "poor": 0.65}  # own ledger gives the firm's number [proposed]
_NUMBERED_ABROAD = 0.05  # proposed
_MISTYPED_NUMBER = 0.01
_WITH_ADDRESS = {"good": 0.75, "fair": 0.55, "poor": 0.35}  # proposed
_NO_EXPORTER = {"base": 0.09, "other": 0.15}  # methods 10: seller missing in 9.6 percent; 11.3: 10 percent
NO_COUNTRY = 0.03  # of the countries of parties and goods [proposed]
_POOR = 2  # place of the band


class Sides:
    """Writes importers, exporters, consignees and declarants."""

    def __init__(self, rng: Generator, draft: Draft, people: Population) -> None:
        self._people, firms = people, draft.firms
        self._has_addresses = "addresses" not in draft.settings.without
        self._no_exporter = _NO_EXPORTER[draft.settings.setting]
        self._spellings: Spellings = spellings_of(rng, draft, with_addresses=self._has_addresses)
        self._isos = pa.array(people.isos)
        first = [firm.identifiers[0][1] if firm.identifiers else None for firm in firms]
        pairs = zip(first, (mistyped_number(firm) for firm in firms), strict=True)
        self._numbers = pa.array([number for pair in pairs for number in pair], pa.string())
        self._addresses = pa.array([text or None for firm in firms for text in (firm.address, firm.latin_address)])
        self._numbered = np.array([_NUMBERED[firm.quality_band] for firm in firms])
        self._with_address = np.array([_WITH_ADDRESS[firm.quality_band] for firm in firms])
        self._is_cyrillic = np.array([iso in _CYRILLIC_TEXT.split() for iso in people.isos])

    def columns(self, rng: Generator, block: Block) -> dict[str, pa.Array]:
        """Return the columns of all parties of the lines."""
        found: dict[str, pa.Array] = {}
        for side, firm in (("importer", block.importer), ("exporter", block.exporter)):
            is_missing = firm == NOBODY
            if side == "exporter":
                # A broker leaves it out of all lines of a declaration.
                is_missing = is_missing | ((by_declaration(rng, block) < self._no_exporter) & (block.direction == 0))
            found |= self._side(rng, block, side, np.maximum(firm, 0), is_missing)
        for name, firm in (("consignee_name", block.consignee), ("declarant_name", block.declarant)):
            known = np.maximum(firm, 0)
            is_home = self._people.country[known] == block.reporting
            found[name] = self._names(rng, block, known, is_home, firm == NOBODY)
        return found

    def _side(self, rng: Generator, block: Block, side: str, firm: Ints, is_missing: Flags) -> dict[str, pa.Array]:
        """Return name, number, address and country of one side."""
        is_home = self._people.country[firm] == block.reporting
        u = rng.random(len(block))
        no_number = is_missing | (u >= np.where(is_home, self._numbered[firm], _NUMBERED_ABROAD))
        is_wrong = (self._spellings.band[firm] == _POOR) & (u < _MISTYPED_NUMBER)
        no_address = is_missing | (rng.random(len(block)) >= self._with_address[firm]) | (not self._has_addresses)
        no_country = is_missing | (rng.random(len(block)) < NO_COUNTRY)
        return {
            f"{side}_name": self._names(rng, block, firm, is_home, is_missing),
            f"{side}_identifier": taken(self._numbers, firm * 2 + is_wrong, no_number),
            f"{side}_address": taken(self._addresses, firm * 2 + ~is_home, no_address),
            f"{side}_country_iso": taken(self._isos, self._people.country[firm], no_country),
        }

    def _names(self, rng: Generator, block: Block, firm: Ints, is_home: Flags, is_missing: Flags) -> pa.Array:
        """Return a spelling of each firm; the broker of a declaration writes it one way."""
        u = by_declaration(rng, block)
        spelling = self._spellings.spelling(firm, by_declaration(rng, block))
        place = self._spellings.unit(firm, block.day) * SPELLINGS + spelling
        are_cyrillic = self._is_cyrillic[self._people.country[firm]] & self._is_cyrillic[block.reporting]
        is_native = is_home | (are_cyrillic & (u < _NEAR_IN_CYRILLIC))
        home = taken(self._spellings.home, place, is_missing | ~is_native)
        return pc.coalesce(home, taken(self._spellings.abroad, place, is_missing | is_native))


def by_declaration(rng: Generator, block: Block) -> Floats:
    """Return a number from 0 to 1 for each line, the same on all lines of a declaration."""
    found: Floats = rng.random(int(block.declaration.max()) + 1)[block.declaration]
    return found


def taken(pool: pa.Array, places: Ints, is_missing: Flags) -> pa.Array:
    """Return the texts at the places, null where missing."""
    return pool.take(pa.array(places, mask=is_missing))
