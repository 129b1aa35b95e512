"""The two parties of a line: their cells taken apart once a distinct combination, each with the id of its mention."""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.territories import iso2
from entrepot.normalise.lost_zeros import with_lost_zeros
from entrepot.normalise.not_stated import is_no_identifier, is_not_stated
from entrepot.normalise.party_cells import split_party
from entrepot.sources.base import mention_id
from entrepot.sources.customs_table.distinct import MOST_CACHED, TEXT
from entrepot.store.hashing import hash_numbers
from entrepot.store.numbering import Numbering

SIDES = ("importer", "exporter")
_COLUMNS = ("source_party_id", "name", "identifier", "country_iso", "address", "behind", "reported", "repair")
_FLOAT = re.compile(r"(\d+)\.0+")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+[eE][+-]?|[eE][+-])\d+")  # what spreadsheets and pandas make of a long number
_OFTEN_AS_REPORTED = ("name", "identifier", "address")


@dataclass(frozen=True, slots=True)
class Side:
    """A party as one combination of cells names it; `source_party_id` None where no party is named."""

    source_party_id: str | None = None
    name: str | None = None
    identifier: str | None = None
    country_iso: str | None = None
    address: str | None = None
    behind: str | None = None
    reported: str | None = None
    repair: str | None = None
    is_to_order: bool = False


@dataclass(frozen=True)
class SideColumns:
    """The columns of one side, what was repaired in it, and the number of the party of each row."""

    columns: dict[str, pa.Array]
    repairs: pa.Array
    is_to_order: pa.Array
    numbers: npt.NDArray[np.int64]


