"""Commands that ask a case of one party: party, owners."""

from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from entrepot.case.dossier import Dossier, dossier_of
from entrepot.cli.opened import opened, party_meant
from entrepot.cli.output import (
    OUTCOME_MARKS,
    case_argument,
    json_option,
    print_json,
    print_line,
    print_table,
    say,
    verdict_of,
)
from entrepot.errors import EntrepotError
from entrepot.graph.nameless import party_names
from entrepot.graph.ownership import REGIMES, explain, reaches
from entrepot.graph.ownership_answer import OwnershipAnswer
from entrepot.report.figures.ownership import ownership_drawing

_SHOWN = 60
_PUBLICATION_SHOWN = 40  # characters; --json and the report give it whole
# Columns shown of each section, besides the place.
_SECTION_COLUMNS = {
    "joined_because": ("name_a", "name_b", "source_party_b", "reason"),
    "names": ("name", "name_kind"),
    "identifiers": ("scheme", "identifier", "validity", "issue"),
    "addresses": ("address",),
    "contacts": ("contact_kind", "contact"),
    "tags": ("tag", "note"),
    "facts": ("fact_kind", "from_on", "to_on", "amount", "currency_code", "fact_text"),
    "listings": ("list_id", "regime", "programme", "listed_on", "seen_on"),
    "list_changes": ("list_id", "change_kind", "after_on", "by_on"),
    "owners": ("other_name", "interest_kind", "share_min_pct", "share_max_pct", "from_on"),
    "owns": ("other_name", "interest_kind", "share_min_pct", "share_max_pct", "from_on"),
    "roles_held": ("role_kind", "other_name", "from_on"),
    "roles_of_others": ("role_kind", "other_name", "from_on"),
    "trade": ("side", "other_name", "year", "line_count", "value_usd"),
    "links": ("link_kind", "other_name", "via_name", "sharing_count"),
    "possible_matches": ("name_a", "name_b", "reason"),
}


@click.command()
@case_argument
@click.argument("query")
@json_option
def party(case: Path, query: str, as_json: bool) -> None:
    """Show everything a CASE knows of one party (a name, an identifier or an id), with sources."""
    with opened(case) as results:
        dossier = dossier_of(results, party_meant(results, query))
        files = {key: snapshot.file_name for key, snapshot in results.snapshots.items()}
    if as_json:
        print_json([{"party": dossier.party, "sections": dossier.sections, "findings": dossier.findings}])
    else:
        _print_dossier(dossier, files)


def _print_dossier(dossier: Dossier, files: dict[str, str]) -> None:
    head = dossier.party
    print_line((head["name"], "bold"), f"  {head['country_iso'] or ''}  {head['party_id']}")
    if head["record_count"] > 1:
        print_line(f"{head['record_count']} source records are read as this party: {head['joined_by']}")
    for section, columns in _SECTION_COLUMNS.items():
        rows = dossier.sections[section]
        if rows:
            shown = [(*(r[c] for c in columns), *_place(r, files)) for r in rows[:_SHOWN]]
            title = f"{section.replace('_', ' ')} ({len(rows)})"
            print_table(title, [*columns, "provenance", "publication", "place"], shown)
    for finding in dossier.findings:
        mark: Text = OUTCOME_MARKS[finding["outcome"]]
        print_line(mark, f" {finding['indicator']} {finding['title']}: {finding['reason']}{verdict_of(finding)}")


def _place(row: dict[str, Any], files: dict[str, str]) -> tuple[str, str, str]:
    if "snapshot_id" not in row:
        return "", "", ""
    publication = row["publication"] or ""
    if len(publication) > _PUBLICATION_SHOWN:
        publication = publication[:_PUBLICATION_SHOWN] + "…"
    return row["provenance"], publication, f"{files[row['snapshot_id']]} {row['locator']}"


@click.command()
@case_argument
@click.argument("query")
@click.option("--regime", type=click.Choice(REGIMES, case_sensitive=False), help="One regime; all of them otherwise.")
@click.option(
    "--on",
    "on_day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day asked about; the last date in this case otherwise.",
)
@click.option(
    "--svg",
    "svg_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a drawing of the owners to this file; needs --regime.",
)
@json_option
def owners(
    case: Path, query: str, regime: str | None, on_day: datetime | None, svg_file: Path | None, as_json: bool
) -> None:
    """Say whether an ownership rule reaches a party of a CASE, per regime and date: bounds, support set, every path."""
    if svg_file is not None and regime is None:
        raise click.UsageError("--svg draws one regime: name it with --regime.")
    with opened(case) as results:
        party_id = party_meant(results, query)
        name = party_names(results.engine, [party_id])[party_id]
        day = on_day.date() if on_day else results.as_of_on
        is_studys = results.config.study.as_of_on is not None
        chosen = [regime.upper()] if regime else REGIMES
        found = reaches(results.engine, chosen, day, about=[party_id])
        answers = [_named(explain(each, party_id), name) for each in found]
    if svg_file is not None:
        _write_drawing(svg_file, answers[0])
    if as_json:
        print_json(asdict(answer) for answer in answers)
        return
    if on_day is None:
        which = "the day of this study" if is_studys else "the last date in this case"
        print_line(f"On {day}, {which}; ask another with --on.")
    for answer in answers:
        print_line(answer.in_words())


def _write_drawing(path: Path, answer: OwnershipAnswer) -> None:
    """Write the drawing as a file that a browser opens on its own."""
    svg = str(ownership_drawing(answer)).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    try:
        path.write_text(svg + "\n", "utf-8")
    except OSError as fault:
        raise EntrepotError(
            f"Cannot write {path.name}: {fault.strerror}",
            where=str(path),
            next_step="Name a file in a folder that is there.",
        ) from fault
    say(f"Drawn in {path}.")


def _named(answer: OwnershipAnswer, name: str) -> OwnershipAnswer:
    """Return the answer under the party's name: one of which nobody listed holds anything has none in the graph."""
    return replace(answer, name=name)


COMMANDS = (party, owners)
