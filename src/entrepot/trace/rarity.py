"""How telling it is that goods in and out agree: bits of the quantity and of the goods, less for what is common."""

from functools import lru_cache
from math import log2

import numpy as np

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


def lot_bits(ledger: Ledger, lots: Lots) -> tuple[Floats, Floats]:
    """Return two columns of bits for lots: of the quantity (0 where it does not agree), of part or brand (0 where neither).

    Lines of the firm itself are not counted among the others. A quantity of a part that others trade on 20 lines and more
    is judged among those as well, and the less telling figure counts: standard reels of a commodity part say little.
    """
    quantity, counts = ledger.quantity[lots.outbound], {k: v[lots.outbound] for k, v in ledger.counts.items()}
    digits = np.array([significant_digits(q) for q in quantity.tolist()], dtype=np.float64) * _BITS_A_DIGIT
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


def _share_bits(every: Ints, equal: Ints) -> Floats:
    bits: Floats = np.log2((np.maximum(every, 0) + 1) / (np.maximum(equal, 0) + 1))
    return np.maximum(bits, 0.0)


def _own(ledger: Ledger, lots: Lots, name: str) -> Ints:
    """Return for each lot how many lines of its firm, in or out, have its goods code and its quantity (part, brand)."""
    value = np.unique(ledger.quantity, return_inverse=True)[1] if name == "quantity" else ledger.of(name)
    goods = np.unique(ledger.of("hs6") * (int(value.max(initial=0)) + 2) + value + 1, return_inverse=True)[1]
    size = int(goods.max(initial=0)) + 1
    sides = [(ledger.of(side) + 1) * size + goods for side in ("importer", "exporter")]
    keys = np.unique(np.concatenate(sides), return_inverse=True)[1]
    received, sent = keys[: len(ledger)], keys[len(ledger) :]
    lines = np.bincount(keys, minlength=1)
    is_named = ledger.of("exporter")[lots.outbound] >= 0
    total: Ints = np.where(is_named, lines[sent[lots.outbound]], 0).astype(np.int64)
    # Where two firms stand on the two sides, the lines of the receiver are left out of the others too.
    receiver = ledger.of("importer")[lots.inbound]
    is_other = (receiver >= 0) & (receiver != ledger.of("exporter")[lots.outbound])
    return total + np.where(is_other, lines[received[lots.inbound]], 0)
