"""The pictures of trade flows, one set an exporter: corridors, substitution, map, goods by tier, each with its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from entrepot.case.ledger_bounds import ledger_bounds
from entrepot.case.results import Results
from entrepot.codes.controls import TIERS
from entrepot.flows.estimate import EstimateSheet
from entrepot.flows.estimating import estimate_sheet
from entrepot.report.figures.axes import Event, numbered
from entrepot.report.figures.flow_multiple import DrawnMonth, Multiple, flow_multiple
from entrepot.report.figures.flow_waterfall import waterfall
from entrepot.report.flow_corridors import flow_blocks
from entrepot.report.flow_estimates import ShownEstimate, estimate_rows, shown_estimates, synthetic_rows
from entrepot.report.flow_files import corridor_rows, csv_text, goods_rows, month_rows, reported_rows
from entrepot.report.flow_goods import GoodsTable, goods_table, listing_days
from entrepot.report.flow_maps import MapPair, maps_of
from entrepot.report.flow_model import Corridor, FlowBlock, the_block
from entrepot.report.flow_substitution import Substitution, substitution_of, substitution_of_sheet
from entrepot.report.flow_words import break_of, corridor_facts, corridor_words, gap_words, headline, since_words
from entrepot.report.pictures import NARROW_PX, WIDE_PX
from entrepot.settings import Study

_COMMON_SCALE_UP_TO: Final = 25.0  # see figures/panel.py: beyond it small series would lie flat


@dataclass(frozen=True)
class CorridorChart:
    """A small chart with the lines of words above it: the change, and when the level broke or why that cannot be said."""

    corridor: Corridor
    facts: str
    since: str
    svg: Markup


@dataclass(frozen=True)
class FlowPictures:
    """All pictures of one exporting block; `files` are CSV texts by path. `later` are dates after the last month."""

    block: FlowBlock
    anchor: str
    title: str
    headline: str
    charts: tuple[CorridorChart, ...]
    has_common_scale: bool
    events: tuple[Event, ...]
    later: tuple[Event, ...]
    gaps: str
    substitution: Substitution | None
    substitution_svg: tuple[Markup, Markup] | None
    estimates: tuple[ShownEstimate, ...]
    maps: tuple[MapPair, ...]
    unplaced: tuple[str, ...]
    goods: GoodsTable
    sources: tuple[str, ...]
    provenances: tuple[str, ...]
    files: Mapping[str, str]

    @property
    def tiers(self) -> Mapping[str, str]:
        """The words of each tier that has a row."""
        return {row.tier: TIERS.get(row.tier, "") for row in self.goods.rows}


def flow_pictures(results: Results) -> tuple[FlowPictures, ...]:
    """Return the pictures of each coalition exporter in the case's monthly statistics; empty where there are none."""
    blocks = flow_blocks(results)
    sheet = _sheet(results, blocks[0]) if len(blocks) == 1 else None
    return tuple(_pictures(results, block, sheet) for block in blocks)


def _sheet(results: Results, block: FlowBlock) -> EstimateSheet:
    """Return the estimate sheet of the one exporter there is: with several, it is of all of them together."""
    partners = [corridor.importer_iso for corridor in block.partners]
    return estimate_sheet(results.engine, results.config.study, partners=partners, with_ppml=False)


def _pictures(results: Results, block: FlowBlock, sheet: EstimateSheet | None) -> FlowPictures:
    study = results.config.study
    anchor = f"flow-{block.exporter_iso.lower()}"
    events = _events(results, study)
    last = max(month.month_on for corridor in block.corridors for month in corridor.months)
    inside = numbered(event for event in events if event.on <= last)
    goods = goods_table(results, block)
    answer = (None if sheet is None else substitution_of_sheet(sheet, block)) or substitution_of(block)
    estimates = () if sheet is None else shown_estimates(sheet, ledger_bounds(results))
    maps, unplaced = maps_of(block, anchor)
    return FlowPictures(
        block=block,
        anchor=anchor,
        title=f"To whom did {the_block(block.exporter_name)} sell listed goods, and since when?",
        headline=headline(block),
        charts=_charts(block, study, inside, anchor),
        has_common_scale=_has_common_scale(block),
        events=inside,
        later=tuple(event for event in events if event.on > last),
        gaps=gap_words(block),
        substitution=answer,
        substitution_svg=None if answer is None else _waterfalls(answer, block, anchor),
        estimates=estimates,
        maps=maps,
        unplaced=unplaced,
        goods=goods,
        sources=_sources(results, block),
        provenances=tuple(sorted({row["provenance"] for row in block.rows})),
        files=_files(block, goods, answer, anchor) | _estimate_files(estimates, block.currency, anchor),
    )


