"""Text that was UTF-8 and was read as a Western or Cyrillic code page, once or more often: `CafÃ©`, `Ð¢ÐžÐ’`, `РћРћРћ`."""

import re

# Programs read the bytes 80 to 9F as the letters of the code page or kept them as control characters: both are known.
_CONTROLS = {chr(code): code for code in range(0x80, 0xA0)}


def _letters(code_page: str) -> dict[str, int]:
    """Return the byte of each letter of the upper half of a code page."""
    decoded = ((bytes([code]).decode(code_page, errors="ignore"), code) for code in range(0x80, 0x100))
    return _CONTROLS | {letter: code for letter, code in decoded if letter}


_CP1252 = _letters("cp1252")
_CP1251 = _letters("cp1251")
_WESTERN = re.compile("[" + re.escape("".join(_CP1252)) + "]{2,}")
_CYRILLIC = re.compile("[" + re.escape("".join(_CP1251)) + "]{4,}")
_SUSPECT = re.compile(
    r"[Â-ôВ-фґ][\u0080-\u00BF\u0152\u0153\u0160\u0161\u0178\u017D\u017E\u0192\u02C6\u02DC\u0400-\u045F\u0490\u0491\u2013-\u203A\u20AC\u2116\u2122]"
)


def _pair(letters: dict[str, int]) -> str:
    """Return a pattern of the two bytes that every UTF-8 letter beyond ASCII begins with, as letters of a code page."""
    leads = "".join(letter for letter, code in letters.items() if 0xC2 <= code <= 0xF4)
    others = "".join(letter for letter, code in letters.items() if 0x80 <= code <= 0xBF)
    return f"[{re.escape(leads)}][{re.escape(others)}]"


# Without such a pair no run is UTF-8: ordinary Cyrillic, which is suspect nearly always, is dismissed by it.
_UTF8 = re.compile(f"{_pair(_CP1252)}|{_pair(_CP1251)}|Ð ")
# What a repaired letter may be: Latin with marks, the punctuation of Latin-1, Cyrillic, Vietnamese, general punctuation, CJK.
_PLAUSIBLE = re.compile(
    r"[\u00A0-\u017F\u0218-\u021B\u0400-\u052F\u0531-\u058A\u10D0-\u10FF\u1EA0-\u1EF9\u2010-\u203A\u20AC\u2116\u3000-\u9FFF\uFF00-\uFFEF]+"
)
_ONE_IS_ENOUGH = re.compile(
    r"[\u00A0-\u017F\u1EA0-\u1EF9\u2010-\u203A]+"
)  # of a script with single letters between ASCII
_LOST_BLANK = re.compile(r"Ð (?=[ÐÑ ])")  # the letter Р, its no-break blank made a blank
_MOST_ROUNDS = 3  # read wrongly three times: more was not seen


def repair_mojibake(text: str) -> str:
    """Return text with UTF-8 that was read in a one-byte code page read rightly; unchanged where that is not clearly better.

    A run of letters is repaired only as a whole, where its bytes are valid UTF-8 and give letters of a usual script.
    """
    for _ in range(_MOST_ROUNDS):
        if text.isascii() or _SUSPECT.search(text) is None or _UTF8.search(text) is None:
            return text
        repaired = _CYRILLIC.sub(_from_cyrillic, _WESTERN.sub(_from_western, _LOST_BLANK.sub("Ð\u00a0", text)))
        if repaired == text:
            return text
        text = repaired
    return text


def _from_western(match: re.Match[str]) -> str:
    return _decoded(match.group(), _CP1252, least=1)


def _from_cyrillic(match: re.Match[str]) -> str:
    return _decoded(match.group(), _CP1251, least=2)


def _decoded(run: str, code_page: dict[str, int], least: int) -> str:
    """Return a run read as UTF-8, or the run itself where that fails or gives what nobody writes."""
    try:
        text = bytes(code_page[letter] for letter in run).decode("utf-8")
    except UnicodeDecodeError:
        return run
    is_usual = _PLAUSIBLE.fullmatch(text) is not None or _SUSPECT.search(text) is not None
    is_enough = len(text) >= max(least, 1 if _ONE_IS_ENOUGH.fullmatch(text) else 2)
    return text if is_usual and is_enough else run
