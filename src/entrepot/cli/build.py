"""Commands that make and run a case: demo, init, run."""

from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from entrepot.case.config import CaseConfig, write_config
from entrepot.case.demo import build_demo
from entrepot.case.run import RunSummary, run_case
from entrepot.cli.output import case_argument, json_option, print_json, print_table, progress, say
from entrepot.cli.write import print_closing_rows, report_of
from entrepot.errors import CaseError
from entrepot.settings import Study

QUARANTINED = 3
_LARGEST_SHOWN = 3


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
        print_json([{"kind": kind[:-1], **pair} for kind in ("overlaps", "amendments") for pair in manifest[kind]])
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


def _print_run(manifest: dict[str, Any]) -> None:
    _print_sources(manifest)
    stats = [
        (key, s["title"], f"{s['subjects_tested']:,}", s["raised"], s["clear"], s["not_applicable"])
        for key, s in sorted(manifest["indicators"].items(), key=lambda item: (item[0][0], int(item[0][1:])))
    ]
    columns = ["id", "indicator", "tested", "raised", "clear", "not applicable"]
    print_table("Indicators", columns, stats, right=columns[2:])
    linking = manifest["linking"]
    dropped = linking["similar_dropped_count"]
    say(
        f"{linking['record_count']:,} party records are read as {linking['party_count']:,} parties; "
        f"{linking['possible_match_count']:,} possible matches were left apart (entrepot matches)"
        + (f", {dropped:,} less likely ones of similar names left out." if dropped else ".")
    )
    for party in linking["largest"][:_LARGEST_SHOWN]:
        held_by = ", ".join(f"{count} by {rule.replace('_', ' ')}" for rule, count in party["edges"])
        say(f"{party['name']}: {party['record_count']} records read as one party; joined {held_by} (entrepot party).")
    for item in manifest["coverage"]:
        for text in [*([item["error"]] if item["error"] else []), *item["warnings"]]:
            say(text, lead=f"{item['file_name']}: ", style="yellow")
    for text in manifest["warnings"]:
        say(text)


def _print_sources(manifest: dict[str, Any]) -> None:
    """Print what was read of each file and where its rows went, and which files hold lines of another."""
    coverage = manifest["coverage"]
    counts = {"rows_read": "rows read", "rows_kept": "records", "quarantined": "quarantined"}
    if any(item["superseded"] for item in coverage):
        counts["superseded"] = "superseded"
    rows = [(c["file_name"], c["source_id"], *(f"{_count(c[name]):,}" for name in counts)) for c in coverage]
    print_table("Sources", ["file", "source", *counts.values()], rows, right=list(counts.values()))
    for pair in manifest["overlaps"]:
        say(
            f"{pair['file']} and {pair['counted_file']} overlap by {_lines_of(pair)}: "
            f"counted once, as in {pair['counted_file']}."
        )
    for pair in manifest["amendments"]:
        say(
            f"{pair['counted_file']} states {_lines_of(pair)} of {pair['file']} anew: "
            "the former statements are kept and not counted."
        )


def _count(value: int | dict[str, int]) -> int:
    return sum(value.values()) if isinstance(value, dict) else value


def _lines_of(pair: dict[str, Any]) -> str:
    """Return how many lines, and their value by currency: `7 lines (700 USD)`."""
    values = ", ".join(f"{value:,.0f} {currency}" for currency, value in sorted(pair["value"].items()))
    count = "1 line" if pair["line_count"] == 1 else f"{pair['line_count']:,} lines"
    return f"{count} ({values or 'no value stated'})"


def _coverage_sentence(summary: RunSummary) -> str:
    coverage = summary.manifest["coverage"]
    read = sum(item["rows_read"] for item in coverage)
    files = "1 file" if len(coverage) == 1 else f"{len(coverage)} files"
    superseded = f", {summary.superseded:,} superseded by a later statement" if summary.superseded else ""
    return f"{files}, {read:,} rows read, {summary.quarantined:,} put aside with a reason{superseded}."


COMMANDS = (demo, init, run)
