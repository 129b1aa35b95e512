"""F15: a supplier's old buyer in the destination is replaced by a linked firm in a third country."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from pydantic import Field

from entrepot.indicators.base import Context, Evaluation, Evidence, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.receipts import Shown, prepare_receipts, receipt_evidence
from entrepot.indicators.reference_group import Standing, standings
from entrepot.store.engine import Row
from entrepot.store.sql import statement_beside

META = Meta(
    id="F15",
    slug="payer_switch",
    version=2,
    status="experimental",
    title="Buyer replaced by linked firm",
    question="Which linked firms in third countries took over the purchases of a destination's buyer after the cut-off?",
    description=(
        "Raised for a firm outside the coalition and the destination that becomes a supplier's customer after the cut-off and "
        "within a year of its first purchase buys the part numbers (USD 50,000 or more, over all such suppliers) that the "
        "supplier sold to a firm of the destination before the cut-off, where the two buyers are linked: by an owner, "
        "director or founder, an address, telephone or the like."
    ),
    why=(
        "When a customer may no longer be served, a new customer that orders the same parts and belongs to the same people "
        "looks like the old one under another name."
    ),
    unit="USD",
    subject_kind="party",
    needs=("linked__declaration", "linked__controlled_line", "graph__link"),
    innocent_explanations=(
        "The supplier moved the region's business to an honest distributor that the old buyer's group had there before.",
        "The link is of the surface only: a shared business centre, secretary or telephone exchange.",
        "A group left the destination and serves its other markets from its company in the third country.",
        "The parts are catalogue goods that every customer of the supplier orders.",
    ),
    references=(
        "FinCEN, Financial Trend Analysis, 8 September 2023: payers switch from Russian to Central Asian companies",
        "Commerce, Treasury and Justice, Tri-Seal Compliance Note, 2 March 2023: shipments or payments once scheduled for Russia",
    ),
    not_applicable={
        "linked__declaration": "There are no customs declarations in this case, so no supplier's customers are seen.",
        "linked__controlled_line": "No declaration line is of goods on the study's list, so no purchase can move.",
        "graph__link": "No source in the case says what links two firms, so no new buyer can be tied to an old one.",
        "no_old_buyers": "No supplier is seen to sell listed goods with part numbers into the destination before the cut-off.",
    },
    related=("F16", "N2", "N4"),
)


class Settings(Params):
    """Settings of F15."""

    first_within_days: int = Field(  # methods 8.2 F15: within 12 months, read as how new a customer is
        365,
        ge=1,
        description="Days after the new buyer's first purchase from the supplier, in which it buys these parts",
    )
    min_value_usd: float = Field(  # [P] the floor of methods 8.2 F2
        50_000,
        ge=0,
        description="Value of the same part numbers bought after the cut-off from which a firm is raised, USD",
    )
    min_before_usd: float = Field(  # proposed: leaves out single parcels, as N2 does
        10_000, ge=0, description="Value of these parts that the old buyer bought before, at least, USD"
    )
    sharing_max: int = Field(  # proposed: the same as N2's
        20, ge=2, description="An address, contact or person that more parties share is no link"
    )
    lines_shown: int = Field(5, ge=1, description="Declaration lines named as evidence, for each side")


PARAMS = Settings
_BOUGHT = statement_beside(__file__, "bought")
_TIES = statement_beside(__file__, "tie")
_PAIRS = statement_beside(__file__)
_KNOWN = statement_beside(__file__, "known")
_CLOSE = 0.5  # clear findings are written from half the floor on
_TIE_NAMES = "f15__tie"


@dataclass(frozen=True)
class _Asked:
    """The tables an evaluation reads more than once."""

    ties: dict[tuple[str, str], list[Row]]
    evidence: dict[str, dict[str, tuple[Evidence, ...]]]
    scores: dict[str, Standing]


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each new buyer linked with an old one, clear where the value or the time falls short."""
    prepare_receipts(context)
    study = context.study
    dates = {"cutoff_on": study.cutoff_on, "as_of_on": context.as_of_on}
    places = {"coalition_set": study.coalition_set, "destination_iso": study.destination_iso}
    context.engine.materialise("f15__bought", _BOUGHT, {**dates, **places})
    known = context.rows(_KNOWN)[0]
    if known["old_buyers"] == 0:
        return Evaluation((not_applicable(META, "no_old_buyers", study),), 0)
    context.engine.materialise(_TIE_NAMES, _TIES, {"sharing_max": params.sharing_max, "as_of_on": context.as_of_on})
    pairs = [
        row
        for row in context.rows(_PAIRS, {**dates, "first_within_days": params.first_within_days})
        if _is_close(row, params)
    ]
    by_buyer = {buyer: list(rows) for buyer, rows in groupby(pairs, key=lambda row: row["new_buyer_id"])}
    heads = {
        buyer: min(rows, key=lambda row: (not _is_raised(row, params), *_order(row)))
        for buyer, rows in by_buyer.items()
    }
    asked = _Asked(_ties(context, heads.values()), _evidence(context, params, heads.values()), _scores(heads.values()))
    findings = [_finding(context, params, head, by_buyer[buyer], asked) for buyer, head in heads.items()]
    return Evaluation(tuple(findings), int(known["new_buyers"]))


