"""Takes registration and tax numbers, phones and e-mail addresses out of a party's cell."""

import re

from entrepot.codes.country_ends import country_code
from entrepot.normalise.legal_forms import split_legal_form

_LABELS = (  # as printed in declarations; the longest first
    *(
        "TAX ID NO",
        "TAX ID",
        "TAX NO",
        "TAX NUMBER",
        "TAXPAYER ID",
        "VAT NO",
        "VAT ID",
        "VAT",
        "REGISTRATION NO",
        "REGISTRATION CODE",
    ),
    *(
        "REG NO",
        "REG CODE",
        "COMPANY NO",
        "CR NO",
        "VERGİ NO",
        "VERGI NO",
        "VKN",
        "MERSİS",
        "MERSIS",
        "GSTIN",
        "IEC",
        "PAN",
        "EORI",
    ),
    *(
        "ИНН/КПП",
        "INN/KPP",
        "ИНН",
        "INN",
        "КПП",
        "KPP",
        "ОГРНИП",
        "ОГРН",
        "OGRN",
        "ОКПО",
        "OKPO",
        "БИН",
        "BIN",
        "ИИН",
        "IIN",
        "ЖСН",
        "БСН",
    ),
    *(
        "ИИН/БИН",
        "БИН/ИИН",
        "УНП",
        "УНН",
        "UNP",
        "ЄДРПОУ",
        "ЕДРПОУ",
        "EDRPOU",
        "ІПН",
        "РНОКПП",
        "ПИН",
        "PINFL",
        "STIR",
        "СТИР",
        "TIN",
        "PIN",
    ),
    *(
        "NIT",
        "RUC",
        "RUT",
        "RFC",
        "CNPJ",
        "CPF",
        "CUIT",
        "NIF",
        "NINEA",
        "IFU",
        "RCCM",
        "ICE",
        "RTN",
        "NIPC",
        "NIP",
        "REGON",
        "SIREN",
    ),
    *(
        "SIRET",
        "MST",
        "MÃ SỐ THUẾ",
        "MA SO THUE",
        "USCI",
        "USCC",
        "UNIFIED SOCIAL CREDIT CODE",
        "税号",
        "统一社会信用代码",
        "DUNS",
    ),
)
_ALTERNATIVES = "|".join(
    re.escape(label).replace(r"\ ", r"[\s.]*") for label in sorted(_LABELS, key=lambda text: (-len(text), text))
)
_NUMBER = r"[A-Z]{0,4}\d(?:[\dA-Z.\-]|/(?=\d)|\s(?=\d{2,4}(?!\d))){3,24}"
_LEAST_DIGITS = 6  # after a label; shorter are standards and house numbers (IEC 61000)
_POSTCODE_LABEL = re.compile(r"PIN", re.IGNORECASE)  # six digits after it are an Indian postcode
_LABELLED = re.compile(
    rf"[(\[]?(?<![^\W_])(?P<label>{_ALTERNATIVES})(?:[\s.:№#=\-]|NO\b|NR\b)*(?P<number>{_NUMBER})[)\]]?", re.IGNORECASE
)
_BARE = r"(?=(?:[A-Z]*\d){8})[A-Z]{0,3}\d[\dA-Z]{7,19}"
_LEADING = re.compile(
    rf"^\s*[(\[]?(?P<number>{_BARE}|\d{{3,7}}(?=\s*(?:[:|]|\s[-–—]\s)))[)\]]?(?:\s*[/,;:|\-–—]+\s*|\s+)(?=\S)"
)
_TRAILING = re.compile(rf"(?:\s*[/,;:|(\[\-–—]+\s*|\s+)(?P<number>{_BARE})\s*[)\]]?\s*$")
_NAMES_OF_NUMBERED_FIRMS = frozenset(  # the Canadian provinces whose registers name firms by number
    {
        "ontario",
        "quebec",
        "alberta",
        "b c",
        "bc",
        "british columbia",
        "manitoba",
        "saskatchewan",
        "nova scotia",
        "new brunswick",
    }
)
_EMAIL = re.compile(r"(?:E-?MAIL\s*[:.]?\s*)?[^\s@<>,;:()/]+@[^\s@<>,;()/]+\.[^\s@<>,;.()/]+", re.IGNORECASE)
_PHONE_LABEL = (
    r"(?:TELEPHONE|TELEFONO|TELEFONE|TÉLÉPHONE|PHONE|TELEFON|ТЕЛЕФОН|ТЕЛ|TEL|MOBILE|MOB|МОБ|CELL|FAX|ФАКС|GSM|WHATSAPP|ĐT"
    r"|电话|電話|传真)"
)
_PHONE = re.compile(
    rf"(?<![^\W_]){_PHONE_LABEL}(?:[\s.:/&\-]|NO\b|{_PHONE_LABEL})*(?P<a>[+(]*\d[\d\s()\-./]{{4,20}}\d)"
    r"|(?P<b>(?<![\w+])\+\d[\d\s()\-]{7,18}\d)",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[^0-9A-Za-z]+")
_NUMBER_SIGN = re.compile(
    r"\d\D{0,2}\d\D{0,2}\d"
)  # three digits near to each other: without them there is no number to take
_PHONE_SIGN = re.compile(r"\d[\d\s()\-./]{4,20}\d")  # what both kinds of phones hold
_SIX_DIGITS = re.compile(r"\d(?:\D*\d){5}")  # _LEAST_DIGITS anywhere: fewer are no labelled and no bare number
_EMPTY_BRACKETS = re.compile(r"[(\[]\s*[,;:/.\-]*\s*[)\]]")


def take_contacts(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without phones and e-mail addresses, and those as found, in order."""
    if "@" not in text and (_PHONE_SIGN.search(text) is None or _NUMBER_SIGN.search(text) is None):
        return text, ()
    found: list[tuple[int, str]] = []
    for pattern in (_EMAIL, _PHONE) if "@" in text else (_PHONE,):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            found.append((match.start(), (groups.get("a") or groups.get("b") or match.group()).strip()))
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return text, tuple(dict.fromkeys(contact for _, contact in sorted(found)))


def take_identifiers(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return a text without registration and tax numbers, and those as (label as found or "", number without separators).

    A number without label is taken at the beginning or end of the text only, from eight digits on; a shorter code only before
    a separator (`0012 - ACME LTD`).
    """
    if _NUMBER_SIGN.search(text) is None or (_SIX_DIGITS.search(text) is None and _LEADING.match(text) is None):
        return text, ()
    found: list[tuple[str, str]] = []

    def take(match: re.Match[str]) -> str:
        numbers = _numbers(match)
        found.extend(numbers)
        return " " if numbers else match.group()

    rest = _LABELLED.sub(take, text)
    while (match := _leading(rest) or _trailing(rest)) is not None:
        found.append(("", _bare(match.group("number"))))
        rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    return _EMPTY_BRACKETS.sub(" ", rest) if found else text, tuple(dict.fromkeys(found))


def _leading(text: str) -> re.Match[str] | None:
    """Return a number before a name, None where it is the name of a firm (`10000001 CANADA INC`)."""
    match = _LEADING.match(text)
    if match is None:
        return None
    bare = split_legal_form(text[match.end() :]).bare
    return None if bare in _NAMES_OF_NUMBERED_FIRMS or country_code(bare) is not None else match


def _trailing(text: str) -> re.Match[str] | None:
    """Return a number at the end of a text without other digits: behind an address it may be a postcode."""
    match = _TRAILING.search(text)
    return match if match is not None and not any(letter.isdigit() for letter in text[: match.start()]) else None


def _numbers(match: re.Match[str]) -> list[tuple[str, str]]:
    """Return the numbers of a labelled match, none where it holds no such number; `ИНН/КПП 7701234567/770101001` has two."""
    label, number = match.group("label"), match.group("number")
    digits = sum(letter.isdigit() for letter in number)
    if digits < _LEAST_DIGITS or (digits == _LEAST_DIGITS and _POSTCODE_LABEL.fullmatch(label)):
        return []
    labels, numbers = label.split("/"), number.split("/")
    if len(labels) > 1 and len(labels) == len(numbers):
        return list(zip(labels, map(_bare, numbers), strict=True))
    return [(label, _bare(number))]


def _bare(number: str) -> str:
    return _SEPARATORS.sub("", number).upper()
