"""How goods move in schemes and look-alikes: orders over a time, and what a trader hands on of what came in."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

import numpy as np

from entrepot.world.entities import Firm, PlannedLine
from entrepot.world.goods import Part
from entrepot.world.schemes.stage import Stage
from entrepot.world.settings import DESTINATION_ISO

_Item = TypeVar("_Item")
_LINE_LN_SD = 1.3  # proposed: spread of one buyer's orders, less than the 1.8 to 2.5 of all lines (methods 11.3)
_LAG_LN_SD = 0.6  # proposed
_EXPORT_SIDE = 0.15  # proposed: lines that the exporting hub's ledger alone shows


def sell(  # noqa: PLR0917 (when, who to whom, what, how much)
    stage: Stage,
    day: date,
    exporter: Firm,
    importer: Firm,
    part: Part,
    quantity: float,
    *,
    is_context: bool = False,
    **fields: Any,  # noqa: ANN401 (the fields of PlannedLine)
) -> PlannedLine:
    """Return one planned sale, in the ledgers that are open, with the noise diverted lines have.

    Args:
        stage: The scheme.
        day: Of declaration.
        exporter, importer: The two sides.
        part: The goods.
        quantity: As declared.
        is_context: An honest line of a firm in the scheme: not in the truth of the scheme.
        **fields: Of `PlannedLine`.
    """
    is_from_hub = exporter.country_iso in stage.draft.hubs
    side = float(stage.rng.random())
    if is_from_hub and side < _EXPORT_SIDE:
        fields.setdefault("direction", "export")
    elif is_from_hub and side < _EXPORT_SIDE + stage.tactics.mirrored * (1 - _EXPORT_SIDE):
        fields.setdefault("is_mirrored", True)
    is_import = fields.get("direction", "import") == "import"
    if not (is_context or stage.is_honest):
        fields |= _disguise(stage, day, importer, part, is_import=is_import)
    scheme = None if is_context else stage.scheme
    return stage.draft.add_line(
        day, importer=importer, exporter=exporter, part=part, quantity=quantity, scheme=scheme, **fields
    )


def _disguise(stage: Stage, day: date, importer: Firm, part: Part, *, is_import: bool) -> dict[str, Any]:
    """Return what a diverted line hides: its exporter at times and, after the tactics changed, its listed code."""
    hidden: dict[str, Any] = {}
    if importer.country_iso == DESTINATION_ISO and is_import and stage.chance(stage.tactics.hidden):
        hidden["hides_exporter"] = True
    if part.kind == "listed" and stage.tactics.is_late(day) and stage.chance(stage.tactics.sibling):
        siblings = stage.draft.catalogue.siblings_of(part.hs6)
        if siblings:
            hidden["hs6"] = siblings[int(stage.rng.integers(0, len(siblings)))]
    return hidden


def orders(  # noqa: PLR0917 (who to whom, what, when, for how much)
    stage: Stage,
    exporters: Sequence[Firm],
    importers: Sequence[Firm],
    parts: Sequence[Part],
    days: Sequence[date],
    total_usd: float,
    *,
    markup: float | None = None,
    ln_sd: float = _LINE_LN_SD,
    **fields: Any,  # noqa: ANN401 (the arguments of sell)
) -> list[PlannedLine]:
    """Return sales on the days between sellers and buyers drawn from those given, worth about `total_usd` together.

    A day on which no seller or no buyer exists has no sale.

    `markup` multiplies the market's price of the day; the quantity stays that of the value at the market's price.
    `ln_sd` spreads the values of the orders.
    """
    weights = np.exp(stage.rng.normal(0.0, ln_sd, len(days)))
    lines = []
    for day, value_usd in zip(days, total_usd * weights / weights.sum(), strict=True):
        part = _one(stage, parts)
        exporter = _active(stage, exporters, day)
        importer = _active(stage, importers, day, besides=exporter)
        if part is None or exporter is None or importer is None:
            continue
        quantity = quantity_for(stage, part, day, exporter=exporter, importer=importer, value_usd=float(value_usd))
        if markup is not None:
            price = stage.draft.price(
                part, day, seller_iso=exporter.country_iso, destination_iso=importer.country_iso, rng=stage.rng
            )
            fields["unit_price_usd"] = round(price * markup * stage.spread(1.0, 0.12), 4)
        lines.append(sell(stage, day, exporter, importer, part, quantity, **fields))
    return lines


def quantity_for(stage: Stage, part: Part, day: date, *, exporter: Firm, importer: Firm, value_usd: float) -> float:
    """Return a quantity as an order of about this value has, at the market's price of the day."""
    market = stage.draft.price(part, day, seller_iso=exporter.country_iso, destination_iso=importer.country_iso)
    return stage.draft.typical(stage.rng, part, value_usd * part.price_usd / market)


