"""One spelling for a word of any script: what BGN/PCGN, ISO 9, GOST and the national ways of writing it have in common.

`Сэрния`, `Serniya` and `Sernia` are `sernia`; `Щукин`, `Shchukin` and `Schukin` are `shukin`. The fold is a key for
finding and comparing, not a transliteration to show: it merges sounds that spellings confuse. `skeleton` merges more:
vowels are left out and hissing sounds are one, so that `Tradetools` and `Трэйдтулс` meet.
"""

import re
import unicodedata
from functools import cache, lru_cache

import anyascii

from entrepot.codes.lookalikes import repair_mixed_token
from entrepot.codes.resource import toml_document

_RESOURCE = "names/transliteration.toml"
_APOSTROPHES = re.compile(r"['’‘`ʼʻ´ʹʺ]")
_NOT_LETTER_OR_DIGIT = re.compile(r"[^a-z0-9]+")
_DOUBLED = re.compile(r"([a-z])\1+")
# j is a vowel's glide after i, e, y or a consonant and before a consonant or the end: Marija, Andrej, Njegov; else English j.
# After d it is not: dj is ж in French and Serbian (Djamel, Djordje).
_GLIDE = re.compile(r"(?<=[iey])j|(?<=[bcfghklmnpqrstvwxz])j(?=[aeou])|(?<=[aou])j(?![aeiouy])")
_MOST_PASSES = 6  # a fold of a fold settles after two or three; the bound only guards the loop
# Hebrew, Arabic, Syriac: vowels are not written. Scripts of India and of Thai, Lao, Burmese, Khmer: one vowel of each is not.
_ABJAD = re.compile(r"[\u0590-\u07FF\u0900-\u0EFF\u1000-\u109F\u1780-\u17FF\uFB1D-\uFDFF\uFE70-\uFEFF]")
_HAN = re.compile(r"[\u3400-\u9FFF\uF900-\uFAFF]")
_SYLLABIC = re.compile(r"[\u3040-\u30FF\u3400-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF]")  # kana, Chinese, Korean
# Arabic letters between which a short vowel is spoken: those whose Latin letters would read as one consonant (rh, kh, sh, ts),
# a letter twice, which Arabic writes once where it is long (l is, in God's name), and a last h with its consonant (-ah, -eh).
_UNWRITTEN_VOWEL = re.compile(
    r"(?<=[بپتطثسصجچدضذزظرژشغقكکگ])(?=[هحہھ])|(?<=[تط])(?=[سص])|(?<=[^\Wاوىيی])(?=[هہ]$)"
    r"|(?<=([بتثجحخدذرزسشصضطظغفقكکمن]))(?=\1)"
)
_ALIF = "ا"
# و is a consonant at the beginning, before a long a inside a word (Nawaz) and in the ending of adjectives (Alawi).
_CONSONANT_WAW = re.compile(r"^و(?=\w)|و(?=ا\w)|(?<=\w)و(?=[يی]$)")
_SPELLED_CH = "تش"  # Arabic has no ч: تشاد is Chad
_CH = "چ"
_KHMER_P = "ប៉"  # the sign makes b a p: BGN/PCGN romanization of Khmer, 1972
_VOWELS_LATER = re.compile(r"(?<!^)[aeiou]+")
_VOWELS_FIRST = re.compile(r"^[aeiou]+")
# Sounds that spellings confuse, on folded words: hissing sounds, г and h (Ukrainian), в and ф at the end.
_MERGED = re.compile(r"sh|zh|ch|ts|[szhfq]")
_MERGED_TO = {"sh": "s", "zh": "s", "ch": "s", "ts": "s", "s": "s", "z": "s", "h": "g", "f": "v", "q": "k"}


@cache
def _letters() -> dict[int, str]:
    """Return the Latin spelling of Cyrillic and Arabic letters and of Latin letters whose mark carries a sound, by code point."""
    document = toml_document(_RESOURCE)
    return {
        ord(letter): latin for letter, latin in (document["cyrillic"] | document["marked"] | document["arabic"]).items()
    }


