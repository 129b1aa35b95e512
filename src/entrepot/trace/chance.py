"""What chance gives: goods of a code and month dealt anew to the days and partners of that month, many times.

The statistic of a firm between one supplier and one customer is the sum, over its lines in, of the bits by which the best
fitting line out agrees: rarity of the part, of the quantity, else of the brand. It says how surprising their agreement is,
not whether the same pieces passed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.random import Generator, default_rng

from entrepot.store.engine import Engine, Row, rows_of
from entrepot.store.sql import statement_beside
from entrepot.trace.goods_pool import GoodsPool, pools_of
from entrepot.trace.ledger import Ints

SEED = 20220224  # the same seed gives the same p-values
FIRST_DEALS = 200
DEEP_DEALS = 20_000  # made where the first leave p small: many candidates need small p-values
MAX_P = 0.01  # methods 2.4
FALSE_DISCOVERY_RATE = 0.1  # methods 7.3
_PROMISING = 0.02
_CELLS = 4_000_000  # pairs of lines in all deals of one test, at most
_AT_ONCE = 2_000_000
_MOST_LINES = 200  # a side; of more a seeded sample is dealt to

PairOfSides = tuple[str, str, str, str, str]  # supplier, receiver, sender, customer ('' where unseen), goods code


@dataclass(frozen=True)
class Chance:
    """What chance gives for one passing: p-value, deals made, lines in and out dealt to."""

    p_value: float
    deals: int
    lines_in: int
    lines_out: int


@dataclass(frozen=True)
class _Slots:
    """Lines of one pair of parties in one code: day of leaving and arrival, month, and the goods they hold."""

    left: Ints
    arrived: Ints
    month: Ints
    goods: Ints

    def chosen(self, kept: Ints) -> "_Slots":
        """Return some of the lines, by position."""
        return _Slots(self.left[kept], self.arrived[kept], self.month[kept], self.goods[kept])


def chances(
    engine: Engine, asked: Iterable[PairOfSides], window_days: int, *, seed: int = SEED, deep_deals: int = DEEP_DEALS
) -> dict[PairOfSides, Chance]:
    """Return what chance gives for each passing asked about.

    Args:
        engine: With trace__consignment.
        asked: Supplier, receiver, sender and customer (receiver and sender are one firm unless inferred), goods code.
        window_days: Days from arrival to leaving, at most.
        seed: Of the deals.
        deep_deals: Made where the first 200 leave p small.
    """
    tests = sorted(set(asked))
    sides = sorted({(a, b, code) for a, b, _, _, code in tests} | {(c, d, code) for _, _, c, d, code in tests})
    names = ("exporter_id", "importer_id", "hs6")
    columns = {name: pa.array([side[k] for side in sides], pa.string()) for k, name in enumerate(names)}
    engine.register("trace__pair_tested", pa.table(columns))
    engine.register("trace__code_tested", pa.table({"hs6": pa.array(sorted({t[4] for t in tests}), pa.string())}))
    pools = pools_of(engine.run(statement_beside(__file__, "pool")))
    slots = _slots(rows_of(engine.run(statement_beside(__file__, "slots"))), pools)
    found = {}
    for test in tests:
        lines = slots[test[0], test[1], test[4]], slots[test[2], test[3], test[4]]
        found[test] = _tested(lines, pools[test[4]], window_days, seed, deep_deals)
    return found


def adjusted(p_values: Sequence[float], looked_at: int) -> list[float]:
    """Return the Benjamini-Hochberg adjusted p-values; candidates looked at and not tested count as p = 1.

    Source: Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995) 289-300.
    """
    # Written out: filling in millions of ones for a library function costs more than all the deals.
    tests, order = max(looked_at, len(p_values)), np.argsort(p_values, kind="stable")
    raw = np.array(p_values)[order] * tests / np.arange(1, len(p_values) + 1)
    adjusted_values = np.empty(len(p_values))
    adjusted_values[order] = np.minimum(1.0, np.minimum.accumulate(raw[::-1])[::-1])
    return [float(q) for q in adjusted_values]


def _slots(rows: Sequence[Row], pools: Mapping[str, GoodsPool]) -> dict[tuple[str, str, str], _Slots]:
    grouped: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["exporter_id"] or "", row["importer_id"] or "", row["hs6"]].append(row)
    return {
        key: _Slots(
            left=np.array([row["left_on"].toordinal() for row in found]),
            arrived=np.array([row["arrived_on"].toordinal() for row in found]),
            month=np.array([int(row["month"]) for row in found]),
            goods=pools[key[2]].numbers([(row["part_key"], row["brand_key"], row["quantity"]) for row in found]),
        )
        for key, found in grouped.items()
    }


def _tested(sides: tuple[_Slots, _Slots], pool: GoodsPool, window_days: int, seed: int, deep_deals: int) -> Chance:
    received, sent = sides
    weigh = pool.without(np.concatenate([received.goods, sent.goods]))
    received, sent = _near_in_time(received, sent, window_days)
    generator = default_rng(seed)
    received, sent = (_thinned(side, generator) for side in (received, sent))
    lag = sent.left[None, :] - received.arrived[:, None]
    is_in_time = (lag >= 0) & (lag <= window_days)
    lines = len(received.month), len(sent.month)
    if 0 in lines:
        return Chance(1.0, 0, *lines)
    observed = float(weigh.agreement(received.goods[None, :], sent.goods[None, :], is_in_time)[0])
    if observed <= 0:
        return Chance(1.0, 0, *lines)
    deals, p_value = 0, 1.0
    for wanted in (FIRST_DEALS, min(deep_deals, max(FIRST_DEALS, _CELLS // (lines[0] * lines[1])))):
        if wanted > deals and (deals == 0 or p_value <= _PROMISING):
            generator, deals = default_rng(seed), wanted
            as_large, step = 0, max(1, _AT_ONCE // (lines[0] * lines[1]))
            for start in range(0, deals, step):
                dealt = _deal(pool, np.concatenate([received.month, sent.month]), min(step, deals - start), generator)
                sums = weigh.agreement(dealt[:, : lines[0]], dealt[:, lines[0] :], is_in_time)
                as_large += int((sums >= observed - 1e-9 * max(1.0, observed)).sum())
            # Phipson and Smyth, Statistical Applications in Genetics and Molecular Biology 9 (2010) 39: never zero.
            p_value = (1 + as_large) / (1 + deals)
    return Chance(p_value, deals, *lines)


def _near_in_time(received: _Slots, sent: _Slots, window_days: int) -> tuple[_Slots, _Slots]:
    """Return the lines without those that no line of the other side fits in time: they add nothing in any deal."""
    lag = sent.left[None, :] - received.arrived[:, None]
    is_in_time = (lag >= 0) & (lag <= window_days)
    return received.chosen(np.flatnonzero(is_in_time.any(axis=1))), sent.chosen(np.flatnonzero(is_in_time.any(axis=0)))


def _thinned(side: _Slots, generator: Generator) -> _Slots:
    if len(side.month) <= _MOST_LINES:
        return side
    kept = np.sort(generator.choice(len(side.month), size=_MOST_LINES, replace=False))
    return side.chosen(kept)


def _deal(pool: GoodsPool, months: Ints, deals: int, generator: Generator) -> Ints:
    """Return goods dealt to the lines, each month's among its own, no line's goods twice in a deal: one row a deal."""
    dealt = np.empty((deals, len(months)), dtype=np.int64)
    for month in np.unique(months).tolist():
        places = np.flatnonzero(months == month)
        goods = pool.month(month)
        dealt[:, places] = goods[_distinct(len(goods), len(places), deals, generator)]
    return dealt


def _distinct(size: int, count: int, deals: int, generator: Generator) -> Ints:
    """Return `count` different numbers below `size` for each deal, every choice as likely."""
    if count * count > size:  # most rows would hold a number twice: shuffle instead of trying again
        spans = [min(deals - start, max(1, _AT_ONCE // size)) for start in range(0, deals, max(1, _AT_ONCE // size))]
        parts = [generator.random((rows, size)).argsort(axis=1)[:, :count] for rows in spans]
        return np.concatenate(parts)
    chosen = generator.integers(0, size, size=(deals, count))
    again = np.arange(deals)
    while True:
        ordered = np.sort(chosen[again], axis=1)
        again = again[(ordered[:, 1:] == ordered[:, :-1]).any(axis=1)]
        if not len(again):
            return chosen
        chosen[again] = generator.integers(0, size, size=(len(again), count))
