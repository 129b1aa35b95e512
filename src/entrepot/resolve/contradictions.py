"""What keeps records apart although a key agrees, by how strong the key is.

| what differs | keeps apart what agrees by |
|---|---|
| a number of which a party has only one; whole birth dates of people | any key |
| country of registration | everything but a checked number |
| legal form; one firm dissolved before the other was incorporated | names |
| month of incorporation | a former name: another firm may have taken it since |

A decision of a person (strength JUDGED) is kept from joining by another decision only.
"""

from collections.abc import Collection, Mapping, Sequence
from enum import IntEnum
from itertools import combinations

Fact = tuple[str, str]  # kind (a scheme, country, born, form, incorporated, dissolved) and value
Facts = Mapping[str, frozenset[str]]
_MONTH = len("2022-05")  # a day of incorporation may be known to the month only


class Strength(IntEnum):
    """How strong a key is, strongest first: the first digit of its text."""

    JUDGED = 0
    CHECKED = 1
    FORM_ONLY = 2
    NAME = 3
    FORMER_NAME = 4
    SIMILAR = 5


# From which strength on a difference keeps apart; other kinds are exclusive numbers, which always do.
_FROM = {
    "born": Strength.CHECKED,
    "country": Strength.FORM_ONLY,
    "form": Strength.NAME,
    "incorporated": None,
    "dissolved": None,
}


def strength_of(key: str) -> Strength:
    """Return the strength of a key; one without a leading digit counts as a name."""
    first = key[:1]
    return Strength(int(first)) if first.isdigit() else Strength.NAME


def contradict(
    held: Sequence[Facts], strength: Strength, together: Collection[tuple[str, str, str]] = frozenset()
) -> bool:
    """Return whether the facts of several clusters keep them apart where a key of this strength agrees.

    Args:
        held: The facts of each cluster by kind.
        strength: The key's.
        together: Kind and two values that belong to one party: two numbers that one record carries.
    """
    for kind in sorted({kind for facts in held for kind in facts}):
        since = _FROM.get(kind, Strength.CHECKED)
        if since is None or strength < since:
            continue
        values = sorted({facts[kind] for facts in held if kind in facts}, key=sorted)
        if kind in _FROM:
            if any(one.isdisjoint(other) for one, other in combinations(values, 2)):
                return True
        elif any(
            a != b and (kind, a, b) not in together
            for one, other in combinations(values, 2)
            for a in one
            for b in other
        ):
            return True
    return strength >= Strength.NAME and (_is_reused(held) or (strength is Strength.FORMER_NAME and _began_apart(held)))


def _is_reused(held: Sequence[Facts]) -> bool:
    """Return whether one firm had ended before the other began."""
    ends = [(place, end) for place, facts in enumerate(held) if (end := _end(facts)) is not None]
    begins = [(place, min(facts["incorporated"])) for place, facts in enumerate(held) if facts.get("incorporated")]
    return any(end < begin and ended != begun for ended, end in ends for begun, begin in begins)


def _end(facts: Facts) -> str | None:
    """Return the last day; None where none is known or the firm was registered again after it."""
    end = max(facts.get("dissolved", ()), default=None)
    return None if end is None or max(facts.get("incorporated", ()), default="") > end else end


def _began_apart(held: Sequence[Facts]) -> bool:
    """Return whether two clusters were incorporated in different months."""
    months = [frozenset(day[:_MONTH] for day in facts["incorporated"]) for facts in held if "incorporated" in facts]
    return any(one.isdisjoint(other) for one, other in combinations(set(months), 2))
