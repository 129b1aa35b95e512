"""How a partner's declarations are shown beside its estimate: months, firms, and what could have been passed on at most."""

from collections.abc import Mapping

from entrepot.case.corridor_firms import FirmTrade, MonthBeside, Reconciled
from entrepot.case.ledger_bounds import LedgerBound
from entrepot.cli.output import print_line, print_table, say
from entrepot.flows.estimate import PartnerEstimate

THOUSAND = 1e3
_FIRMS_SHOWN = 10
_GOODS_NAMED = 4


def print_ledger(chosen: PartnerEstimate, joined: Reconciled, names: Mapping[str, str]) -> None:
    """Print a partner's statistics beside its declarations, and the firms that declared."""
    if joined.why_not is not None:
        say(f"{chosen.partner_name}, declarations: {joined.why_not}")
        return
    _print_beside(chosen, joined.months)
    _print_firms(chosen, joined.firms, names)
    say(
        f"{chosen.partner_iso}: {joined.declared_by} declarations ({joined.provenance}) beside {joined.statistics_by or 'no'} "
        "statistics; a ledger is rarely whole, and values with freight stand beside values without it where the sides differ."
    )


def _print_beside(chosen: PartnerEstimate, months: tuple[MonthBeside, ...]) -> None:
    columns = [
        "month",
        "statistics, USD 1,000",
        "ledger",
        "ratio",
        "goods in the ledger alone",
        "in the statistics alone",
    ]
    rows = [
        (
            each.month,
            f"{each.statistics_usd / THOUSAND:,.1f}",
            f"{each.ledger_usd / THOUSAND:,.1f}",
            None if each.ratio is None else f"{each.ratio:.2f}",
            each.ledger_only_count or None,
            each.statistics_only_count or None,
            f"{each.ledger_outside_usd / THOUSAND:,.1f}" if each.ledger_outside_usd else None,
        )
        for each in months
    ]
    title = f"{chosen.partner_name}: statistics and declarations, listed goods"
    print_table(title, [*columns, "ledger, goods not in the statistics"], rows, right=columns[1:])


def _print_firms(chosen: PartnerEstimate, firms: tuple[FirmTrade, ...], names: Mapping[str, str]) -> None:
    columns = ["firm", "USD 1,000", "lines", "goods", "months", "from", "to"]
    rows = [
        (
            f"{names.get(each.party_id, '')} ({each.party_id})",
            f"{each.value_usd / THOUSAND:,.1f}",
            each.line_count,
            goods_named(each.groups),
            each.month_count,
            each.first_month,
            each.last_month,
        )
        for each in firms[:_FIRMS_SHOWN]
    ]
    title = f"{chosen.partner_name}: who declared them since the cut-off ({len(firms)} firms; their lines: --party)"
    print_table(title, columns, rows, right=columns[1:3])


def print_bound(chosen: PartnerEstimate, found: LedgerBound | None, names: Mapping[str, str]) -> None:
    """Print what the declarations say could have been passed on at most, firm by firm; a line where they say nothing."""
    if found is None:
        return
    bound = found.bound
    if bound.most_by_firm_usd is None or bound.most_by_country_usd is None:
        say(f"{chosen.partner_iso}, passed on by the declarations: {bound.words}")
        return
    columns = ["firm", "in, USD 1,000", "out, USD 1,000", "passed on at most"]
    rows = [
        (f"{names.get(each.party_id, '')} ({each.party_id})", *_thousands(each.in_usd, each.out_usd, each.most_usd))
        for each in bound.firms[:_FIRMS_SHOWN]
    ]
    print_table(
        f"{chosen.partner_name}: what could have been passed on at most, by declarations",
        columns,
        rows,
        right=columns[1:],
    )
    firm, country = _thousands(bound.most_by_firm_usd, bound.most_by_country_usd)
    print_line(
        f"All firms each for itself: at most USD {firm} thousand; the country as one firm: at most {country} thousand"
    )
    say(f"{chosen.partner_iso}, declarations ({found.provenance}): {bound.words}")


def _thousands(*values: float) -> tuple[str, ...]:
    return tuple(f"{value / THOUSAND:,.1f}" for value in values)


def goods_named(groups: tuple[str, ...]) -> str:
    """Return the first goods groups by name, with an ellipsis for more."""
    return ", ".join(groups[:_GOODS_NAMED]) + ("…" if len(groups) > _GOODS_NAMED else "")
