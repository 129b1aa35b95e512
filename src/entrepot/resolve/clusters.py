"""Joining records key by key, strongest first, and never through a contradiction.

A key joins all its records or, where something contradicts, none: which of them it speaks of is not known. Only decisions
of people divide a key: records that a person put on one side go together, and what nobody judged goes with the side on
which more of the records are; where the sides are even, it stays by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from entrepot.resolve.contradictions import Fact, Facts, Strength, contradict, strength_of

Side = tuple[int, str]  # the number of a decision, and left or right
_OTHER = {"left": "right", "right": "left"}


@dataclass
class _Cluster:
    """Records joined so far: what is known of them, the sides people put them on, whom a list keeps them apart from."""

    members: set[str]
    facts: dict[str, frozenset[str]] = field(default_factory=dict)
    sides: set[Side] = field(default_factory=set)
    rivals: set[str] = field(default_factory=set)

    @property
    def lowest(self) -> str:
        return min(self.members)

    def takes_in(self, other: "_Cluster") -> None:
        self.members |= other.members
        self.sides |= other.sides
        self.rivals |= other.rivals
        for kind, values in other.facts.items():
            self.facts[kind] = self.facts.get(kind, frozenset()) | values


def join_without_contradiction(
    carriers: Iterable[tuple[str, str]],
    facts: Mapping[str, set[Fact]],
    apart: Iterable[tuple[str, str]] = (),
    sides: Mapping[str, set[Side]] | None = None,
) -> dict[str, str]:
    """Return every record with the lowest record of its cluster.

    Args:
        carriers: Key and record, in any order; keys are tried in the order of their text, whose first digit is the strength.
        facts: What is known of each record, by kind; two numbers of one scheme on one record do not contradict.
        apart: Pairs of records that only a person's decision joins, whatever else agrees.
        sides: The sides of decisions on which people put records: the two sides of one are never joined.
    """
    records_of: dict[str, set[str]] = {}
    for key, record in carriers:
        records_of.setdefault(key, set()).add(record)
    rivals: dict[str, set[str]] = {}
    for one, other in apart:
        rivals.setdefault(one, set()).add(other)
        rivals.setdefault(other, set()).add(one)
    cluster_of = {
        record: _Cluster({record}, _by_kind(facts.get(record, ())), set((sides or {}).get(record, ())))
        for records in records_of.values()
        for record in records
    }
    for record, cluster in cluster_of.items():
        cluster.rivals = rivals.get(record, set())
    together = {pair for held in facts.values() for pair in _pairs(_by_kind(held))}
    for key in sorted(records_of):
        strength = strength_of(key)
        clusters = list({id(c): c for c in map(cluster_of.__getitem__, sorted(records_of[key]))}.values())
        for group in _groups(clusters, strength):
            if len(group) > 1 and not _clash(group, strength, together):
                joined = _join(group, cluster_of)
                if strength is Strength.JUDGED:  # what a person joined belongs together from here on
                    together |= _pairs(joined.facts)
    lowest = {id(cluster): cluster.lowest for cluster in cluster_of.values()}
    return {record: lowest[id(cluster)] for record, cluster in cluster_of.items()}


def _by_kind(facts: Iterable[Fact]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for kind, fact in facts:
        found.setdefault(kind, set()).add(fact)
    return {kind: frozenset(values) for kind, values in found.items()}


def _pairs(facts: Facts) -> set[tuple[str, str, str]]:
    """Return the pairs of different facts of one kind, both ways round."""
    return {
        (kind, one, other)
        for kind, values in facts.items()
        if len(values) > 1
        for one in values
        for other in values
        if one != other
    }


def _join(group: list[_Cluster], cluster_of: dict[str, _Cluster]) -> _Cluster:
    """Make one cluster of several, taking the smaller into the largest."""
    largest = max(group, key=lambda cluster: len(cluster.members))
    for cluster in group:
        if cluster is not largest:
            for record in cluster.members:
                cluster_of[record] = largest
            # Rivals are shared with the table of all: a new set, not an added-to one.
            largest.rivals = largest.rivals | cluster.rivals
            largest.takes_in(cluster)
    return largest


def _groups(clusters: list[_Cluster], strength: Strength) -> list[list[_Cluster]]:
    """Return who may be joined by a key: all, or, where people put some on different sides, those on one side."""
    on: dict[Side, list[int]] = {}
    for place, cluster in enumerate(clusters):
        for side in cluster.sides:
            on.setdefault(side, []).append(place)
    against: dict[int, set[int]] = {}
    for (number, one), places in on.items():
        others = on.get((number, _OTHER[one]), [])
        for place in places:
            if rivals := {*others} - {place}:
                against.setdefault(place, set()).update(rivals)
    if not against:
        return [clusters]
    if strength is Strength.JUDGED:
        return []
    alike: dict[frozenset[int], list[_Cluster]] = {}
    for place, cluster in enumerate(clusters):
        alike.setdefault(frozenset(against.get(place, ())), []).append(cluster)
    unjudged = alike.pop(frozenset(), [])
    groups = list(alike.values())
    sizes = sorted(sum(len(cluster.members) for cluster in group) for group in groups)
    if sizes[-1] > sizes[-2]:
        max(groups, key=lambda group: sum(len(cluster.members) for cluster in group)).extend(unjudged)
        return groups
    return [*groups, unjudged]


def _clash(group: list[_Cluster], strength: Strength, together: set[tuple[str, str, str]]) -> bool:
    """Return whether something keeps the clusters apart; a person's decision is stronger than any fact."""
    if strength is Strength.JUDGED:
        return False
    rivals = (
        not one.rivals.isdisjoint(other.members) for one in group if one.rivals for other in group if other is not one
    )
    return any(rivals) or contradict([cluster.facts for cluster in group], strength, together)
