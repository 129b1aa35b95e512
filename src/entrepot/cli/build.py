"""Commands that make and fill a case: demo, init, add, run, quarantine."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from entrepot.case.config import CaseConfig, write_config
from entrepot.case.demo import build_demo
from entrepot.case.intake import Added, Origin, add_file
from entrepot.case.run import RunSummary, run_case
from entrepot.cli.opened import opened
from entrepot.cli.output import case_argument, json_option, print_json, print_table, progress, say
from entrepot.cli.write import print_closing_rows, report_of
from entrepot.errors import CaseError, EntrepotError
from entrepot.settings import Study
from entrepot.store.sql import Statement

QUARANTINED = 3
_SHOWN = 50
_LARGEST_SHOWN = 3

_QUARANTINE = Statement(
    "cli/build/quarantine", "SELECT * FROM core__quarantine ORDER BY snapshot_id, source_id, locator, field"
)


@click.command()
@click.argument("folder", default="entrepot-demo", type=click.Path(file_okay=False, path_type=Path))
def demo(folder: Path) -> None:
    """Build the bundled case in FOLDER, run it, write the report, and say what was found and where to look."""
    with progress() as show:
        build_demo(folder, on_progress=show)
        summary = run_case(folder, on_progress=show)
        index = report_of(folder)
    say(_coverage_sentence(summary))
    print_closing_rows(folder)
    click.echo(f"\nReport: {index}")
    click.echo(f"Ask on: entrepot findings {folder}   entrepot party {folder} 'Robin Trade'   entrepot claims {folder}")


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--title", help="What the case is about; the folder's name otherwise.")
@click.option("--destination", default="RU", show_default=True, help="ISO code of the sanctioned destination.")
def init(folder: Path, title: str | None, destination: str) -> None:
    """Make a new case in FOLDER."""
    if (folder / "case.toml").exists():
        raise CaseError("There is a case already", where=str(folder), next_step="Choose another folder.")
    try:
        study = Study(destination_iso=destination.upper())
    except ValidationError as fault:
        raise click.BadParameter(f"{destination!r} is no ISO code such as RU", param_hint="--destination") from fault
    write_config(folder, CaseConfig(title=title or folder.resolve().name, study=study))
    (folder / "sources").mkdir(exist_ok=True)
    say(f"Case made. Add files with: entrepot add {folder} FILE...")


@click.command()
@case_argument
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--as", "source_id", help="Read the files as this source instead of recognising them.")
@click.option("--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="The state of the list the file describes.")
@click.option("--accessed", type=click.DateTime(["%Y-%m-%d"]), help="When the file was fetched.")
@click.option("--partial", "is_partial", is_flag=True, help="A trimmed file: minimum row counts do not apply.")
@click.option("--producer", help="Who published the files.")
@click.option("--title", help="What they are called.")
@click.option("--url", help="Where they were published.")
@click.option("--licence", help="The terms they come under.")
@json_option
def add(
    case: Path,
    files: tuple[Path, ...],
    source_id: str | None,
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

    A file NAME.source.toml beside a file may say producer, title, url and licence as well.
    """
    added: list[Added] = []
    said: dict[str, Any] = {
        "as_of_on": _day(as_of),
        "accessed_on": _day(accessed),
        "is_partial": is_partial,
        "origin": Origin(producer, title, url, licence),
    }
    try:
        added.extend(add_file(case, path, source_id=source_id, **said) for path in files)
    except EntrepotError:
        _print_added(added, as_json=as_json)
        if added:
            say(f"{len(added)} of {len(files)} files are in the case.")
        raise
    _print_added(added, as_json=as_json)
    if any(not item.is_new for item in added):
        say("A file that was in the case already is not added twice.")
    if any(item.is_corrected for item in added):
        say(f"Its record was corrected. Run the case again: entrepot run {case}")


