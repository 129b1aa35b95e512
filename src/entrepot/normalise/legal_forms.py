"""Finds and removes the legal form in a firm's name, in any script the lists and registers use."""

import itertools
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from entrepot.codes.lookalikes import fold
from entrepot.codes.resource import toml_document

_ALTERNATIVES = re.compile(r"\(([^()]*)\)")
_NO_SPACES_BETWEEN_WORDS = re.compile(r"[぀-ヿ㐀-鿿]")  # kana and CJK ideographs


@dataclass(frozen=True)
class LegalForm:
    """A legal form as folded words.

    `form_class` is what forms of one kind share over languages; `is_anywhere` allows removal inside a name;
    `stays_in_key` marks words that tell firms of one name apart and are never removed.
    """

    words: tuple[str, ...]
    form_class: str
    is_anywhere: bool
    stays_in_key: bool


@dataclass(frozen=True)
class SplitName:
    """A folded name without its legal form; `form_class` is None where the name shows none."""

    bare: str
    form_class: str | None


def comparable(name: str) -> str:
    """Return a name folded for comparison, `&` written as `and`."""
    return fold(name.replace("&", " and "))


def _spellings(pattern: str) -> list[str]:
    """Return every spelling of a pattern with `(a|b|)` alternatives."""
    parts = _ALTERNATIVES.split(pattern)
    choices = [part.split("|") if index % 2 else [part] for index, part in enumerate(parts)]
    return ["".join(choice) for choice in itertools.product(*choices)]


@cache
def legal_forms() -> dict[tuple[str, ...], LegalForm]:
    """Return the known legal forms by their folded words; of two entries with the same words the first counts.

    Source: resources/legal_forms.toml.
    """
    forms: dict[tuple[str, ...], LegalForm] = {}
    for entry in toml_document("legal_forms.toml")["form"]:
        for spelling in itertools.chain.from_iterable(_spellings(name) for name in entry["names"]):
            words = tuple(comparable(spelling).split())
            form = LegalForm(words, entry["class"], entry.get("anywhere", False), entry.get("stays_in_key", False))
            forms.setdefault(words, form)
    return forms


@cache
def first_words() -> dict[str, int]:
    """Return the words that legal forms begin with, with the number of words of the longest such form."""
    longest: dict[str, int] = {}
    for words in legal_forms():
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


@cache
def _longest() -> int:
    return max(map(len, legal_forms()))


@cache
def _unspaced_forms() -> tuple[LegalForm, ...]:
    """Return the forms written without spaces (Chinese, Japanese), longest first."""
    found = [form for words, form in legal_forms().items() if _NO_SPACES_BETWEEN_WORDS.search(words[0])]
    return tuple(sorted(found, key=lambda form: (-len(form.words[0]), form.words)))


def _match_at(words: tuple[str, ...], start: int) -> LegalForm | None:
    """Return the longest form that begins at a word, None where none does."""
    for length in range(min(first_words().get(words[start], 0), len(words) - start), 0, -1):
        form = legal_forms().get(words[start : start + length])
        if form is not None and (form.is_anywhere or start == 0 or start + length == len(words)):
            return form
    return None


def _remove_one(words: tuple[str, ...]) -> tuple[tuple[str, ...], LegalForm | None]:
    """Remove the first removable form found: at the beginning, at the end, then in between."""
    firsts = first_words()
    begins = [start for start, word in enumerate(words) if word in firsts]  # no form begins elsewhere
    if not begins:
        return words, None
    at_end = max(1, len(words) - _longest())
    for start in sorted(begins, key=lambda start: start != 0 and (1 if start >= at_end else 2)):
        form = _match_at(words, start)
        if form is not None and not form.stays_in_key:
            return words[:start] + words[start + len(form.words) :], form
    return words, None


def _remove_unspaced(words: tuple[str, ...]) -> tuple[tuple[str, ...], LegalForm | None]:
    """Remove a form glued to the end or beginning of a word in a script without spaces."""
    for index, word in enumerate(words):
        for form in _unspaced_forms():
            glued = form.words[0]
            if form.stays_in_key or not (word.endswith(glued) or word.startswith(glued)):
                continue
            rest = word.removesuffix(glued) if word.endswith(glued) else word.removeprefix(glued)
            return (*words[:index], *([rest] if rest else []), *words[index + 1 :]), form
    return words, None


def _kept_class(words: tuple[str, ...]) -> str | None:
    """Return the class of a form that stays in the key, None where the name has none."""
    firsts = first_words()
    found = (_match_at(words, start) for start, word in enumerate(words) if word in firsts)
    return next((form.form_class for form in found if form is not None), None)


@lru_cache(maxsize=1 << 16)  # names repeat over the lines of a declaration table
def split_legal_form(name: str) -> SplitName:
    """Return the folded name without its legal forms, and the class of the form.

    The first form found gives the class; a research and production association or branch is named only where no other
    form is there. Splitting the bare name again changes nothing.

    Args:
        name: As reported, in any script: `ТОО «DA GROUP 22»`, `Foo Elektronik Ltd. Şti.`, `某某有限公司`.
    """
    key = comparable(name)
    words = tuple(key.split())
    is_unspaced = _NO_SPACES_BETWEEN_WORDS.search(key) is not None  # else no word can hold a form of such a script
    form_class: str | None = None
    while True:
        words, form = _remove_one(words)
        if form is None and is_unspaced:
            words, form = _remove_unspaced(words)
        if form is None:
            break
        form_class = form_class or form.form_class
    return SplitName(" ".join(words), form_class or _kept_class(words))