def _is_close(row: Row, params: Settings) -> bool:
    return bool(
        row["after_usd"] >= _CLOSE * params.min_value_usd and row["before_usd"] >= _CLOSE * params.min_before_usd
    )


def _order(row: Row) -> tuple[float, float, str, str]:
    """Return what puts the pair of buyers with the highest value first, and its largest supplier."""
    return -row["after_usd"], -row["supplier_after_usd"], row["supplier_id"], row["old_buyer_id"]


def _is_raised(row: Row, params: Settings) -> bool:
    return bool(row["after_usd"] >= params.min_value_usd and row["before_usd"] >= params.min_before_usd)


def _scores(heads: Iterable[Row]) -> dict[str, Standing]:
    listed = list(heads)
    values = {row["new_buyer_id"]: row["after_usd"] for row in listed}
    return standings(values, {row["new_buyer_id"]: (row["country_iso"] or "",) for row in listed})


def _ties(context: Context, heads: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    wanted = {(row["old_buyer_id"], row["new_buyer_id"]) for row in heads}
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in context.engine.read(_TIE_NAMES).to_pylist() if wanted else []:
        if (row["old_buyer_id"], row["new_buyer_id"]) in wanted:
            found[row["old_buyer_id"], row["new_buyer_id"]].append(row)
    order = ("link_kind", "via_name", "snapshot_id", "locator", "b_snapshot_id", "b_locator")
    return {pair: sorted(rows, key=lambda row: tuple(str(row[name]) for name in order)) for pair, rows in found.items()}


def _evidence(context: Context, params: Settings, heads: Iterable[Row]) -> dict[str, dict[str, tuple[Evidence, ...]]]:
    cutoff_on = context.study.cutoff_on
    wanted = []
    for row in heads:
        new, old, supplier = row["new_buyer_id"], row["old_buyer_id"], row["supplier_id"]
        last_on = context.as_of_on
        wanted.append(Shown(new, "after", new, cutoff_on, last_on, exporter_party_id=supplier))
        before_on = cutoff_on - timedelta(days=1)
        wanted.append(Shown(new, "before", old, before_on.min, before_on, exporter_party_id=supplier))
    return receipt_evidence(context, wanted, lines_shown=params.lines_shown)


def _finding(context: Context, params: Settings, head: Row, pairs: Sequence[Row], asked: _Asked) -> Finding:
    subject = head["new_buyer_id"]
    ties = asked.ties.get((head["old_buyer_id"], subject), [])
    lines = asked.evidence.get(subject, {})
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if _is_raised(head, params) else Outcome.CLEAR,
        subject_id=subject,
        subject_name=head["new_buyer_name"],
        subject_kind=META.subject_kind,
        reason=(
            f"{head['supplier_name']} sold {head['parts']} part numbers to {head['old_buyer_name']} in "
            f"{context.study.destination_iso} before the cut-off and sells them to {head['new_buyer_name']} since "
            f"{head['part_first_on']}, worth USD {head['supplier_after_usd']:,.0f} "
            f"(USD {head['after_usd']:,.0f} from all such suppliers); the buyers are linked ({_words(ties)})."
        ),
        value=head["after_usd"],
        unit=META.unit,
        threshold=params.min_value_usd,
        window=(context.study.cutoff_on.isoformat(), head["first_on"].isoformat()),
        evidence=(*lines.get("after", ()), *lines.get("before", ()), *_tie_evidence(ties)),
        caveats=("That the new buyer sends the parts on is not shown here.",),
        details={**_details(head, pairs, ties), **asked.scores[subject].details()},
        related_ids=(head["old_buyer_id"], head["supplier_id"]),
    )


def _words(ties: Sequence[Row]) -> str:
    return "; ".join(dict.fromkeys(f"{row['link_kind'].replace('_', ' ')}: {row['via_name']}" for row in ties[:3]))


def _details(head: Row, pairs: Sequence[Row], ties: Sequence[Row]) -> dict[str, Any]:
    return {
        "supplier_id": head["supplier_id"],
        "supplier_name": head["supplier_name"],
        "old_buyer_id": head["old_buyer_id"],
        "old_buyer_name": head["old_buyer_name"],
        "part_numbers": head["parts"],
        "supplier_after_usd": head["supplier_after_usd"],
        "before_usd": head["before_usd"],
        "after_usd": head["after_usd"],
        "lines_after": head["lines_after"],
        "old_last_on": head["old_last_on"].isoformat(),
        "first_purchase_on": head["first_on"].isoformat(),
        "first_part_on": head["part_first_on"].isoformat(),
        "links": list(dict.fromkeys(row["link_kind"] for row in ties)),
        "pairs_found": len(pairs),
    }


def _tie_evidence(ties: Sequence[Row]) -> tuple[Evidence, ...]:
    found: dict[tuple[str, str], Evidence] = {}
    for row in ties:
        words = f"{row['link_kind'].replace('_', ' ')}: {row['via_name']}"
        for side in ("", "b_"):
            place = (row[f"{side}snapshot_id"], row[f"{side}locator"])
            found.setdefault(place, Evidence(*place, words, row["provenance"], row["publication"]))
    return tuple(found.values())