def _events(results: Results, study: Study) -> list[Event]:
    """Return the cut-off and the days on which the goods list took up codes."""
    listed = [
        Event(day, f"{study.controls_list.upper()} names {count} of the goods") for day, count in listing_days(results)
    ]
    return sorted([Event(study.cutoff_on, "cut-off"), *listed], key=lambda event: (event.on, event.label))


def _has_common_scale(block: FlowBlock) -> bool:
    tops = [corridor.highest for corridor in block.corridors if corridor.highest > 0]
    return not tops or max(tops) / min(tops) <= _COMMON_SCALE_UP_TO


def _charts(block: FlowBlock, study: Study, events: tuple[Event, ...], anchor: str) -> tuple[CorridorChart, ...]:
    shared = max(corridor.highest for corridor in block.corridors) if _has_common_scale(block) else None
    made = []
    for corridor in block.corridors:
        found = corridor.comparison
        shown = Multiple(
            title=f"{block.exporter_name} to {corridor.importer_name}, listed goods by month",
            months=tuple(DrawnMonth(m.month_on, m.value, m.basis == "mirror") for m in corridor.months),
            unit=block.currency,
            words=corridor_words(corridor, block.currency),
            events=events,
            baseline=(study.baseline.from_on, study.baseline.to_on),
            baseline_mean=None if found is None else found.baseline_mean,
            since=break_of(corridor),
        )
        figure_id = f"{anchor}-{corridor.importer_iso.lower()}"
        svg = flow_multiple(shown, figure_id=figure_id, highest=corridor.highest if shared is None else shared)
        made.append(
            CorridorChart(
                corridor, corridor_facts(corridor, block.currency), since_words(corridor, study.cutoff_on), svg
            )
        )
    return tuple(made)


def _waterfalls(answer: Substitution, block: FlowBlock, anchor: str) -> tuple[Markup, Markup]:
    """Return the chart for wide and for narrow pages."""
    title = "What replaced the direct exports that were lost?"
    words = " ".join([answer.answer, *(f"{step.name}: {step.words}." for step in answer.steps)])
    wide, narrow = (
        waterfall(
            answer.steps,
            unit=block.currency,
            title=title,
            words=words,
            figure_id=f"{anchor}-substitution-{name}",
            width=width,
        )
        for name, width in (("wide", WIDE_PX), ("narrow", NARROW_PX))
    )
    return wide, narrow


def _sources(results: Results, block: FlowBlock) -> tuple[str, ...]:
    """Return the publishers and titles of the files behind the rows, or their publications."""
    named = set()
    for row in block.rows:
        snapshot = results.snapshots.get(row["snapshot_id"])
        said = row["publication"] or (row["snapshot_id"] if snapshot is None else snapshot.title)
        named.add(said if snapshot is None or row["publication"] else f"{snapshot.producer}, {said}")
    return tuple(sorted(named))


def _files(block: FlowBlock, goods: GoodsTable, answer: Substitution | None, anchor: str) -> dict[str, str]:
    made = {
        "months": csv_text(month_rows(block)),
        "corridors": csv_text(corridor_rows(block)),
        "substitution": "" if answer is None else csv_text(answer.rows),
        "goods": csv_text(goods_rows(goods, block)),
        "rows": csv_text(reported_rows(block)),
    }
    return _named(made, anchor)


def _estimate_files(estimates: tuple[ShownEstimate, ...], currency: str, anchor: str) -> dict[str, str]:
    made = {
        "estimates": csv_text(estimate_rows(estimates, currency)),
        "synthetic": csv_text(synthetic_rows(estimates, currency)),
    }
    return _named(made, anchor)


def _named(texts: Mapping[str, str], anchor: str) -> dict[str, str]:
    return {f"data/{anchor}-{name}.csv": text for name, text in texts.items() if text}
