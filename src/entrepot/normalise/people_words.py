"""The words that names of people are made of: titles, particles, given names that are one name, patronymics."""

from dataclasses import dataclass
from functools import cache

from entrepot.codes.resource import toml_document
from entrepot.normalise.transliteration import word_fold


@dataclass(frozen=True)
class PeopleWords:
    """Known words of names of people, by fold.

    `given` maps a given name to the numbers of the groups of forms it belongs to: `Ted` is a form of Edward and of Theodore.
    """

    titles: frozenset[str]
    particles: dict[str, str]
    given: dict[str, frozenset[int]]
    patronymic_endings: tuple[str, ...]


@cache
def people_words() -> PeopleWords:
    """Return the known words.

    Source: resources/names/people.toml.
    """
    document = toml_document("names/people.toml")
    given: dict[str, set[int]] = {}
    for number, forms in enumerate(document["given"]):
        for form in forms:
            given.setdefault(word_fold(form), set()).add(number)
    particles = {word_fold(form): label for label, forms in document["particles"].items() for form in forms}
    titles = frozenset(word_fold(title) for title in document["titles"])
    return PeopleWords(
        titles,
        particles,
        {fold: frozenset(groups) for fold, groups in given.items()},
        tuple(document["patronymic_endings"]),
    )
