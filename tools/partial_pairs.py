"""Labelled pairs of names that differ in one part: one word, one line of business, initials, an acronym, a lone word.

As tools/labelled_pairs.py: used to fit weights, never to measure them.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from entrepot.normalise.transliteration import latin
from entrepot.resolve.alike_words import MOST_DIFFERENT, word_difference
from entrepot.resolve.name_parts import NamePart, analyse_name
from list_parties import ListParty
from pair_names import NamePair, keys_of, own_names

NAMES_PER_ENTRY = 3
_MOST_OF_ONE_REST = 400  # names that share all words but one, of which pairs are made
_LINE = 0.3  # weight from which a business word is a line of business (resources/names/words.toml)


def one_word_differs(group: list[ListParty], is_person: bool) -> Iterator[NamePair]:
    """Yield pairs of names with all words equal but one, and those spelled alike: of one entry, or of two of the same list.

    At most NAMES_PER_ENTRY pairs are of one entry, or of one couple of entries; two that may be one are left out.
    """
    rests: dict[tuple[str, ...], list[tuple[ListParty, str, NamePart]]] = {}
    for party in group:
        for name in own_names(party):
            parts = analyse_name(name, is_person=is_person).parts
            for place, part in enumerate(parts):
                rest = [*parts[:place], *parts[place + 1 :]]
                is_told = any(other.kind in ("word", "patronymic") for other in rest)
                if part.kind == "word" and len(part.fold) > 2 and is_told and not part.is_vowelless:
                    rests.setdefault(tuple(sorted(other.key for other in rest)), []).append((party, name, part))
    counted: Counter[tuple[str, str]] = Counter()
    for _, members in sorted(rests.items()):
        for (one, name, part), (other, other_name, other_part) in combinations(members[:_MOST_OF_ONE_REST], 2):
            is_same = one is other
            is_known = is_same or (one.publisher == other.publisher and not _may_be_one(one, other))
            if not is_known or part.fold == other_part.fold or word_difference(part, other_part) > MOST_DIFFERENT:
                continue
            counted[one.party_id, other.party_id] += 1
            if counted[one.party_id, other.party_id] <= NAMES_PER_ENTRY:
                yield NamePair(name, other_name, is_person, is_same, "one word differs")


def _may_be_one(one: ListParty, other: ListParty) -> bool:
    """Return whether two entries carry one number or one birth date."""
    has_one_birth = one.birth_date is not None and one.birth_date == other.birth_date
    return has_one_birth or not one.identifiers.isdisjoint(other.identifiers)


def lone_words(group: list[ListParty], rng: random.Random) -> Iterator[NamePair]:
    """Yield one word of a person's name with the whole name, and with the name of another entry that holds the word."""
    holders: dict[str, list[tuple[str, str]]] = {}
    for party in group:
        for key in keys_of(own_names(party)[0], True):
            holders.setdefault(key, []).append((party.party_id, own_names(party)[0]))
    for party in group[::6]:
        name = own_names(party)[0]
        words = [part for part in analyse_name(name, is_person=True).parts if part.kind == "word"]
        if len(words) < 2:
            continue
        word = rng.choice(words)
        others = [other for party_id, other in holders[word.key] if party_id != party.party_id]
        yield NamePair(word.text, name, True, True, "lone word")
        if others:
            yield NamePair(word.text, rng.choice(others), True, False, "lone word")


def initials(group: list[ListParty]) -> Iterator[NamePair]:
    """Yield the initials and the family name with the whole name, of every fourth entry, and with that of another so called.

    Of lists that write the family name first, with a comma.
    """
    holders: dict[tuple[str, str], list[str]] = {}
    for place, party in enumerate(group):
        name = own_names(party)[0]
        family, _, given = name.partition(",")
        initials = " ".join(f"{word[0]}." for word in given.split() if word[0].isalpha())
        if not initials or " " in family.strip():
            continue
        short = f"{initials} {family.title()}"
        if place % 4 == 0:
            yield NamePair(short, name, True, True, "initials")
        others = holders.setdefault((family, initials[0]), [])
        if others and keys_of(others[-1], True) != keys_of(name, True):
            yield NamePair(short, others[-1], True, False, "initials")
        others.append(name)


def acronyms(group: list[ListParty]) -> Iterator[NamePair]:
    """Yield short names with names whose words begin with their letters: of the same entry, and of other entries.

    The short name is one word that tells, of three to six letters.
    """
    short: dict[str, list[tuple[str, str]]] = {}
    for party in group:
        for name in own_names(party):
            words = [part for part in analyse_name(name).parts if part.kind == "word"]
            if len(words) == 1 and 3 <= len(words[0].text) <= 6:
                short.setdefault(latin(words[0].text), []).append((party.party_id, name))
    for party in group:
        for name in own_names(party):
            firsts = latin(analyse_name(name).initials)
            windows = {firsts[at : at + size] for size in range(3, 7) for at in range(len(firsts) - size + 1)}
            for letters in sorted(windows & short.keys()):
                others = short[letters]
                own = [other for party_id, other in others if party_id == party.party_id]
                if own:
                    yield NamePair(own[0], name, False, True, "acronym")
                elif others:
                    yield NamePair(others[0][1], name, False, False, "acronym")


def other_lines(group: list[ListParty], rng: random.Random) -> Iterator[NamePair]:
    """Yield names of at most one word of their own with another entry's line of business: Foobar Gas and Foobar Oil.

    Such firms are sisters. Of longer names nothing is yielded: there another line of business is often another translation.
    """
    lines = [
        (part.text, part.key)
        for party in group
        for part in analyse_name(own_names(party)[0]).parts
        if part.kind == "class" and part.weight >= _LINE and part.text.isascii()
    ]
    for party in group:
        name = own_names(party)[0]
        if len(keys_of(name, False)) > 1:
            continue
        own = [part for part in analyse_name(name).parts if part.kind == "class" and part.weight >= _LINE]
        if not own or not name.isascii():
            continue
        old, (text, key) = rng.choice(own), rng.choice(lines)
        changed = re.sub(rf"(?i)\b{re.escape(old.text)}\b", text.title(), name, count=1)
        if key not in {part.key for part in own} and changed != name:
            yield NamePair(name, changed, False, False, "other line")
