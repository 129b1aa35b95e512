"""The indicators asked of goods, days and destinations where nothing should be found: how often they are raised there.

Three kinds, each answering from the case's own rows: goods of the same chapters that no list names instead of the listed
ones; a day before the real cut-off instead of it, with everything after left out; and another destination instead of the
study's. What is raised there is raised by trade as such, so it says how much of what is raised in earnest would be too.

Source: methods of the project, 8.4 C6 and C7.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

import pyarrow as pa

from entrepot.case.linked import Progress
from entrepot.case.results import Results
from entrepot.flows.coalition_exports import prepare_exports
from entrepot.indicators.base import Context
from entrepot.indicators.registry import Counts, evaluate_all
from entrepot.records.reference import CONTROLLED_GOOD
from entrepot.resolve.controlled_lines import mark_controlled_lines
from entrepot.settings import Study, Window
from entrepot.store.engine import DuckEngine, Engine, rows_of
from entrepot.store.sql import statement_beside

_LEAST_DAYS = 365  # methods 8.2 F1: at least twelve months of coverage before the cut-off; as many after it
_LINES = "core__declaration"  # where lines under control are marked from
_CODES = statement_beside(__file__, "code")
_SPAN = statement_beside(__file__, "span")
_DESTINATIONS = statement_beside(__file__, "destination")
_AS_CORE = statement_beside(__file__, "line")


@dataclass(frozen=True)
class Placebo:
    """A question whose honest answer is nothing: `study` is asked, with `goods` (code by listed code) where not empty."""

    kind: str
    what: str
    study: Study
    goods: Mapping[str, str]


@dataclass(frozen=True)
class PlaceboRun:
    """What the indicators gave; `counts` is empty and `reason` says why where the case cannot be asked."""

    kind: str
    what: str
    counts: Mapping[str, Counts]
    reason: str | None = None


def run_placebos(results: Results, on_progress: Progress = lambda *_: None) -> list[PlaceboRun]:
    """Return every placebo of a case, run over its linked tables, with the case's own indicator settings."""
    made = list(_placebos(results.engine, results.config.study))
    runs = []
    for number, placebo in enumerate(made, start=1):
        on_progress(f"asking of {placebo.what}", number, len(made))
        runs.append(placebo if isinstance(placebo, PlaceboRun) else _run(results, placebo))
    return runs


def _placebos(engine: Engine, study: Study) -> Iterator[Placebo | PlaceboRun]:
    goods = placebo_goods(engine, study.controls_list)
    if goods:
        counted = f"{len(set(goods.values()))} unlisted codes of the same chapters"
        yield Placebo("goods", counted, study, goods)
    else:
        yield PlaceboRun(
            "goods", "unlisted goods", {}, "No unlisted goods of the chapters of listed ones are declared."
        )
    earlier = placebo_day(engine, study)
    if isinstance(earlier, str):
        yield PlaceboRun("day", "an earlier cut-off", {}, earlier)
    else:
        yield Placebo("day", f"a cut-off on {earlier.cutoff_on}, nothing after {earlier.as_of_on}", earlier, {})
    other = placebo_destination(engine, study)
    if other is None:
        none = "Controlled goods go to no country that is neither in the coalition nor reports itself."
        yield PlaceboRun("destination", "another destination", {}, none)
    else:
        yield Placebo("destination", f"{other} as destination", study.model_copy(update={"destination_iso": other}), {})


def placebo_goods(engine: Engine, controls_list: str) -> dict[str, str]:
    """Return an unlisted code of the same chapter for each listed one that is declared: those with most lines for each other.

    Codes of lists with tiers and codes that an edition change touched are left out. Where a chapter has fewer unlisted codes
    than listed ones, they stand for several; a chapter without any is left out.
    """
    listed: dict[str, list[str]] = {}
    free: dict[str, list[str]] = {}
    for row in rows_of(engine.run(_CODES, {"controls_list": controls_list})):  # most lines first
        (listed if row["is_listed"] else free).setdefault(row["chapter"], []).append(row["hs6"])
    return {
        code: free[chapter][place % len(free[chapter])]
        for chapter, codes in sorted(listed.items())
        if chapter in free
        for place, code in enumerate(codes)
    }


def placebo_day(engine: Engine, study: Study) -> Study | str:
    """Return the study moved to the middle between the ledger's first day and the real cut-off, or why there is no room."""
    first_on = rows_of(engine.run(_SPAN))[0]["first_on"]
    if first_on is None:
        return "There are no customs declarations in this case."
    last_on = study.cutoff_on - timedelta(days=1)
    cutoff_on = first_on + (last_on - first_on) // 2
    if (cutoff_on - first_on).days < _LEAST_DAYS or (last_on - cutoff_on).days < _LEAST_DAYS:
        return (
            f"The declarations begin on {first_on}: a year before an earlier cut-off and one after it need two years before "
            f"{study.cutoff_on}."
        )
    return study.model_copy(
        update={
            "cutoff_on": cutoff_on,
            "baseline": Window(from_on=first_on, to_on=cutoff_on - timedelta(days=1)),
            "stockpiling": None,
            "as_of_on": min(last_on, study.as_of_on or last_on),
        }
    )


def placebo_destination(engine: Engine, study: Study) -> str | None:
    """Return the country that stands for the destination: outside the coalition, without a ledger in the case, most lines."""
    asked = {"destination_iso": study.destination_iso, "coalition_set": study.coalition_set}
    rows = rows_of(engine.run(_DESTINATIONS, asked))
    return str(rows[0]["country_iso"]) if rows else None


def _run(results: Results, placebo: Placebo) -> PlaceboRun:
    with closing(DuckEngine()) as engine:
        for path in sorted((results.folder / ".entrepot" / "tables").glob("*.parquet")):
            engine.register_parquet(path.stem, [path])
        if placebo.goods:
            exchange_goods(engine, placebo.goods, placebo.study.controls_list)
        prepare_exports(engine, placebo.study)
        run = evaluate_all(Context(engine, placebo.study), results.config.indicators)
    return PlaceboRun(placebo.kind, placebo.what, run.counts)


def exchange_goods(engine: Engine, goods: Mapping[str, str], controls_list: str) -> None:
    """Put placebo codes in the place of listed ones and mark the lines under control again.

    `goods` is the placebo by listed code, as `placebo_goods` gives it; the engine must not hold the imported lines.
    """
    engine.register(CONTROLLED_GOOD.name, _exchanged(engine.read(CONTROLLED_GOOD.name), goods))
    engine.define(_LINES, _AS_CORE)
    mark_controlled_lines(engine, controls_list)


def _exchanged(goods: pa.Table, codes: Mapping[str, str]) -> pa.Table:
    """Return the goods lists with every listed code replaced by its placebo; codes without one are left out."""
    rows = [{**row, "hs6": codes[row["hs6"]]} for row in goods.to_pylist() if row["hs6"] in codes]
    once = {(row["list_id"], row["hs6"], row["valid_from_on"]): row for row in rows}
    return pa.Table.from_pylist([once[key] for key in sorted(once)], schema=goods.schema)
