"""Pairs the parts of two names, whatever their order: equal parts, spellings, forms of given names, initials, acronyms."""

from dataclasses import dataclass
from typing import NamedTuple

from entrepot.resolve.alike_words import MOST_DIFFERENT, alike
from entrepot.resolve.joined_words import (
    LEAST_ACRONYM,
    MOST_ACRONYM,
    MOST_JOINED_DIFFERENT,
    Firsts,
    first_letters_of,
    joined,
    letters_of,
    spelled_out,
)
from entrepot.resolve.name_parts import AnalysedName
from entrepot.resolve.parts import NamePart

_BY_LETTERS = frozenset({"word", "class", "place", "number"})  # kinds compared by the letters of their folds
# Letters of the skeletons that so many edits change, two each, in parts of the length.
_LETTERS_OF_EDITS = 2.0 * MOST_DIFFERENT
_ACRONYM_DIFFERENCE = 0.2
_JOINED_DIFFERENCE = 0.03
_SURELY_JOINED = 0.1


class PartPair(NamedTuple):
    """What was paired: how, the words as written on both sides (empty where a side has none), and how different they are.

    `how` is same, spelling, given_name, initial, joined or acronym; only_a and only_b for what has no counterpart.
    `difference` is 0 for equal parts, up to MOST_DIFFERENT for spellings, 1 for unpaired ones; `weight` is what it tells.
    """

    how: str
    a: str
    b: str
    difference: float
    weight: float


@dataclass(slots=True)
class Pairing:
    """Pairs found, and the parts of each side left over.

    `same` are parts written alike on both sides; where all keys are equal, those of one side, and `counterparts` the other's.
    """

    paired: list[tuple[str, tuple[NamePart, ...], tuple[NamePart, ...], float]]
    same: list[NamePart]
    left_a: list[NamePart]
    left_b: list[NamePart]
    counterparts: tuple[NamePart, ...] = ()

    def explained(self) -> tuple[PartPair, ...]:
        """Return all pairs and leftovers as a reader sees them."""
        others: dict[str, list[str]] = {}
        for part in self.counterparts or self.same:
            others.setdefault(part.key, []).append(part.text)
        found = [PartPair("same", part.text, others[part.key].pop(0), 0.0, part.weight) for part in self.same]
        for how, side_a, side_b, difference in self.paired:
            weight = min(sum(part.weight for part in side_a), sum(part.weight for part in side_b))
            text_a, text_b = (" ".join(part.text for part in side) for side in (side_a, side_b))
            found.append(PartPair(how, text_a, text_b, difference, weight))
        found += [PartPair("only_a", part.text, "", 1.0, part.weight) for part in self.left_a]
        return (*found, *(PartPair("only_b", "", part.text, 1.0, part.weight) for part in self.left_b))


def pair_parts(a: AnalysedName, b: AnalysedName) -> Pairing:
    """Return the pairing of two analysed names, equal parts first, then the least different; the same in either order."""
    if b.keys < a.keys or (b.is_person < a.is_person and b.keys == a.keys):
        return _turned(pair_parts(b, a))
    pairing = _pair_equal(a, b)
    if pairing.left_a and pairing.left_b:
        may_be_joined = _pair_joined(pairing, _SURELY_JOINED)
        if not a.is_person and pairing.left_a and pairing.left_b:
            _pair_acronym(pairing)
        _pair_alike(pairing, is_person=a.is_person)
        if may_be_joined and pairing.left_a and pairing.left_b:
            _pair_joined(pairing, MOST_JOINED_DIFFERENT)
    return pairing


def _turned(pairing: Pairing) -> Pairing:
    turned = [(how, side_b, side_a, difference) for how, side_a, side_b, difference in pairing.paired]
    return Pairing(turned, pairing.same, pairing.left_b, pairing.left_a)


def _pair_equal(a: AnalysedName, b: AnalysedName) -> Pairing:
    if a.keys == b.keys:
        return Pairing([], list(a.parts), [], [], b.parts)
    if a.key_set.isdisjoint(b.key_set):
        return Pairing([], [], list(a.parts), list(b.parts))
    paired: list[tuple[str, tuple[NamePart, ...], tuple[NamePart, ...], float]] = []
    same: list[NamePart] = []
    left_a: list[NamePart] = []
    left_b = list(b.parts)
    shared = b.key_set
    for part in a.parts:
        key = part.key
        if key not in shared:
            left_a.append(part)
            continue
        for at, other in enumerate(left_b):
            if other.key == key:
                del left_b[at]
                break
        else:
            left_a.append(part)
            continue
        if other.text == part.text:
            same.append(part)
        else:
            paired.append(("same", (part,), (other,), 0.0))
    return Pairing(paired, same, left_a, left_b)


