"""F8: goods of makers that stopped selling to the destination reach it from countries outside the coalition."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pyarrow as pa

from entrepot.indicators.base import Context, Evaluation, Finding, Meta, Outcome, not_applicable
from entrepot.indicators.party_names import party_names
from entrepot.indicators.receipts import prepare_receipts, reach_by_country, receipt_line
from entrepot.indicators.reference_group import Standing, standings
from entrepot.indicators.stopped_makers import Divergence, Settings, divergences
from entrepot.records.base import TEXT
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="F8",
    slug="brand_dispatch_divergence",
    version=1,
    status="experimental",
    title="Maker stopped, goods go on",
    question="Which importers receive goods of makers that stopped sending to the destination, by way of third countries?",
    description=(
        "Raised for an importer in the destination that receives, from 90 days after the cut-off on, listed goods worth USD "
        "50,000 or more of makers seated in the coalition whose direct dispatch there fell to a fifth or less, where at "
        "least half of them by value are dispatched from outside the coalition. Countries that sent 5 % or more of a "
        "maker's lines before the cut-off count as places of contract manufacture, not as divergence. The months in which "
        "it comes so must be more than the makers' goods had before and their other importers have (p at most 0.01)."
    ),
    why=(
        "The maker's seat, the place of manufacture and the place of dispatch are different things. Where the maker has "
        "stopped and its goods still come, somebody else sends them. It shows a route, not who did wrong."
    ),
    unit="USD",
    subject_kind="party",
    needs=("linked__declaration", "linked__controlled_line"),
    innocent_explanations=(
        "Contract manufacturing in Asia: the goods are made and sent there for the maker's customers everywhere.",
        "Stock that a distributor bought before the cut-off is sold off.",
        "The goods are covered by an exemption or a licence, or are spare parts under warranty.",
    ),
    references=(
        "KSE Institute and Yermak-McFaul Group, Challenges of Export Controls Enforcement, January 2024 (seat, origin, dispatch)",
        "Chupilkin, Javorcik and Plekhanov, The Eurasian roundabout, EBRD Working Paper 276",
    ),
    not_applicable={
        "linked__declaration": "There are no customs declarations in this case, so no place of dispatch is known.",
        "linked__controlled_line": "No declaration line is of goods on the study's list, so no maker's goods are followed.",
        "no_makers": "No maker of the coalition is seen to send listed goods to the destination directly before the cut-off.",
        "no_stop": "No maker's direct dispatch to the destination is seen to stop after the cut-off.",
        "short_ledger": "The declarations of the destination end before direct orders could run out, or begin after the cut-off.",
    },
    weight="low",
    related=("F7", "M8"),
)


PARAMS = Settings
_TRADE = statement_beside(__file__, "route")
_MAKERS = statement_beside(__file__, "maker")
_IMPORTERS = statement_beside(__file__)
_LINES = statement_beside(__file__, "line")
_CLOSE = 0.5  # clear findings are written from half the floor on


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each importer of goods whose makers stopped, clear where the share is no more than before."""
    prepare_receipts(context)
    study = context.study
    asked: dict[str, Value] = {
        "cutoff_on": study.cutoff_on,
        "as_of_on": context.as_of_on,
        "coalition_set": study.coalition_set,
        "destination_iso": study.destination_iso,
        **params.model_dump(include={"run_out_days", "usual_share", "direct_before_min_usd", "lines_shown"}),
    }
    context.engine.materialise("f8__route", _TRADE, asked)
    makers = context.rows(_MAKERS, asked)
    if not makers:
        return _not_asked(context, "no_makers")
    reach = reach_by_country(context).get(study.destination_iso)
    days_before = 0 if reach is None else (study.cutoff_on - reach["first_on"]).days
    run_out_on = study.cutoff_on + timedelta(days=params.run_out_days)
    days_after = 0 if reach is None else (reach["last_on"] - run_out_on).days + 1
    if days_before <= 0 or days_after <= 0:
        return _not_asked(context, "short_ledger")
    stopped = {
        row["maker"]: row
        for row in makers
        if row["direct_after_usd"] / days_after <= params.stop_ratio_max * row["direct_before_usd"] / days_before
    }
    if not stopped:
        return _not_asked(context, "no_stop")
    context.engine.register("f8__stopped", pa.table({"maker": pa.array(sorted(stopped), TEXT)}))
    every = divergences(context.rows(_IMPORTERS, asked), stopped)
    return Evaluation(tuple(_findings(context, params, every, asked, stopped)), len(every))


