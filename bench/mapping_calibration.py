"""How often a proposed column is right, by the fit of its header: what resources/mapping/calibration.toml holds, and its check.

The word lists were written with the seen layouts at hand: on these nearly every proposal is right, which says nothing of a table
nobody looked at. So each seen layout is read as if nobody had: the words that its country alone uses are made unknown (about half
of the words that the lists know of them). Held-out countries take no part in it; they are only measured.
Run with: make bench-mapping; `--calibrate` prints the table for resources/mapping/calibration.toml.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from entrepot.evidence.reading.header import unique_names
from entrepot.sources.customs_table.propose import propose
from entrepot.sources.customs_table.vocabulary import plain_words, vocabulary
from mapping_layouts import acceptable_columns, head_of, wanted_columns

_STARTS = (0.0, 0.6, 0.7, 0.8, 0.9, 0.95)
_UNKNOWN = "qxzv"  # a word of no language


@dataclass(frozen=True)
class Case:
    """A proposed field: the fit of its column, its confidence, and whether the column is right; counted once a country."""

    country: str
    field: str
    column: str
    fit: float
    confidence: float
    is_right: bool


def own_words(layouts: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """Return the words that the lists know and that the layouts of one country alone use."""
    users: defaultdict[str, set[str]] = defaultdict(set)
    for layout in layouts:
        for column in layout["columns"]:
            for word in plain_words(column):
                users[word].add(layout["country"])
    return frozenset(word for word, countries in users.items() if len(countries) == 1 and word in vocabulary().words)


def cases(
    layouts: Iterable[Mapping[str, Any]], unknown: frozenset[str] = frozenset(), *, has_values: bool = False
) -> list[Case]:
    """Return every proposed field of layouts, each once a country.

    Args:
        layouts: Judged layouts.
        unknown: Words that are read as if no list knew them.
        has_values: With invented cells; these contradict headers that real cells would bear out, so that they calibrate nothing.
    """
    found: dict[tuple[str, str, str, float], Case] = {}
    for layout in layouts:
        head = head_of(layout, has_values=has_values)
        header = tuple(_without(column, unknown) for column in head.header)
        reported = dict(zip(unique_names(header), head.header, strict=True))
        proposal = propose(replace(head, header=header))
        for name in layout["mapping"]:
            line = proposal.field(name)
            if line.columns:
                columns = {reported[column] for column in line.columns}
                is_right = columns <= wanted_columns(layout, name) | acceptable_columns(layout, name)
                case = Case(layout["country"], name, min(columns), line.fit, line.confidence, is_right)
                found.setdefault((case.country, case.field, case.column, case.fit), case)
    return list(found.values())


def calibrated(evidence: Sequence[Case]) -> list[tuple[float, float, int, int]]:
    """Return for each step of fit from which it holds, how often a column of it is right, and the counts: right, all.

    Steps that would fall are put together (isotonic); one right and one wrong are added, so that few cases make none sure.
    """
    steps: list[list[float]] = []  # from, right, all
    for start, end in pairwise((*_STARTS, 2.0)):
        inside = [case.is_right for case in evidence if start <= case.fit < end]
        steps.append([start, sum(inside), len(inside)])
        while len(steps) > 1 and _rate(steps[-1]) < _rate(steps[-2]):
            _, right, count = steps.pop()
            steps[-1][1] += right
            steps[-1][2] += count
    return [(start, round(_rate([start, right, count]), 2), int(right), int(count)) for start, right, count in steps]


def reliability(evidence: Sequence[Case]) -> list[str]:
    """Return lines of how often proposals of each confidence are right."""
    by_confidence: defaultdict[float, list[bool]] = defaultdict(list)
    for case in evidence:
        by_confidence[case.confidence].append(case.is_right)
    return [
        f"confidence {confidence:.2f}  right {sum(right) / len(right):.3f}  ({sum(right)} of {len(right)})"
        for confidence, right in sorted(by_confidence.items())
    ]


def _rate(step: Sequence[float]) -> float:
    return (step[1] + 1) / (step[2] + 2)


def _without(column: str, unknown: frozenset[str]) -> str:
    words = plain_words(column)
    return " ".join(_UNKNOWN if word in unknown else word for word in words) if unknown & set(words) else column
