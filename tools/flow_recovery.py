"""Holds estimate sheets of synthetic worlds against what these divert, and the estimator against trade drawn from its model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from entrepot.case.made_world import make_world
from entrepot.case.results import read_snapshots
from entrepot.codes.country_sets import memberships
from entrepot.codes.tables import reference_tables
from entrepot.flows.corridor_cells import prepare_cells
from entrepot.flows.corridor_trade import EU_BLOCK
from entrepot.flows.counterfactual import Trade, amount, counterfactual
from entrepot.flows.estimate import Amount, EstimateSheet, PartnerEstimate, month_text
from entrepot.flows.estimating import estimate_sheet
from entrepot.flows.period_comparison import Windows
from entrepot.settings import Study
from entrepot.sources.registry import parse_file, source_named
from entrepot.store.engine import DuckEngine
from entrepot.world.scoring.diverted import Diverted, planted_diversion
from entrepot.world.settings import WorldSettings

PARTS = ("schemes_usd", "ghosts_usd", "shift_usd")
# What an estimate may be held against, the narrowest first: each adds a part.
TRUTHS = {
    "schemes": PARTS[:1],
    "schemes and ghosts": PARTS[:2],
    "schemes, ghosts and the hubs' shift": PARTS,
}
_DRAWS = 999


@dataclass(frozen=True)
class Recovered:
    """One partner of one world: the estimate beside each truth, over the estimate's goods, exporters and months.

    `unseen` is the share of the planted schemes' value that lies in goods, exporters or months the estimate leaves out.
    """

    world: str
    is_null: bool
    rate: float
    partner_iso: str
    basis: str
    naive: Amount
    total: Amount
    truths: dict[str, float]
    months: tuple[tuple[Amount, dict[str, float]], ...]
    unseen: float
    flow: float


def sheet_of(folder: Path) -> EstimateSheet:
    """Return the estimate sheet of a world's statistics alone: no run of the case is needed."""
    snapshots = [each for each in read_snapshots(folder).values() if each.file_name == "statistics.parquet"]
    path = folder / "sources" / "statistics.parquet"
    tables = parse_file(source_named("trade_flow_table"), snapshots[0], path, False).results()
    engine = DuckEngine()
    try:
        engine.register("linked__trade_flow", tables["core__trade_flow"])
        for name, rows in reference_tables().items():
            engine.register(name, rows)
        prepare_cells(engine, Study())
        return estimate_sheet(engine, Study(), draws=_DRAWS, with_ppml=False)
    finally:
        engine.close()


def recovered(parent: Path, settings: WorldSettings) -> list[Recovered]:
    """Make a world where it is missing and return every partner's estimate beside the truth."""
    folder = parent / f"{settings.kind}-{settings.seed}-{settings.rows}-{settings.scheme_rate:g}"
    if not (folder / "truth" / "world.json").is_file():
        make_world(folder, settings)
    sheet = sheet_of(folder)
    truth = planted_diversion(folder / "sources", folder / "truth", settings)
    return [_beside(folder.name, settings, partner, truth) for partner in sheet.partners]


def _beside(world: str, settings: WorldSettings, partner: PartnerEstimate, truth: Sequence[Diverted]) -> Recovered:
    union = {each.country_iso for each in memberships() if each.set_id == "eu27" and each.valid_to_on is None}
    mine = [each for each in truth if each.hub_iso == partner.partner_iso]
    exporters, groups, months = set(partner.exporters), set(partner.goods_groups), set(partner.period_months)
    seen = [
        each
        for each in mine
        if each.group_id in groups
        and each.month_index in months
        and (EU_BLOCK if each.exporter_iso in union else each.exporter_iso) in exporters
    ]
    whole = sum(each.schemes_usd for each in mine)
    by_month = []
    for month in partner.months:
        rows = [each for each in seen if month_text(each.month_index) == month.month]
        by_month.append((month.diverted, _truths(rows)))
    return Recovered(
        world,
        settings.kind == "null",
        0.0 if settings.kind == "null" else settings.scheme_rate,
        partner.partner_iso,
        partner.basis,
        partner.naive,
        partner.total,
        _truths(seen),
        tuple(by_month),
        1.0 - sum(each.schemes_usd for each in seen) / whole if whole > 0 else 0.0,
        sum(each.flow_usd + each.ghosts_usd for each in seen),
    )


def _truths(rows: Sequence[Diverted]) -> dict[str, float]:
    return {name: sum(getattr(each, part) for each in rows for part in parts) for name, parts in TRUTHS.items()}


def holds(interval: Amount, truth: float) -> bool:
    """Return whether an interval holds a figure; an open end holds everything on its side."""
    low = -np.inf if interval.low is None else interval.low
    high = np.inf if interval.high is None else interval.high
    return bool(low <= truth <= high)


def is_found(interval: Amount) -> bool:
    """Return whether an interval lies above nothing diverted."""
    return interval.low is not None and interval.low > 0


@dataclass(frozen=True)
class Drawn:
    """One draw from the estimator's own model: the true diverted value and the estimate."""

    effect: float
    truth: float
    total: Amount
    point: float


def drawn_from_model(effect: float, count: int, *, goods: int = 40, goods_sd: float = 0.4) -> Iterator[Drawn]:
    """Yield estimates on trade drawn as the estimator supposes it: growth of goods at random, and `effect` of the listed on top.

    Half of `goods` are listed; 21 months before, 24 after; each good grows by a lasting exp(N(0, goods_sd)), each month of it
    varies by exp(N(0, 0.4)); the partner and the unaffected grow as wholes. The truth is what was put on top.
    """
    before, after = 21, 24
    months = np.arange(before + after)
    windows = Windows((0, before - 1), (before, before + after - 1))
    is_listed = np.arange(goods) < goods // 2
    for seed in range(count):
        random = np.random.default_rng([seed, round(effect * 1000), goods])
        post = months >= before
        own, control = (_trade(random, goods, goods_sd, post, growth) for growth in (1.3, 1.1))
        put_on = own * (is_listed[:, None] & post[None]) * effect
        trade = Trade(own + put_on, control, is_listed, months.astype(np.int64))
        found = counterfactual(trade, windows, draws=_DRAWS)
        if not isinstance(found, str):
            yield Drawn(effect, float(put_on.sum()), amount(found.total, found.totals), found.total)


def _trade(
    random: np.random.Generator,
    goods: int,
    goods_sd: float,
    post: np.ndarray[tuple[int], np.dtype[np.bool_]],
    growth: float,
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    size = np.exp(random.normal(11.0, 1.0, goods))
    lasting = np.exp(random.normal(0.0, goods_sd, goods)) * growth
    level = np.where(post[None], (size * lasting)[:, None], size[:, None])
    found: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = level * np.exp(random.normal(0.0, 0.4, level.shape))
    return found
