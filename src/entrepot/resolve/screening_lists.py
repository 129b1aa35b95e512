"""The lists that names are screened against, as tables: entries, their listings, their names, what else is known of them."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from entrepot.resolve.screening_index import IndexTables, index_names
from entrepot.store.tables import write_parquet

ENTRY = pa.schema([("entry_id", pa.string()), ("party_id", pa.string()), ("name", pa.string()), ("kind", pa.string())])
LISTING = pa.schema(
    [
        ("entry_id", pa.string()),
        ("list_id", pa.string()),
        ("native_id", pa.string()),
        ("programme", pa.string()),
        ("measure", pa.string()),
        ("listed_on", pa.date32()),
        ("delisted_on", pa.date32()),
        ("seen_on", pa.date32()),  # the state of the list; null where the file says none
        ("is_later_state", pa.bool_()),  # that state is later than the day asked, and the list does not say since when
        ("snapshot_id", pa.string()),
        ("locator", pa.string()),
        ("provenance", pa.string()),
    ]
)
NAME = pa.schema([("entry_id", pa.string()), ("name", pa.string()), ("name_kind", pa.string())])
FACT = pa.schema([("entry_id", pa.string()), ("fact", pa.string()), ("value", pa.string())])
_FILES = ("entry", "listing", "name", "fact", "firm_words", "firm_held", "person_words", "person_held")


@dataclass(frozen=True)
class ListedParties:
    """The list side of a screening as tables ordered by entry; `name` has the names of people last.

    `firms` and `people` are the indexes of names; people's count from the first name of a person.
    """

    entry: pa.Table
    listing: pa.Table
    name: pa.Table
    fact: pa.Table
    firms: IndexTables
    people: IndexTables
    firm_name_count: int


def listed_parties(entry: pa.Table, listing: pa.Table, name: pa.Table, fact: pa.Table) -> ListedParties:
    """Return the list side of a screening with its names indexed.

    Args:
        entry: Schema ENTRY.
        listing: Schema LISTING.
        name: Schema NAME.
        fact: Schema FACT: country, born, incorporated, unit, building, contact as values; number as `scheme|validity|number`.
    """
    entry = entry.sort_by("entry_id")
    place_of = {entry_id: place for place, entry_id in enumerate(entry["entry_id"].to_pylist())}
    is_person = [kind == "person" for kind in entry["kind"].to_pylist()]
    name = name.append_column(
        "is_person", pa.array([is_person[place_of[e]] for e in name["entry_id"].to_pylist()], pa.bool_())
    )
    order = [(column, "ascending") for column in ("is_person", "entry_id", "name_kind", "name")]
    name = name.sort_by(order)
    count = int(pc.sum(pc.invert(name["is_person"])).as_py() or 0)
    texts = name["name"].to_pylist()
    owners = [place_of[entry_id] for entry_id in name["entry_id"].to_pylist()]
    return ListedParties(
        entry,
        listing.sort_by(
            [(column, "ascending") for column in ("entry_id", "list_id", "native_id", "snapshot_id", "locator")]
        ),
        name.drop_columns("is_person"),
        fact.sort_by([(column, "ascending") for column in ("entry_id", "fact", "value")]),
        index_names(texts[:count], owners[:count], is_person=False),
        index_names(texts[count:], owners[count:], is_person=True),
        count,
    )


def write_listed(folder: Path, listed: ListedParties) -> None:
    """Write the tables to a folder, in place only once complete."""
    building = folder.with_name(f"{folder.name}.partial")
    tables = (
        *(listed.entry, listed.listing, listed.name, listed.fact),
        *(listed.firms.words, listed.firms.held, listed.people.words, listed.people.held),
    )
    for file, rows in zip(_FILES, tables, strict=True):
        write_parquet(building / f"{file}.parquet", rows)
    if not folder.exists():  # another screening may have been faster; both wrote the same
        building.replace(folder)


def read_listed(folder: Path) -> ListedParties:
    """Return what `write_listed` wrote.

    Raises:
        OSError: The folder is not there or not whole.
        pyarrow.ArrowException: A file is damaged.
    """
    read = {file: pq.read_table(folder / f"{file}.parquet") for file in _FILES}
    firms = IndexTables(read["firm_words"], read["firm_held"])
    people = IndexTables(read["person_words"], read["person_held"])
    kinds = dict(zip(read["entry"]["entry_id"].to_pylist(), read["entry"]["kind"].to_pylist(), strict=True))
    count = sum(kinds[entry_id] != "person" for entry_id in read["name"]["entry_id"].to_pylist())
    return ListedParties(read["entry"], read["listing"], read["name"], read["fact"], firms, people, count)


@dataclass(frozen=True)
class Listing:
    """Where and since when an entry is listed; see LISTING."""

    list_id: str
    native_id: str
    programme: str | None
    measure: str | None
    listed_on: date | None
    delisted_on: date | None
    seen_on: date | None
    is_later_state: bool
    snapshot_id: str
    locator: str
    provenance: str


class Grouped:
    """Rows of a table by entry, read out when asked for."""

    def __init__(self, rows: pa.Table, entry_ids: list[str]) -> None:
        """Take a table ordered by `entry_id`."""
        owner = np.array(rows["entry_id"].to_pylist(), dtype=object)
        self._starts = np.searchsorted(owner, np.array([*entry_ids, "\U0010ffff"], dtype=object)).tolist()
        self._columns = [rows[name].to_pylist() for name in rows.column_names if name != "entry_id"]

    def of(self, place: int) -> list[tuple[object, ...]]:
        """Return the rows of the entry at a place."""
        span = slice(self._starts[place], self._starts[place + 1])
        return list(zip(*(column[span] for column in self._columns), strict=True))
