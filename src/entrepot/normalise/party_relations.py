"""`TO THE ORDER OF` in a party's cell, and a second party behind the first (`c/o`, `on behalf of`)."""

import re

from entrepot.codes.lookalikes import is_plain

_TO_ORDER = re.compile(
    r"^\W*(?:CONSIGNED\s+)?(?:(?:UN)?TO\s+(?:THE\s+)?ORDERS?(?:\s+OF(?:\s+THE)?)?|A\s+L[AO]\s+ORDEN(?:\s+DEL?)?|"
    r"[AÀ]\s+L['’ ]?\s*ORDRE(?:\s+D[EU])?|[AÀ]\s+ORDEM(?:\s+D[EAO])?|(?:ПО|ЗА)\s+(?:ПРИКАЗУ|НАКАЗОМ)|ПРИКАЗУ|"
    r"THEO\s+LỆNH(?:\s+CỦA)?|凭指示|憑指示)(?![^\W_])[\s:,.\-/]*",
    re.IGNORECASE,
)
# Cells of bills of lading that name nobody: an order without its OF, whoever holds the bill, a party of another column.
_NOBODY = re.compile(
    r"^\W*(?:(?:TO\W+)?(?:THE\s+)?ORDER|(?:UN)?TO\s+(?:THE\s+)?(?:SHIPPER|CONSIGNOR|HOLDER|CONSIGNEE)(?:'?S)?'?\s+ORDER|TO\s+(?:THE\s+)?BEARER|"
    r"(?:THE\s+)?SAME\s+AS\s+(?:THE\s+)?(?:CONSIGNEE|CONSIGNOR|SHIPPER|NOTIFY|NOTIFY\s+PARTY|IMPORTER|EXPORTER|ABOVE|BUYER))\W*$",
    re.IGNORECASE,
)
_ORDER_OF_BANK = re.compile(
    r"^\W*(?:ORDER\s+OF|ORDEN\s+DEL?|ORDRE\s+DE|ORDEM\s+D[EO])\s+(?=.*\bBAN(?:K|CO|QUE|KASI)\b)", re.IGNORECASE
)
_TO_ORDER_BEHIND = re.compile(
    r"[\s,(\-]*(?<![^\W_])(?:EMR[İI]NE|БҰЙРЫҒЫ\s+БОЙЫНША|(?:UN)?TO\s+(?:THE\s+)?ORDER)[\s).]*$", re.IGNORECASE
)
_NO_PARTY = re.compile(
    r"^(?:THE\s+)?(?:SHIPPERS?|HOLDERS?|BEARER|CONSIGNORS?|CONSIGNEES?|BANK|ПРЕДЪЯВИТЕЛЯ|ОТПРАВИТЕЛЯ|PORTADOR|EMBARCADOR|PORTEUR)?\W*$",
    re.IGNORECASE,
)
_RELATIONS = (  # relation, pattern, needs a legal form on both sides
    (
        "on behalf of",
        r"(?:FOR\s+AND\s+)?(?:ON|IN)\s+BEHALF\s+(?:AND\s+FOR\s+)?OF|O/B/O|ОТ\s+ИМЕНИ|ПО\s+ПОРУЧЕНИЮ|ЗА\s+ДОРУЧЕННЯМ|ВІД\s+ІМЕНІ|EN\s+NOMBRE\s+DE|EM\s+NOME\s+D[EAO]|AU\s+NOM\s+D[EU]|THAY\s+MẶT|АТЫНАН",
        False,
    ),
    (
        "by order of",
        r"BY\s+(?:THE\s+)?ORDER\s+(?:AND\s+FOR\s+ACCOUNT\s+)?OF|POR\s+ORDEN\s+DEL?|POR\s+ORDEM\s+D[EAO]|PAR\s+ORDRE\s+D[EU]|ПО\s+ПРИКАЗУ|ПО\s+ЗАКАЗУ|ЗА\s+НАКАЗОМ",
        False,
    ),
    (
        "for account of",
        r"FOR\s+(?:THE\s+)?ACCOUNT\s+OF|P\s?/\s?C(?:\s+DE)?|POR\s+CUENTA\s+DEL?|POR\s+CONTA\s+D[EAO]|POUR\s+LE\s+COMPTE\s+D[EU]|ЗА\s+СЧЕТ",
        False,
    ),
    ("c/o", r"C\s?[/\\]\s?O|CARE\s+OF|AUX\s+BONS\s+SOINS\s+D[EU]|AOS\s+CUIDADOS\s+D[EAO]", False),
    ("for", r"FOR|ДЛЯ|PARA|POUR|A\s?/\s?C|B\s?/\s?O", True),
)
_BEHIND = tuple(
    (name, re.compile(rf"[\s,;(]*(?<![^\W_])(?:{pattern})(?![^\W_])[\s:.,)]*", re.IGNORECASE), is_weak)
    for name, pattern, is_weak in _RELATIONS
)
_FOR_WHOM_FIRST = re.compile(
    r"[\s,]+(?:ADINA|HESABINA|NAMINA)[\s,:]+", re.IGNORECASE
)  # Turkish: the principal comes first
_SLASH = re.compile(r"[/\\]")
_SLASHED = re.compile(r"\b[A-Z]\s?[/\\]\s?[A-Z]\b", re.IGNORECASE)  # C/O, P/C
# One of these words must be there for anything above to match in a cell without digits and separators.
_MARKS = (
    *("TO", "BEHALF", "ORDEN", "ORDRE", "ORDEM", "ORDER", "CARE", "SOINS", "CUIDADOS", "FOR", "PARA", "POUR", "POR"),
    *("NOMBRE", "NOME", "NOM", "ПРИКАЗУ", "НАКАЗОМ", "ЗАКАЗУ", "ИМЕНИ", "ІМЕНІ", "ПОРУЧЕНИЮ", "ДОРУЧЕННЯМ", "СЧЕТ"),
    *("BEARER", "SAME"),
    *("ДЛЯ", "EMRINE", "EMRİNE", "БОЙЫНША", "АТЫНАН", "ADINA", "HESABINA", "NAMINA", "THEO", "THAY"),
)
_MARK_WORDS = frozenset(_MARKS)
_MARK = re.compile(rf"\b(?:{'|'.join(_MARKS)})\b|指示", re.IGNORECASE)
_WORD = re.compile(r"\w+")
# Small letters that every text has which `TO THE ORDER OF` in some language matches.
_ORDER_SIGNS = ("orde", "ordr", "bearer", "same", "приказу", "наказ", "lệnh", "指示", "emr", "бұйрығы")