class SideReader:
    """Reads the cells of one side. Parties are numbered as they appear; what was made of one is remembered over batches."""

    def __init__(self, side: str, home_iso: str | None) -> None:
        """Prepare for a side whose parties are at home in `home_iso` where their own country is not stated."""
        self._side = side
        self._home_iso = home_iso
        self._numbers = Numbering()
        self._checks = np.array([], dtype=np.uint64)
        self._parties: list[Side] = []
        self._is_told = np.array([], dtype=np.bool_)
        self._new_flags: list[list[bool]] = []  # of new parties: whether name, identifier and address are as reported
        self._columns = {name: pa.array([], TEXT) for name in _COLUMNS}
        self._is_to_order = pa.array([], pa.bool_())
        self._is_as_reported = {name: np.array([], dtype=np.bool_) for name in _OFTEN_AS_REPORTED}

    def read(self, name: pa.Array, identifier: pa.Array, country: pa.Array, address: pa.Array) -> SideColumns:
        """Return the columns of a batch."""
        if len(self._parties) > MOST_CACHED:  # told again where it comes again: who emits parties knows them
            self.__init__(self._side, self._home_iso)  # type: ignore[misc]
        cells = (name, identifier, country, address)
        keys, checks = (column.to_numpy() for column in hash_numbers(*cells))
        rows = self._numbers.find(keys)
        is_new = rows < 0
        if is_new.any():
            self._take_new(np.flatnonzero(is_new), keys, checks, cells)
            rows[is_new] = self._numbers.find(keys[is_new])
        if not np.array_equal(self._checks[rows], checks):  # once in 10^19 pairs of parties
            raise ArithmeticError("two parties have the same key of 64 bits")
        places = pa.array(rows)
        reported = {"name": name, "identifier": identifier, "address": address}
        made = {field: self._taken(field, places, reported.get(field)) for field in _COLUMNS}
        repairs = made.pop("repair")
        columns = {f"{self._side}_{field}": column for field, column in made.items()}
        return SideColumns(columns, repairs, self._is_to_order.take(places), rows)

    def _taken(self, field: str, places: pa.Array, reported: pa.Array | None) -> pa.Array:
        """Return a column of the parties' values; what most cells hold as it was reported is not gathered anew."""
        column = self._columns[field]
        if column.null_count == len(column):
            return pa.nulls(len(places), TEXT)
        if reported is None:
            return column.take(places)
        is_other = ~self._is_as_reported[field][places.to_numpy()]
        if not is_other.any():
            return reported
        return pc.replace_with_mask(reported, pa.array(is_other), column.take(places.filter(pa.array(is_other))))

    def firsts(self, batch: SideColumns, is_kept: npt.NDArray[np.bool_]) -> list[tuple[int, Side]]:
        """Return each party that kept rows name for the first time, with the first of those rows, in order of the rows."""
        rows = np.flatnonzero(is_kept)
        rows = rows[~self._is_told[batch.numbers[rows]]]
        found, at = np.unique(batch.numbers[rows], return_index=True)
        self._is_told[found] = True
        pairs = zip(rows[at].tolist(), (self._parties[number] for number in found.tolist()), strict=True)
        return sorted((pair for pair in pairs if pair[1].source_party_id is not None), key=lambda pair: pair[0])

    def _take_new(
        self,
        rows: npt.NDArray[np.int64],
        keys: npt.NDArray[np.uint64],
        checks: npt.NDArray[np.uint64],
        cells: tuple[pa.Array, ...],
    ) -> None:
        """Take apart what rows with new keys hold, each key once, in the order of the rows."""
        first = len(self._parties)
        rows = rows[np.sort(np.unique(keys[rows], return_index=True)[1])]
        texts = [column.take(pa.array(rows)).to_pylist() for column in cells]
        for reported in zip(*texts, strict=True):
            party = self._taken_apart(*(text or "" for text in reported))
            self._parties.append(party)
            made = (party.name, party.identifier, party.address)
            pairs = zip(made, (reported[0], reported[1], reported[3]), strict=True)
            self._new_flags.append([value == text for value, text in pairs])
        self._numbers.add(keys[rows])
        self._checks = np.concatenate([self._checks, checks[rows]])
        self._extend(first)

    def _extend(self, first: int) -> None:
        new = self._parties[first:]
        if new:
            for name in _COLUMNS:
                more = pa.array([getattr(side, name) for side in new], TEXT)
                self._columns[name] = pa.concat_arrays([self._columns[name], more])
            more = pa.array([side.is_to_order for side in new], pa.bool_())
            self._is_to_order = pa.concat_arrays([self._is_to_order, more])
            flags = np.array(self._new_flags, dtype=np.bool_)
            self._is_told = np.concatenate([self._is_told, np.zeros(len(new), dtype=np.bool_)])
            self._new_flags.clear()
            for place, name in enumerate(_OFTEN_AS_REPORTED):
                self._is_as_reported[name] = np.concatenate([self._is_as_reported[name], flags[:, place]])

    def _taken_apart(self, name: str, identifier: str, country: str, address: str) -> Side:
        name, identifier, country, address = name.strip(), identifier.strip(), country.strip(), address.strip()
        stated = None if is_not_stated(country) else iso2(country)
        number, damage = _number_of(identifier)
        place = None if not address or is_not_stated(address) else address
        own_iso = None if stated is None else stated.value
        number, damage = _with_zeros(number, damage, own_iso or self._home_iso)
        if not name or is_not_stated(name):
            return Side(identifier=number, country_iso=own_iso, address=place, repair=damage)
        cell = split_party(name, own_iso or self._home_iso)
        issues = [*cell.issues, *filter(None, (damage, None if stated is None else stated.issue))]
        number = number or (cell.identifiers[0][1] if cell.identifiers else None)
        country_iso = own_iso or cell.country_iso
        party_id = None if cell.name is None else mention_id(cell.name, country_iso, number)
        return Side(
            party_id,
            cell.name,
            number,
            country_iso,
            place or cell.address,
            cell.behind,
            None if cell.name == name else name,
            "; ".join(issues) or None,
            cell.is_to_order,
        )


def _with_zeros(number: str | None, damage: str | None, country_iso: str | None) -> tuple[str | None, str | None]:
    """Return a number with the leading zeros that a spreadsheet took, where its check digit proves it, and what was done."""
    found = None if number is None else with_lost_zeros(number, country_iso)
    if found is None:
        return number, damage
    said = f"number {number!r} lost leading zeros: {found[0]} is a valid {found[1]}"
    return found[0], said if damage is None else f"{damage}; {said}"


def _number_of(cell: str) -> tuple[str | None, str | None]:
    """Return the tax or registration number of a cell, and what a spreadsheet did to it; no number where digits are lost."""
    if not cell or is_no_identifier(cell):
        return None, None
    if found := _FLOAT.fullmatch(cell):
        return found[1], f"number {cell!r} was written as one with decimals"
    if _SCIENTIFIC.fullmatch(cell):
        return None, f"number {cell[:60]!r} is in scientific notation: its digits are lost"
    return cell, None
