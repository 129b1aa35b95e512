"""Names cut at a column's width, whose end stands at the beginning of the address column."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from entrepot.normalise.form_spans import first_form, has_form

_SHORTEST_CUT = 20  # shorter columns hold codes; cuts at 34 to 50 letters were seen (TRAPS.md)
_LEAST_CUT_NAMES = 5
_LEAST_SHARE = 0.02
_TIMES_NEIGHBOURS = 3  # a cut piles names up at one length; without one the longest lengths thin out
_MOST_CONTINUED = 40  # letters of an address that may belong to the name

_ADDRESS_SIGN = re.compile(r"[\d,;\n]")


@dataclass(frozen=True)
class NameCut:
    """A reading of a name column: its names are cut at `length` letters."""

    length: int


def judge_cut(values: Iterable[str]) -> NameCut | None:
    """Return the length at which the names of a column are cut, None where they are not or too few tell.

    Args:
        values: The distinct non-empty texts of the column, as reported.
    """
    lengths = Counter(len(value) for value in values)
    longest = max(lengths, default=0)
    if longest < _SHORTEST_CUT:
        return None
    at_cut = lengths[longest]
    neighbours = sum(lengths[longest - step] for step in range(2, 7)) / 5  # one below are names cut behind a blank
    is_piled = at_cut >= _LEAST_CUT_NAMES and at_cut > _TIMES_NEIGHBOURS * neighbours
    return NameCut(longest) if is_piled and at_cut >= _LEAST_SHARE * lengths.total() else None


def continued(name: str, address: str, cut: NameCut | None) -> tuple[str, str]:
    """Return name and address with the end of a cut name taken back from the beginning of the address.

    Only where the name has exactly the cut length and no legal form, and the address begins with words without a digit that
    end in one; else both are returned as they are. A blank at the seam is kept where the address shows it; where a word goes
    on cannot be seen otherwise, and the parts are joined without one.
    """
    if cut is None or len(name) != cut.length or has_form(name):
        return name, address
    form = first_form(address)
    if form is None or form[1] > _MOST_CONTINUED or _ADDRESS_SIGN.search(address[: form[0]]):
        return name, address
    head, rest = address[: form[1]], address[form[1] :]
    seam = " " if head[:1].isspace() or not has_form(head) else ""
    return f"{name}{seam}{head.strip()}", rest.lstrip(" ,;.-/\n")
