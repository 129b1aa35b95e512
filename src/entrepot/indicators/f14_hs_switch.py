"""F14: a firm's goods move from a code to an unlisted neighbour when the code is put on the list."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pyarrow as pa

from entrepot.indicators.base import Context, Evaluation, Evidence, Finding, Meta, Outcome, not_applicable
from entrepot.indicators.code_switches import Settings, Switch
from entrepot.indicators.goods_likeness import Likeness, likeness
from entrepot.indicators.receipts import Shown, prepare_receipts, reach_by_country, receipt_evidence
from entrepot.indicators.reference_group import Standing, standings
from entrepot.records.base import DATE, TEXT
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="F14",
    slug="hs_switch",
    version=1,
    status="experimental",
    title="Switch to an unlisted code",
    question="Whose goods moved to an unlisted code of the same heading when their own code was put on the list?",
    description=(
        "Raised for a firm whose receipts of a code (USD 50,000 or more in the 180 days before its listing) fall to at most "
        "0.3 times the daily value after it, while an unlisted code of the same heading grows at least threefold by about "
        "as much (from a third of the fall to three times it), and where at least half of the new value has texts like the "
        "old (0.7 of the words shared) or the same part numbers."
    ),
    why=(
        "A code is only what the declarant writes. When the same goods get a neighbouring code just as theirs comes under "
        "control, the code may have been chosen to avoid it."
    ),
    unit="USD",
    subject_kind="party",
    needs=("linked__declaration", "linked__controlled_line"),
    innocent_explanations=(
        "Customs or the maker corrected the code after a ruling, lawfully and for all customers.",
        "The codes changed with an edition of the nomenclature.",
        "The firm stopped the listed goods and sells a permitted product of the same family instead.",
        "Descriptions of the heading are so general that all its goods read alike.",
    ),
    references=(
        "Fisman and Wei, Tax Rates and Tax Evasion, Journal of Political Economy 112 (2004): shifts to lower-taxed neighbours",
        "CEPR on goods lost in transit: misclassification to similar exempt goods",
        "UN Statistics Division, HS 2022 to HS 2017 correlation tables (for the edition guard)",
    ),
    not_applicable={
        "linked__declaration": "There are no customs declarations in this case, so no firm's goods codes can be compared.",
        "linked__controlled_line": "No declaration line is of goods on the study's list, so nothing can move away from it.",
        "no_dated_goods": "No firm received enough of any code in the months before that code was listed.",
        "short_ledger": "The declarations of these firms' country do not reach far enough before and after the listing.",
        "edition_change": "The edition of the nomenclature changed between the two windows for these firms' codes.",
    },
    related=("F3", "N2"),
)


PARAMS = Settings
_SWITCHES = statement_beside(__file__)
_TEXTS = statement_beside(__file__, "text")


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each firm whose goods moved: raised where they are alike, clear where they are not."""
    prepare_receipts(context)
    asked: dict[str, Value] = {"as_of_on": context.as_of_on, "controls_list": context.study.controls_list}
    limits = {"window_days": params.window_days, "before_min_usd": params.before_min_usd}
    rows = context.rows(_SWITCHES, {**asked, **limits})
    if not rows:
        return Evaluation((not_applicable(META, "no_dated_goods", context.study),), 0)
    every = _with_days(rows, reach_by_country(context), params)
    covered = [one for one in every if min(one.days_before, one.days_after) >= params.min_days]
    steady = [one for one in covered if not one.row["is_edition_change"]]
    moving = _with_likeness(context, params, [one for one in steady if one.is_moving(params)])
    findings = _findings(context, params, moving, steady)
    tested = {one.row["party_id"] for one in steady}
    left_out = {"edition_change": covered, "short_ledger": every}
    named = set(tested)
    for reason, group in left_out.items():
        count = len({one.row["party_id"] for one in group} - named)
        named |= {one.row["party_id"] for one in group}
        if count:
            findings.append(not_applicable(META, reason, context.study, subjects=count))
    return Evaluation(tuple(findings), len(tested))


def _with_days(rows: Sequence[Row], ends: Mapping[str, Row], params: Settings) -> list[Switch]:
    found = []
    for row in rows:
        end = ends.get(row["country_iso"])
        event = row["listed_on"].toordinal()
        before = 0 if end is None else event - end["first_on"].toordinal()
        after = 0 if end is None else end["last_on"].toordinal() + 1 - event
        window = params.window_days
        found.append(Switch(row, min(window, max(before, 0)), min(window, max(after, 0))))
    return found


