"""Header texts read as meanings: words in any of ten languages, run together, cut, misspelt, or box numbers of the form."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from entrepot.sources.customs_table.spelling import Spelling
from entrepot.sources.customs_table.vocabulary import (
    CURRENCY_NAMED,
    IGNORED,
    Sense,
    box_prefixes,
    boxes,
    currency_words,
    is_han,
    plain_words,
    vocabulary,
)

NUMBERED = "#"  # a number in a header is a meaning of its own: HS_CODE_2 is not HS_CODE
_CAMEL = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")
_DIGITS = re.compile(r"(\d+)")
_SIGNS = {
    "%": " percent ",
    "№": " no ",
    "$": " usd ",
    "€": " eur ",
    "&": " and ",
    "¥": " cny ",
    "₽": " rub ",
    "₴": " uah ",
}
_DECIDING_LENGTH = 4  # shorter words occur in several languages and say nothing about which one a table speaks
_ATTRIBUTES = ("name", "address", "pin", "tin", "id", "country", "code")
_ROLES = frozenset({"importer", "exporter", "buyer", "supplier", "consignee", "consignor", "shipper", "declarant"})


@dataclass(frozen=True)
class HeaderReading:
    """What a header says.

    Attributes:
        text: The header as reported.
        meanings: Its meanings in order, each once.
        unknown: Its words without a known meaning.
        doubt: What spelling faults and cut words take from confidence, 0 where every word is written in full.
        currency_code: ISO 4217 code of the currency it names (not USD); None where it names none.
    """

    text: str
    meanings: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    doubt: float = 0.0
    currency_code: str | None = None

    @property
    def words(self) -> frozenset[str]:
        """The meanings without order."""
        return frozenset(self.meanings)

    @property
    def says_nothing(self) -> bool:
        """Whether it is blank, unknown, or a mere number such as `F7`."""
        return all(meaning.startswith(NUMBERED) for meaning in self.meanings)


def read_headers(header: Sequence[str]) -> tuple[HeaderReading, ...]:
    """Return what each header of a table says; a word of several meanings is read in the language of the whole table."""
    split = [_split_words(text) for text in header]
    spoken = _spoken(split)
    spelling = Spelling(frozenset(spoken))
    return tuple(_read(text, words, spoken, spelling) for text, words in zip(header, split, strict=True))


def _split_words(text: str) -> list[str]:
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    words: list[str] = []
    for word in plain_words(_CAMEL.sub(" ", text)):
        words.extend(piece for piece in _DIGITS.split(word) if piece)
    return [piece for word in words for piece in (_split_han(word) if is_han(word) else [word])]


def _split_han(run: str) -> list[str]:
    """Return the words of a run of Chinese characters, longest first; unknown characters are left out."""
    found: list[str] = []
    known, at = vocabulary().han, 0
    while at < len(run):
        word = next((run[at:end] for end in range(len(run), at, -1) if run[at:end] in known), None)
        if word is not None:
            found.append(word)
        at += len(word) if word is not None else 1
    return found


def _spoken(split: Iterable[list[str]]) -> Counter[str]:
    """Return how many words of a table each language knows; English always, others with a telling word of their own."""
    known, own = Counter({"english": 1}), Counter[str]()
    for words in split:
        for word in words:
            if len(word) < _DECIDING_LENGTH and not (is_han(word) or word[0] >= "\u0400"):
                continue
            languages = {sense.language for sense in vocabulary().senses((word,))} or vocabulary().words.get(
                word, set()
            )
            known.update(languages)
            if languages and "english" not in languages:
                own.update(languages)
    return Counter({language: count for language, count in known.items() if language == "english" or own[language]})


def _read(text: str, words: list[str], spoken: Counter[str], spelling: Spelling) -> HeaderReading:
    box, words = _box(words)
    if box is not None:
        return HeaderReading(text, box)
    meanings: list[str] = []
    unknown: list[str] = []
    doubt, currency_code = 0.0, None
    queue, at = _without_joins(words, spelling), 0
    while at < len(queue):
        taken, sense = _longest(queue, at, spoken)
        phrase = " ".join(queue[at : at + taken])
        if sense is None:
            sense, penalty = _guess(queue, at, meanings, spoken, spelling)
            doubt += penalty
        if sense is not None and sense.meaning == CURRENCY_NAMED:
            currency_code = currency_words().get(phrase)
        if sense is None:
            unknown.append(phrase)
        elif sense.meaning != IGNORED and sense.meaning not in meanings:
            meanings.append(sense.meaning)
        at += taken
    return HeaderReading(text, tuple(meanings), tuple(unknown), doubt, currency_code)


def _without_joins(words: list[str], spelling: Spelling) -> list[str]:
    """Return words with those run together (`IMPORTERNAME`) taken apart; `SUMOFTOTAL` becomes three."""
    return [piece for word in words for piece in spelling.pieces(word)]


def _longest(words: list[str], at: int, spoken: Counter[str]) -> tuple[int, Sense | None]:
    """Return how many words from a place make the longest known phrase, and its sense; (1, None) where none is known."""
    if words[at].isdigit():
        return 1, Sense(f"{NUMBERED}{words[at]}", "english")
    for count in range(min(vocabulary().longest, len(words) - at), 0, -1):
        sense = _spoken_sense(vocabulary().senses(tuple(words[at : at + count])), spoken)
        if sense is not None:
            return count, sense
    return 1, None


def _spoken_sense(senses: Sequence[Sense], spoken: Counter[str]) -> Sense | None:
    """Return the sense of the language the table speaks most; None where it speaks none of them."""
    heard = [sense for sense in senses if spoken[sense.language]]
    return max(heard, key=lambda sense: spoken[sense.language], default=None)


def _guess(
    words: list[str], at: int, before: list[str], spoken: Counter[str], spelling: Spelling
) -> tuple[Sense | None, float]:
    """Return the sense of a word cut or misspelt, and the doubt that brings; (None, 0) where there is no guess."""
    word = words[at]
    is_cut_attribute = at == len(words) - 1 and before and before[-1] in _ROLES and len(word) > 1
    if is_cut_attribute:
        full = next((attribute for attribute in _ATTRIBUTES if attribute.startswith(word)), None)
        if full is not None:
            return _spoken_sense(vocabulary().senses((full,)), spoken), spelling.CUT_DOUBT
    near = spelling.nearest(word)
    if near is None:
        return None, 0.0
    return _spoken_sense(vocabulary().senses((near,)), spoken), spelling.MISSPELT_DOUBT


def _box(words: list[str]) -> tuple[tuple[str, ...] | None, list[str]]:
    """Return the meanings of a box number such as `G33` or `Графа 31.1`, and the words that stand beside it.

    The meanings are None where the header has no box number, or has a text of its own, which says more.
    """
    if len(words) < 2 or words[0] not in box_prefixes() or not words[1].isdigit():
        return None, words
    numbers = [word for word in words[1:3] if word.isdigit()]
    beside = words[1 + len(numbers) :]
    if any(len(word) > 1 for word in beside):
        return None, beside
    return boxes().get("_".join(numbers)) or boxes().get(numbers[0]), words
