"""The same estimate under other assumptions: baseline, comparison, goods, chapters, freight, the other side's figures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from entrepot.flows.cells import Flags
from entrepot.flows.corridor_trade import REACHED, Corridors, PartnerTrade, partner_trade
from entrepot.flows.counterfactual import Counterfactual, amount, available, counterfactual
from entrepot.flows.estimate import BASIS_WORDS, Alternative, Amount, rounded
from entrepot.flows.fit import NotApplicable
from entrepot.flows.partner_mix import mix_words
from entrepot.flows.period_comparison import Windows
from entrepot.flows.synthetic_control import SyntheticControl

_WINDOW_WORDS: Final[Mapping[str, str]] = {
    "mean_month": "the study's baseline without the months of stockpiling",
    "mean_month_with_stockpiling": "the baseline runs on to the cut-off, months of stockpiling counted in",
    "matched_months": "the same calendar months of the baseline",
    "matched_12_months": "the same calendar months of the year before the cut-off",
    "years_2017_2021": "the baseline is 2017 to 2021",
}
HEADLINE: Final = "mean_month"


@dataclass(frozen=True)
class Settings:
    """What the headline and its alternatives share.

    `variants` are other cells by name, each with the words for them and None where they cannot be had; `ppml` the triple
    difference's total by partner, or why there is none.
    """

    windows: Mapping[str, Windows]
    draws: int
    variants: Mapping[str, tuple[str, Corridors | str]]
    ppml: Mapping[str, Amount | str]


def alternatives(
    partner: str,
    headline: Counterfactual,
    found: PartnerTrade,
    corridors: Corridors,
    settings: Settings,
    *,
    mix: SyntheticControl | NotApplicable,
) -> tuple[Alternative, ...]:
    """Return the total under every other assumption, by how far it moves; those that cannot be had last, with the reason."""
    made = [
        *_by_window(found, settings, headline),
        *_by_basis(found, settings, headline),
        *_by_goods(found, corridors, settings, headline),
        *_by_figures(partner, settings, headline),
        _by_ppml(partner, settings, headline),
        _by_mix(mix, headline),
    ]
    return tuple(sorted(made, key=lambda each: (each.moves_by is None, -abs(each.moves_by or 0.0), each.name)))


def _by_window(found: PartnerTrade, settings: Settings, headline: Counterfactual) -> Iterator[Alternative]:
    months = found.trade.months.tolist()
    for name, windows in settings.windows.items():
        if name == HEADLINE:
            continue
        label, words = f"baseline_{name}", _WINDOW_WORDS[name]
        reached = sum(windows.in_baseline(month) for month in months)
        if reached < REACHED * windows.baseline_length:
            yield Alternative(
                label, words, None, None, f"Only {reached} of {windows.baseline_length} months have figures."
            )
        else:
            yield _alternative(label, words, counterfactual(found.trade, windows, draws=settings.draws), headline)


def _by_basis(found: PartnerTrade, settings: Settings, headline: Counterfactual) -> Iterator[Alternative]:
    windows = settings.windows[HEADLINE]
    for basis in available(found.trade, windows):
        if basis != headline.basis:
            other = counterfactual(found.trade, windows, basis, draws=settings.draws)
            yield _alternative(f"basis_{basis}", f"rests on {BASIS_WORDS[basis].split(';')[0]}", other, headline)


def _by_goods(
    found: PartnerTrade, corridors: Corridors, settings: Settings, headline: Counterfactual
) -> Iterator[Alternative]:
    trade, windows = found.trade, settings.windows[HEADLINE]
    after = np.array([windows.in_period(month) for month in trade.months.tolist()], dtype=np.bool_)
    sums = np.where(trade.is_listed, trade.own[:, after].sum(axis=1), 0.0)
    if not (sums > 0).any():
        return
    largest = int(np.argmax(sums))
    left: dict[str, tuple[str, Flags]] = {}
    label = corridors.cells.group_names[largest]
    rows = np.arange(len(sums)) == largest
    left["without_largest_goods"] = (f"without {label}, the largest of the listed goods", rows)
    chapters = np.array([name[:2] for name in corridors.cells.group_names])
    for chapter in sorted(set(chapters[sums > 0].tolist())):
        left[f"without_chapter_{chapter}"] = (f"without chapter {chapter}", chapters == chapter)
    for name, (words, taken) in left.items():
        if (sums[~taken] > 0).any():
            other = counterfactual(trade.without(taken), windows, draws=settings.draws)
            yield _alternative(name, words, other, headline)
        else:
            yield Alternative(name, words, None, None, "No other listed goods were traded.")


def _by_figures(partner: str, settings: Settings, headline: Counterfactual) -> Iterator[Alternative]:
    windows = settings.windows[HEADLINE]
    for name, (words, corridors) in settings.variants.items():
        if isinstance(corridors, str):
            yield Alternative(name, words, None, None, corridors)
            continue
        found = partner_trade(corridors, partner, windows)
        other = found if isinstance(found, str) else counterfactual(found.trade, windows, draws=settings.draws)
        yield _alternative(name, words, other, headline)


def _by_ppml(partner: str, settings: Settings, headline: Counterfactual) -> Alternative:
    words = "PPML triple difference on single cells instead of sums (methods 3.1)"
    total = settings.ppml.get(partner, "Not estimated here; the command flows does.")
    if isinstance(total, str):
        return Alternative("ppml", words, None, None, total)
    return Alternative("ppml", words, total, rounded(total.value - headline.total))


def _by_mix(mix: SyntheticControl | NotApplicable, headline: Counterfactual) -> Alternative:
    """Return the sum above the mix; its ends are open, for a rank among placebos gives a p-value and no interval."""
    if isinstance(mix, NotApplicable):
        words = "synthetic control: a mix of partners not named as ways round that moved with it before"
        return Alternative("synthetic_control", words, None, None, mix.reason)
    moved = rounded(mix.effect - headline.total)
    return Alternative("synthetic_control", mix_words(mix), Amount(mix.effect, None, None), moved)


def _alternative(name: str, words: str, other: Counterfactual | str, headline: Counterfactual) -> Alternative:
    if isinstance(other, str):
        return Alternative(name, words, None, None, other)
    said = words if other.basis == headline.basis or name.startswith("basis_") else f"{words}; rests on another basis"
    total = amount(other.total, other.totals)
    return Alternative(name, said, total, rounded(other.total - headline.total))
