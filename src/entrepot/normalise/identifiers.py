"""Typed registration and tax numbers: which scheme a reported number belongs to, and whether its check digit holds."""

from entrepot.normalise.identifier_labels import classify
from entrepot.normalise.identifier_schemes import SCHEMES, Identifier, Scheme, Validity, check

__all__ = ["SCHEMES", "Identifier", "Scheme", "Validity", "check", "classify", "one_edit_apart"]


def one_edit_apart(a: str, b: str) -> bool:
    """Return whether two texts differ by exactly one insertion, deletion, substitution or swap of neighbours.

    Used for remarks on near misses (`971529478` beside `9715292478`), never to join parties.
    """
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    short, long = sorted((a, b), key=len)
    start = next((index for index, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    is_swap = short[start : start + 2] == long[start : start + 2][::-1] and short[start + 2 :] == long[start + 2 :]
    return is_swap or short[start + 1 :] == long[start + 1 :]
