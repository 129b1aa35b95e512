"""When a monthly series broke: the date of the largest F (Quandt's likelihood ratio), its p-value, and an interval.

For a series with zeros a Poisson mean, exp(a + b 1[t >= date] + month of the year), else the same in logarithms. F is the fall
of the deviance over its dispersion, at every date within the trimmed span. Monthly trade is neither of equal variance nor
independent, so Andrews' table is given only as a yardstick: the p-value is of Hansen's (2000) fixed-regressor bootstrap, the
residuals' signs drawn in blocks of months, and the interval of dates found again on series rebuilt from blocks of residuals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from entrepot.flows.cells import Floats, Whole
from entrepot.flows.fit import NotApplicable

TRIM: Final = 0.15  # of the months, at either end (Andrews 1993)
# Andrews (2003, corrected table 1), one parameter, trimming 0.15: sup-F exceeded with probability 10, 5, 1 %.
ANDREWS: Final = {0.10: 7.12, 0.05: 8.68, 0.01: 12.16}
_LEAST_MONTHS: Final = 24
_SEASONAL_FROM: Final = 36  # months: fewer do not tell a season from a break
_STEPS: Final = 50
_EXACT: Final = 1e-10
Kind = Literal["poisson", "log"]


@dataclass(frozen=True)
class Break:
    """The month from which a series stands at another level.

    `month` is an index, the first of the new level; `low` and `high` bound it with 95 %. `log_change` is b, `ratio` the new
    level over the old (both None where one side holds zeros only). `sup_f` is the
    largest F; `passes_andrews_5` compares it with the table.
    """

    month: int
    low: int
    high: int
    log_change: float | None
    ratio: float | None
    sup_f: float
    p_value: float
    passes_andrews_5: bool
    kind: Kind
    is_seasonal: bool
    months: int
    notes: tuple[str, ...]


def break_of(
    months: Sequence[int],
    values: Sequence[float],
    *,
    kind: Kind = "poisson",
    seasonal: bool = True,
    draws: int = 999,
    seed: int = 1,
) -> Break | NotApplicable:
    """Return the break of a monthly series (month indexes, each once, any order; values zero or more; gaps are left out).

    Not applicable with fewer than two years, with no value above zero, with no change at all, or with zeros for `kind="log"`.
    """
    order = np.argsort(np.asarray(months, dtype=np.int64), kind="stable")
    month, value = np.asarray(months, dtype=np.int64)[order], np.asarray(values, dtype=np.float64)[order]
    reason = _unusable(value, kind)
    if reason:
        return NotApplicable(reason)
    model = _Model.of(month, value, kind, seasonal=seasonal and len(month) >= _SEASONAL_FROM)
    places = _trimmed(len(month))
    tests = [model.step(place) for place in places]
    best = int(np.argmax([test.sup_f for test in tests]))
    broken, place = tests[best], int(places[best])
    draw = np.random.default_rng(seed)
    p_value = _p_value(model, broken, places, draws, draw)
    found = _found_again(model, broken, places, draws, draw)
    low, high = np.quantile(np.append(found, place), [0.025, 0.975], method="inverted_cdf").astype(np.int64)
    is_onesided = not ((value[:place] > 0).any() and (value[place:] > 0).any())
    return Break(
        month=int(month[place]),
        low=int(month[min(low, place)]),
        high=int(month[max(high, place)]),
        log_change=None if is_onesided else broken.change,
        ratio=None if is_onesided else float(np.exp(broken.change)),
        sup_f=broken.sup_f,
        p_value=p_value,
        passes_andrews_5=broken.sup_f > ANDREWS[0.05],
        kind=kind,
        is_seasonal=model.is_seasonal,
        months=len(month),
        notes=_notes(month, is_at_edge=place in (places[0], places[-1]), is_onesided=is_onesided),
    )


def _notes(month: Whole, *, is_at_edge: bool, is_onesided: bool) -> tuple[str, ...]:
    said = {
        "The date stands at the edge of the span searched: the break may lie outside it.": is_at_edge,
        "One side of the date holds zeros only: there is no ratio.": is_onesided,
        "Months without figures are left out.": len(month) != month[-1] - month[0] + 1,
    }
    return tuple(note for note, holds in said.items() if holds)


@dataclass(frozen=True)
class _Step:
    """F and change of a step; its level without seasons, in logarithms; residuals that can be moved to another month.

    These are differences of logarithms, or shares of the fitted value.
    """

    sup_f: float
    change: float
    level: Floats
    relative: Floats


@dataclass(frozen=True)
class _Model:
    """A series (scaled to a mean of one, or its logarithms) and the columns that are there whether it breaks or not."""

    series: Floats
    base: Floats
    kind: Kind
    is_seasonal: bool
    null: Floats
    null_deviance: float

    @classmethod
    def of(cls, month: Whole, value: Floats, kind: Kind, *, seasonal: bool) -> "_Model":
        series = np.log(value) if kind == "log" else value / value.mean()
        season = month % 12
        dummies = [(season == m).astype(np.float64) for m in np.unique(season)[1:]] if seasonal else []
        usable = [column for column in dummies if kind == "log" or series[column > 0].sum() > 0]
        base = np.column_stack([np.ones(len(series)), *usable])
        _, null = _glm(base, series, kind)
        return cls(series, base, kind, bool(usable), null, _deviance(series, null, kind))

    def step(self, place: int) -> _Step:
        """Return the series with a step from that place on."""
        after = (np.arange(len(self.series)) >= place).astype(np.float64)
        coefficients, fitted = _glm(np.column_stack([self.base, after]), self.series, self.kind)
        degrees = max(len(self.series) - self.base.shape[1] - 1, 1)
        variance = np.ones_like(fitted) if self.kind == "log" else np.maximum(fitted, 1e-12)
        dispersion = float(np.sum((self.series - fitted) ** 2 / variance)) / degrees
        fall = self.null_deviance - _deviance(self.series, fitted, self.kind)
        relative = self.series - fitted if self.kind == "log" else self.series / np.maximum(fitted, 1e-12) - 1.0
        level = coefficients[0] + coefficients[-1] * after
        return _Step(max(fall, 0.0) / max(dispersion, 1e-300), float(coefficients[-1]), level, relative)


def _glm(columns: Floats, series: Floats, kind: Kind) -> tuple[Floats, Floats]:
    """Return coefficients and fitted values of least squares or of a Poisson mean."""
    if kind == "log":
        solution = np.asarray(np.linalg.lstsq(columns, series, rcond=None)[0], dtype=np.float64)
        return solution, np.asarray(columns @ solution, dtype=np.float64)
    coefficients: Floats = np.zeros(columns.shape[1])
    eta = np.log((series + 1.0) / 2)
    mean = np.exp(eta)
    for _ in range(_STEPS):
        root = np.sqrt(mean)
        target = root * (eta + series / mean - 1.0)
        found = np.asarray(np.linalg.lstsq(columns * root[:, None], target, rcond=None)[0], dtype=np.float64)
        moved = float(np.abs(found - coefficients).max())
        coefficients = found
        eta = np.clip(columns @ coefficients, -25.0, 25.0)  # a side of zeros only runs away
        mean = np.exp(eta)
        if moved < _EXACT:
            break
    return coefficients, mean


def _deviance(series: Floats, fitted: Floats, kind: Kind) -> float:
    if kind == "log":
        return float(np.sum((series - fitted) ** 2))
    seen = series > 0
    terms = series[seen] * np.log(series[seen] / fitted[seen])
    return 2.0 * float(terms.sum() - np.sum(series - fitted))


def _p_value(model: _Model, broken: _Step, places: Whole, draws: int, draw: np.random.Generator) -> float:
    """Return how often residuals without a break, their signs drawn in blocks, give as large an F."""
    months = len(model.series)
    level = np.ones(months) if model.kind == "log" else model.null
    steps = (np.arange(months)[:, None] >= places[None, :]).astype(np.float64)
    root = np.sqrt(level)[:, None]
    basis = np.linalg.qr(model.base * root)[0]
    net = steps * root - basis @ (basis.T @ (steps * root))  # steps net of the base, in weighted terms
    size = np.maximum(np.sum(net**2, axis=0), 1e-12)
    block = _block(months)
    signs = np.repeat(draw.standard_normal((draws, -(-months // block))), block, axis=1)[:, :months]
    errors = signs * (broken.relative * np.sqrt(level))
    errors -= (errors @ basis) @ basis.T
    fall = (errors @ net) ** 2 / size
    degrees = max(months - model.base.shape[1] - 1, 1)
    rest = np.maximum(np.sum(errors**2, axis=1)[:, None] - fall, 1e-300)
    largest = np.max(fall / (rest / degrees), axis=1)
    return float((1 + np.sum(largest >= broken.sup_f)) / (1 + draws))


def _found_again(model: _Model, broken: _Step, places: Whole, draws: int, draw: np.random.Generator) -> Whole:
    """Return the dates found on series rebuilt from the broken level and blocks of its residuals, seasons taken as known."""
    months = len(model.series)
    block = _block(months)
    starts = draw.integers(0, months, size=(draws, -(-months // block)))
    rows = ((starts[:, :, None] + np.arange(block)) % months).reshape(draws, -1)[:, :months]
    errors = (broken.relative - broken.relative.mean())[rows]
    if model.kind == "log":
        sums = np.cumsum(broken.level + errors, axis=1)
    else:
        sums = np.cumsum(np.exp(broken.level) * np.maximum(1.0 + errors, 0.0), axis=1)
    before = places.astype(np.float64)
    left, right = sums[:, places - 1] / before, (sums[:, -1:] - sums[:, places - 1]) / (months - before)
    if model.kind == "log":
        gain = before * left**2 + (months - before) * right**2
    else:
        gain = before * _entropy(left) + (months - before) * _entropy(right)
    found: Whole = places[np.argmax(gain, axis=1)]
    return found


def _entropy(mean: Floats) -> Floats:
    return mean * np.log(np.maximum(mean, 1e-300))


def _trimmed(months: int) -> Whole:
    edge = max(int(np.ceil(TRIM * months)), 2)
    return np.arange(edge, months - edge + 1, dtype=np.int64)


def _block(months: int) -> int:
    return max(round(float(np.cbrt(months))), 1)


def _unusable(value: Floats, kind: Kind) -> str | None:
    if len(value) < _LEAST_MONTHS:
        return f"Only {len(value)} months: a break needs {_LEAST_MONTHS}."
    if not (value > 0).any():
        return "Every value is zero."
    if (value == value[0]).all():
        return "The series does not change."
    if kind == "log" and (value <= 0).any():
        return "A month of zero has no logarithm: take the Poisson mean."
    return None
