"""Commands that take files in and show what was put aside: add, quarantine."""

import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from entrepot.case.imports import Imported, import_again, import_file, is_imported_on_adding, put_aside
from entrepot.case.intake import Added, LayoutChoice, Origin, add_file
from entrepot.case.results import read_manifest, read_snapshots
from entrepot.cli.opened import opened
from entrepot.cli.output import case_argument, json_option, print_json, print_table, progress, say
from entrepot.codes.territories import iso2
from entrepot.errors import EntrepotError
from entrepot.evidence.reading.preview import Preview
from entrepot.sources.customs_table.readings import Doubt
from entrepot.store.engine import Row
from entrepot.store.sql import Statement

QUARANTINED = 3
_SHOWN = 50
_QUARANTINE = Statement(
    "cli/intake/quarantine", "SELECT * FROM core__quarantine ORDER BY snapshot_id, source_id, locator, field"
)


@click.command()
@case_argument
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--as", "source_id", help="Read the files as this source instead of recognising them.")
@click.option(
    "--mapping", type=click.Path(dir_okay=False, path_type=Path), help="How the columns of a customs table map."
)
@click.option("--reporting", help="ISO code of the country whose customs made the table.")
@click.option("--no-input", is_flag=True, help="Never ask: fail where a mapping is not sure.")
@click.option(
    "--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="The state of the list or table the file describes."
)
@click.option("--accessed", type=click.DateTime(["%Y-%m-%d"]), help="When the file was fetched.")
@click.option("--partial", "is_partial", is_flag=True, help="A trimmed file: minimum row counts do not apply.")
@click.option("--producer", help="Who published the files.")
@click.option("--title", help="What they are called.")
@click.option("--url", help="Where they were published.")
@click.option("--licence", help="The terms they come under.")
@json_option
@click.pass_context
def add(
    context: click.Context,
    case: Path,
    files: tuple[Path, ...],
    source_id: str | None,
    mapping: Path | None,
    reporting: str | None,
    no_input: bool,
    as_of: datetime | None,
    accessed: datetime | None,
    is_partial: bool,
    producer: str | None,
    title: str | None,
    url: str | None,
    licence: str | None,
    as_json: bool,
) -> None:
    """Add source FILES to a CASE; the same file twice is one file, and options given then correct its record.

    A customs table of any layout is mapped, imported and its totals printed; where a column is not sure you are asked. A file
    NAME.source.toml beside a file may say producer, title, url and licence as well.
    """
    is_person = not no_input and sys.stdin.isatty()
    layout = LayoutChoice(mapping, _country(reporting), _ask if is_person else None)
    said: dict[str, Any] = {
        "as_of_on": _day(as_of),
        "accessed_on": _day(accessed),
        "is_partial": is_partial,
        "origin": Origin(producer, title, url, licence),
        "layout": layout,
    }
    added: list[Added] = []
    imported: list[Imported] = []
    try:
        for path in files:
            added.append(add_file(case, path, source_id=source_id, **said))
            if is_imported_on_adding(added[-1].snapshot):
                with progress() as show:
                    imported.append(import_file(case, added[-1].snapshot, on_progress=show))
    except EntrepotError:
        _print_added(added, imported, as_json=as_json)
        if added:
            say(f"{len(added)} of {len(files)} files are in the case.")
        raise
    _print_added(added, imported, as_json=as_json)
    _say_of(case, added, imported)
    if any(item.parsed.quarantined for item in imported):
        context.exit(QUARANTINED)


@click.command()
@case_argument
@click.option("--retry", is_flag=True, help="Import the files with such rows again, by their corrected mappings.")
@json_option
@click.pass_context
def quarantine(context: click.Context, case: Path, retry: bool, as_json: bool) -> None:
    """List the rows of a CASE that were put aside, with reason and place; --retry after a mapping was corrected."""
    if retry:
        with progress() as show:
            again = import_again(case, on_progress=show)
        _print_retried(case, again, as_json=as_json)
        if any(after.parsed.quarantined for _, after in again):
            context.exit(QUARANTINED)
        return
    rows, names = _rows_put_aside(case)
    if as_json:
        print_json(rows)
        return
    shown = [(names[r["snapshot_id"]], r["locator"], r["field"], r["reason"], r["raw"]) for r in rows[:_SHOWN]]
    print_table(f"{len(rows)} rows put aside", ["file", "place", "field", "reason", "text"], shown)
    if len(rows) > _SHOWN:
        say(f"{len(rows) - _SHOWN} more with --json.")