def _pair_alike(pairing: Pairing, *, is_person: bool) -> None:
    """Move the leftovers that are spellings of one word to the pairs, the least different first."""
    left_a, left_b = pairing.left_a, pairing.left_b
    found: list[tuple[float, int, int, str]] = []
    for index, part in enumerate(left_a):
        kind, letters, size, given = part.kind, part.letters, part.size, part.given
        is_by_letters = kind in _BY_LETTERS
        for other_index, other in enumerate(left_b):
            if (
                is_by_letters
                and other.kind in _BY_LETTERS
                and (letters ^ other.letters).bit_count() > _LETTERS_OF_EDITS * max(size, other.size)
                and not (given and other.given)
                and not kind == other.kind == "class"
            ):
                continue
            how, difference = alike(part, other, is_person=is_person)
            if difference <= MOST_DIFFERENT:
                found.append((difference, index, other_index, how))
    if not found:
        return
    if len(found) > 1:
        found.sort()
    used_a: set[int] = set()
    used_b: set[int] = set()
    has_initial = False
    for difference, index, other_index, how in found:
        if index not in used_a and other_index not in used_b:
            used_a.add(index)
            used_b.add(other_index)
            pairing.paired.append((how, (left_a[index],), (left_b[other_index],), difference))
            has_initial = has_initial or how == "initial"
    pairing.left_a = [part for index, part in enumerate(left_a) if index not in used_a]
    pairing.left_b = [part for index, part in enumerate(left_b) if index not in used_b]
    if has_initial and (pairing.left_a or pairing.left_b):
        _take_back_initials(pairing)


def _take_back_initials(pairing: Pairing) -> None:
    """Part an initial from a name where its own side has another name left over: `Foobarson, Leo` and `Quuxine, Leo F.`

    There the initial stands for a name that the other side does not give, and the names left over are two.
    """
    has_word_a, has_word_b = (any(part.kind == "word" for part in left) for left in (pairing.left_a, pairing.left_b))
    if has_word_a == has_word_b:
        return
    for pair in [pair for pair in pairing.paired if pair[0] == "initial"]:
        _, side_a, side_b, _ = pair
        if (side_a if has_word_a else side_b)[0].kind == "initial":
            pairing.paired.remove(pair)
            pairing.left_a += side_a
            pairing.left_b += side_b


def _pair_joined(pairing: Pairing, most: float) -> bool:
    """Move words written as one on one side and as several on the other: `Tradetools` and `Trade Tools`.

    Returns whether some words may be so joined, more differently than `most` for now.
    """
    may_be = False
    for is_turned in (False, True):
        few, many = (pairing.left_b, pairing.left_a) if is_turned else (pairing.left_a, pairing.left_b)
        found = joined(few, many)
        if found is None:
            continue
        one, several, difference = found
        may_be = True
        if difference > most:
            continue
        sides = (tuple(several), (one,)) if is_turned else ((one,), tuple(several))
        pairing.paired.append(("joined", *sides, difference + _JOINED_DIFFERENCE))
        few.remove(one)
        for part in several:
            many.remove(part)
        return True
    left_a, left_b = pairing.left_a, pairing.left_b
    begin_alike = left_a[0].fold[:1] == left_b[0].fold[:1]
    if begin_alike and len(left_a) != len(left_b) and letters_of(left_a) == letters_of(left_b):
        pairing.paired.append(("joined", tuple(pairing.left_a), tuple(pairing.left_b), _JOINED_DIFFERENCE))
        pairing.left_a, pairing.left_b = [], []
    return may_be


def _pair_acronym(pairing: Pairing) -> None:
    """Move a short word and the words of the other side whose first letters it is: `ABC` and `Alpha Beta Control`."""
    for is_turned in (False, True):
        short, full = (pairing.left_b, pairing.left_a) if is_turned else (pairing.left_a, pairing.left_b)
        if len(full) < 2 and " " not in full[0].text:
            continue
        firsts: Firsts | None = None
        for one in short:
            if one.kind != "word" or not LEAST_ACRONYM <= len(one.text) <= MOST_ACRONYM:
                continue
            firsts = firsts or first_letters_of(full)
            several = spelled_out(one.text, firsts)
            if len(several) < 2:
                continue
            sides = (several, (one,)) if is_turned else ((one,), several)
            pairing.paired.append(("acronym", *sides, _ACRONYM_DIFFERENCE))
            short.remove(one)
            for part in several:
                full.remove(part)
            return
