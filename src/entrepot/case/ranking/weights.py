"""The weights of evidence: what each indicator's raised finding tells, learned on synthetic worlds (tools/fit_evidence.py)."""

import math
from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from entrepot.case.ranking.bands import EDGES
from entrepot.codes.resource import toml_document

_DOCUMENT = "evidence_weights.toml"


class Weight(BaseModel):
    """What one indicator tells, as log10 of likelihood ratios: how much likelier in a scheme than outside of one.

    `bands` holds one for each band of strength (bands.py), none below zero and never falling; `named_with` that of the other
    party of a pair. That an indicator raised nothing counts nothing: a finding does not say of whom it was asked. `subjects`
    and `others` count the parties in schemes and outside of them for whom it was raised in the worlds of the fit.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    bands: tuple[float, ...]
    named_with: float = Field(ge=0)
    subjects: int = Field(ge=0)
    others: int = Field(ge=0)

    @model_validator(mode="after")
    def _must_rise(self) -> Self:
        if len(self.bands) != len(EDGES) or list(self.bands) != sorted(self.bands) or self.bands[0] < 0:
            raise ValueError(f"bands needs {len(EDGES)} ratios from zero up that never fall")
        return self


class EvidenceWeights(BaseModel):
    """All weights and how they came to be; `prior_log10_odds` are the odds of any firm of those worlds to be in a scheme."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    prior_log10_odds: float
    fit: Mapping[str, Any]
    indicator: Mapping[str, Weight]

    def probability(self, log10_ratio: float) -> float:
        """Return the probability that a ratio stands for where as many firms are in schemes as in the worlds of the fit."""
        odds = (self.prior_log10_odds + log10_ratio) * math.log(10)
        return 1 / (1 + math.exp(-odds)) if odds >= 0 else math.exp(odds) / (1 + math.exp(odds))

    def log10_ratio_at(self, probability: float) -> float:
        """Return the ratio that stands for a probability: the inverse of `probability`."""
        return math.log10(probability / (1 - probability)) - self.prior_log10_odds

    @property
    def statement(self) -> str:
        """What must be said beside every probability."""
        share = 1000 * self.probability(0.0)
        return (
            f"Calibrated on synthetic worlds in which {share:.1f} of 1,000 firms were in planted schemes; "
            "how many are in reality is not known."
        )


def evidence_weights() -> EvidenceWeights:
    """Return the weights of resources/evidence_weights.toml.

    Raises:
        FileNotFoundError: the installation lacks the file.
        pydantic.ValidationError: it was edited into something that is not weights.
    """
    return EvidenceWeights.model_validate(toml_document(_DOCUMENT))
