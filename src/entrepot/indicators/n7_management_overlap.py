"""N7: somebody who led a listed firm comes to lead a new customer for controlled goods."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any

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
from entrepot.indicators.controlled_codes import prepare_controlled_codes
from entrepot.indicators.reference_group import Standing, standings
from entrepot.indicators.trade_lines import prepare_trade_lines
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="N7",
    slug="management_overlap",
    version=1,
    status="experimental",
    title="Listed firm's managers reappear",
    question="Does somebody who led a listed firm now lead a new customer for controlled goods?",
    description=(
        "Raised for an unlisted importer whose first controlled goods came after a listing (or up to 90 days before), where "
        "a director, manager, founder or technical head of the listed firm took such a post within 36 months of leaving "
        "it or of the listing. Each person counts as one divided by the firms he or she leads, so that professional "
        "directors count for little."
    ),
    why=(
        "A listed firm can go on buying under another name. BIS names the overlap of senior management or technical "
        "leadership with a listed party as a red flag of a new customer (flag 24)."
    ),
    unit="weighted people",
    subject_kind="party",
    needs=("linked__declaration", "linked__controlled_line", "linked__designation", "linked__role"),
    innocent_explanations=(
        "Specialists who lost their work at the listed firm found it in the only trade they know.",
        "The director is a nominee or liquidator who signs for many firms and decides nothing.",
        "Two people of one name were joined to one.",
        "The person left the listed firm before it did what it was listed for.",
    ),
    references=(
        "BIS, Supplement No. 3 to 15 CFR Part 732, flag 24 (overlap of management)",
        "Financial Times, 3 May 2023 (Treydtuls, Robin Trade, Tireks)",
    ),
    not_applicable={
        "linked__declaration": "There are no customs declarations, so nobody is known to be a new customer.",
        "linked__controlled_line": "No declaration line in the case is of controlled goods, so no customer for them is new.",
        "linked__designation": "There is no sanctions list in the case, so nobody led a listed firm.",
        "linked__role": "No source in the case says who leads which firm.",
        "no_led_firm": "Of no firm with a dated listing is anybody known who led it.",
        "no_led_customer": "Of no importer of controlled goods is anybody known who leads it.",
    },
    related=("N2", "N4"),
)


class Settings(Params):
    """Settings of N7."""

    weight_min: float = Field(  # [P] one person who leads five firms with both of these, or two who lead ten each
        0.2, gt=0, description="Sum over people of one divided by the firms they lead, from which a customer is raised"
    )
    window_days: int = Field(  # methods 8.3 N7: 36 months
        1096, ge=1, description="Days from leaving the listed firm, or from the listing, to the new post, at most"
    )
    before_days: int = Field(  # [P] as N2: firms are made ready before a listing that is expected
        90, ge=0, description="Days before the listing from which the first controlled goods make a new customer"
    )


PARAMS = Settings
_PAIRS = statement_beside(__file__)
_CUSTOMERS = statement_beside(__file__, "customer")
_KNOWN = statement_beside(__file__, "known")


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each new customer that somebody from a listed firm leads; clear below the weight."""
    settings: dict[str, Value] = {**params.model_dump(), "as_of_on": context.as_of_on}
    if context.rows(_KNOWN, settings)[0]["led_firms"] == 0:
        return Evaluation((not_applicable(META, "no_led_firm", context.study),), 0)
    prepare_controlled_codes(context)
    prepare_trade_lines(context)
    if context.engine.materialise("n7__customer", _CUSTOMERS, settings) == 0:
        return Evaluation((not_applicable(META, "no_led_customer", context.study),), 0)
    customers = context.engine.read("n7__customer").select(["party_id", "country_iso", "first_on"]).to_pylist()
    groups = {
        customer: list(rows)
        for customer, rows in groupby(context.rows(_PAIRS, settings), key=lambda row: str(row["customer_id"]))
    }
    weights = {customer: _weight(_people(rows)) for customer, rows in groups.items()}
    ranked = standings(
        {row["party_id"]: weights.get(row["party_id"], 0.0) for row in customers},
        {row["party_id"]: (row["country_iso"] or "unknown",) for row in customers},
    )
    start = min(row["first_on"] for row in customers)
    is_new_known = {
        customer: start < rows[0]["listed_on"] - timedelta(days=params.before_days) for customer, rows in groups.items()
    }
    findings = tuple(
        _finding(rows, weights[customer], ranked[customer], params, is_new_known=is_new_known[customer])
        for customer, rows in groups.items()
    )
    return Evaluation(findings, len(customers))


