"""How listed goods rose or fell beside the other goods of the same corridor, as a table."""

from collections.abc import Sequence

from entrepot.cli.output import print_line, print_table, say
from entrepot.flows.alternatives import HEADLINE
from entrepot.flows.breaks import Break
from entrepot.flows.estimate import EstimateSheet, month_text
from entrepot.flows.goods_beside import Beside
from entrepot.flows.period_comparison import Comparison, LogDid

_SHOWN = 20  # corridors as a table; --json gives all
_THOUSAND = 1e3


def print_levels(found: Sequence[Beside], sheet: EstimateSheet) -> None:
    """Print a line a corridor of the sheet's partners and destination: mean months, ratio, break, and other goods beside."""
    wanted = {sheet.destination_iso, *(each.partner_iso for each in sheet.partners)}
    kept = [each for each in found if each.rise.importer_iso in wanted and HEADLINE in each.rise.listed]
    if not kept:
        return
    columns = ["corridor", "before", "since", "ratio", "break", "unlisted goods"]
    rows = [_cells(each) for each in kept[:_SHOWN]]
    title = (
        f"Mean month of listed goods before and since, {sheet.currency_code} 1,000, and ratios of other goods beside"
    )
    print_table(title, [*columns, "goods not named", "log diff."], rows, right=columns[1:3])
    if len(kept) > _SHOWN:
        say(f"{len(kept) - _SHOWN} corridors more: --json for all.")
    print_line(_words(kept))


def _cells(each: Beside) -> tuple[object, ...]:
    rise = each.rise
    listed = rise.listed[HEADLINE]
    return (
        f"{rise.exporter_iso} to {rise.importer_iso}",
        f"{listed.baseline_mean / _THOUSAND:,.1f}",
        f"{listed.period_mean / _THOUSAND:,.1f}",
        _ratio(listed),
        f"{month_text(rise.since.month)} (p {rise.since.p_value:.2g})" if isinstance(rise.since, Break) else None,
        _ratio(rise.unlisted.get(HEADLINE)),
        _ratio(each.rest),
        _log(each.difference),
    )


def _ratio(found: Comparison | None) -> str | None:
    if found is None or found.ratio is None:
        return None
    digits = 3 if found.ratio < 0.1 else 1 if found.ratio >= 1 and (found.high or 0) >= 10 else 2
    ends = ["open" if end is None else f"{end:.{digits}f}" for end in (found.low, found.high)]
    return f"×{found.ratio:.{digits}f} [{ends[0]}, {ends[1]}]"


def _log(found: LogDid | None) -> str | None:
    if found is None:
        return None
    ends = ["open" if end is None else f"{end:+.2f}" for end in (found.low, found.high)]
    return f"{found.value:+.2f} [{ends[0]}, {ends[1]}]"


def _words(kept: Sequence[Beside]) -> str:
    unlisted = (
        "Unlisted goods: the others that these statistics name; of an extract of sanctioned goods they are no placebo"
    )
    if all(each.rest is None for each in kept):
        return f"{unlisted}. Goods not named: unknown, for the case holds no totals of all goods."
    return (
        f"{unlisted}. Goods not named: all goods as published, less those these statistics name, which may leave sanctioned "
        "goods among them; log diff.: listed goods against these."
    )
