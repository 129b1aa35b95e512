"""Which encoding the bytes of a text file are in, with a confidence and the reason, judged on its first 256 KiB."""

import codecs
import re
from dataclasses import dataclass

SURE = 0.6  # confidence from which an encoding is no guess: a toss-up between two is 0.5
HEAD_BYTES = 1 << 18  # 256 KiB: some hundred records even of the widest customs tables
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LONGEST_CHARACTER = 4  # bytes: UTF-8 (RFC 3629), UTF-16 (RFC 2781) and GB 18030 alike
_FEW_BROKEN = 0.02  # of the non-ASCII characters: a UTF-8 file with damaged cells, not another encoding
_FEW_CONTROLS = 3  # a damaged cell, the end-of-file mark of DOS
_FEW_NULS = 3  # "1," in UTF-16 has two: fewer are damage in a file of some bytes
_NUL_SHARE = 0.1  # of the bytes: delimiters, digits and blanks of a UTF-16 table have a zero half, Chinese ones too
# The letters that make up most of a Russian, Ukrainian or Kazakh text (frequency order of the Russian National Corpus).
_COMMON_CYRILLIC = frozenset("оеаинтсрвлкмдпуяыьгзбчйхіОЕАИНТСРВЛКМДПУЯЫЬГЗБЧЙХІ")
_TURKISH = frozenset("ğışĞİŞ")  # what Windows-1254 has in place of six letters of Windows-1252
_LATIN_LETTERS = frozenset("çöüâîûÇÖÜÂÎÛğışĞİŞáéíóúñÁÉÍÓÚÑãõÃÕàêôÀÊÔèìòùëïÈËÏßäÄåÅæøÆØ")
_LATIN_SIGNS = frozenset("°º²³®©«»–—’‘“”ªµ½±·…•™€£¿¡´×")
_WORD = re.compile(r"[^\W\d_]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True)
class Encoding:
    """An encoding by its Python codec name; `confidence` runs from 0 to 1, `reason` says what it rests on.

    `mark_size` is the length of the byte order mark, which is not text. `is_ascii` where the judged bytes decide nothing:
    a later byte may still belong to any encoding that extends ASCII.
    """

    name: str
    confidence: float
    reason: str
    mark_size: int = 0
    is_ascii: bool = False


def encoding_of(head: bytes) -> Encoding | None:
    """Return the encoding of a file by its first bytes (at most 256 KiB are looked at); None where they are no text."""
    head = head[:HEAD_BYTES]
    scope = f"judged on the first {len(head):,} bytes"
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, 1.0, "byte order mark", len(mark))
    if b"\0" in head and (wide := _utf16(head, scope)) is not None:
        return wide
    if head.isascii():
        return (
            None if _is_binary(head.decode("ascii")) else Encoding("utf-8", 0.9, f"ASCII only; {scope}", is_ascii=True)
        )
    return _utf8(head, scope) or _best_extended(head, scope)


def _is_binary(text: str) -> bool:
    return len(_CONTROL.findall(text)) > max(_FEW_CONTROLS, len(text) // 100)


def _utf16(head: bytes, scope: str) -> Encoding | None:
    """Return UTF-16 without byte order mark: zero bytes at odd places are little endian, at even ones big endian."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < max(_FEW_NULS, _NUL_SHARE * len(head) / 2) or min(even, odd) > max(even, odd) / 4:
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = head[: len(head) // 2 * 2].decode(name, errors="replace")
    if text.count("\ufffd") > 1 or _is_binary(text):  # one: the head may end inside a surrogate pair
        return None
    return Encoding(name, 0.9, f"no byte order mark, but every other byte of the ASCII signs is zero; {scope}")


def _utf8(head: bytes, scope: str) -> Encoding | None:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as fault:
        if fault.reason != "unexpected end of data" or len(head) - fault.start >= _LONGEST_CHARACTER:
            return _damaged_utf8(head, scope)
    if _is_binary(head.decode("utf-8", errors="replace")):
        return None
    return Encoding("utf-8", 0.99, f"every non-ASCII character is valid UTF-8; {scope}")


def _damaged_utf8(head: bytes, scope: str) -> Encoding | None:
    text = head.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(not character.isascii() for character in text) - broken
    if broken > _FEW_BROKEN * whole or _is_binary(text):
        return None
    return Encoding("utf-8", 0.8, f"{whole:,} valid UTF-8 characters against {broken:,} damaged bytes; {scope}")


def _best_extended(head: bytes, scope: str) -> Encoding | None:
    """Return the extension of ASCII under which the bytes read most like words."""
    scored = sorted(
        [
            (_han_score(head), "gb18030", "Chinese characters in common use"),
            (_cyrillic_score(head, "cp1251"), "cp1251", "whole words of common Cyrillic letters"),
            (_cyrillic_score(head, "cp866"), "cp866", "whole words of common Cyrillic letters"),
            (_latin_score(head), "cp1254", "accented letters inside Latin words"),
        ],
        reverse=True,
    )
    (best, name, why), (second, other, _) = scored[:2]
    text = head.decode(name, errors="replace")
    if best <= 0 or _is_binary(text):
        return None
    if name == "cp1254" and not _TURKISH.intersection(text):
        name = "cp1252"  # the same letters under its common name
    confidence = round(min(0.95, best) * (1 - 0.5 * second / best), 2)
    return Encoding(name, confidence, f"not UTF-8; {why}: {best:.2f} against {second:.2f} for {other}; {scope}")


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if not word.isascii()]


def _cyrillic_score(head: bytes, codec: str) -> float:
    """Return the share of non-ASCII characters that are common Cyrillic letters in words of one case pattern."""
    text = head.decode(codec, errors="replace")
    total = sum(not character.isascii() for character in text)
    good = 0
    for word in _words(text):
        is_cased = word.isupper() or word.islower() or word[1:].islower()
        if is_cased and len(word) > 1 and not any(map(str.isascii, word)):
            good += sum(character in _COMMON_CYRILLIC for character in word)
    return good / total if total else 0.0


def _latin_score(head: bytes) -> float:
    """Return the share of non-ASCII characters that are accented letters of words with plain letters, or usual signs."""
    text = head.decode("cp1254", errors="replace")
    total = sum(not character.isascii() for character in text)
    good = sum(character in _LATIN_SIGNS for character in text) * 0.5  # they are signs in Windows-1251 as well
    for word in _words(text):
        accented = [character for character in word if not character.isascii()]
        if len(accented) <= (len(word) + 1) // 2 and (len(word) > 1):
            good += sum(character in _LATIN_LETTERS for character in accented)
    return good / total if total else 0.0


def _han_score(head: bytes) -> float:
    """Return the share of characters in common use (first level of GB 2312), 0 where bytes do not pair up."""
    text = head.decode("gb18030", errors="replace")
    wide = [character for character in text if not character.isascii()]
    broken = wide.count("\ufffd")
    if not wide or broken > 1 + len(wide) // 1000:  # one: the head may end inside a character
        return 0.0
    good = sum(_is_common_han(character) for character in wide)
    return good / len(wide)


def _is_common_han(character: str) -> bool:
    """Tell the characters of GB 2312 rows 16-55 (level 1, 3,755 in common use) and its signs and full-width forms."""
    code = character.encode("gb18030", errors="replace")
    return len(code) == 2 and (0xB0 <= code[0] <= 0xD7 or code[0] in {0xA1, 0xA3}) and code[1] >= 0xA1
