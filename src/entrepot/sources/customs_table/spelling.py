"""Words run together, cut or misspelt: `IMPORTERNAME`, `MENIFEST`, `DESCRIPT`."""

from functools import cached_property

from entrepot.sources.customs_table.vocabulary import is_han, vocabulary

_SHORT_PIECES = frozenset({"hs", "id", "no", "in", "of", "en", "kg", "bl", "wt", "cd", "de", "du", "us", "dt", "gt"})
_SHORTEST_PIECE = 3
_SHORTEST_JOIN = 6
_SHORTEST_MISSPELT = 5  # one fault in a shorter word makes another word
_TWO_FAULTS_FROM = 9  # letters from which two faults still leave the word recognisable
_SHORTEST_CUT = 4


class Spelling:
    """Takes words of a table apart and finds the known word that a faulty one stands for, in the table's languages."""

    CUT_DOUBT = 0.08
    MISSPELT_DOUBT = 0.06

    def __init__(self, languages: frozenset[str]) -> None:
        self._languages = languages
        self._near: dict[str, str | None] = {}
        self._pieces: dict[str, list[str]] = {}

    @cached_property
    def _words(self) -> frozenset[str]:
        known = vocabulary().words
        return frozenset(word for word, languages in known.items() if languages & self._languages and not is_han(word))

    def pieces(self, word: str) -> list[str]:
        """Return the known words a word is run together from, fewest first; the word itself where it is no such join."""
        if word not in self._pieces:
            is_whole = len(word) < _SHORTEST_JOIN or is_han(word) or word in self._words
            self._pieces[word] = [word] if is_whole else self._split(word) or [word]
        return self._pieces[word]

    def _split(self, word: str) -> list[str] | None:
        best: list[list[str] | None] = [[], *[None] * len(word)]
        for end in range(1, len(word) + 1):
            for start in range(end):
                before, piece = best[start], word[start:end]
                if before is None or not self._is_piece(piece):
                    continue
                current = best[end]
                if current is None or len(before) + 1 < len(current):
                    best[end] = [*before, piece]
        return best[len(word)]

    def _is_piece(self, piece: str) -> bool:
        return piece in _SHORT_PIECES or (len(piece) >= _SHORTEST_PIECE and piece in self._words)

    def nearest(self, word: str) -> str | None:
        """Return the known word that a word is cut from or misspells; None where none, or several, would do."""
        if word not in self._near:
            self._near[word] = self._faulty(word) or self._cut(word)
        return self._near[word]

    def _faulty(self, word: str) -> str | None:
        if len(word) < _SHORTEST_MISSPELT or is_han(word):
            return None
        limit = 2 if len(word) >= _TWO_FAULTS_FROM else 1
        near = sorted(
            (distance, known)
            for known in self._words
            if known[0] == word[0] and abs(len(known) - len(word)) <= limit and len(known) >= _SHORTEST_MISSPELT - 1
            for distance in (faults(word, known),)
            if distance <= limit and vocabulary().senses((known,))
        )
        return near[0][1] if near else None

    def _cut(self, word: str) -> str | None:
        if len(word) < _SHORTEST_CUT or is_han(word):
            return None
        whole = sorted(known for known in self._words if known.startswith(word) and vocabulary().senses((known,)))
        meanings = {vocabulary().senses((known,))[0].meaning for known in whole}
        return whole[0] if len(meanings) == 1 else None


def faults(one: str, other: str) -> int:
    """Return how many letters differ: inserted, left out, replaced, or two neighbours swapped.

    Source: optimal string alignment distance (Damerau 1964).
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        earlier, before, row = before, row, [i, *[0] * len(other)]
        for j, right in enumerate(other, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                row[j] = min(row[j], earlier[j - 2] + 1)
    return row[-1]
