"""The command that proposes how a customs table maps to the record of a declaration: map."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from entrepot.cli.output import json_option, print_json, print_table, say
from entrepot.evidence.reading.preview import Preview, previews
from entrepot.sources.customs_table.decide import SURE, decided
from entrepot.sources.customs_table.fields import fields
from entrepot.sources.customs_table.mapping import (
    SUFFIX,
    Mapping,
    fingerprint,
    mapping_of,
    saved_mapping,
    write_mapping,
)
from entrepot.sources.customs_table.propose import FieldProposal, Proposal, propose

_SAMPLE_VALUES = 2
_SAMPLE_LENGTH = 32


@click.command("map")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--sheet", help="Only this sheet of a workbook.")
@click.option(
    "--save", "target", type=click.Path(dir_okay=False, path_type=Path), help="Write the mapping to this TOML file."
)
@json_option
def map_table(file: Path, sheet: str | None, target: Path | None, as_json: bool) -> None:
    """Propose which columns of FILE hold which fields, with a confidence and a reason for each.

    A mapping saved beside the file as NAME.mapping.toml is used where it was made for the same columns.
    """
    found = previews(file, sheet)
    for number, preview in enumerate(found):
        proposal, origin = _proposed(preview)
        if as_json:
            print_json([_head(preview, origin), *_rows(proposal)])
        else:
            _print_proposal(preview, proposal, origin)
        if target is not None and number == 0:
            write_mapping(_with_readings(preview, mapping_of(proposal, preview.header)), target)
            say(f"Mapping written to {target}. Check it, then: entrepot add CASE {file.name} --mapping {target}")
    if target is not None and len(found) > 1:
        say(f"The file has {len(found)} tables; the mapping is that of {found[0].sheet!r}. Name another with --sheet.")
    if target is not None and not target.name.endswith(SUFFIX):
        say(f"It is found again by itself only when called NAME{SUFFIX} beside the file.")


def _with_readings(preview: Preview, mapping: Mapping) -> Mapping:
    """Return a mapping with how its columns are to be read, as far as they decide it."""
    return replace(mapping, readings=decided(preview, mapping).readings.to_toml())


def _proposed(preview: Preview) -> tuple[Proposal, Path | None]:
    """Return the mapping of a table and the file it was saved in; None for a proposal."""
    saved = saved_mapping(preview.header, preview.path.parent)
    if saved is None:
        return propose(preview), None
    path, mapping = saved
    return _as_saved(mapping, path), path


def _as_saved(mapping: Mapping, path: Path) -> Proposal:
    made = []
    for each in fields():
        entry = mapping.fields.get(each.name)
        if entry is None:
            made.append(FieldProposal(each.name, (), 0.0, f"not in the saved mapping {path.name}"))
        else:
            reason = f"saved mapping {path.name}" + (f": {entry.reason}" if entry.reason else "")
            made.append(FieldProposal(each.name, entry.columns, entry.confidence, reason, (), entry.constant))
    return Proposal(mapping.direction, tuple(made))


def _head(preview: Preview, origin: Path | None) -> dict[str, Any]:
    return {
        "file": preview.path.name,
        "sheet": preview.sheet,
        "header_row": preview.header_row,
        "first_data_row": preview.first_data_row,
        "layout": origin.name.removesuffix(SUFFIX) if origin is not None else fingerprint(preview.header),
    }


def _rows(proposal: Proposal) -> Iterable[dict[str, Any]]:
    for each in proposal.fields:
        also = ", ".join(f"{name} ({sure:.2f})" for name, sure in each.alternatives)
        yield {
            "field": each.field,
            "columns": list(each.columns),
            "confidence": each.confidence,
            "reason": f"{each.reason}; also possible: {also}" if also else each.reason,
        }


def _print_proposal(preview: Preview, proposal: Proposal, origin: Path | None) -> None:
    place = preview.path.name + (f", sheet {preview.sheet}" if preview.sheet else "")
    found = [each for each in proposal.fields if each.columns or each.constant is not None]
    rows = [
        (each.field, _where(each), f"{each.confidence:.2f}", _check(each), _sample(preview, each), each.reason)
        for each in found
    ]
    titles = ["field", "column", "confidence", "check", "sample", "why"]
    print_table(
        f"{place}: header in row {preview.header_row}, data from row {preview.first_data_row}",
        titles,
        rows,
        right=["confidence"],
    )
    print_table("Not found, and what might hold them", ["field", "columns"], _open(proposal))
    for note in preview.notes:
        say(note)
    way = f"saved in {origin.name}" if origin is not None else f"proposed; layout {fingerprint(preview.header)}"
    say(f"{len(found)} fields, {way}; table of {proposal.direction or 'unknown direction'}.")


def _open(proposal: Proposal) -> list[tuple[str, str]]:
    return [
        (each.field, ", ".join(f"{name} ({sure:.2f})" for name, sure in each.alternatives[:3]))
        for each in proposal.fields
        if not each.columns and each.alternatives and each.constant is None
    ]


def _where(each: FieldProposal) -> str:
    return " / ".join(each.columns) if each.columns else f"= {each.constant}"


def _check(each: FieldProposal) -> str:
    return "check" if each.confidence < SURE else ""


def _sample(preview: Preview, each: FieldProposal) -> str:
    if not each.columns:
        return ""
    place = preview.header.index(each.columns[0])
    cells = dict.fromkeys(
        cell[:_SAMPLE_LENGTH] for row in preview.rows if (cell := row[place]) is not None and cell.strip()
    )
    return " | ".join(list(cells)[:_SAMPLE_VALUES])


COMMANDS = (map_table,)
