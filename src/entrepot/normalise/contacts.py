"""Phones, e-mail addresses and websites as keys that equal contacts share."""

import re
import unicodedata

_TRUNK_EIGHT = frozenset({"RU", "KZ"})  # 8 is dialled inside the country where 7 is dialled from abroad
_MIN_PHONE_DIGITS = 6  # shorter numbers are extensions
_EXTENSION = re.compile(r"(?:ext|доб|вн|#|x)\.?\s*\d{1,5}\s*$", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+")
_HOST = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?/*(?:[^/@]*@)?([^/:?#]+)")
# Hosts that many unrelated people share: the page, not the host, is the contact.
_SHARED_HOSTS = frozenset(
    {"vk.com", "facebook.com", "t.me", "instagram.com", "linkedin.com", "twitter.com", "x.com", "youtube.com", "ok.ru"}
    | {
        "alibaba.com",
        "made-in-china.com",
        "wixsite.com",
        "narod.ru",
        "wordpress.com",
        "list-org.com",
        "sites.google.com",
    }
)
_SECOND_LEVEL = frozenset({"com", "co", "org", "net", "gov", "edu", "ac", "gen", "web", "msk", "spb", "ltd"})


def contact_key(kind: str, raw: str, country_iso: str | None = None) -> str | None:
    """Return the key of a contact; None where the text holds no contact of that kind.

    Args:
        kind: `phone`, `email` or `website`.
        raw: One contact as reported.
        country_iso: Country of the party: it decides what a leading 8 of a phone means.
    """
    if kind == "phone":
        return _phone_key(raw, country_iso)
    if kind == "email":
        found = _EMAIL.search(unicodedata.normalize("NFKC", raw))
        return found.group().casefold().strip(".") if found else None
    return _website_key(raw) if kind == "website" else None


def _phone_key(raw: str, country_iso: str | None) -> str | None:
    """Return the digits with country code, without extension; in Russia and Kazakhstan 8 and ten bare digits become 7."""
    text = _EXTENSION.sub("", unicodedata.normalize("NFKC", raw))
    digits = "".join(letter for letter in text if letter.isdecimal())
    is_international = text.strip().lstrip("(").startswith("+")
    if country_iso in _TRUNK_EIGHT and not is_international:
        if len(digits) == 11 and digits.startswith("8"):
            digits = f"7{digits[1:]}"
        elif len(digits) == 10:
            digits = f"7{digits}"
    if not is_international:
        digits = digits.removeprefix("00")
    return digits if len(digits) >= _MIN_PHONE_DIGITS else None


def _website_key(raw: str) -> str | None:
    """Return the registered domain in lower case; on a host that many share, host and path."""
    text = unicodedata.normalize("NFKC", raw).strip().casefold()
    found = _HOST.match(text)
    host = found.group(1).strip(". ").removeprefix("www.") if found else ""
    if "." not in host or " " in host:
        return None
    domain = _registered_domain(host)
    if domain in _SHARED_HOSTS or host in _SHARED_HOSTS:
        path = re.sub(r"[?#].*", "", text.split(host, 1)[1]).strip("/ ")
        return f"{host}/{path}" if path else None
    return domain


def _registered_domain(host: str) -> str:
    """Return the last two labels of a host, three before a registry's second level (`co.uk`): approximate, without a list."""
    labels = [label for label in host.split(".") if label]
    is_registry = len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2
    return ".".join(labels[-3:] if is_registry else labels[-2:])
