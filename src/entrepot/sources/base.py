"""What a source is: a folder with source.toml (who publishes, what is expected) and parse.py (how it is read)."""

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict

from entrepot.evidence.snapshot import Snapshot
from entrepot.records.base import Provenance, Table
from entrepot.records.quarantine import QUARANTINE
from entrepot.sources.columns import Columns
from entrepot.sources.totals import Totals
from entrepot.store.tables import columns_to_arrow, to_arrow

_RAW_CUT = 500  # characters of an offending row kept in the quarantine
_ROWS_PACKED = 50_000  # rows of a table after which they become Arrow: a tenth of the memory of dictionaries


class RowCount(BaseModel):
    """How many rows of a table a complete file holds: fewer fails, more warns."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    min: int = 0
    max: int | None = None
    why: str


class SourceMeta(BaseModel):
    """The declaration in source.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    version: int
    title: str
    producer: str
    url: str
    licence: str
    official: bool
    summary: str
    ignored_columns: dict[str, str] = {}
    assertions: dict[str, RowCount] = {}
    addresses: dict[str, str] = {}  # what `entrepot fetch` asks, by the name of the file or service
    default_provenance: Literal["observed", "reported", "reconstructed", "synthetic"] = "observed"


@dataclass
class ParseContext:
    """What a parser is given, and where it puts what it finds.

    Rows are emitted as dictionaries (small lists) or as whole Arrow tables (bulk files). `emit` adds the snapshot id and,
    where the row does not say, the source's default provenance. A row that cannot be used goes to `quarantine`.
    """

    snapshot: Snapshot
    path: Path
    meta: SourceMeta
    is_partial: bool = False
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    bulk: dict[str, list[pa.Table]] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    totals: Totals = field(default_factory=Totals)
    rows_read: int = 0
    on_progress: Callable[[int], None] | None = None
    earlier: Callable[[str, list[str]], pa.Table] | None = None  # rows of a table that were drained, by column names

    def emit(self, table: Table, locator: str, **values: Any) -> None:  # noqa: ANN401 (values of a record row)
        """Add one row."""
        row = {"snapshot_id": self.snapshot.snapshot_id, "locator": locator, **values}
        row.setdefault("provenance", self.meta.default_provenance)
        self.tables[table.name] = table
        rows = self.rows.setdefault(table.name, [])
        rows.append(row)
        if len(rows) == _ROWS_PACKED:
            self.bulk.setdefault(table.name, []).append(to_arrow(table, rows))
            rows.clear()

    def emit_columns(self, table: Table, locators: list[str], **columns: list[Any]) -> None:
        """Add rows given as columns of equal length; None in `provenance` takes the source's default."""
        if not locators:
            return
        provenance = columns.pop("provenance", [None] * len(locators))
        rows: dict[str, list[Any]] = {
            **columns,
            "snapshot_id": [self.snapshot.snapshot_id] * len(locators),
            "locator": locators,
            "provenance": [self.meta.default_provenance if one is None else one for one in provenance],
        }
        self.tables[table.name] = table
        self.bulk.setdefault(table.name, []).append(columns_to_arrow(table, rows))

    def emit_bulk(self, table: Table, rows: pa.Table) -> None:
        """Add rows that are already in the table's schema, evidence columns included."""
        self.tables[table.name] = table
        self.bulk.setdefault(table.name, []).append(rows.cast(table.schema))

    def quarantine(self, locator: str, reason: str, *, field_name: str | None = None, raw: str = "") -> None:
        """Put a row aside with the reason; nothing is lost silently."""
        self.tables[QUARANTINE.name] = QUARANTINE
        self.rows.setdefault(QUARANTINE.name, []).append(
            {
                "snapshot_id": self.snapshot.snapshot_id,
                "locator": locator,
                "source_id": self.meta.id,
                "field": field_name,
                "reason": reason,
                "raw": raw[:_RAW_CUT],
            }
        )

    def warn(self, message: str) -> None:
        """Note something a reader of the run should see, without stopping."""
        self.warnings.append(message)

    def warn_once(self, message: str) -> None:
        """Note something that holds for the whole file."""
        if message not in self.warnings:
            self.warnings.append(message)

    def count(self, message: str, cases: pa.Array) -> None:
        """Add to the count of a warning: how many of the cases are True; `{}` in the message stands for the sum."""
        self.count_of(message, pc.sum(cases).as_py() or 0)

    def count_of(self, message: str, number: int) -> None:
        """Add a number to the count of a warning."""
        if number:
            self.counts[message] = self.counts.get(message, 0) + number

    def warn_of_counts(self) -> None:
        """Note every count as a warning, after the last row."""
        self.warnings.extend(message.replace("{}", f"{number:,}") for message, number in self.counts.items())
        self.counts.clear()

    def results(self) -> dict[str, pa.Table]:
        """Return all rows by table name, in the order they were emitted."""
        made: dict[str, pa.Table] = {}
        for name, table in self.tables.items():
            parts = [*self.bulk.get(name, []), to_arrow(table, self.rows.get(name, []))]
            made[name] = pa.concat_tables(parts)
        return made

    def drained(self) -> dict[str, pa.Table]:
        """Return the rows emitted since the last call and let go of them: a large file is never whole in memory."""
        made = self.results()
        self.rows.clear()
        self.bulk.clear()
        return made


