"""Lines of a month as arrays: drawn and planned ones alike, before they are written out in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
DIRECTIONS = ("import", "export", "transit", "reexport")
CURRENCIES = ("USD", "EUR", "CNY", "RUB", "TRY", "KZT", "AED")
MODES = ("road", "air", "sea", "rail")
INCOTERMS = ("FCA", "CPT", "DAP", "EXW", "FOB", "CIF", "CIP")
NOBODY = -1


@dataclass
class Block:
    """Arrays of equal length, one place a line. Firms are positions in the draft, NOBODY where the line names none.

    `words` are texts that a planned line declares instead of what is drawn: column name -> place of the line -> text.
    `declaration` numbers the declarations within the block; `scheme` is the place of the scheme in the records or NOBODY.
    `price_usd` is of a piece. `mirror` marks lines declared on the other side as well. Countries are places in `isos`.
    """

    day: Ints
    direction: Ints
    reporting: Ints
    importer: Ints
    exporter: Ints
    part: Ints
    quantity: Floats
    price_usd: Floats
    origin: Ints
    dispatch: Ints
    seller: Ints
    destination: Ints
    currency: Ints
    mode: Ints
    incoterm: Ints
    office: Ints
    consignee: Ints
    declarant: Ints
    declaration: Ints
    scheme: Ints
    mirror: npt.NDArray[np.bool_]
    words: dict[str, dict[int, str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.day)

    def taken(self, places: Ints) -> "Block":
        """Return the lines at some places, in that order."""
        arrays = {name: getattr(self, name)[places] for name in array_names()}
        back: dict[int, list[int]] = {}
        wanted = {place for texts in self.words.values() for place in texts}
        if wanted:
            for new, old in enumerate(places.tolist()):
                if old in wanted:
                    back.setdefault(old, []).append(new)
        words = {
            column: {new: text for old, text in texts.items() for new in back.get(old, ())}
            for column, texts in self.words.items()
        }
        return Block(**arrays, words=words)


def array_names() -> tuple[str, ...]:
    """Return the names of the block's arrays."""
    return tuple(each.name for each in fields(Block) if each.name != "words")


def joined(blocks: Sequence[Block]) -> Block:
    """Return the lines of several blocks one after another; declarations of different blocks stay different."""
    arrays = {name: [getattr(block, name) for block in blocks] for name in array_names()}
    offset, declarations = 0, []
    for block in blocks:
        declarations.append(block.declaration + offset)
        offset += int(block.declaration.max()) + 1 if len(block) else 0
    arrays["declaration"] = declarations
    words: dict[str, dict[int, str]] = {}
    start = 0
    for block in blocks:
        for column, texts in block.words.items():
            words.setdefault(column, {}).update({place + start: text for place, text in texts.items()})
        start += len(block)
    return Block(**{name: np.concatenate(parts) for name, parts in arrays.items()}, words=words)
