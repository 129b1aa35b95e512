"""What each finding contributes to a party's place: a pure function of findings and weights."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from entrepot.case.ranking.bands import band_of, band_words
from entrepot.case.ranking.weights import EvidenceWeights

Role = Literal["subject", "named_with"]
_PARTY_KINDS = frozenset({"party", "party_pair"})  # findings on corridors and goods say nothing of one party
Finding = Mapping[str, Any]


@dataclass(frozen=True)
class Contribution:
    """What an indicator's strongest finding on a party tells of it.

    `log10_ratio` is None where the indicator was not met in the worlds that the weights were fitted on: it counts nothing.
    `more` counts its further findings on the party, which count nothing beside the strongest.
    """

    finding: Finding
    role: Role
    band: int
    log10_ratio: float | None
    more: int = 0

    @property
    def is_low(self) -> bool:
        """Whether the finding is one that never stands alone."""
        details = self.finding.get("details") or {}
        return "low" in {self.finding.get("weight"), details.get("weight")}

    @property
    def weight_words(self) -> str:
        """How much the finding weighs and how far out it is: `weighs 3 to 1 for a scheme, among the 1 in 100 farthest out`."""
        how = ", as the firm named with its subject" if self.role == "named_with" else ""
        how += f", {band_words(self.finding)}" if self.band else ""
        return f"{ratio_words(self.log10_ratio)}{how}"

    @property
    def words(self) -> str:
        """The contribution in words: what was found, how much it weighs, and the measure it rests on."""
        return f"{self.finding['title']} ({self.weight_words}): {self.finding['reason']}"

    def to_json(self) -> dict[str, Any]:
        """Return the contribution as JSON values, with what is needed to open its finding."""
        found = self.finding
        return {
            "indicator": found["indicator"],
            "title": found["title"],
            "role": self.role,
            "band": band_words(self.finding),
            "log10_ratio": self.log10_ratio,
            "finding_subject_id": found["subject_id"],
            "reason": found["reason"],
            "provenance": found["provenance"],
            "evidence_total": found["evidence_total"],
            "is_low": self.is_low,
            "more": self.more,
            "weight_words": self.weight_words,
            "words": self.words,
        }


def ratio_words(log10_ratio: float | None) -> str:
    """Return a likelihood ratio in words: `weighs 12 to 1 for a scheme`."""
    if log10_ratio is None:
        return "not weighed, the worlds of the fit never raised it"
    ratio = float(10 ** abs(log10_ratio))
    if ratio < 1.05:  # [P] a twentieth: it would be written as 1
        return "hardly weighs"
    shown = f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2g}"
    return f"weighs {shown} to 1 {'for' if log10_ratio > 0 else 'against'} a scheme"


def counts(finding: Finding) -> bool:
    """Return whether a finding may rank a party: raised, with rows that can be opened, and not dismissed by anybody."""
    verdict = finding.get("verdict") or {}
    return (
        finding["outcome"] == "raised"
        and finding["subject_kind"] in _PARTY_KINDS
        and finding["evidence_total"] > 0
        and verdict.get("kind") != "dismiss"
    )


def named_in(finding: Finding, persons: frozenset[str]) -> Iterator[tuple[str, Role]]:
    """Yield the parties that a finding may rank: its subject, and in a pair the firms named with it."""
    yield finding["subject_id"], "subject"
    if finding["subject_kind"] == "party_pair":
        for related in dict.fromkeys(finding["related_ids"]):
            if related != finding["subject_id"] and related not in persons:
                yield related, "named_with"


def contributions_by_party(
    findings: Iterable[Finding], weights: EvidenceWeights, persons: frozenset[str] = frozenset()
) -> dict[str, tuple[Contribution, ...]]:
    """Return what each indicator contributes to each party, the strongest first.

    One contribution an indicator: several findings of one indicator rest on one question and are not counted twice.

    Args:
        findings: As in findings.jsonl.
        weights: What each indicator tells.
        persons: Ids of people: those named with a pair are not ranked for it.
    """
    found: dict[tuple[str, str], list[Contribution]] = {}
    for finding in findings:
        if counts(finding):
            for party_id, role in named_in(finding, persons):
                made = _contribution(finding, role, weights)
                found.setdefault((party_id, finding["indicator"]), []).append(made)
    by_party: dict[str, list[Contribution]] = {}
    for (party_id, _), several in sorted(found.items()):
        best = min(several, key=_order)
        by_party.setdefault(party_id, []).append(
            Contribution(best.finding, best.role, best.band, best.log10_ratio, len(several) - 1)
        )
    return {party_id: tuple(sorted(several, key=_order)) for party_id, several in by_party.items()}


def _contribution(finding: Finding, role: Role, weights: EvidenceWeights) -> Contribution:
    weight, band = weights.indicator.get(finding["indicator"]), band_of(finding)
    if weight is None:
        return Contribution(finding, role, band, None)
    return Contribution(finding, role, band, weight.named_with if role == "named_with" else weight.bands[band])


def _order(one: Contribution) -> tuple[float, bool, int, str, str]:
    weighed = one.log10_ratio if one.log10_ratio is not None else 0.0
    return -weighed, one.role != "subject", -one.band, one.finding["indicator"], one.finding["subject_id"]
