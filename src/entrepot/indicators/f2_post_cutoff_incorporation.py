"""F2: firms registered after the cut-off that soon trade controlled goods."""

import calendar
from collections import defaultdict
from datetime import date
from typing import Any

from pydantic import Field

from entrepot.indicators.base import Context, Evaluation, Evidence, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.controlled_codes import prepare_controlled_codes
from entrepot.indicators.declared_lines import line_evidence
from entrepot.indicators.firm_lines import largest_lines
from entrepot.indicators.reference_group import Standing, standings
from entrepot.indicators.trade_lines import prepare_trade_lines
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="F2",
    slug="post_cutoff_incorporation",
    version=3,
    status="experimental",
    title="Founded after the cut-off",
    question="Which firms were founded after the cut-off and traded controlled goods within months?",
    description=(
        "Raised for a firm outside the coalition that was registered after the cut-off, declared its first controlled "
        "goods within 180 days of registration and has since declared at least USD 50,000 of them, as importer or as "
        "exporter, whichever is more, "
        "some of them into the destination where the data show such trade at all. Complete drones (heading 8806) count "
        "beside the study's list: they are not on the "
        "Common High Priority List but under export control."
    ),
    why=(
        "A new firm has no history that a supplier or a bank could check. UK and US authorities name registration after "
        "the cut-off as a sign of firms set up to move goods on."
    ),
    unit="USD",
    subject_kind="party",
    needs=("linked__declaration", "linked__party_record"),
    innocent_explanations=(
        "Most start-ups are honest: trading firms begin with their first order soon after they register.",
        "Staff and companies that left the destination in 2022 founded firms abroad and equipped them.",
        "An old business was registered anew, for example after a change of legal form or owner.",
    ),
    references=(
        "UK National Economic Crime Centre, Red Alert: Exporting High Risk Goods, 6 December 2023, indicator 1",
        "FinCEN and BIS, Supplemental Alert FIN-2023-Alert004, 19 May 2023, new red flags on customers' incorporation",
        "Reuters and RUSI, December 2022 (Fortap, Azu International); Nikkei, April 2023 (Agu Information Technology)",
    ),
    not_applicable={
        "linked__declaration": "There are no customs declarations in this case, so no firm's first trade is known.",
        "linked__party_record": "There are no party records in this case, so no firm's registration is known.",
        "no_registration_dates": "No party record gives a day of registration.",
        "trade_before_registration": "Firms that trade before their earliest known registration: the day is wrong, or the "
        "business was registered anew.",
    },
    related=("F1", "N2"),
)


class Settings(Params):
    """Settings of F2."""

    max_days: int = Field(  # methods 8.2 F2
        180, ge=0, description="Days from registration to the first controlled goods, at most"
    )
    min_value_usd: float = Field(50_000, ge=0, description="Value of controlled goods, at least, USD")  # methods 8.2 F2
    extra_hs: tuple[str, ...] = Field(  # drones: new in HS2022, not on the CHPL as complete aircraft (methods 6.2)
        ("8806",), description="Headings or codes that count as controlled beside the study's list"
    )


