"""Exports that the importer does not record: the gap between both sides, in excess of its own past and of other goods'.

    G = ln X - ln M            s = 1 - M / X            E = G since the cut-off - G before
    DiD = sum over chapters of w (E of listed goods - E of unlisted goods of the chapter and corridor), w the listed exports since

X is the exporter's value, M the importer's without insurance and freight, both summed over the months of a period: a month in
which nothing arrives is then no infinite gap. M below a floor counts as the floor, which understates the gap. The p-value is of a
bootstrap of blocks of months, both sides and all goods drawn together.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from entrepot.flows.cells import Flags, Floats, Whole
from entrepot.flows.corridor_cells import CellKey
from entrepot.flows.period_comparison import BLOCK_MONTHS, DRAWS, Windows
from entrepot.store.engine import Engine, Row, Value, rows_of
from entrepot.store.sql import statement_beside

FLOOR: Final = 10_000.0  # methods 3.3: both above USD 10,000
_SEED: Final = 20220224  # fixed: the same figures give the same p-value
_LEAST_MONTHS: Final = 2 * BLOCK_MONTHS  # [P] months of either period: fewer hold fewer than two blocks
_X, _M = 0, 1


@dataclass(frozen=True)
class Corridor:
    """Both sides of one exporter and importer: `values` is chapters x (listed, unlisted) x (X, M) x months.

    `dropped` are months in which the importer reports nothing in any of the chapters.
    """

    exporter_iso: str
    importer_iso: str
    currency_code: str
    chapters: tuple[str, ...]
    months: Whole
    values: Floats
    dropped: tuple[int, ...]


@dataclass(frozen=True)
class Gap:
    """One corridor's gap in listed goods. Shares and logarithms; values in the corridor's currency, all months together.

    `excess` is E, `difference` the DiD with its 95 % interval; `p_value` the share of draws in which it is not above zero.
    `missing_value` is what the exporter records and the importer does not since the cut-off; `surplus_value` the reverse.
    `expected_share` is the share missing before, `excess_value` what is missing above it.
    `chapters` are those compared. `is_at_floor`: the importer's record lies below the floor, so that the gap is understated.
    """

    corridor: Corridor
    exports_before: float
    exports_since: float
    imports_since: float
    share_before: float
    share_since: float
    log_before: float
    log_since: float
    excess: float
    placebo_excess: float
    difference: float
    low: float
    high: float
    p_value: float
    missing_value: float
    surplus_value: float
    excess_value: float
    chapters: tuple[str, ...]
    is_at_floor: bool
    months_before: int
    months_since: int


def two_sided_corridors(engine: Engine) -> list[Corridor]:
    """Return every corridor of which both sides are known for some month; the engine holds the tables of `prepare_cells`."""
    grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows_of(engine.run(statement_beside(__file__))):
        grouped[row["exporter_iso"], row["importer_iso"]].append(row)
    found = [_corridor(*names, rows) for names, rows in sorted(grouped.items())]
    return [corridor for corridor in found if len(corridor.months)]


def keys_of(engine: Engine, gap: Gap, windows: Windows) -> list[CellKey]:
    """Return the cells of listed goods behind a gap."""
    asked: dict[str, Value] = {
        "exporter_iso": gap.corridor.exporter_iso,
        "importer_iso": gap.corridor.importer_iso,
        "chapters": list(gap.chapters) or [""],
    }
    rows = rows_of(engine.run(statement_beside(__file__, "keys"), asked))
    keys = [CellKey(r["exporter_iso"], r["importer_iso"], r["group_id"], int(r["month_index"])) for r in rows]
    return [key for key in keys if windows.in_baseline(key.month_index) or windows.in_period(key.month_index)]


def gap_of(corridor: Corridor, windows: Windows, *, floor: float = FLOOR, draws: int = DRAWS) -> Gap | str:
    """Return a corridor's gap, or the key of why there is none.

    Returns:
        `no_listed`: exports of listed goods stay under the floor before or since; `no_past`: too few months on a side;
        `no_placebo`: no chapter with unlisted goods above the floor on both sides, before and since.
    """
    before = np.array([windows.in_baseline(month) for month in corridor.months.tolist()], dtype=np.bool_)
    since = np.array([windows.in_period(month) for month in corridor.months.tolist()], dtype=np.bool_)
    if min(int(before.sum()), int(since.sum())) < _LEAST_MONTHS:
        return "no_past"
    sums = _sums(corridor.values, before), _sums(corridor.values, since)
    with_listed = (sums[0][:, 0, _X] >= floor) & (sums[1][:, 0, _X] >= floor)
    if not with_listed.any():
        return "no_listed"
    kept = with_listed & ((sums[0][:, 1] >= floor) & (sums[1][:, 1] >= floor)).all(axis=1)
    if not kept.any():
        return "no_placebo"
    return _gap(corridor, kept, before, since, floor=floor, draws=draws)


def _gap(corridor: Corridor, kept: Flags, before: Flags, since: Flags, *, floor: float, draws: int) -> Gap:
    values = corridor.values[kept]
    first, second = _sums(values, before), _sums(values, since)
    seen = _difference(first[None], second[None], floor)
    random = np.random.default_rng(_SEED)
    drawn = _difference(_drawn(random, values, before, draws), _drawn(random, values, since, draws), floor)[2]
    x_before, m_before = first[:, 0].sum(axis=0).tolist()
    x_since, m_since = second[:, 0].sum(axis=0).tolist()
    ordered = np.sort(drawn)
    place = int(0.025 * (draws + 1)) - 1
    share_before = 1 - m_before / x_before
    return Gap(
        corridor=corridor,
        exports_before=round(x_before, 2),
        exports_since=round(x_since, 2),
        imports_since=round(m_since, 2),
        share_before=_rounded(share_before),
        share_since=_rounded(1 - m_since / x_since),
        log_before=_rounded(float(np.log(x_before / max(m_before, floor)))),
        log_since=_rounded(float(np.log(x_since / max(m_since, floor)))),
        excess=_rounded(float(seen[0][0])),
        placebo_excess=_rounded(float(seen[1][0])),
        difference=_rounded(float(seen[2][0])),
        low=_rounded(float(ordered[max(place, 0)])),
        high=_rounded(float(ordered[len(ordered) - 1 - max(place, 0)])),
        p_value=(1 + int(np.sum(drawn <= 0))) / (1 + draws),
        missing_value=round(max(0.0, x_since - m_since), 2),
        surplus_value=round(max(0.0, m_since - x_since), 2),
        excess_value=round(x_since * (1 - share_before) - m_since, 2),
        chapters=tuple(name for name, is_kept in zip(corridor.chapters, kept.tolist(), strict=True) if is_kept),
        is_at_floor=bool((second[:, 0, _M] < floor).any() or (first[:, 0, _M] < floor).any()),
        months_before=int(before.sum()),
        months_since=int(since.sum()),
    )


def _sums(values: Floats, months: Flags) -> Floats:
    return np.asarray(values[..., months].sum(axis=-1), dtype=np.float64)


def _drawn(random: np.random.Generator, values: Floats, months: Flags, draws: int) -> Floats:
    """Return sums over months drawn in blocks, the end joined to the beginning: draws x chapters x 2 x 2."""
    held = values[..., months]
    count = held.shape[-1]
    starts = random.integers(0, count, size=(draws, -(-count // BLOCK_MONTHS), 1))
    places = ((starts + np.arange(BLOCK_MONTHS)).reshape(draws, -1)[:, :count]) % count
    times = np.zeros((draws, count))
    np.add.at(times, (np.arange(draws)[:, None], places), 1.0)
    return np.asarray(np.einsum("cglm,dm->dcgl", held, times), dtype=np.float64)


def _difference(before: Floats, since: Floats, floor: float) -> tuple[Floats, Floats, Floats]:
    """Return E of listed goods, E of unlisted goods and their difference, chapters weighed by listed exports since."""
    gap_before = np.log(np.maximum(before[..., _X], floor)) - np.log(np.maximum(before[..., _M], floor))
    gap_since = np.log(np.maximum(since[..., _X], floor)) - np.log(np.maximum(since[..., _M], floor))
    excess = gap_since - gap_before
    weights = np.maximum(since[:, :, 0, _X], floor)
    weights = weights / weights.sum(axis=1, keepdims=True)
    listed, placebo = (weights * excess[:, :, 0]).sum(axis=1), (weights * excess[:, :, 1]).sum(axis=1)
    return listed, placebo, listed - placebo


def _corridor(exporter: str, importer: str, rows: Iterable[Row]) -> Corridor:
    held = list(rows)
    told = [row for row in held if row["is_told"]]
    months = np.array(sorted({int(row["month_index"]) for row in told}), dtype=np.int64)
    chapters = tuple(sorted({row["chapter"] for row in told}))
    place: Mapping[int, int] = {month: column for column, month in enumerate(months.tolist())}
    values = np.zeros((len(chapters), 2, 2, len(months)))
    for row in told:
        cell = values[chapters.index(row["chapter"]), 0 if row["is_listed"] else 1]
        cell[:, place[int(row["month_index"])]] = (row["exporter_value"], row["importer_value"])
    silent = sorted({int(row["month_index"]) for row in held} - set(place))
    return Corridor(exporter, importer, held[0]["currency_code"], chapters, months, values, tuple(silent))


def _rounded(value: float) -> float:
    return float(f"{value:.12g}")
