"""The two parties of a line: their cells taken apart once a distinct combination, each with the id of its mention."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.territories import iso2
from entrepot.normalise.not_stated import is_no_identifier, is_not_stated
from entrepot.normalise.party_cells import split_party
from entrepot.sources.base import mention_id
from entrepot.sources.customs_table.distinct import MOST_CACHED, TEXT

SIDES = ("importer", "exporter")
_COLUMNS = ("source_party_id", "name", "identifier", "country_iso", "address", "behind", "reported", "repair")
_BETWEEN = "\x1f"  # ASCII: unit separator; in no cell that a person wrote


@dataclass(frozen=True)
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
        self._numbers: dict[str, int] = {}
        self._parties: list[Side] = []
        self._is_told: list[bool] = []
        self._columns = {name: pa.array([], TEXT) for name in _COLUMNS}
        self._is_to_order = pa.array([], pa.bool_())

    def read(self, name: pa.Array, identifier: pa.Array, country: pa.Array, address: pa.Array) -> SideColumns:
        """Return the columns of a batch."""
        if len(self._parties) > MOST_CACHED:  # told again where it comes again: who emits parties knows them
            self.__init__(self._side, self._home_iso)  # type: ignore[misc]
        cells = [pc.fill_null(column, "") for column in (name, identifier, country, address)]
        encoded = pc.binary_join_element_wise(*cells, _BETWEEN).dictionary_encode()
        first = len(self._parties)
        numbers = np.array([self._number(key) for key in encoded.dictionary.to_pylist()], dtype=np.int64)
        self._extend(first)
        rows = numbers[encoded.indices.to_numpy()]
        places = pa.array(rows)
        made = {f"{self._side}_{field}": self._columns[field].take(places) for field in _COLUMNS if field != "repair"}
        return SideColumns(made, self._columns["repair"].take(places), self._is_to_order.take(places), rows)

    def firsts(self, batch: SideColumns, is_kept: npt.NDArray[np.bool_]) -> list[tuple[int, Side]]:
        """Return each party that kept rows name for the first time, with the first of those rows, in order of the rows."""
        rows = np.flatnonzero(is_kept)
        found, at = np.unique(batch.numbers[rows], return_index=True)
        firsts = []
        for row, number in sorted(zip(rows[at].tolist(), found.tolist(), strict=True)):
            if not self._is_told[number]:
                self._is_told[number] = True
                if self._parties[number].source_party_id is not None:
                    firsts.append((row, self._parties[number]))
        return firsts

    def _number(self, key: str) -> int:
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._parties)
            self._parties.append(self._taken_apart(*key.split(_BETWEEN)))
            self._is_told.append(False)
        return number

    def _extend(self, first: int) -> None:
        new = self._parties[first:]
        if new:
            for name in _COLUMNS:
                more = pa.array([getattr(side, name) for side in new], TEXT)
                self._columns[name] = pa.concat_arrays([self._columns[name], more])
            more = pa.array([side.is_to_order for side in new], pa.bool_())
            self._is_to_order = pa.concat_arrays([self._is_to_order, more])

    def _taken_apart(self, name: str, identifier: str, country: str, address: str) -> Side:
        name, identifier, country, address = name.strip(), identifier.strip(), country.strip(), address.strip()
        stated = None if is_not_stated(country) else iso2(country)
        number = None if not identifier or is_no_identifier(identifier) else identifier
        place = None if not address or is_not_stated(address) else address
        own_iso = None if stated is None else stated.value
        if not name or is_not_stated(name):
            return Side(identifier=number, country_iso=own_iso, address=place)
        cell = split_party(name, own_iso or self._home_iso)
        issues = [*cell.issues, *([stated.issue] if stated is not None and stated.issue is not None else [])]
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
