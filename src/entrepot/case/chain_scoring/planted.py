"""The ways that goods of planted schemes (and of honest look-alikes) took: paths of firms with the lines they left."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from entrepot.errors import EntrepotError
from entrepot.store.engine import Engine, rows_of
from entrepot.store.sql import statement_beside
from entrepot.trace.queues import NEAR
from entrepot.world.scoring.truth import Scheme, Truth

MOST_DAYS = 180  # methods 8.2 F5: the longest of its windows
AGREEMENTS = ("part and quantity", "part", "code and quantity", "code", "heading")  # strongest first
BANDS = ("good", "fair", "poor")  # of the world's firms: how messily their names and numbers are declared
_MOST_HOPS = 4
_SLIP = 1.05  # [P] a piece is no larger than its consignment, but for a slip of the pen


@dataclass(frozen=True)
class TrueLine:
    """A line of a scheme: the firms that truly stand on it, and what it says.

    `sender` and `receiver` are the parties that the case made of its sides, None where it names none. `quantity` in `unit` is
    None where no amount is stated.
    """

    scheme_id: str
    line_id: str
    exporter: str
    importer: str
    sender: str | None
    receiver: str | None
    direction: str
    declared_on: date
    hs6: str
    part: str | None
    quantity: float | None
    unit: str

    def agreement(self, out: "TrueLine") -> int | None:
        """Return in what a line out could be this line handed on, as a place in AGREEMENTS; None where it could not be.

        It leaves 0 to 180 days later, no larger, with the same part number, or the same code or heading and no other part.
        """
        if not 0 <= (out.declared_on - self.declared_on).days <= MOST_DAYS or self.unit != out.unit:
            return None
        if self.quantity is None or out.quantity is None or out.quantity > _SLIP * self.quantity:
            return None
        is_near = abs(out.quantity - self.quantity) <= NEAR * self.quantity
        if self.part is not None and out.part is not None:
            return None if self.part != out.part else 0 if self.quantity == out.quantity else 1
        if self.hs6 and self.hs6 == out.hs6:
            return 2 if is_near else 3
        return 4 if self.hs6[:4] and self.hs6[:4] == out.hs6[:4] else None


@dataclass(frozen=True)
class Way:
    """A path of firms of one scheme into the destination, and for every hop the lines that could be one another handed on."""

    scheme: Scheme
    firms: tuple[str, ...]
    hops: tuple[tuple[TrueLine, ...], ...]

    @cached_property
    def agreement(self) -> str:
        """What goods in and out agree in at best, at the passing where they agree least."""
        return AGREEMENTS[max(self._best(k) for k in range(len(self.hops) - 1))]

    def pairs(self, passing: int) -> list[tuple[TrueLine, TrueLine]]:
        """Return the lines in and out of a firm on the way that agree."""
        into, out = self.hops[passing], self.hops[passing + 1]
        return [(i, o) for i in into for o in out if i.agreement(o) is not None]

    def _best(self, passing: int) -> int:
        return min(a for i, o in self.pairs(passing) if (a := i.agreement(o)) is not None)

    def band(self, bands: Mapping[str, str]) -> str:
        """Return the worst data quality among its firms."""
        return worst_band(bands[firm] for firm in self.firms)


def worst_band(bands: Iterable[str]) -> str:
    """Return the worst of some bands of data quality."""
    return max(bands, key=BANDS.index)


def scheme_lines(engine: Engine, truth: Truth) -> list[TrueLine]:
    """Return the lines of all schemes and look-alikes.

    Args:
        engine: With linked__declaration and, of `match_parties`, truth__line_firm.
        truth: Its folder holds scheme_line.parquet.

    Raises:
        EntrepotError: that file is missing.
    """
    path = truth.folder / "scheme_line.parquet"
    if not path.is_file():
        raise EntrepotError(
            "The truth cannot be read: scheme_line.parquet is missing",
            where=str(path),
            next_step="Make the world again: entrepot world DIR --rows N --seed S.",
        )
    engine.register_parquet("truth__scheme_line", [path])
    rows = rows_of(engine.run(statement_beside(__file__, "line")))
    return [TrueLine(**row) for row in rows if row["exporter"] and row["importer"]]


def ways_of(truth: Truth, lines: Sequence[TrueLine], destination_iso: str) -> list[Way]:
    """Return the ways of every scheme into the destination, in order of scheme and firms.

    The truth names the lines of a scheme and not which of them became which: a way is a path along which they could have.
    """
    by_scheme: dict[str, list[TrueLine]] = defaultdict(list)
    for line in lines:
        by_scheme[line.scheme_id].append(line)
    found = []
    for scheme in truth.schemes:
        edges: dict[tuple[str, str], list[TrueLine]] = defaultdict(list)
        for line in by_scheme.get(scheme.scheme_id, ()):
            edges[line.exporter, line.importer].append(line)
        ends = [pair for pair in sorted(edges) if truth.firms[pair[1]].country_iso == destination_iso]
        for sender, receiver in ends:
            start = Way(scheme, (sender, receiver), (tuple(edges[sender, receiver]),))
            found += [way for way in _extended(start, edges) if len(way.hops) > 1]
    return found


def _extended(way: Way, edges: Mapping[tuple[str, str], Sequence[TrueLine]]) -> list[Way]:
    """Return the longest ways that end in this one."""
    longer = []
    if len(way.hops) < _MOST_HOPS:
        for (sender, receiver), lines in sorted(edges.items()):
            if receiver == way.firms[0] and sender not in way.firms:
                into = tuple(i for i in lines if any(i.agreement(o) is not None for o in way.hops[0]))
                if into:
                    longer += _extended(_joined(way, sender, into), edges)
    return longer or [way]


def _joined(way: Way, sender: str, into: tuple[TrueLine, ...]) -> Way:
    """Return the way with one more hop before it, and of its other hops the lines that are still led to."""
    hops = [into]
    for lines in way.hops:
        hops.append(tuple(o for o in lines if any(i.agreement(o) is not None for i in hops[-1])))
    return Way(way.scheme, (sender, *way.firms), tuple(hops))
