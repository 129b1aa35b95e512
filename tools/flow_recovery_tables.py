"""The tables of docs/flow-recovery.md."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from entrepot.intervals import wilson
from flow_recovery import TRUTHS, Drawn, Recovered, drawn_from_model, holds, is_found, lies_above

PARTNERS, SHOCKS = (2, 5, 10), (0.0, 0.3, 0.6)
EFFECTS = (0.0, 0.25, 0.5, 1.0, 2.0)
# Share of what statistics show to a hub since the cut-off that schemes and ghosts make up.
SIZES = ((0.0, 0.5), (0.5, 0.8), (0.8, 1.01))
WHOLE = list(TRUTHS)[-1]
_MILLION = 1e6


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return rows as a table of the page."""
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


def share(found: Sequence[bool]) -> str:
    """Return a share with what it is of and Wilson's 95 % interval."""
    told = wilson(sum(found), len(found))
    if told.value is None or told.low is None or told.high is None:
        return "none"
    return f"{100 * told.value:.0f} % of {len(found)} ({100 * told.low:.0f} to {100 * told.high:.0f})"


def bias(found: Sequence[Recovered], name: str) -> str:
    """Return by how much the estimates together exceed a truth: of that truth, or in millions where it is nothing."""
    truth = sum(each.truths[name] for each in found)
    excess = sum(each.total.value - each.truths[name] for each in found)
    return f"{excess / truth:+.0%}" if truth > 0 else f"{excess / _MILLION:+.1f} m"


def is_closed(each: Recovered) -> bool:
    """Return whether the interval of a total has both ends."""
    return each.total.low is not None and each.total.high is not None


def kind_of(each: Recovered) -> str:
    """Return the scheme rate of a partner's world as text."""
    return "null" if each.is_null else f"{100 * each.rate:g} %"


def model_table(draws: int) -> str:
    """Return coverage, bias and power on trade drawn from the estimator's own model."""
    rows = []
    for goods in (12, 40, 100):
        for effect in EFFECTS:
            found: list[Drawn] = list(drawn_from_model(effect, draws, goods=goods))
            truth = float(np.mean([each.truth for each in found]))
            excess = float(np.mean([each.point - each.truth for each in found]))
            rows.append(
                (
                    goods,
                    f"{100 * effect:.0f} %",
                    share([holds(each.total, each.truth) for each in found]),
                    f"{100 * excess / truth:+.1f} %" if truth > 0 else f"{excess / _MILLION:+.2f} m (truth 0)",
                    share([is_found(each.total) for each in found]),
                )
            )
    return table(
        ["goods groups", "put on top of listed goods", "interval holds the truth", "bias", "interval above zero"], rows
    )


def shock_table(draws: int) -> str:
    """Return coverage where every partner's listed goods are moved as a whole, by how many unaffected partners stand apart."""
    rows = [
        (
            f"{shock:g}",
            *(
                share([holds(e.total, e.truth) for e in drawn_from_model(1.0, draws, shock=shock, partners=partners)])
                for partners in PARTNERS
            ),
        )
        for shock in SHOCKS
    ]
    return table(["shock (sd of its logarithm)", *(f"{count} unaffected partners" for count in PARTNERS)], rows)


def summary_table(development: Sequence[Recovered], evaluation: Sequence[Recovered]) -> str:
    """Return coverage of all three parts on both sets of seeds, by size of world."""
    rows = []
    for words, found in (("development", development), ("evaluation", evaluation)):
        for lines in sorted({each.rows for each in found}):
            mine = [each for each in found if each.rows == lines]
            closed = [each for each in mine if is_closed(each)]
            rows.append(
                (
                    words,
                    f"{lines:,}",
                    len({each.world for each in mine}),
                    share([holds(each.total, each.truths[WHOLE]) for each in mine]),
                    share([holds(each.total, each.truths[WHOLE]) for each in closed]),
                    share([holds(amount, truths[WHOLE]) for each in mine for amount, truths in each.months]),
                )
            )
    return table(
        ["seeds", "lines a world", "worlds", "totals held", "of those with both ends closed", "months held"], rows
    )


def coverage_table(found: Sequence[Recovered]) -> str:
    """Return by size and kind of world and by truth: how often the interval holds it, or lies wholly above it, and bias."""
    rows = []
    for lines, rate in sorted({(each.rows, each.rate) for each in found}):
        mine = [each for each in found if each.rows == lines and each.rate == rate]
        closed = [each for each in mine if is_closed(each)]
        rows += [
            (
                f"{lines:,}",
                kind_of(mine[0]),
                name,
                share([holds(each.total, each.truths[name]) for each in mine]),
                share([holds(each.total, each.truths[name]) for each in closed]),
                share([lies_above(each.total, each.truths[name]) for each in mine]),
                f"{sum(each.truths[name] for each in mine) / _MILLION:.1f} m",
                bias(mine, name),
            )
            for name in TRUTHS
        ]
    columns = [
        "lines a world",
        "schemes",
        "held against",
        "totals held",
        "of those with both ends closed",
        "interval wholly above it",
        "truth, all partners, USD",
        "bias of the sum",
    ]
    return table(columns, rows)


def power_table(found: Sequence[Recovered]) -> str:
    """Return how often an interval lies above zero, and bias, by how much of the trade is diverted; null worlds apart."""
    rows = []
    for lines in sorted({each.rows for each in found}):
        here = [each for each in found if each.rows == lines]
        for low, high in SIZES:
            mine = [each for each in here if not each.is_null and low <= _size(each) < high]
            rows.append((f"{lines:,}", f"{100 * low:.0f} to {100 * min(high, 1):.0f} %", *_found(mine)))
        null = [each for each in here if each.is_null]
        rows.append((f"{lines:,}", "null worlds (false alarms, but for the hubs' own shift)", *_found(null)))
    columns = [
        "lines a world",
        "diverted share of listed trade since",
        "interval above zero",
        "naive interval above zero",
        "bias of the sum, all three parts",
        "naive bias",
    ]
    return table(columns, rows)


def _size(each: Recovered) -> float:
    return each.truths["schemes and ghosts"] / each.flow if each.flow > 0 else 0.0


def _found(mine: Sequence[Recovered]) -> tuple[str, str, str, str]:
    return (
        share([is_found(each.total) for each in mine]),
        share([is_found(each.naive) for each in mine]),
        bias(mine, WHOLE),
        bias([replace(each, total=each.naive) for each in mine], WHOLE),
    )


def basis_table(found: Sequence[Recovered]) -> str:
    """Return coverage of all three parts together by what the estimate rests on, and how wide the intervals are."""
    rows = []
    for lines, basis in sorted({(each.rows, each.basis) for each in found}):
        mine = [each for each in found if each.rows == lines and each.basis == basis]
        rows.append(
            (
                f"{lines:,}",
                basis.replace("_", " "),
                share([holds(each.total, each.truths[WHOLE]) for each in mine]),
                share([not is_closed(each) for each in mine]),
                f"{np.median([each.unseen for each in mine]):.0%}",
            )
        )
    return table(
        [
            "lines a world",
            "rests on",
            "totals held (all three parts)",
            "interval open at an end",
            "schemes left out by goods, exporters, months (median)",
        ],
        rows,
    )
