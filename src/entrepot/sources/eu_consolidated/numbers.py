"""Takes apart cells that hold several numbers, with their labels and countries before, behind or between them."""

import re
from dataclasses import dataclass

from entrepot.codes.territories import iso2

_LABEL = (
    r"(?:Tax ID/INN|INN/KPP|SRN/OGRN|ИНН/taxpayer identification number|TIN \(INN\)|TIN|INN|ИНН|OGRN|OKPO|KPP|SRN|ITIN|PAN|USCC"
    r"|C[Rr]\.?|National ID|(?:[A-Z]\w+ )?[Pp]assport(?: of the [A-Z]\w+ [A-Z]\w+)?(?: number)?|[Ss]eries)"
)
_LABELLED = re.compile(rf"\(?(?P<label>{_LABEL})\)?(?: ?[Nn]o\b\.?)?[\s:–-]+(?P<value>.*\d.*)")
_NEXT_LABEL = re.compile(rf"\s(?={_LABEL}\s?:)")
_BRACKETED = re.compile(r"(?P<value>[^()]*\d[^()]*?)\s*\((?P<inside>.*)\)")
_SECOND_NUMBER = re.compile(r"(?:or )?(?P<label>\D+?)\s*:\s*(?P<value>\d[\d ]*)")
_TAX_AND_REASON = re.compile(r"(\d{10})\s?/\s?(\d{9})")  # INN/KPP as Russian forms write them
_COMMENT = re.compile(
    r"(?:date of |centre|or (?!State)|might|previously)|(?:issued|valid|expire[sd]?|in \d{4}|on \d)", re.IGNORECASE
)
_DATES = re.compile(r"\s(?:on \d{1,2}\.|issued|valid|expire[sd]?)\b.*")
_BIC = re.compile(r"[A-Z]{8}(?:[A-Z]{3})?")  # a bank code may hold no digit
_SHORTEST_COUNTRY = 4  # letters; a shorter word is a label that looks like a country code: BRN, PAN
_COUNTED = re.compile(r"\(\d\)\s")  # "(1) 530308406 (2) 531246870"


@dataclass(frozen=True)
class Number:
    """One number of a cell: `label` and `country_iso` None where the cell names none."""

    value: str
    label: str | None = None
    country_iso: str | None = None


def split_outside_brackets(text: str, separators: str) -> list[str]:
    """Return the pieces of a text between separator characters that stand in no bracket, stripped, empty ones left out."""
    pieces, depth, current = [], 0, ""
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter in separators and depth <= 0:
            pieces.append(current)
            current, depth = "", 0
        else:
            current += letter
    return [piece.strip() for piece in [*pieces, current] if piece.strip()]


def numbers_in(cell: str) -> tuple[list[Number], list[str]]:
    """Return the numbers of a cell, and the remarks on them (dates and places of issue)."""
    numbers: list[Number] = []
    remarks: list[str] = []
    for piece in split_outside_brackets(_COUNTED.sub("; ", cell).replace(" and ", "; "), ";,"):
        for part in _NEXT_LABEL.split(piece):
            if not (any(letter.isdigit() for letter in part) or _BIC.fullmatch(part)) or _COMMENT.match(part):
                remarks.append(part)
            else:
                numbers.extend(_numbers_of(part.rstrip(" .,"), remarks))
    return list(dict.fromkeys(numbers)), remarks


def _numbers_of(part: str, remarks: list[str]) -> list[Number]:
    """Return the numbers of one piece: labelled before, labelled behind in brackets, or bare."""
    part = part.removeprefix("alt. ")
    labelled = _LABELLED.fullmatch(part)
    label = labelled["label"] if labelled else None
    text = labelled["value"] if labelled else part
    if (dates := _DATES.search(text)) is not None and "(" not in text[: dates.start()].rpartition(")")[2]:
        remarks.append(dates.group().strip())
        text = text[: dates.start()]
    bracketed = _BRACKETED.fullmatch(text)
    if bracketed is None:
        return _split_reason(text, label, None)
    inside = bracketed["inside"]
    if (second := _SECOND_NUMBER.fullmatch(inside)) is not None:
        return [Number(bracketed["value"], label), Number(second["value"], second["label"])]
    if _COMMENT.match(inside):
        remarks.append(inside)
        return _split_reason(bracketed["value"], label, None)
    words = [word.strip() for word in split_outside_brackets(inside, ",")]
    places = [word for word in words if len(word) >= _SHORTEST_COUNTRY and iso2(word).value is not None]
    countries = [iso2(word).value for word in places]
    rest = [word for word in words if word not in places]
    return _split_reason(bracketed["value"], ", ".join(rest) or label, countries[0] if countries else None)


def _split_reason(value: str, label: str | None, country_iso: str | None) -> list[Number]:
    """Return a number; a Russian tax number written with its reason code (INN/KPP) as two."""
    pair = _TAX_AND_REASON.fullmatch(value.strip())
    if pair is not None:
        return [Number(pair.group(1), "INN", country_iso), Number(pair.group(2), "KPP", country_iso)]
    halves = [half.strip() for half in value.split("/")]
    return [Number(halves[0] if len(set(halves)) == 1 else value.strip(), label, country_iso)]