@click.command()
@case_argument
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), help="Overrides case.toml.")
@json_option
@click.pass_context
def run(context: click.Context, case: Path, engine: str | None, as_json: bool) -> None:
    """Run a CASE: read, link, ask the indicators."""
    with progress() as show:
        summary = run_case(case, engine_name=engine, on_progress=show)
    manifest = summary.manifest
    if as_json:
        print_json([{**item, "kind": "source"} for item in manifest["coverage"]])
        print_json([{"kind": "indicator", "indicator": k, **v} for k, v in manifest["indicators"].items()])
    else:
        _print_run(manifest)
    say(_coverage_sentence(summary))
    if not manifest["coverage"]:
        say(f"The case has no files yet: entrepot add {case} FILE...")
    if summary.was_current:
        say("Nothing changed since the last run: its results stand.")
    if summary.quarantined:
        say(f"See: entrepot quarantine {case}")
        context.exit(QUARANTINED)


@click.command()
@case_argument
@json_option
def quarantine(case: Path, as_json: bool) -> None:
    """List the rows of a CASE that were put aside, with reason and place."""
    with opened(case) as results:
        rows = results.rows(_QUARANTINE)
        names = {key: snapshot.file_name for key, snapshot in results.snapshots.items()}
    if as_json:
        print_json(rows)
        return
    shown = [(names[r["snapshot_id"]], r["locator"], r["field"], r["reason"], r["raw"]) for r in rows[:_SHOWN]]
    print_table(f"{len(rows)} rows put aside", ["file", "place", "field", "reason", "text"], shown)
    if len(rows) > _SHOWN:
        say(f"{len(rows) - _SHOWN} more with --json.")


def _print_added(added: list[Added], *, as_json: bool) -> None:
    if as_json:
        print_json(_added_row(item) for item in added)
    elif added:
        rows = [tuple(_added_row(item).values()) for item in added]
        print_table("Added", ["file", "source", "state of", "snapshot", "new"], rows)


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


def _print_run(manifest: dict[str, Any]) -> None:
    sources = [
        (
            c["file_name"],
            c["source_id"],
            f"{c['rows_read']:,}",
            f"{sum(c['rows_kept'].values()):,}",
            f"{c['quarantined']:,}",
        )
        for c in manifest["coverage"]
    ]
    columns = ["file", "source", "rows read", "records", "quarantined"]
    print_table("Sources", columns, sources, right=columns[2:])
    stats = [
        (key, s["title"], f"{s['subjects_tested']:,}", s["raised"], s["clear"], s["not_applicable"])
        for key, s in sorted(manifest["indicators"].items(), key=lambda item: (item[0][0], int(item[0][1:])))
    ]
    columns = ["id", "indicator", "tested", "raised", "clear", "not applicable"]
    print_table("Indicators", columns, stats, right=columns[2:])
    linking = manifest["linking"]
    say(
        f"{linking['record_count']:,} party records are read as {linking['party_count']:,} parties; "
        f"{linking['possible_match_count']:,} possible matches were left apart (entrepot matches)."
    )
    for party in linking["largest"][:_LARGEST_SHOWN]:
        held_by = ", ".join(f"{count} by {rule.replace('_', ' ')}" for rule, count in party["edges"])
        say(f"{party['name']}: {party['record_count']} records read as one party; joined {held_by} (entrepot party).")
    for item in manifest["coverage"]:
        for text in [*([item["error"]] if item["error"] else []), *item["warnings"]]:
            say(text, lead=f"{item['file_name']}: ", style="yellow")
    for text in manifest["warnings"]:
        say(text)


def _coverage_sentence(summary: RunSummary) -> str:
    coverage = summary.manifest["coverage"]
    read = sum(item["rows_read"] for item in coverage)
    files = "1 file" if len(coverage) == 1 else f"{len(coverage)} files"
    return f"{files}, {read:,} rows read, {summary.quarantined:,} put aside with a reason."


COMMANDS = (demo, init, add, run, quarantine)
