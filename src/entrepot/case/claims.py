"""Published claims against each other and against the evidence: what disagrees, and how far it can be resolved.

Claims are never merged. Two claims of one topic conflict when they carry the same figure for different periods, countries
bases or subjects (one of them slipped), or different figures where the same was to be expected (another basket or source).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from entrepot.case.results import Results, with_weakest
from entrepot.store.engine import Row
from entrepot.store.sql import Statement

# Rounded figures of one series differ by up to this share ($2.45bn and $2.5bn, report A and report C).
SAME_FIGURE = 0.03
# Usual excess of an import value over the export value of the same goods: insurance and freight (methods of mirror
# statistics use 6 to 10 %; 6 % is the lower, Global Financial Integrity's newer reports).
CIF_OVER_FOB = 0.06
# Shares and levels are compared across periods: the press quotes them as one question.
_LEVEL_METRICS = frozenset({"monthly_average_ratio", "share_pct"})

_CLAIMS = Statement("case/claims/all", "SELECT * FROM linked__claim ORDER BY topic, published_on NULLS LAST, claim_id")
_FIRM_TRADE = Statement(
    "case/claims/firm_trade",
    """
    WITH subject AS (SELECT party_id FROM linked__party_name WHERE name = $subject),
    partner AS (SELECT party_id FROM linked__party_name WHERE name = $partner),
    line AS (
        SELECT d.*, CASE WHEN $is_import THEN importer_party_id ELSE exporter_party_id END AS subject_party_id,
               CASE WHEN $is_import THEN exporter_party_id ELSE importer_party_id END AS partner_party_id
        FROM linked__declaration d
        WHERE d.declared_on BETWEEN CAST($from_on AS DATE) AND CAST($to_on AS DATE)
    )
    -- A partner that is no party of the case (a country, a set of them) leaves the lines as they are.
    SELECT sum(value_usd) AS value_usd, sum(quantity) AS quantity, count(*) AS line_count,
           first(snapshot_id ORDER BY declared_on, snapshot_id, locator) AS snapshot_id,
           first(locator ORDER BY declared_on, snapshot_id, locator) AS locator,
           list(DISTINCT provenance) AS provenances
    FROM line
    WHERE subject_party_id IN (SELECT party_id FROM subject)
      AND (NOT EXISTS (SELECT 1 FROM partner) OR partner_party_id IN (SELECT party_id FROM partner))
    """,
)


@dataclass(frozen=True)
class ClaimConflict:
    """A disagreement. `claims` are the rows with their places; `computed` is the case's own figure, where it has one."""

    conflict_id: str
    kind: str
    words: str
    claims: list[Row]
    resolution: str
    computed: float | None = None
    computed_words: str = ""
    evidence: Row | None = None


_KIND_WORDS = {
    "same_figure_other_period": "the same rounded figure is given for different periods",
    "producer_taken_for_supplier": "the same figure is given once by the maker's seat and once as if by the supplying country",
    "firm_taken_for_country": "a figure of one firm is given as the figure of a country",
    "other_dataset": "figures of one kind come from different data sets or dates",
    "other_goods_or_source": "figures of one question rest on different goods or sources",
    "mirror_gap": "exporter and importer report different values for the same trade",
}
_RESOLUTION = {
    "same_figure_other_period": "Keep both with the period each states; which one slipped cannot be settled from here.",
    "producer_taken_for_supplier": "The maker's seat is not the supplier's country: say goods made by firms of those countries.",
    "firm_taken_for_country": "Quote it as the figure of that firm.",
    "other_dataset": "Date each figure; they are successive states, not a contradiction.",
    "mirror_gap": "A gap alone is no diversion: compare it with the same pair's gap before the controls.",
    "other_goods_or_source": "Do not compare the figures without naming goods, source and period of each.",
}

# What agreement of a claim with customs lines means, by the weakest provenance among them.
_LINES_SAY = {
    "observed": "The lines were read in the files named.",
    "reported": "The lines are reported by the publications they name.",
    "reconstructed": "Reconstructed lines were filled in to add up to the reported total: agreement then confirms the "
    "arithmetic, not the claim.",
    "synthetic": "Synthetic lines are invented: neither agreement nor difference says anything of the claim.",
}


def compare_claims(results: Results) -> list[ClaimConflict]:
    """Return the conflicts among the case's claims, then each claim on a firm beside what the evidence adds up to."""
    topics: dict[str, list[Row]] = defaultdict(list)
    for row in results.rows(_CLAIMS):
        topics[row["topic"]].append(row)
    conflicts = [c for topic, claims in sorted(topics.items()) for c in _conflicts(topic, claims)]
    checks = [check for claims in topics.values() for claim in claims for check in _against_evidence(results, claim)]
    return conflicts + sorted(checks, key=lambda check: check.conflict_id)


def conflict_kind(a: Row, b: Row) -> str | None:
    """Return how two claims of one topic disagree; None where they do not, or cannot be compared."""
    if a["unit"] != b["unit"]:
        return None
    if a["metric"] != b["metric"]:
        return "mirror_gap" if _is_mirror(a, b) else None
    if a["subject_kind"] == b["subject_kind"] and a["subject"] != b["subject"]:
        return None
    if _same_figure(a["value"], b["value"]):
        return _slip(a, b)
    if a["metric"] == "component_count":
        return "other_dataset"
    differs = any(a[name] != b[name] for name in ("goods", "publisher", "attributed_to"))
    comparable = a["metric"] in _LEVEL_METRICS or _overlap(a, b)
    return "other_goods_or_source" if differs and comparable else None