def _rows_put_aside(case: Path) -> tuple[list[Row], dict[str, str]]:
    """Return the rows put aside with the names of their files: those of the last run, else those of the imports."""
    snapshots = {key: snapshot.file_name for key, snapshot in read_snapshots(case).items()}
    if read_manifest(case) is None:
        return put_aside(case), snapshots
    with opened(case) as results:
        return results.rows(_QUARANTINE), snapshots


def _ask(table: Preview, doubt: Doubt) -> str:
    """Ask a person on standard error; an empty answer takes no default: nothing is guessed."""
    choices = list(doubt.choices)
    say(f"{table.path.name}{f', {table.sheet}' if table.sheet else ''}: {doubt.question}", style="bold")
    if doubt.samples:
        say(f"  such as {' | '.join(doubt.samples)}")
    for number, choice in enumerate(choices, start=1):
        say(f"  {number}  {choice}")
    number = click.prompt("Number", type=click.IntRange(1, len(choices)), err=True)
    return choices[number - 1]


def _country(text: str | None) -> str | None:
    """Return the ISO code of a country given by code or name."""
    if text is None:
        return None
    found = iso2(text)
    if found.value is None:
        raise click.BadParameter(f"{found.issue}; write a code such as KZ", param_hint="--reporting")
    return found.value


def _print_added(added: Sequence[Added], imported: Sequence[Imported], *, as_json: bool) -> None:
    by_id = {item.snapshot.snapshot_id: item for item in imported}
    if as_json:
        print_json({**_added_row(item), **_import_row(by_id.get(item.snapshot.snapshot_id))} for item in added)
    elif added:
        rows = [tuple(_added_row(item).values()) for item in added]
        print_table("Added", ["file", "source", "state of", "snapshot", "new"], rows)
        _print_totals(imported)


def _print_totals(imported: Sequence[Imported]) -> None:
    rows = [line for item in imported for line in item.balance()]
    if rows:
        columns = ["file", "what", "in the file", "kept", "put aside"]
        print_table("Totals: what came in is what was kept and what was put aside", columns, rows, right=columns[2:])


def _say_of(case: Path, added: Sequence[Added], imported: Sequence[Imported]) -> None:
    told: set[tuple[str, str]] = set()  # what adding and importing both say is said once
    for item in added:
        for text in item.remarks:
            told.add((item.snapshot.file_name, text))
            say(text, lead=f"{item.snapshot.file_name}: ", style="yellow")
        for path in item.mappings:
            say(f"Mapping of {item.snapshot.file_name}: {path}")
    for done in imported:
        for text in [*([done.parsed.error] if done.parsed.error else []), *done.parsed.warnings]:
            if (done.snapshot.file_name, text) not in told:
                say(text, lead=f"{done.snapshot.file_name}: ", style="yellow")
        for overlap in done.overlaps:
            say(
                f"{overlap.line_count:,} lines stand in {overlap.file_name} as well: a run counts them once",
                lead=f"{done.snapshot.file_name}: ",
                style="yellow",
            )
    if any(not item.is_new for item in added):
        say("A file that was in the case already is not added twice.")
    if any(item.is_corrected for item in added):
        say(f"Its record was corrected. Run the case again: entrepot run {case}")
    if any(item.parsed.quarantined for item in imported):
        say(f"Rows that were put aside have a reason each: entrepot quarantine {case}")


def _print_retried(case: Path, again: Sequence[tuple[int, Imported]], *, as_json: bool) -> None:
    if as_json:
        print_json(
            {"file": after.snapshot.file_name, "quarantined_before": before, **_import_row(after)}
            for before, after in again
        )
        return
    rows = [(after.snapshot.file_name, f"{before:,}", f"{after.parsed.quarantined:,}") for before, after in again]
    print_table(
        "Imported again",
        ["file", "put aside before", "put aside now"],
        rows,
        right=["put aside before", "put aside now"],
    )
    _print_totals([after for _, after in again])
    say(f"Run the case again: entrepot run {case}" if again else "No file of the case has rows that were put aside.")


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _added_row(item: Added) -> dict[str, Any]:
    snapshot = item.snapshot
    return {
        "file": snapshot.file_name,
        "source": snapshot.source_id,
        "as_of_on": snapshot.as_of_on,
        "snapshot_id": snapshot.snapshot_id,
        "is_new": item.is_new,
    }


def _import_row(item: Imported | None) -> dict[str, Any]:
    if item is None:
        return {}
    return {
        "rows_read": item.parsed.rows_read,
        "rows_kept": item.parsed.rows_kept.get("core__declaration", 0),
        "quarantined": item.parsed.quarantined,
        "totals": item.parsed.totals,
        "overlaps": {overlap.file_name: overlap.line_count for overlap in item.overlaps},
        "error": item.parsed.error,
        "warnings": item.parsed.warnings,
    }


COMMANDS = (add, quarantine)
