"""N2: a firm takes over the trade of a listed firm that it is linked to."""

from typing import Literal

import pyarrow as pa
from pydantic import Field

from entrepot.indicators import succession
from entrepot.indicators.base import Context, Evaluation, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.succession import Predecessor, Settings
from entrepot.indicators.succession_chain import listed_predecessors, next_generation
from entrepot.indicators.succession_finding import is_close, successor_finding
from entrepot.store.engine import Row
from entrepot.store.sql import statement_beside

_ONCE = "n2__once"  # what was traded into the destination, each trade once: what all steps read
_NOTHING = pa.table({"trader_id": pa.array([], pa.string())})

META = Meta(
    id="N2",
    slug="successor_company",
    version=3,
    status="experimental",
    title="Successor of a listed firm",
    question="Did another firm take over the trade of a firm that was put on a sanctions list?",
    description=(
        "A listed firm's trade into the destination falls after the listing; another firm, not listed at the time, starts "
        "or grows within a year, buys the same goods from the same partners more alike than size-matched firms do, and is "
        "linked to the listed one by an address, a contact, a person or a similar name; decline, likeness and the rarity of "
        "the link taken together are beyond chance over all linked candidates (q at most 0.1). Successors of successors follow: "
        "a firm that stops trading is searched for its own successor."
    ),
    why=(
        "A listing that stops a firm but not its trade has been worked around. BIS tells exporters to look for management "
        "that overlaps with a listed party (flag 24) and for new customers that ask for what a listed one bought (flag 25)."
    ),
    unit="weighted Jaccard of trade profiles",
    subject_kind="party",
    needs=("linked__declaration", "linked__designation"),
    innocent_explanations=(
        "A competitor picked up the orders that the listed firm could no longer fill.",
        "The supplier re-allocated its distribution to another dealer of the region.",
        "The business was sold to new owners, and the address or staff came with it.",
        "Both firms are registered at a business centre or formation agent that serves many.",
        "Staff who lost their jobs founded or joined a firm in the only trade they know.",
    ),
    references=(
        "BIS, Supplement No. 3 to 15 CFR Part 732, flags 24 and 25",
        "Financial Times, 3 May 2023 (Serniya, Robin Trade, Treydtuls)",
        "EU Best Practices on restrictive measures, 3 July 2024 (share transfers close to designation)",
    ),
    not_applicable={
        "linked__declaration": "There are no customs declarations, so nobody's trade can be followed.",
        "linked__designation": "There is no sanctions list in the case, so no firm is known to be listed.",
        "no_listed_trader": "No party on an official list trades into the destination in these declarations.",
        "short_ledger": "The declarations do not reach far enough before and after any listing of a trading party.",
        "small_population": "Too few other firms trade into the destination to tell a likeness from chance.",
    },
    related=("N3", "N4"),
)