def _with_likeness(context: Context, params: Settings, moving: Sequence[Switch]) -> list[Switch]:
    names = ("party_id", "listed_on", "listed_code", "sibling_code")
    rows = [{name: one.row[name] for name in names} for one in moving]
    schema = pa.schema([(name, DATE if name == "listed_on" else TEXT) for name in names])
    context.engine.register("f14__asked", pa.Table.from_pylist(rows, schema=schema))
    texts: dict[tuple[str, str, str], dict[bool, list[Row]]] = defaultdict(lambda: {True: [], False: []})
    if rows:
        for row in context.rows(_TEXTS, {"as_of_on": context.as_of_on, "window_days": params.window_days}):
            texts[row["party_id"], row["listed_code"], row["sibling_code"]][row["is_listed"]].append(row)
    return [
        replace(
            one,
            alike=likeness(texts[one.key][True], texts[one.key][False], similar_from=params.similarity_min),
        )
        for one in moving
    ]


def _findings(context: Context, params: Settings, moving: Sequence[Switch], steady: Sequence[Switch]) -> list[Finding]:
    heads: dict[str, Switch] = {}
    for one in sorted(moving, key=lambda o: (not o.is_raised(params), o.fall, o.key)):
        heads.setdefault(one.row["party_id"], one)
    # Every firm asked is measured by what moved at most from a listed code to a neighbour of it, alike or not.
    moved: dict[str, float] = {one.row["party_id"]: 0.0 for one in steady}
    for one in steady:
        party = one.row["party_id"]
        moved[party] = max(moved[party], min(-one.fall, one.rise) * params.window_days)
    scores = standings(moved, {one.row["party_id"]: (one.row["country_iso"] or "",) for one in steady})
    wanted = [shown for one in heads.values() for shown in _shown(one, params)]
    lines = receipt_evidence(context, wanted, lines_shown=params.lines_shown)
    return [_finding(params, one, scores[party], lines.get(party, {})) for party, one in heads.items()]


def _shown(one: Switch, params: Settings) -> tuple[Shown, Shown]:
    row, party, event = one.row, one.row["party_id"], one.row["listed_on"]
    start, end = event - timedelta(days=params.window_days), event + timedelta(days=params.window_days - 1)
    return (
        Shown(party, "before", party, start, event - timedelta(days=1), hs_group_id=row["listed_code"]),
        Shown(party, "after", party, event, end, hs_group_id=row["sibling_code"]),
    )


def _finding(params: Settings, one: Switch, standing: Standing, lines: Mapping[str, tuple[Evidence, ...]]) -> Finding:
    row = one.row
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if one.is_raised(params) else Outcome.CLEAR,
        subject_id=row["party_id"],
        subject_name=row["name"],
        subject_kind=META.subject_kind,
        reason=_reason(one),
        value=row["before_usd"],
        unit=META.unit,
        threshold=params.before_min_usd,
        window=(
            (row["listed_on"] - timedelta(days=one.days_before)).isoformat(),
            (row["listed_on"] + timedelta(days=one.days_after - 1)).isoformat(),
        ),
        evidence=(*lines.get("before", ()), *lines.get("after", ())),
        caveats=_caveats(row),
        details={**_details(one), **standing.details()},
    )


def _reason(one: Switch) -> str:
    row, alike = one.row, one.alike or Likeness(0.0, 0.0, None)
    return (
        f"Around the listing of {row['listed_code']} on {row['listed_on']} its value went from USD {row['before_usd']:,.0f} to "
        f"{row['after_usd']:,.0f}, that of {row['sibling_code']} from {row['sibling_before_usd']:,.0f} to "
        f"{row['sibling_after_usd']:,.0f}; {alike.text_share:.0%} of the new value has similar texts, "
        f"{alike.part_share:.0%} the same part numbers."
    )


def _details(one: Switch) -> dict[str, Any]:
    row, alike = one.row, one.alike or Likeness(0.0, 0.0, None)
    return {
        "listed_code": row["listed_code"],
        "sibling_code": row["sibling_code"],
        "listed_on": row["listed_on"].isoformat(),
        "before_usd": row["before_usd"],
        "after_usd": row["after_usd"],
        "sibling_before_usd": row["sibling_before_usd"],
        "sibling_after_usd": row["sibling_after_usd"],
        "days_before": one.days_before,
        "days_after": one.days_after,
        "rise_over_fall": round(one.rise / -one.fall, 6),
        "similar_text_share": round(alike.text_share, 6),
        "equal_part_share": round(alike.part_share, 6),
        "best_text_similarity": None if alike.best_text is None else round(alike.best_text, 6),
    }


def _caveats(row: Row) -> tuple[str, ...]:
    caveats = ["Which of the two codes is right cannot be told from the declarations."]
    if not row["is_verified"]:
        caveats.append(f"The day on which {row['listed_code']} was listed is not confirmed by the list's publisher.")
    return tuple(caveats)
