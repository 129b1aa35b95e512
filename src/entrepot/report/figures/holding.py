"""How long a firm holds goods: what comes in is matched with what goes out, first in, first out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


class Moved(Protocol):
    """What the matching must know of a movement."""

    @property
    def on(self) -> date:
        """The day."""
        ...

    @property
    def from_id(self) -> str:
        """The sender."""
        ...

    @property
    def to_id(self) -> str:
        """The receiver."""
        ...

    @property
    def goods(self) -> str:
        """What moved; only the same goods are matched."""
        ...

    @property
    def quantity(self) -> float:
        """How much."""
        ...


@dataclass(frozen=True)
class Held:
    """A quantity that a firm received on one day and sent on another."""

    party_id: str
    from_on: date
    to_on: date
    quantity: float


def holdings(movements: Sequence[Moved]) -> Iterator[Held]:
    """Yield what each firm held from when to when; what was never sent on, or sent before it came, is not held."""
    stock: dict[tuple[str, str], list[tuple[date, float]]] = {}
    for movement in sorted(movements, key=lambda m: (m.on, m.goods, m.from_id, m.to_id)):
        yield from _sent(movement, stock.get((movement.from_id, movement.goods), []))
        stock.setdefault((movement.to_id, movement.goods), []).append((movement.on, movement.quantity))


def _sent(movement: Moved, lots: list[tuple[date, float]]) -> Iterator[Held]:
    """Yield what the sender takes from its lots, oldest first, and take it out of them."""
    wanted = movement.quantity
    while wanted > 0 and lots:
        received_on, left = lots[0]
        used = min(left, wanted)
        yield Held(movement.from_id, received_on, movement.on, used)
        wanted -= used
        lots[:1] = [(received_on, left - used)] if left > used else []
