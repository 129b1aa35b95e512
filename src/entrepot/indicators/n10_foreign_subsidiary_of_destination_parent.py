"""N10: a firm that a parent in the destination founded abroad after the cut-off sends controlled goods back to it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import pyarrow as pa
from pydantic import Field

from entrepot.indicators.base import (
    Context,
    Evaluation,
    Evidence,
    Finding,
    Meta,
    Outcome,
    Params,
    evidence_of,
    not_applicable,
)
from entrepot.indicators.controlled_codes import prepare_controlled_codes
from entrepot.indicators.pair_lines import Pair, pair_evidence
from entrepot.indicators.reference_group import Standing, standings
from entrepot.indicators.trade_lines import prepare_trade_lines
from entrepot.records.base import DATE, TEXT
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="N10",
    slug="foreign_subsidiary_of_destination_parent",
    version=2,
    status="experimental",
    title="Parent in the destination",
    question="Which new firms abroad, founded from the destination, send controlled goods back to their parent?",
    description=(
        "Raised for a firm in a third country that was registered after the cut-off, whose owner (a quarter or more, or a "
        "share not stated) or founder sits in the destination, and that has exported at least USD 10,000 of controlled goods "
        "to that parent or to another firm the parent owns, founded or directs there. Without the way back it is clear."
    ),
    why=(
        "A buyer who is refused can found a firm where he is not. FinCEN reports that subsidiaries of Russian parents in "
        "Central Asia bought from the parents' suppliers of before the war."
    ),
    unit="USD",
    subject_kind="party",
    needs=("linked__declaration", "linked__controlled_line", "linked__party"),
    innocent_explanations=(
        "A business that left the destination still fills old contracts that are allowed or licensed.",
        "Returns, repairs and warranty exchange go back to the firm that bought them.",
        "The owner emigrated, and the register at home still shows the old country.",
        "A group supplies all its firms from one new purchasing office, for all countries alike.",
    ),
    references=(
        "FinCEN, trend analysis of 8 September 2023 (Central Asian subsidiaries of Russian parents)",
        "iStories, OCCRP, Der Spiegel and Vlast, 19 May 2023 (Aspan Arba, Sky Mechanics)",
    ),
    not_applicable={
        "linked__declaration": "There are no customs declarations, so no goods are seen to go back to a parent.",
        "linked__controlled_line": "No declaration line is of goods under control, so none of them goes back to a parent.",
        "linked__party": "There are no parties in the case, so there is no parent and no subsidiary.",
        "no_registration_dates": "No party in the case has a day of registration, so no firm is known to be new.",
        "no_owners": "Of no firm in the case is an owner or a founder known.",
        "no_foreign_firm": "No firm abroad that was registered after the cut-off has a known parent in the destination.",
    },
    related=("F2", "N4"),
)


class Settings(Params):
    """Settings of N10."""

    min_value_usd: float = Field(  # [P] more than samples and spare parts
        10_000, ge=0, description="Controlled goods sent back to the parent, at least, USD"
    )
    share_min_pct: float = Field(  # [P] the quarter from which registers of beneficial owners ask
        25.0, ge=0, le=100, description="Share of an owner, at least, percent; a share not stated counts"
    )
    lines_shown: int = Field(5, ge=1, description="Declaration lines named as evidence")


PARAMS = Settings
_TIES = statement_beside(__file__)
_FLOWS = statement_beside(__file__, "flow")
_KNOWN = statement_beside(__file__, "known")
_KEYS = pa.schema([("firm_id", TEXT), ("receiver_id", TEXT), ("receiver_until_on", DATE)])
_SHOWN_CLEAR = 50  # firms without a way back that are written out, the largest traders into the destination first


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each new firm abroad with a parent in the destination: raised where goods go back to it."""
    study = context.study
    known = context.rows(_KNOWN)[0]
    for reason, column in (("no_registration_dates", "registered"), ("no_owners", "owners")):
        if known[column] == 0:
            return Evaluation((not_applicable(META, reason, study),), 0)
    settings: dict[str, Value] = {
        **params.model_dump(),
        "as_of_on": context.as_of_on,
        "cutoff_on": study.cutoff_on,
        "coalition_set": study.coalition_set,
        "destination_iso": study.destination_iso,
    }
    ties = {firm: list(rows) for firm, rows in groupby(context.rows(_TIES, settings), lambda row: str(row["firm_id"]))}
    if not ties:
        return Evaluation((not_applicable(META, "no_foreign_firm", study),), 0)
    flows = _flows(context, settings, ties)
    back = {firm: _back(flows.get(firm, [])) for firm in ties}
    value = {firm: round(sum(row["value_usd"] for row in rows), 2) for firm, rows in back.items()}
    ranked = standings(value, {firm: (rows[0]["country_iso"],) for firm, rows in ties.items()})
    shown = _shown(flows, value)
    lines = pair_evidence(
        context, [(firm, row["receiver_id"]) for firm in shown for row in back[firm]], lines_shown=params.lines_shown
    )
    findings = tuple(
        _finding(ties[firm], flows.get(firm, []), back[firm], lines, ranked[firm], params=params) for firm in shown
    )
    return Evaluation(findings, len(ties))