def _slip(a: Row, b: Row) -> str | None:
    """Return what slipped between two claims of the same figure; None where they agree."""
    if a["subject_kind"] != b["subject_kind"]:
        return "firm_taken_for_country"
    if a["country_basis"] != b["country_basis"] and "producer_hq" in {a["country_basis"], b["country_basis"]}:
        return "producer_taken_for_supplier"
    if a["partner"] != b["partner"]:
        return "other_goods_or_source"
    return None if _period(a) == _period(b) else "same_figure_other_period"


def _conflicts(topic: str, claims: list[Row]) -> Iterator[ClaimConflict]:
    """Yield one conflict per kind, of all claims of the topic that stand in a pair of that kind; one per mirrored pair."""
    involved: dict[str, dict[str, Row]] = defaultdict(dict)
    mirrors: list[list[Row]] = []
    for a, b in combinations(claims, 2):
        kind = conflict_kind(a, b)
        if kind == "mirror_gap":
            mirrors.append([a, b])
        elif kind is not None:
            involved[kind].update({a["claim_id"]: a, b["claim_id"]: b})
    for kind in _KIND_WORDS:
        if kind in involved:
            yield _conflict(topic, kind, list(involved[kind].values()))
    for number, pair in enumerate(mirrors, start=1):
        conflict = _with_gap(_conflict(topic, "mirror_gap", pair))
        yield conflict if number == 1 else replace(conflict, conflict_id=f"{conflict.conflict_id}/{number}")


def _conflict(topic: str, kind: str, rows: list[Row]) -> ClaimConflict:
    notes = sorted({row["note"] for row in rows if row["note"]})
    words = f"{topic.replace('_', ' ')}: {_KIND_WORDS[kind]}."
    return ClaimConflict(f"{topic}/{kind}", kind, words, rows, " ".join([_RESOLUTION[kind], *notes]))


def _is_mirror(a: Row, b: Row) -> bool:
    """Return whether one claim is the exporter's and the other the importer's figure of the same trade and period."""
    sides = {a["metric"], b["metric"]} == {"export_value", "import_value"}
    return sides and a["subject"] == b["partner"] and b["subject"] == a["partner"] and _period(a) == _period(b)


def _with_gap(conflict: ClaimConflict) -> ClaimConflict:
    """Add the share of the exporter's figure that the importer does not record, freight and insurance taken off.

    Nothing is added to an exporter's figure of zero.
    """
    exported = next(c["value"] for c in conflict.claims if c["metric"] == "export_value")
    imported = next(c["value"] for c in conflict.claims if c["metric"] == "import_value")
    if not exported:
        return conflict
    missing = 1 - imported / (1 + CIF_OVER_FOB) / exported
    words = f"{missing:.1%} of the exporter's figure is not in the importer's ({1 - imported / exported:.1%} before freight)"
    return replace(conflict, computed=missing, computed_words=words)


def _against_evidence(results: Results, claim: Row) -> Iterator[ClaimConflict]:
    """Yield a firm's claimed trade beside what the ledger adds up to in the same period."""
    if claim["subject_kind"] != "company" or claim["metric"] not in {"import_value", "export_value"}:
        return
    if claim["unit"] != "USD" or claim["period_from_on"] is None or claim["period_to_on"] is None:
        return
    parameters = {
        "from_on": claim["period_from_on"],
        "to_on": claim["period_to_on"],
        "is_import": claim["metric"] == "import_value",
        "subject": claim["subject"],
        "partner": claim["partner"],
    }
    found = with_weakest(results.rows(_FIRM_TRADE, parameters)[0])
    if not found["line_count"]:
        return
    value_usd = found["value_usd"] or 0.0  # None: not one of the lines has a value
    words = f"${value_usd:,.0f} in {found['line_count']:,} lines, provenance {found['provenance']}"
    ratio = value_usd / claim["value"] if claim["value"] else None
    agreement = "" if ratio is None else f" ({ratio:.1%} of the claim)"
    yield ClaimConflict(
        conflict_id=f"{claim['topic']}/evidence/{claim['claim_id']}",
        kind="against_evidence",
        words=f"{claim['publisher']} states {claim['value']:,.0f} {claim['unit']} for {claim['subject']}.",
        claims=[claim],
        resolution=_LINES_SAY[found["provenance"]],
        computed=value_usd,
        computed_words=words + agreement,
        evidence=found,
    )


def _same_figure(a: float, b: float) -> bool:
    return abs(a - b) <= SAME_FIGURE * max(abs(a), abs(b))


def _period(claim: Row) -> tuple[Any, Any]:
    return claim["period_from_on"], claim["period_to_on"]


def _overlap(a: Row, b: Row) -> bool:
    """Return whether two stated periods share a day; unknown periods are taken to."""
    if None in _period(a) or None in _period(b):
        return True
    return bool(a["period_from_on"] <= b["period_to_on"] and b["period_from_on"] <= a["period_to_on"])
