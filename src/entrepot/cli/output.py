"""How commands speak: rows as tables or JSON lines on standard output, everything else on standard error."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

errors = Console(stderr=True, highlight=False)
out = Console(highlight=False)

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object per line on standard output.")
case_argument = click.argument("case", type=click.Path(file_okay=False, path_type=Path))

# Marks of docs/ux: meaning never rests on colour alone.
OUTCOME_MARKS = {"raised": "[red]■[/] raised", "clear": "[dim]○[/] clear", "not_applicable": "[dim]–[/] not applicable"}


def plain(value: object) -> object:
    """Return a value as JSON can hold it: dates as ISO text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    return value


def print_json(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print one JSON object a line."""
    for row in rows:
        click.echo(json.dumps(plain(row), ensure_ascii=False, sort_keys=False))


def print_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[str] = ()
) -> None:
    """Print rows as a table; columns named in `right` hold numbers."""
    table = Table(title=title, title_justify="left", header_style="bold", show_lines=False, pad_edge=False)
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*("" if value is None else str(plain(value)) for value in row))
    out.print(table)


def say(message: str) -> None:
    """Tell the person something on standard error."""
    errors.print(message)


def money(value: float | None) -> str:
    """Return US dollars in short form: `$12.2M`; empty where not known."""
    if value is None:
        return ""
    for size, mark in ((1e9, "bn"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"${value / size:,.1f}{mark}"
    return f"${value:,.0f}"


@contextmanager
def progress() -> Iterator[Any]:
    """Yield a callback (what, done, of how many) that draws a bar on a terminal and is quiet elsewhere."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)