PARAMS = Settings
_FIRMS = statement_beside(__file__)
_RECORDS = statement_beside(__file__, "records")
_KNOWN = statement_beside(__file__, "known")
_ONWARD = statement_beside(__file__, "onward")
_CLOSE = 0.5  # clear findings are written from half the value floor, and up to twice the days


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each firm founded after the cut-off with early controlled trade, and for near misses."""
    study = context.study
    prepare_controlled_codes(context)
    prepare_trade_lines(context)
    if context.rows(_KNOWN)[0]["parties"] == 0:
        return Evaluation((not_applicable(META, "no_registration_dates", study),), 0)
    firms = context.rows(
        _FIRMS,
        {
            "coalition_set": study.coalition_set,
            "cutoff_on": study.cutoff_on,
            "as_of_on": context.as_of_on,
            "destination_iso": study.destination_iso,
            "extra_hs": sorted(params.extra_hs),
        },
    )
    onward: dict[str, Value] = {"as_of_on": context.as_of_on, "destination_iso": study.destination_iso}
    is_known = context.rows(_ONWARD, onward)[0]["lines"] > 0
    tested = [
        {**firm, "is_onward": firm["inbound_lines"] > 0 or not is_known}
        for firm in firms
        if firm["first_line_on"] >= firm["incorporated_on"]
    ]
    shown = [firm for firm in tested if _is_raised(firm, params) or _is_close(firm, params)]
    evidence = _evidence(context, params, [firm["party_id"] for firm in shown])
    ranked = standings(
        {firm["party_id"]: _value_usd(firm) for firm in tested},
        {firm["party_id"]: (firm["country_iso"] or "unknown",) for firm in tested},
    )
    findings = [_finding(params, firm, evidence[firm["party_id"]], ranked[firm["party_id"]]) for firm in shown]
    if len(tested) < len(firms):
        findings.append(not_applicable(META, "trade_before_registration", study, subjects=len(firms) - len(tested)))
    return Evaluation(tuple(findings), len(tested))


def _value_usd(firm: Row) -> float:
    # Goods that come in and go out again are one business: the larger side counts, not the sum.
    return max(round(float(firm["imported_usd"]), 2), round(float(firm["exported_usd"]), 2))


def _days(firm: Row) -> int:
    return int((firm["first_controlled_on"] - firm["incorporated_on"]).days)


def _is_month_only(on: date) -> bool:
    # Sources that know the month alone write its first day, and no column tells them from firms registered on it.
    return on.day == 1


def _fewest_days(firm: Row) -> int:
    """Return the days to the first goods had the firm been registered on the last day the source leaves open."""
    on: date = firm["incorporated_on"]
    if not _is_month_only(on):
        return _days(firm)
    last_on = on.replace(day=calendar.monthrange(on.year, on.month)[1])
    return max(0, int((firm["first_controlled_on"] - last_on).days))


def _day_words(on: date) -> str:
    return f"in {on:%Y-%m} (day not known or the first)" if _is_month_only(on) else f"on {on}"


def _lag_words(firm: Row) -> str:
    fewest, most = _fewest_days(firm), _days(firm)
    return f"{most}" if fewest == most else f"about {fewest} to {most}"


def _is_raised(firm: Row, params: Settings) -> bool:
    is_in_time = _days(firm) <= params.max_days
    return is_in_time and _value_usd(firm) >= params.min_value_usd and bool(firm["is_onward"])


def _is_close(firm: Row, params: Settings) -> bool:
    return _days(firm) <= params.max_days / _CLOSE and _value_usd(firm) >= params.min_value_usd * _CLOSE


def _evidence(context: Context, params: Settings, party_ids: list[str]) -> dict[str, tuple[Evidence, ...]]:
    records: dict[str, list[Evidence]] = defaultdict(list)
    for row in context.rows(_RECORDS, {"party_ids": sorted(party_ids)}) if party_ids else []:
        summary = f"{row['name']}, registered {_day_words(row['incorporated_on'])}"
        records[row["party_id"]].append(
            Evidence(row["snapshot_id"], row["locator"], summary, row["provenance"], row["publication"])
        )
    lines = largest_lines(context, party_ids, extra_hs=params.extra_hs, lines_shown=None)
    return {party_id: (*records[party_id], *line_evidence(lines.get(party_id, []))) for party_id in party_ids}


def _finding(params: Settings, firm: Row, evidence: tuple[Evidence, ...], standing: Standing) -> Finding:
    value_usd = _value_usd(firm)
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if _is_raised(firm, params) else Outcome.CLEAR,
        subject_id=firm["party_id"],
        subject_name=firm["name"],
        subject_kind=META.subject_kind,
        reason=f"Registered {_day_words(firm['incorporated_on'])}; first controlled goods {_lag_words(firm)} days later, "
        f"USD {value_usd:,.0f} of them in all.",
        value=value_usd,
        unit=META.unit,
        threshold=params.min_value_usd,
        window=(firm["incorporated_on"].isoformat(), firm["last_controlled_on"].isoformat()),
        evidence=evidence,
        caveats=_caveats(firm),
        details=_details(firm, standing),
    )


def _details(firm: Row, standing: Standing) -> dict[str, Any]:
    all_goods_usd = float(firm["all_goods_usd"])
    controlled_usd = float(firm["imported_usd"]) + float(firm["exported_usd"])
    return {
        "country_iso": firm["country_iso"],
        "incorporated_on": firm["incorporated_on"].isoformat(),
        "first_controlled_on": firm["first_controlled_on"].isoformat(),
        "days_to_first": _days(firm),
        "days_to_first_min": _fewest_days(firm),
        "controlled_lines": firm["controlled_lines"],
        "imported_usd": round(float(firm["imported_usd"]), 2),
        "exported_usd": round(float(firm["exported_usd"]), 2),
        "controlled_share": round(controlled_usd / all_goods_usd, 4) if all_goods_usd > 0 else None,
        "lines_into_destination": firm["inbound_lines"],
        **standing.details(),
    }


def _caveats(firm: Row) -> tuple[str, ...]:
    caveats = []
    if _is_month_only(firm["incorporated_on"]):
        caveats.append(
            f"Registered in {firm['incorporated_on']:%Y-%m}: a first of the month often stands for a day that is not known. "
            "Days are counted from the first, so they are the most it can be."
        )
    if not firm["is_onward"]:
        caveats.append("No controlled goods of the firm are seen to go into the destination: it stays clear.")
    if firm["country_iso"] is None:
        caveats.append("The firm's country is not known, so it may lie inside the coalition.")
    if firm["registration_dates"] > 1:
        caveats.append("The sources give different days of registration; the earliest is used.")
    if firm["lines_without_value"]:
        caveats.append(f"{firm['lines_without_value']} lines have no value in US dollars and count as zero.")
    return tuple(caveats)
