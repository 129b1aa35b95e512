"""The text of a party cell made readable: line breaks, entities, wrong decodings, letters of two alphabets in one word."""

import html
import re
import unicodedata

from entrepot.codes.lookalikes import as_cyrillic, latin_lookalikes
from entrepot.codes.mojibake import repair_mojibake

_TAG = re.compile(r"<\s*/?\s*(?:br|p|div|li)\b[^<>]*>", re.IGNORECASE)
_WRITTEN_BREAK = re.compile(r"_x000[dD]_|\\r\\n|\\[rn](?![a-z])|[\r\n\v\f\u2028\u2029]+")
# `/N` for a line break: after a word of three letters or more (S/N is a serial number), and never once before a letter (X/NOVA).
_SLASH_N = re.compile(r"(?<=[^\W_]{3})[.,)\"»]?\s*/[Nn](?=[\s\d/]|$)")
_SLASH_N_ANY = re.compile(r"(?<=[\w.,)\"»]{3})\s*/N(?=[^\W_a-z]|[\s/]|$)")
_BLANKS = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\s*\n\s*")
_CONTROL = re.compile(r"[\x00-\x09\x0e-\x1f\x7f-\x9f\u200b-\u200f\u00ad\ufeff]+")
_TOKEN = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[\u0400-\u04FF]")
_LOST = re.compile(r"[^\W\d_]\?+[^\W\d_]|(?<!\S)\?+[^\W\d_]{2}|[^\W\d_]{2}\?+(?!\s*$)\b|\?{2,}|\ufffd")
# One alphabet, single blanks, and no sign that begins an entity, a tag, a written line break or stands for a lost letter.
_SIGNS = r"!\"#$%'()*+,\-.0-9:;=>@\[\]^`{|}~"
_PLAIN = re.compile(
    rf"[A-Za-z{_SIGNS}]+(?: [A-Za-z{_SIGNS}]+)*|[А-яЁёІіЇїЄєҐґ«»–—№{_SIGNS}]+(?: [А-яЁёІіЇїЄєҐґ«»–—№{_SIGNS}]+)*"
)
_BRACKET = re.compile(r"[()\[\]«»]")
_EDGES = " \n\t,;:/\\|-–—_*=+#"


def readable(cell: str) -> tuple[str, list[str]]:
    """Return the text of a cell with one `\\n` for each kind of line break, and what was wrong with it.

    Entities, tags, wrong decodings and look-alike letters inside words are repaired and named; letters lost to `?` are named
    and left. Case and accents are kept. Applied to its own result it changes nothing.
    """
    if _PLAIN.fullmatch(cell) is not None and repair_mojibake(cell) == cell:
        return stripped(cell), []
    issues: list[str] = []
    text = _unescaped(cell)
    if (repaired := repair_mojibake(text)) != text:
        issues.append("text was decoded wrongly and repaired")
        text = repaired
    text = _with_breaks(unicodedata.normalize("NFC", text).replace("i\u0307", "i").replace("ı\u0307", "i"))
    if _LATIN.search(text) and _CYRILLIC.search(text):
        text = _one_alphabet(text, issues)
    if _LOST.search(text):
        issues.append("letters are lost")
    return stripped(_BREAKS.sub("\n", _BLANKS.sub(" ", text))), issues


def stripped(text: str) -> str:
    """Return text without separators, unpaired brackets and quotes at its ends."""
    if _BRACKET.search(text) is None:
        return text.strip(_EDGES)
    while True:
        bare = text.strip(_EDGES)
        for opening, closing in (("(", ")"), ("[", "]"), ("«", "»")):
            if bare.endswith(opening) or (bare.endswith(closing) and opening not in bare):
                bare = bare[:-1]
            if bare.startswith(closing) or (bare.startswith(opening) and closing not in bare):
                bare = bare[1:]
        if bare == text:
            return bare
        text = bare


def _unescaped(cell: str) -> str:
    """Return text with entities and tags resolved; entities of entities too (`&amp;lt;br&amp;gt;`)."""
    text = cell
    while "&" in text and (bare := html.unescape(text)) != text:
        text = bare
    return _TAG.sub("\n", text) if "<" in text else text


def _with_breaks(text: str) -> str:
    """Return text with every written line break as `\\n` and without control characters."""
    text = _WRITTEN_BREAK.sub("\n", text)
    if "/N" in text or "/n" in text:
        several = len(_SLASH_N_ANY.findall(text)) > 1
        text = (_SLASH_N_ANY if several else _SLASH_N).sub("\n", text)
    return _CONTROL.sub(" ", text)


def _one_alphabet(text: str, issues: list[str]) -> str:
    """Return text with each word in one alphabet where one can write it; what was reported goes to the issues."""
    pure = [token for token in _TOKEN.findall(text) if not (_LATIN.search(token) and _CYRILLIC.search(token))]
    is_cyrillic_text = sum(bool(_CYRILLIC.search(t)) for t in pure) > sum(bool(_LATIN.search(t)) for t in pure)

    def repaired(match: re.Match[str]) -> str:
        token = match.group()
        found = _repaired_token(token, cyrillic_first=is_cyrillic_text)
        if found != token:
            issues.append(f"{token!r} mixed two alphabets, read as {found!r}")
        return found

    return _TOKEN.sub(repaired, text)


def _repaired_token(token: str, *, cyrillic_first: bool) -> str:
    """Return a word in one alphabet, its case kept; unchanged where it is in one or where neither can write it."""
    if not (_LATIN.search(token) and _CYRILLIC.search(token)):
        return token
    latin = "".join(_cased(letter, latin_lookalikes(letter.lower())) for letter in token)
    cyrillic = "".join(_cased(letter, as_cyrillic(letter.lower())) for letter in token)
    in_latin = None if _CYRILLIC.search(latin) else latin
    in_cyrillic = None if _LATIN.search(cyrillic) else cyrillic
    first, second = (in_cyrillic, in_latin) if cyrillic_first else (in_latin, in_cyrillic)
    return first or second or token


def _cased(letter: str, lower: str) -> str:
    """Return a letter's look-alike in the letter's case; the letter itself where it has none."""
    if lower == letter.lower():
        return letter
    return lower.upper() if letter.isupper() else lower
