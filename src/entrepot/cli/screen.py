"""The command that screens names against the lists of a case: screen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from entrepot.case.results import Results
from entrepot.case.screened_lists import Choice
from entrepot.case.screened_rows import FIELDS, Rows, rows_of_file
from entrepot.case.screening import Screening, screen_case
from entrepot.cli.build import QUARANTINED
from entrepot.cli.opened import opened
from entrepot.cli.output import case_argument, json_option, print_json, print_line, print_table, progress, say
from entrepot.codes.territories import iso2
from entrepot.evidence.snapshot import file_sha256
from entrepot.resolve.screening import Query, QueryKind

_SHOWN = 60
_LEAST = 0.6  # resources/names/weights.toml: the probability from which two parties are possibly one
_MARKS = {"same": Text("■ same", "red"), "possible": Text("□ possible", "yellow"), "none": Text("○ none", "dim")}


@dataclass
class _Table:
    """What is shown of the lines: the first ones, and how many more there are."""

    rows: list[tuple[Any, ...]]
    count: int = 0

    def add(self, line: dict[str, Any]) -> None:
        self.count += 1
        if len(self.rows) < _SHOWN:
            goods = [
                f"{entry['list']} {entry['tier'] or ''}".strip() for entry in (line["goods"] or {}).get("controls", ())
            ]
            score = None if line["score"] is None else f"{line['score']:.2f}"
            why = " ".join(line["reasons"])
            shown = (_MARKS[line["decision"]], score, line["match_name"], line["list"], ", ".join(goods), why)
            self.rows.append((line["query"], *shown))


@click.command()
@case_argument
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--file", "file", type=click.Path(dir_okay=False, path_type=Path), help="Screen the rows of this table.")
@click.option(
    "--column", "columns", multiple=True, metavar="FIELD=HEADER", help=f"Where --file has it: {', '.join(FIELDS)}."
)
@click.option(
    "--kind", type=click.Choice(["any", "person", "firm"]), default="any", help="What the names are; both otherwise."
)
@click.option("--country", help="The country of the NAMEs.")
@click.option("--address", help="Their address.")
@click.option("--identifier", help="Their registration or tax number.")
@click.option("--goods", help="A goods code: says which goods lists name it.")
@click.option("--lists", help="Only these lists or regimes, separated by commas; all listings and warnings otherwise.")
@click.option("--all", "with_all", is_flag=True, help="Against every party of the case as well.")
@click.option(
    "--on",
    "on_day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day asked about; the last date in the case otherwise.",
)
@click.option(
    "--threshold", type=click.FloatRange(0, 1), default=_LEAST, show_default=True, help="The least score shown."
)
@json_option
@click.pass_context
def screen(
    context: click.Context,
    case: Path,
    names: tuple[str, ...],
    file: Path | None,
    columns: tuple[str, ...],
    kind: QueryKind,
    country: str | None,
    address: str | None,
    identifier: str | None,
    goods: str | None,
    lists: str | None,
    with_all: bool,
    on_day: datetime | None,
    threshold: float,
    as_json: bool,
) -> None:
    """Screen NAMEs, or the rows of a file, against the lists of a CASE as they stood on a day.

    A match is no verdict: its reasons say what agrees and what speaks against it. Every screening leaves a record in
    CASE/screenings.
    """
    said = {"country": country, "address": address, "identifier": identifier, "goods": goods}
    if file is not None and (names or any(said.values())):
        raise click.UsageError("--file has its own columns: give names, country, address, identifier and goods there.")
    if file is None and columns:
        raise click.UsageError("--column says where --file has a field.")
    if file is None and not names and not identifier:
        raise click.UsageError("Say who is to be screened: NAME, --identifier or --file.")
    asked = None if file is not None else _queries(names, kind, _country(country), address, identifier, goods)
    named = dict(_column(text) for text in columns)
    with opened(case) as results, progress() as show:
        chosen = Choice(on_day.date() if on_day else results.as_of_on, _split(lists), with_all)
        rows = None if file is None else rows_of_file(file, named)
        table = _Table([])
        done = screen_case(
            results,
            rows.queries(kind) if rows is not None else asked or [],
            chosen,
            threshold=threshold,
            screened=partial(_from_file, rows, kind) if rows is not None else partial(_from_line, names, kind, said),
            on_line=(lambda line: print_json([line])) if as_json else table.add,
            on_progress=show,
        )
        if not as_json:
            _print(table, results, chosen)
    _say_done(done, chosen, rows)
    if rows is not None and rows.faulty:
        context.exit(QUARANTINED)


def _queries(
    names: Iterable[str],
    kind: QueryKind,
    country_iso: str | None,
    address: str | None,
    identifier: str | None,
    goods: str | None,
) -> list[Query]:
    given = [name.strip() for name in names]
    if not all(given):
        raise click.UsageError("A NAME is empty.")
    details = (kind, country_iso, address, identifier, goods)
    return [Query((name,), *details, place=f"argument {at}") for at, name in enumerate(given, start=1)] or [
        Query((), *details)
    ]


def _country(text: str | None) -> str | None:
    if text is None:
        return None
    found = iso2(text)
    if found.value is None:
        raise click.BadParameter(found.issue or "is no country", param_hint="--country")
    return found.value


def _column(text: str) -> tuple[str, str]:
    name, _, header = text.partition("=")
    if name not in FIELDS or not header:
        raise click.BadParameter(f"{text!r} is not FIELD=HEADER; fields: {', '.join(FIELDS)}", param_hint="--column")
    return name, header


def _split(lists: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (lists or "").split(",") if part.strip())


def _from_line(names: tuple[str, ...], kind: str, said: dict[str, str | None]) -> dict[str, Any]:
    return {"names": list(names), "kind": kind, **said}


def _from_file(rows: Rows, kind: str) -> dict[str, Any]:
    return {
        "file": rows.path.name,
        "sha256": file_sha256(rows.path),
        "size_bytes": rows.path.stat().st_size,
        "kind": kind,
        "columns": rows.columns,
        "rows": {"screened": rows.read, "without_name_or_number": rows.blank, "faulty": rows.faulty},
        "faults": rows.faults,
        "unknown_countries": dict(sorted(rows.unknown_countries.items())),
    }


def _print(table: _Table, results: Results, chosen: Choice) -> None:
    columns = ["query", "decision", "score", "listed party", "list", "goods lists", "why"]
    print_table(f"Screened as of {chosen.on}", columns, table.rows, right=["score"])
    if table.count > len(table.rows):
        say(f"{table.count - len(table.rows)} more lines: --json prints all, and they are kept in the case.")
    if table.count:
        print_line(f"A match is no verdict. Everything known of a party: entrepot party {results.folder} NAME")


def _say_done(done: Screening, chosen: Choice, rows: Rows | None) -> None:
    counts = done.counts
    lists = {state.list_id for state in done.states}
    entries = sum(state.entry_count for state in done.states)
    say(
        f"{counts['queries']:,} screened against {entries:,} entries of {len(lists)} lists on {chosen.on}: "
        f"{counts['same']:,} same, {counts['possible']:,} possible, {counts['none']:,} none. Record: {done.record_path}"
    )
    if later := sorted({s.list_id for s in done.states if s.as_of_on is not None and s.as_of_on > chosen.on}):
        say(f"Later than {chosen.on} are the earliest states in this case of: {', '.join(later)}.")
    if rows is not None:
        read = "; ".join(
            ", ".join(f"{name} from {header!r}" for name, header in found.items()) for found in rows.columns.values()
        )
        say(f"Read: {read}.")
        if rows.blank or rows.faulty:
            say(f"Not screened: {rows.blank:,} rows without name or number, {rows.faulty:,} that are not whole.")
        if rows.unknown_countries:
            say(f"No country is called: {', '.join(sorted(rows.unknown_countries)[:5])}.")


COMMANDS = (screen,)
