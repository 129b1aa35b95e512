"""Invented names of firms and people, as their registers write them and as papers abroad do."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from entrepot.world import name_tables as tables
from entrepot.world.words import (
    ARMENIAN,
    CYRILLIC,
    GEORGIAN,
    HANZI,
    KAZAKH,
    LATIN,
    TURKISH,
    Script,
    Word,
    invented_word,
)

_SCRIPTS: dict[str, Script] = {
    "RU": CYRILLIC,
    "BY": CYRILLIC,
    "KG": CYRILLIC,
    "TJ": CYRILLIC,
    "MN": CYRILLIC,
    "KZ": KAZAKH,
    "TR": TURKISH,
    "GE": GEORGIAN,
    "AM": ARMENIAN,
}
_HOMONYM_CHANCE = 0.002  # proposed: another firm of the country has the same name
_STEMS = 3000  # surnames; frequencies after Zipf give chance namesakes (methods 11.6: families by chance)
_ZIPF, _ZIPF_SHIFT = 1.05, 25.0  # proposed; the shift keeps the head as flat as surnames are
_CHINESE = ("CN", "HK", "SG")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as its register writes it and in Latin letters."""

    native: str
    latin: str


@dataclass(frozen=True, slots=True)
class _Person:
    stem: int
    given: int
    is_woman: bool


class Names:
    """Invents names; a distinctive word of a firm is used once, but for rare homonyms."""

    def __init__(self) -> None:
        own = np.random.Generator(np.random.PCG64(17))  # surnames are the same in every world
        self._stems = [invented_word(own, 2) for _ in range(_STEMS)]
        self._used: set[tuple[str, str]] = set()
        self._words: dict[str, Word | tuple[int, ...]] = {}
        self._people: dict[str, _Person] = {}

    def firm(self, rng: Generator, country_iso: str, *, like: str | None = None) -> Name:
        """Return a name for a firm; `like` is the native name of another whose distinctive word it takes."""
        known = self._words.get(like) if like else None
        for _ in range(50):
            is_chinese = country_iso in _CHINESE and not (known and isinstance(known[0], str))
            made = self._chinese(rng, country_iso, known) if is_chinese else self._spelled(rng, country_iso, known)
            if (country_iso, made.native) not in self._used or rng.random() < _HOMONYM_CHANCE:
                break
        self._used.add((country_iso, made.native))
        return made

    def _spelled(self, rng: Generator, country_iso: str, known: Word | tuple[int, ...] | None) -> Name:
        word: Word
        if known and isinstance(known[0], str):
            word = tuple(str(sound) for sound in known)
        else:
            word = invented_word(rng, 3 if rng.random() < 0.7 else 2)
        native_trades, latin_trades = tables.TRADES.get(country_iso, tables.TRADES["EN"])
        trade = int(rng.integers(0, len(native_trades)))
        form = tables.form_of(country_iso, float(rng.random()))
        native_word = _SCRIPTS.get(country_iso, LATIN).spelled(word).capitalize()
        latin_word = LATIN.spelled(word).capitalize()
        name = Name(
            form.native.format(name=f"{native_word} {native_trades[trade]}"),
            form.latin.format(name=f"{latin_word} {latin_trades[trade]}"),
        )
        self._words[name.native] = word
        return name

    def _chinese(self, rng: Generator, country_iso: str, known: Word | tuple[int, ...] | None) -> Name:
        signs = known or tuple(int(sign) for sign in rng.integers(0, len(HANZI), int(rng.integers(3, 5))))
        places = tuple(int(sign) for sign in signs)
        natives, latins = tables.TRADES["CN"]
        trade = int(rng.integers(0, len(natives)))
        word = "".join(HANZI[place][1] for place in places).capitalize()
        if country_iso != "CN":
            name = Name(*[f"{word} {tables.TRADES['EN'][1][trade]} {tables.SUFFIXES[country_iso]}"] * 2)
        else:
            city = int(rng.integers(0, len(tables.CHINESE_CITIES)))
            sign_city, latin_city = tables.CHINESE_CITIES[city]
            signs_word = "".join(HANZI[place][0] for place in places)
            name = Name(
                f"{sign_city}市{signs_word}{natives[trade]}有限公司", f"{latin_city} {word} {latins[trade]} Co., Ltd."
            )
        self._words[name.native] = places
        return name

    def person(
        self, rng: Generator, country_iso: str, *, surname: str | None = None, father: str | None = None
    ) -> Name:
        """Return a person's name: surname, given name and, where usual, patronymic.

        Args:
            rng: Random numbers.
            country_iso: Whose kind of name it is.
            surname: A stem from `surname_of`; None: drawn.
            father: The native name of the father: same surname, his given name as patronymic.
        """
        parent = self._people.get(father) if father else None
        stem = parent.stem if parent else int(surname) if surname else self._stem(rng)
        is_woman = bool(rng.random() < 0.3)  # proposed: share of women among directors
        givens = tables.givens(country_iso, is_woman=is_woman)
        given = int(rng.integers(0, len(givens)))
        fathers = tables.givens(country_iso, is_woman=False)
        patronymic = parent.given if parent else int(rng.integers(0, len(fathers)))
        person = _Person(stem, given, is_woman)
        name = tables.person_name(
            country_iso,
            CYRILLIC.spelled(self._stems[stem]),
            LATIN.spelled(self._stems[stem]),
            givens[given],
            fathers[patronymic % len(fathers)],
            is_woman=is_woman,
        )
        made = Name(*name)
        self._people.setdefault(made.native, person)
        return made

    def surname_of(self, native_name: str) -> str:
        """Return what `person(surname=...)` takes so that another person has the surname of this one."""
        return str(self._people[native_name].stem)

    def _stem(self, rng: Generator) -> int:
        """Return a surname, the first ones oftener than the last: the commonest has nearly one person in a hundred."""
        power = 1.0 - _ZIPF
        first, last = _ZIPF_SHIFT**power, (_STEMS + _ZIPF_SHIFT) ** power
        return int(min((first + float(rng.random()) * (last - first)) ** (1.0 / power) - _ZIPF_SHIFT, _STEMS - 1))
