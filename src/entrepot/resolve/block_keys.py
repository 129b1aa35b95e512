"""All keys by which parties are brought together: those of their names, equal numbers, equal birth dates.

A key's weight is the share of its name that it makes up, in thousandths: a rare word is most of a name, a word that
thousands of parties share next to nothing. So the summed weight of what two parties share says how much of their names agrees.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from entrepot.resolve.name_keys import (
    Carried,
    carried,
    common_places,
    corrected_tokens,
    name_tokens,
    near_tokens,
    pair_keys,
    whole_name_keys,
)
from entrepot.resolve.name_words import name_words
from entrepot.resolve.near_words import IntArray, NearWords

KINDS = ("word", "pair", "name", "identifier", "birth_date")
_BIRTH_WEIGHT = 0.4  # of a whole name: an equal number is as good as an equal name, a birth date is not


@dataclass(frozen=True)
class NamedParties:
    """What keys are made of: rows of party and place in `names`, and rows of party and text for numbers and birth dates.

    A name comes with whether it is a person's; `is_person` is by party (0 or 1): people and firms share no word.
    """

    names: Sequence[tuple[str, bool]]
    is_person: IntArray
    name_party: IntArray
    name_place: IntArray
    numbers: tuple[IntArray, Sequence[str]]
    births: tuple[IntArray, Sequence[str]]


@dataclass(frozen=True)
class BlockKeys:
    """All keys, numbered through: who carries them; the kind (a place in `KINDS`) and use of each; near keys."""

    carried: Carried
    kind: IntArray
    use: IntArray
    near: NearWords
    words: list[str]
    parts: IntArray  # by key: a word's number, two words' numbers (lower << 32 | higher), -1 for other kinds

    def text(self, key: int) -> str:
        """Return a key in words for a report: a word, two words; other kinds are not spelled out and give their kind."""
        part, kind = int(self.parts[key]), KINDS[self.kind[key]]
        if part < 0:
            return kind
        return self.words[part] if kind == "word" else f"{self.words[part >> 32]} {self.words[part & 0xFFFFFFFF]}"


def block_keys(parties: NamedParties, most_sharing: int) -> BlockKeys:
    """Return the keys of parties.

    Args:
        parties: Names, numbers and birth dates.
        most_sharing: A word that more parties share is a common word: it is paired with the name's other common words.
    """
    read = name_words(parties.names)
    tokens = name_tokens(read, parties.name_party, parties.name_place, parties.is_person)
    near = near_tokens(read.words, tokens.use)
    corrected = corrected_tokens(near, tokens.use, most_sharing)
    common = common_places(tokens, corrected, most_sharing)
    pairs, pair_parts = pair_keys(tokens, common, corrected)
    of_kind = (
        carried(tokens.party, tokens.token, tokens.share, size=len(tokens.use)),
        pairs,
        whole_name_keys(tokens, common, corrected),
        _text_keys(*parties.numbers, 1.0),
        _text_keys(*parties.births, _BIRTH_WEIGHT),
    )
    others = sum(keys.size for keys in of_kind[2:])
    parts = np.concatenate([np.arange(len(tokens.use)) // 2, pair_parts, np.full(others, -1)]).astype(np.int64)
    return _numbered(of_kind, near, read.words, parts)


def _text_keys(party: IntArray, texts: Sequence[str], share: float) -> Carried:
    """Return a key for every text."""
    numbers_of: dict[str, int] = {}
    numbers = np.array([numbers_of.setdefault(text, len(numbers_of)) for text in texts], dtype=np.int64)
    return carried(party, numbers, np.full(len(party), share), size=len(numbers_of))


def _numbered(of_kind: Sequence[Carried], near: NearWords, words: list[str], parts: IntArray) -> BlockKeys:
    """Return the keys of all kinds in one numbering, without the rows of keys that bring no two parties together."""
    offsets = np.cumsum([0, *(keys.size for keys in of_kind)])
    use = np.concatenate([keys.use for keys in of_kind])
    kind = np.concatenate([np.full(keys.size, number, np.int64) for number, keys in enumerate(of_kind)])
    party = np.concatenate([keys.party for keys in of_kind])
    key = np.concatenate([keys.key + offset for keys, offset in zip(of_kind, offsets, strict=False)])
    weight = np.concatenate([keys.weight for keys in of_kind])
    is_shared = use > 1
    is_shared[near.first] = True
    is_shared[near.second] = True
    kept = is_shared[key]
    return BlockKeys(Carried(party[kept], key[kept], weight[kept], len(use)), kind, use, near, words, parts)
