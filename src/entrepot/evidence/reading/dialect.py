"""How the head of a delimited text splits into cells: delimiter, quotation mark, escape."""

import csv
import io
import math
import re
from collections import Counter
from dataclasses import dataclass

DELIMITERS = (",", ";", "\t", "|")
_JUDGED_CHARACTERS = 1 << 16
_JUDGED_RECORDS = 200
# Excel writes this line for its own use; it counts as a record, so that row numbers are those of the file.
_SEPARATOR_LINE = re.compile(r'"?sep=([^\r\n"])"?[ ,;\t|]*\r?\n', re.IGNORECASE)
_WHOLE_TO_BARE = 4  # of the cells that a mark opens: the others are cut off or damaged
_DOUBLE, _SINGLE = '"', "'"


@dataclass(frozen=True)
class Dialect:
    """What splits a text into records and cells; `quote` and `escape` are None where none is used."""

    delimiter: str
    quote: str | None = _DOUBLE
    escape: str | None = None
    has_separator_line: bool = False


def dialect_of(text: str) -> Dialect:
    """Return the dialect of a text by its first characters; a comma where nothing splits them evenly."""
    text = text[:_JUDGED_CHARACTERS]
    stated = _SEPARATOR_LINE.match(text)
    body = text[stated.end() :] if stated else text
    best = Dialect(",", *_quote_and_escape(body, ","))
    if stated:
        return Dialect(stated[1], *_quote_and_escape(body, stated[1]), has_separator_line=True)
    best_score = 0.0
    for delimiter in DELIMITERS:
        candidate = Dialect(delimiter, *_quote_and_escape(body, delimiter))
        score = _evenness(body, candidate)
        if score > best_score:
            best, best_score = candidate, score
    return best


def records(text: str, dialect: Dialect, most: int | None = None) -> list[list[str]]:
    """Return the records of a text as cells, the last perhaps cut; a cell above the reader's limit ends the list."""
    found: list[list[str]] = []
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=dialect.delimiter,
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        escapechar=dialect.escape,
        doublequote=dialect.escape is None,
    )
    try:
        for cells in reader:
            found.append(cells)
            if len(found) == most:
                break
    except csv.Error:
        return found
    return found


def _evenness(text: str, dialect: Dialect) -> float:
    """Return how evenly a delimiter splits the records, a header without commas of prose counting most.

    That is the square of the commonest width's share, more for wide records, doubled where the first record has that width,
    less for cells that start with a blank: those are parts of a sentence.
    """
    split = [cells for cells in records(text, dialect, _JUDGED_RECORDS) if any(cells)]
    if len(split) > 2 and len(text) == _JUDGED_CHARACTERS:
        split.pop()  # cut off by the judged length
    counted = Counter(len(cells) for cells in split if len(cells) > 1)
    if not counted:
        return 0.0
    width, count = max(counted.items(), key=lambda item: (item[1], item[0]))
    later = [cell for cells in split for cell in cells[1:] if cell]
    prose = sum(cell.startswith(" ") and cell.strip() != "" for cell in later) / max(1, len(later))
    score = (count / len(split)) ** 2 * math.log(1 + width) * (1 - prose / 2)
    return float(score * (2 if len(split[0]) == width else 1))


def _quote_and_escape(text: str, delimiter: str) -> tuple[str | None, str | None]:
    """Return the quotation mark and escape: marks stand around whole cells, else they belong to the words."""
    escape = "\\" if text.count('\\"') > text.count('""') else None
    whole, bare = _quoted_cells(text, delimiter, _DOUBLE, escape)
    if whole > _WHOLE_TO_BARE * bare:
        return _DOUBLE, escape
    if _DOUBLE not in text:
        singly, bare = _quoted_cells(text, delimiter, _SINGLE, None)
        if singly > _WHOLE_TO_BARE * bare and singly >= text.count("\n") / 2:  # else some names have apostrophes
            return _SINGLE, None
    return (None if whole or bare else _DOUBLE), None


def _quoted_cells(text: str, delimiter: str, quote: str, escape: str | None) -> tuple[int, int]:
    """Return how many cells a mark opens and closes, a mark inside being doubled or escaped, and how many it only opens."""
    inside = rf"[^{quote}]*+(?:{quote}{quote}[^{quote}]*+)*+"
    if escape:
        inside = rf"[^{quote}\\]*+(?:(?:{quote}{quote}|\\.)[^{quote}\\]*+)*+"
    mark = re.escape(delimiter)
    cell = rf"(?:^|{mark}){quote}({inside}{quote}(?={mark}|\r|\n|\Z))?"
    found = [match[1] is not None for match in re.finditer(cell, text, re.MULTILINE | re.DOTALL)]
    return sum(found), len(found) - sum(found)
