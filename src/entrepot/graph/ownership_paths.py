"""By which chains of owners a listed party reaches another."""

from collections import deque
from collections.abc import Mapping, Sequence

MAX_DEPTH = 8  # chains of owners longer than this are not listed; the rule itself follows them to the end
MAX_PATHS = 50
_MAX_STEPS = 20_000  # chains looked at before giving up on listing more of them


def chains(
    party_id: str, support_of: Mapping[str, Sequence[str]], sources: frozenset[str]
) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """Return the simple chains of owners from a source to a party, shortest first, and whether they are all.

    Args:
        party_id: The end of every chain.
        support_of: The owners of each party that count, in the order they are to be shown.
        sources: Listed parties and unidentified holders: a chain ends at the first.
    """
    found: list[tuple[str, ...]] = []
    is_complete = True
    waiting: deque[tuple[str, ...]] = deque([(party_id,)])
    steps = 0
    while waiting:
        chain = waiting.popleft()
        for owner in support_of.get(chain[0], ()):
            steps += 1
            if owner in chain:
                continue
            if len(found) >= MAX_PATHS or steps > _MAX_STEPS:
                return tuple(found), False
            if owner in sources:
                found.append((owner, *chain))
            elif len(chain) < MAX_DEPTH:
                waiting.append((owner, *chain))
            else:
                is_complete = False
    return tuple(found), is_complete
