"""Holds estimate sheets of synthetic worlds against what these divert, and the estimator against trade drawn from its model."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from entrepot.case.made_world import make_world
from entrepot.case.results import read_snapshots
from entrepot.codes.country_sets import memberships
from entrepot.codes.tables import reference_tables
from entrepot.flows.cells import Cells
from entrepot.flows.corridor_cells import prepare_cells
from entrepot.flows.corridor_trade import EU_BLOCK, coalition_blocks
from entrepot.flows.counterfactual import Trade, amount, counterfactual
from entrepot.flows.estimate import Amount, EstimateSheet, PartnerEstimate, month_text
from entrepot.flows.estimate_figures import coalition_cells
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
_BITS = 1e-9
_SD = 0.4  # of the logarithm of a good's lasting growth, and of a month of it


Key = tuple[str, str, str, int]  # exporter block, partner, goods group, month index


@dataclass(frozen=True)
class Recovered:
    """One partner of one world: the estimate beside each truth, over the estimate's goods, exporters and months.

    Truths are as statistics recorded them: of each recorded figure (noise and all) the share that is diverted. `unseen` is the
    share of what is recorded of planted schemes that lies in goods, exporters or months the estimate leaves out; `flow` is
    what was recorded in all.
    """

    world: str
    rows: int
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


def sheet_of(folder: Path) -> tuple[EstimateSheet, dict[Key, float]]:
    """Return the estimate sheet of a world's statistics alone (no run of the case is needed), and what they record."""
    snapshots = [each for each in read_snapshots(folder).values() if each.file_name == "statistics.parquet"]
    path = folder / "sources" / "statistics.parquet"
    tables = parse_file(source_named("trade_flow_table"), snapshots[0], path, False).results()
    engine = DuckEngine()
    try:
        engine.register("linked__trade_flow", tables["core__trade_flow"])
        for name, rows in reference_tables().items():
            engine.register(name, rows)
        prepare_cells(engine, Study())
        cells = coalition_cells(engine, coalition_blocks(Study()), with_other_lists=False)
        return estimate_sheet(engine, Study(), draws=_DRAWS, with_ppml=False), _recorded(cells)
    finally:
        engine.close()


def recovered(parent: Path, settings: WorldSettings) -> list[Recovered]:
    """Return every partner's estimate of a world beside the truth; made, measured and removed where not stored already."""
    name = f"{settings.kind}-{settings.seed}-{settings.rows}-{settings.scheme_rate:g}"
    stored = parent / f"{name}.json"
    if not stored.is_file():
        with TemporaryDirectory(dir=parent) as made:
            folder = Path(made) / name
            make_world(folder, settings)
            sheet, recorded = sheet_of(folder)
            truth = planted_diversion(folder / "sources", folder / "truth", settings)
        found = _as_recorded(truth, recorded)
        partners = [asdict(_beside(name, settings, each, found)) for each in sheet.partners]
        part = stored.with_suffix(".part")
        part.write_text(json.dumps(partners), "utf-8")
        part.rename(stored)
    return [_read(each) for each in json.loads(stored.read_text("utf-8"))]


def _recorded(cells: Cells) -> dict[Key, float]:
    columns = (cells.exporter, cells.importer, cells.group, cells.month, cells.value)
    return {
        (cells.exporter_names[exporter], cells.importer_names[importer], cells.group_names[group], month): value
        for exporter, importer, group, month, value in zip(*(column.tolist() for column in columns), strict=True)
    }


def _as_recorded(truth: Sequence[Diverted], recorded: Mapping[Key, float]) -> list[tuple[Key, Diverted]]:
    """Return the truth by the blocks that statistics name, its values scaled to what was recorded of them."""
    union = {each.country_iso for each in memberships() if each.set_id == "eu27" and each.valid_to_on is None}
    keys = [
        (EU_BLOCK if each.exporter_iso in union else each.exporter_iso, each.hub_iso, each.group_id, each.month_index)
        for each in truth
    ]
    whole: dict[Key, float] = {}
    for key, each in zip(keys, truth, strict=True):
        whole[key] = whole.get(key, 0.0) + each.flow_usd + each.ghosts_usd
    found = []
    for key, each in zip(keys, truth, strict=True):
        scale = recorded.get(key, 0.0) / whole[key] if whole[key] > 0 else 0.0
        found.append((key, replace(each, **{part: scale * getattr(each, part) for part in (*PARTS, "flow_usd")})))
    return found


