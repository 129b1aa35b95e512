"""Check digits of registration and tax numbers: each function says whether a number of the right form is consistent.

Where a docstring names no act, the algorithm is the commonly published one (as in python-stdnum); all are tested on numbers
that OFAC and EU lists publish, of which they confirm nearly all.
"""

from collections.abc import Sequence
from operator import mul

_USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I, O, S, V, Z


def _digits(text: str) -> list[int]:
    return list(map(int, text))


def _weighted(digits: Sequence[int], weights: Sequence[int]) -> int:
    return sum(map(mul, digits, weights))


def inn(number: str) -> bool:
    """Return whether a Russian INN of 10 or 12 digits is consistent. Source: Russian tax service order MMV-7-6/435, 2012."""
    digits = _digits(number)
    ten, eleven = (2, 4, 10, 3, 5, 9, 4, 6, 8), (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
    if len(digits) == 10:
        return _weighted(digits, ten) % 11 % 10 == digits[9]
    return _weighted(digits, eleven) % 11 % 10 == digits[10] and _weighted(digits, (3, *eleven)) % 11 % 10 == digits[11]


def ogrn(number: str) -> bool:
    """Return whether an OGRN (13 digits) or OGRNIP (15) is consistent. Source: Russian Ministry of Finance order 165n, 2017."""
    return int(number[:-1]) % (len(number) - 2) % 10 == int(number[-1])


def okpo(number: str) -> bool:
    """Return whether an OKPO of 8 or 10 digits is consistent. Source: Gosstandart PR 50.1.024-2005."""
    digits = _digits(number)
    body = len(digits) - 1
    for shift in (0, 2):
        rest = _weighted(digits, [(index + shift) % 10 + 1 for index in range(body)]) % 11
        if rest < 10:
            return rest == digits[-1]
    return digits[-1] == 0


def kz_iin(number: str) -> bool:
    """Return whether a Kazakh BIN or IIN of 12 digits is consistent."""
    digits = _digits(number)
    rest = _weighted(digits, range(1, 12)) % 11
    if rest == 10:
        rest = _weighted(digits, (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)) % 11
    return rest == digits[11]


def lei(number: str) -> bool:
    """Return whether an LEI of 20 letters and digits is consistent. Source: ISO 17442, ISO 7064 mod 97-10."""
    return int("".join(str(int(letter, 36)) for letter in number)) % 97 == 1


def mod_11_10(number: str) -> bool:
    """Return whether a number ending in an ISO 7064 mod 11,10 check digit is consistent (German VAT numbers)."""
    product = 10
    for digit in _digits(number[:-1]):
        total = (digit + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10 == int(number[-1])


def tr_vkn(number: str) -> bool:
    """Return whether a Turkish tax number of 10 digits is consistent."""
    total = 0
    for index, digit in enumerate(_digits(number[:9])):
        shifted = (digit + 9 - index) % 10
        power = shifted * 2 ** (9 - index) % 9
        total += 9 if shifted != 0 and power == 0 else power
    return (10 - total % 10) % 10 == int(number[9])


def cn_uscc(number: str) -> bool:
    """Return whether a Chinese unified social credit code of 18 characters is consistent. Source: GB 32100-2015."""
    values = [_USCC_LETTERS.index(letter) for letter in number]
    total = _weighted(values[:17], [pow(3, index, 31) for index in range(17)])
    return (31 - total % 31) % 31 == values[17]


def imo(number: str) -> bool:
    """Return whether an IMO ship number of 7 digits is consistent. Source: IMO resolution A.1117(30)."""
    digits = _digits(number)
    return _weighted(digits[:6], (7, 6, 5, 4, 3, 2)) % 10 == digits[6]


def imo_company(number: str) -> bool:
    """Return whether an IMO company number of 7 digits is consistent. Source: IMO resolution MSC.160(78)."""
    digits = _digits(number)
    return (11 - _weighted(digits[:6], (8, 6, 4, 2, 9, 7)) % 11) % 10 == digits[6]


def by_unp(number: str) -> bool:
    """Return whether a Belarusian UNP of 9 digits is consistent."""
    digits = _digits(number)
    return _weighted(digits[:8], (29, 23, 19, 17, 13, 7, 5, 3)) % 11 == digits[8]


def ua_edrpou(number: str) -> bool:
    """Return whether a Ukrainian EDRPOU code of 8 digits is consistent."""
    digits = _digits(number)
    base = (7, 1, 2, 3, 4, 5, 6) if 30_000_000 < int(number) < 60_000_000 else (1, 2, 3, 4, 5, 6, 7)
    rest = _weighted(digits, base) % 11
    if rest == 10:
        rest = _weighted(digits, [weight + 2 for weight in base]) % 11 % 10
    return rest == digits[7]


def ua_rnokpp(number: str) -> bool:
    """Return whether a Ukrainian personal taxpayer number of 10 digits is consistent."""
    digits = _digits(number)
    return _weighted(digits[:9], (-1, 5, 7, 9, 4, 6, 10, 5, 7)) % 11 % 10 == digits[9]
