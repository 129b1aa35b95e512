"""Pairs of names and of parties with what is known of them, made from real lists; used to fit weights, never to measure them.

The same: two names of one entry; names of two lists' entries that carry one checked number; a name and itself with typing
errors or a word left out. Different: two entries of one list whose names are alike; a name and itself with one word taken
from another entry. tools/partial_pairs.py makes more. Everything follows from the seed and the order of the entries.
"""

import random
import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from entrepot.resolve.name_parts import NamePart, analyse_name
from entrepot.resolve.strength import CHECKED
from list_parties import ListParty
from pair_names import NamePair, bones_of, own_names
from partial_pairs import NAMES_PER_ENTRY, acronyms, initials, lone_words, one_word_differs, other_lines

_LEAST_ALIKE = 70  # token ratio of skeletons: aliases less alike are other names, not spellings of one
_ALIKE_DRAWN = 40  # entries sharing a word, of which the most alike one is taken as a hard negative
_TELLING = 0.1  # weight from which a word is not left out
_ALIKE_WORDS_DRAWN = 12
_LETTERS = "abcdefghijklmnoprstuvyz"


def name_pairs(parties: Iterable[ListParty], seed: int = 5) -> list[NamePair]:
    """Return labelled pairs of names, by kind and way of making."""
    rng = random.Random(seed)  # noqa: S311 (a draw that can be repeated)
    kept = [
        party for party in parties if party.kind in ("person", "company", "organisation", "vessel") and own_names(party)
    ]
    found: list[NamePair] = []
    for is_person in (False, True):
        group = [party for party in kept if (party.kind == "person") == is_person]
        found += [*_aliases(group, is_person, rng), *_shared_numbers(group, is_person)]
        found += [*_mistyped(group, is_person, rng), *_shortened(group, is_person, rng)]
        found += [*_alike_entries(group, is_person, rng), *_exchanged(group, is_person, rng)]
        found += [*_alike_words(group, is_person, rng), *one_word_differs(group, is_person)]
    people = [party for party in kept if party.kind == "person"]
    found += [*lone_words(people, rng), *initials(people)]
    firms = [party for party in kept if party.kind != "person"]
    found += [*acronyms(firms), *other_lines(firms, rng)]
    return found


def _aliases(group: list[ListParty], is_person: bool, rng: random.Random) -> Iterator[NamePair]:
    for party in group:
        pairs = list(combinations(own_names(party), 2))
        for a, b in rng.sample(pairs, min(len(pairs), NAMES_PER_ENTRY)):
            if fuzz.token_set_ratio(bones_of(a), bones_of(b)) >= _LEAST_ALIKE:
                yield NamePair(a, b, is_person, True, "alias")


def _shared_numbers(group: list[ListParty], is_person: bool) -> Iterator[NamePair]:
    holders: dict[tuple[str, str], ListParty] = {}
    for party in group:
        for number in sorted(party.identifiers):
            if number[0] not in CHECKED:
                continue
            other = holders.setdefault(number, party)
            if other.publisher != party.publisher:
                for a, b in zip(own_names(other)[:2], own_names(party)[:2], strict=False):
                    yield NamePair(a, b, is_person, True, "number")


def mistype(name: str, rng: random.Random) -> str:
    """Return a name with one letter left out, doubled, changed or swapped with its neighbour.

    The first letter of a word stays: few typing errors are in it (Kukich 1992, Techniques for automatically correcting words in
    text: 1.4% to 7% in the studies it reviews).
    """
    places = [place for place, letter in enumerate(name) if letter.isalpha() and place and name[place - 1].isalpha()]
    if len(places) < 5:
        return name
    place = rng.choice(places[:-1])
    letter = name[place]
    other = rng.choice(_LETTERS)
    changed = {
        "left out": "",
        "doubled": letter * 2,
        "changed": other.upper() if letter.isupper() else other,
        "added": letter + other,
        "swapped": name[place + 1] + letter,
    }
    kind = rng.choice(sorted(changed))
    return name[:place] + changed[kind] + name[place + (2 if kind == "swapped" else 1) :]


def party_pairs(parties: Iterable[ListParty]) -> list[tuple[ListParty, ListParty, bool]]:
    """Return pairs of firms of two publishers that carry one checked number, and pairs of alike entries of one publisher."""
    firms = [party for party in parties if party.kind in ("company", "organisation") and own_names(party)]
    holders: dict[tuple[str, str], ListParty] = {}
    same: dict[tuple[str, str], tuple[ListParty, ListParty, bool]] = {}
    for party in firms:
        for number in sorted(number for number in party.identifiers if number[0] in CHECKED):
            other = holders.setdefault(number, party)
            if other.publisher != party.publisher:
                same[other.party_id, party.party_id] = (other, party, True)
    by_name = {own_names(party)[0]: party for party in firms}
    rng = random.Random(6)  # noqa: S311 (a draw that can be repeated)
    alike = [
        (by_name[pair.a], by_name[pair.b], False)
        for pair in _alike_entries(firms, False, rng)
        if by_name[pair.a].identifiers.isdisjoint(by_name[pair.b].identifiers)
    ]
    return [*same.values(), *alike]


