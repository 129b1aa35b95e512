"""N5: the controllers of two firms that trade or are linked otherwise are kin."""

from collections.abc import Iterator, Sequence
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
from entrepot.indicators.kinship import Kinship, age_gap_years, kinship, surname_stem
from entrepot.indicators.pair_lines import pair_evidence
from entrepot.indicators.reference_group import Standing, standings
from entrepot.indicators.trade_pairs import prepare_trade_pairs
from entrepot.records.base import TEXT
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="N5",
    slug="family_tie",
    version=4,
    status="experimental",
    title="Family tie behind firms",
    question="Are the people behind two firms that trade with each other of one family?",
    description=(
        "Raised, at low weight, for a firm that sells to another or is linked to it otherwise, where a controller of the one "
        "is reported to be kin of a controller of the other, or their surname and patronymic fit parent and child or "
        "siblings. Where birth dates are known, parent and child must lie 18 to 45 years apart. The same surname alone counts "
        "only beside another link of the firms, and a family tie without trade or another link is never raised."
    ),
    why=(
        "A firm in a third country is easily put into the name of a relative. Da Group 22 in Astana is reported to belong to "
        "the son of the couple that owns its German supplier."
    ),
    unit="family ties",
    subject_kind="party",
    needs=("linked__party",),
    innocent_explanations=(
        "Families do business with each other everywhere, and most of it is lawful.",
        "The two share a common surname, and the patronymic fits by chance.",
        "The relatives are estranged, or the publication mistook the relation.",
    ),
    references=(
        "iStories, OCCRP and Der Spiegel, 19 May 2023 (Elix-St, Da Group 22)",
        "EU Best Practices on restrictive measures, 3 July 2024 (front persons)",
    ),
    not_applicable={
        "linked__party": "There are no parties in the case, so there are no families to compare.",
        "no_controllers": "The people behind both firms are known for no pair that trades, is linked or is called kin.",
    },
    weight="low",
    related=("N4",),
)


class Settings(Params):
    """Settings of N5."""

    ties_min: int = Field(  # methods 8.3 N5: any tie, at low weight
        1, ge=1, description="Family ties from which a pair of firms is raised"
    )
    is_name_heuristic: bool = Field(  # methods 8.3 N5
        True, description="Whether surnames and patronymics are compared, or only stated relations count"
    )
    sharing_max: int = Field(  # as N3's tenants: above it an address or contact belongs to an agent
        10, ge=2, description="An address or contact that more parties share is no link of two firms by name"
    )
    age_gap_min: int = Field(18, ge=0, description="Years between parent and child, at least")  # methods 8.3 N5
    age_gap_max: int = Field(45, ge=0, description="Years between parent and child, at most")  # methods 8.3 N5
    lines_shown: int = Field(3, ge=1, description="Declaration lines named as evidence")


PARAMS = Settings
_STATED = statement_beside(__file__)
_PAIRS = statement_beside(__file__, "pair")
_PEOPLE = statement_beside(__file__, "person")
_NAMES = statement_beside(__file__, "name")
_SURNAME = pa.schema([("party_id", TEXT), ("stem", TEXT)])
_PRIVACY = "A statement about private people: name them only where the publication does, and ask them first."
_HINT = "Names only: surname and patronymic fit a family, and fit strangers as well."
_TIE_WORDS = {
    "stated": "reported to be kin",
    Kinship.PARENT_AND_CHILD.value: "parent and child by surname and patronymic",
    Kinship.SIBLINGS.value: "siblings by surname and patronymic",
    Kinship.SURNAME.value: "the same surname",
}


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each pair of firms with kin behind them; a stated tie without trade or link is clear."""
    settings: dict[str, Value] = {"as_of_on": context.as_of_on, "sharing_max": params.sharing_max}
    prepare_trade_pairs(context)
    stated = [{**row, "tie": "stated"} for row in context.rows(_STATED, settings)]
    pair_count = context.engine.materialise("n5__pair", _PAIRS, settings)
    if not stated and pair_count == 0:
        return Evaluation((not_applicable(META, "no_controllers", context.study),), 0)
    hinted = list(_hinted(_of_one_surname(context), stated, params)) if params.is_name_heuristic else []
    rows = sorted([*stated, *hinted], key=lambda row: (_pair(row), row["one_id"], row["other_id"]))
    groups = [list(group) for _, group in groupby(rows, key=_pair)]
    trade = pair_evidence(context, [_pair(group[0]) for group in groups], lines_shown=params.lines_shown)
    ranked = standings(
        {" ".join(_pair(group[0])): float(len(_people(group))) for group in groups},
        {" ".join(_pair(group[0])): ("sale" if group[0]["is_sale"] else "link",) for group in groups},
    )
    # A stated tie may join firms that neither trade nor are linked: they were asked as well.
    alone = {_pair(row) for row in stated if not row["is_sale"] and row["link_count"] == 0}
    findings = tuple(
        _finding(group, trade.get(_pair(group[0]), ()), ranked[" ".join(_pair(group[0]))], params) for group in groups
    )
    return Evaluation(findings, pair_count + len(alone))


def _of_one_surname(context: Context) -> list[Row]:
    """Return the people of one surname behind the two firms of a pair: every other name is a stranger's."""
    stems = [(row["party_id"], surname_stem(row["name"])) for row in context.rows(_PEOPLE)]
    rows = [{"party_id": party_id, "stem": stem} for party_id, stem in stems if stem is not None]
    context.engine.register("n5__surname", pa.Table.from_pylist(rows, schema=_SURNAME))
    return context.rows(_NAMES)


