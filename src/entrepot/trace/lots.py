"""Lots: which goods in may have become which goods out, within a firm, between linked firms, or unseen within a country."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from entrepot.trace.ledger import Ints, Ledger
from entrepot.trace.matching import METHODS, PRICE_BAND, TIERS, Accepts, Holders, Lots, Matcher

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
    counts = [len(matcher.lots())]
    for pair in links:
        _passes(matcher, _linked(ledger, pair), method, accepts=_other_firm(ledger), is_part_only=True)
    counts.append(len(matcher.lots()))
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
        quantity = np.unique(ledger.quantity, return_inverse=True)[1].astype(np.int64)
        matcher.first_in(holders, (part, unit, quantity), _EXACT, accepts)
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
    importer: list[int] = ledger.of("importer").tolist()
    exporter: list[int] = ledger.of("exporter").tolist()

    def accepts(i: int, o: int) -> bool:
        return (importer[i] < 0 or importer[i] not in (exporter[o], importer[o])) and i != o

    return accepts


def _same_code(ledger: Ledger) -> Accepts:
    """Return the test that one goods code is that of the other, or begins with it, and no part numbers differ."""
    codes = ledger.words["hs_code"]
    numbers: list[int] = ledger.of("hs_code").tolist()
    part: list[int] = ledger.of("part").tolist()

    def accepts(i: int, o: int) -> bool:
        if part[i] >= 0 <= part[o] and part[i] != part[o]:
            return False
        if numbers[i] < 0 or numbers[o] < 0:
            return False
        one, other = codes[numbers[i]], codes[numbers[o]]
        return one.startswith(other) or other.startswith(one)

    return accepts


def _in_band(ledger: Ledger, *, needs_brand: bool) -> Accepts:
    """Return the test that the price a unit rose no more than a trader's margin, and part numbers (and brands) do not differ."""
    price: list[float] = ledger.price.tolist()
    part: list[int] = ledger.of("part").tolist()
    brand: list[int] = ledger.of("brand").tolist()
    low, high = PRICE_BAND

    def accepts(i: int, o: int) -> bool:
        if part[i] >= 0 <= part[o] and part[i] != part[o]:
            return False
        if needs_brand and brand[i] >= 0 <= brand[o] and brand[i] != brand[o]:
            return False
        return low * price[i] <= price[o] <= high * price[i]  # False where a price is not known

    return accepts