Parser = Callable[[ParseContext], None]
State = Mapping[str, Any]
"""Where a streaming parser stands, as JSON: enough to go on after the rows it has emitted."""
Stream = Callable[[ParseContext, State | None], Iterator[State | None]]


@dataclass(frozen=True)
class Source:
    """A published format: its declaration, how a file is recognised, how it is parsed.

    `recognise` gets the path and its first 64 KiB (decompressed) and returns a confidence from 0 to 1.
    `list_id` names the list whose states are compared (None where two files are not states of one list).
    `as_of` gets the same and returns the day whose state the file describes; None takes it from the file name.
    `columns` are those of a table, None where the file is none or its layout is the publisher's.
    `stream` does the work of `parse` piece by piece, for files of any size: it yields its state after each piece and goes on
    from a state (None: it can only begin again). `settings` returns what else decides the rows (a mapping).
    `lacking` returns in words what a file of the nearest layout lacks, for sources without fixed columns.
    """

    meta: SourceMeta
    recognise: Callable[[Path, bytes], float]
    parse: Parser
    list_id: str | None = None
    as_of: Callable[[Path, bytes], date | None] | None = None
    columns: Columns | None = None
    stream: Stream | None = None
    settings: Callable[[Path], str] | None = None
    lacking: Callable[[Path], Sequence[str]] | None = None


def streamed(stream: Stream) -> Parser:
    """Return a parser that runs a stream from its beginning to its end."""

    def parse(context: ParseContext) -> None:
        for _ in stream(context, None):
            pass

    return parse


def read_meta(parser_file: str, name: str = "source.toml") -> SourceMeta:
    """Return the declaration in a TOML file beside a parser (`__file__`)."""
    return SourceMeta.model_validate(tomllib.loads((Path(parser_file).parent / name).read_text("utf-8")))


def hash_id(*parts: str | None) -> str:
    """Return a 16-digit hex id of the raw parts; None and empty text are the same.

    The same as `substr(md5(concat_ws('|', ...)), 1, 16)` in SQL with empty text for null.
    """
    text = "|".join(part or "" for part in parts)
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()[:16]


def mention_id(name: str, country_iso: str | None, identifier: str | None) -> str:
    """Return the party id of a mention: a firm known only by what a declaration or flat table says of it."""
    return hash_id("mention", name, country_iso, identifier)


def worst(values: Iterable[str]) -> str:
    """Return the weakest provenance of several; `observed` of none."""
    order = [p.value for p in Provenance]
    return max(values, key=order.index, default=Provenance.OBSERVED.value)


def date_in_name(name: str) -> date | None:
    """Return the first ISO date in a file name, or None: the state a list file describes where its content is silent."""
    found = re.search(r"(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", name)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:  # 31 February: not a date after all
        return None


Values = Mapping[str, Any]
