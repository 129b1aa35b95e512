"""N6: a listed owner passed a firm on, near the day of listing, to staff, family or a new company."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import pyarrow as pa
from pydantic import Field

from entrepot.indicators.base import (
    Context,
    Evaluation,
    Finding,
    Meta,
    Outcome,
    Params,
    evidence_of,
    not_applicable,
)
from entrepot.indicators.kinship import Kinship, kinship
from entrepot.indicators.reference_group import Standing, standings
from entrepot.records.base import DATE, TEXT
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="N6",
    slug="divestment_near_listing",
    version=1,
    status="experimental",
    title="Divestment near a listing",
    question="Did a listed owner pass a firm on to staff, family or a new company around the day of listing?",
    description=(
        "Raised for a firm whose listed owner gave up its holding from 90 days before to 180 days after the listing, where "
        "at about the same time somebody took a holding who worked for the owner or the firm, is kin of the owner, or is a "
        "company founded within the year before. What the owner kept (an address, a phone, the right to sign) stands beside it."
    ),
    why=(
        "An ownership rule stops at the owner that the register names. The EU's Best Practices name transfers close to a "
        "designation, front persons and continued influence as signs that control did not change."
    ),
    unit="days from listing to transfer",
    subject_kind="party",
    needs=("linked__designation", "linked__interest"),
    innocent_explanations=(
        "A genuine exit: the owner sold because of the sanctions, and managers or relatives were the only buyers.",
        "A transfer of a group between its own companies that was planned long before.",
        "An inheritance, a divorce or the retirement of a founder that fell into the time by chance.",
        "The register wrote down late, and all on one day, what had happened earlier.",
    ),
    references=(
        "EU Best Practices on restrictive measures, 3 July 2024 (share transfers close to designation, front persons)",
        "OFAC, Revised Guidance on Entities Owned by Persons Whose Property Is Blocked, 13 August 2014 (divestment)",
    ),
    not_applicable={
        "linked__designation": "There is no sanctions list in the case, so no transfer lies near a listing.",
        "linked__interest": "No source in the case says who held what, so no transfer is known.",
        "no_dated_listing": "No official list in the case says on which day anybody was listed.",
        "no_ended_holding": "No holding of a listed party is known to have ended.",
    },
    related=("N1", "N5"),
)


class Settings(Params):
    """Settings of N6; days are counted from the day of listing."""

    before_days: int = Field(
        90, ge=0, description="Days before the listing from which a transfer counts"
    )  # methods 8.3 N6
    after_days: int = Field(
        180, ge=0, description="Days after the listing to which a transfer counts"
    )  # methods 8.3 N6
    gap_days: int = Field(  # [P] registers write the two sides down on different days
        30, ge=0, description="Days between the end of one holding and the start of the other, at most"
    )
    new_entity_days: int = Field(  # [P] "recently created" without a figure in the source
        365, ge=0, description="Days from the registration of a company to its purchase within which it is new"
    )
    sharing_max: int = Field(  # as N2: above it an address belongs to a building or an agent
        20, ge=2, description="An address or contact that more parties share ties nobody"
    )


PARAMS = Settings
_TRANSFERS = statement_beside(__file__)
_TIES = statement_beside(__file__, "tie")
_KNOWN = statement_beside(__file__, "known")
_KEYS = pa.schema([("firm_id", TEXT), ("seller_id", TEXT), ("buyer_id", TEXT), ("sold_on", DATE)])
_TO_BUYER, _RESIDUAL = ("employee", "family", "kin by name", "new entity"), ("contact", "signatory")
_CLOSE = 2  # clear findings are written up to twice the span around the listing


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return one finding a firm whose listed owner left near the listing; clear where the taker has no tie."""
    settings: dict[str, Value] = {**params.model_dump(), "as_of_on": context.as_of_on}
    if context.rows(_KNOWN, settings)[0]["dated_listings"] == 0:
        return Evaluation((not_applicable(META, "no_dated_listing", context.study),), 0)
    rows = [
        {**row, "days_after_listing": (row["sold_on"] - row["listed_on"]).days}
        for row in context.rows(_TRANSFERS, settings)
    ]
    if not rows:
        return Evaluation((not_applicable(META, "no_ended_holding", context.study),), 0)
    closest = _closest(rows)
    shown = [row for row in closest if row["buyer_id"] is not None and _is_near(row, params, _CLOSE)]
    ties = _ties(context, settings, shown)
    groups = [list(group) for _, group in groupby(shown, key=lambda row: str(row["firm_id"]))]
    ranked = standings(
        {f"{row['firm_id']} {row['seller_id']}": -abs(row["days_after_listing"]) for row in closest},
        {f"{row['firm_id']} {row['seller_id']}": (row["seller_country_iso"] or "unknown",) for row in closest},
    )
    tested = {row["firm_id"] for row in closest}
    return Evaluation(tuple(_finding(group, ties, ranked, params) for group in groups), len(tested))


def _closest(rows: Sequence[Row]) -> list[Row]:
    """Return one row a firm, seller and taker: at the listing that lies nearest to the transfer."""
    ordered = sorted(rows, key=lambda row: (_key(row), abs(row["days_after_listing"]), row["listed_on"]))
    return [next(group) for _, group in groupby(ordered, key=_key)]


def _key(row: Row) -> tuple[str, str, str]:
    return row["firm_id"], row["seller_id"], row["buyer_id"] or ""


def _is_near(row: Row, params: Settings, times: int = 1) -> bool:
    return bool(-times * params.before_days <= row["days_after_listing"] <= times * params.after_days)