def _people(rows: Sequence[Row]) -> list[Row]:
    """Return one row a person, by name: at the earliest listing and post."""
    ordered = sorted(
        rows, key=lambda row: (row["person_name"], row["person_id"], row["listed_on"], row["customer_from_on"])
    )
    return [next(group) for _, group in groupby(ordered, key=lambda row: str(row["person_id"]))]


def _weight(people: Sequence[Row]) -> float:
    return round(sum(1 / int(row["firm_count"]) for row in people), 6)


def _finding(
    rows: Sequence[Row], weight: float, standing: Standing, params: Settings, *, is_new_known: bool
) -> Finding:
    people, first = _people(rows), rows[0]
    is_raised = weight >= params.weight_min
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if is_raised else Outcome.CLEAR,
        subject_id=first["customer_id"],
        subject_name=first["customer_name"],
        subject_kind=META.subject_kind,
        reason=_reason(people, is_raised=is_raised),
        value=weight,
        unit=META.unit,
        threshold=params.weight_min,
        window=(min(row["listed_on"] for row in rows).isoformat(), first["first_on"].isoformat()),
        evidence=tuple(evidence_of(_evidence_rows(rows))),
        caveats=_caveats(people, is_new_known=is_new_known),
        details={**_details(first, people), **standing.details()},
        related_ids=tuple(dict.fromkeys(row[side] for row in people for side in ("listed_id", "person_id"))),
    )


def _words(row: Row) -> str:
    left = "" if row["listed_to_on"] is None else f" to {row['listed_to_on']}"
    return (
        f"{row['person_name']}, {row['listed_role']} of {row['listed_name']}{left} (listed {row['listed_on']}), "
        f"{row['customer_role']} of {row['customer_name']} from {row['customer_from_on']}, leads {row['firm_count']} firms"
    )


def _reason(people: Sequence[Row], *, is_raised: bool) -> str:
    first = people[0]
    words = "; ".join(_words(row) for row in people)
    customer = f"{first['customer_name']} first bought controlled goods on {first['first_on']}"
    if is_raised:
        return f"{customer} and is led from a listed firm: {words}."
    return f"{customer}, but who leads it leads very many firms: {words}."


def _evidence_rows(rows: Sequence[Row]) -> Iterator[Row]:
    names = ("snapshot_id", "locator", "provenance", "publication")
    for row in rows:
        yield {**row, "summary": f"{row['person_name']}: {row['listed_role']} of {row['listed_name']}"}
        words = f"{row['person_name']}: {row['customer_role']} of {row['customer_name']} from {row['customer_from_on']}"
        yield {**{name: row[f"b_{name}"] for name in names}, "summary": words}
        words = f"{row['listed_name']}: listed {row['listed_on']}, {row['list_id']}"
        yield {**{name: row[f"listing_{name}"] for name in names}, "summary": words}


def _caveats(people: Sequence[Row], *, is_new_known: bool) -> tuple[str, ...]:
    caveats = []
    if any(row["joined_by"] is not None and "identifier" not in row["joined_by"] for row in people):
        caveats.append("The records of a person were joined without a number: they may be two people of one name.")
    if not is_new_known:
        caveats.append("The declarations begin near the listing: an older customer would look as new as this one.")
    return tuple(caveats)


def _details(first: Row, people: Sequence[Row]) -> dict[str, Any]:
    return {
        "country_iso": first["customer_country_iso"],
        "first_controlled_on": first["first_on"].isoformat(),
        "controlled_lines": first["line_count"],
        "value_usd": first["value_usd"],
        "people": [
            {
                "party_id": row["person_id"],
                "name": row["person_name"],
                "listed_firm": row["listed_name"],
                "listed_on": row["listed_on"].isoformat(),
                "listed_role": row["listed_role"],
                "customer_role": row["customer_role"],
                "from_on": row["customer_from_on"].isoformat(),
                "firm_count": row["firm_count"],
                "weight": round(1 / row["firm_count"], 6),
            }
            for row in people
        ],
    }
