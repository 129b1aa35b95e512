"""How commands speak: rows as tables or JSON lines on standard output, everything else on standard error."""

import json
import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Literal

import click
from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

errors = Console(stderr=True, highlight=False)
# Away from a terminal nothing is cut to a screen's width: a pipe or a file gets whole words.
_WIDE = 140
out = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDE)

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object per line on standard output.")
case_argument = click.argument("case", type=click.Path(file_okay=False, path_type=Path))

# Marks of docs/ux: meaning never rests on colour alone.
OUTCOME_MARKS = {
    "raised": Text.assemble(("■", "red"), " raised"),
    "clear": Text.assemble(("○", "dim"), " clear"),
    "not_applicable": Text.assemble(("–", "dim"), " not applicable"),
}


def plain(value: object) -> object:
    """Return a value as JSON can hold it: dates as ISO text, numbers that are none as null."""
    if value is None or isinstance(value, str):  # most values, and nothing to do
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
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
    """Print rows as a table; columns named in `right` hold numbers, a column without any value is left out."""
    cells = [[_cell(value) for value in row] for row in rows]
    shown = [place for place in range(len(columns)) if not cells or any(row[place] for row in cells)]
    table = Table(title=Text(title), title_justify="left", header_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for place in shown:
        justify: Literal["left", "right"] = "right" if columns[place] in right else "left"
        table.add_column(columns[place], justify=justify, overflow="fold")
    for row in cells:
        table.add_row(*(row[place] for place in shown))
    out.print(table)


def verdict_of(finding: Mapping[str, Any]) -> str:
    """Return what somebody decided of a finding, to stand after its reason; empty where nobody did."""
    verdict = finding.get("verdict")
    if verdict is None:
        return ""
    word = "confirmed" if verdict["kind"] == "confirm" else "dismissed"
    return f" [{word} by {verdict['who']}, {verdict['when'][:10]}: {verdict['why']}]"


def print_line(*parts: str | tuple[str, str] | Text) -> None:
    """Print one line on standard output: words, or (words, style); brackets in names are names, not styles."""
    out.print(Text.assemble(*parts), soft_wrap=True)


def say(message: str, *, lead: str = "", style: str = "") -> None:
    """Tell the person something on standard error: one line, `lead` before it in a style."""
    errors.print(Text.assemble((lead, style), message), soft_wrap=True)


def _cell(value: object) -> Text:
    if isinstance(value, Text):
        return value
    return Text("" if value is None else str(plain(value)))


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
