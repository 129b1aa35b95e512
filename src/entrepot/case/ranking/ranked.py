"""The ranked list of parties: where to look first, and why, finding by finding."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from entrepot.case.ranking.contributions import Contribution, Finding, contributions_by_party
from entrepot.case.ranking.weights import EvidenceWeights, evidence_weights
from entrepot.graph.nameless import party_names
from entrepot.indicators.trade_lines import define_trade_lines
from entrepot.settings import Study
from entrepot.store.engine import Engine, Row, Value, rows_of
from entrepot.store.sql import statement_beside

FILE_NAME = "ranking.jsonl"
_NAMED = "ranking__named"
_ALMOST_CERTAIN = 0.95  # ICD 203, Office of the Director of National Intelligence, 2015: from here on "almost certain"
_PLACES = 6  # decimals kept of a ratio: sums in another order differ far behind them


def rank_parties(
    engine: Engine, findings: Sequence[Finding], study: Study, *, weights: EvidenceWeights | None = None
) -> list[dict[str, Any]]:
    """Return the parties with at least one raised finding that can be opened, the likeliest first, as JSON values.

    Each row has rank, party_id, name, country_iso, log10_ratio (sum of all that contributes), probability, its statement,
    trade_at_stake_usd, provenance, contributions (contributions.py) and not_applicable (indicators that could not be asked of
    the case). Only what was raised counts: an indicator that raised nothing takes nothing away, asked or not. Equal ratios are
    ordered by the value of controlled trade at stake, the largest first, then by id; so are all that are almost certain, which
    more evidence would not make more so. Findings of low weight alone rank nobody, and people are not ranked:
    who stands behind a firm is told with the firm.

    Args:
        engine: Holds linked__party, linked__declaration and linked__controlled_line.
        findings: As in findings.jsonl, with the verdicts of people.
        study: Trade from its cut-off to its as-of day is at stake.
        weights: None takes those of resources/evidence_weights.toml.
    """
    chosen = weights or evidence_weights()
    silent = _not_applicable(findings, chosen)
    named = sorted({i for f in findings if f["outcome"] == "raised" for i in (f["subject_id"], *f["related_ids"])})
    engine.register(_NAMED, pa.table({"party_id": pa.array(named, pa.string())}))
    parties = {row["party_id"]: row for row in rows_of(engine.run(statement_beside(__file__, "party")))}
    stakes = _stakes(engine, study)
    persons = frozenset(i for i, row in parties.items() if row["party_kind"] == "person")
    found = contributions_by_party(findings, chosen, persons)
    kept = {
        party_id: parts
        for party_id, parts in found.items()
        if party_id not in persons and not all(part.is_low for part in parts)
    }
    unnamed = party_names(engine, kept.keys() - parties.keys())
    rows = [
        {
            **_head(party_id, parties, unnamed),
            "trade_at_stake_usd": stakes.get(party_id),
            **_weighed(parts, chosen, silent),
        }
        for party_id, parts in kept.items()
    ]
    most = chosen.log10_ratio_at(_ALMOST_CERTAIN)
    ordered = sorted(
        rows, key=lambda r: (-min(r["log10_ratio"], most), -(r["trade_at_stake_usd"] or 0.0), r["party_id"])
    )
    return [{"rank": rank, **row} for rank, row in enumerate(ordered, start=1)]


def summary_of(ranked: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what the run's record says of the ranking: how many parties, and what a party without a finding stands at."""
    weights = evidence_weights()
    return {
        "party_count": len(ranked),
        "unranked_probability": round(weights.probability(0.0), _PLACES),
        "statement": weights.statement,
        "not_weighed": sorted(
            {p["indicator"] for row in ranked for p in row["contributions"] if p["log10_ratio"] is None}
        ),
    }


def _not_applicable(findings: Iterable[Finding], weights: EvidenceWeights) -> list[str]:
    # Subject `case`: the question could not be asked of anybody; other such findings speak of some of its subjects only.
    silent = {f["indicator"] for f in findings if f["outcome"] == "not_applicable" and f["subject_id"] == "case"}
    return sorted(silent & weights.indicator.keys())


def _stakes(engine: Engine, study: Study) -> dict[str, float]:
    asked: dict[str, Value] = {"cutoff_on": study.cutoff_on, "as_of_on": study.as_of_on or date.max}
    define_trade_lines(engine, study.as_of_on or date.max)
    rows = rows_of(engine.run(statement_beside(__file__, "stake"), asked))
    return {row["party_id"]: round(row["value_usd"], 2) for row in rows if row["value_usd"] is not None}


def _head(party_id: str, parties: Mapping[str, Row], unnamed: Mapping[str, str]) -> dict[str, Any]:
    known = parties.get(party_id)
    if known is None:
        return {"party_id": party_id, "name": unnamed.get(party_id, party_id), "country_iso": None}
    return {"party_id": party_id, "name": known["name"], "country_iso": known["country_iso"]}


def _weighed(parts: Sequence[Contribution], weights: EvidenceWeights, silent: Sequence[str]) -> dict[str, Any]:
    total = round(sum(part.log10_ratio or 0.0 for part in parts), _PLACES)
    return {
        "log10_ratio": total,
        "probability": round(weights.probability(total), 4),
        "statement": weights.statement,
        "provenance": sorted({part.finding["provenance"] for part in parts}),
        "contributions": [part.to_json() for part in parts],
        "not_applicable": list(silent),
    }
