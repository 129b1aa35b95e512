"""SVG elements as escaped markup, and how wide a text will be."""

from collections.abc import Iterable

from markupsafe import Markup, escape

Attribute = str | float | None

_NARROW, _WIDE = frozenset("ijltfrI.,:;'|!()[]- "), frozenset("mwMWЖШЩЮФ@%—")
_FIRST_FULL_WIDTH = "⺀"  # from here on (CJK radicals) a character fills its em


def number(value: float) -> str:
    """Return a coordinate with one decimal at most."""
    return (
        f"{value:.1f}".removesuffix(".0").replace("-0", "0") if abs(value) < 0.05 else f"{value:.1f}".removesuffix(".0")
    )


def node(tag: str, content: str | Markup = "", /, **attributes: Attribute) -> Markup:
    """Return an element; `class_` becomes `class`, underscores become hyphens, attributes of None are left out."""
    parts = [Markup("<"), escape(tag)]
    for name, value in attributes.items():
        if value is not None:
            text = value if isinstance(value, str) else number(value)
            parts += [Markup(" "), escape(name.rstrip("_").replace("_", "-")), Markup('="'), escape(text), Markup('"')]
    closing = [Markup(">"), escape(content), Markup("</"), escape(tag), Markup(">")] if content else [Markup("/>")]
    return Markup("").join(parts + closing)


def group(children: Iterable[Markup], /, **attributes: Attribute) -> Markup:
    """Return a `g` element around children."""
    return node("g", Markup("").join(children) or Markup("<!-- -->"), **attributes)


def text(x: float, y: float, content: str, /, **attributes: Attribute) -> Markup:
    """Return a text element at a baseline point."""
    return node("text", content, x=x, y=y, **attributes)


def line(x1: float, y1: float, x2: float, y2: float, /, **attributes: Attribute) -> Markup:
    """Return a straight line."""
    return node("line", x1=x1, y1=y1, x2=x2, y2=y2, **attributes)


def drawing(
    children: Iterable[Markup],
    *,
    figure_id: str,
    size: tuple[float, float],
    title: str,
    words: str,
    class_: str = "",
    smallest: float = 0.0,
    y: float | None = None,
) -> Markup:
    """Return a whole `svg` element with its title and its description in words for those who do not see it.

    `smallest` is the share of its size down to which the drawing may shrink before its frame scrolls; `y` is its place in a
    larger drawing.
    """
    head = [
        node("title", title or "Drawing", id=f"{figure_id}-title"),
        node("desc", words or title, id=f"{figure_id}-desc"),
    ]
    return node(
        "svg",
        Markup("").join([*head, *children]),
        class_=f"figure {class_}".strip(),
        role="img",
        aria_labelledby=f"{figure_id}-title {figure_id}-desc",
        viewBox=f"0 0 {number(size[0])} {number(size[1])}",
        y=y,
        width=size[0],
        height=size[1],
        style=f"min-width:{number(size[0] * smallest)}px" if smallest else None,
    )


def text_width(content: str, font_px: float) -> float:
    """Return about how many pixels a text takes in a common sans face; made to err on the wide side."""
    return sum(_em(character) for character in content) * font_px


def _em(character: str) -> float:
    if character >= _FIRST_FULL_WIDTH:
        return 1.0
    if character in _NARROW:
        return 0.36
    if character in _WIDE:
        return 0.92
    return 0.7 if character.isupper() else 0.58


def shortened(content: str, font_px: float, room_px: float) -> str:
    """Return the text, cut with an ellipsis where it is wider than the room."""
    if text_width(content, font_px) <= room_px:
        return content
    kept = content
    while kept and text_width(kept + "…", font_px) > room_px:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wrapped(content: str, font_px: float, room_px: float, *, most_lines: int) -> list[str]:
    """Return the text in lines no wider than the room; what does not fit is cut with an ellipsis."""
    lines: list[str] = [""]
    for word in content.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or text_width(longer, font_px) <= room_px or len(lines) == most_lines:
            lines[-1] = longer
        else:
            lines.append(word)
    return [shortened(row, font_px, room_px) for row in lines]
