"""F16: a listed party, or one that an ownership rule reaches, goes on receiving goods under control."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
from pydantic import Field

from entrepot.indicators.base import Context, Evaluation, Evidence, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.listing_reach import ListingReach, listing_reaches
from entrepot.indicators.receipts import Shown, prepare_receipts, reach_by_country, receipt_evidence
from entrepot.indicators.reference_group import Standing, standings
from entrepot.records.base import DATE, TEXT
from entrepot.store.engine import Row
from entrepot.store.sql import statement_beside

META = Meta(
    id="F16",
    slug="post_listing_persistence",
    version=1,
    status="experimental",
    title="Receipts after a listing",
    question="Which listed firms, or firms that listed owners hold, went on receiving goods under control?",
    description=(
        "Raised for a party that a sanctions list names, or that an ownership rule reaches through its owners, and that in "
        "the six months after that day receives goods on the study's list worth at least USD 50,000, at no less than 0.3 "
        "times the daily value of the six months before. Goods that arrive in the first 30 days count as under way at the "
        "listing and are only shown."
    ),
    why=(
        "A listing is meant to end deliveries. Where they go on at the old pace, suppliers have not noticed the listing or "
        "the owner behind the buyer, or somebody delivers in spite of it."
    ),
    unit="USD",
    subject_kind="party",
    needs=("linked__declaration", "linked__controlled_line", "linked__designation"),
    innocent_explanations=(
        "The goods were ordered and shipped before the listing and took longer than the days of grace.",
        "An authority licensed the deliveries, or the wind-down of old contracts.",
        "The importer is a namesake of the listed party and was joined with it by its name.",
        "The list binds only its own country's suppliers, and the seller is none of them.",
    ),
    references=(
        "Verstka on BMK and Testkomplekt, sanctioned and still importing",
        "OFAC, Revised Guidance on Entities Owned by Persons Whose Property and Interests in Property Are Blocked, 2014",
        "Financial Times, 3 May 2023: trade of Robin Trade fell by 90 % after its listing in March 2022",
    ),
    not_applicable={
        "linked__declaration": "There are no customs declarations in this case, so no receipt after a listing can be seen.",
        "linked__controlled_line": "No declaration line is of goods on the study's list, so nobody is seen receiving them.",
        "linked__designation": "There is no sanctions list in this case, so no day of listing is known.",
        "no_listed_receiver": "No listed party, and none that a rule reaches from a known day on, receives goods under control.",
        "short_ledger": "The declarations of these receivers' country end too early after the listing to compare.",
    },
    related=("N1", "N2", "N12"),
)


class Settings(Params):
    """Settings of F16."""

    window_days: int = Field(183, ge=60, description="Days before and after the listing compared")  # methods 8.2 F16
    grace_days: int = Field(  # [P] a sea voyage from East Asia with clearance; wind-down licences often run 30 days
        30, ge=0, description="Days after the listing in which arriving goods count as under way"
    )
    min_value_usd: float = Field(  # [P] the floor of methods 8.2 F2
        50_000, ge=0, description="Value received after the days of grace from which a party is raised, USD"
    )
    min_ratio: float = Field(  # methods 8.3 N2: below 0.3 of the value before is a decline
        0.3, ge=0, description="Daily value after over daily value before, at least this, is no decline"
    )
    min_days_after: int = Field(  # [P] as long as the days of grace
        30, ge=1, description="Days of declarations needed after the days of grace"
    )
    lines_shown: int = Field(5, ge=1, description="Declaration lines named as evidence, for each window")


PARAMS = Settings
_RECEIPTS = statement_beside(__file__)


@dataclass(frozen=True)
class _Compared:
    """A receiver's daily values before and after; `ratio` None where it received nothing before, or none is known."""

    row: Row
    reach: ListingReach
    days_before: int
    days_after: int
    ratio: float | None

    def is_raised(self, params: Settings) -> bool:
        """Return whether the receipts went on."""
        is_level = self.ratio is None or self.ratio >= params.min_ratio
        return bool(self.row["after_usd"] >= params.min_value_usd) and is_level


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each listed or reached party that still receives goods, clear where the receipts fell."""
    prepare_receipts(context)
    ends = reach_by_country(context)
    reached = listing_reaches(context, max((end["last_on"] for end in ends.values()), default=None))
    if not reached:
        return Evaluation((not_applicable(META, "no_listed_receiver", context.study),), 0)
    every = [_compared(row, reached[row["party_id"]], ends, params) for row in _receipts(context, reached, params)]
    asked = [one for one in every if one.days_after >= params.min_days_after or one.is_raised(params)]
    scores = standings(
        {one.reach.party_id: one.row["after_usd"] for one in asked},
        {one.reach.party_id: (one.row["country_iso"] or "",) for one in asked},
    )
    shown = [one for one in asked if one.row["lines_after"] + one.row["lines_under_way"] > 0]
    lines = receipt_evidence(
        context, [w for one in shown for w in _windows(one, params)], lines_shown=params.lines_shown
    )
    findings = [_finding(params, one, scores[one.reach.party_id], lines.get(one.reach.party_id, {})) for one in shown]
    if len(asked) < len(every):
        findings.append(not_applicable(META, "short_ledger", context.study, subjects=len(every) - len(asked)))
    return Evaluation(tuple(findings), len(asked))


def _receipts(context: Context, reached: Mapping[str, ListingReach], params: Settings) -> list[Row]:
    rows = [{"party_id": r.party_id, "event_on": r.event_on, "until_on": r.until_on} for r in reached.values()]
    schema = pa.schema([("party_id", TEXT), ("event_on", DATE), ("until_on", DATE)])
    context.engine.register("f16__reached", pa.Table.from_pylist(rows, schema=schema))
    days = {"window_days": params.window_days, "grace_days": params.grace_days}
    return context.rows(_RECEIPTS, {"as_of_on": context.as_of_on, **days})


def _compared(row: Row, reach: ListingReach, ends: Mapping[str, Row], params: Settings) -> _Compared:
    end = ends.get(row["country_iso"])
    first_on = reach.event_on if end is None else end["first_on"]
    last_on = reach.event_on if end is None else min(end["last_on"], reach.until_on)
    event = reach.event_on.toordinal()
    days_before = min(params.window_days, max(0, event - first_on.toordinal()))
    days_after = max(0, min(params.window_days, last_on.toordinal() + 1 - event) - params.grace_days)
    rate_before = row["before_usd"] / days_before if days_before else 0.0
    ratio = row["after_usd"] / days_after / rate_before if rate_before and days_after else None
    return _Compared(row, reach, days_before, days_after, ratio)


def _windows(one: _Compared, params: Settings) -> list[Shown]:
    party, event = one.reach.party_id, one.reach.event_on
    grace_on, until_on = _after(event, params.grace_days), _after(event, params.window_days)
    windows = {
        "before": (_after(event, -params.window_days), _after(event, -1)),
        "under_way": (event, _after(grace_on, -1)),
        "after": (grace_on, min(_after(until_on, -1), one.reach.until_on)),
    }
    return [Shown(party, side, party, start, end) for side, (start, end) in windows.items() if start <= end]


def _after(day: date, days: int) -> date:
    return day + timedelta(days=days)


def _finding(
    params: Settings, one: _Compared, standing: Standing, lines: Mapping[str, tuple[Evidence, ...]]
) -> Finding:
    row, reach = one.row, one.reach
    receipts = [line for side in ("after", "under_way", "before") for line in lines.get(side, ())]
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if one.is_raised(params) else Outcome.CLEAR,
        subject_id=reach.party_id,
        subject_name=row["name"],
        subject_kind=META.subject_kind,
        reason=_reason(one),
        value=row["after_usd"],
        unit=META.unit,
        threshold=params.min_value_usd,
        window=(
            _after(reach.event_on, -one.days_before).isoformat(),
            _after(reach.event_on, params.window_days).isoformat(),
        ),
        evidence=(*receipts, *reach.evidence),
        caveats=_caveats(one, params),
        details={**_details(one), **standing.details()},
        related_ids=reach.owners,
    )


def _reason(one: _Compared) -> str:
    row = one.row
    pace = "after none that is known before" if one.ratio is None else f"{one.ratio:.2g} times the daily value before"
    return (
        f"{row['name']}, {one.reach.words}, received {row['lines_after']} lines worth USD {row['after_usd']:,.0f} after the "
        f"days of grace, {pace}; USD {row['under_way_usd']:,.0f} arrived within them."
    )


def _details(one: _Compared) -> dict[str, Any]:
    row, reach = one.row, one.reach
    return {
        "way": reach.way,
        "reached_on": reach.event_on.isoformat(),
        "path": list(reach.path),
        "country_iso": row["country_iso"],
        "lines_before": row["lines_before"],
        "lines_under_way": row["lines_under_way"],
        "lines_after": row["lines_after"],
        "before_usd": row["before_usd"],
        "under_way_usd": row["under_way_usd"],
        "after_usd": row["after_usd"],
        "since_usd": row["since_usd"],
        "days_before": one.days_before,
        "days_after": one.days_after,
        "rate_ratio": None if one.ratio is None else round(one.ratio, 6),
    }


def _caveats(one: _Compared, params: Settings) -> tuple[str, ...]:
    caveats = ["A licence for the deliveries would not show in declarations.", *one.reach.caveats]
    if one.reach.way == "owned":
        caveats.append("The owner's listing reaches the firm by a rule; no list names the firm for it.")
    if one.days_before < params.window_days:
        caveats.append(f"The declarations reach back only {one.days_before} days before the listing.")
    return tuple(caveats)
