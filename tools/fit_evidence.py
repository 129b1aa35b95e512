"""Fits the weights of evidence of resources/evidence_weights.toml on synthetic worlds of the development seeds.

    python tools/fit_evidence.py --make FOLDER        makes and runs the worlds of `PLANS` where FOLDER lacks them
    python tools/fit_evidence.py CASE...              takes cases of worlds that were run

Prints the weights and the log loss on worlds left out. Worlds of the evaluated seeds 1-10 and of the setting `other` are refused.
"""

import argparse
import math
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import tomli_w

from entrepot.case.ranking.bands import EDGES
from entrepot.case.ranking.contributions import contributions_by_party
from entrepot.case.ranking.weights import EvidenceWeights
from entrepot.case.results import open_results
from entrepot.indicators.registry import all_indicators
from entrepot.world.scoring.matched import match_parties
from entrepot.world.scoring.truth import Truth, read_truth
from evidence_fit import NAMED, Fit, Pattern, fit_evidence, prior_log_odds
from world_cases import WorldPlan, made_case

TARGET = Path(__file__).parents[1] / "resources" / "evidence_weights.toml"
DEVELOPMENT_SEEDS = range(11, 20)  # 1 to 10 are evaluated and never fitted on
# Rates on both sides of the usual one: the weights must not depend on how many schemes there are.
PLANS = (
    *(WorldPlan(seed, 200_000) for seed in (11, 12)),
    *(WorldPlan(seed, 200_000, scheme_rate=0.03) for seed in (13, 14)),
    WorldPlan(15, 150_000, scheme_rate=0.05),
    WorldPlan(16, 200_000, kind="drift", scheme_rate=0.03),
)
USUAL_RATE = 0.01  # methods 11.9: the odds before any evidence are those of worlds of this rate, where there are some
HEADER = """# Weights of evidence (entrepot.case.ranking): log10 of how much likelier a finding is in a planted scheme than
# outside of one, beside the other findings, learned jointly on synthetic worlds.
# Written by tools/fit_evidence.py; do not edit by hand.
#
# producer = "Entrepot"
# title = "Weights of evidence, fitted on synthetic worlds"
# url = "none: made by tools/fit_evidence.py"
# accessed = 2026-11-22
# licence = "Apache-2.0; measured for Entrepot"
#
# bands       of a raised finding, by its tail (p-value, or 1 - score among peers): any, 1 in 100, 1 in 1,000, 1 in 10,000 or less
# named_with  the other firm of a pair
# What was not raised counts nothing, whether it was asked or not.
# subjects, others  parties in planted schemes, and outside of them, on which it was raised in those worlds

"""
_DIGITS = 3


