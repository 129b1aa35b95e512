"""Where legal forms stand in a text as reported, for splitting names from what follows them."""

import re
from functools import lru_cache

from entrepot.codes.lookalikes import fold
from entrepot.normalise.legal_forms import LegalForm, first_words, legal_forms
from entrepot.normalise.party_text import stripped

_WORD = re.compile(r"[^\W_]+")
_CLOSING = re.compile(r"(?:\.[A-Za-z](?![^\W_]))*[.)\"»”']*(?:\s*\([^()\d,]{2,25}\)|\s+OFFSHORE\b)?", re.IGNORECASE)


def has_form(text: str) -> bool:
    """Return whether a text holds a legal form and a name beside it."""
    forms = form_spans(text)
    return bool(forms) and sum(end - start for start, end, _ in forms) < len(stripped(text)) - 2


def has_strong_form(text: str) -> bool:
    """Return whether a text holds a legal form that is one wherever it stands (`AB`, `SA` are also words and letters)."""
    return any(form.is_anywhere and form.form_class != "branch" for _, _, form in form_spans(text))


@lru_cache(maxsize=1 << 12)  # one cell asks several times
def form_spans(text: str) -> tuple[tuple[int, int, LegalForm], ...]:
    """Return the legal forms in a text with where they begin and end, longest first at each word."""
    forms, firsts = legal_forms(), first_words()
    found: list[tuple[int, int, LegalForm]] = []
    words = tuple(map(_folded_word, _WORD.findall(text)))
    begins = [index for index, word in enumerate(words) if word in firsts]
    if not begins:
        return ()
    matches = list(_WORD.finditer(text))
    behind = 0  # the word behind the last form found
    for index in begins:
        longest = min(firsts[words[index]], len(words) - index) if index >= behind else 0
        for length in range(longest, 0, -1):
            form = forms.get(words[index : index + length])
            if form is None:
                continue
            start, end = matches[index].start(), matches[index + length - 1].end()
            if form.is_anywhere or not _is_part_of_word(text, start, end):
                found.append((start, end, form))
                behind = index + length
                break
    return tuple(found)


_folded_word = lru_cache(maxsize=1 << 16)(fold)  # the words of names and addresses repeat


def _is_part_of_word(text: str, start: int, end: int) -> bool:
    """Return whether a short form is a part of `NOVE-AD-HOLDING` or `Sa'di`."""
    return text[start - 1 : start] == "-" or text[end : end + 1] in ("-", "'", "’")


def first_form(text: str) -> tuple[int, int] | None:
    """Return where the first legal form of a text begins and ends, its dot included; None where there is none."""
    forms = form_spans(text)
    return (forms[0][0], past_closing(text, forms[0][1])) if forms else None


def past_closing(text: str, end: int) -> int:
    """Return where the dots, letters (`S.A.C.`), quotes and brackets end that belong to the form before them."""
    match = _CLOSING.match(text, end)
    return match.end() if match else end
