"""What pairs of names are made of: the pair itself, and the names of an entry that are its own."""

import re
from functools import cache
from typing import NamedTuple

from entrepot.normalise.transliteration import skeleton, word_fold
from entrepot.resolve.name_parts import analyse_name
from list_parties import ListParty


class NamePair(NamedTuple):
    """Two names, whether people's, and whether one party's; `how` says how the pair was made."""

    a: str
    b: str
    is_person: bool
    is_same: bool
    how: str


@cache
def bones_of(name: str) -> str:
    """Return the skeletons of a name's words, in order."""
    return " ".join(skeleton(word_fold(word)) for word in re.findall(r"[^\W_]+", re.sub("['’`]", "", name)))


def keys_of(name: str, is_person: bool) -> tuple[str, ...]:
    """Return the words of a name that are its own, by key."""
    return tuple(
        part.key for part in analyse_name(name, is_person=is_person).parts if part.kind in ("word", "patronymic")
    )


def own_names(party: ListParty) -> list[str]:
    """Return the names of an entry that are its own: neither weak aliases nor former names nor several in one field."""
    names = dict.fromkeys(name for name, kind in party.names if kind in ("main", "alias"))
    return [name for name in names if ";" not in name and "(" not in name and len(name) < 150]
