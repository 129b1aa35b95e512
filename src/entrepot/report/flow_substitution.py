"""What was lost in direct exports against what rose elsewhere, with intervals: from the corridors, or from an estimate sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from entrepot.flows.estimate import Amount, EstimateSheet
from entrepot.flows.period_comparison import Comparison
from entrepot.report.figures.flow_waterfall import Step
from entrepot.report.flow_model import Corridor, FlowBlock, the_block
from entrepot.report.words import counted, short_money

_UNCERTAIN: Final = "its interval reaches below zero"


@dataclass(frozen=True)
class Substitution:
    """The steps of the chart, the sentence that says the same, and partners that fell or cannot be compared.

    `rows` are what the table and the CSV file hold: who, value, low, high, share of the loss, kind.
    """

    steps: tuple[Step, ...]
    answer: str
    fell: tuple[str, ...]
    left_out: tuple[str, ...]
    rows: tuple[dict[str, str | float | None], ...]
    basis: str


@dataclass(frozen=True)
class _Change:
    name: str
    value: float
    low: float | None
    high: float | None


def substitution_of(block: FlowBlock) -> Substitution | None:
    """Return the answer from the corridors' comparisons with the baseline; None where direct exports were not lost."""
    direct = block.destination
    if direct is None or direct.comparison is None or direct.comparison.excess >= 0:
        return None
    lost = _change(direct.importer_name, direct.comparison, sign=-1)
    known = [(c, c.comparison) for c in block.partners]
    changes = [_change(c.importer_name, found) for c, found in known if found is not None]
    changes += _others(block)
    basis = (
        "All months since the cut-off together against as many mean months of the baseline. The interval is that of the "
        "ratio (months drawn in blocks), applied to the baseline's mean; it does not hold a trend that ran before."
    )
    left = [f"{c.importer_name}: {_why_not(c)}" for c, found in known if found is None]
    return _answered(lost, changes, block, left, basis)


def substitution_of_sheet(sheet: EstimateSheet, block: FlowBlock) -> Substitution | None:
    """Return the answer from an estimate sheet: what is diverted by partner, over what growth of controls would have given.

    None where the sheet has no direct exports lost.
    """
    if sheet.lost_direct is None or sheet.lost_direct.value <= 0:
        return None
    direct = block.destination
    name = sheet.destination_iso if direct is None else direct.importer_name
    changes = [_of_amount(partner.partner_name, partner.total) for partner in sheet.partners]
    changes += _others(block)
    words = sorted({partner.basis_words for partner in sheet.partners})
    basis = (
        f"Observed less what would have been without the cut-off. What that rests on: {'; '.join(words)}. The intervals "
        "(95 %) hold how growth differs by goods and months; few goods make most of the value, so they are wide. That of the "
        "loss takes the baseline as it stands and doubts what is left alone."
    )
    if sheet.total is not None:
        together = _of_amount("", sheet.total)
        basis += f" Partners together, falls set against rises: {_amount_words(together, sheet.currency_code)}."
    left = [f"{each.partner_iso}: {each.reason}" for each in sheet.left_out]
    return _answered(_of_amount(name, sheet.lost_direct), changes, block, left, basis)


def _change(name: str, found: Comparison, sign: int = 1) -> _Change:
    """Return the excess with the interval of the ratio carried over to it; `sign` -1 gives a loss as what was lost."""
    base = found.baseline_mean * found.period_count
    ends = [None if end is None else sign * (end - 1) * base for end in (found.low, found.high)]
    low, high = ends if sign > 0 else reversed(ends)
    return _Change(name, sign * found.excess, low, high)


def _of_amount(name: str, amount: Amount) -> _Change:
    return _Change(name, amount.value, amount.low, amount.high)


def _others(block: FlowBlock) -> list[_Change]:
    """Return the rises of the partners without a chart, which have no interval; empty where all are drawn."""
    if not block.others.count:
        return []
    return [_Change(f"{counted(block.others.count, 'other partner')}, rises", block.others.gained, None, None)]


def _amount_words(change: _Change, currency: str) -> str:
    said = short_money(change.value, currency)
    if change.low is None or change.high is None:
        return said
    return f"{said} ({short_money(change.low, currency)} to {short_money(change.high, currency)})"


def _why_not(corridor: Corridor) -> str:
    first = next((m.month_on for m in corridor.months if m.value is not None), None)
    return "no figures" if first is None else f"figures begin in {first:%Y-%m}, too late for the baseline"


def _answered(
    lost: _Change, changes: Sequence[_Change], block: FlowBlock, left: Sequence[str], basis: str
) -> Substitution:
    gains = sorted((c for c in changes if c.value > 0), key=lambda c: (-c.value, c.name))
    falls = sorted((c for c in changes if c.value < 0), key=lambda c: (c.value, c.name))
    total = sum(gain.value for gain in gains)
    unit = block.currency
    steps = [_step(lost, "lost", f"Lost: {lost.name}", lost.value)]
    steps += [_step(gain, "gained", gain.name, lost.value) for gain in gains]
    if total < lost.value:
        rest = _Change("Not seen elsewhere", round(lost.value - total, 2), None, None)
        steps.append(_step(rest, "unseen", rest.name, lost.value))
    answer = (
        f"{short_money(total, unit)} of {short_money(lost.value, unit)}, {total / lost.value:.1%}: so much rose above the "
        f"baseline in {counted(len(gains), 'partner')}, set against what exports of "
        f"{the_block(block.exporter_name)} to {lost.name} lost."
    )
    fell = [f"{fall.name} {short_money(fall.value, unit)}" for fall in falls]
    if block.others.fell < 0:
        fell.append(f"{counted(block.others.count, 'other partner')} {short_money(block.others.fell, unit)}")
    rows = [_row(lost, "lost direct exports", lost.value)]
    rows += [_row(gain, "rise", lost.value) for gain in gains] + [_row(fall, "fall", lost.value) for fall in falls]
    return Substitution(tuple(steps), answer, tuple(fell), tuple(left), tuple(rows), basis)


def _step(change: _Change, kind: str, name: str, lost: float) -> Step:
    share = f"{change.value / lost:.1%} of what was lost" if kind != "lost" else "direct exports lost"
    words = f"{share}; {_UNCERTAIN}" if change.low is not None and change.low < 0 else share
    mark = " ?" if change.low is not None and change.low < 0 else ""
    return Step(f"{name}{mark}", kind, change.value, change.low, change.high, words)


def _row(change: _Change, kind: str, lost: float) -> dict[str, str | float | None]:
    return {
        "partner": change.name,
        "kind": kind,
        "value": _rounded(change.value),
        "low": _rounded(change.low),
        "high": _rounded(change.high),
        "share_of_lost": _rounded(change.value / lost),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.12g}")
