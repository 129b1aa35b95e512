"""Commands that ask a case: findings, party, owners, claims, flows, evidence, indicators."""

from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from entrepot.case.claims import compare_claims
from entrepot.case.dossier import Dossier, dossier_of, the_party
from entrepot.case.results import open_results
from entrepot.cli.output import OUTCOME_MARKS, case_argument, json_option, out, print_json, print_table, say
from entrepot.errors import CaseError
from entrepot.evidence.locator import read_place
from entrepot.flows.panels import partner_levels
from entrepot.graph.ownership import REGIMES, explain, reach
from entrepot.indicators.registry import all_indicators, describe

_SHOWN = 60
_PUBLICATION_SHOWN = 40  # characters; --json and the report give it whole


@click.command()
@case_argument
@click.option("--indicator", help="Only this indicator, for example N2.")
@click.option("--party", help="Only findings in which this party appears.")
@click.option("--outcome", type=click.Choice(["raised", "clear", "not_applicable"]), help="Only this outcome.")
@json_option
def findings(case: Path, indicator: str | None, party: str | None, outcome: str | None, as_json: bool) -> None:
    """List what the indicators found in a CASE. A flag is raised; it proves nothing."""
    with open_results(case) as results:
        chosen = [
            f
            for f in results.findings
            if (indicator is None or f["indicator"].upper() == indicator.upper())
            and (outcome is None or f["outcome"] == outcome)
        ]
        if party is not None:
            party_id, _ = the_party(results, party)
            chosen = [f for f in chosen if party_id == f["subject_id"] or party_id in f["related_ids"]]
    if as_json:
        print_json(chosen)
        return
    raised = [f for f in chosen if f["outcome"] == "raised"] if outcome is None else chosen
    rows = [
        (
            f["indicator"],
            OUTCOME_MARKS[f["outcome"]],
            f["subject_name"],
            f["reason"],
            f["provenance"],
            f["evidence_total"],
        )
        for f in raised[:_SHOWN]
    ]
    columns = ["id", "outcome", "subject", "measure against threshold", "provenance", "rows"]
    print_table(f"{len(raised)} findings", columns, rows, right=["rows"])
    _say_rest(chosen, raised, case)


def _say_rest(chosen: list[dict[str, Any]], shown: list[dict[str, Any]], case: Path) -> None:
    clear = sum(f["outcome"] == "clear" for f in chosen)
    silent = sum(f["outcome"] == "not_applicable" for f in chosen)
    if len(shown) > _SHOWN:
        say(f"{len(shown) - _SHOWN} more: entrepot findings {case} --json")
    say(f"{clear} subjects came close and are clear; {silent} not applicable: --outcome shows them.")


@click.command()
@case_argument
@click.argument("query")
@json_option
def party(case: Path, query: str, as_json: bool) -> None:
    """Show everything a CASE knows of one party (a name, an identifier or an id), with sources."""
    with open_results(case) as results:
        party_id, others = the_party(results, query)
        dossier = dossier_of(results, party_id)
        files = {key: snapshot.file_name for key, snapshot in results.snapshots.items()}
    if as_json:
        print_json([{"party": dossier.party, "sections": dossier.sections, "findings": dossier.findings}])
        return
    _print_dossier(dossier, files)
    if others:
        names = ", ".join(f"{o['name']} ({o['party_id']})" for o in others[:5])
        say(f"The query may also mean: {names}")


