"""All figures of a world: per indicator and combined, by kind of scheme, size, country and data quality, with the misses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from entrepot.world.scoring.calibration import Bin, brier_figures, calibration_bins
from entrepot.world.scoring.detection import detection_figures
from entrepot.world.scoring.figures import COMBINED, Figure, depths, read_to
from entrepot.world.scoring.groups import group_figures
from entrepot.world.scoring.matched import matching_counts
from entrepot.world.scoring.misses import Miss, MissFinder
from entrepot.world.scoring.ordered import Key, false_positives, kind_figures, list_figures, raised_figures
from entrepot.world.scoring.output import RunOutput
from entrepot.world.scoring.truth import Scheme

NULL_MEASURE = "null_world_false_positives_per_1000"


@dataclass(frozen=True)
class Scores:
    """The figures of a world; `matching` says how many of its firms were mapped to parties."""

    world: Mapping[str, Any]
    matching: Mapping[str, int]
    figures: tuple[Figure, ...]
    misses: tuple[Miss, ...]
    bins: tuple[Bin, ...]

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield everything as JSON values, `row` naming what each is."""
        yield {"row": "world", **self.world}
        yield {"row": "matching", **self.matching}
        yield from (figure.to_json() for figure in self.figures)
        yield from (miss.to_json() for miss in self.misses)
        yield from (one.to_json() for one in self.bins)


@dataclass(frozen=True)
class Beside:
    """What a score may take in besides the run: a null world's run, and the case replayed at earlier days."""

    null: tuple[Key, RunOutput] | None = None
    replays: Mapping[date, RunOutput] = field(default_factory=dict)


def score_world(key: Key, output: RunOutput, beside: Beside | None = None) -> Scores:
    """Return all figures of a run against the truth of its world."""
    taken = beside or Beside()
    inspected = at_one_percent(key, output)
    planted = not key.truth.is_null
    figures = [*_indicator_figures(key, output), *_combined_figures(key, output, inspected)]
    null = (key, output) if key.truth.is_null else taken.null
    if null is not None:
        figures += null_figures(*null)
    if taken.replays:
        shown = {on: lists_of(key, one) for on, one in taken.replays.items()}
        figures += detection_figures(key, shown, _targets(key, output))
    return Scores(
        world=key.truth.world,
        matching=matching_counts(key.truth, key.matched),
        figures=tuple(figures),
        misses=tuple(MissFinder(key, output).misses(inspected)) if planted else (),
        bins=tuple(calibration_bins(key, output)) if planted else (),
    )


def at_one_percent(key: Key, output: RunOutput) -> tuple[str, ...]:
    """Return the head of the ranked list, one party for every hundredth firm."""
    return read_to(output.ranked, depths(len(key.truth.traders))[-1])


def null_figures(key: Key, output: RunOutput) -> Iterator[Figure]:
    """Yield the false positives per 1,000 firms of a world in which nothing is planted, by indicator and combined."""
    for name in output.asked:
        yield false_positives(key, name, output.raised_by.get(name, ()), measure=NULL_MEASURE)
    yield false_positives(key, COMBINED, output.ranked, measure=NULL_MEASURE)


def lists_of(key: Key, output: RunOutput) -> dict[str, Sequence[str]]:
    """Return the parties that each indicator raised, and under `combined` those at 1% of firms."""
    return {**output.raised_by, COMBINED: at_one_percent(key, output)}


def _targets(key: Key, output: RunOutput) -> dict[str, tuple[Scheme, ...]]:
    named = {name: tuple(s for s in key.truth.planted if name in s.targets) for name in output.asked}
    return {**{name: schemes for name, schemes in named.items() if schemes}, COMBINED: key.truth.planted}


def _indicator_figures(key: Key, output: RunOutput) -> Iterator[Figure]:
    for name in output.asked:
        raised = output.raised_by.get(name, ())
        yield Figure("raised", name, float(len(raised)), count=len(key.truth.traders))
        if not key.truth.is_null:
            schemes = [scheme for scheme in key.truth.planted if name in scheme.targets]
            yield from list_figures(key, name, raised, schemes)
            yield from raised_figures(key, name, raised, schemes)


def _combined_figures(key: Key, output: RunOutput, inspected: Sequence[str]) -> Iterator[Figure]:
    yield Figure("raised", COMBINED, float(len(output.ranked)), count=len(key.truth.traders))
    if key.truth.is_null:
        return
    yield from list_figures(key, COMBINED, output.ranked, key.truth.planted)
    yield from raised_figures(key, COMBINED, output.ranked, key.truth.planted)
    yield from kind_figures(key, COMBINED, inspected)
    yield from group_figures(key, output.ranked, inspected)
    yield from brier_figures(key, output)