@cache
def _groups() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Return one pattern of all letter groups, each in its own bracket, and what each bracket becomes.

    Source: resources/names/transliteration.toml.
    """
    groups = toml_document(_RESOURCE)["group"]
    return re.compile("|".join(f"({group['pattern']})" for group in groups)), tuple(group["to"] for group in groups)


def latin(word: str) -> str:
    """Return a word in lower-case ASCII letters and digits: Cyrillic as BGN/PCGN writes it, Chinese as pinyin without tones.

    Args:
        word: One word in any script and case; what is neither letter nor digit is dropped.
    """
    if word.isascii():
        return _NOT_LETTER_OR_DIGIT.sub("", word.lower())
    caseless = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    if is_without_vowels(caseless):
        caseless = _with_unwritten(caseless)
    spelled = repair_mixed_token(caseless).translate(_letters())
    if not spelled.isascii():
        plain = "".join(part for part in unicodedata.normalize("NFD", spelled) if not unicodedata.combining(part))
        spelled = anyascii.anyascii(unicodedata.normalize("NFC", plain)).lower()
    return _NOT_LETTER_OR_DIGIT.sub("", spelled)


def _with_unwritten(word: str) -> str:
    """Return an Arabic word with vowels where two consonants would read as one, و as w; a Khmer one with its p."""
    return _UNWRITTEN_VOWEL.sub(_ALIF, _CONSONANT_WAW.sub("w", word.replace(_SPELLED_CH, _CH))).replace(_KHMER_P, "p")


def _once(spelled: str) -> str:
    """Return Latin letters with every group replaced once and doubled letters single."""
    pattern, becomes = _groups()
    glided = _GLIDE.sub("y", spelled).replace("j", "zh")
    changed = pattern.sub(lambda match: becomes[(match.lastindex or 1) - 1], glided)
    return _DOUBLED.sub(r"\1", changed)


def fold_latin(spelled: str) -> str:
    """Return the fold of a word that `latin` has spelled."""
    for _ in range(_MOST_PASSES):
        folded = _once(spelled)
        if folded == spelled:
            break
        spelled = folded
    return spelled


@lru_cache(maxsize=1 << 17)  # the words of a name are folded where it is found and again where it is compared
def word_fold(word: str) -> str:
    """Return the key that all spellings of a word share, lower-case ASCII; empty where the word has no letter or digit.

    Folding a fold changes nothing. Hebrew and Arabic words have their vowels only where the script writes them: compare
    their `skeleton`.
    """
    return fold_latin(latin(word))


@lru_cache(maxsize=1 << 17)
def skeleton(folded: str) -> str:
    """Return the consonants of a folded word with confusable sounds merged; a vowel counts only at the beginning, as `a`.

    A word of vowels only is returned as `a`; digits stay.
    """
    merged = _MERGED.sub(lambda match: _MERGED_TO[match.group()], folded)
    return _VOWELS_LATER.sub("", _VOWELS_FIRST.sub("a", _DOUBLED.sub(r"\1", merged)))


def is_without_vowels(word: str) -> bool:
    """Return whether a word is written in a script that leaves vowels out."""
    return _ABJAD.search(word) is not None


def is_chinese(word: str) -> bool:
    """Return whether a word holds Chinese characters."""
    return _HAN.search(word) is not None


def is_syllabic(word: str) -> bool:
    """Return whether a word is Chinese, Japanese or Korean, where one character is a syllable or more."""
    return _SYLLABIC.search(word) is not None


def script_of(word: str) -> str:
    """Return the script of a word's first letter in words: `Latin`, `Cyrillic`, `Chinese` ...; `digits` without a letter."""
    letter = next((character for character in word if character.isalpha()), None)
    if letter is None:
        return "digits"
    if letter.isascii():
        return "Latin"
    first = unicodedata.name(letter, "unknown").split()[0].title()
    return "Chinese" if first == "Cjk" else first
