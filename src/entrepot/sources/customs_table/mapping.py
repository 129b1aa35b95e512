"""The mapping of a layout as a file people read, edit and share; recognised again by the layout's fingerprint."""

import hashlib
import tomllib
from collections.abc import Mapping as Mapped
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Self

import tomli_w
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from entrepot.errors import EntrepotError
from entrepot.evidence.reading.header import unique_names
from entrepot.sources.customs_table.fields import Direction, field_named, fields
from entrepot.sources.customs_table.propose import Proposal
from entrepot.sources.customs_table.vocabulary import plain_words

SUFFIX = ".mapping.toml"  # how `entrepot map` finds mappings saved beside a file
Value = str | int | bool
_FINGERPRINT_LENGTH = 12  # hexadecimal digits; 48 bits tell any person's layouts apart


class MappingError(EntrepotError):
    """A mapping file that cannot be used."""

    @classmethod
    def bad(cls, path: Path, why: str) -> Self:
        """Build the error for a mapping that does not validate."""
        return cls(
            f"The mapping is not valid: {why}", where=str(path), next_step="Correct the named entry and try again."
        )

    @classmethod
    def does_not_fit(cls, path: Path, problems: Sequence[str]) -> Self:
        """Build the error for a mapping of another layout."""
        return cls(
            f"The mapping does not fit the file: {'; '.join(problems)}",
            where=str(path),
            next_step="Correct its columns, or propose a new one: entrepot map FILE --save MAPPING.toml.",
        )


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: tuple[str, ...] = ()
    constant: str | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] = 1.0
    reason: str = ""


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    layout: str
    direction: Direction | None = None
    reporting: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None
    fields: dict[str, _Entry]
    reading: dict[str, dict[str, Value]] = {}


@dataclass(frozen=True)
class FieldColumns:
    """Where a field is: its columns (local language first), or the constant value of every row.

    `confidence` is 1.0 where a person wrote or confirmed the entry; `reason` is for people.
    """

    columns: tuple[str, ...] = ()
    constant: str | None = None
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True)
class Mapping:
    """Which column of a layout holds which field; fields without an entry are not in the table.

    Attributes:
        layout: Fingerprint of the layout it was made for.
        direction: Direction of trade of every row; None where rows say it or nobody does.
        fields: Columns by field name.
        reporting_iso: Country whose customs made the table; None where not known.
        readings: How columns are to be read where that was judged or set, by field (`readings.Readings`).
    """

    layout: str
    direction: Direction | None = None
    fields: Mapped[str, FieldColumns] = field(default_factory=dict)
    reporting_iso: str | None = None
    readings: Mapped[str, Mapped[str, Value]] = field(default_factory=dict)

    def problems(self, header: Sequence[str]) -> list[str]:
        """Return what keeps the mapping from a table of that header, in words; [] where it fits."""
        known = set(unique_names(header))
        found = []
        used: dict[str, str] = {}
        for name, entry in self.fields.items():
            for column in entry.columns:
                if column not in known:
                    found.append(f"{name}: there is no column {column!r}")
                elif header.count(column) > 1:
                    found.append(f"{name}: {header.count(column)} columns are called {column!r}")
                if column in used and {name, used[column]} != {"value_currency", "invoice_currency"}:
                    found.append(f"column {column!r} is both {used[column]} and {name}")
                used.setdefault(column, name)
        return found


def fingerprint(header: Sequence[str]) -> str:
    """Return the fingerprint of a layout: its set of headers without case, punctuation, blanks and order.

    Columns that only change place, or a vendor's change of writing (`HS CODE`, `HS_CODE`), keep the fingerprint.
    """
    names = sorted({"".join(plain_words(text)) for text in header} - {""})
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:_FINGERPRINT_LENGTH]


