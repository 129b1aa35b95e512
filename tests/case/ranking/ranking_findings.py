"""Invented findings as in findings.jsonl, and weights to rank them with."""

from typing import Any

from entrepot.case.ranking.weights import EvidenceWeights

WEIGHTS = EvidenceWeights.model_validate(
    {
        "prior_log10_odds": -2.0,
        "fit": {"command": "a test"},
        "indicator": {
            "N2": {"bands": [1.0, 1.5, 2.0, 2.5], "named_with": 0.3, "subjects": 9, "others": 2},
            "F1": {"bands": [0.5, 0.5, 0.5, 1.0], "named_with": 0.0, "subjects": 9, "others": 9},
            "N5": {"bands": [0.2, 0.2, 0.2, 0.2], "named_with": 0.1, "subjects": 3, "others": 3},
        },
    }
)


def finding(indicator: str, subject: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON values)
    """Return a raised finding on a party with one row of evidence."""
    return {
        "indicator": indicator,
        "title": f"Title of {indicator}",
        "outcome": "raised",
        "reason": "measure against threshold.",
        "subject_id": subject,
        "subject_name": subject,
        "subject_kind": "party",
        "p_value": None,
        "provenance": "synthetic",
        "weight": "normal",
        "related_ids": [],
        "details": {},
        "evidence_total": 1,
        **more,
    }
