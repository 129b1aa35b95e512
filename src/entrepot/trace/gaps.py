"""Gaps: goods that reached the party asked about and of whose way before their sender there is no line."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from entrepot.trace.answer import Gap
from entrepot.trace.details import Known, day_text
from entrepot.trace.ledger import Floats, Ints, Ledger
from entrepot.trace.lots import Account
from entrepot.trace.part_words import goods_words

_LEFT_OPEN = 0.02  # of a quantity: less is rounding of one of the lines


@dataclass(frozen=True)
class OpenEnd:
    """Consignments of one sender, receiver and goods, and how much of them no lot explains."""

    places: tuple[int, ...]
    quantity: float
    received: int

    def shown(self, ledger: Ledger, known: Known) -> Gap:
        """Return the gap in words, with what is known on the side that was seen."""
        first, last = self.places[0], self.places[-1]
        sender, receiver = known.party(ledger, "exporter", first), known.party(ledger, "importer", first)
        goods, unit = (
            goods_words(ledger, self.places, known.lines_of(ledger, self.places)),
            ledger.word("unit", first) or "",
        )
        seen = (
            f"{sender.name} was seen to receive {self.received} consignments of this code by then"
            if self.received
            else f"nothing of this code was seen to come to {sender.name} before"
        )
        return Gap(
            sender=sender,
            receiver=receiver,
            goods=goods,
            quantity=self.quantity,
            unit=unit,
            first_on=day_text(int(ledger.arrived[first])),
            last_on=day_text(int(ledger.arrived[last])),
            received=self.received,
            words=f"{self.quantity:,.10g} {unit} of {goods} came from {sender.name} to {receiver.name}: {seen}.",
            lines=known.lines_of(ledger, self.places),
        )


def gaps_of(ledger: Ledger, found: Account, targets: Ints, most: int) -> tuple[OpenEnd, ...]:
    """Return what reached the targets and no lot explains, the largest share of a sender's goods first.

    Args:
        ledger: The consignments.
        found: The lots that explain some of them.
        targets: Consignments to the parties asked about, by position.
        most: Gaps returned, at most.
    """
    explained = np.bincount(found.lots.outbound, weights=found.lots.quantity, minlength=len(ledger))
    left = ledger.quantity - explained
    groups: dict[tuple[int, ...], list[int]] = defaultdict(list)
    names = ("exporter", "importer", "hs6", "part", "unit")
    for place in targets[left[targets] > _LEFT_OPEN * ledger.quantity[targets]].tolist():
        groups[tuple(int(ledger.of(name)[place]) for name in names)].append(place)
    value = {key: float(np.nansum(ledger.value_usd[places])) for key, places in groups.items()}
    order = sorted(groups, key=lambda key: (key[3] < 0, -value[key], ledger.ids[groups[key][0]]))
    # Of those shown alone: what the sender received is looked up in all consignments.
    return tuple(_open_end(ledger, left, key, groups[key]) for key in order[:most])


def _open_end(ledger: Ledger, left: Floats, key: tuple[int, ...], places: list[int]) -> OpenEnd:
    received = _received(ledger, key[0], key[2], places[-1])
    return OpenEnd(tuple(places), round(float(left[places].sum()), 6), received)


def _received(ledger: Ledger, firm: int, hs6: int, by: int) -> int:
    if firm < 0:
        return 0
    is_in = (ledger.of("importer") == firm) & (ledger.of("hs6") == hs6) & (ledger.arrived <= ledger.left[by])
    return int(is_in.sum())
