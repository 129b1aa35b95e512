"""Commands that ask a case: findings, claims, evidence, indicators."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from entrepot.case.claims import compare_claims
from entrepot.case.config import read_config
from entrepot.case.parsing import must_be_as_received
from entrepot.case.results import read_snapshots
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
from entrepot.errors import CaseError
from entrepot.evidence.locator import read_place
from entrepot.indicators.base import Indicator
from entrepot.indicators.registry import all_indicators, describe

_SHOWN = 60


@click.command()
@case_argument
@click.option("--indicator", help="Only this indicator, for example N2.")
@click.option("--party", help="Only findings in which this party appears.")
@click.option("--outcome", type=click.Choice(["raised", "clear", "not_applicable"]), help="Only this outcome.")
@json_option
def findings(case: Path, indicator: str | None, party: str | None, outcome: str | None, as_json: bool) -> None:
    """List what the indicators found in a CASE. A flag is raised; it proves nothing."""
    if indicator is not None:
        _chosen_indicators(indicator)
    with opened(case) as results:
        chosen = [
            f
            for f in results.findings
            if (indicator is None or f["indicator"].upper() == indicator.upper())
            and (outcome is None or f["outcome"] == outcome)
        ]
        if party is not None:
            party_id = party_meant(results, party)
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
            f["reason"] + verdict_of(f),
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
@json_option
def claims(case: Path, as_json: bool) -> None:
    """Compare the published claims of a CASE with each other and with its evidence."""
    with opened(case) as results:
        conflicts = compare_claims(results)
    if as_json:
        print_json(asdict(conflict) for conflict in conflicts)
        return
    if not conflicts:
        say("No published claims in this case contradict each other, and none can be checked against its declarations.")
    for conflict in conflicts:
        print_line((conflict.conflict_id, "bold"), f" {conflict.kind}: {conflict.words}")
        rows = [
            (c["publisher"], c["attributed_to"], f"{c['value']:,g} {c['unit']}", _period(c), c["goods"], c["locator"])
            for c in conflict.claims
        ]
        print_table("", ["publisher", "attributed to", "figure", "period", "goods", "place"], rows)
        if conflict.computed is not None:
            print_line(f"Computed from the case: {conflict.computed_words}")
        print_line(f"{conflict.resolution}\n")


def _period(claim: dict[str, Any]) -> str:
    return f"{claim['period_from_on'] or '?'} to {claim['period_to_on'] or '?'}"


@click.command()
@case_argument
@click.argument("snapshot")
@click.argument("locator")
@json_option
def evidence(case: Path, snapshot: str, locator: str, as_json: bool) -> None:
    """Print the row of a source at a place, as it stands in the file received."""
    read_config(case)
    snapshots = read_snapshots(case)
    if snapshot not in snapshots:
        raise CaseError(
            f"No file has the snapshot id {snapshot}",
            where=str(case),
            next_step="Take it from a finding's evidence.",
        )
    path = case / "sources" / snapshots[snapshot].file_name
    producer = snapshots[snapshot].producer
    must_be_as_received(case, path, snapshots[snapshot])
    place = read_place(path, locator)
    if as_json:
        print_json([{"file": path.name, "locator": locator, "cells": dict(place.cells), "text": place.text}])
        return
    print_line(f"{path.name} {locator} ({producer})")
    for name, value in place.cells:
        print_line(f"  {name}: {value}")
    if not place.cells:
        print_line(place.text)


@click.command()
@click.argument("indicator", required=False)
@json_option
def indicators(indicator: str | None, as_json: bool) -> None:
    """List the catalogue of indicators, or describe one."""
    chosen = all_indicators() if indicator is None else _chosen_indicators(indicator)
    if as_json:
        print_json(describe(i) for i in chosen)
    elif indicator is None:
        rows = [(i.META.id, i.META.title, i.META.question, i.META.weight) for i in chosen]
        print_table("Indicators", ["id", "title", "question", "weight"], rows)
    else:
        for key, value in describe(chosen[0]).items():
            print_line((key, "bold"), f": {value}")


def _chosen_indicators(indicator: str) -> tuple[Indicator, ...]:
    chosen = tuple(i for i in all_indicators() if i.META.id == indicator.upper())
    if not chosen:
        known = ", ".join(i.META.id for i in all_indicators())
        raise click.BadParameter(f"there is no indicator {indicator}; known: {known}", param_hint="indicator")
    return chosen


COMMANDS = (findings, claims, evidence, indicators)
