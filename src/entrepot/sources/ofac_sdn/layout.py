"""The three headerless CSV files of the list: their columns, how each is recognised, and their odd ends.

Source: OFAC, SDN data specification (dat_spec.txt): `-0-` stands for null, the last line is a bare end-of-file mark (0x1A).
"""

from collections.abc import Iterator
from pathlib import Path

from entrepot.records.quarantine import QUARANTINE
from entrepot.sources.base import ParseContext
from entrepot.sources.columns import Columns
from entrepot.sources.party_rows import PartyKind
from entrepot.sources.tabular import first_cells, rows

SDN_COLUMNS = Columns(
    (
        "ent_num",
        "sdn_name",
        "sdn_type",
        "program",
        "title",
        "call_sign",
        "vess_type",
        "tonnage",
        "grt",
        "vess_flag",
        "vess_owner",
        "remarks",
    ),
    is_headerless=True,
)
ALT_COLUMNS = Columns(("ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks"), is_headerless=True)
ADD_COLUMNS = Columns(("ent_num", "add_num", "address", "city_state_zip", "country", "add_remarks"), is_headerless=True)
ENTRY_TYPES: dict[str, PartyKind] = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft"}
ALIAS_TYPES = frozenset({"aka", "fka", "nka"})
_NULL = "-0-"
_END_MARK = "\x1a"
_CONFIDENCE = 0.95
# The other lists of OFAC (cons_prim.csv ...) have the same layout; they are not the SDN list.
_OTHER_LIST_PREFIX = "cons_"

Row = dict[str, str | None]


def entries(context: ParseContext, columns: Columns) -> Iterator[tuple[str, Row]]:
    """Yield each record's locator and its cells, `-0-` as None.

    A broken record goes to quarantine; the end-of-file mark does not, because every complete file ends with it.
    """
    for locator, row in rows(context, columns):
        yield locator, {name: None if cell == _NULL else cell for name, cell in row.items()}
    _forget_end_mark(context)


def _forget_end_mark(context: ParseContext) -> None:
    quarantined = context.rows.get(QUARANTINE.name, [])
    broken = [row for row in quarantined if row["raw"].strip(" \r\n") != _END_MARK]
    if len(broken) < len(quarantined):
        context.rows[QUARANTINE.name] = broken
        context.rows_read -= len(quarantined) - len(broken)
        context.warnings[:] = [text for text in context.warnings if "does not end with a line break" not in text]
    else:
        context.warn("The end-of-file mark that closes OFAC files is missing: the file is perhaps cut off")


def _first_cells(path: Path) -> tuple[str, ...]:
    return () if path.name.casefold().startswith(_OTHER_LIST_PREFIX) else first_cells(path)


def looks_like_sdn(path: Path, head: bytes) -> float:
    """Return the confidence that a file is the list of entries."""
    cells = _first_cells(path)
    is_entry = len(cells) == len(SDN_COLUMNS.names) and cells[0].isdigit() and cells[2] in {_NULL, *ENTRY_TYPES}
    return _CONFIDENCE if is_entry else 0.0


def looks_like_alt(path: Path, head: bytes) -> float:
    """Return the confidence that a file is the list of aliases."""
    cells = _first_cells(path)
    is_alias = len(cells) == len(ALT_COLUMNS.names) and cells[0].isdigit() and cells[2] in ALIAS_TYPES
    return _CONFIDENCE if is_alias else 0.0


def looks_like_add(path: Path, head: bytes) -> float:
    """Return the confidence that a file is the list of addresses."""
    cells = _first_cells(path)
    is_address = len(cells) == len(ADD_COLUMNS.names) and cells[0].isdigit() and cells[1].isdigit()
    return _CONFIDENCE if is_address and _NULL in cells else 0.0