def _flows(context: Context, settings: dict[str, Value], ties: Mapping[str, Sequence[Row]]) -> dict[str, list[Row]]:
    keys = [{name: row[name] for name in _KEYS.names} for rows in ties.values() for row in rows]
    context.engine.register("n10__tie", pa.Table.from_pylist(keys, schema=_KEYS))
    prepare_controlled_codes(context)
    prepare_trade_lines(context)
    rows = context.rows(_FLOWS, settings)
    return {firm: list(group) for firm, group in groupby(rows, lambda row: str(row["firm_id"]))}


def _back(flows: Sequence[Row]) -> list[Row]:
    """Return the flows to the parent or its other firms while the ties to them stood, the largest first."""
    return sorted((row for row in flows if row["is_tied"]), key=lambda row: (-row["value_usd"], row["receiver_id"]))


def _shown(flows: Mapping[str, Sequence[Row]], value: Mapping[str, float]) -> list[str]:
    """Return the firms that are written out: those with a way back, and the largest that trade into the destination."""
    others = [firm for firm in flows if value[firm] == 0]
    others.sort(key=lambda firm: (-sum(row["value_usd"] for row in flows[firm]), firm))
    return sorted([*(firm for firm, usd in value.items() if usd > 0), *others[:_SHOWN_CLEAR]])


def _finding(
    ties: Sequence[Row],
    flows: Sequence[Row],
    back: Sequence[Row],
    lines: Mapping[Pair, tuple[Evidence, ...]],
    standing: Standing,
    *,
    params: Settings,
) -> Finding:
    first = ties[0]
    value = round(sum(row["value_usd"] for row in back), 2)
    is_raised = bool(back) and value >= params.min_value_usd
    parents = [row for row in ties if row["is_parent"]]
    evidence = [
        *evidence_of(_tie_rows(parents)),
        *(e for row in back for e in lines.get((first["firm_id"], row["receiver_id"]), ())),
    ]
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if is_raised else Outcome.CLEAR,
        subject_id=first["firm_id"],
        subject_name=first["firm_name"],
        subject_kind=META.subject_kind,
        reason=_reason(ties, flows, back, value),
        value=value,
        unit=META.unit,
        threshold=params.min_value_usd,
        window=(first["incorporated_on"].isoformat(), max(row["last_on"] for row in flows).isoformat()),
        evidence=tuple(evidence),
        caveats=_caveats(parents, back),
        details={**_details(ties, flows, back, value), **standing.details()},
        related_ids=tuple(
            dict.fromkeys([*(row["parent_id"] for row in parents), *(row["receiver_id"] for row in back)])
        ),
    )


def _parent_words(row: Row) -> str:
    share = "" if row["share_max_pct"] is None else f" of up to {row['share_max_pct']:.10g} %"
    return f"{row['parent_name']} ({row['tie_kind']}{share})"


def _reason(ties: Sequence[Row], flows: Sequence[Row], back: Sequence[Row], value: float) -> str:
    first = ties[0]
    words = {"owner": "belongs to", "founder": "was founded by"}
    told = {
        kind: dict.fromkeys(_parent_words(row) for row in ties if row["is_parent"] and row["tie_kind"] == kind)
        for kind in words
    }
    parents = " and ".join(f"{words[kind]} {', '.join(names)}" for kind, names in told.items() if names)
    firm = f"{first['firm_name']} ({first['country_iso']}), registered {first['incorporated_on']}, {parents}"
    if not back and {row["receiver_id"] for row in ties} & {row["receiver_id"] for row in flows}:
        return f"{firm}; goods went back only after that tie had ended."
    if not back:
        return f"{firm}; its controlled goods go to others in the destination, not back to that parent."
    names = {row["receiver_id"]: row["receiver_name"] for row in ties}
    receivers = ", ".join(names[row["receiver_id"]] for row in back)
    return f"{firm}, and sent USD {value:,.0f} of controlled goods back to {receivers}."


def _tie_rows(parents: Sequence[Row]) -> Iterator[Row]:
    for row in parents:
        yield {**row, "summary": f"{row['parent_name']}: {row['tie_kind']} of {row['firm_name']}"}
        place = {name: row[f"firm_{name}"] for name in ("snapshot_id", "locator", "provenance", "publication")}
        yield {**place, "summary": f"{row['firm_name']}: registered {row['incorporated_on']}"}


def _caveats(parents: Sequence[Row], back: Sequence[Row]) -> tuple[str, ...]:
    caveats = []
    if any(row["tie_kind"] == "owner" and row["share_max_pct"] is None for row in parents):
        caveats.append("The share of an owner is not stated: it may be small.")
    if back and not {row["receiver_id"] for row in back} & {row["parent_id"] for row in parents}:
        caveats.append("The goods went to another firm of the parent, not to the parent itself.")
    return tuple(caveats)


def _details(ties: Sequence[Row], flows: Sequence[Row], back: Sequence[Row], value: float) -> dict[str, Any]:
    names = {row["receiver_id"]: row["receiver_name"] for row in ties}
    total = round(sum(row["value_usd"] for row in flows), 2)
    return {
        "country_iso": ties[0]["country_iso"],
        "incorporated_on": ties[0]["incorporated_on"].isoformat(),
        "parents": list(dict.fromkeys(_parent_words(row) for row in ties if row["is_parent"])),
        "receivers": [
            {"name": names[row["receiver_id"]], "value_usd": row["value_usd"], "lines": row["line_count"]}
            for row in back
        ],
        "lines_back": sum(row["line_count"] for row in back),
        "value_to_destination_usd": total,
        "share_back": round(value / total, 6) if total > 0 else None,
    }