def _ties(context: Context, settings: dict[str, Value], shown: Sequence[Row]) -> dict[tuple[str, str, str], list[Row]]:
    keys = [{name: row[name] for name in _KEYS.names} for row in shown]
    context.engine.register("n6__transfer", pa.Table.from_pylist(keys, schema=_KEYS))
    found: dict[tuple[str, str, str], list[Row]] = {}
    for row in context.rows(_TIES, settings):
        found.setdefault(_key(row), []).append(row)
    for row in shown:
        found.setdefault(_key(row), []).extend(_told_by_the_parties(row, int(str(settings["new_entity_days"]))))
    return found


def _told_by_the_parties(row: Row, new_entity_days: int) -> Iterator[Row]:
    """Yield the ties that lie in the buyer's own record: its day of registration, and its name."""
    place = {name: row[f"buyer_{name}"] for name in ("snapshot_id", "locator", "provenance", "publication")}
    founded_on = row["buyer_incorporated_on"]
    if founded_on is not None and 0 <= (row["bought_on"] - founded_on).days <= new_entity_days:
        yield {**place, "tie": "new entity", "words": f"{row['buyer_name']} was registered on {founded_on}"}
    if row["buyer_kind"] == "person" and kinship(row["seller_name"], row["buyer_name"]) in (
        Kinship.PARENT_AND_CHILD,
        Kinship.SIBLINGS,
    ):
        words = f"{row['buyer_name']} and {row['seller_name']} fit a family by surname and patronymic"
        yield {**place, "tie": "kin by name", "words": words}


def _of_kind(ties: Sequence[Row], kinds: Sequence[str]) -> list[Row]:
    return [tie for tie in ties if tie["tie"] in kinds]


def _finding(
    rows: Sequence[Row], ties: dict[tuple[str, str, str], list[Row]], ranked: dict[str, Standing], params: Settings
) -> Finding:
    def order(row: Row) -> tuple[bool, int, int, str]:
        own = ties[_key(row)]
        is_raised = _is_near(row, params) and bool(_of_kind(own, _TO_BUYER))
        return not is_raised, -len(_of_kind(own, _RESIDUAL)), abs(row["days_after_listing"]), _key(row)[2]

    head = min(rows, key=order)
    own = ties[_key(head)]
    is_raised = not order(head)[0]
    days = head["days_after_listing"]
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if is_raised else Outcome.CLEAR,
        subject_id=head["firm_id"],
        subject_name=head["firm_name"],
        subject_kind=META.subject_kind,
        reason=_reason(head, own, params),
        value=float(days),
        unit=META.unit,
        threshold=float(-params.before_days if days < 0 else params.after_days),
        window=(head["sold_on"].isoformat(), head["listed_on"].isoformat()),
        evidence=tuple(evidence_of(_evidence_rows(head, own))),
        caveats=_caveats(own),
        details={**_details(head, own, len(rows)), **ranked[f"{head['firm_id']} {head['seller_id']}"].details()},
        related_ids=(head["seller_id"], head["buyer_id"]),
    )


def _reason(head: Row, own: Sequence[Row], params: Settings) -> str:
    days = head["days_after_listing"]
    when = f"{abs(days)} days {'before' if days < 0 else 'after'} its owner {head['seller_name']} was listed"
    passed = (
        f"The holding of {head['seller_name']} in {head['firm_name']} ended {when}; {head['buyer_name']} took a holding"
    )
    told = _of_kind(own, _TO_BUYER)
    if not told:
        return f"{passed}, but nothing known ties it to the seller."
    if not _is_near(head, params):
        return f"{passed}, but that is too far from the listing."
    kept = _of_kind(own, _RESIDUAL)
    beside = f"; what the seller kept: {'; '.join(tie['words'] for tie in kept)}" if kept else ""
    return f"{passed} ({'; '.join(tie['words'] for tie in told)}){beside}."


def _evidence_rows(head: Row, own: Sequence[Row]) -> Iterator[Row]:
    names = ("snapshot_id", "locator", "provenance", "publication")
    yield {**head, "summary": f"{head['seller_name']}: holding in {head['firm_name']} to {head['sold_on']}"}
    said = {
        "taker": f"{head['buyer_name']}: holding in {head['firm_name']} from {head['bought_on']}",
        "listing": f"{head['seller_name']}: listed {head['listed_on']}, {head['list_id']}",
    }
    for side, words in said.items():
        yield {**{name: head[f"{side}_{name}"] for name in names}, "summary": words}
    for tie in own:
        yield {**tie, "summary": tie["words"]}


def _caveats(own: Sequence[Row]) -> tuple[str, ...]:
    caveats = ["A register says who holds in law; who decides is not in it."]
    if {tie["tie"] for tie in _of_kind(own, _TO_BUYER)} == {"kin by name"}:
        caveats.append("That the two are kin is read from names alone, which fit strangers as well.")
    return tuple(caveats)


def _details(head: Row, own: Sequence[Row], takers: int) -> dict[str, Any]:
    return {
        "seller_id": head["seller_id"],
        "seller_name": head["seller_name"],
        "buyer_id": head["buyer_id"],
        "buyer_name": head["buyer_name"],
        "listed_on": head["listed_on"].isoformat(),
        "list_id": head["list_id"],
        "sold_on": head["sold_on"].isoformat(),
        "bought_on": head["bought_on"].isoformat(),
        "sold_pct": head["sold_pct"],
        "takers": takers,
        "ties_to_buyer": sorted({tie["tie"] for tie in _of_kind(own, _TO_BUYER)}),
        "residual_links": [tie["words"] for tie in _of_kind(own, _RESIDUAL)],
    }