def _pair(row: Row) -> tuple[str, str]:
    return row["one_firm_id"], row["other_firm_id"]


def _hinted(named: Sequence[Row], stated: Sequence[Row], params: Settings) -> Iterator[Row]:
    """Yield the rows whose names hint at kinship that no row states; a surname alone needs a link beside the trade.

    Ages that do not fit rule out parent and child, whatever the names say.
    """
    known = {(*_pair(row), row["one_id"], row["other_id"]) for row in stated}
    for row in named:
        if (*_pair(row), row["one_id"], row["other_id"]) in known:
            continue
        tie = kinship(row["one_name"], row["other_name"])
        gap = age_gap_years(row["one_birth"], row["other_birth"])
        if tie is Kinship.PARENT_AND_CHILD and gap is not None and not params.age_gap_min <= gap <= params.age_gap_max:
            continue
        if tie is not None and (tie is not Kinship.SURNAME or row["link_count"] > 0):
            note = None if gap is None else f"{gap} years apart"
            yield {**row, "tie": tie.value, "note": note, "age_gap_years": gap}


def _people(rows: Sequence[Row]) -> dict[frozenset[str], Row]:
    """Return one row a pair of people; what is stated counts before names."""
    # A couple who both control both firms is met from either end, and is one tie.
    by_weight = sorted(rows, key=lambda row: row["tie"] == "stated")
    return {frozenset((row["one_id"], row["other_id"])): row for row in by_weight}


def _finding(rows: Sequence[Row], trade: tuple[Evidence, ...], standing: Standing, params: Settings) -> Finding:
    first, people = rows[0], _people(rows)
    is_joined = first["is_sale"] or first["link_count"] > 0
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if is_joined and len(people) >= params.ties_min else Outcome.CLEAR,
        subject_id=first["one_firm_id"],
        subject_name=first["one_firm_name"],
        subject_kind=META.subject_kind,
        reason=_reason(first, rows, is_joined=is_joined),
        value=float(len(people)),
        unit=META.unit,
        threshold=float(params.ties_min),
        evidence=(*evidence_of(_tie_rows(rows)), *trade),
        caveats=(_PRIVACY, *(() if all(row["tie"] == "stated" for row in rows) else (_HINT,))),
        details={
            "weight": META.weight,
            "other_firm_id": first["other_firm_id"],
            "other_firm_name": first["other_firm_name"],
            "ties": [_tie_detail(row) for row in people.values()],
            "is_trade": first["is_sale"],
            "other_link": first["link_kind"],
            **standing.details(),
        },
        related_ids=(first["other_firm_id"], *sorted({row[side] for row in rows for side in ("one_id", "other_id")})),
    )


def _reason(first: Row, rows: Sequence[Row], *, is_joined: bool) -> str:
    words = ", ".join(sorted({_TIE_WORDS[row["tie"]] for row in rows}))
    firms = f"people behind {first['one_firm_name']} and {first['other_firm_name']}: {words}"
    if not is_joined:
        return f"Kin, but nothing else joins the firms; {firms}."
    beside = "the one sells to the other" if first["is_sale"] else f"the firms are linked ({first['link_kind']})"
    return f"A low-weight hint, because {beside}; {firms}."


def _tie_detail(row: Row) -> dict[str, Any]:
    return {
        "one": row["one_name"],
        "one_role": row["one_role"],
        "other": row["other_name"],
        "other_role": row["other_role"],
        "tie": row["tie"],
        "note": row["note"],
        "age_gap_years": row.get("age_gap_years"),
    }


def _tie_rows(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows of evidence: both roles, and the stated relation where there is one."""
    for row in rows:
        if row["tie"] == "stated":
            note = row["note"] or "family, as stated"
            yield {**row, "summary": f"{row['one_name']} and {row['other_name']}: {note}"}
        for side in ("one", "other"):
            place = {name: row[f"{side}_{name}"] for name in ("snapshot_id", "locator", "provenance", "publication")}
            yield {
                **place,
                "summary": f"{row[f'{side}_name']}: {row[f'{side}_role'].replace('_', ' ')} of {row[f'{side}_firm_name']}",
            }
