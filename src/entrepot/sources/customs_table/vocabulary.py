"""What words of headers mean, in ten languages: `resources/mapping/<language>.toml`, one meaning for all languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from entrepot.codes.lookalikes import fold
from entrepot.codes.resource import toml_document

LANGUAGES = (
    "english",
    "russian",
    "ukrainian",
    "kazakh",
    "turkish",
    "spanish",
    "portuguese",
    "french",
    "vietnamese",
    "chinese",
)
IGNORED = "_"  # the meaning of words that carry none: of, de, в
LOCAL_VERSION, ENGLISH_VERSION = "in_local", "in_english"
CURRENCY_NAMED = "named_currency"
_LONGEST_ENDING = 4  # letters a Latin stem may be followed by; longer is another word run on (IMPORTERNAME)
_FIRST_CYRILLIC = "\u0400"
_HAN_FIRST, _HAN_LAST = "\u3400", "\u9fff"  # Unicode: CJK Unified Ideographs and extension A

_APOSTROPHES = re.compile("['’`ʼ]")  # d'origine is two words
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Sense:
    """One meaning of a word or phrase, and the languages that give it."""

    meaning: str
    language: str


@dataclass
class Vocabulary:
    """Words and phrases with their senses; stems match any ending of their last word.

    `exact` and `stems` are keyed by the folded words; `words` holds every single word that occurs, for splitting words run
    together and for spelling faults.
    """

    exact: dict[Phrase, list[Sense]] = field(default_factory=dict)
    stems: dict[Phrase, list[Sense]] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)
    han: set[str] = field(default_factory=set)
    longest: int = 1

    def add(self, text: str, sense: Sense) -> None:
        """Take in a word or phrase as written in a word list; `*` marks a stem."""
        phrase = tuple(plain_words(text.replace("*", "")))
        if not phrase:
            return
        entries = self.stems if text.endswith("*") else self.exact
        known = entries.setdefault(phrase, [])
        if sense not in known:
            known.append(sense)
        if text.endswith("*"):
            self.exact.setdefault(phrase, []).append(sense)
        self.longest = max(self.longest, len(phrase))
        for word in phrase:
            self.words.setdefault(word, set()).add(sense.language)
            if is_han(word):
                self.han.add(word)

    def senses(self, phrase: Phrase) -> list[Sense]:
        """Return the senses of a phrase: exact where it is known so, else of the longest stem; [] where unknown."""
        found = self.exact.get(phrase)
        if found:
            return found
        *start, last = phrase
        shortest = 2 if last[:1] >= _FIRST_CYRILLIC else max(2, len(last) - _LONGEST_ENDING)
        for cut in range(len(last) - 1, shortest - 1, -1):
            found = self.stems.get((*start, last[:cut]))
            if found:
                return found
        return []


def plain_words(text: str) -> list[str]:
    """Return text as compared words: caseless, without accents or punctuation, look-alike letters of one script."""
    return fold(_APOSTROPHES.sub(" ", text)).split()


def is_han(text: str) -> bool:
    """Return whether text begins with a Chinese character: such text has no blanks between words."""
    return bool(text) and _HAN_FIRST <= text[0] <= _HAN_LAST


@cache
def vocabulary() -> Vocabulary:
    """Return the words of all languages.

    Raises:
        FileNotFoundError: The installation lacks a word list.
    """
    words = Vocabulary()
    for text, sense in _listed():
        words.add(text, sense)
    return words


def _listed() -> Iterator[tuple[str, Sense]]:
    for language in LANGUAGES:
        document = toml_document(f"mapping/{language}.toml")
        for meaning, texts in document["words"].items():
            for text in texts:
                yield text, Sense(meaning, language)
        for text in document.get("ignored", {}).get("words", ()):
            yield text, Sense(IGNORED, language)
        versions = document.get("languages", {})
        for meaning, key in ((ENGLISH_VERSION, "en"), (LOCAL_VERSION, "local")):
            for text in versions.get(key, ()):
                yield text, Sense(meaning, language)
    for word in currency_words():
        yield word, Sense(CURRENCY_NAMED, "english")


@cache
def currency_words() -> dict[str, str]:
    """Return ISO 4217 codes by the words of headers that name a currency other than the US dollar, folded."""
    document = toml_document("mapping/currencies.toml")
    named = {" ".join(plain_words(code)): code for code in document["codes"]}
    for code, words in document["words"].items():
        named.update({" ".join(plain_words(word)): code for word in words})
    return named


@cache
def boxes() -> dict[str, tuple[str, ...]]:
    """Return the meanings of boxes of the customs declaration by their number as columns write it (`33`, `31_11`)."""
    document = toml_document("mapping/boxes.toml")
    return {key: tuple(text.split()) for key, text in document["boxes"].items()}


@cache
def box_prefixes() -> frozenset[str]:
    """Return the words that announce a box number: `G33`, `Графа 33`."""
    return frozenset(" ".join(plain_words(prefix)) for prefix in toml_document("mapping/boxes.toml")["prefixes"])
