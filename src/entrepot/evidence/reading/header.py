"""Finds where a table's header stands among its first rows, below titles and notes, in one line or two, or nowhere."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

Cells = tuple[str | None, ...]
_JUDGED_ROWS = 40  # a header deeper than this has not been seen; row 6 has
_JUDGED_BODY = 200
_LONGEST_LABEL = 120  # characters: a goods description is longer, a column name with its unit is not
_NUMBER_LIKE = re.compile(r"[-+(]?[\d\s.,'’%:/\\_TZ-]*\d[\d\s.,'’%:/\\_TZ)-]*")
_MONTH_LIKE = re.compile(r"(\d{1,2}[-/. ])?[^\W\d_]{3,9}[-/. ]\d{2,4}")
_CODE_LIKE = re.compile(r"(?=.*\d.*\d.*\d)[A-Z0-9][A-Z0-9/._-]{4,}")  # container, declaration and tax numbers
# Parts of column names in the languages of customs tables: evidence where a table has too few rows to compare with.
_HEADER_WORDS = re.compile(
    r"name|code|date|value|country|desc|weight|qty|quant|unit|price|curr|number|addr|port|type|amount|month|year|origin"
    r"|import|export|consign|shipper|buyer|supplier|hs\b|hs_|\bhs ?\d{1,4}\b|[^\W\d]_[^\W\d]"
    r"|tariff|goods|product|mass|gross|declar"
    r"|наимен|назв|код|дата|страна|країна|вес|вага|масса|стоим|вартіст|колич|кільк|адрес|номер|отправ|получ|товар|валют|цена|описан"
    r"|инн|атау|күні|ел\b|салма|құны|саны"
    r"|adı|ünvan|kodu|tarih|ülke|değer|miktar|ağırlık|tanım|firma|birim"
    r"|nombre|fecha|valor|país|pais|peso|cantidad|código|codigo|partida|aduana|unidad|proveedor|razon|razón"
    r"|nome|data|quantidade|descri|desemb|moeda|fatura"
    r"|nom\b|pays|poids|valeur|quantité|désign|bureau|fournisseur"
    r"|tên|ngày|nước|mã\b|mã_|lượng|trị giá|đơn|hàng|xuất|nhập"
    r"|名称|代码|日期|国|重量|数量|金额|单价|商品|企业|编码|贸易|地址|币",
    re.IGNORECASE,
)
_SURE_ENOUGH = 0.62  # of 1; set on the real layouts, with and without their header


@dataclass(frozen=True)
class Header:
    """Rows count from 1. `row` is 0 where there is no header; of a header in two lines it is the second."""

    row: int
    first_data_row: int
    names: tuple[str, ...]
    is_joined: bool = False


def header_of(rows: Sequence[Cells]) -> Header:
    """Return the header of a table by its first rows, its names as reported: blank ones are "", twins are kept."""
    width = _width(rows)
    scored = [(_score(rows, at, width), -at) for at in range(min(len(rows), _JUDGED_ROWS))]
    best, at = max(scored, default=(0.0, 0))
    at = -at
    if best < _SURE_ENOUGH:
        first = next((i for i, row in enumerate(rows) if sum(map(bool, row)) > width // 2), 0)
        return Header(0, first + 1, ("",) * width)
    at = _first_like(rows, at, width)
    names = _padded(rows[at], width)
    is_joined = False
    if _is_second_line(rows, at, width):
        names, at, is_joined = _joined(names, _padded(rows[at + 1], width)), at + 1, True
    elif at and _is_group_line(rows[at - 1], rows[at], width):
        names, is_joined = _joined(_padded(rows[at - 1], width), names), True
    after = at + 1
    while after < len(rows) and (_is_blank(rows[after]) or _is_numbering(rows[after])):
        after += 1
    return Header(at + 1, after + 1, tuple(names), is_joined)


def unique_names(names: Sequence[str]) -> list[str]:
    """Return names that tell all columns apart: the second `NAME` is `NAME#2`, a blank third column `column 3`."""
    made: list[str] = []
    taken: set[str] = set()
    for position, name in enumerate(names, start=1):
        base = name or f"column {position}"
        unique, count = base, 1
        while unique in taken:
            count += 1
            unique = f"{base}#{count}"
        taken.add(unique)
        made.append(unique)
    return made


def is_value(cell: str) -> bool:
    """Tell a cell that looks like a number, a date or a code, as no column name does."""
    text = cell.strip()
    return bool(_NUMBER_LIKE.fullmatch(text) or _MONTH_LIKE.fullmatch(text) or _CODE_LIKE.fullmatch(text))


def _clean(cell: str | None) -> str:
    return " ".join((cell or "").replace("\ufeff", "").split())


def _padded(row: Cells, width: int) -> list[str]:
    cells = [_clean(cell) for cell in row[:width]]
    return cells + [""] * (width - len(cells))


def _is_blank(row: Cells) -> bool:
    return not any(_clean(cell) for cell in row)


def _is_numbering(row: Cells) -> bool:
    """Tell the row of column numbers that printed forms carry under their header: 1, 2, 3 ..."""
    cells = [_clean(cell).rstrip(".") for cell in row if _clean(cell)]
    return len(cells) > 2 and cells == [str(number) for number in range(1, len(cells) + 1)]


def _width(rows: Sequence[Cells]) -> int:
    """Return the number of columns: up to the last cell that any row fills."""
    return max((i + 1 for row in rows for i, cell in enumerate(row) if cell), default=0)


def _is_label(cell: str) -> bool:
    return (
        len(cell) <= _LONGEST_LABEL
        and any(map(str.isalpha, cell))
        and (not is_value(cell) or bool(_HEADER_WORDS.search(cell)))
    )


def _first_like(rows: Sequence[Cells], at: int, width: int) -> int:
    """Return the first row that reads as the row at a place: of a header repeated on every page, the first is the header."""
    cells = _padded(rows[at], width)
    return next(first for first in range(at + 1) if _padded(rows[first], width) == cells)


def _score(rows: Sequence[Cells], at: int, width: int) -> float:
    """Return how much a row is like a header: full, of distinct labels, over values it differs from."""
    cells = _padded(rows[at], width)
    filled = [cell for cell in cells if cell]
    widest = max(sum(map(bool, row)) for row in rows[: _JUDGED_ROWS + 1])
    if not filled or (len(filled) == 1 and widest > 1):
        return 0.0
    labels = sum(_is_label(cell) for cell in filled) / len(filled)
    distinct = len(set(filled)) / len(filled)
    fullness = min(1.0, len(filled) / widest)
    if labels < 0.75 or distinct < 0.6 or fullness < 0.5:
        return 0.0
    words = sum(bool(_HEADER_WORDS.search(cell)) for cell in filled) / len(filled)
    contrast = _contrast(_body(rows, at + 1, cells), cells)
    return 0.2 * fullness + 0.1 * labels + 0.1 * distinct + 0.3 * min(1.0, 1.5 * words) + 0.3 * contrast


def _body(rows: Sequence[Cells], first: int, *header: list[str]) -> Sequence[Cells]:
    """Return the rows below a header without its repetitions on later pages, which are no values of its columns."""
    body = rows[first : first + _JUDGED_BODY]
    return [row for row in body if _padded(row, len(header[0])) not in header] or body


def _contrast(body: Sequence[Cells], cells: list[str]) -> float:
    """Return how the columns below differ: values under a label speak for a header, the label repeated speaks against."""
    for_it = against = 0.0
    for position, cell in enumerate(cells):
        below = [_clean(row[position]) for row in body if position < len(row) and row[position]]
        if not cell or not below:
            continue
        if cell in below:
            against += 1
        elif sum(map(is_value, below)) > 0.7 * len(below):
            for_it += 1 if not is_value(cell) else -0.5
    known = for_it + against
    if not known:
        return 0.3
    return max(0.0, (for_it - 2 * against) / max(1.0, known)) if for_it > 0 else 0.0


def _is_second_line(rows: Sequence[Cells], at: int, width: int) -> bool:
    """Tell a second header line: labels that fill gaps of the first, over columns of values."""
    if at + 2 >= len(rows):
        return False
    upper, lower = _padded(rows[at], width), _padded(rows[at + 1], width)
    filled = [cell for cell in lower if cell]
    fills_gap = any(low and not up for up, low in zip(upper, lower, strict=True)) or any(
        up and not low for up, low in zip(upper, lower, strict=True)
    )
    if len(filled) < 2 or not fills_gap or not all(_is_label(cell) for cell in filled):
        return False
    words = sum(bool(_HEADER_WORDS.search(cell)) for cell in filled) / len(filled)
    return words >= 0.5 and _contrast(_body(rows, at + 2, upper, lower), lower) >= 0.3


def _is_group_line(above: Cells, row: Cells, width: int) -> bool:
    """Tell the line of group names above a header: at least two, of distinct labels, each over a column that is named."""
    upper, lower = _padded(above, width), _padded(row, width)
    filled = [(up, low) for up, low in zip(upper, lower, strict=True) if up]
    if len(filled) < 2 or not all(_is_label(up) and len(up) < 40 for up, _ in filled):
        return False
    names = [low for low in lower if low]
    needs_groups = len(set(names)) < len(names) or any(not low for _, low in filled)
    return needs_groups and any(low for _, low in filled)


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    """Return the names of two lines: a group's name runs on to the right over the columns it was merged across."""
    made, group = [], ""
    for up, low in zip(upper, lower, strict=True):
        group = up or (group if low else "")
        made.append(" ".join(part for part in ((group if low else up), low) if part))
    return made
