"""Takes apart cells of names: lists, names in brackets behind names, former names."""

import re

from entrepot.codes.territories import iso2
from entrepot.sources.eu_consolidated.numbers import split_outside_brackets
from entrepot.sources.party_rows import NameKind

Names = list[tuple[str, NameKind]]

_WITH_BRACKET = re.compile(r"(?P<head>.*\S)\s*\((?P<inside>[^()]+(?:\([^()]*\)[^()]*)?)\)")
_ALSO = re.compile(r"(?:a\.?k\.?a\.?|also known as)\s+", re.IGNORECASE)
_FORMERLY = re.compile(r"(?:formerly(?: known as)?|f\.?k\.?a\.?|former name)\.?:?\s*", re.IGNORECASE)
_NAME_START = re.compile(r"[A-ZА-ЯЁІЇЄҐ«‘“\"]")
_SPELLING = re.compile(r"(?:Russian|Ukrainian|Belarusian)(?: spelling)?: ?")
_NO_NAMES = frozenset(
    {"JSC", "OJSC", "PAO", "ПАО", "OOO", "ООО", "HK", "Private", "HQ", "SEZ"}
)  # brackets that say where or what, not who
_SHORTEST_COUNTRY = 4  # letters; shorter brackets are abbreviations of names, not country codes
_ABBREVIATION_LENGTH = 6  # letters; one such word alone is an abbreviation that several bodies may share


def names_in(cell: str, kind: NameKind, *, is_person: bool) -> Names:
    """Return the names of a cell, separated by semicolons, each with its kind."""
    names: Names = []
    for piece in split_outside_brackets(cell, ";"):
        balanced = piece + ")" * (piece.count("(") - piece.count(")"))
        names.extend(unbracketed(balanced, kind, is_person=is_person))
    return names


def unbracketed(name: str, kind: NameKind, *, is_person: bool) -> Names:
    """Return a name, or the two names of `name (other name)`; a bracket that is a comment stays where it is."""
    found = _WITH_BRACKET.fullmatch(name)
    if found is None:
        return [(name, kind)]
    head, inside = found["head"], found["inside"]
    if (former := _FORMERLY.match(inside)) is not None:
        rest = inside[former.end() :]
        return [(head, kind), (rest, "former")] if rest else [(head, "former")]
    if (also := _ALSO.match(inside)) is not None:
        return [(head, kind), *((other, "alias") for other in re.split(r", | or ", inside[also.end() :]) if other)]
    inside = _SPELLING.sub("", inside, count=1)
    if not _is_name(inside, is_person=is_person):
        return [(name, kind)]
    is_abbreviation = " " not in inside and len(inside) <= _ABBREVIATION_LENGTH
    return [(head, kind), (inside, "weak_alias" if is_abbreviation else kind)]


def _is_name(inside: str, *, is_person: bool) -> bool:
    """Return whether a bracket holds a name of its own: a surname alone (`HUBARIEV`) belongs to the name before it."""
    if not _NAME_START.match(inside) or inside in _NO_NAMES or ":" in inside:
        return False
    if is_person:
        return " " in inside
    return len(inside) < _SHORTEST_COUNTRY or iso2(inside).value is None
