"""The charts of a finding: trade of its parties over time, and the way the goods went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from entrepot.report.book import Book, RaisedPage, events_of
from entrepot.report.figures.axes import Event, numbered
from entrepot.report.figures.bars import Bar, Strip, events_near, has_common_scale, monthly_bars
from entrepot.report.figures.lanes import Lane, Movement, lanes
from entrepot.report.trade import MonthSum
from entrepot.report.words import counted, short_money
from entrepot.store.engine import Row

_MOST_STRIPS = 4
_MOST_MOVEMENTS = 40
_MOST_LANES = 14
WIDE_PX, NARROW_PX = 960.0, 358.0  # the page's column, and a phone's


@dataclass(frozen=True)
class TradePicture:
    """Monthly bars of a finding's parties for wide and narrow pages, and the sums as rows."""

    wide: Markup
    narrow: Markup
    rows: tuple[Row, ...]
    events: tuple[Event, ...]
    has_common_scale: bool
    has_several: bool
    provenances: frozenset[str]


@dataclass(frozen=True)
class LanesPicture:
    """The way of the goods, its movements as rows, and how many were left out."""

    svg: Markup
    rows: tuple[Row, ...]
    left_out: int


def trade_picture(book: Book, page_party_ids: Sequence[str], title: str, figure_id: str) -> TradePicture | None:
    """Return what the first parties received and sent by month; None where they traded nothing with a value."""
    traded = [p for p in page_party_ids if any(s.value_usd for s in book.trade.get(p, []))][:_MOST_STRIPS]
    if not traded:
        return None
    strips = [_strip(book, party_id) for party_id in traded]
    events = events_of(book, traded)
    drawn = [
        monthly_bars(strips, events, title=title, unit="USD", figure_id=f"{figure_id}-{name}", width=width)
        for name, width in (("wide", WIDE_PX), ("narrow", NARROW_PX))
    ]
    sums = [month for party_id in traded for month in book.trade[party_id]]
    rows = tuple({"party": book.name(m.party_id), **vars(m)} for m in sums)
    provenances = frozenset(month.provenance for month in sums)
    numbers = numbered(events_near(strips, events))
    return TradePicture(drawn[0], drawn[1], rows, numbers, has_common_scale(strips), len(strips) > 1, provenances)


def _strip(book: Book, party_id: str) -> Strip:
    months = book.trade[party_id]
    words = " · ".join(
        f"{side} {short_money(total)}" for side in ("received", "sent") if (total := _total(months, side)) > 0
    )
    bars = tuple(Bar(m.month_on, m.side, m.provenance, float(m.value_usd)) for m in months if m.value_usd)
    return Strip(book.name(party_id), words, bars)


def _total(months: Sequence[MonthSum], side: str) -> Decimal:
    return sum((m.value_usd for m in months if m.side == side and m.value_usd), Decimal(0))


def lanes_picture(book: Book, page: RaisedPage, figure_id: str) -> LanesPicture | None:
    """Return the way of the goods in a finding's evidence; None unless some firm both received and sent them."""
    places = [(row["snapshot"], row["locator"]) for row in page.finding["evidence"]]
    found = [book.lines[place] for place in places if place in book.lines]
    usable = [row for row in found if row["importer_party_id"] and row["exporter_party_id"] and row["quantity"]]
    usable = [row for row in usable if row["importer_party_id"] != row["exporter_party_id"]]
    if not {r["importer_party_id"] for r in usable} & {r["exporter_party_id"] for r in usable}:
        return None
    ordered = sorted(usable, key=lambda r: (-r["quantity"], r["declared_on"], r["declaration_id"]))
    shown = sorted(ordered[:_MOST_MOVEMENTS], key=lambda r: (r["declared_on"], r["declaration_id"]))
    rows = _lane_rows(book, shown)
    kept_ids = {lane.party_id for lane in rows}
    shown = [r for r in shown if {r["importer_party_id"], r["exporter_party_id"]} <= kept_ids]
    title = f"Which way did the goods of {page.finding['subject_name']} go?"
    days = [row["declared_on"] for row in shown]
    events = [e for e in events_of(book, page.party_ids) if _is_near(e.on, days)]
    svg = lanes(rows, [_movement(row) for row in shown], events, title=title, figure_id=figure_id)
    return LanesPicture(svg, tuple(shown), len(usable) - len(shown))


def _is_near(day: date, days: Sequence[date]) -> bool:
    return min(days) <= day <= max(days)


def _movement(row: Row) -> Movement:
    goods = row["part_number"] or row["hs6"] or row["goods_description"] or ""
    unit = row["quantity_unit"] or ""
    return Movement(
        row["declared_on"],
        row["exporter_party_id"],
        row["importer_party_id"],
        goods,
        float(row["quantity"]),
        unit,
        row["provenance"],
    )


def _lane_rows(book: Book, rows: Sequence[Row]) -> list[Lane]:
    """Return the firms as lanes, origin countries above, the destination below; within one, senders above receivers."""
    firms: dict[str, Lane] = {}
    for row in rows:
        for side in ("exporter", "importer"):
            firms.setdefault(row[f"{side}_party_id"], _lane(book, row, side))
    sent = {row["exporter_party_id"] for row in rows}
    order = {band: k for k, band in enumerate(book.bands(lane.band for lane in firms.values()))}
    return sorted(firms.values(), key=lambda x: (order[x.band], x.party_id not in sent, x.name, x.party_id))[
        :_MOST_LANES
    ]


def _lane(book: Book, row: Row, side: str) -> Lane:
    """Return the lane of a line's exporter or importer; firms the report has no page for are named as declared."""
    party_id = row[f"{side}_party_id"]
    party = book.parties.get(party_id)
    if party is None:
        return Lane(party_id, row[f"{side}_name"] or party_id, book.band(row[f"{side}_country_iso"]))
    return Lane(party_id, party["name"], book.band(party["country_iso"] or row[f"{side}_country_iso"]))


def summary_of(picture: LanesPicture) -> str:
    """Return in words how much of the evidence the lanes show."""
    left = f"; {counted(picture.left_out, 'smaller movement')} not drawn" if picture.left_out else ""
    return f"{counted(len(picture.rows), 'movement')} drawn{left}"
