"""What goods and their part numbers are called, as the lines write them."""

from collections.abc import Mapping, Sequence
from typing import Any

from entrepot.normalise.part_grammar import TIER_WORDS
from entrepot.normalise.part_numbers import part_number_key
from entrepot.trace.ledger import Ledger
from entrepot.trace.part_keys import PartKey


def goods_words(ledger: Ledger, places: Sequence[int], lines: Sequence[Mapping[str, Any]]) -> str:
    """Return what consignments hold: the code, and the part as their lines write it where one is named."""
    part, hs6 = ledger.word("part", places[0]), ledger.word("hs6", places[0])
    written = dict.fromkeys(line["part_number"] for line in lines if line["part_number"])
    return f"HS {hs6} {' / '.join(written) or part}" if part else f"HS {hs6}"


def other_parts(lines: Sequence[Mapping[str, Any]], parts: Mapping[str, PartKey]) -> list[str]:
    """Return what to say of part numbers that agree with the one asked about without being it; `parts` by key."""
    keys = dict.fromkeys(part_number_key(line["part_number"]) or "" for line in lines if line["part_number"])
    near = [parts[key] for key in keys if key in parts and parts[key].match.tier != "exact"]
    return [
        f"Lines say {one.reported}, not {one.asked} ({TIER_WORDS[one.match.tier]}): {one.match.reason}." for one in near
    ]
