"""The command that holds the findings of a synthetic world against its truth: score."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from entrepot.case.chain_scoring.scored import score_chains
from entrepot.case.replay import month_ends, replay
from entrepot.case.results import Results
from entrepot.cli.opened import opened
from entrepot.cli.output import case_argument, json_option, print_json, progress, say
from entrepot.cli.score_chain_words import print_chains
from entrepot.cli.score_words import print_scores
from entrepot.errors import EntrepotError
from entrepot.indicators.registry import all_indicators
from entrepot.world.scoring.matched import match_parties
from entrepot.world.scoring.ordered import Key
from entrepot.world.scoring.output import RunOutput
from entrepot.world.scoring.scores import Beside, score_world
from entrepot.world.scoring.truth import read_truth

_SEED = 0  # of the resampling behind intervals: the same scores at every run
_PARTY_KINDS = frozenset({"party", "party_pair"})


@click.command()
@case_argument
@click.option(
    "--null",
    "null_case",
    type=click.Path(file_okay=False, path_type=Path),
    help="The case of a null world, run as well: false positives are taken of it.",
)
@click.option(
    "--replay", "months", type=click.IntRange(1, 24), help="Ask again as of every so many months after the cut-off."
)
@click.option("--chains", is_flag=True, help="Hold the chains into the destination against the planted ways instead.")
@json_option
def score(case: Path, null_case: Path | None, months: int | None, chains: bool, as_json: bool) -> None:
    """Hold the findings of a synthetic world's CASE against its truth, with 95% intervals, the misses by cause."""
    if chains:
        if null_case is not None or months is not None:
            raise click.UsageError(
                "--chains stands alone; a null world is scored by its own: entrepot score CASE --chains."
            )
        _score_chains(case, as_json)
        return
    if null_case is not None and not read_truth(null_case).is_null:
        raise EntrepotError(
            "The world named as null has planted schemes",
            where=str(null_case),
            next_step="Make one without: entrepot world DIR --rows N --seed S --null; run it; then score again.",
        )
    with _known(case) as (results, key):
        output = _output(results.findings, results.ranking, key, results.manifest)
        replays = {} if months is None else dict(_replays(results, key, months))
    if null_case is None:
        null = None
    else:
        with _known(null_case) as (other, other_key):
            null = other_key, _output(other.findings, other.ranking, other_key, other.manifest)
    scores = score_world(key, output, Beside(null, replays))
    if as_json:
        print_json(scores.rows())
    else:
        print_scores(scores)
        say("Measured on a synthetic world: what is planted there is what its makers thought of.")


def _score_chains(case: Path, as_json: bool) -> None:
    with _known(case) as (results, key):
        scores = score_chains(results.engine, key, as_of_on=results.as_of_on, study=results.config.study)
    if as_json:
        print_json(scores.rows())
    else:
        print_chains(scores)
        say("Measured on a synthetic world: what is planted there is what its makers thought of.")


@contextmanager
def _known(case: Path) -> Iterator[tuple[Results, Key]]:
    """Open a world's case and match its parties to the firms of its truth."""
    with opened(case) as results:
        truth = read_truth(case)
        yield results, Key(truth, match_parties(results.engine, truth), _SEED)


def _output(
    findings: Sequence[Mapping[str, Any]], ranking: Sequence[Mapping[str, Any]], key: Key, manifest: Mapping[str, Any]
) -> RunOutput:
    return RunOutput(
        findings=findings,
        ranking=ranking,
        unranked_probability=manifest["ranking"]["unranked_probability"],
        asked=tuple(i.META.id for i in all_indicators() if i.META.subject_kind in _PARTY_KINDS),
        persons=key.matched.persons,
    )


def _replays(results: Results, key: Key, months: int) -> Iterator[tuple[date, RunOutput]]:
    days = month_ends(results.config.study, results.as_of_on, months=months)
    with progress() as show:
        for number, one in enumerate(replay(results, days), start=1):
            show(f"as of {one.as_of_on}", number, len(days))
            yield one.as_of_on, _output(one.findings, one.ranking, key, results.manifest)
    yield results.as_of_on, _output(results.findings, results.ranking, key, results.manifest)


COMMANDS = (score,)
