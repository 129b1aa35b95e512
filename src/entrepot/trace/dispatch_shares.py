"""Where a brand's goods are sent from: the maker's seat, the country of manufacture or third countries; before and since."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from entrepot.intervals import wilson
from entrepot.store.engine import Engine, Row, rows_of
from entrepot.store.sql import statement_beside
from entrepot.trace.route_answer import ALL_BRANDS, DispatchShare, SharePeriod
from entrepot.trace.route_lines import Gathered, RouteQuestion, Side, shown_lines

_RESAMPLES = 1_000  # [P] the ends of the interval then move by some hundredths of its width
_SEED = 20220224
_FEWEST_CONSIGNORS = 5  # [P] resampling fewer says nothing of others
_MOST_DRAWN = 2_000_000  # numbers held at a time while resampling
_INTERVAL = (0.025, 0.975)
_STATED = ("seat", "manufacture", "third")


def dispatch_shares(
    engine: Engine, question: RouteQuestion, known: Gathered, *, shown: int
) -> tuple[tuple[DispatchShare, ...], int]:
    """Return the shares of all brands together and of each of the most valuable, and how many brands there are.

    A line counts where it states the maker's seat and the country of dispatch, and, unless both are one, the country of
    origin; none is inferred (methods 7.1). Of one country that is seat and origin, dispatch counts as from the seat.

    Args:
        engine: After `gather`.
        question: What is asked; its country of dispatch does not limit shares.
        known: What `gather` returned.
        shown: Brands worked out.
    """
    brands = [row["brand_key"] for row in rows_of(engine.run(statement_beside(__file__)))]
    asked = [key for key in brands if known.is_asked(key)]
    keys = asked[:shown]
    cells: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows_of(engine.run(statement_beside(__file__, "consignor"), {"brand_keys": keys})):
        cells[row["brand_key"], row["is_since"]].append(row)
    found = [
        DispatchShare(key, known.names.get(key, "all brands"), _period(cells[key, 0]), _period(cells[key, 1]))
        for key in ([ALL_BRANDS] if question.brand is None else []) + keys
    ]
    sides = [Side(one.brand_key, "share", one.brand_key, way="third") for one in found]
    lines = shown_lines(engine, sides, question.as_of_on)
    return tuple(replace(one, evidence=lines.get((one.brand_key, "share"))) for one in found), len(asked)


def _period(rows: Sequence[Row]) -> SharePeriod:
    lines: dict[str, int] = defaultdict(int)
    value: dict[str, float] = defaultdict(float)
    for row in rows:
        lines[row["way"]] += row["lines"]
        value[row["way"]] += row["value_usd"]
    by_lines = wilson(lines["third"], sum(lines[way] for way in _STATED))
    total = sum(value[way] for way in _STATED)
    low, high, consignors = _resampled(rows)
    return SharePeriod(
        seat_lines=lines["seat"],
        manufacture_lines=lines["manufacture"],
        third_lines=lines["third"],
        no_dispatch_lines=lines["no_dispatch"],
        no_seat_lines=lines["no_seat"],
        no_origin_lines=lines["no_origin"],
        unvalued_lines=sum(row["unvalued"] for row in rows),
        seat_usd=round(value["seat"], 2),
        manufacture_usd=round(value["manufacture"], 2),
        third_usd=round(value["third"], 2),
        consignors=consignors,
        third_share_lines=_rounded(by_lines.value),
        third_share_lines_low=_rounded(by_lines.low),
        third_share_lines_high=_rounded(by_lines.high),
        third_share_usd=_rounded(value["third"] / total if total else None),
        third_share_usd_low=_rounded(low),
        third_share_usd_high=_rounded(high),
    )


def _resampled(rows: Sequence[Row]) -> tuple[float | None, float | None, int]:
    """Return the ends of the share of value from third countries over resampled consignors, and how many these are.

    Lines without a named consignor count as one of their own. Source: Efron and Tibshirani, An Introduction to the
    Bootstrap (1993), chapters 12 and 13.
    """
    sums: Mapping[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for row in rows:
        if row["way"] in _STATED:
            sums[row["exporter_id"]][0] += row["value_usd"] if row["way"] == "third" else 0.0
            sums[row["exporter_id"]][1] += row["value_usd"]
    worth = np.array([sums[key] for key in sorted(sums)], np.float64).reshape(-1, 2)
    count = len(worth)
    if count < _FEWEST_CONSIGNORS or worth[:, 1].sum() <= 0:
        return None, None, count
    draw = np.random.default_rng(_SEED)
    found: list[float] = []
    step = max(1, _MOST_DRAWN // count)
    for start in range(0, _RESAMPLES, step):
        times = draw.multinomial(count, np.full(count, 1 / count), min(step, _RESAMPLES - start))
        third, whole = (times @ worth).T
        found += (third[whole > 0] / whole[whole > 0]).tolist()
    low, high = np.quantile(found, _INTERVAL)
    return float(low), float(high), count


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 6)