def _mistyped(group: list[ListParty], is_person: bool, rng: random.Random) -> Iterator[NamePair]:
    for party in group[::2]:
        name = rng.choice(own_names(party))
        wrong = mistype(name, rng)
        yield NamePair(name, mistype(wrong, rng) if rng.random() < 0.25 else wrong, is_person, True, "mistyped")


def _shortened(group: list[ListParty], is_person: bool, rng: random.Random) -> Iterator[NamePair]:
    """Yield names with one word left out: any word between the first and the last of a person's, a legal form or
    empty word of a firm's.
    """
    for party in group[::3]:
        name = own_names(party)[0]
        words = name.split()
        if is_person and len(words) > 2:
            out = rng.randrange(1, len(words) - 1)
            yield NamePair(name, " ".join(words[:out] + words[out + 1 :]), True, True, "shortened")
        elif not is_person and len(words) > 2:
            telling = {
                word for part in analyse_name(name).parts if part.weight >= _TELLING for word in part.text.split()
            }
            less = [
                place for place, word in enumerate(words) if not telling & set(re.findall(r"[^\W_]+", word.casefold()))
            ]
            if less:
                out = rng.choice(less)
                yield NamePair(name, " ".join(words[:out] + words[out + 1 :]), False, True, "shortened")


def _alike_entries(group: list[ListParty], is_person: bool, rng: random.Random) -> Iterator[NamePair]:
    """Yield, for an entry, the most alike name of another entry of the same list that shares a word's skeleton."""
    by_bones: dict[tuple[str, str], list[tuple[str, str]]] = {}
    mains = [(party, own_names(party)[0]) for party in group]
    for party, name in mains:
        for bones in set(bones_of(name).split()):
            if len(bones) > 1:
                by_bones.setdefault((party.publisher, bones), []).append((party.party_id, name))
    for party, name in mains:
        own = {bones_of(other) for other in own_names(party)}
        drawn: list[tuple[str, str]] = []
        for bones in sorted(set(bones_of(name).split())):
            sharing = by_bones.get((party.publisher, bones), [])
            drawn += rng.sample(sharing, min(len(sharing), _ALIKE_DRAWN))
        drawn = [other for other in drawn if other[0] != party.party_id and bones_of(other[1]) not in own]
        is_person = party.kind == "person"
        whole = analyse_name(name, is_person=is_person).keys  # the lists have some entries twice
        drawn = [other for other in drawn if analyse_name(other[1], is_person=is_person).keys != whole]
        if drawn:
            other = max(drawn, key=lambda item: (fuzz.token_sort_ratio(bones_of(name), bones_of(item[1])), item))
            yield NamePair(name, other[1], is_person, False, "alike entries")


def _exchanged(group: list[ListParty], is_person: bool, rng: random.Random) -> Iterator[NamePair]:
    """Yield names with one word taken from another entry of the kind."""
    for party in group[::2]:
        name = own_names(party)[0]
        words = name.split()
        other = rng.choice(own_names(rng.choice(group))[0].split())
        place = rng.randrange(len(words))
        bare = words[place].strip(".,“”‘’\"'()").casefold()
        parts = analyse_name(name, is_person=is_person).parts
        is_telling = any(part.kind in ("word", "patronymic") and part.text == bare for part in parts)
        new = analyse_name(other, is_person=is_person).parts
        if (
            len(words) > 1
            and is_telling
            and len(other) > 2
            and any(part.kind in ("word", "patronymic") for part in new)
        ):
            changed = " ".join([*words[:place], other, *words[place + 1 :]])
            if fuzz.ratio(bones_of(words[place]), bones_of(other)) < 60:
                yield NamePair(name, changed, is_person, False, "exchanged")


def _is_another_word(old: NamePart, new: NamePart) -> bool:
    """Return whether a word differs by more than a slip: two letters, one of them a consonant, and no form of one given name."""
    is_far = OSA.distance(old.fold, new.fold) >= 2 and OSA.distance(old.bones, new.bones) >= 1
    return is_far and old.given.isdisjoint(new.given)


def _alike_words(group: list[ListParty], is_person: bool, rng: random.Random) -> Iterator[NamePair]:
    """Yield names with one word changed into another entry's word that begins alike: Sanchez and Sandoval."""
    by_beginning: dict[str, list[NamePart]] = {}
    for party in group:
        for part in analyse_name(own_names(party)[0], is_person=is_person).parts:
            if part.kind == "word" and part.text.isascii() and len(part.fold) > 3:
                by_beginning.setdefault(part.fold[:2], []).append(part)
    for party in group[1::3]:
        name = own_names(party)[0]
        parts = [
            part for part in analyse_name(name, is_person=is_person).parts if part.kind == "word" and len(part.fold) > 3
        ]
        if not parts or not name.isascii():
            continue
        old = rng.choice(parts)
        drawn = rng.choices(by_beginning.get(old.fold[:2], [old]), k=_ALIKE_WORDS_DRAWN)
        others = [part for part in drawn if _is_another_word(old, part)]
        if others:
            new = min(others, key=lambda part: (OSA.distance(old.fold, part.fold), part.text))
            changed = re.sub(rf"(?i)\b{re.escape(old.text)}\b", new.text.title(), name, count=1)
            if changed != name:
                yield NamePair(name, changed, is_person, False, "alike words")
