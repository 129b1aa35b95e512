"""The command that asks a case how much was diverted, through whom, since when, how sure: flows."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from entrepot.case.corridor_firms import Corridor, Reconciled, corridors_of_party, reconciled
from entrepot.case.ledger_bounds import LedgerBound, ledger_bounds
from entrepot.case.results import Results
from entrepot.cli.flow_ledger_tables import print_bound, print_ledger
from entrepot.cli.flow_level_tables import print_levels
from entrepot.cli.flow_tables import (
    print_alternatives,
    print_corridors,
    print_months,
    print_partners,
    print_rows,
    say_limits,
)
from entrepot.cli.opened import opened, party_meant
from entrepot.cli.output import case_argument, json_option, print_json, say
from entrepot.codes.territories import territories
from entrepot.flows.corridor_cells import prepare_cells
from entrepot.flows.estimate import (
    EstimateSheet,
    PartnerEstimate,
    rows_of_estimate,
)
from entrepot.flows.estimating import estimate_sheet
from entrepot.flows.goods_beside import goods_beside
from entrepot.graph.nameless import party_names


@click.command("flows")
@case_argument
@click.option("--partner", help="Country (two letters) whose months, assumptions and firms are shown.")
@click.option("--party", help="Firm whose corridors are shown beside the estimate (a name, an identifier or an id).")
@click.option(
    "--evidence", is_flag=True, help="Also the reported rows behind the partner's figures, with their places."
)
@json_option
def flows(case: Path, partner: str | None, party: str | None, evidence: bool, as_json: bool) -> None:
    """Estimate how much of a CASE's listed goods was diverted: by partner and month, with intervals.

    Beside each estimate stand the naive figure, the share of the lost direct exports, what could have been passed on, and the
    assumptions that move it most. An estimate is of trade at large: it says nothing of one firm.
    """
    with opened(case) as results:
        prepare_cells(results.engine, results.config.study)
        sheet = estimate_sheet(results.engine, results.config.study, partners=None)
        levels = goods_beside(results.engine, results.config.study)
        chosen = _chosen(sheet, partner)
        joined = None if chosen is None else reconciled(results, chosen)
        bound = None if chosen is None else ledger_bounds(results).get(chosen.partner_iso)
        rows = rows_of_estimate(results.engine, chosen) if evidence and chosen is not None else []
        mine = _corridors(results, sheet, party)
        files = {key: snapshot.file_name for key, snapshot in results.snapshots.items()}
        names = _names(results, joined, bound)
    if as_json:
        print_json(_lines(sheet, chosen, (joined, bound), [rows, mine, levels]))
    else:
        print_partners(sheet)
        print_levels(levels, sheet)
        if chosen is not None:
            print_months(sheet, chosen)
            print_alternatives(sheet, chosen)
        if chosen is not None and joined is not None:
            print_ledger(chosen, joined, names)
            print_bound(chosen, bound, names)
        print_corridors(mine, sheet)
        print_rows(rows, files)
    say_limits(sheet, chosen)


def _chosen(sheet: EstimateSheet, asked: str | None) -> PartnerEstimate | None:
    if asked is None:
        return sheet.partners[0] if sheet.partners else None
    iso = asked.upper()
    if iso not in {territory.country_iso for territory in territories()}:
        raise click.UsageError(f"{asked!r} is no two-letter country code.")
    found = sheet.partner(iso)
    if found is None:
        say(f"No estimate for {iso}: {_why_not(sheet, iso)}")
    return found


def _why_not(sheet: EstimateSheet, iso: str) -> str:
    if iso == sheet.destination_iso:
        return "it is the destination; what it lost directly stands under the table."
    if any(iso in each.control_partners for each in sheet.partners):
        return "it serves for comparison, as a partner that was not affected."
    reasons = (left.reason for left in sheet.left_out if left.partner_iso == iso)
    return next(reasons, "no listed goods to it in the statistics of this case.")


def _corridors(results: Results, sheet: EstimateSheet, query: str | None) -> list[Corridor]:
    return [] if query is None else corridors_of_party(results, party_meant(results, query), sheet)


def _names(results: Results, joined: Reconciled | None, bound: LedgerBound | None) -> Mapping[str, str]:
    firms = [] if joined is None else [firm.party_id for firm in joined.firms]
    firms += [] if bound is None else [firm.party_id for firm in bound.bound.firms]
    return party_names(results.engine, sorted(set(firms))) if firms else {}


def _lines(
    sheet: EstimateSheet,
    chosen: PartnerEstimate | None,
    ledger: tuple[Reconciled | None, LedgerBound | None],
    beside: list[list[Any]],
) -> Iterator[dict[str, Any]]:
    whole = sheet.to_json()
    partners = whole.pop("partners")
    yield {"kind": "sheet", **whole}
    for partner in partners if isinstance(partners, list) else []:
        if chosen is None or len(beside[0]) == 0 or partner["partner_iso"] == chosen.partner_iso:
            yield {"kind": "partner", **partner}
    for level in beside[2]:
        yield {"kind": "corridor_level", **asdict(level)}
    joined, bound = ledger
    if joined is not None:
        yield {"kind": "reconciled", **joined.to_json()}
    if bound is not None:
        yield {"kind": "passed_on", "provenance": bound.provenance, **asdict(bound.bound)}
    for corridor in beside[1]:
        yield {"kind": "corridor", **corridor.to_json()}
    for row in beside[0]:
        yield {"kind": "row", **row}


COMMANDS = (flows,)
