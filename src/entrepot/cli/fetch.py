"""The command that downloads official sources from their publishers."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from entrepot.cli.output import json_option, print_json, print_line, say
from entrepot.sources.fetching.asking import Question
from entrepot.sources.fetching.download import Received
from entrepot.sources.fetching.fetch import fetch as fetched
from entrepot.sources.fetching.publishers import PUBLISHERS, questions_for
from entrepot.sources.fetching.transport import Transport
from entrepot.sources.fetching.wanted import Wanted

_DAYS = 7  # statistics of past months are revised, but not by the hour
_WORDS = {
    "new": "received",
    "unchanged": "unchanged at the publisher",
    "recent": "kept, asked for within {days} days",
    "nothing": "the publisher has nothing for this question",
}
_NAMES = "\n\n\b\n" + "\n".join(f"{name:16} {publisher.summary}" for name, publisher in PUBLISHERS.items())
_HELP = f"""Download SOURCE from its publisher, with a record of address, day, terms and SHA-256 beside each file.

A download that breaks off goes on where it stopped when the command is run again; what has not changed is not sent again.
Keys are read from the environment alone: COMTRADE_API_KEY (without it at most 500 rows a call), CENSUS_API_KEY.
Then: entrepot add CASE DIR/FILE.{_NAMES}
"""


@click.command(help=_HELP)
@click.argument("source", type=click.Choice(list(PUBLISHERS)), metavar="SOURCE")
@click.option(
    "--to",
    "folder",
    default="downloads",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the files go.",
)
@click.option("--since", help="First month (2022-01) or year (2022).")
@click.option("--until", help="Last month or year, included; without it only the first.")
@click.option(
    "--reporter", "reporters", multiple=True, help="ISO code of a reporting country; several times for several."
)
@click.option("--partner", "partners", multiple=True, help="ISO code of a partner; several times for several.")
@click.option("--hs", "goods", multiple=True, help="Goods code; several times, or separated by commas.")
@click.option("--flow", "flows", multiple=True, type=click.Choice(["X", "M", "RX", "RM"]), help="Default: X and M.")
@click.option(
    "--recent", "recent_days", default=_DAYS, show_default=True, help="Days in which an answer is not asked for again."
)
@click.option("--dry-run", is_flag=True, help="Only list what would be asked.")
@json_option
def fetch(
    source: str,
    folder: Path,
    since: str | None,
    until: str | None,
    reporters: tuple[str, ...],
    partners: tuple[str, ...],
    goods: tuple[str, ...],
    flows: tuple[str, ...],
    recent_days: int,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Download SOURCE from its publisher."""
    wanted = Wanted(
        since=since,
        until=until,
        reporters=_listed(reporters),
        partners=_listed(partners),
        goods=_listed(goods),
        flows=flows or ("X", "M"),
    )
    questions = questions_for(source, wanted, os.environ)
    if dry_run:
        _print_questions(questions, folder, as_json=as_json)
        return
    with _transport() as transport:
        for received in fetched(questions, folder, transport, recent_days=recent_days, said=say):
            _print_received(received, recent_days, as_json=as_json)
    if PUBLISHERS[source].afterwards:
        say(PUBLISHERS[source].afterwards)


@contextmanager
def _transport() -> Iterator[Transport]:
    transport = Transport(said=say)
    try:
        yield transport
    finally:
        transport.close()


def _listed(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values, each once and in order, those joined by commas taken apart."""
    return tuple(dict.fromkeys(part.strip().upper() for value in values for part in value.split(",") if part.strip()))


def _print_questions(questions: list[Question], folder: Path, *, as_json: bool) -> None:
    requests = [question.request for question in questions]
    if as_json:
        print_json(
            {"url": one.url, "file": str(folder / one.file_name), "has_key": one.key is not None} for one in requests
        )
        return
    for one in requests:
        print_line(one.url)
    say(
        f"{len(requests)} request{'s' if len(requests) != 1 else ''}; an answer that is too large is asked for in halves."
    )


def _print_received(received: Received, recent_days: int, *, as_json: bool) -> None:
    path = None if received.path is None else str(received.path)
    if as_json:
        print_json([{"outcome": received.outcome, "file": path, "rows": received.rows, "url": received.request.url}])
        return
    rows = "" if received.rows is None else f", {received.rows:,} rows"
    words = _WORDS[received.outcome].format(days=recent_days)
    print_line(f"{path or received.request.url}: {words}{rows}")


COMMANDS = (fetch,)