def has_mark(text: str) -> bool:
    """Return whether a text holds a word of those that relate two parties."""
    if is_plain(text):  # without letters of several capitals (ı, İ) words are compared as they are, which is quicker
        return not _MARK_WORDS.isdisjoint(_WORD.findall(text.upper()))
    return _MARK.search(text) is not None


def take_order(text: str) -> tuple[str, bool, bool]:
    """Return the text without `TO THE ORDER OF`, whether it was there, and whether what is left is the party behind the order.

    The text left is "" where it names nobody (`TO THE ORDER OF SHIPPER`).
    """
    small = text.lower()
    if not any(map(small.__contains__, _ORDER_SIGNS)):
        return text, False, False
    if _NOBODY.match(text) is not None:
        return "", True, True
    if (match := _TO_ORDER.match(text) or _ORDER_OF_BANK.match(text)) is not None:
        rest = text[match.end() :].strip()
        return ("" if _NO_PARTY.match(rest) else rest), True, True
    if (match := _TO_ORDER_BEHIND.search(text)) is not None:
        is_bank_first = "ORDER" not in match.group().upper()  # Turkish and Kazakh put the bank first
        return text[: match.start()].strip(), True, is_bank_first
    return text, False, False


def names_nobody(text: str) -> bool:
    """Return whether a cell is `to the order of` and names no party, or only who stands behind the order, such as a bank."""
    _, is_order, is_behind = take_order(text)
    return is_order and is_behind


def split_behind(text: str) -> tuple[str, str, str, bool] | None:
    """Return the two parties of a cell with their relation, and whether the relation is one that names are made with (`FOR`).

    The first is who acts, the second who stands behind; None where the cell shows no relation.
    """
    if not has_mark(text) and (_SLASH.search(text) is None or _SLASHED.search(text) is None):
        return None
    for relation, pattern, is_weak in _BEHIND:
        match = pattern.search(text)
        if match is not None and match.end() < len(text) and (match.start() > 0 or not is_weak):
            return text[: match.start()], relation, text[match.end() :], is_weak
    if (match := _FOR_WHOM_FIRST.search(text)) is not None:
        return text[match.end() :], "on behalf of", text[: match.start()], True
    return None
