"""How the estimate sheet is shown as tables: partners, months, assumptions, a firm's corridors, rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from entrepot.case.corridor_firms import Corridor
from entrepot.cli.flow_ledger_tables import THOUSAND, goods_named
from entrepot.cli.output import print_line, print_table, say
from entrepot.flows.breaks import Break
from entrepot.flows.estimate import Amount, EstimateSheet, PartnerEstimate, month_text
from entrepot.store.engine import Row

_ROWS_SHOWN = 40  # rows of evidence as a table; --json gives all
_MILLION = 1e6
_LARGE = 1e7  # from a sheet of amounts this size on, figures are shown in millions; in thousands below


@dataclass(frozen=True)
class _Scale:
    """How amounts are shown: divided by `by`, and in what."""

    by: float
    unit: str

    @classmethod
    def of(cls, sheet: EstimateSheet) -> "_Scale":
        """Return thousands or millions of the sheet's currency, by its largest amount."""
        largest = max((abs(each.naive.value) for each in sheet.partners), default=0.0)
        if largest < _LARGE:
            return cls(1e3, f"{sheet.currency_code} 1,000")
        return cls(_MILLION, f"{sheet.currency_code} m")

    def plain(self, value: float | None) -> str | None:
        """Return an amount as text."""
        return None if value is None else f"{value / self.by:,.1f}"

    def money(self, each: Amount) -> str:
        """Return an amount with its interval."""
        ends = ["open" if end is None else f"{end / self.by:,.1f}" for end in (each.low, each.high)]
        return f"{each.value / self.by:,.1f} [{ends[0]}, {ends[1]}]"


def print_partners(sheet: EstimateSheet) -> None:
    """Print a line a partner: naive figure, estimate, share of the lost direct exports, bound, break, basis."""
    scale = _Scale.of(sheet)
    unit = scale.unit
    title = (
        f"Listed goods ({sheet.controls_list}) that could have gone on to {sheet.destination_iso}, to {sheet.as_of_on}"
    )
    columns = ["partner", f"naive, {unit}", f"estimate, {unit}", "of lost direct exports", f"passed on at most, {unit}"]
    rows = [
        (
            each.partner_iso,
            scale.money(each.naive),
            scale.money(each.total),
            _share(each.share_of_lost),
            scale.plain(each.passed_on_max),
            _since(each),
            each.basis.replace("_", " "),
        )
        for each in sheet.partners
    ]
    print_table(title, [*columns, "break", "rests on"], rows, right=columns[1:])
    if sheet.total is not None:
        print_line(f"All partners: {scale.money(sheet.total)} {unit}")
    if sheet.lost_direct is not None:
        lost = f"{scale.money(sheet.lost_direct)} {unit}"
        print_line(f"Lost direct exports to {sheet.destination_iso}, the baseline taken as it stands: {lost}")


def print_months(sheet: EstimateSheet, chosen: PartnerEstimate) -> None:
    """Print a partner's months."""
    scale = _Scale.of(sheet)
    unit = scale.unit
    columns = [
        "month",
        f"observed, {unit}",
        f"counterfactual, {unit}",
        f"diverted, {unit}",
        f"passed on at most, {unit}",
    ]
    rows = [
        (
            each.month,
            scale.plain(each.observed),
            scale.money(each.counterfactual),
            scale.money(each.diverted),
            scale.plain(each.passed_on_max),
        )
        for each in chosen.months
    ]
    print_table(f"{chosen.partner_name} by month", columns, rows, right=columns[1:])


def print_alternatives(sheet: EstimateSheet, chosen: PartnerEstimate) -> None:
    """Print a partner's total under each assumption, those that move it most first."""
    scale = _Scale.of(sheet)
    unit = scale.unit
    columns = ["assumption", f"total, {unit}", f"moves by, {unit}", "not to be had"]
    rows = [
        (
            each.words,
            None if each.total is None else scale.money(each.total),
            None if each.moves_by is None else f"{each.moves_by / scale.by:+,.1f}",
            each.why_not,
        )
        for each in chosen.alternatives
    ]
    title = f"{chosen.partner_name}: the assumptions that move it most ({scale.money(chosen.total)} {unit} otherwise)"
    print_table(title, columns, rows, right=columns[1:3])


def print_corridors(mine: list[Corridor], sheet: EstimateSheet) -> None:
    """Print a firm's corridors with the estimate of each; nothing without any."""
    if not mine:
        return
    scale = _Scale.of(sheet)
    unit = scale.unit
    columns = ["corridor", "side", "USD 1,000", "lines", "goods", "from", "to", f"corridor's estimate, {unit}"]
    rows = [
        (
            f"{each.exporter_iso} to {each.importer_iso}",
            each.side,
            f"{each.value_usd / THOUSAND:,.1f}",
            each.line_count,
            goods_named(each.groups),
            each.first_month,
            each.last_month,
            "not estimated" if each.estimate is None else scale.money(each.estimate),
        )
        for each in mine
    ]
    print_table("The firm's listed goods since the cut-off, by corridor", columns, rows, right=columns[2:4])


def print_rows(rows: list[Row], files: Mapping[str, str]) -> None:
    """Print the reported rows behind the figures, with their places."""
    if not rows:
        return
    columns = ["month", "from", "to", "flow", "goods", "value", "provenance", "place"]
    shown = [
        (
            f"{row['period_on']:%Y-%m}",
            row["reporter_iso"] if row["flow_code"] == "X" else row["exporter_iso"],
            row["importer_iso"],
            row["flow_code"],
            row["goods_code"],
            None if row["value"] is None else f"{row['value']:,.0f} {row['currency_code']}",
            row["provenance"],
            f"{files.get(row['snapshot_id'], row['snapshot_id'])} {row['locator']}",
        )
        for row in rows[:_ROWS_SHOWN]
    ]
    print_table(f"Rows behind the figures ({len(rows)}; {len(shown)} shown)", columns, shown, right=["value"])


def say_limits(sheet: EstimateSheet, chosen: PartnerEstimate | None) -> None:
    """Say on standard error what the figures rest on and what they cannot say."""
    if not sheet.partners:
        say(
            "No partner could be estimated: the statistics of this case hold no listed goods of the coalition, before and since."
        )
    for left in sheet.left_out:
        say(f"{left.partner_iso} is left out: {left.reason}")
    if chosen is not None:
        say(f"{chosen.partner_iso} rests on {chosen.basis_words}. Baseline: {sheet.baseline_words}.")
        most = (
            "could have been passed on at most"
            if chosen.passed_on_max is not None
            else "no bound on what was passed on"
        )
        say(f"{chosen.partner_iso}, {most}: {chosen.passed_on_words}")
        for note in chosen.notes:
            say(f"{chosen.partner_iso}: {note}")
    for kind in ("synthetic", "reconstructed"):
        invented = [each.partner_iso for each in sheet.partners if each.provenance == kind]
        if invented:
            say(f"The statistics are {kind} in the figures of {', '.join(invented)}.")
    for line in (*sheet.guards, *sheet.caveats):
        say(line)


def _share(each: Amount | None) -> str | None:
    if each is None:
        return None
    ends = ["open" if end is None else f"{100 * end:.1f}" for end in (each.low, each.high)]
    return f"{100 * each.value:.1f} % [{ends[0]}, {ends[1]}]"


def _since(each: PartnerEstimate) -> str:
    since = each.since
    if not isinstance(since, Break):
        return "unknown"
    return f"{month_text(since.month)} [{month_text(since.low)}, {month_text(since.high)}], p {since.p_value:.3f}"
