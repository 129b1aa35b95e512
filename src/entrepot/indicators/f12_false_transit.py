"""F12: goods declared in transit through the destination that never arrive where they are said to go."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import Field
from scipy.stats import binom

from entrepot.indicators.base import Context, Evaluation, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.firm_lines import with_lines
from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE, adjusted
from entrepot.indicators.receipts import prepare_receipts, receipt_line
from entrepot.indicators.reference_group import Standing, standings
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="F12",
    slug="false_transit",
    version=1,
    status="experimental",
    title="Transit that never arrives",
    question="Which importers are named in transit declarations through the destination of goods they never import?",
    description=(
        "Raised for the importer named in transit declarations of listed goods through the destination to a third country, "
        "where at least half of the lines, worth USD 50,000 or more, have no import there within 60 days of the same goods "
        "by the same importer or from the same exporter in the same quantity or mass (2 %), split consignments counted "
        "together, and where civilian goods in transit to that country go missing too seldom for chance (q at most 0.1)."
    ),
    why=(
        "Goods that may not be sold to the destination can be declared as passing through it. If the customs of the country "
        "they are said to go to never see them, they may have stayed."
    ),
    unit="USD",
    subject_kind="party",
    needs=("linked__declaration", "linked__controlled_line"),
    innocent_explanations=(
        "The ledger of the country they go to lacks the import, or holds it under another code or name.",
        "The goods waited in a warehouse under bond for more than 60 days.",
        "They went on from there to another country under one transit document.",
        "The importer is named without knowing of it: somebody else used its name.",
    ),
    references=(
        "OFAC, 12 June 2024: designation of KBR-Technologii, Almaty (transit that ends in Russia)",
        "Financial Times and CEPR on goods lost in transit: exports recorded and imports not",
    ),
    not_applicable={
        "linked__declaration": "There are no customs declarations in this case, so no transit can be followed.",
        "linked__controlled_line": "No declaration line is of goods on the study's list, so none of them is in transit.",
        "no_transit": "No listed goods are declared in transit through the destination to a third country.",
        "no_import_ledger": "The case holds no import declarations of the country these goods are said to go to.",
        "short_ledger": "The import declarations of that country do not cover the days in which the goods must arrive.",
    },
    related=("F11", "F6"),
)


class Settings(Params):
    """Settings of F12."""

    window_days: int = Field(60, ge=1, description="Days from transit to import, at most")  # methods 8.2 F12
    tolerance: float = Field(  # methods 8.2 F5, tier B
        0.02, ge=0, lt=1, description="Relative difference of quantity or mass up to which two amounts are the same"
    )
    min_value_usd: float = Field(  # [P] the floor of methods 8.2 F2
        50_000, ge=0, description="Value in transit without an import from which an importer is raised, USD"
    )
    min_share: float = Field(  # [P] most of what is declared
        0.5, ge=0, le=1, description="Share of the importer's transit lines without an import, at least"
    )
    civilian_lines_min: int = Field(  # [P] fewer say nothing about chance
        20,
        ge=1,
        description="Civilian transit lines to a country needed for a p-value; with fewer the rule stands alone",
    )
    lines_shown: int = Field(10, ge=1, description="Transit declarations named as evidence")


PARAMS = Settings
_PASSED = statement_beside(__file__, "passed")
_MATCHED = statement_beside(__file__, "matched")
_COUNTRIES = statement_beside(__file__, "country")
_IMPORTERS = statement_beside(__file__)
_LINES = statement_beside(__file__, "shown")
_CLOSE = 0.5  # clear findings are written from half the floor on


@dataclass(frozen=True)
class _Asked:
    """An importer's transit to one country; `base` is the share of civilian goods lost there, None where too few pass."""

    row: Row
    base: float | None
    p_value: float | None
    q_value: float | None = None

    @property
    def key(self) -> str:
        """The importer and the country."""
        return f"{self.row['party_id']}>{self.row['country_iso']}"

    @property
    def share(self) -> float:
        """The share of lines without an import."""
        return float(self.row["unmatched_lines"] / self.row["lines"])

    def is_raised(self, params: Settings) -> bool:
        """Return whether the goods that never arrive are worth enough, most of all, and not lost by chance."""
        is_rare = self.q_value is None or self.q_value <= FALSE_DISCOVERY_RATE
        is_most = self.share >= params.min_share and self.row["unmatched_lines"] > 0
        return bool(self.row["unmatched_usd"] >= params.min_value_usd) and is_most and is_rare


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each importer whose goods in transit do not arrive, and for those just below the floor."""
    prepare_receipts(context)
    asked: dict[str, Any] = {"as_of_on": context.as_of_on, "destination_iso": context.study.destination_iso}
    limits = {"window_days": params.window_days, "tolerance": params.tolerance}
    context.engine.materialise("f12__passed", _PASSED, {**asked, **limits})
    context.engine.materialise("f12__matched", _MATCHED, {**asked, **limits})
    countries = {row["country_iso"]: row for row in context.rows(_COUNTRIES)}
    if not any(row["listed_lines"] for row in countries.values()):
        return Evaluation((not_applicable(META, "no_transit", context.study),), 0)
    every = _tested([_asked(row, countries[row["country_iso"]], params) for row in context.rows(_IMPORTERS)])
    findings = _findings(context, params, every)
    for reason, column in (("no_import_ledger", "ledgerless_importers"), ("short_ledger", "late_importers")):
        left_out = sum(int(row[column]) for row in countries.values())
        if left_out:
            findings.append(not_applicable(META, reason, context.study, subjects=left_out))
    return Evaluation(tuple(findings), len({one.row["party_id"] for one in every}))


def _asked(row: Row, country: Row, params: Settings) -> _Asked:
    if country["civilian_lines"] < params.civilian_lines_min:
        return _Asked(row, None, None)
    base = (country["civilian_unmatched"] + 1) / (country["civilian_lines"] + 2)  # Laplace's rule: never zero
    return _Asked(row, base, float(binom.sf(row["unmatched_lines"] - 1, row["lines"], base)))


def _tested(every: list[_Asked]) -> list[_Asked]:
    q_values = iter(adjusted([one.p_value for one in every if one.p_value is not None]))
    return [one if one.p_value is None else replace(one, q_value=next(q_values)) for one in every]


def _findings(context: Context, params: Settings, every: Sequence[_Asked]) -> list[Finding]:
    scores = standings(
        {one.key: one.row["unmatched_usd"] for one in every}, {o.key: (o.row["country_iso"],) for o in every}
    )
    by_party: dict[str, list[_Asked]] = defaultdict(list)
    for one in every:
        if one.is_raised(params) or one.row["unmatched_usd"] >= _CLOSE * params.min_value_usd:
            by_party[one.row["party_id"]].append(one)
    heads = [
        min(rows, key=lambda one: (not one.is_raised(params), -one.row["unmatched_usd"], one.row["country_iso"]))
        for rows in by_party.values()
    ]
    lines: dict[tuple[str, str], list[Row]] = defaultdict(list)
    if heads:
        shown: dict[str, Value] = {"party_ids": sorted(by_party), "lines_shown": params.lines_shown}
        for line in with_lines(context, context.rows(_LINES, shown)):
            lines[line["party_id"], line["country_iso"]].append(line)
    return [_finding(params, one, scores[one.key], lines[one.row["party_id"], one.row["country_iso"]]) for one in heads]


def _finding(params: Settings, one: _Asked, standing: Standing, lines: Sequence[Row]) -> Finding:
    row = one.row
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if one.is_raised(params) else Outcome.CLEAR,
        subject_id=row["party_id"],
        subject_name=row["name"],
        subject_kind=META.subject_kind,
        reason=(
            f"{row['unmatched_lines']} of {row['lines']} transit lines to {row['name']} in {row['country_iso']}, worth USD "
            f"{row['unmatched_usd']:,.0f}, have no matching import there within {params.window_days} days."
        ),
        value=row["unmatched_usd"],
        unit=META.unit,
        threshold=params.min_value_usd,
        p_value=one.p_value,
        window=(row["first_on"].isoformat(), row["last_on"].isoformat()),
        evidence=tuple(receipt_line(line) for line in lines),
        caveats=_caveats(one),
        details={**_details(one), **standing.details()},
        related_ids=tuple(
            sorted({line["exporter_party_id"] for line in lines if line["exporter_party_id"] is not None})
        ),
    )


def _details(one: _Asked) -> Mapping[str, Any]:
    row = one.row
    return {
        "country_iso": row["country_iso"],
        "transit_lines": row["lines"],
        "unmatched_lines": row["unmatched_lines"],
        "unmatched_share": round(one.share, 6),
        "unmatched_usd": row["unmatched_usd"],
        "transit_usd": row["value_usd"],
        "exporters": row["exporters"],
        "civilian_share": None if one.base is None else round(one.base, 6),
        "q_value": one.q_value,
    }


def _caveats(one: _Asked) -> tuple[str, ...]:
    caveats = ["That an import is missing from the ledger does not show where the goods are."]
    if one.base is None:
        caveats.append("Too few civilian goods pass the same way to say how often imports go missing by chance.")
    return tuple(caveats)