def main() -> None:
    """Fit on the cases named, print what was learned, and write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", type=Path, help="cases of worlds that were run")
    parser.add_argument("--make", type=Path, help="folder in which the worlds are made where they are missing")
    parser.add_argument("--to", type=Path, default=TARGET, help="where to write the weights")
    given = parser.parse_args()
    cases = [*given.cases, *([made_case(given.make, plan) for plan in PLANS] if given.make else [])]
    if not cases:
        parser.error("name cases, or a folder to make them in")
    worlds, patterns = [], []
    for number, case in enumerate(cases):
        truth = read_truth(case)
        refuse_evaluated(truth)
        worlds.append(_told(truth))
        patterns += patterns_of(case, truth, number)
    fit = fit_evidence(patterns)
    command = "python tools/fit_evidence.py --make FOLDER" if given.make else "python tools/fit_evidence.py CASE..."
    document = document_of(patterns, fit, {"command": command, "worlds": worlds})
    EvidenceWeights.model_validate(document)
    given.to.write_text(HEADER + tomli_w.dumps(document), "utf-8")
    _print(document, fit)


def refuse_evaluated(truth: Truth) -> None:
    """End the program where a world must not be fitted on."""
    if truth.world["seed"] not in DEVELOPMENT_SEEDS or truth.world["setting"] == "other":
        raise SystemExit(f"{truth.folder}: seed {truth.world['seed']}, {truth.world['setting']} is for evaluation only")


def patterns_of(case: Path, truth: Truth, world: int) -> list[Pattern]:
    """Return what was raised on the parties of a world that are known firms, those that only take part in a scheme left out."""
    with open_results(case) as results:
        matched = match_parties(results.engine, truth)
        raised = bands_of(results.findings, matched.persons)
    counts: dict[tuple[tuple[str, int], ...], list[int]] = {}
    for party in matched.firms_of:
        standing = matched.standing(party, truth)
        if standing != "member" and party not in matched.persons:
            counts.setdefault(raised.get(party, ()), [0, 0])[standing != "subject"] += 1
    return [Pattern(world, key, *pair) for key, pair in sorted(counts.items())]


def bands_of(findings: Iterable[dict[str, Any]], persons: frozenset[str]) -> dict[str, tuple[tuple[str, int], ...]]:
    """Return by party the strongest band of each indicator raised on it, as the ranking would take it."""
    even = {"bands": [1.0 + band for band in range(len(EDGES))], "named_with": 0.5}
    weights = {i.META.id: {**even, "subjects": 0, "others": 0} for i in all_indicators()}
    any_weights = EvidenceWeights.model_validate({"prior_log10_odds": 0.0, "fit": {}, "indicator": weights})
    return {
        party: tuple(sorted((p.finding["indicator"], NAMED if p.role == "named_with" else p.band) for p in parts))
        for party, parts in contributions_by_party(findings, any_weights, persons).items()
    }


def document_of(patterns: Sequence[Pattern], fit: Fit, source: dict[str, Any]) -> dict[str, Any]:
    """Return the weights as the resource holds them, in log10."""
    indicators = {}
    for name in sorted({name for name, _ in fit.steps}, key=lambda n: (n[0], int(n[1:]))):
        climbed = [sum(fit.steps[name, step] for step in range(band + 1)) for band in range(len(EDGES))]
        hit = [p for p in patterns if any(n == name for n, _ in p.raised)]
        indicators[name] = {
            "bands": [_log10(max(0.0, value)) for value in climbed],
            "named_with": _log10(max(0.0, fit.steps[name, NAMED])),
            "subjects": sum(p.subjects for p in hit),
            "others": sum(p.others for p in hit),
        }
    learned = {
        "method": "logistic regression, steps of at least zero, drawn to half of what each indicator tells alone; "
        "ridge and scale chosen on worlds left out one by one",
        "subjects": sum(p.subjects for p in patterns),
        "others": sum(p.others for p in patterns),
        "ridge": fit.ridge,
        "scale": round(fit.slope, _DIGITS),
        "log_loss_left_out": round(fit.log_loss, 6),
        "log_loss_of_the_share": round(fit.base_log_loss, 6),
    }
    usual = [n for n, world in enumerate(source.get("worlds", ())) if world["scheme_rate"] == USUAL_RATE]
    prior = _log10(prior_log_odds([p for p in patterns if p.world in usual] or patterns))
    return {"prior_log10_odds": prior, "fit": {**source, **learned}, "indicator": indicators}


def _log10(natural: float) -> float:
    return round(natural / math.log(10), _DIGITS) + 0.0


def _told(truth: Truth) -> dict[str, Any]:
    names = ("seed", "rows", "setting", "kind", "scheme_rate", "version")
    return {name: truth.world[name] for name in names}


def _print(document: dict[str, Any], fit: Fit) -> None:
    out = sys.stdout.write
    out(f"log loss a party on worlds left out {fit.log_loss:.5f}, of the share alone {fit.base_log_loss:.5f}; ")
    out(f"ridge {fit.ridge}, scale {fit.slope:.2f}\n")
    out(f"{'':5}{'subjects':>9}{'others':>8}  bands (log10), named with\n")
    for name, weight in document["indicator"].items():
        bands = " ".join(f"{value:6.2f}" for value in weight["bands"])
        rest = f"{weight['named_with']:6.2f}"
        out(f"{name:5}{weight['subjects']:9,}{weight['others']:8,}  {bands}  {rest}\n")


if __name__ == "__main__":
    main()
