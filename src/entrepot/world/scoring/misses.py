"""Why a planted scheme is not among the parties inspected: by scheme and by cause."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Literal

from entrepot.world.scoring.ordered import Key
from entrepot.world.scoring.output import RunOutput
from entrepot.world.scoring.truth import Scheme

Cause = Literal[
    "not resolved to a party",
    "raised but ranked low",
    "raised, but by nothing that ranks",
    "indicator not applicable",
    "close to a threshold",
    "no finding",
]
CAUSES: tuple[Cause, ...] = (
    "not resolved to a party",
    "raised but ranked low",
    "raised, but by nothing that ranks",
    "indicator not applicable",
    "close to a threshold",
    "no finding",
)


@dataclass(frozen=True)
class Miss:
    """A scheme none of whose subjects was inspected, and why; `detail` names ranks or indicators."""

    scheme_id: str
    kind: str
    value_usd: float
    targets: tuple[str, ...]
    cause: Cause
    detail: str

    def to_json(self) -> dict[str, Any]:
        """Return the miss as JSON values."""
        return {"row": "miss", **asdict(self), "targets": list(self.targets)}


@dataclass(frozen=True)
class MissFinder:
    """Explains misses from what a run put out."""

    key: Key
    output: RunOutput

    @cached_property
    def _rank(self) -> Mapping[str, int]:
        return {party: rank for rank, party in enumerate(self.output.ranked, start=1)}

    @cached_property
    def _raised(self) -> Mapping[str, list[str]]:
        by: dict[str, list[str]] = {}
        for name, parties in self.output.raised_by.items():
            for party in parties:
                by.setdefault(party, []).append(name)
        return by

    def misses(self, inspected: Sequence[str]) -> Iterator[Miss]:
        """Yield the planted schemes that lead to none of the parties inspected, with the cause of each."""
        first = frozenset(inspected)
        for scheme in self.key.truth.planted:
            if not self.key.is_found(scheme, first):
                cause, detail = self._cause(scheme)
                yield Miss(scheme.scheme_id, scheme.kind, scheme.value_usd, scheme.targets, cause, detail)

    def _cause(self, scheme: Scheme) -> tuple[Cause, str]:
        parties = sorted(self.key.matched.parties(scheme.subjects))
        if not parties:
            return "not resolved to a party", ""
        if ranks := [self._rank[party] for party in parties if party in self._rank]:
            return "raised but ranked low", f"rank {min(ranks)}"
        if raised := sorted({name for party in parties for name in self._raised.get(party, ())}):
            return "raised, but by nothing that ranks", ", ".join(raised)
        silent = sorted(set(scheme.targets) & self.output.not_applicable)
        if silent and len(silent) == len(set(scheme.targets)):
            return "indicator not applicable", ", ".join(silent)
        clear = {name for party in parties for name in self.output.close_to.get(party, ())}
        if close := sorted(clear & set(scheme.targets)):  # what another indicator asked says nothing of this scheme
            return "close to a threshold", ", ".join(close)
        return "no finding", ", ".join(scheme.targets)