# Columns shown of each section, besides the place.
_SECTION_COLUMNS = {
    "names": ("name", "name_kind"),
    "identifiers": ("scheme", "identifier", "validity", "issue"),
    "addresses": ("address",),
    "contacts": ("contact_kind", "contact"),
    "tags": ("tag", "note"),
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


def _print_dossier(dossier: Dossier, files: dict[str, str]) -> None:
    head = dossier.party
    out.print(f"[bold]{head['name']}[/]  {head['country_iso'] or ''}  {head['party_id']}")
    if head["record_count"] > 1:
        out.print(f"{head['record_count']} source records are read as this party: {head['joined_by']}")
    for section, columns in _SECTION_COLUMNS.items():
        rows = dossier.sections[section]
        if rows:
            shown = [(*(r[c] for c in columns), *_place(r, files)) for r in rows[:_SHOWN]]
            title = f"{section.replace('_', ' ')} ({len(rows)})"
            print_table(title, [*columns, "provenance", "publication", "place"], shown)
    for finding in dossier.findings:
        out.print(f"{OUTCOME_MARKS[finding['outcome']]} {finding['indicator']} {finding['title']}: {finding['reason']}")


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
@click.option("--on", "on_day", type=click.DateTime(["%Y-%m-%d"]), help="The day asked about; the study's otherwise.")
@json_option
def owners(case: Path, query: str, regime: str | None, on_day: datetime | None, as_json: bool) -> None:
    """Say whether an ownership rule reaches a party of a CASE, per regime and date, with every path."""
    with open_results(case) as results:
        party_id, _ = the_party(results, query)
        day = on_day.date() if on_day else results.as_of_on
        name = dossier_of(results, party_id).party["name"]
        reached = [reach(results.engine, r, day) for r in ([regime.upper()] if regime else REGIMES)]
        answers = [replace(explain(found, party_id), name=name) for found in reached]
    if as_json:
        print_json(asdict(answer) for answer in answers)
        return
    for answer in answers:
        out.print(answer.in_words())


@click.command()
@case_argument
@json_option
def claims(case: Path, as_json: bool) -> None:
    """Compare the published claims of a CASE with each other and with its evidence."""
    with open_results(case) as results:
        conflicts = compare_claims(results)
    if as_json:
        print_json(asdict(conflict) for conflict in conflicts)
        return
    for conflict in conflicts:
        out.print(f"[bold]{conflict.conflict_id}[/] {conflict.kind}: {conflict.words}")
        rows = [
            (c["publisher"], c["attributed_to"], f"{c['value']:,g} {c['unit']}", _period(c), c["goods"], c["locator"])
            for c in conflict.claims
        ]
        print_table("", ["publisher", "attributed to", "figure", "period", "goods", "place"], rows)
        if conflict.computed is not None:
            out.print(f"Computed from the case: {conflict.computed_words}")
        out.print(f"{conflict.resolution}\n")


def _period(claim: dict[str, Any]) -> str:
    return f"{claim['period_from_on'] or '?'} to {claim['period_to_on'] or '?'}"


@click.command()
@case_argument
@json_option
def flows(case: Path, as_json: bool) -> None:
    """Show trade statistics of a CASE by partner: level against the baseline window, for the study's goods list.

    The baseline leaves the months of stockpiling out; `with stockpiling` runs on to the cut-off. `since` is the first of three
    months in a row at twice the baseline or more.
    """
    with open_results(case) as results:
        rows = partner_levels(results.engine, results.config.study)
    if as_json:
        print_json(asdict(row) for row in rows)
        return
    columns = [
        "reporter",
        "partner",
        "currency",
        "baseline a month",
        "since the cut-off",
        "ratio",
        "with stockpiling",
        "since",
    ]
    shown = [
        (
            r.reporter_block,
            r.partner_name,
            r.currency_code,
            f"{r.baseline_monthly:,.0f}",
            f"{r.period_monthly:,.0f}",
            _times(r.ratio),
            _times(r.ratio_with_stockpiling),
            r.since_month,
        )
        for r in rows
    ]
    print_table(
        "Listed goods by partner: mean month in the baseline and since the cut-off", columns, shown, right=columns[3:7]
    )


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}"


@click.command()
@case_argument
@click.argument("snapshot")
@click.argument("locator")
@json_option
def evidence(case: Path, snapshot: str, locator: str, as_json: bool) -> None:
    """Print the row of a source at a place, as it stands in the file received."""
    with open_results(case) as results:
        if snapshot not in results.snapshots:
            raise CaseError(
                f"No file has the snapshot id {snapshot}",
                where=str(case),
                next_step="Take it from a finding's evidence.",
            )
        path = results.source_path(snapshot)
        producer = results.snapshots[snapshot].producer
    place = read_place(path, locator)
    if as_json:
        print_json([{"file": path.name, "locator": locator, "cells": dict(place.cells), "text": place.text}])
        return
    out.print(f"{path.name} {locator} ({producer})", markup=False)
    for name, value in place.cells:
        out.print(f"  {name}: {value}", markup=False)
    if not place.cells:
        out.print(place.text, markup=False)


@click.command()
@click.argument("indicator", required=False)
@json_option
def indicators(indicator: str | None, as_json: bool) -> None:
    """List the catalogue of indicators, or describe one."""
    chosen = [i for i in all_indicators() if indicator is None or i.META.id == indicator.upper()]
    if not chosen:
        raise click.BadParameter(f"there is no indicator {indicator}", param_hint="indicator")
    if as_json:
        print_json(describe(i) for i in chosen)
    elif indicator is None:
        rows = [(i.META.id, i.META.title, i.META.question, i.META.weight) for i in chosen]
        print_table("Indicators", ["id", "title", "question", "weight"], rows)
    else:
        for key, value in describe(chosen[0]).items():
            out.print(f"[bold]{key}[/]: {value}", markup=True)


COMMANDS = (findings, party, owners, claims, flows, evidence, indicators)
