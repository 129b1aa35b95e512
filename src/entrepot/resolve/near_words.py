"""Pairs of folded words that one or two typing errors, or a freer spelling, turn into each other; found without comparing all.

Two words are compared where they share the text that remains when one letter is left out of each (a deletion
neighbourhood: it holds every insertion, deletion, replacement and swap of neighbours), or their consonants. The neighbourhood
is computed as hashes on whole arrays; a hash decides only what is compared, the edit distance decides what is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from entrepot.normalise.transliteration import skeleton

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

MIN_LETTERS = 4  # shorter words are one error away from too many others: "stek", "step", "sten"
_HASHED_LETTERS = 24  # longer words are hashed by their first letters; the comparison reads all
_MOST_IN_GROUP = 24  # words that share one remainder; more are endings, not errors
_LEAST_SIMILARITY = 0.76  # of the longer word's letters: two errors in eight letters, one in four
_LEAST_OF_SOUND = 0.6  # where all consonants agree: Stribkov and Strebkau
_BASE = np.uint64(1_099_511_628_211)  # the FNV prime: any large odd number serves


@dataclass(frozen=True)
class NearWords:
    """Pairs of places in a list of words with `first < second`, and how alike they are, from 0 to 1."""

    first: IntArray
    second: IntArray
    similarity: FloatArray


def near_words(words: Sequence[str]) -> NearWords:
    """Return the pairs of different words that are alike, ordered by place.

    Args:
        words: Distinct folded words (ASCII); those shorter than `MIN_LETTERS` or with digits pair with none.
    """
    places = np.array(
        [place for place, word in enumerate(words) if len(word) >= MIN_LETTERS and word.isalpha()], dtype=np.int64
    )
    usable = [words[place] for place in places]
    keys, owners = _remainders(usable)
    by_error, by_sound = _pairs_in_groups(keys, owners), _pairs_in_groups(*_sounds(usable))
    pairs = np.unique(np.concatenate([by_error, by_sound]))
    first, second = pairs >> 32, pairs & 0xFFFFFFFF
    similarity = _similarities(usable, first, second)
    kept = similarity >= np.where(np.isin(pairs, by_sound), _LEAST_OF_SOUND, _LEAST_SIMILARITY)
    return NearWords(places[first[kept]], places[second[kept]], similarity[kept])


def _remainders(words: Sequence[str]) -> tuple[npt.NDArray[np.uint64], IntArray]:
    """Return the hash of every word and of every text that is left when one letter is taken out, and the word's place."""
    letters = np.zeros((len(words), _HASHED_LETTERS), dtype=np.uint8)
    for place, word in enumerate(words):
        cut = word[:_HASHED_LETTERS].encode("ascii")
        letters[place, : len(cut)] = np.frombuffer(cut, dtype=np.uint8)
    lengths = (letters > 0).sum(axis=1)
    prefix = np.zeros((len(words), _HASHED_LETTERS + 1), dtype=np.uint64)
    for column in range(_HASHED_LETTERS):
        prefix[:, column + 1] = prefix[:, column] * _BASE + letters[:, column]
    power = np.cumprod(np.concatenate([[np.uint64(1)], np.full(_HASHED_LETTERS, _BASE)]), dtype=np.uint64)
    whole = prefix[np.arange(len(words)), lengths]
    keys, owners = [whole], [np.arange(len(words), dtype=np.int64)]
    for column in range(_HASHED_LETTERS):
        with_letter = np.flatnonzero(lengths > column)
        behind = power[lengths[with_letter] - column - 1]
        rest = whole[with_letter] - prefix[with_letter, column + 1] * behind
        keys.append(prefix[with_letter, column] * behind + rest)
        owners.append(with_letter)
    return np.concatenate(keys), np.concatenate(owners)


def _sounds(words: Sequence[str]) -> tuple[npt.NDArray[np.uint64], IntArray]:
    """Return a number for the consonants of every word that has at least four, and the word's place."""
    numbers: dict[str, int] = {}
    keys, owners = [], []
    for place, word in enumerate(words):
        sound = skeleton(word)
        if len(sound) >= MIN_LETTERS - 1:
            keys.append(numbers.setdefault(sound, len(numbers)))
            owners.append(place)
    return np.array(keys, dtype=np.uint64), np.array(owners, dtype=np.int64)


def _pairs_in_groups(keys: npt.NDArray[np.uint64], owners: IntArray) -> IntArray:
    """Return pairs of owners of an equal key, each as one number (lower place << 32 | higher place)."""
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.zeros(0, np.int64)
    sizes = np.diff(np.append(starts, len(keys)))
    is_usable = np.repeat((sizes > 1) & (sizes <= _MOST_IN_GROUP), sizes)
    keys, owners = keys[is_usable], owners[is_usable]
    found = [np.zeros(0, dtype=np.int64)]
    for distance in range(1, _MOST_IN_GROUP):
        is_pair = keys[distance:] == keys[:-distance]
        if not is_pair.any():
            break
        one, other = owners[:-distance][is_pair], owners[distance:][is_pair]
        lower, higher = np.minimum(one, other), np.maximum(one, other)
        found.append(((lower << 32) | higher)[lower != higher])
    return np.unique(np.concatenate(found))


def _similarities(words: Sequence[str], first: IntArray, second: IntArray) -> FloatArray:
    """Return 1 less the edit distance (a swap of neighbours is one error) over the longer length."""
    chosen = np.array(words, dtype=object)
    if not len(first):
        return np.zeros(0, dtype=np.float64)
    found: FloatArray = cpdist(chosen[first], chosen[second], scorer=OSA.normalized_similarity, dtype=np.float64)
    return found
