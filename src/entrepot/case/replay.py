"""What the indicators would have said at an earlier day, from the linked tables of the last run: nothing is parsed again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from entrepot.case.ranking.ranked import rank_parties
from entrepot.case.results import Results
from entrepot.flows.coalition_exports import prepare_exports
from entrepot.indicators.base import Context
from entrepot.indicators.registry import evaluate_all, to_json
from entrepot.settings import Study


@dataclass(frozen=True)
class Replayed:
    """What a run at `as_of_on` would have found: findings and ranked list as in the files of a run, without verdicts."""

    as_of_on: date
    findings: list[dict[str, Any]]
    ranking: list[dict[str, Any]]


def replay(results: Results, days: Iterable[date]) -> Iterator[Replayed]:
    """Yield what each earlier day would have shown: rows, listings and registrations dated later are hidden.

    Which records are one party, and which addresses and people they share, is as linked with all sources of the case: a link
    without a date cannot be hidden.
    """
    config = results.config
    for on in days:
        study = config.study.model_copy(update={"as_of_on": on})
        prepare_exports(results.engine, study)
        run = evaluate_all(Context(results.engine, study), config.indicators)
        findings = [to_json(finding) for finding in run.findings]
        yield Replayed(on, findings, rank_parties(results.engine, findings, study))


def month_ends(study: Study, until_on: date, *, months: int) -> list[date]:
    """Return every `months`-th end of a month after the cut-off, up to and without `until_on`."""
    days: list[date] = []
    year, month = study.cutoff_on.year, study.cutoff_on.month
    while True:
        month += months
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
        following = date(year + month // 12, month % 12 + 1, 1)
        if (last := following - timedelta(days=1)) >= until_on:
            return days
        days.append(last)
