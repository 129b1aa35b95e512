"""N1: a firm that is on no list, but that an ownership rule reaches through its owners."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import Field

from entrepot.graph.ownership import reaches
from entrepot.graph.ownership_result import OwnershipReach, PartyReach, Proof, ReachStatus
from entrepot.indicators.base import Context, Evaluation, Evidence, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.reference_group import Standing, standings
from entrepot.store.engine import Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="N1",
    slug="ownership_rule",
    version=1,
    status="experimental",
    title="Reached by ownership rule",
    question="Do listed owners hold enough of an unlisted firm for a sanctions regime to reach it?",
    description=(
        "Raised for a firm that is not listed itself, where the known shares of listed owners, and of owners that the rule "
        "reaches in turn, come to the threshold of the regime in force on the day of the case. Clear where only the shares "
        "that are not known could bring it there. One run for each regime."
    ),
    why=(
        "OFAC, the EU, the UK and, since 2025, BIS treat a firm that listed owners hold to half or more as listed itself, "
        "although no list names it. Exporters are expected to find out."
    ),
    unit="percent",
    subject_kind="party",
    needs=("linked__designation", "linked__interest"),
    innocent_explanations=(
        "The shares were sold since, and the register or report is out of date.",
        "The owner is a namesake of the listed person.",
        "A nominee or trustee holds the shares for somebody else.",
    ),
    references=(
        "OFAC, Revised Guidance on Entities Owned by Persons Whose Property and Interests in Property Are Blocked, 2014",
        "EU Best Practices on restrictive measures, 3 July 2024",
        "OFSI, UK Financial Sanctions General Guidance, March 2022, paragraph 4.14",
        "BIS Affiliates Rule, 90 FR 47201; stay 90 FR 50857",
    ),
    not_applicable={
        "linked__designation": "There is no sanctions list in the case, so no owner is known to be listed.",
        "linked__interest": "No source in the case says who owns whom.",
        "no_regime": "The only lists in the case are private ones: no ownership rule belongs to them.",
        "no_rule": "No ownership rule of the listing regimes was in force on the day of the case.",
        "no_held_firm": "No listed party is known to hold a share of any unlisted firm.",
    },
    related=("N4", "N12"),
)


class Settings(Params):
    """Settings of N1."""

    on_date: date | None = Field(
        None, description="Day of the rule, the listings and the shares; without it the newest day in the case"
    )
    is_possible_shown: bool = Field(
        True, description="Whether firms that only unknown shares could bring to the threshold are written out as clear"
    )


PARAMS = Settings
_REGIMES = statement_beside(__file__)
_TRADERS = statement_beside(__file__, "trader")


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each firm and regime that the regime's rule reaches (raised) or may reach (clear)."""
    rows = context.rows(_REGIMES, {"as_of_on": context.as_of_on})
    if not rows:
        return _not_asked(context, "no_regime")
    newest_on = rows[0]["newest_on"]
    on = params.on_date or context.study.as_of_on or newest_on
    if on is None:
        return _not_asked(context, "no_rule")
    regimes = [row["regime"] for row in rows]
    runs = [run for run in reaches(context.engine, regimes, on, is_reached_only=True) if run.rule is not None]
    if not runs:
        return _not_asked(context, "no_rule")
    held_count = sum(run.held_count for run in runs)
    if held_count == 0:
        return _not_asked(context, "no_held_firm")
    shown = [(run, run.followed(party)) for run in runs for party in run.parties if _is_shown(party, params)]
    asked: dict[str, Value] = {
        "as_of_on": context.as_of_on,
        "party_ids": sorted({party.party_id for _, party in shown}),
    }
    lines = {row["party_id"]: int(row["line_count"]) for row in context.rows(_TRADERS, asked)} if shown else {}
    ranked = standings(
        {f"{run.regime} {party.party_id}": party.lower_pct for run, party in shown},
        {f"{run.regime} {party.party_id}": (run.regime,) for run, party in shown},
    )
    findings = tuple(_finding(run, party, lines, ranked[f"{run.regime} {party.party_id}"]) for run, party in shown)
    return Evaluation(findings, held_count)


def _not_asked(context: Context, reason_key: str) -> Evaluation:
    return Evaluation((not_applicable(META, reason_key, context.study),), 0)


def _is_shown(party: PartyReach, params: Settings) -> bool:
    return party.status is ReachStatus.BLOCKED or (params.is_possible_shown and party.status is ReachStatus.POSSIBLE)


def _finding(run: OwnershipReach, party: PartyReach, lines: Mapping[str, int], standing: Standing) -> Finding:
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if party.status is ReachStatus.BLOCKED else Outcome.CLEAR,
        subject_id=party.party_id,
        subject_name=party.name,
        subject_kind=META.subject_kind,
        reason=_reason(run, party),
        value=party.lower_pct,
        unit=META.unit,
        threshold=None if run.rule is None else run.rule.threshold_pct,
        window=(run.on.isoformat(), run.on.isoformat()),
        evidence=tuple(_evidence(run, party)),
        caveats=(*party.caveats, *run.caveats),
        details={**_details(run, party, lines), **standing.details()},
        related_ids=tuple(
            sorted(owner for owner in (*party.support, *party.minimal_support) if owner != party.party_id)
        ),
    )


def _reason(run: OwnershipReach, party: PartyReach) -> str:
    rule = run.rule.title if run.rule is not None else run.regime
    names = ", ".join(run.name_of(owner) for owner in party.minimal_support or party.support)
    if party.status is ReachStatus.BLOCKED:
        own = "not listed under this rule" if party.listings else "itself not listed"
        return f"{rule} on {run.on}: {names} hold {party.lower_pct:.10g} %, which reaches {party.name}, {own}."
    reached = (
        f"known shares give {party.lower_pct:.10g} %, what is not known could bring it to {party.upper_pct:.10g} %"
    )
    return f"{rule} on {run.on}: {reached}. Possible, not established."


def _details(run: OwnershipReach, party: PartyReach, lines: Mapping[str, int]) -> dict[str, Any]:
    return {
        "regime": run.regime,
        "rule": None if run.rule is None else run.rule.title,
        "on": run.on.isoformat(),
        "lower_pct": party.lower_pct,
        "upper_pct": party.upper_pct,
        "undisclosed_pct": party.undisclosed_pct,
        "status": party.status.value,
        "minimal_support": [run.name_of(owner) for owner in party.minimal_support],
        "paths": [[run.name_of(step) for step in path] for path in party.paths],
        "line_count": lines.get(party.party_id, 0),
    }


def _evidence(run: OwnershipReach, party: PartyReach) -> Iterator[Evidence]:
    """Yield the stakes along the paths from the firm upwards, then the listings they end in, each place once."""
    along = dict.fromkeys([party.party_id, *(step for path in party.paths for step in reversed(path))])
    seen: set[tuple[str, str]] = set()
    for step in along:
        reached = run.standing(step)
        stakes = [
            (proof, f"{stake.owner_name} in {reached.name}: {proof.summary}")
            for stake in reached.owners
            if stake.owner_id in along or stake.owner_id in reached.support
            for proof in stake.proofs
        ]
        for proof, words in (*stakes, *((proof, f"{reached.name}: {proof.summary}") for proof in reached.listings)):
            if (proof.snapshot_id, proof.locator) not in seen:
                seen.add((proof.snapshot_id, proof.locator))
                yield _evidence_of(proof, words)


def _evidence_of(proof: Proof, words: str) -> Evidence:
    return Evidence(proof.snapshot_id, proof.locator, words, proof.provenance, proof.publication)
