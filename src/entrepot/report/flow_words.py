"""The flow pictures in words: what each shows, what else explains a rise, and what the figures cannot say."""

from datetime import date
from typing import Final

from entrepot.flows.corridor_cells import CIF_OVER_FOB
from entrepot.flows.fit import NotApplicable
from entrepot.flows.months import month_index, month_start
from entrepot.report.figures.flow_multiple import DrawnBreak, break_words
from entrepot.report.figures.scales import month_text
from entrepot.report.flow_model import Corridor, FlowBlock
from entrepot.report.words import counted, rough_ratio, short_money

# Methods 3 and 14: what studies of these flows name beside diversion.
INNOCENT_EXPLANATIONS: Final = (
    "Demand in the partner itself: growth, investment, an army or industry that modernises.",
    "Firms and people that moved there after the cut-off took their purchases with them.",
    "A new route for lawful trade with other countries: goods in transit are sometimes booked on the first country reached.",
    "Recovery from a low baseline: 2020 was a year of pandemic, and chips were scarce in 2021.",
    "Prices and exchange rates: these are values, not quantities.",
    "A few large orders: a small base doubles with one aircraft, server hall or machine.",
)
CAVEATS: Final = (
    "A rise does not show that goods moved on: that takes the partner's own exports, or declarations.",
    "What a partner bought more of may have stayed there; what reached the destination may have come from elsewhere.",
    "The goods list as a whole is compared with itself before; most of its codes were put on the list after the trade shown.",
)
NO_RISE: Final = 1.0
SURE_P: Final = 0.05  # of the break: a month that chance would give as well is drawn hollow


def break_of(corridor: Corridor) -> DrawnBreak | None:
    """Return the corridor's break as it is drawn; None where it has none."""
    since = corridor.since
    if since is None:
        return None
    low, month, high = (month_start(each) for each in (since.low, since.month, since.high))
    return DrawnBreak(month, low, high, since.p_value < SURE_P)


def since_words(corridor: Corridor, cutoff_on: date) -> str:
    """Return when the level broke, with its interval and what is doubtful of it, or why that cannot be said."""
    if isinstance(corridor.rise.since, NotApplicable):
        return f"Break: {corridor.rise.since.reason}"
    since, drawn = corridor.since, break_of(corridor)
    if since is None or drawn is None:
        return ""
    said = break_words(drawn)
    if drawn.is_sure and since.high < month_index(cutoff_on):
        said += ", before the cut-off"
    return f"{said}. {' '.join(since.notes)}".rstrip(" .") + ("." if since.notes else "")


def corridor_facts(corridor: Corridor, currency: str) -> str:
    """Return the corridor's change in a line: `€8.7M → €22.8M a month, ×2.6 (1.7 to 3.6)`."""
    found = corridor.comparison
    if found is None:
        return "no baseline in these figures"
    line = f"{short_money(found.baseline_mean, currency)} → {short_money(found.period_mean, currency)} a month"
    if found.ratio is None:
        return f"{line}, nothing before"
    between = (
        "" if found.low is None or found.high is None else f" ({rough_ratio(found.low)} to {rough_ratio(found.high)})"
    )
    return f"{line}, ×{rough_ratio(found.ratio)}{between}{', small base' if found.is_small_base else ''}"


def corridor_words(corridor: Corridor, currency: str) -> str:
    """Return what the small chart shows, for those who do not see it."""
    said = [f"{corridor.importer_name}: {corridor_facts(corridor, currency)}."]
    if (since := corridor.since) is not None:
        low, month, high = (month_text(month_start(each)) for each in (since.low, since.month, since.high))
        said.append(f"The level breaks at {month}, interval {low} to {high}, p {since.p_value:.2g}.")
        said += since.notes
    gaps = sum(month.value is None for month in corridor.months)
    mirrored = sum(month.basis == "mirror" for month in corridor.months)
    said += [f"{counted(gaps, 'month')} not reported."] * (gaps > 0)
    said += [f"{counted(mirrored, 'month')} from the importer's figures."] * (mirrored > 0)
    return " ".join(said)


def headline(block: FlowBlock) -> str:
    """Return what the small charts show in a sentence: the direct exports, and how many partners rose."""
    risen = [
        corridor.importer_name
        for corridor in block.partners
        if (found := corridor.comparison) is not None and found.low is not None and found.low > NO_RISE
    ]
    count, of = len(risen), len(block.partners)
    names = f": {', '.join(risen[:6])}{' and others' if len(risen) > 6 else ''}" if risen else ""
    direct = block.destination
    first = "" if direct is None else f"To {direct.importer_name}: {corridor_facts(direct, block.currency)}. "
    return f"{first}Above the baseline with the whole interval: {count} of {counted(of, 'partner')}{names}."


def gap_words(block: FlowBlock) -> str:
    """Return how many months are gaps, mirrored or partly withheld over the corridors drawn."""
    months = [month for corridor in block.corridors for month in corridor.months]
    gaps = sum(month.value is None for month in months)
    mirrored = sum(month.basis == "mirror" for month in months)
    withheld = sum(month.withheld_count > 0 for month in months)
    known = len(months) - gaps - mirrored
    said = f"Of {counted(len(months), 'corridor month')}, {known:,} stand on the exporter's own figures"
    if mirrored:
        said += (
            f", {mirrored:,} on the importer's without {CIF_OVER_FOB:.0%} of insurance and freight (dashed, open dots)"
        )
    said += f", {gaps:,} are reported by neither and drawn as gaps, never as zero." if gaps else "."
    return said + (f" In {withheld:,} a figure is withheld: those sums are too low." if withheld else "")
