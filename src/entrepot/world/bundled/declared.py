"""Turns drawn lines into declarations: brand, part number, the four countries, quantity, mass, currency."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.random import Generator

from entrepot.world.bundled import goods
from entrepot.world.bundled.firms import Firm
from entrepot.world.bundled.trade import CHANNELS, Lines, all_goods
from entrepot.world.canonical import DECLARATION_COLUMNS

CUTOFF_ON = date(2022, 2, 24)
HS2022_ON = date(2022, 1, 1)  # methods 6.4: the EAEU moved to HS2022 on this day
_COALITION_MADE = ("MY", "CN", "TW", "PH", "TH", "US", "DE", "MX")  # where Western brands have chips made
_COALITION_CHANCES = (0.24, 0.24, 0.15, 0.12, 0.09, 0.08, 0.05, 0.03)
_DISPATCHED_ELSEWHERE = 0.2  # origin or exporter's country differs from departure (methods 10)
_OTHER_DISPATCH = {
    "HK": "CN",
    "CN": "HK",
    "TR": "AE",
    "AE": "TR",
    "KZ": "CN",
    "AM": "AE",
    "KG": "CN",
    "GE": "TR",
    "UZ": "CN",
}
_OFFSHORE_SELLERS = ("HK", "AE")
_WITH_PART_NUMBER = 0.6  # proposed
_CNY_PER_USD, _EUR_PER_USD = 7.0, 0.92  # notional, for the amounts in `value`; `value_usd` is what is drawn
_NUMBERS = {"quantity", "net_mass_kg", "value", "value_usd"}
SCHEMA = pa.schema(
    [
        pa.field(name, pa.date32() if name == "declared_on" else pa.float64() if name in _NUMBERS else pa.string())
        for name in DECLARATION_COLUMNS
    ]
)
Row = dict[str, str | float | date | None]


def rows_of(rng: Generator, lines: Lines, firms: Sequence[Firm]) -> list[Row]:
    """Return the drawn lines as declaration rows, in the order drawn; numbers are given when they are written."""
    count = len(lines.declared_on)
    catalogue, texts = all_goods(), _Texts(rng, count)
    rows = []
    for index in range(count):
        channel = CHANNELS[lines.channel[index]]
        exporter, importer = firms[lines.exporter[index]], firms[lines.importer[index]]
        row = _line(
            exporter,
            importer,
            catalogue[lines.good[index]],
            lines.declared_on[index],
            float(lines.value_usd[index]),
            price_noise=float(texts.price[index]),
        )
        if channel.is_reported_by_exporter:
            row.update(direction="export", reporting_iso=exporter.country_iso)
        dealer = int(lines.exporter[index] if exporter.group == "hub" else lines.importer[index])
        has_dealer = "hub" in (exporter.group, importer.group)
        place = _brand_place(exporter, float(texts.brand[index]), dealer if has_dealer else None)
        _describe(row, texts, index, exporter, place if channel.is_controlled else None)
        rows.append(row)
    return rows


class _Texts:
    """Random numbers for every line, drawn at once, one array a purpose."""

    def __init__(self, rng: Generator, count: int) -> None:
        self.price = rng.normal(0.0, 0.5, count)
        self.brand, self.origin, self.part = rng.random(count), rng.random(count), rng.random(count)
        self.dispatch, self.seller, self.currency = rng.random(count), rng.random(count), rng.random(count)
        self.missing = rng.random(count)


def _line(
    exporter: Firm, importer: Firm, good: goods.Good, declared_on: date, value_usd: float, *, price_noise: float = 0.0
) -> Row:
    price_usd = good.price_usd * float(np.exp(price_noise)) * _markup(exporter, importer, declared_on, good)
    quantity = float(max(1, round(value_usd / price_usd)))
    is_new = declared_on >= HS2022_ON
    return {
        "line_number": "1",
        "declared_on": declared_on,
        "direction": "import",
        "reporting_iso": importer.country_iso,
        **_side("importer", importer),
        **_side("exporter", exporter),
        "exporter_identifier": None if exporter.country_iso != "KZ" else exporter.identifier,
        "exporter_address": None,
        "hs_code": good.hs2022 if is_new else good.hs2017,
        "hs_edition": "HS2022" if is_new else "HS2017",
        "goods_description": good.description,
        "dispatch_iso": exporter.country_iso,
        "seller_iso": exporter.country_iso,
        "destination_iso": importer.country_iso,
        "quantity": quantity,
        "quantity_unit": "pcs",
        "net_mass_kg": round(quantity * price_usd**0.5 * 0.02, 3),
        "value": value_usd,
        "currency_code": "USD",
        "value_usd": value_usd,
        "provenance": "synthetic",
    }


def special_line(
    exporter: Firm,
    importer: Firm,
    hs6: str,
    declared_on: date,
    amounts: tuple[float, float],
    **other: str | float | date | None,
) -> Row:
    """Return a line of a value in US dollars and a quantity; `other` replaces columns."""
    value_usd, quantity = amounts
    good = next(good for good in all_goods() if hs6 in (good.hs2022, good.hs2017))
    return {**_line(exporter, importer, good, declared_on, value_usd), "quantity": quantity, **other}


def _side(side: str, firm: Firm) -> Row:
    return {
        f"{side}_name": firm.name,
        f"{side}_identifier": firm.identifier or None,
        f"{side}_country_iso": firm.country_iso,
        f"{side}_address": firm.address,
    }


def _markup(exporter: Firm, importer: Firm, declared_on: date, good: goods.Good) -> float:
    """Return the price level: third-country deliveries of listed goods cost more after the cut-off (methods 2.2, 11.4)."""
    if declared_on < CUTOFF_ON or importer.country_iso != "RU" or good not in goods.controlled_goods():
        return 1.0
    return {"asia": 1.87, "hub": 1.4}.get(exporter.group, 1.0)


def _describe(row: Row, texts: _Texts, index: int, exporter: Firm, place: int | None) -> None:
    """Fill in what differs from line to line: maker, part, origin, dispatch, seller, currency.

    `place` is that of the brand, None for goods without one.
    """
    if place is not None:
        seat_iso = goods.BRAND_SEATS[place]
        row.update(brand=goods.BRANDS[place], producer_name=goods.BRANDS[place], producer_hq_iso=seat_iso)
        row["origin_iso"] = _origin(seat_iso, float(texts.origin[index]))
        row.update(_part(row, place, float(texts.part[index])))
    else:
        row["origin_iso"] = "CN" if texts.origin[index] < 0.51 else exporter.country_iso  # methods 10: CN .509
    if texts.dispatch[index] < _DISPATCHED_ELSEWHERE:
        row["dispatch_iso"] = _OTHER_DISPATCH.get(exporter.country_iso, "PL")
    if texts.seller[index] < 0.1:
        row["seller_iso"] = _OFFSHORE_SELLERS[int(texts.seller[index] * 20)]
    if texts.missing[index] < 0.03:
        row.update(exporter_name=None, exporter_identifier=None)
    _pay(row, float(texts.currency[index]), exporter)


def _brand_place(exporter: Firm, u: float, dealer: int | None) -> int:
    """Return a brand: that of the dealer in between, who carries two; coalition firms sell coalition brands, others both."""
    if dealer is not None:
        return (dealer * 7 + (5 if u < 0.5 else 0)) % len(goods.BRANDS)
    western = [place for place, iso in enumerate(goods.BRAND_SEATS) if iso != "CN"]
    chinese = [place for place, iso in enumerate(goods.BRAND_SEATS) if iso == "CN"]
    if exporter.group == "coalition" or u < 0.6:
        return western[int((u if exporter.group == "coalition" else u / 0.6) ** 1.6 * len(western))]
    return chinese[int((u - 0.6) / 0.4 * len(chinese))]


def _origin(seat_iso: str, u: float) -> str:
    if seat_iso in ("CN", "JP", "TW", "KR"):
        return seat_iso if u < 0.75 else "CN"
    return _COALITION_MADE[int(np.searchsorted(np.cumsum(_COALITION_CHANCES)[:-1], u))]


def _part(row: Row, place: int, u: float) -> Row:
    """Return a part number of the brand for six lines of ten that declare a code it makes, else none."""
    own = goods.parts()[place * goods.PARTS_PER_BRAND : (place + 1) * goods.PARTS_PER_BRAND]
    fitting = [part for part in own if part.hs6 == row["hs_code"]]
    if not fitting or u >= _WITH_PART_NUMBER:
        return {}
    return {"part_number": fitting[int(u / _WITH_PART_NUMBER * len(fitting))].part_number}


def _pay(row: Row, u: float, exporter: Firm) -> None:
    """Set the currency: the share of yuan grows after the cut-off (methods 2.1: below 4 % to a third)."""
    declared_on, value_usd = row["declared_on"], row["value_usd"]
    if not isinstance(declared_on, date) or not isinstance(value_usd, float):
        return
    is_late = declared_on >= CUTOFF_ON and row["destination_iso"] == "RU"
    if exporter.group == "asia" and u < (0.55 if is_late else 0.05):
        row.update(currency_code="CNY", value=round(value_usd * _CNY_PER_USD, 2))
    elif exporter.group == "coalition" and u < 0.5:
        row.update(currency_code="EUR", value=round(value_usd * _EUR_PER_USD, 2))
