"""Writes the entries of the real lists as parties with the truth beside them, in the form of resolve_data.py.

The truth are entries of two lists that share a checked number; numbers are not shown, so that names and birth dates have to find
them. With `is_cross_only` an EU entry shows only names in other scripts than Latin and an OFAC or UN entry only Latin ones.
"""

import itertools
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from resolve_data import PARTY_SCHEMA, TRUTH_SCHEMA

sys.path.append(str(Path(__file__).parents[1] / "tools"))

from build_match_pairs import Entry, parties, read_entries
from name_differences import script_of


def shown_names(entry: Entry, *, is_cross_only: bool) -> list[str]:
    """Return the names of an entry that the measurement shows."""
    if not is_cross_only:
        return entry.names
    is_latin_list = not entry.list_id.startswith("eu_")
    return [name for name in entry.names if (script_of(name) == "Latn") == is_latin_list]


def write_lists(folder: Path, lists: Path, *, is_cross_only: bool) -> int:
    """Write parties.parquet, a row a name, and truth.parquet; return how many entries there are.

    Args:
        folder: Where to write.
        lists: The folder of the published lists.
        is_cross_only: Whether each side shows names of one kind of script only.
    """
    groups = parties(read_entries(lists))
    shown = {
        entry.place: (entry, names)
        for group in groups
        for entry in group
        if (names := shown_names(entry, is_cross_only=is_cross_only))
    }
    rows = [
        (place, "person" if entry.kind == "person" else "company", name, None, entry.born, None, None)
        for place, (entry, names) in sorted(shown.items())
        for name in names
    ]
    truth = [
        (*sorted((one.place, other.place)), "shared number", "Cyrl-Latn" if is_cross_only else "any-any", one.kind)
        for group in groups
        for one, other in itertools.combinations([entry for entry in group if entry.place in shown], 2)
        if one.list_id != other.list_id
    ]
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema, lines in (("parties", PARTY_SCHEMA, rows), ("truth", TRUTH_SCHEMA, truth)):
        columns = dict(zip(schema.names, map(list, zip(*lines, strict=True)), strict=True))
        pq.write_table(pa.table(columns, schema=schema), folder / f"{name}.parquet")
    return len(shown)