def _not_asked(context: Context, reason_key: str) -> Evaluation:
    return Evaluation((not_applicable(META, reason_key, context.study),), 0)


def _findings(
    context: Context,
    params: Settings,
    every: Mapping[str, Divergence],
    asked: Mapping[str, Value],
    stopped: Mapping[str, Row],
) -> list[Finding]:
    scores = standings({party: one.total("divergent_usd") for party, one in every.items()}, {})
    shown = {
        party: one
        for party, one in every.items()
        if one.is_raised(params) or one.total("divergent_usd") >= _CLOSE * params.min_value_usd
    }
    names = party_names(context, shown)
    lines: dict[str, list[Row]] = defaultdict(list)
    for line in context.rows(_LINES, {**asked, "party_ids": sorted(shown)}) if shown else []:
        lines[line["party_id"]].append(line)
    return [
        _finding(context, params, one, name=names[party], standing=scores[party], lines=lines[party], stopped=stopped)
        for party, one in shown.items()
    ]


def _finding(
    context: Context,
    params: Settings,
    one: Divergence,
    *,
    name: str,
    standing: Standing,
    lines: Sequence[Row],
    stopped: Mapping[str, Row],
) -> Finding:
    divergent = one.total("divergent_usd")
    count = sum(row["divergent_lines"] > 0 for row in one.rows)
    makers = "1 maker" if count == 1 else f"{count} makers"
    days = [line["declared_on"] for line in lines]
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if one.is_raised(params) else Outcome.CLEAR,
        subject_id=one.rows[0]["party_id"],
        subject_name=name,
        subject_kind=META.subject_kind,
        reason=(
            f"{name} received goods worth USD {divergent:,.0f} from third countries ({one.share:.0%}) of "
            f"{makers} that stopped sending to {context.study.destination_iso}; such countries sent "
            f"{one.share_before:.1%} of their lines before the cut-off, and {one.share_of_peers:.1%} to other importers since."
        ),
        value=divergent,
        unit=META.unit,
        threshold=params.min_value_usd,
        p_value=one.p_value,
        window=(context.study.cutoff_on.isoformat(), max([context.study.cutoff_on, *days]).isoformat()),
        evidence=tuple(receipt_line(line) for line in lines),
        caveats=("It shows by which way the goods come, not that the importer or the sender did wrong.",),
        details={**_details(one, stopped), **standing.details()},
        related_ids=tuple(sorted({x for line in lines if (x := line["exporter_party_id"]) is not None})),
    )


def _details(one: Divergence, stopped: Mapping[str, Row]) -> dict[str, Any]:
    return {
        "makers": [
            {
                "maker": row["maker"],
                "dispatch_iso": row["dispatch_iso"],
                "divergent_usd": row["divergent_usd"],
                "direct_before_usd": stopped[row["maker"]]["direct_before_usd"],
                "direct_after_usd": stopped[row["maker"]]["direct_after_usd"],
            }
            for row in one.rows[:10]
            if row["divergent_lines"] > 0
        ],
        "lines": int(one.total("lines")),
        "divergent_lines": int(one.total("divergent_lines")),
        "contract_manufacture_lines": int(one.total("usual_lines")),
        "value_usd": one.total("value_usd"),
        "divergent_share": round(one.share, 6),
        "share_before": round(one.share_before, 6),
        "share_of_peers": round(one.share_of_peers, 6),
        "q_value": one.q_value,
    }
