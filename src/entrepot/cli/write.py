"""Commands that write something to take away: report, export."""

from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from entrepot.case.claims import compare_claims
from entrepot.case.closing import closing_rows
from entrepot.case.export import FORMATS, default_target, export_case
from entrepot.case.results import open_results
from entrepot.cli.opened import opened
from entrepot.cli.output import case_argument, out, say
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
    with opened(case) as results:
        written = export_case(results, format_name, target or default_target(case, format_name))
    click.echo(written)
    say("Names in it stand in publications or lists; what a flag is and is not: docs/responsible-use.md")


def report_of(case: Path) -> Path:
    """Write the report of a case and return its first page."""
    with opened(case) as results:
        conflicts = compare_claims(results)
        panels = panels_of(results.engine, results.config.study)
        return write_report(results, claims=conflicts, panels=panels, closing=closing_rows(results))


def print_closing_rows(case: Path) -> None:
    """Print the bundled case's closing table: investigation, what was found, reported against computed."""
    with open_results(case) as results:
        rows = closing_rows(results)
    table = Table(title="Twelve investigations, from one body of evidence", title_justify="left", show_lines=True)
    table.add_column("row")
    table.add_column("investigation, what the program found, reported against computed", overflow="fold")
    for row in rows:
        lines = (("found", row.found), ("reported", row.reported), ("computed", row.computed))
        told = [part for name, words in lines for part in (("\n" + f"{name:>8} ", "dim"), words)]
        table.add_row(row.row, Text.assemble((row.investigation, "bold"), f" [{row.provenance}]", *told))
    out.print(table)


COMMANDS = (report, export)
