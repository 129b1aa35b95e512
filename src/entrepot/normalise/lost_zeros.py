"""Tax and registration numbers that lost their leading zeros in a spreadsheet, restored where a check digit proves it."""

import re
from functools import lru_cache

from entrepot.normalise.identifier_schemes import SCHEMES, check, has_form

# Numbers of a country's firms and traders that have a check digit and may begin with 0, with their length and the zeros that
# can have been there: regions 01 to 09 of an INN, years 2000 to 2009 of a BIN, the oldest EDRPOU codes, Turkish tax numbers.
_CHECKED = {
    "RU": (("inn", 10, 1), ("inn", 12, 1)),
    "KZ": (("kz_bin", 12, 3), ("kz_iin", 12, 3)),
    "UA": (("ua_edrpou", 8, 3), ("ua_rnokpp", 10, 1)),
    "TR": (("tr_vkn", 10, 2),),
}
# What the same digits are in that country as they stand: a KPP has nine, of which the fifth and sixth say why and the last
# three count.
_OTHERS = {"RU": re.compile(r"\d{4}(?:0[1-9]|4[3-5]|5[01])001")}
_DATED = re.compile(r"\d\d(?:0[1-9]|1[0-2])\d{8}")  # a Kazakh number begins with year and month
_DIGITS = re.compile(r"[0-9]{5,11}")


@lru_cache(maxsize=1 << 14)
def with_lost_zeros(number: str, country_iso: str | None) -> tuple[str, str] | None:
    """Return a number with its leading zeros, and the title of its scheme; None where nothing proves that any were lost.

    They are put back where form and check digit hold at the full length, for one scheme of the country only, and the number
    as it stands is not one of the country by itself.

    Args:
        number: As reported, digits alone.
        country_iso: The firm's country; None where not known, and then nothing is restored.
    """
    schemes = _CHECKED.get(country_iso or "")
    if schemes is None or number.startswith("0") or _DIGITS.fullmatch(number) is None:
        return None
    own = _OTHERS.get(country_iso or "")
    if (own is not None and own.fullmatch(number)) or any(_holds(scheme, number) for scheme, _, _ in schemes):
        return None
    found = {
        (number.zfill(length), SCHEMES[scheme].title)
        for scheme, length, zeros in schemes
        if 0 < length - len(number) <= zeros and _holds(scheme, number.zfill(length))
    }
    return found.pop() if len(found) == 1 else None


def _holds(scheme: str, number: str) -> bool:
    if scheme.startswith("kz_") and _DATED.fullmatch(number) is None:
        return False
    return has_form(scheme, number) and check(scheme, number).validity == "valid"
