"""Commands that ask how far a case can be trusted: duties, placebo."""

from dataclasses import asdict
from pathlib import Path

import click

from entrepot.case.duties import duties_of
from entrepot.case.placebos import PlaceboRun, run_placebos
from entrepot.cli.opened import opened
from entrepot.cli.output import case_argument, json_option, print_json, print_table, progress, say
from entrepot.indicators.registry import indicator_named


@click.command()
@case_argument
@json_option
def placebo(case: Path, as_json: bool) -> None:
    """Ask the indicators of unlisted goods, an earlier day and another destination in a CASE.

    Nothing should be found there: what is raised is raised by trade as such. Each figure is how many subjects were raised.
    """
    with opened(case) as results:
        with progress() as on_progress:
            runs = run_placebos(results, on_progress)
        stats = results.manifest["indicators"]
    if as_json:
        print_json(_rows(runs))
        return
    rows = [
        (
            name,
            indicator_named(name).META.title,
            counts["subjects_tested"],
            counts["raised"],
            *(_raised(r, name) for r in runs),
        )
        for name, counts in stats.items()
    ]
    columns = ["id", "indicator", "asked", "raised", *(run.kind for run in runs)]
    print_table("Raised in earnest and where nothing should be", columns, rows, right=columns[2:])
    for run in runs:
        say(f"{run.kind}: {run.what}" if run.reason is None else f"{run.kind}: not asked. {run.reason}")


def _raised(run: PlaceboRun, name: str) -> str:
    counts = run.counts.get(name)
    if counts is None:
        return ""
    return f"{counts.raised} of {counts.subjects_tested}" if counts.subjects_tested else "not applicable"


def _rows(runs: list[PlaceboRun]) -> list[dict[str, object]]:
    return [
        {"placebo": run.kind, "what": run.what, "reason": run.reason, "indicator": name, **asdict(counts)}
        for run in runs
        for name, counts in run.counts.items()
    ] + [
        {"placebo": run.kind, "what": run.what, "reason": run.reason, "indicator": None}
        for run in runs
        if run.reason is not None
    ]


@click.command()
@case_argument
@json_option
def duties(case: Path, as_json: bool) -> None:
    """Say what was done in a CASE against edition breaks, gaps, duplicates, wrong units, hindsight and chance."""
    with opened(case) as results:
        done = duties_of(results)
    if as_json:
        print_json(asdict(duty) for duty in done)
        return
    print_table("Duties of every indicator", ["id", "duty", "here"], [(d.id, d.title, d.said) for d in done])


COMMANDS = (placebo, duties)
