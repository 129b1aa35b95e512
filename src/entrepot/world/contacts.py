"""Invented telephone numbers, mail addresses and sites: in ranges and domains that nobody has."""

import re

from numpy.random import Generator

from entrepot.world.entities import Firm

_PREFIXES = {  # country codes of the telephone network, ITU
    "RU": "7",
    "KZ": "7",
    "KG": "996",
    "AM": "374",
    "UZ": "998",
    "GE": "995",
    "TR": "90",
    "AE": "971",
    "RS": "381",
    "AZ": "994",
    "MN": "976",
    "TJ": "992",
    "MD": "373",
    "BY": "375",
    "US": "1",
    "CA": "1",
    "DE": "49",
    "JP": "81",
    "KR": "82",
    "TW": "886",
    "NL": "31",
    "IT": "39",
    "FR": "33",
    "GB": "44",
    "PL": "48",
    "CZ": "420",
    "FI": "358",
    "SE": "46",
    "AT": "43",
    "BE": "32",
    "ES": "34",
    "LT": "370",
    "LV": "371",
    "EE": "372",
    "CH": "41",
    "CN": "86",
    "HK": "852",
    "IN": "91",
    "VN": "84",
    "MY": "60",
    "TH": "66",
    "SG": "65",
    "ID": "62",
    "BR": "55",
    "ZA": "27",
    "IL": "972",
    "EG": "20",
}
Contacts = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
_WITH_CONTACTS = 0.65  # proposed: registers that give them
_WITH_SITE = 0.4


def contacts_of(rng: Generator, firm: Firm, serial: int) -> Contacts:
    """Return phones, mail addresses and sites of a firm; the serial makes them its own. Many registers give none."""
    u = float(rng.random())
    if u >= _WITH_CONTACTS:
        return (), (), ()
    phone = f"+{_PREFIXES.get(firm.country_iso, '99')}000{serial:07}"  # area code 000 is given out nowhere
    word = re.sub("[^a-z]", "", firm.latin_name.lower())[:14] or "firm"
    domain = f"{word}{serial}.example"  # RFC 2606
    return (phone,), (f"info@{domain}",), ((f"www.{domain}",) if u < _WITH_SITE else ())