def mapping_of(proposal: Proposal, header: Sequence[str]) -> Mapping:
    """Return a proposal as a mapping that can be saved and edited; fields without column or constant are left out."""
    entries = {
        each.field: FieldColumns(each.columns, each.constant, each.confidence, each.reason)
        for each in proposal.fields
        if each.columns or each.constant is not None
    }
    return Mapping(fingerprint(header), proposal.direction, entries)


def write_mapping(mapping: Mapping, path: Path) -> None:
    """Write a mapping as TOML with what each field means; an existing file is replaced."""
    lines = [
        "# Which column of the table holds which field. Edit freely: columns are written as in the file's header; with two",
        "# columns the first is read and the second fills its gaps (local language first); `constant` is the same in every row.",
        "# Set confidence to 1.0 where you have checked an entry. Use it with: entrepot add CASE FILE --mapping THIS_FILE",
        '# Above the fields may stand: direction = "import" (or "export"), reporting = "KZ" (whose customs made the table).',
        "",
        tomli_w.dumps({name: value for name, value in _head(mapping).items() if value is not None}),
    ]
    for name in (each.name for each in fields() if each.name in mapping.fields):
        entry = mapping.fields[name]
        described = field_named(name)
        table: dict[str, object] = {"columns": list(entry.columns)} if entry.columns else {}
        if entry.constant is not None:
            table["constant"] = entry.constant
        table |= {"confidence": entry.confidence, "reason": entry.reason}
        lines.append(f"# {described.meaning if described else ''}\n{tomli_w.dumps({'fields': {name: table}})}")
    if mapping.readings:
        lines.append("# How columns are read: decided on the whole column; change it where that went wrong.")
        lines.append(tomli_w.dumps({"reading": {name: dict(values) for name, values in mapping.readings.items()}}))
    partial = path.with_name(path.name + ".partial")
    partial.write_text("\n".join(lines), "utf-8")
    partial.replace(path)


def _head(mapping: Mapping) -> dict[str, str | None]:
    return {"layout": mapping.layout, "direction": mapping.direction, "reporting": mapping.reporting_iso}


def read_mapping(path: Path) -> Mapping:
    """Return a saved mapping.

    Raises:
        MappingError: It cannot be read, is no valid TOML, or names a field that does not exist.
    """
    try:
        document = _Document.model_validate(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError as fault:
        raise MappingError.bad(path, "there is no such file") from fault
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise MappingError.bad(path, f"it is no TOML: {fault}") from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(map(str, first["loc"]))
        known = "columns, constant, confidence, reason; above them layout, direction, reporting"
        why = f"{where} is no key of a mapping (keys: {known})" if first["type"] == "extra_forbidden" else ""
        raise MappingError.bad(path, why or f"{where}: {first['msg']}") from fault
    unknown = sorted(name for name in document.fields if field_named(name) is None)
    if unknown:
        known = ", ".join(each.name for each in fields())
        raise MappingError.bad(path, f"no field is called {', '.join(unknown)}; fields: {known}")
    entries = {name: FieldColumns(**entry.model_dump()) for name, entry in document.fields.items()}
    return Mapping(document.layout, document.direction, entries, document.reporting, document.reading)


def saved_mapping(header: Sequence[str], folder: Path, file_name: str = "") -> tuple[Path, Mapping] | None:
    """Return the mapping saved in a folder for a layout, and where it lies; None where there is none that fits.

    The file's own (called after it) comes first, then the others by name. Only files called `*.mapping.toml` are read.

    Raises:
        MappingError: The file's own mapping is damaged; a damaged one of another file is passed over.
    """
    wanted = fingerprint(header)
    paths = sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: (not _is_own(path, file_name), path.name))
    for path in paths:
        try:
            mapping = read_mapping(path)
        except MappingError:
            if _is_own(path, file_name):
                raise
            continue
        if mapping.layout == wanted and not mapping.problems(header):
            return path, mapping
    return None


def _is_own(path: Path, file_name: str) -> bool:
    return bool(file_name) and path.name.startswith(f"{file_name}.")
