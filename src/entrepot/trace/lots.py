"""Lots: which goods in may have become which goods out, within a firm, between linked firms, or unseen within a country."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from entrepot.trace.ledger import Ints, Ledger
from entrepot.trace.matching import METHODS, PRICE_BAND, TIERS, Accepts, Holders, Lots, Matcher
from entrepot.trace.queues import Fits

KINDS = ("firm", "link", "gap")  # in the order they are matched: what is seen first, what is inferred from what is left
_EXACT, _PART, _CODE, _BRAND, _PRICE = range(len(TIERS))


@dataclass(frozen=True)
class Account:
    """All lots of one method: observed within firms first, then inferred from what those leave; `kind` numbers KINDS."""

    method: str
    lots: Lots
    kind: Ints


def account(
    ledger: Ledger, window_days: int, method: str, *, links: Sequence[tuple[str, str]] = (), with_gaps: bool = True
) -> Account:
    """Return the lots of a ledger by one method.

    Args:
        ledger: The consignments; those of every firm asked about must be complete, or their goods are passed on wrongly.
        window_days: Days from arrival to leaving, at most.
        method: best_fit or first_in_first_out.
        links: Pairs of linked firms, between whom goods may have passed without a line; used only if given.
        with_gaps: Whether the same part may have changed hands unseen within a country.
    """
    if method not in METHODS:
        raise ValueError(f"no such method: {method}")
    matcher = Matcher(ledger, window_days)
    _passes(matcher, Holders(ledger.of("importer"), ledger.of("exporter")), method)
    counts = [len(matcher)]
    for pair in links:
        _passes(matcher, _linked(ledger, pair), method, accepts=_other_firm(ledger), is_part_only=True)
    counts.append(len(matcher))
    if with_gaps:
        country = Holders(ledger.country("importer"), ledger.country("exporter"))
        _passes(matcher, country, method, accepts=_other_firm(ledger), is_part_only=True)
    lots = matcher.lots()
    counts.append(len(lots))
    return Account(method, lots, np.repeat(np.arange(len(KINDS)), np.diff([0, *counts])))


def _passes(
    matcher: Matcher, holders: Holders, method: str, *, accepts: Accepts | None = None, is_part_only: bool = False
) -> None:
    ledger = matcher.ledger
    part, unit, hs6 = ledger.of("part"), ledger.of("unit"), ledger.of("hs6")
    is_best = method == "best_fit"
    if is_best:
        matcher.first_in(holders, (part, unit, ledger.amount[1]), _EXACT, accepts)
    matcher.first_in(holders, (part, unit), _PART, accepts)
    if is_part_only:
        return
    # Where only some consignments of a firm are known, its other goods would be matched to the wrong ones.
    holders = Holders(ledger.whole("importer"), ledger.whole("exporter"))
    if is_best:
        matcher.near_quantities(holders, (hs6, unit), _CODE, _same_code(ledger))
    matcher.first_in(holders, (hs6, ledger.of("brand"), unit), _BRAND, _in_band(ledger, needs_brand=False))
    matcher.first_in(holders, (hs6, unit), _PRICE, _in_band(ledger, needs_brand=True))


def _linked(ledger: Ledger, pair: tuple[str, str]) -> Holders:
    numbers = [_number_of(ledger, party) for party in pair]
    if min(numbers) < 0:
        nobody = np.full(len(ledger), -1, dtype=np.int64)
        return Holders(nobody, nobody)
    receives = np.where(ledger.of("importer") == numbers[0], 0, -1)
    return Holders(receives, np.where(ledger.of("exporter") == numbers[1], 0, -1))


def _number_of(ledger: Ledger, party_id: str) -> int:
    known = ledger.words["importer"]
    place = int(np.searchsorted(np.array(known, dtype=object), party_id)) if known else 0
    return place if place < len(known) and known[place] == party_id else -1


def _other_firm(ledger: Ledger) -> Accepts:
    """Return the test that two firms, or one that is not named, stand on the two sides of a hop nobody saw."""

    def among(ins: Ints, outs: Ints) -> Fits:
        receiver: list[int] = ledger.of("importer")[ins].tolist()
        sender: list[int] = ledger.of("exporter")[outs].tolist()
        customer: list[int] = ledger.of("importer")[outs].tolist()
        in_rows, out_rows = ins.tolist(), outs.tolist()

        def fits(i: int, o: int) -> bool:
            return (receiver[i] < 0 or receiver[i] not in (sender[o], customer[o])) and in_rows[i] != out_rows[o]

        return fits

    return among


def _same_code(ledger: Ledger) -> Accepts:
    """Return the test that one goods code is that of the other, or begins with it, and no part numbers differ."""
    codes = [*ledger.words["hs_code"], None]  # the last for -1

    def among(ins: Ints, outs: Ints) -> Fits:
        (in_part, out_part), (in_code, out_code) = (_sides(ledger.of(name), ins, outs) for name in ("part", "hs_code"))

        def fits(i: int, o: int) -> bool:
            if in_part[i] >= 0 <= out_part[o] and in_part[i] != out_part[o]:
                return False
            one, other = codes[in_code[i]], codes[out_code[o]]
            return one is not None and other is not None and (one.startswith(other) or other.startswith(one))

        return fits

    return among


def _in_band(ledger: Ledger, *, needs_brand: bool) -> Accepts:
    """Return the test that the price a unit rose no more than a trader's margin, and part numbers (and brands) do not differ."""
    low, high = PRICE_BAND

    def among(ins: Ints, outs: Ints) -> Fits:
        (in_part, out_part), (in_brand, out_brand) = (_sides(ledger.of(name), ins, outs) for name in ("part", "brand"))
        lowest: list[float] = (low * ledger.price[ins]).tolist()
        highest: list[float] = (high * ledger.price[ins]).tolist()
        price: list[float] = ledger.price[outs].tolist()

        def fits(i: int, o: int) -> bool:
            if not lowest[i] <= price[o] <= highest[i]:  # False where a price is not known
                return False
            if in_part[i] >= 0 <= out_part[o] and in_part[i] != out_part[o]:
                return False
            return not (needs_brand and in_brand[i] >= 0 <= out_brand[o] and in_brand[i] != out_brand[o])

        return fits

    return among


def _sides(column: Ints, ins: Ints, outs: Ints) -> tuple[list[int], list[int]]:
    return column[ins].tolist(), column[outs].tolist()
