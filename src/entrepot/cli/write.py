"""Commands that write something to take away: report, export."""

from pathlib import Path

import click

from entrepot.case.claims import compare_claims
from entrepot.case.closing import closing_rows
from entrepot.case.export import FORMATS, default_target, export_case
from entrepot.case.results import open_results
from entrepot.cli.output import case_argument, print_table, say
from entrepot.flows.panels import panels_of
from entrepot.report.build import write_report


@click.command()
@case_argument
def report(case: Path) -> None:
    """Write the self-contained HTML report of a CASE into its folder `report/`."""
    click.echo(report_of(case))


@click.command()
@case_argument
@click.option("--format", "format_name", required=True, type=click.Choice(sorted(FORMATS)))
@click.option(
    "--to", "target", type=click.Path(path_type=Path), help="Where to write; the case's folder export/ otherwise."
)
def export(case: Path, format_name: str, target: Path | None) -> None:
    """Write a CASE in a format other programs read."""
    with open_results(case) as results:
        written = export_case(results, format_name, target or default_target(case, format_name))
    click.echo(written)
    say("Names in it stand in publications or lists; what a flag is and is not: docs/responsible-use.md")


def report_of(case: Path) -> Path:
    """Write the report of a case and return its first page."""
    with open_results(case) as results:
        conflicts = compare_claims(results)
        panels = panels_of(results.engine, results.config.study)
        return write_report(results, claims=conflicts, panels=panels, closing=closing_rows(results))


def print_closing_rows(case: Path) -> None:
    """Print the bundled case's closing table: investigation, what was found, reported against computed."""
    with open_results(case) as results:
        rows = closing_rows(results)
    shown = [(r.row, r.investigation, r.found, r.reported, r.computed, r.provenance) for r in rows]
    columns = ["row", "investigation", "the program found", "reported", "computed", "provenance"]
    print_table("Twelve investigations, from one body of evidence", columns, shown)


COMMANDS = (report, export)
