"""Which rows of goods texts are worth reading word by word."""

import re
from collections.abc import Iterator
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.makers import all_prefixes, makers
from entrepot.codes.resource import toml_document

# Letters of a part number looked at here; the grammar looks at all of it afterwards. With one more, the engine's states no longer
# fit its memory and it matches a hundred times slower.
_HEAD_LETTERS = 5
_FIGURE = re.compile(r"\\d|\d|\[[\d-]+\]|-|.+\?")
_LABEL_KINDS = ("part", "brand", "maker")
_END = "(?:[^0-9A-ZА-Я]|$)"
_IS_CJK = re.compile("[\u3400-\u9fff]")
_PIECE = re.compile(r"(\[[^\]]*\]|\(\?:[^()]*\)|\\d|\\w|\\\.|[A-Z0-9-])(?:\{(\d+)(?:,\d*)?\}|([?*+]))?|.")
# A Cyrillic letter that looks Latin, glued to Latin letters or digits: a part number typed on two keyboards.
_MIXED = "[А-ЯЁІЇҮ][A-Z]|[A-Z][АВЕКМНОРСТУХІ]|[АВЕКМНОРСТХ]{1,4}-?\\d\\d\\d"


def goods_filter(column: pa.Array) -> pa.Array:
    """Return for every text whether it holds a label, a known name or the beginning of a maker's part number; False for null."""
    return pc.fill_null(pc.match_substring_regex(pc.utf8_upper(column), _worth_reading()), False)


@cache
def _worth_reading() -> str:
    document = toml_document("goods/labels.toml")
    heads = {_head(prefix) for _, prefix in all_prefixes()}
    labels = {label for kind in _LABEL_KINDS for label in document[kind]}
    names = {name for maker in makers() for name in (*maker.aliases, *maker.brands)}
    texts = labels | names
    words = sorted(_as_typed(text) for text in texts if not _IS_CJK.match(text))
    cjk = sorted(re.escape(text) for text in texts if _IS_CJK.match(text))
    marked = sorted(_as_typed(label) for label in document["part_marked"] + document["brand_marked"])
    inside = "|".join((*sorted(heads), f"(?:{'|'.join(words)}){_END}", f"(?:{'|'.join(marked)})[ .]?[:=№#：]"))
    return rf"(?:^|[^0-9A-ZА-Я])(?:{inside})|{'|'.join(cjk)}|{_MIXED}"


def _as_typed(text: str) -> str:
    return "[ .\\-/]?[ .\\-/]?".join(re.escape(word) for word in text.split())


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
