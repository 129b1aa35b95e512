"""Invented registration and tax numbers: right check digits, in ranges that are not given out where that is known."""

from collections.abc import Callable
from datetime import date

from entrepot.normalise import checksums

Numbered = tuple[tuple[str, str], ...]
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_STEP, _START, _SPACE = 7919, 123_457, 1_000_000  # a prime step visits every number once
_LEI_COUNTRIES = frozenset(["US", "DE", "NL", "GB", "IT", "FR", "AT", "BE", "CH", "FI", "SE", "JP", "KR"])


def with_check_digit(body: str, is_right: Callable[[str], bool], letters: str = "0123456789") -> str | None:
    """Return the body with the last sign that makes it consistent; None where none does."""
    return next((f"{body}{sign}" for sign in letters if is_right(f"{body}{sign}")), None)


def _inn(serial: int, _: date) -> Numbered:
    """Return an INN of region 00, which is not given out, and an OGRN."""
    inn = with_check_digit(f"00{serial % 10_000_000:07}", checksums.inn)
    return (("inn", inn),) if inn else ()


def _ogrn(serial: int, born_on: date) -> Numbered:
    ogrn = with_check_digit(f"1{born_on.year % 100:02}00{serial % 10_000_000:07}", checksums.ogrn)
    return (("ogrn", ogrn),) if ogrn else ()


def _ru(serial: int, born_on: date) -> Numbered:
    return _inn(serial, born_on) + _ogrn(serial, born_on)


def _kz(serial: int, born_on: date) -> Numbered:
    """Return a BIN of the month of registration with a serial from 90000; where no digit fits, of another kind of branch."""
    for branch in range(5):
        body = f"{born_on:%y%m}{4 + serial // 10_000 % 3}{branch}9{serial % 10_000:04}"  # no two within 30,000 firms
        number = with_check_digit(body, checksums.kz_iin)
        if number:
            return (("kz_bin", number),)
    return ()


def _tr(serial: int, _: date) -> Numbered:
    number = with_check_digit(f"00{serial % 10_000_000:07}", checksums.tr_vkn)
    return (("tr_vkn", number),) if number else ()


def _cn(serial: int, _: date) -> Numbered:
    """Return a social credit code of the unused administrative division 999999."""
    organisation = f"{serial:08}"[-8:]
    number = with_check_digit(f"91999999{organisation}X", checksums.cn_uscc, _USCC)
    return (("cn_uscc", number),) if number else ()


def _de(serial: int, _: date) -> Numbered:
    number = with_check_digit(f"DE0{serial % 10_000_000:07}", lambda text: checksums.mod_11_10(text[2:]))
    return (("de_vat", number),) if number else ()


def _lei(country_iso: str, serial: int) -> Numbered:
    body = f"0000{country_iso}{serial:012}"
    rest = 98 - int("".join(str(int(letter, 36)) for letter in f"{body}00")) % 97
    return (("lei", f"{body}{rest:02}"),)


def _plain(scheme: str, form: str) -> Callable[[int, date], Numbered]:
    def made(serial: int, born_on: date) -> Numbered:
        return ((scheme, form.format(serial=serial, short=serial % 100_000, born=born_on)),)

    return made


_MAKERS: dict[str, Callable[[int, date], Numbered]] = {
    "RU": _ru,
    "KZ": _kz,
    "TR": _tr,
    "CN": _cn,
    "DE": _de,
    "KG": _plain("kg_inn", "0{born:%d%m%Y}{short:05}"),
    "UZ": _plain("uz_stir", "9{serial:08}"),
    "AM": _plain("am_tin", "99{serial:06}"),
    "HK": _plain("hk_cr", "9{serial:06}"),
    "GB": _plain("uk_company_number", "99{serial:06}"),
    "AE": _plain("registration_number", "CN-9{serial:06}"),
    "GE": _plain("tax_number", "9{serial:08}"),
    "RS": _plain("tax_number", "99{serial:07}"),
    "AZ": _plain("tax_number", "99{serial:08}"),
    "MN": _plain("tax_number", "99{serial:05}"),
    "TJ": _plain("tax_number", "99{serial:07}"),
    "MD": _plain("tax_number", "99{serial:011}"),
    "PL": _plain("tax_number", "00{serial:08}"),
    "IN": _plain("tax_number", "99{serial:06}"),
}


class Numbers:
    """Gives companies their numbers."""

    def company(self, country_iso: str, born_on: date, serial: int) -> Numbered:
        """Return (scheme, number) pairs of a company; the serial makes them the only ones. Some countries' have none."""
        made = _MAKERS.get(country_iso)
        opaque = (serial * _STEP + _START) % _SPACE  # neither order nor number of firms can be read from it
        numbers = made(opaque, born_on) if made else ()
        if country_iso in _LEI_COUNTRIES and serial % 5 < 2:  # two of five have an LEI [proposed]
            numbers += _lei(country_iso, opaque)
        return numbers
