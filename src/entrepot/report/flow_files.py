"""The rows beside the flow pictures as CSV files."""

import csv
import io
from collections.abc import Mapping, Sequence

from entrepot.report.flow_goods import GoodsTable, Side
from entrepot.report.flow_model import Corridor, FlowBlock
from entrepot.report.words import Plain

Rows = Sequence[Mapping[str, Plain]]


def csv_text(rows: Rows) -> str:
    """Return rows as CSV with a header; empty where there are none."""
    if not rows:
        return ""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def month_rows(block: FlowBlock) -> Rows:
    """Return one row a corridor and month: value, how it is known, and whether anything is withheld."""
    return [
        {
            "exporter": block.exporter_iso,
            "importer": corridor.importer_iso,
            "month": f"{month.month_on:%Y-%m}",
            "value": month.value,
            "currency": block.currency,
            "basis": {"exporter": "exporter", "mirror": "importer's figures", "none": "not reported"}[month.basis],
            "value_from_importer": month.mirror_value,
            "goods_withheld": month.withheld_count,
            "provenance": month.provenance,
        }
        for corridor in block.corridors
        for month in corridor.months
    ]


def corridor_rows(block: FlowBlock) -> Rows:
    """Return one row a corridor and baseline: means, ratio with interval, and the break."""
    return [row for corridor in block.corridors for row in _corridor_rows(corridor, block.currency)]


def _corridor_rows(corridor: Corridor, currency: str) -> Rows:
    since = corridor.since
    broke: dict[str, Plain] = {
        "break_month": None if since is None else _month(since.month),
        "break_low": None if since is None else _month(since.low),
        "break_high": None if since is None else _month(since.high),
        "break_p": None if since is None else since.p_value,
    }
    return [
        {
            "exporter": corridor.exporter_iso,
            "importer": corridor.importer_iso,
            "currency": currency,
            "baseline": name,
            "baseline_mean": found.baseline_mean,
            "period_mean": found.period_mean,
            "ratio": found.ratio,
            "ratio_low": found.low,
            "ratio_high": found.high,
            "excess": found.excess,
            "baseline_months": found.baseline_count,
            "period_months": found.period_count,
            "is_small_base": found.is_small_base,
            **broke,
        }
        for name, found in corridor.rise.listed.items()
    ]


def _month(index: int) -> str:
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def goods_rows(table: GoodsTable, block: FlowBlock) -> Rows:
    """Return one row a goods group or tier, both sides."""
    return [
        {
            "exporter": block.exporter_iso,
            "tier": row.tier,
            "goods_group": row.group_id or "all of the tier",
            "codes": " ".join(row.codes),
            "description": row.description,
            "guard": row.guard,
            **_side("direct", row.direct),
            **_side("others", row.others),
        }
        for row in table.rows
    ]


def _side(name: str, side: Side) -> Mapping[str, Plain]:
    found = side.found
    return {
        f"{name}_baseline_mean": None if found is None else found.baseline_mean,
        f"{name}_period_mean": None if found is None else found.period_mean,
        f"{name}_ratio": None if found is None else found.ratio,
        f"{name}_ratio_low": None if found is None else found.low,
        f"{name}_ratio_high": None if found is None else found.high,
        f"{name}_is_small_base": None if found is None else found.is_small_base,
        f"{name}_why_not": side.why_not,
    }


def reported_rows(block: FlowBlock) -> Rows:
    """Return the reported rows behind the corridors drawn, each with its file and place."""
    return list(block.rows)
