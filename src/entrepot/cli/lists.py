"""Commands that list what a run noticed: changes between two states of a list, and possible matches left apart."""

from pathlib import Path

import click

from entrepot.cli.opened import opened
from entrepot.cli.output import case_argument, json_option, print_json, print_table, say
from entrepot.store.sql import Statement

_SHOWN = 60

_CHANGES = Statement(
    "cli/lists/changes",
    """
    SELECT c.*, f.name AS party_name FROM linked__list_change c LEFT JOIN linked__party f ON f.party_id = c.party_id
    WHERE ($list_id IS NULL OR c.list_id = $list_id) AND ($kind IS NULL OR c.change_kind = $kind)
      AND ($text IS NULL OR contains(lower(c.name), lower($text)))
    ORDER BY c.list_id, c.by_on, c.change_kind, c.name, c.native_id
    """,
)

_MATCHES = Statement(
    "cli/lists/matches",
    """
    SELECT m.*, a.name AS name_a, b.name AS name_b FROM linked__possible_match m
    JOIN linked__party a ON a.party_id = m.party_a_id
    JOIN linked__party b ON b.party_id = m.party_b_id
    WHERE $text IS NULL OR contains(lower(a.name), lower($text)) OR contains(lower(b.name), lower($text))
    ORDER BY m.rule, m.probability DESC NULLS LAST, name_a, name_b, m.party_a_id, m.party_b_id
    """,
)


@click.command()
@case_argument
@click.option("--list", "list_id", help="Only this list, for example us_ofac_sdn.")
@click.option("--kind", type=click.Choice(["added", "removed", "changed"]), help="Only these changes.")
@click.option("--name", "text", help="Only entries whose name holds this text.")
@json_option
def changes(case: Path, list_id: str | None, kind: str | None, text: str | None, as_json: bool) -> None:
    """List who was added to, removed from or changed in a list between two of its states in the CASE."""
    with opened(case) as results:
        rows = results.rows(_CHANGES, {"list_id": list_id, "kind": kind, "text": text})
    if as_json:
        print_json(rows)
        return
    columns = ("list_id", "change_kind", "name", "native_id", "after_on", "by_on", "fields")
    shown = [[row[c] for c in columns] for row in rows[:_SHOWN]]
    print_table(f"{len(rows)} changes", ["list", "change", "name", "entry", "still old on", "new by", "fields"], shown)
    _say_rest(len(rows), case, "changes")


@click.command()
@case_argument
@click.option("--name", "text", help="Only parties whose name holds this text.")
@json_option
def matches(case: Path, text: str | None, as_json: bool) -> None:
    """List parties of the CASE that may be one and were not joined, with what speaks for and against."""
    with opened(case) as results:
        rows = results.rows(_MATCHES, {"text": text})
    if as_json:
        print_json(rows)
        return
    shown = [(row["rule"], row["name_a"], row["name_b"], row["reason"]) for row in rows[:_SHOWN]]
    print_table(f"{len(rows)} possible matches, not joined", ["rule", "one", "other", "why"], shown)
    _say_rest(len(rows), case, "matches")


def _say_rest(count: int, case: Path, command: str) -> None:
    if count > _SHOWN:
        say(f"{count - _SHOWN} more: entrepot {command} {case} --json")


COMMANDS = (changes, matches)
