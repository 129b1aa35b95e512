"""How good matching is on labelled pairs: precision, recall and F1 by group, clusters by B-cubed, and whether probabilities hold.

A labelled set has pairs of names that are, or are not, one party's, with what the label rests on. A measure that has no case to
rest on is None, not 0 and not 1.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path


@dataclass(frozen=True)
class LabelledPair:
    """Two names with the list and entry each stands in.

    Attributes:
        is_same: `same` or `different`.
        label_basis: What the label rests on: `shared inn`, `one entry`, `different numbers of one scheme` ...
        split: `development` or `held out`; a party's pairs are all in one.
        entity_kind: `firm` or `person`.
        script_pair: ISO 15924 codes of both names, sorted: `Cyrl-Latn`.
        difference: How the names of one party differ: `transliteration`, `translation` ...; `another party` for others.
    """

    is_same: str
    label_basis: str
    split: str
    entity_kind: str
    script_pair: str
    difference: str
    name_a: str
    list_a: str
    entry_a: str
    name_b: str
    list_b: str
    entry_b: str

    @property
    def is_match(self) -> bool:
        """Whether the two are one party."""
        return self.is_same == "same"

    @property
    def is_cross_script(self) -> bool:
        """Whether the names are written in two scripts."""
        one, other = self.script_pair.split("-")
        return one != other


def read_pairs(path: Path) -> tuple[LabelledPair, ...]:
    """Return the pairs of a labelled file, in its order.

    Raises:
        TypeError: The file's columns are not those of a labelled pair.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(LabelledPair(**row) for row in csv.DictReader(stream))


@dataclass(frozen=True)
class Figures:
    """Counts of decisions on labelled pairs, and what follows from them."""

    hit: int = 0
    false: int = 0
    missed: int = 0
    rejected: int = 0

    @property
    def precision(self) -> float | None:
        """Share of the pairs taken for one party that are; None where none was taken."""
        return _share(self.hit, self.hit + self.false)

    @property
    def recall(self) -> float | None:
        """Share of the pairs of one party that were found; None where there is none."""
        return _share(self.hit, self.hit + self.missed)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None where neither has a case."""
        return _share(2 * self.hit, 2 * self.hit + self.false + self.missed)

    @property
    def false_rate(self) -> float | None:
        """Share of the pairs of two parties that were taken for one; None where there is none."""
        return _share(self.false, self.false + self.rejected)


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def pair_figures(pairs: Iterable[LabelledPair], is_taken: Iterable[bool]) -> Figures:
    """Return the figures of decisions; `is_taken` says of each pair whether it was taken for one party."""
    counted: Counter[str] = Counter()
    for pair, taken in zip(pairs, is_taken, strict=True):
        counted[("hit" if taken else "missed") if pair.is_match else ("false" if taken else "rejected")] += 1
    return Figures(**counted)


def figures_by(column: str, pairs: Sequence[LabelledPair], is_taken: Sequence[bool]) -> dict[str, Figures]:
    """Return the figures for each value of a column of the labelled pairs, sorted by value.

    Args:
        column: `script_pair`, `entity_kind`, `difference`, `label_basis` or `split`.
        pairs: The labelled pairs.
        is_taken: Of each pair, whether it was taken for one party.

    Raises:
        ValueError: There is no such column.
    """
    if column not in {field.name for field in fields(LabelledPair)}:
        raise ValueError(f"a labelled pair has no column {column}")
    groups: defaultdict[str, tuple[list[LabelledPair], list[bool]]] = defaultdict(lambda: ([], []))
    for pair, taken in zip(pairs, is_taken, strict=True):
        members, decisions = groups[getattr(pair, column)]
        members.append(pair)
        decisions.append(taken)
    return {value: pair_figures(*group) for value, group in sorted(groups.items())}


@dataclass(frozen=True)
class Reliability:
    """Pairs with a probability from `least` up to `most`: how many, their mean probability, and the share that is one party."""

    least: float
    most: float
    count: int
    mean_probability: float
    share_same: float


@dataclass(frozen=True)
class Calibration:
    """Brier score (mean squared error of the probability, lower is better) and the reliability table."""

    brier: float
    table: tuple[Reliability, ...]

    @property
    def expected_error(self) -> float:
        """Mean distance of probability and truth over the table's rows, weighted by their pairs."""
        total = sum(row.count for row in self.table)
        return sum(row.count * abs(row.mean_probability - row.share_same) for row in self.table) / total


def calibration(pairs: Sequence[LabelledPair], probabilities: Sequence[float], bins: int = 10) -> Calibration:
    """Return how well probabilities hold; bins without a pair have no row.

    Raises:
        ValueError: There is no pair, or a probability is outside 0 to 1.
    """
    if not pairs or not all(0 <= probability <= 1 for probability in probabilities):
        raise ValueError("calibration needs at least one pair and probabilities from 0 to 1")
    groups: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for pair, probability in zip(pairs, probabilities, strict=True):
        groups[min(int(probability * bins), bins - 1)].append((probability, pair.is_match))
    rows = tuple(
        Reliability(
            number / bins,
            (number + 1) / bins,
            len(group),
            sum(probability for probability, _ in group) / len(group),
            sum(is_match for _, is_match in group) / len(group),
        )
        for number, group in sorted(groups.items())
    )
    errors = [(probability - pair.is_match) ** 2 for pair, probability in zip(pairs, probabilities, strict=True)]
    return Calibration(sum(errors) / len(errors), rows)


@dataclass(frozen=True)
class ClusterFigures:
    """B-cubed: for the average record, the share of its cluster that belongs there, and of its party that is there."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def b_cubed(cluster_of: Mapping[str, Hashable], party_of: Mapping[str, Hashable]) -> ClusterFigures:
    """Return the B-cubed figures of a clustering.

    Source: Bagga and Baldwin (1998), Entity-based cross-document coreferencing using the vector space model.

    Raises:
        ValueError: There is no record, or the two do not speak of the same records.
    """
    if not cluster_of or cluster_of.keys() != party_of.keys():
        raise ValueError("clusters and parties must be given for the same records, at least one")
    both = Counter((cluster, party_of[record]) for record, cluster in cluster_of.items())
    clusters, parties = Counter(cluster_of.values()), Counter(party_of.values())
    precision = sum(count * count / clusters[cluster] for (cluster, _), count in both.items())
    recall = sum(count * count / parties[party] for (_, party), count in both.items())
    return ClusterFigures(precision / len(cluster_of), recall / len(cluster_of))


def recall_of(found: Collection[tuple[str, str]], wanted: Collection[tuple[str, str]]) -> float | None:
    """Return the share of wanted pairs among the found ones, whatever their order; None where none is wanted."""
    either = {frozenset(pair) for pair in found}
    return _share(sum(frozenset(pair) in either for pair in wanted), len(wanted))
