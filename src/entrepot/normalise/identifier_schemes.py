"""The schemes of registration and tax numbers: form, check digit, and what an equal number means."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from entrepot.codes.lookalikes import latin_lookalikes
from entrepot.normalise import checksums

Validity = Literal["valid", "invalid", "unchecked"]
_NOT_UNIQUE = frozenset(
    {"kpp", "mmsi"}
)  # a KPP is shared by the firms of one tax office; an MMSI changes with the flag
_SEPARATORS = re.compile(r"[\s.\-–—/_№#:]+")
_DIGIT = re.compile(r"[0-9]")
_WRAPPING = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True)
class Scheme:
    """A kind of number: its name, form, check, and whether an equal number means the same firm or person.

    `lengths` is how a person would say the form, for messages. `is_national` is False for generic numbers, which are unique
    only inside a country's register: their value is prefixed with the country.
    """

    id: str
    title: str
    pattern: str
    lengths: str
    check: Callable[[str], bool] | None = None
    is_national: bool = True


SCHEMES = {
    scheme.id: scheme
    for scheme in (
        Scheme("inn", "INN", r"\d{10}|\d{12}", "10 or 12 digits", checksums.inn),
        Scheme("ogrn", "OGRN", r"\d{13}", "13 digits", checksums.ogrn),
        Scheme("ogrnip", "OGRNIP", r"\d{15}", "15 digits", checksums.ogrn),
        Scheme("okpo", "OKPO", r"\d{8}|\d{10}", "8 or 10 digits", checksums.okpo),
        Scheme("kpp", "KPP", r"\d{4}[\dA-Z]{2}\d{3}", "9 digits"),
        Scheme("kz_bin", "Kazakh BIN", r"\d{4}[456]\d{7}", "12 digits, the fifth 4 to 6", checksums.kz_iin),
        Scheme("kz_iin", "Kazakh IIN", r"\d{4}[0-3]\d{7}", "12 digits, the fifth 0 to 3", checksums.kz_iin),
        Scheme("kg_inn", "Kyrgyz INN", r"\d{14}", "14 digits"),
        Scheme("uz_stir", "Uzbek STIR", r"\d{9}", "9 digits"),
        Scheme("am_tin", "Armenian TIN", r"\d{8}", "8 digits"),
        Scheme("by_unp", "Belarusian UNP", r"\d{9}", "9 digits", checksums.by_unp),
        Scheme("ua_edrpou", "Ukrainian EDRPOU code", r"\d{8}", "8 digits", checksums.ua_edrpou),
        Scheme("ua_rnokpp", "Ukrainian taxpayer number", r"\d{10}", "10 digits", checksums.ua_rnokpp),
        Scheme("tr_vkn", "Turkish tax number", r"\d{10}", "10 digits", checksums.tr_vkn),
        Scheme("tr_mersis", "Turkish MERSIS number", r"\d{16}", "16 digits"),
        Scheme(
            "cn_uscc",
            "Chinese social credit code",
            r"[0-9A-HJ-NPQRTUWXY]{18}",
            "18 letters and digits",
            checksums.cn_uscc,
        ),
        Scheme("hk_cr", "Hong Kong company number", r"F?\d{7}", "7 digits"),
        Scheme("hk_brn", "Hong Kong business registration", r"\d{8}", "8 digits"),
        Scheme(
            "de_vat", "German VAT number", r"DE\d{9}", "DE and 9 digits", lambda text: checksums.mod_11_10(text[2:])
        ),
        Scheme("uk_company_number", "UK company number", r"(\d{2}|[A-Z]{2}|[A-Z]\d)\d{6}", "8 letters and digits"),
        Scheme("lei", "LEI", r"[0-9A-Z]{18}\d{2}", "20 letters and digits", checksums.lei),
        Scheme("imo", "IMO ship number", r"\d{7}", "7 digits", checksums.imo),
        Scheme("imo_company", "IMO company number", r"\d{7}", "7 digits", checksums.imo_company),
        Scheme("mmsi", "MMSI", r"\d{9}", "9 digits"),
        Scheme("swift_bic", "BIC", r"[A-Z]{6}[0-9A-Z]{2}([0-9A-Z]{3})?", "8 or 11 letters and digits"),
        Scheme("ru_bik", "Russian bank code", r"\d{9}", "9 digits"),
        Scheme("duns", "D-U-N-S number", r"\d{9}", "9 digits"),
        Scheme("tax_number", "tax number", r".+", "text", is_national=False),
        Scheme("registration_number", "registration number", r".+", "text", is_national=False),
        Scheme("national_id", "national identity number", r".+", "text", is_national=False),
        Scheme("passport", "passport", r".+", "text", is_national=False),
    )
}
_FORMS = {scheme.id: re.compile(scheme.pattern, re.ASCII) for scheme in SCHEMES.values()}


def has_form(scheme: str, value: str) -> bool:
    """Return whether a bare number has the form of a scheme, whatever its check digit says."""
    return _FORMS[scheme].fullmatch(value) is not None


@dataclass(frozen=True)
class Identifier:
    """A number as reported and as understood.

    `value` is upper case without separators, for generic schemes prefixed with the country where it is known (`TR:12345`).
    `issue` says why the number is invalid or what was odd; None where nothing was.
    """

    scheme: str
    value: str
    value_reported: str
    validity: Validity
    issue: str | None = None

    @property
    def is_linkable(self) -> bool:
        """True where an equal number means the same firm or person: typed, of the right form, check digit not wrong."""
        return self.validity != "invalid" and SCHEMES[self.scheme].is_national and self.scheme not in _NOT_UNIQUE


@lru_cache(maxsize=1 << 10)  # a number is tried against several schemes
def bare_number(raw: str) -> str:
    """Return a number in upper case without spaces and separators, look-alike Cyrillic letters written in Latin."""
    if raw.isascii() and raw.isalnum():  # nothing to unify, strip or separate
        return raw.upper()
    latin = latin_lookalikes(unicodedata.normalize("NFKC", raw).casefold()).upper()
    return _SEPARATORS.sub("", _WRAPPING.sub("", latin.strip()))


def _as_is(value: str) -> str:
    return value


def _hk_company_number(value: str) -> str:
    """Return a Hong Kong company number with the zeros that lists leave out."""
    return value.zfill(7) if value.isdecimal() else value


def _hk_business_number(value: str) -> str:
    """Return the business number of a certificate number, which adds eight digits for branch and year."""
    return value[:8] if re.fullmatch(r"\d{16}|\d{11}", value, re.ASCII) else value


_PADDED: dict[str, Callable[[str], str]] = {"hk_cr": _hk_company_number, "hk_brn": _hk_business_number}


def value_in(scheme: str, raw: str) -> str:
    """Return a bare number as a scheme writes it."""
    return _PADDED.get(scheme, _as_is)(bare_number(raw))


def check(scheme: str, raw: str) -> Identifier:
    """Return a number checked against its scheme.

    Args:
        scheme: A key of `SCHEMES`.
        raw: The number as reported.

    Returns:
        validity `valid` where form and check digit hold, `invalid` with an issue where one does not, `unchecked` where the
        form holds and the scheme has no check digit.

    Raises:
        KeyError: The scheme is not known.
    """
    known = SCHEMES[scheme]
    value = value_in(scheme, raw)
    if not (scheme == "swift_bic" and value) and _DIGIT.search(value) is None:
        return Identifier(scheme, value, raw, "invalid", "holds no number")
    if not has_form(scheme, value):
        return Identifier(scheme, value, raw, "invalid", _form_issue(known, value))
    if known.check is None:
        return Identifier(scheme, value, raw, "unchecked")
    if not known.check(value):
        return Identifier(scheme, value, raw, "invalid", f"the check digit of the {known.title} is wrong")
    return Identifier(scheme, value, raw, "valid")


def _form_issue(scheme: Scheme, value: str) -> str:
    """Return a sentence on a number of the wrong form: `9 digits, an INN has 10 or 12`."""
    what = f"{len(value)} digits" if value.isdecimal() else f"{len(value)} characters, not all digits"
    article = "an" if scheme.title[0] in "AEIOU" and not scheme.title.startswith(("UK", "Uz", "Uk")) else "a"
    wanted = scheme.lengths.removesuffix(" digits") if value.isdecimal() else scheme.lengths
    return f"{what}, {article} {scheme.title} has {wanted}"
