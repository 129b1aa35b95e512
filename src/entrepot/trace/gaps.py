"""Gaps: goods that reached the party asked about and of whose way before their sender there is no line."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from entrepot.trace.answer import Gap
from entrepot.trace.details import Known, day_text, goods_words
from entrepot.trace.ledger import Ints, Ledger
from entrepot.trace.lots import Account

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
        goods, unit = goods_words(ledger, self.places), ledger.word("unit", first) or ""
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
    ends = [
        OpenEnd(tuple(places), round(float(left[places].sum()), 6), _received(ledger, key[0], key[2], places[-1]))
        for key, places in groups.items()
    ]
    value = {end: float(np.nansum(ledger.value_usd[list(end.places)])) for end in ends}
    ends.sort(key=lambda end: (ledger.of("part")[end.places[0]] < 0, -value[end], ledger.ids[end.places[0]]))
    return tuple(ends[:most])


def _received(ledger: Ledger, firm: int, hs6: int, by: int) -> int:
    if firm < 0:
        return 0
    is_in = (ledger.of("importer") == firm) & (ledger.of("hs6") == hs6) & (ledger.arrived <= ledger.left[by])
    return int(is_in.sum())
