"""Keys from names: words weighted by how few parties share them, pairs of common words, whole names of common words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from entrepot.resolve.name_words import ACRONYM, CHARACTERS, WRITTEN, NameWords
from entrepot.resolve.near_words import FloatArray, IntArray, NearWords, near_words

_RARE = 3  # a word of so few parties that is near a common one is taken for its misspelling as well
_MOST_PAIRED = 6  # common words of one name that are paired
WHOLE = 1000  # the weight of a whole name


@dataclass(frozen=True)
class Carried:
    """Who carries which key with what weight, as columns of equal length; `size` keys are numbered from 0, all are met."""

    party: IntArray
    key: IntArray
    weight: IntArray
    size: int

    @property
    def use(self) -> IntArray:
        """How many parties carry each key; a party carries a key once."""
        return np.bincount(self.key, minlength=self.size).astype(np.int64)


@dataclass(frozen=True)
class Tokens:
    """Words of name rows as columns: row, token (a word among firms or among people), its share of the name."""

    row: IntArray
    party: IntArray
    token: IntArray
    role: IntArray
    use: IntArray
    share: FloatArray


def word_weight(use: IntArray) -> FloatArray:
    """Return how telling words are by how many parties share them: 1 for one party, 0.06 for 300.

    Depends on nothing but the word's own use, so that parties without the word change no weight.
    """
    weight: FloatArray = (1.0 + np.log(np.maximum(use, 1))) ** -1.5
    return weight


def name_tokens(read: NameWords, name_party: IntArray, name_place: IntArray, is_person: IntArray) -> Tokens:
    """Return the words of every name row; a party that has a name twice has its words twice."""
    counts = np.bincount(read.name, minlength=int(name_place.max(initial=-1)) + 1)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]]) if len(counts) else counts
    repeated = counts[name_place]
    row = np.repeat(np.arange(len(name_place), dtype=np.int64), repeated)
    within = np.arange(len(row), dtype=np.int64) - np.repeat(np.cumsum(repeated) - repeated, repeated)
    at = np.repeat(starts[name_place], repeated) + within
    party = name_party[row]
    token = read.word[at] * 2 + is_person[party]
    use = np.bincount(np.unique((token << 32) | party) >> 32, minlength=2 * len(read.words)).astype(np.int64)
    role, weight = read.role[at], word_weight(use)[token]
    written = np.bincount(row, weights=weight * (role == WRITTEN), minlength=len(name_place))
    characters = np.bincount(row, weights=weight * (role == CHARACTERS), minlength=len(name_place))
    # Two characters overlap the next two by half; made words stand beside what they are made of and add nothing to the name.
    share = np.minimum(weight / (written + characters / 2)[row], 1.0)
    share = np.where(role == ACRONYM, weight, share)  # it stands for the whole name
    return Tokens(row, party, token, role, use, share)


def near_tokens(words: Sequence[str], use: IntArray) -> NearWords:
    """Return near words as near tokens, among firms and among people."""
    near = near_words(words)
    parts = [(near.first * 2 + side, near.second * 2 + side, near.similarity) for side in (0, 1)]
    first, second, similarity = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    is_met = (use[first] > 0) & (use[second] > 0)
    return NearWords(first[is_met], second[is_met], similarity[is_met])


def corrected_tokens(near: NearWords, use: IntArray, most_sharing: int) -> IntArray:
    """Return, by token, itself or the common token that a rare one is probably a misspelling of."""
    corrected = np.arange(len(use), dtype=np.int64)
    one, other = np.concatenate([near.first, near.second]), np.concatenate([near.second, near.first])
    similarity = np.concatenate([near.similarity] * 2)
    is_error = (use[one] <= _RARE) & (use[other] > most_sharing)
    one, other, similarity = one[is_error], other[is_error], similarity[is_error]
    order = np.lexsort((other, use[other], similarity))  # the last written counts: the most alike, then the commonest
    corrected[one[order]] = other[order]
    return corrected


def common_places(tokens: Tokens, corrected: IntArray, most_sharing: int) -> IntArray:
    """Return the places of the tokens that are, or seem to be, common words of a name."""
    return np.flatnonzero((tokens.use[corrected[tokens.token]] > most_sharing) & (tokens.role <= CHARACTERS))


def pair_keys(tokens: Tokens, common: IntArray, corrected: IntArray) -> tuple[Carried, IntArray]:
    """Return pairs of common words of one name, and the two words' numbers by key."""
    row, party, token = tokens.row[common], tokens.party[common], corrected[tokens.token[common]]
    found: list[tuple[IntArray, IntArray, FloatArray]] = []
    for distance in range(1, _MOST_PAIRED):
        is_pair = row[distance:] == row[:-distance]
        one, other = token[:-distance][is_pair], token[distance:][is_pair]
        share = tokens.share[common]
        both = np.minimum(share[:-distance][is_pair] + share[distance:][is_pair], 1.0)
        found.append((party[:-distance][is_pair], (np.minimum(one, other) << 32) | np.maximum(one, other), both))
    parties, joined, shares = (np.concatenate(columns) for columns in zip(*found, strict=True))
    parts, numbers = np.unique(joined, return_inverse=True)
    keys = carried(parties, numbers, shares, size=len(parts))
    return keys, ((parts >> 33) << 32) | ((parts & 0xFFFFFFFF) >> 1)


def whole_name_keys(tokens: Tokens, common: IntArray, corrected: IntArray) -> Carried:
    """Return a key for every name of nothing but common words, whatever their order."""
    counted = np.bincount(tokens.row[tokens.role <= CHARACTERS]) if len(tokens.row) else np.zeros(0, np.int64)
    rows = tokens.row[common]
    all_common = np.bincount(rows, minlength=len(counted)) == counted
    is_kept = all_common[rows] if len(rows) else np.zeros(0, bool)
    # The sum of scrambled numbers does not depend on the order (constants of splitmix64).
    scrambled = corrected[tokens.token[common[is_kept]]].astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        scrambled = (scrambled ^ (scrambled >> np.uint64(shift))) * np.uint64(factor)
    rows = rows[is_kept]
    starts = np.flatnonzero(np.concatenate([[True], rows[1:] != rows[:-1]])) if len(rows) else np.zeros(0, np.int64)
    sums = np.add.reduceat(scrambled, starts) if len(rows) else scrambled
    _, numbers = np.unique(sums, return_inverse=True)
    party = tokens.party[common[is_kept]][starts]
    return carried(party, numbers, np.ones(len(party)), size=int(numbers.max(initial=-1)) + 1)


def carried(party: IntArray, key: IntArray, share: FloatArray, *, size: int) -> Carried:
    """Return each party with each key once, with its greatest share; `size` keys are numbered."""
    order = np.lexsort((share, key, party))
    party, key, share = party[order], key[order], share[order]
    is_last = np.concatenate([(party[1:] != party[:-1]) | (key[1:] != key[:-1]), np.ones(min(1, len(party)), bool)])
    weight = np.rint(share[is_last] * WHOLE).astype(np.int64)
    return Carried(party[is_last], key[is_last], weight, size)
