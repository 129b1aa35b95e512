"""Exports of listed goods from the coalition, prepared once for whoever reads them."""

from collections.abc import Iterable
from datetime import date

from entrepot.settings import Study
from entrepot.store.engine import Engine, Row, Value, rows_of
from entrepot.store.sql import statement_beside

TABLE = "flows__coalition_export"
# `is_rescoped`: before and after differ in what they hold.
RESCOPED_NOTE = (
    "Goods groups whose scope changed with HS2022 (among them those of 854150 and 880330), or whose code begins or ends with an "
    "HS edition in these figures, are left out."
)
Months = tuple[int, int]  # the first and the last month index of a span


def prepare_exports(engine: Engine, study: Study) -> int:
    """Materialise `flows__coalition_export` from linked__trade_flow and return how many reported figures it holds.

    One row a reported monthly figure: reporter_block (EU or the country), partner_iso, is_partner_in_coalition, group_id
    (edition-harmonised goods), is_listed, is_rescoped, reporter_iso, goods_code, hs_edition, period_on, month_index,
    currency_code, value (in it), net_mass_kg and the evidence columns.
    """
    parameters: dict[str, Value] = {
        "as_of_on": study.as_of_on or date.max,
        "coalition_set": study.coalition_set,
        "controls_list": study.controls_list,
        "cutoff_on": study.cutoff_on,
    }
    return engine.materialise(TABLE, statement_beside(__file__), parameters)


def cut_groups(engine: Engine, baseline: Months, period: Months) -> tuple[str, ...]:
    """Return the goods groups whose code begins or ends with an HS edition between two spans of months, sorted.

    Of these the exports hold nothing under one of the editions, on any corridor: a fall or rise of theirs is the code's. None
    where both spans lie in one edition.
    """
    asked: dict[str, Value] = {
        "baseline_from_month": baseline[0],
        "baseline_to_month": baseline[1],
        "period_from_month": period[0],
        "period_to_month": period[1],
    }
    return tuple(row["group_id"] for row in rows_of(engine.run(statement_beside(__file__, "cut"), asked)))


def cut_note(groups: Iterable[str]) -> tuple[str, ...]:
    """Return what is to be said of goods groups that an edition cut: a sentence that names them; nothing without any."""
    named = ", ".join(sorted(groups))
    return (
        (f"Left out, because the code begins or ends with an HS edition in these figures: {named}.",) if named else ()
    )


def figures_of(engine: Engine, corridors: Iterable[tuple[str, str]]) -> list[Row]:
    """Return the reported figures behind corridors of reporting block and partner, the largest first."""
    named = sorted({f"{block}>{partner}" for block, partner in corridors})
    return rows_of(engine.run(statement_beside(__file__, "evidence"), {"corridors": named})) if named else []
