"""How telling it is that goods in and out agree: bits of the quantity and of the goods, less for what is common."""

from functools import lru_cache
from math import log2

import numpy as np
import pyarrow as pa

from entrepot.store.engine import Engine
from entrepot.store.sql import statement_beside
from entrepot.trace.ledger import Floats, Ints, Ledger
from entrepot.trace.matching import TIERS, Lots

_BITS_A_DIGIT = log2(10)
_COMMON_PART = 20  # [P] lines of others: from here on a quantity is judged among lines of its part as well
_EXACT, _PART, _CODE, _BRAND, _PRICE = range(len(TIERS))


@lru_cache(maxsize=1 << 16)
def significant_digits(quantity: float) -> int:
    """Return how many digits of a number are left without the zeros at its ends: 2598 has four, 2500 two, 1000 one."""
    digits = f"{quantity:.12g}".replace(".", "").strip("0")
    return max(1, len(digits)) if "e" not in digits else 1


def quantity_bits(quantity: float, *, equal_lines: int, all_lines: int) -> float:
    """Return how telling a quantity is, in bits: -log2 of its share among other lines, less for round numbers.

    Args:
        quantity: The quantity of a match.
        equal_lines: Other lines of the goods code with the same quantity.
        all_lines: All other lines of the goods code.
    """
    return min(log2((all_lines + 1) / (equal_lines + 1)), significant_digits(quantity) * _BITS_A_DIGIT)


def lot_bits(engine: Engine, ledger: Ledger, lots: Lots) -> tuple[Floats, Floats]:
    """Return two columns of bits for lots: of the quantity (0 where it does not agree), of part or brand (0 where neither).

    Lines of the firm itself are not counted among the others. A quantity of a part that others trade on 20 lines and more
    is judged among those as well, and the less telling figure counts: standard reels of a commodity part say little.

    Args:
        engine: With trace__consignment.
        ledger: Consignments of it.
        lots: Lots of the ledger.
    """
    counts = _counted(engine, ledger, lots)
    quantities, place = np.unique(ledger.quantity[lots.outbound], return_inverse=True)
    digits = np.array([significant_digits(q) for q in quantities.tolist()], dtype=np.float64)[place] * _BITS_A_DIGIT
    own = {name: _own(ledger, lots, name) for name in ("quantity", "part", "brand")}
    others = counts["code_lines"] - own["quantity"]
    exact = _share_bits(others, counts["equal_lines"] - own["quantity"])
    part_others = counts["part_lines"] - own["part"]
    in_part = _share_bits(part_others, counts["part_equal_lines"] - own["quantity"])
    exact = np.where(part_others >= _COMMON_PART, np.minimum(exact, in_part), exact)
    near = _share_bits(others, counts["near_lines"] - own["quantity"])
    bits = np.where(lots.tier == _EXACT, exact, np.where(lots.tier == _CODE, near, 0.0))
    part = _share_bits(counts["code_lines"], part_others)
    brand = _share_bits(counts["code_lines"], counts["brand_lines"] - own["brand"])
    goods = np.where(lots.tier <= _PART, part, np.where(lots.tier == _BRAND, brand, 0.0))
    return np.minimum(bits, digits), goods


def _counted(engine: Engine, ledger: Ledger, lots: Lots) -> dict[str, Ints]:
    """Return for each lot how common the goods of its consignment out are."""
    sent, place = np.unique(lots.outbound, return_inverse=True)
    texts = {"hs6": "hs6", "part_key": "part", "brand_key": "brand"}
    asked = {"place": pa.array(np.arange(len(sent))), "quantity": pa.array(ledger.quantity[sent])}
    asked |= {column: ledger.texts(name, sent) for column, name in texts.items()}
    engine.register("trace__goods_asked", pa.table(asked))
    found = engine.run(statement_beside(__file__, "counted"))
    engine.register("trace__goods_asked", pa.table(asked).slice(0, 0))  # its memory is wanted for what follows
    return {name: found.column(name).cast(pa.int64()).to_numpy()[place] for name in found.column_names}


def _share_bits(every: Ints, equal: Ints) -> Floats:
    bits: Floats = np.log2((np.maximum(every, 0) + 1) / (np.maximum(equal, 0) + 1))
    return np.maximum(bits, 0.0)


def _own(ledger: Ledger, lots: Lots, name: str) -> Ints:
    """Return for each lot how many lines of its firm, in or out, have its goods code and its quantity (part, brand)."""
    value = ledger.amount[1] if name == "quantity" else ledger.of(name)
    goods = ledger.of("hs6") * (int(value.max(initial=0)) + 2) + value + 1
    size = int(goods.max(initial=0)) + 1
    sender, receiver = ledger.of("exporter")[lots.outbound], ledger.of("importer")[lots.inbound]
    is_asked = np.zeros(int(max(sender.max(initial=-1), receiver.max(initial=-1))) + 2, dtype=np.bool_)
    is_asked[sender], is_asked[receiver], is_asked[-1] = True, True, False  # the last is nobody
    sides = []
    for side in ("importer", "exporter"):
        firm = ledger.of(side)
        kept = is_asked[np.minimum(firm, len(is_asked) - 1)]
        sides.append(firm[kept] * size + goods[kept])
    keys = np.sort(np.concatenate(sides))
    total = _times(keys, np.where(sender >= 0, sender * size + goods[lots.outbound], -1))
    # Where two firms stand on the two sides, the lines of the receiver are left out of the others too.
    is_other = (receiver >= 0) & (receiver != sender)
    return total + _times(keys, np.where(is_other, receiver * size + goods[lots.inbound], -1))


def _times(keys: Ints, asked: Ints) -> Ints:
    """Return how often each key asked about is among sorted ones."""
    wanted, place = np.unique(asked, return_inverse=True)  # in order: searching from place to place in memory is dear
    times: Ints = (np.searchsorted(keys, wanted, side="right") - np.searchsorted(keys, wanted))[place]
    return times
