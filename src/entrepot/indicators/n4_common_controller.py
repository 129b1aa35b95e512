"""N4: exporter and importer on two sides of a border have a controller in common."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

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
from entrepot.indicators.pair_lines import pair_evidence
from entrepot.indicators.reference_group import Standing, standings
from entrepot.indicators.trade_pairs import prepare_trade_pairs
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="N4",
    slug="common_controller",
    version=3,
    status="experimental",
    title="Common controller across borders",
    question="Is one person behind both the exporter and the importer in the destination?",
    description=(
        "Raised for an exporter whose owner, founder, director or former owner is also one of the firm in the destination "
        "that it sells to, where the roles and the trade lie within two years of each other. The two roles must be held by "
        "one record, or by records with the same birth date or number; a name alone needs a second link of the firms."
    ),
    why=(
        "A firm abroad that belongs to the buyer can order what the buyer is refused. Aspan Arba in Kazakhstan and Sky "
        "Mechanics in Russia are reported to have the same man behind them."
    ),
    unit="shared controllers",
    subject_kind="party",
    needs=("linked__party",),
    innocent_explanations=(
        "A group trades inside itself: parent, subsidiary and sister firms of a known multinational.",
        "The two people only share a common name.",
        "The shared director is a professional nominee of many firms who decides nothing.",
        "The owner emigrated, founded a firm abroad and winds the old one up.",
    ),
    references=(
        "iStories, OCCRP, Der Spiegel and Vlast, 19 May 2023 (Aspan Arba, Sky Mechanics)",
        "BIS, Supplement No. 3 to 15 CFR Part 732, flag 24 (overlap of management)",
        "FinCEN, trend analysis of 8 September 2023 (Central Asian subsidiaries of Russian parents)",
    ),
    not_applicable={
        "linked__party": "There are no parties in the case, so there is nobody to compare.",
        "no_pair": "Of no two firms that trade across a border into the destination are the controllers of both known.",
    },
    related=("N5", "N10"),
)


class Settings(Params):
    """Settings of N4."""

    shared_min: int = Field(  # methods 8.3 N4: any overlap
        1, ge=1, description="Controllers in common from which a pair is raised"
    )
    gap_days: int = Field(  # methods 8.3 N4: within 24 months
        730, ge=0, description="Days that roles may lie before or after each other and the trade"
    )
    is_destination_only: bool = Field(  # methods 8.3 N4: exporter and importer in the destination
        True, description="Whether only importers in the destination are asked, or any across a border"
    )
    nominee_firms_max: int = Field(  # proposed: professional nominees, methods 8.3 N7
        20, ge=2, description="A person with roles in more firms is taken for a nominee"
    )
    lines_shown: int = Field(5, ge=1, description="Declaration lines named as evidence")


PARAMS = Settings
_SHARED = statement_beside(__file__)
_PAIRS = statement_beside(__file__, "pair")
_BASIS_ORDER = ("same_record", "identified", "same_name")
_BASIS_WORDS = {
    "same_record": "one record holds both roles",
    "identified": "the same birth date or number",
    "same_name": "the same name only",
}


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each pair of firms with a possible controller in common."""
    settings: dict[str, Value] = {
        **params.model_dump(),
        "destination_iso": context.study.destination_iso,
        "as_of_on": context.as_of_on,
    }
    prepare_trade_pairs(context)
    tested = context.engine.materialise("n4__pair", _PAIRS, settings)
    if tested == 0:
        return Evaluation((not_applicable(META, "no_pair", context.study),), 0)
    rows = context.rows(_SHARED, settings)
    groups = [list(group) for _, group in groupby(rows, key=_pair)]
    trade = pair_evidence(context, [_pair(group[0]) for group in groups], lines_shown=params.lines_shown)
    # Rarer people stand farther out: each counts as one divided by the firms he or she controls.
    ranked = standings(
        {" ".join(_pair(group[0])): sum(1 / int(p[0]["firm_count"]) for p in _people(group)) for group in groups},
        {" ".join(_pair(group[0])): (group[0]["exporter_country_iso"],) for group in groups},
    )
    findings = tuple(
        _finding(group, trade.get(_pair(group[0]), ()), ranked[" ".join(_pair(group[0]))], params) for group in groups
    )
    return Evaluation(findings, tested)


def _pair(row: Row) -> tuple[str, str]:
    return row["exporter_party_id"], row["importer_party_id"]


