"""The mapping of each customs table of a case: settled before its rows are read, kept beside the file, never guessed."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from entrepot.errors import EntrepotError
from entrepot.evidence.reading.header import unique_names
from entrepot.evidence.reading.preview import Preview, previews
from entrepot.sources.customs_table.decide import Decision, answered, decided, is_customs_table
from entrepot.sources.customs_table.mapping import (
    SUFFIX,
    Mapping,
    fingerprint,
    read_mapping,
    saved_mapping,
    write_mapping,
)
from entrepot.sources.customs_table.readings import Doubt
from entrepot.sources.customs_table.reporting import reporting_notes
from entrepot.sources.trade_flow_table.layout import is_layout, read_layout

Ask = Callable[[Preview, Doubt], str]  # returns one of the doubt's choices
_MOST_SHOWN = 30
_MOST_ROUNDS = 20  # an answer may raise a further question; more would be a fault of ours


class UnsureError(EntrepotError):
    """A table that cannot be read without a person's decision."""

    @classmethod
    def of(cls, table: Preview, doubts: Sequence[Doubt]) -> Self:
        """Build the error with every open question."""
        listed = "".join(f"\n  {number}. {_with_samples(doubt)}" for number, doubt in enumerate(doubts, start=1))
        name = table.path.name
        return cls(
            f"{name} is not added without being sure.{listed}\n",
            where=f"{table.path}{f', {table.sheet}' if table.sheet else ''}",
            next_step=(
                f"Answer in a terminal (without --no-input), or write the mapping: entrepot map {name} --save {name}{SUFFIX}, "
                f"correct it, and add the file with --mapping {name}{SUFFIX}."
            ),
        )


@dataclass(frozen=True)
class Settled:
    """The mapping of one table of a file, with what was said of it."""

    table: Preview
    decision: Decision


def settle(
    case: Path, path: Path, *, mapping: Path | None = None, reporting_iso: str | None = None, ask: Ask | None = None
) -> list[Settled]:
    """Return the mapping of every table of a file that is a customs table, asking where a column or reading is not sure.

    Args:
        case: Whose saved mappings are used for layouts it knows.
        path: The file.
        mapping: A mapping file that a person has written or checked; None to look for one or propose.
        reporting_iso: Country whose customs made the tables, where a person says it.
        ask: Asks a person; None where nobody can be asked.

    Raises:
        UnsureError: Nobody can be asked and something is not sure.
        MappingError: The mapping is damaged, or fits none of the tables.
    """
    given = None if mapping is None else read_mapping(mapping)
    tables = previews(path)
    chosen = [table for table in tables if is_customs_table(table)] or tables[:1]
    made = []
    for table in chosen:
        known = saved_mapping(table.header, case / "sources", path.name)
        start = given if given is not None else known[1] if known is not None else None
        if start is not None and reporting_iso is not None:
            start = replace(start, reporting_iso=reporting_iso)
        decision = _settled(table, start, reporting_iso, ask)
        made.append(Settled(table, decision))
    return made


def keep(case: Path, file_name: str, settled: Sequence[Settled]) -> list[Path]:
    """Write each table's mapping under the file's own name in the case, and return those that changed.

    Every file has its own, so that a mapping given for one file never changes how another is read.
    """
    written = []
    for number, each in enumerate(settled):
        stem = (
            file_name
            if number == 0
            else f"{file_name}.{re.sub(r'[^0-9A-Za-z]+', '-', each.table.sheet or str(number))}"
        )
        target = case / "sources" / f"{stem}{SUFFIX}"
        mapping = replace(each.decision.mapping, layout=fingerprint(each.table.header))
        if not target.is_file() or read_mapping(target) != mapping:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_mapping(mapping, target)
            written.append(target)
    return written


def keep_flow_layout(case: Path, path: Path, file_name: str, mapping: Path | None) -> list[Path]:
    """Write the mapping of a table of trade statistics under the file's name in the case; return it where it changed.

    Args:
        case: The case.
        path: The file as received; a mapping beside it is taken where none is named.
        file_name: Its name in the case.
        mapping: A mapping that a person names.

    Raises:
        SourceError: The mapping is not valid.
    """
    chosen = mapping or path.with_name(path.name + SUFFIX)
    if not is_layout(chosen):
        return []
    read_layout(chosen)
    target = case / "sources" / f"{file_name}{SUFFIX}"
    text = chosen.read_text("utf-8")
    if target.is_file() and target.read_text("utf-8") == text:
        return []
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")
    return [target]


def remarks(settled: Sequence[Settled]) -> list[str]:
    """Return what a person should see of the mappings: what is doubtful, and columns that no field uses."""
    said: list[str] = []
    for each in settled:
        used = {name for entry in each.decision.mapping.fields.values() for name in entry.columns}
        unused = [name for name in unique_names(each.table.header) if name not in used]
        said.extend(each.decision.notes)
        said.extend(reporting_notes(each.table, each.decision.mapping))
        if unused:
            more = len(unused) - _MOST_SHOWN
            shown = ", ".join(unused[:_MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")
            said.append(f"Columns that no field uses: {shown}")
    return list(dict.fromkeys(said))


def _settled(table: Preview, start: Mapping | None, reporting_iso: str | None, ask: Ask | None) -> Decision:
    decision = decided(table, start)
    direction = next((doubt for doubt in decision.doubts if doubt.field == "direction"), None)
    if start is None and direction is not None and ask is not None:  # asked first: it decides whose a tax number is
        decision = decided(table, direction=direction.choices[ask(table, direction)])
    notes = decision.notes
    if reporting_iso is not None:
        decision = replace(decision, mapping=replace(decision.mapping, reporting_iso=reporting_iso))
    for _ in range(_MOST_ROUNDS):
        if not decision.doubts:
            return replace(decision, notes=tuple(dict.fromkeys((*notes, *decision.notes))))
        if ask is None:
            raise UnsureError.of(table, decision.doubts)
        for doubt in decision.doubts:
            decision = replace(decision, mapping=answered(decision, doubt, ask(table, doubt)))
        decision = decided(table, decision.mapping)
    raise UnsureError.of(table, decision.doubts)


def _with_samples(doubt: Doubt) -> str:
    samples = f" Such as {', '.join(map(repr, doubt.samples))}." if doubt.samples else ""
    return f"{doubt.question}{samples} ({' | '.join(doubt.choices)})"