def hand_on(
    stage: Stage,
    came_in: Sequence[PlannedLine],
    trader: Firm,
    buyers: Sequence[Firm],
    *,
    exact: float | None = None,
    **fields: Any,  # noqa: ANN401 (the arguments of sell)
) -> list[PlannedLine]:
    """Return the sales with which a trader hands on what came in.

    Some consignments are kept, some go out whole, some a few percent short, some in several pieces to several buyers.
    `exact` None: as often whole as the tactics have it.
    """
    gone: list[PlannedLine] = []
    for line in came_in:
        if stage.chance(stage.tactics.kept):
            continue
        whole = stage.chance(stage.tactics.exact if exact is None else exact)
        quantity = line.quantity if whole else _short(stage, line.quantity)
        pieces = [quantity] if whole else _pieces(stage, quantity, line.day)
        day = line.day
        for piece in pieces:
            day += timedelta(days=max(2, int(stage.spread(stage.tactics.lag_median_days, _LAG_LN_SD) / len(pieces))))
            if day > stage.calendar.last_on:
                break
            buyer = _active(stage, buyers, day, besides=trader)
            if buyer is not None and trader.is_active(day):
                gone.append(sell(stage, day, trader, buyer, line.part, piece, **fields))
    return gone


def context_trade(
    stage: Stage, firm: Firm, first: date, last: date, *, count: int, total_usd: float, parts: Sequence[Part] = ()
) -> list[PlannedLine]:
    """Return honest imports of a firm beside the scheme: civilian goods from neutral sellers, in no scheme's truth."""
    goods = list(parts) or [stage.civilian() for _ in range(3)]
    sellers = [stage.pick("neutral_exporter", active_on=first) for _ in range(2)]
    return orders(stage, sellers, [firm], goods, stage.days(first, last, count), total_usd, is_context=True)


def _one(stage: Stage, items: Sequence[_Item]) -> _Item | None:
    """Return one of the items, None where there are none; one random number is drawn whatever their count."""
    place = float(stage.rng.random())
    return items[int(place * len(items))] if items else None


def _active(stage: Stage, firms: Sequence[Firm], day: date, *, besides: Firm | None = None) -> Firm | None:
    """Return one of the firms that exist on a day and are not the other side."""
    return _one(stage, [firm for firm in firms if firm.is_active(day) and firm is not besides])


def _short(stage: Stage, quantity: float) -> float:
    """Return the quantity less what stays behind: up to a tenth, whole pieces."""
    left = quantity * (1.0 - float(stage.rng.uniform(0.0, 0.1)))
    return float(max(1, round(left)))


def _pieces(stage: Stage, quantity: float, day: date) -> list[float]:
    """Return whole numbers of pieces that add up to the quantity."""
    mean = stage.tactics.late_pieces if stage.tactics.is_late(day) else stage.tactics.pieces
    count = min(1 + int(stage.rng.poisson(mean - 1.0)), max(1, int(quantity)))
    if count == 1:
        return [quantity]
    cuts = stage.rng.dirichlet(np.full(count, 4.0)) * quantity
    whole = [float(max(1, round(cut))) for cut in cuts[:-1]]
    return [*whole, float(max(1.0, quantity - sum(whole)))]