def _people(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the rows by person, in order."""
    ordered = sorted(rows, key=lambda row: (row["person_name"], row["person_id"], _BASIS_ORDER.index(row["basis"])))
    return [list(group) for _, group in groupby(ordered, key=lambda row: str(row["person_id"]))]


def _counted(people: Sequence[Sequence[Row]], params: Settings) -> list[Row]:
    """Return the people who count: no nominees, and those known by name alone only beside a second link."""
    heads = [person[0] for person in people if person[0]["firm_count"] <= params.nominee_firms_max]
    has_second_link = len(heads) > 1 or any(row["second_link_count"] for row in heads)
    return [row for row in heads if row["basis"] != "same_name" or has_second_link]


def _finding(rows: Sequence[Row], trade: tuple[Evidence, ...], standing: Standing, params: Settings) -> Finding:
    first, people = rows[0], _people(rows)
    counted = _counted(people, params)
    is_raised = len(counted) >= params.shared_min
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if is_raised else Outcome.CLEAR,
        subject_id=first["exporter_party_id"],
        subject_name=first["exporter_name"],
        subject_kind=META.subject_kind,
        reason=_reason(first, people, counted, is_raised=is_raised),
        value=float(len(counted)),
        unit=META.unit,
        threshold=float(params.shared_min),
        window=_window(first),
        evidence=(*evidence_of(_role_rows(rows)), *trade),
        caveats=_caveats(first, people),
        details={**_details(first, people), **standing.details()},
        related_ids=(first["importer_party_id"], *sorted({row["person_id"] for row in rows})),
    )


def _reason(first: Row, people: Sequence[Sequence[Row]], counted: Sequence[Row], *, is_raised: bool) -> str:
    firms = f"{first['exporter_name']} ({first['exporter_country_iso']}) and its customer {first['importer_name']}"
    firms += f" ({first['importer_country_iso']})"
    if is_raised:
        return f"{firms} are linked to the same people: {'; '.join(_person_words(row) for row in counted)}."
    if all(person[0]["basis"] == "same_name" for person in people):
        return (
            f"People behind {firms} have the same name, but neither number nor birth date nor another link says more."
        )
    return f"The people that {firms} have in common are too few, or hold roles in very many firms."


def _person_words(row: Row) -> str:
    roles = f"{_role(row, 'exporter')} of the one and {_role(row, 'importer')} of the other"
    return f"{row['person_name']}, {roles} ({_BASIS_WORDS[row['basis']]})"


def _role(row: Row, side: str) -> str:
    words: str = row[f"{side}_role"]
    return words.replace("_", " ")


def _window(first: Row) -> tuple[str, str] | None:
    if first["first_on"] is None or first["last_on"] is None:
        return None
    return first["first_on"].isoformat(), first["last_on"].isoformat()


def _role_rows(rows: Sequence[Row]) -> Iterator[Row]:
    for row in rows:
        yield {**row, "summary": f"{row['person_name']}: {_role(row, 'exporter')} of {row['exporter_name']}"}
        yield {
            **{name: row[f"b_{name}"] for name in ("snapshot_id", "locator", "provenance", "publication")},
            "summary": f"{row['person_name']}: {_role(row, 'importer')} of {row['importer_name']}",
        }


def _caveats(first: Row, people: Sequence[Sequence[Row]]) -> tuple[str, ...]:
    caveats = []
    if any(person[0]["basis"] == "same_name" for person in people):
        caveats.append("A name alone joins some of these people: they may be different persons.")
    if first["line_count"] == 0:
        caveats.append("The trade of the two is reported, not read in declarations.")
    return tuple(caveats)


def _details(first: Row, people: Sequence[Sequence[Row]]) -> dict[str, Any]:
    return {
        "importer_id": first["importer_party_id"],
        "importer_name": first["importer_name"],
        "people": [
            {
                "party_id": person[0]["person_id"],
                "name": person[0]["person_name"],
                "exporter_roles": sorted({row["exporter_role"] for row in person}),
                "importer_roles": sorted({row["importer_role"] for row in person}),
                "basis": person[0]["basis"],
                "firm_count": person[0]["firm_count"],
                "publications": sorted({text for row in person for text in _publications(row)}),
            }
            for person in people
        ],
        "second_link": first["second_link_kind"],
        "line_count": first["line_count"],
        "value_usd": first["value_usd"],
        "controlled_line_count": first["controlled_line_count"],
    }


def _publications(row: Row) -> list[str]:
    return [text for text in (row["publication"], row["b_publication"]) if text is not None]
