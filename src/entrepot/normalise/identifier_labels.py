"""Picks the scheme of a number from the label and country that a list gives it."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from entrepot.codes.lookalikes import fold
from entrepot.normalise.identifier_schemes import Identifier, bare_number, check, has_form, value_in

# Labels that name one scheme, as whole folded words; the first found counts. Spellings of OFAC, EU and customs tables.
_NAMED = {
    "ogrnip": "ogrnip",
    "огрнип": "ogrnip",
    "ogrn": "ogrn",
    "огрн": "ogrn",
    "psrn": "ogrn",
    "okpo": "okpo",
    "окпо": "okpo",
    "kpp": "kpp",
    "кпп": "kpp",
    "lei": "lei",
    "legal entity identifier": "lei",
    "uscc": "cn_uscc",
    "usccc": "cn_uscc",
    "usc": "cn_uscc",
    "unified social credit code": "cn_uscc",
    "united social credit code": "cn_uscc",
    "mersis": "tr_mersis",
    "central registration system": "tr_mersis",
    "vkn": "tr_vkn",
    "unp": "by_unp",
    "унп": "by_unp",
    "edrpou": "ua_edrpou",
    "єдрпоу": "ua_edrpou",
    "stir": "uz_stir",
    "mmsi": "mmsi",
    "swift": "swift_bic",
    "bic": "swift_bic",
    "bik": "ru_bik",
    "d u n s": "duns",
    "duns": "duns",
    "company number imo": "imo_company",
    "identification number imo": "imo_company",
    "registered owner imo": "imo_company",
    "imo": "imo",
}
_KAZAKH = ("bin", "бин", "iin", "иин")
_PERSONAL = {
    "passport": "passport",
    "national id": "national_id",
    "national foreign id": "national_id",
    "cedula": "national_id",
    "personal id": "national_id",
    "personal identification": "national_id",
    "identity card": "national_id",
    "birth certificate": "national_id",
    "curp": "national_id",
    "ssn": "national_id",
}
_TAX = (
    "tax",
    "inn",
    "инн",
    "tin",
    "itn",
    "vat",
    "v a t",
    "taxpayer",
    "nit",
    "ruc",
    "rfc",
    "rtn",
    "nuit",
    "pan",
    "gst",
    "trn",
)
# What the numbers of a country's firms may be, whatever the label says; the first whose form and check digit hold counts.
_FIRM_SCHEMES = {
    "RU": ("inn", "ogrn", "ogrnip"),
    "KZ": ("kz_bin", "kz_iin"),
    "KG": ("kg_inn",),
    "UZ": ("uz_stir",),
    "AM": ("am_tin",),
    "BY": ("by_unp",),
    "UA": ("ua_edrpou", "ua_rnokpp"),
    "TR": ("tr_vkn", "tr_mersis"),
    "CN": ("cn_uscc",),
    "HK": ("hk_brn", "hk_cr"),
    "DE": ("de_vat",),
    "GB": ("uk_company_number",),
}
# Schemes whose form alone identifies them in their country, so that a wrong check digit is a faulty number of the scheme
# and not a number of another kind (Chinese identity cards have the length of a USCC, Turkish registries that of a VKN).
_KNOWN_BY_FORM = {"RU": ("ogrn", "ogrnip"), "KZ": ("kz_bin", "kz_iin"), "BY": ("by_unp",), "DE": ("de_vat",)}
_TAX_SCHEME = {"RU": "inn", "KZ": "kz_bin"}  # what a tax number of a wrong form was meant to be
_GAZETTE_SCHEME = {"RU": "okpo", "UA": "ua_edrpou"}  # OFAC calls the statistical codes of state gazettes so
_OGRN_FIRST_DIGITS = "1235"  # 1, 5 firms, 2 entries, 3 traders: other digits begin no OGRN
_OGRN_LENGTHS = (11, 12, 14)  # one or two digits lost or one added; other lengths are other numbers
_LABEL_IN_VALUE = re.compile(
    r"^(INN|ИНН|OGRN|ОГРН|KPP|КПП|OKPO|ОКПО|BIN|БИН|УНП|UNP|USCC|IMO|LEI)\b(?:\s*no\b)?[\s.:#№]*(?=.*\d)", re.IGNORECASE
)


def classify(label: str, raw: str, country_iso: str | None) -> Identifier:
    """Return a number with the scheme that its label, country and form point to, checked.

    Args:
        label: As the list words it: `Tax ID No.`, `Government Gazette Number`, `BIN`, `Tax ID/INN`.
        raw: The number as reported, a label before it allowed (`IMO 7406784`): that label counts.
        country_iso: The country the list gives with the number, else that of the party; None where neither is known.

    Returns:
        The identifier; scheme `tax_number` or `registration_number`, unchecked, where no scheme of that country fits.
    """
    meaning, number = _meaning_of_label(label), raw.strip()
    if not number[:1].isdigit() and (found := _LABEL_IN_VALUE.match(number)):
        named = fold(found.group(1))
        meaning = _meaning(f"{fold(label)} {named}" if named == "imo" else named)
        number = number[found.end() :]
    made = _classified(meaning, number, country_iso)
    return made if made.value_reported == raw else replace(made, value_reported=raw)


@dataclass(frozen=True)
class _Meaning:
    """What a label says, whatever the number."""

    named: str | None
    personal: str | None
    is_kazakh: bool
    is_gazette: bool
    is_tax: bool
    is_russian: bool


@lru_cache(maxsize=1 << 12)  # a list words its labels in a few ways
def _meaning(key: str) -> _Meaning:
    return _Meaning(
        next((scheme for words, scheme in _NAMED.items() if _has_words(key, words)), None),
        next((scheme for words, scheme in _PERSONAL.items() if _has_words(key, words)), None),
        is_kazakh=_has_any(key, _KAZAKH),
        is_gazette=_has_words(key, "gazette"),
        is_tax=_has_any(key, _TAX),
        is_russian=_has_any(key, ("inn", "инн")),
    )


@lru_cache(maxsize=1 << 12)
def _meaning_of_label(label: str) -> _Meaning:
    return _meaning(fold(label))


def _classified(meaning: _Meaning, raw: str, country_iso: str | None) -> Identifier:
    if meaning.named is not None:
        return _ship_or_company(check(meaning.named, raw))
    if meaning.is_kazakh and country_iso in (None, "KZ"):
        return _kazakh(raw)
    if meaning.personal is not None:
        return _personal(meaning.personal, raw, country_iso)
    if meaning.is_gazette and country_iso in _GAZETTE_SCHEME:
        return check(_GAZETTE_SCHEME[country_iso], raw)
    if has_form("lei", bare_number(raw)) and (lei := check("lei", raw)).validity == "valid":
        return lei
    return _of_country(raw, country_iso or _implied_country(meaning, raw), is_tax=meaning.is_tax)


def _has_words(key: str, words: str) -> bool:
    return f" {words} " in f" {key} "


def _has_any(key: str, labels: tuple[str, ...]) -> bool:
    return any(_has_words(key, words) for words in labels)


def _ship_or_company(found: Identifier) -> Identifier:
    """Return an IMO number under the scheme whose check digit holds: lists mix ship and company numbers."""
    if found.scheme not in ("imo", "imo_company") or found.validity == "valid":
        return found
    other = check("imo" if found.scheme == "imo_company" else "imo_company", found.value_reported)
    return other if other.validity == "valid" else found


def _implied_country(meaning: _Meaning, raw: str) -> str | None:
    """Return the country that a label or the number itself implies, None where neither does."""
    if meaning.is_russian:
        return "RU"
    return "DE" if has_form("de_vat", bare_number(raw)) else None


def _kazakh(raw: str) -> Identifier:
    """Return a Kazakh number as BIN or IIN by its fifth digit; a number of another length is a faulty BIN."""
    return check("kz_iin" if has_form("kz_iin", bare_number(raw)) else "kz_bin", raw)


def _personal(scheme: str, raw: str, country_iso: str | None) -> Identifier:
    """Return a personal document number; a valid Kazakh identity number is an IIN."""
    if scheme == "national_id" and country_iso == "KZ" and (found := _kazakh(raw)).validity == "valid":
        return found
    return _generic(scheme, raw, country_iso)


def _of_country(raw: str, country_iso: str | None, *, is_tax: bool) -> Identifier:
    """Return a tax or registration number under the scheme of its country that fits best."""
    country = country_iso or ""
    schemes = _FIRM_SCHEMES.get(country, ())
    formed = []  # a number of another form is no number of the scheme: its issue need not be worded
    for scheme in schemes:
        if has_form(scheme, value_in(scheme, raw)):
            formed.append(check(scheme, raw))
            if formed[-1].validity != "invalid":
                return formed[-1]
    if country == "RU" and not is_tax and (okpo := check("okpo", raw)).validity == "valid":
        return okpo
    for found in formed:
        if found.scheme in _KNOWN_BY_FORM.get(country, ()):
            return found
    for scheme in schemes:
        if _is_meant(scheme, value_in(scheme, raw), country, is_tax=is_tax):
            return check(scheme, raw)
    return _generic("tax_number" if is_tax else "registration_number", raw, country_iso)


def _is_meant(scheme: str, value: str, country: str, *, is_tax: bool) -> bool:
    """Return whether a number of a wrong form was meant to be of this scheme: a mistyped INN or OGRN."""
    if not value.isdecimal():
        return False
    if is_tax:
        return scheme == _TAX_SCHEME.get(country)
    return scheme == "ogrn" and len(value) in _OGRN_LENGTHS and value[0] in _OGRN_FIRST_DIGITS


def _generic(scheme: str, raw: str, country_iso: str | None) -> Identifier:
    """Return a number of no known form, its value prefixed with the country, because it is unique only there."""
    found = check(scheme, raw)
    return replace(found, value=f"{country_iso}:{found.value}") if country_iso and found.value else found
