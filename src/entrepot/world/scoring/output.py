"""What a run found, as scoring needs it: who was raised by what, in which order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

_PARTY_KINDS = frozenset({"party", "party_pair"})


@dataclass(frozen=True)
class RunOutput:
    """The findings of a run (findings.jsonl) and its ranked list (ranking.jsonl), as JSON values.

    `unranked_probability` is that of a party on which nothing was raised; `asked` names the indicators that speak of parties,
    those that raised nothing too; `persons` are parties that are people.
    """

    findings: Sequence[Mapping[str, Any]]
    ranking: Sequence[Mapping[str, Any]]
    unranked_probability: float = 0.0
    asked: tuple[str, ...] = ()
    persons: frozenset[str] = frozenset()

    @cached_property
    def ranked(self) -> tuple[str, ...]:
        """The parties of the ranked list, the likeliest first."""
        return tuple(row["party_id"] for row in self.ranking)

    @cached_property
    def raised_by(self) -> Mapping[str, tuple[str, ...]]:
        """The parties each indicator raised, the farthest out first: smallest tail (p-value or 1 - score), then as they stand."""
        by: dict[str, list[Mapping[str, Any]]] = {}
        for finding in self.findings:
            if finding["outcome"] == "raised" and finding["subject_kind"] in _PARTY_KINDS:
                by.setdefault(finding["indicator"], []).append(finding)
        return {name: self._parties(sorted(found, key=_tail)) for name, found in sorted(by.items())}

    @cached_property
    def close_to(self) -> Mapping[str, tuple[str, ...]]:
        """The indicators that each party came close to: it was asked of them, and is clear."""
        by: dict[str, set[str]] = {}
        for finding in self.findings:
            if finding["outcome"] == "clear" and finding["subject_kind"] in _PARTY_KINDS:
                by.setdefault(finding["subject_id"], set()).add(finding["indicator"])
        return {party: tuple(sorted(names)) for party, names in by.items()}

    @cached_property
    def not_applicable(self) -> frozenset[str]:
        """The indicators that could not be asked of anybody."""
        return frozenset(
            f["indicator"] for f in self.findings if f["outcome"] == "not_applicable" and f["subject_id"] == "case"
        )

    def _parties(self, findings: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
        named: dict[str, None] = {}
        for finding in findings:
            also = finding["related_ids"] if finding["subject_kind"] == "party_pair" else ()
            named |= dict.fromkeys(p for p in (finding["subject_id"], *also) if p not in self.persons)
        return tuple(named)


def _tail(finding: Mapping[str, Any]) -> float:
    score = (finding.get("details") or {}).get("score")
    tails = [finding.get("p_value"), None if not isinstance(score, float) else 1 - score]
    return min((tail for tail in tails if tail is not None), default=1.0)
