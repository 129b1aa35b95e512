"""Which rows of goods texts are worth reading word by word."""

import re
from collections.abc import Iterator
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.makers import all_prefixes, makers
from entrepot.codes.resource import toml_document

# The engine compiles the expression anew at every call, so it is kept short (1 ms; all labels, names and prefixes in full take
# 5 ms and its automaton as many again): only the first letters are looked at here, the scan of goods_scan looks at all.
_NAME_LETTERS = 5
_HEAD_LETTERS = 4
_FIGURE = re.compile(r"\\d|\d|\[[\d-]+\]|-|.+\?")
_LABEL_KINDS = ("part", "brand", "maker")
_JOINTS = re.compile(r"[ .\-/]+")
_END = "(?:[^0-9A-ZА-Я]|$)"
_IS_CJK = re.compile("[\u3400-\u9fff]")
_PIECE = re.compile(r"(\[[^\]]*\]|\(\?:[^()]*\)|\\d|\\w|\\\.|[A-Z0-9-])(?:\{(\d+)(?:,\d*)?\}|([?*+]))?|.")
# A Cyrillic letter that looks Latin, glued to Latin letters or digits: a part number typed on two keyboards.
_MIXED = "[А-ЯЁІЇҮ][A-Z]|[A-Z][АВЕКМНОРСТУХІ]"
# Any word of capitals, Latin or printed like Latin, with a figure later on, as all part numbers that begin with a letter.
_LETTERS_FIRST = "[A-ZАВЕКМНОРСТХ][A-ZАВЕКМНОРСТХ-]*\\d|[A-Z][A-Z.+#/-]*\\d"


def goods_filter(column: pa.Array) -> pa.Array:
    """Return for every text whether it holds a label, a known name or the beginning of a maker's part number; False for null."""
    return pc.fill_null(pc.match_substring_regex(pc.utf8_upper(column), _worth_reading()), False)


@cache
def _worth_reading() -> str:
    document = toml_document("goods/labels.toml")
    texts = {label for kind in _LABEL_KINDS for label in document[kind]}
    texts |= {name for maker in makers() for name in (*maker.aliases, *maker.brands)}
    cjk = sorted(re.escape(text) for text in texts if _IS_CJK.match(text))
    words = [_JOINTS.split(text) for text in sorted(texts) if not _IS_CJK.match(text)]
    long = sorted({re.escape(first[:_NAME_LETTERS]) for first, *_ in words if len(first) >= _NAME_LETTERS})
    short = sorted({_as_typed(some[:2]) for some in words if len(some[0]) < _NAME_LETTERS})
    marked = sorted(_as_typed(_JOINTS.split(label)) for label in document["part_marked"] + document["brand_marked"])
    figures_first = sorted({_head(prefix) for _, prefix in all_prefixes() if not prefix[0].isalpha()})
    parts = (
        *figures_first,
        _LETTERS_FIRST,
        *long,
        f"(?:{'|'.join(short)}){_END}",
        f"(?:{'|'.join(marked)})[ .]?(?:[.:=№#：]|- )",
    )
    return rf"(?:^|[^0-9A-ZА-Я])(?:{'|'.join(parts)})|{'|'.join(cjk)}|{_MIXED}"


def _as_typed(words: list[str]) -> str:
    return "[ .\\-/]?[ .\\-/]?".join(map(re.escape, words))


def _head(prefix: str) -> str:
    """Return an expression for the first letters that a prefix can begin with."""
    letters = list(_letters(prefix))
    length = _HEAD_LETTERS
    while length < len(letters) and all(map(_FIGURE.fullmatch, letters[:length])):
        length += 1  # bare figures would let every number of four digits in
    return "".join(letters[:length])


def _letters(prefix: str) -> Iterator[str]:
    for piece in _PIECE.finditer(prefix):
        letter, times, optional = piece.groups()
        if letter is None:
            return
        if optional == "?":
            yield f"{letter}?"
            continue
        yield from [letter] * int(1 if times is None else times)
        if optional is not None or "," in piece.group():
            return