class N2Params(Params):
    """Settings of N2; days are counted from the event day."""

    side: Literal["importer", "exporter"] = Field(
        "importer", description="On which side of the trade the listed firm stands"
    )
    decline_days: int = Field(  # methods 8.3 N2
        180, ge=30, description="Days compared before and after the event"
    )
    decline_ratio_max: float = Field(  # methods 8.3 N2; Robin Trade fell by 90 %
        0.3, ge=0, le=1, description="Daily value after over daily value before, at most this, is a decline"
    )
    coverage_days_min: int = Field(  # proposed: half the window
        90, ge=1, description="Days of declarations needed on both sides of the event; fewer than decline_days are said"
    )
    predecessor_before_min_usd: float = Field(  # proposed: the floor of methods 8.2 F2
        50_000, ge=0, description="Less trade than this before the event is not followed"
    )
    takeover_days: int = Field(  # methods 8.3 N2
        365, ge=30, description="Days before and after the event in which the candidate's trade is compared"
    )
    takeover_ratio_min: float = Field(  # methods 8.3 N2
        3, ge=1, description="The candidate's value after is at least this many times the value before"
    )
    incorporated_before_days: int = Field(  # methods 8.3 N2
        90,
        ge=0,
        description="A firm registered this many days before the event, or until takeover_days after it, is new",
    )
    successor_after_min_usd: float = Field(  # proposed: leaves out single parcels
        10_000, ge=0, description="Candidates that trade less after the event are left out"
    )
    profile_days: int = Field(  # proposed: the same length as the take-over window
        365, ge=30, description="Days before the event that make the listed firm's profile"
    )
    jaccard_min: float = Field(  # methods 8.3 N2
        0.3, ge=0, le=1, description="Weighted Jaccard of the shares of value by partner and HS6"
    )
    profile_p_max: float = Field(  # methods 8.3 N2
        0.01, ge=0, le=1, description="Share of size-matched firms at least as alike, at most this"
    )
    reference_max: int = Field(  # proposed: the smallest p-value is then 0.001
        999, ge=1, description="Size-matched firms compared with"
    )
    reference_min: int = Field(  # fewer cannot reach p = 0.01
        99, ge=1, description="Fewer firms to compare with say nothing about chance"
    )
    sharing_max: int = Field(  # proposed: above it an address belongs to a building or an agent
        20, ge=2, description="An address or contact that more parties share is no link"
    )
    text_min: int = Field(  # proposed: shorter texts are a town and a country
        40, ge=10, description="Letters from which the same text is the same address where no building can be read"
    )
    nominee_firms_max: int = Field(  # proposed: professional nominees, methods 8.3 N7
        20, ge=2, description="A person with roles in more firms is taken for a nominee and is no link"
    )
    generations_max: int = Field(  # one more than the longest reported chain (methods 12.1)
        3, ge=1, description="How many successors in a row are followed"
    )
    lines_shown: int = Field(5, ge=1, description="Declaration lines named as evidence, for each side and window")


PARAMS = N2Params


def evaluate(context: Context, params: N2Params) -> Evaluation:
    """Return a finding for each pair of a firm that stopped and its possible successor, over all generations.

    Raised: a link and a profile that size-matched firms seldom reach. Clear: one of the two without the other.
    """
    settings: Settings = {
        **params.model_dump(),
        "destination_iso": context.study.destination_iso,
        "cutoff_on": context.study.cutoff_on,
        "as_of_on": context.as_of_on,
    }
    listings = succession.listed_events(context, settings)
    if not listings:
        return _not_asked(context, "no_listed_trader")
    context.engine.materialise(_ONCE, statement_beside(__file__, "once"), settings)
    evaluation = _evaluated(context, params, settings, listings)
    context.engine.register(_ONCE, _NOTHING)  # of millions of lines in a large case: given back
    return evaluation


def _evaluated(context: Context, params: N2Params, settings: Settings, listings: list[Row]) -> Evaluation:
    rows = succession.measured(context, settings, [(row["party_id"], row["event_on"]) for row in listings])
    if not any(row["is_covered"] for row in rows):
        return _not_asked(context, "short_ledger")
    findings, tested = _followed(context, settings, listed_predecessors(rows, listings, settings))
    compared = [f.details["reference_count"] for f in findings if f.details["reference_count"] is not None]
    if compared and max(compared) < params.reference_min:
        return _not_asked(context, "small_population")
    return Evaluation(tuple(findings), tested + len({row["party_id"] for row in rows}))


def _followed(context: Context, settings: Settings, first: list[Predecessor]) -> tuple[list[Finding], int]:
    """Return the findings of all generations, and how many pairs were compared."""
    findings: list[Finding] = []
    tested, predecessors = 0, first
    seen = {predecessor.party_id for predecessor in first}
    while predecessors:
        found = succession.search(context, settings, predecessors)
        tested += found.compared
        by_id = {predecessor.party_id: predecessor for predecessor in predecessors}
        shown = [row for row in found.candidates if row["successor_id"] not in seen and is_close(row, found, settings)]
        succession.add_lines(context, settings, found, shown)
        made = [successor_finding(META, by_id[row["predecessor_id"]], row, found, settings) for row in shown]
        findings += made
        raised = [row for row, finding in zip(shown, made, strict=True) if finding.outcome is Outcome.RAISED]
        predecessors = next_generation(context, settings, by_id, found, raised)
        seen |= {row["successor_id"] for row in raised}
    return findings, tested


def _not_asked(context: Context, reason_key: str) -> Evaluation:
    return Evaluation((not_applicable(META, reason_key, context.study),), 0)
