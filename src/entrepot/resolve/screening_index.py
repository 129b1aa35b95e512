"""The names of lists, indexed once: which listed names share words with a name, in any script and with typing errors.

What is found for a name depends on that name and the lists alone, never on what else is screened with it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from entrepot.resolve.name_keys import word_weight
from entrepot.resolve.near_words import FloatArray, IntArray
from entrepot.resolve.screening_words import NameReader, NearLists, ReadName, counterpart

_LEAST_SHARE = 0.25  # of a name that has to agree for a listed name to be compared at all
_LEAST_OF_BEST = 0.5  # listed names that agree in less than this part of what the best one does are not compared
_MOST_LISTED = 200_000  # listed names that the words of one name may lead to; rare words are looked up first
_HALF = 0.5  # two neighbouring characters overlap the next two by half

# Words in the order of their numbers: how many entries hold one; whether a name is written with it, or it is only made of one.
WORD = pa.schema([("word", pa.string()), ("use", pa.int64()), ("is_written", pa.bool_())])
HELD = pa.schema([("word", pa.int64()), ("name", pa.int64()), ("share", pa.float64())])  # ordered by word


@dataclass(frozen=True)
class IndexTables:
    """An index as tables: `words` (schema WORD) and which name holds which (schema HELD)."""

    words: pa.Table
    held: pa.Table


def index_names(names: Sequence[str], entries: Sequence[int], *, is_person: bool) -> IndexTables:
    """Return the index of listed names.

    Args:
        names: The names; a name's number is its place here.
        entries: The entry of each: a word tells by how few entries hold it.
        is_person: Whether they are names of people.
    """
    reader = NameReader()
    read = [reader.read_alone(name, is_person=is_person) for name in names]
    numbers: dict[str, int] = {}
    holders: list[set[int]] = []
    for entry, words in zip(entries, read, strict=True):
        for word in dict.fromkeys((*words.written, *words.characters, *words.made, *filter(None, [words.acronym]))):
            number = numbers.setdefault(word, len(numbers))
            if number == len(holders):
                holders.append(set())
            holders[number].add(entry)
    use = np.array([len(held) for held in holders], dtype=np.int64)
    weights = dict(zip(numbers, word_weight(use).tolist(), strict=True))
    rows = [
        (numbers[word], place, share)
        for place, words in enumerate(read)
        for word, share in sorted(_shares(words, weights).items())
    ]
    rows.sort()
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    held = pa.table([pa.array(column, kind.type) for column, kind in zip(columns, HELD, strict=True)], schema=HELD)
    written = {word for words in read for word in words.written}
    flags = [word in written for word in numbers]
    return IndexTables(pa.table({"word": list(numbers), "use": use, "is_written": flags}, schema=WORD), held)


def _shares(words: ReadName, weights: dict[str, float]) -> dict[str, float]:
    """Return by word the part of the name it makes up; words that no list holds weigh 1."""
    total = sum(weights.get(word, 1.0) for word in words.written)
    total += _HALF * sum(weights.get(word, 1.0) for word in words.characters)
    shares = {word: min(1.0, weights.get(word, 1.0) / (total or 1.0)) for word in (*words.made, *words.characters)}
    shares.update({word: weights.get(word, 1.0) / total for word in words.written})
    if words.acronym:
        shares[words.acronym] = weights.get(words.acronym, 1.0)
    return shares


class NameIndex:
    """Finds listed names for a name. Not for use by several threads at once."""

    def __init__(self, tables: IndexTables, name_count: int, reader: NameReader, *, is_person: bool) -> None:
        """Make the tables ready for looking up; `reader` may be shared, it remembers spellings."""
        words = tables.words["word"].to_pylist()
        self._number_of = {word: number for number, word in enumerate(words)}
        self._weights = dict(zip(words, word_weight(tables.words["use"].to_numpy()).tolist(), strict=True))
        self._near = NearLists(words, tables.words["is_written"].to_pylist())
        held = tables.held["word"].to_numpy()
        self._starts = np.searchsorted(held, np.arange(len(words) + 1)).tolist()
        self._names: IntArray = tables.held["name"].to_numpy()
        self._shares: FloatArray = tables.held["share"].to_numpy()
        self._score: FloatArray = np.zeros(name_count)
        self._reader, self._is_person = reader, is_person
        self._met: dict[str, list[tuple[int, float]]] = {}

    def find(self, name: str, most: int) -> list[tuple[int, float]]:
        """Return the numbers of the listed names that agree most, and how much of both agrees, best first.

        Args:
            name: The name asked about.
            most: How many at most.
        """
        shares = _shares(self._reader.read_alone(name, is_person=self._is_person), self._weights)
        leads = sorted(self._leads(shares))
        touched: list[IntArray] = []
        total = 0
        for count, start, similarity, share in leads:
            if touched and total + count > _MOST_LISTED:
                break
            total += count
            places = self._names[start : start + count]
            self._score[places] += np.minimum(self._shares[start : start + count], share) * similarity
            touched.append(places)
        return self._best(touched, most)

    def _leads(self, shares: dict[str, float]) -> Iterable[tuple[int, int, float, float]]:
        """Yield of every listed word that a name leads to: how many names hold it, where they stand, likeness, share."""
        for word, share in shares.items():
            met = self._met.get(word)
            if met is None:
                met = self._met[word] = self._listed(word)
            for number, similarity in met:
                start = self._starts[number]
                yield self._starts[number + 1] - start, start, similarity, share

    def _listed(self, word: str) -> list[tuple[int, float]]:
        """Return the listed words that a word meets."""
        if (other := counterpart(word)) is not None:
            return [(self._number_of[other], 1.0)] if other in self._number_of else []
        found = [(self._number_of[word], 1.0)] if word in self._number_of else []
        return found + self._near.near(word)

    def _best(self, touched: list[IntArray], most: int) -> list[tuple[int, float]]:
        if not touched:
            return []
        places = np.concatenate(touched)
        scores = self._score[places]
        least = max(_LEAST_SHARE, float(scores.max()) * _LEAST_OF_BEST)
        kept = np.unique(places[scores >= least])
        found = [(float(self._score[place]), int(place)) for place in kept]
        self._score[places] = 0.0
        return [(place, score) for score, place in sorted(found, key=lambda one: (-one[0], one[1]))[:most]]