def _beside(
    world: str, settings: WorldSettings, partner: PartnerEstimate, truth: Sequence[tuple[Key, Diverted]]
) -> Recovered:
    mine = [(key, each) for key, each in truth if key[1] == partner.partner_iso]
    exporters, groups, months = set(partner.exporters), set(partner.goods_groups), set(partner.period_months)
    seen = [each for key, each in mine if key[0] in exporters and key[2] in groups and key[3] in months]
    whole = sum(each.schemes_usd for _, each in mine)
    by_month = []
    for month in partner.months:
        rows = [each for each in seen if month_text(each.month_index) == month.month]
        by_month.append((month.diverted, _truths(rows)))
    return Recovered(
        world,
        settings.rows,
        settings.kind == "null",
        0.0 if settings.kind == "null" else settings.scheme_rate,
        partner.partner_iso,
        partner.basis,
        partner.naive,
        partner.total,
        _truths(seen),
        tuple(by_month),
        1.0 - sum(each.schemes_usd for each in seen) / whole if whole > 0 else 0.0,
        sum(month.observed for month in partner.months),
    )


def _truths(rows: Sequence[Diverted]) -> dict[str, float]:
    return {name: sum(getattr(each, part) for each in rows for part in parts) for name, parts in TRUTHS.items()}


def _read(told: dict[str, Any]) -> Recovered:
    months = tuple((Amount(**diverted), truths) for diverted, truths in told["months"])
    return Recovered(**{**told, "naive": Amount(**told["naive"]), "total": Amount(**told["total"]), "months": months})


def holds(interval: Amount, truth: float) -> bool:
    """Return whether an interval holds a figure; an open end holds everything on its side.

    Ends are kept to twelve digits: the last bits of a sum are no miss.
    """
    high = np.inf if interval.high is None else interval.high + _BITS * abs(interval.high)
    return not lies_above(interval, truth) and bool(truth <= high)


def lies_above(interval: Amount, truth: float) -> bool:
    """Return whether an interval lies wholly above a figure."""
    return interval.low is not None and interval.low - _BITS * abs(interval.low) > truth


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


def drawn_from_model(
    effect: float, count: int, *, goods: int = 40, shock: float = 0.0, partners: int = 1
) -> Iterator[Drawn]:
    """Yield estimates on trade drawn as the estimator supposes it: growth of goods at random, and `effect` of the listed on top.

    Half of `goods` are listed; 21 months before, 24 after; each good grows by a lasting exp(N(0, 0.4)), each month of it varies
    by exp(N(0, 0.4)); the partner and the unaffected `partners` grow as wholes, their listed goods by exp(N(0, shock)) more.
    The truth is what was put on top.
    """
    before, after = 21, 24
    months = np.arange(before + after)
    windows = Windows((0, before - 1), (before, before + after - 1))
    is_listed = np.arange(goods) < goods // 2
    for seed in range(count):
        random = np.random.default_rng([seed, round(effect * 1000), goods])
        post = months >= before
        own, *others = (_trade(random, goods, post, growth) for growth in (1.3, *(1.1,) * partners))
        if shock > 0:
            moved = np.exp(random.normal(0.0, shock, 1 + partners))
            own, *others = (
                np.where(is_listed[:, None] & post[None], each * by, each)
                for each, by in zip((own, *others), moved, strict=True)
            )
        put_on = own * (is_listed[:, None] & post[None]) * effect
        trade = Trade(own + put_on, np.sum(others, axis=0), is_listed, months.astype(np.int64), tuple(others))
        found = counterfactual(trade, windows, draws=_DRAWS)
        if not isinstance(found, str):
            yield Drawn(effect, float(put_on.sum()), amount(found.total, found.totals), found.total)


def _trade(
    random: np.random.Generator,
    goods: int,
    post: np.ndarray[tuple[int], np.dtype[np.bool_]],
    growth: float,
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    size = np.exp(random.normal(11.0, 1.0, goods))
    lasting = np.exp(random.normal(0.0, _SD, goods)) * growth
    level = np.where(post[None], (size * lasting)[:, None], size[:, None])
    found: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = level * np.exp(random.normal(0.0, _SD, level.shape))
    return found
