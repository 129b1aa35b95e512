"""Invents names of firms and people and writes each in a script, by a transliteration system, with a fault; from a seed alone."""

import random
from collections.abc import Mapping
from dataclasses import dataclass

import resolve_words as w

COUNTRIES = {"RU": 42, "UA": 8, "KZ": 12, "BY": 4, "AM": 6, "GE": 4, "CN": 10, "TR": 6, "DE": 5, "AE": 3}  # weights
_CYRILLIC = frozenset({"RU", "BY", "UA", "KZ"})
_LETTERS = {"Cyrl": "абвгдежзиклмнопрстуфхцчшыюя", "Latn": "abcdefghiklmnoprstuvyz", "Hani": "".join(w.PINYIN)}


@dataclass(frozen=True)
class Invented:
    """A party before it is written: its words as text or as a trade word's number, its legal form's number."""

    is_person: bool
    country: str
    form: int
    words: tuple[str | int, ...]
    born: str | None
    number: str | None


class Inventor:
    """Invents parties and writes each in a script, by a system, with a fault; everything follows from the seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311 (test data)
        self._earlier: list[str] = []

    def party(self) -> Invented:
        """Return a new party."""
        rng = self.rng
        country = rng.choices(list(COUNTRIES), list(COUNTRIES.values()))[0]
        is_person = rng.random() < 0.25
        words = self._person(country) if is_person else self._firm(country)
        born = f"{rng.randint(1945, 1999)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}" if is_person else None
        number = f"{rng.randrange(10**9, 10**10)}" if rng.random() < 0.4 else None
        return Invented(is_person, country, rng.randrange(6), words, born if rng.random() < 0.6 else None, number)

    def _firm(self, country: str) -> tuple[str | int, ...]:
        rng = self.rng
        reused = self._earlier and rng.random() < 0.05
        word = rng.choice(self._earlier) if reused else self.word(country)
        if country in _CYRILLIC and not reused:
            self._earlier = [*self._earlier[-2000:], word] if rng.random() < 0.1 else self._earlier
        if country not in _CYRILLIC and reused:
            word = self.word(country)
        term = min(int(rng.expovariate(0.25)), len(w.TERMS) - 1)
        shape = rng.random()
        if country == "CN":
            return (word, term)
        if shape < 0.3:
            return (word,)
        if shape < 0.55:
            return (term, word)
        if shape < 0.8:
            return (word, term)
        return (word, self.word(country)) if shape < 0.93 else (word, self.word(country), term)

    def word(self, country: str) -> str:
        """Return a word of a country's firms and streets."""
        rng = self.rng
        if country == "CN":
            return "".join(rng.choice(list(w.PINYIN)) for _ in range(2 if rng.random() < 0.6 else 3))
        if country in {"RU", "BY"} and (kind := rng.random()) < 0.35:
            if kind < 0.08:
                return rng.choice(w.RU_STARTS) + rng.choice(w.RU_ENDS)
            if kind < 0.1:
                return rng.choice(w.RU_PLACES)
            return rng.choice(w.RU_STARTS) + self._syllables(country, 1, 2).lower()
        return self._syllables(country, 2, 4)

    def _syllables(self, country: str, least: int, most: int) -> str:
        rng = self.rng
        made = "".join(rng.choice(_SYLLABLES[country]) for _ in range(rng.randint(least, most)))
        if country in {"RU", "BY"}:
            made += rng.choice(w.RU_CODAS)
        return made.capitalize()

    def _person(self, country: str) -> tuple[str, ...]:
        rng = self.rng
        given = rng.choice(_GIVEN[country])
        if country == "CN":
            return (
                rng.choice(list(w.SURNAMES_ZH)),
                "".join(rng.choice(list(w.PINYIN)) for _ in range(rng.randint(1, 2))),
            )
        root = self._syllables(country, 1, 2)
        surname = root + rng.choice(_SURNAME_ENDS[country])
        if country == "AE":
            return (given, rng.choice(_GIVEN[country]), f"Al {surname}")
        if country in {"RU", "BY"}:
            return (
                surname,
                given,
                rng.choice(w.RU_FATHERS) + rng.choice(("вич", "вна") if rng.random() < 0.5 else ("вич",)),
            )
        return (given, surname)

    def written(self, party: Invented, latin: str | None, fault: str = "") -> str:
        """Return the name in its native script (`latin` None) or in the other one by a system: `first` or `other`."""
        words = [self._text(party, word, latin, is_translated=fault == "translated words") for word in party.words]
        if fault == "word left out" and len(words) > 1 + party.is_person:
            terms = [place for place, word in enumerate(party.words) if isinstance(word, int)]
            words.pop(terms[0] if terms else len(words) - 1)
        if fault == "word order":
            words = words[1:] + words[:1]
        joined = "" if party.country == "CN" and latin is None else " "
        name = joined.join(words)
        for _ in range(
            {"typing error": 1, "two typing errors": 2, "transliteration and typing error": 1}.get(fault, 0)
        ):
            name = self._mistyped(name)
        return name if party.is_person else self._with_form(party, name, latin, is_moved=fault == "legal form")

    def _with_form(self, party: Invented, name: str, latin: str | None, *, is_moved: bool) -> str:
        forms = w.FORMS[party.country][0 if latin is None else 1]
        form = forms[(party.form + is_moved * self.rng.randrange(3)) % len(forms)]
        chance = self.rng.random()
        if party.country == "CN" and latin is None:
            city = list(w.CITIES_ZH)[party.form % len(w.CITIES_ZH)]
            return f"{city}{'市' if city and chance < 0.5 else ''}{name}{form}"
        if party.country == "CN":
            city = list(w.CITIES_ZH.values())[party.form % len(w.CITIES_ZH)]
            return f"{city} {name} {form}".strip()
        if is_moved and chance < 0.3:
            return name
        is_first = (party.country in _CYRILLIC | {"AM", "GE"}) == (latin is None) != is_moved
        quoted = f"«{name}»" if latin is None and party.country in _CYRILLIC and chance < 0.7 else name
        return f"{form} {quoted}" if is_first else f"{quoted} {form}"

    def _text(self, party: Invented, word: str | int, latin: str | None, *, is_translated: bool) -> str:
        if isinstance(word, int):
            native = w.TERMS[word][w.LANGUAGE[party.country]]
            if latin is None and party.country not in {"AM", "GE"}:
                return native
            if (
                is_translated
                or party.country in {"CN", "AM", "GE", "AE"}
                or (party.country in _CYRILLIC and self.rng.random() < 0.25)
            ):
                return w.TERMS[word][w.ENGLISH]
            return self._converted(party.country, native, latin)
        if party.country == "AE" and "|" in word:
            spellings = word.split("|")
            return spellings[0] if latin is None else self.rng.choice(spellings[1:])
        return word if latin is None else self._converted(party.country, word, latin)

    def _converted(self, country: str, text: str, latin: str | None) -> str:
        if latin is None:
            return text
        is_spaced = country == "CN" and latin == "other"
        if is_spaced:
            return " ".join(w.PINYIN.get(char) or w.SURNAMES_ZH.get(char, char) for char in text).title()
        table = self._table(country, latin)
        if country in {"TR", "DE"} and latin == "first":
            return (
                text.translate(w.TURKISH_PLAIN) if country == "TR" else "".join(w.GERMAN_PLAIN.get(c, c) for c in text)
            )
        made = " ".join(convert(part, table) for part in text.split(" "))
        return made.capitalize() if country == "CN" else made

    def _table(self, country: str, latin: str) -> Mapping[str, str]:
        first, others = TABLES[country]
        return first if latin == "first" else self.rng.choice(others)

    def _mistyped(self, name: str) -> str:
        """Return the name with one letter left out, doubled, replaced or swapped with the next, in a word of four or more."""
        rng = self.rng
        places = [i for i in range(1, len(name) - 2) if name[i - 1 : i + 3].isalpha()]
        if not places:
            return name
        place = rng.choice(places)
        script = "Hani" if name[place] >= "㐀" else "Cyrl" if "а" <= name[place].lower() <= "я" else "Latn"
        letter = rng.choice(_LETTERS[script])
        return (
            name[:place]
            + rng.choice(("", letter, name[place] + letter, name[place + 1] + name[place]))
            + name[place + 1 :]
        )


def convert(text: str, table: Mapping[str, str]) -> str:
    """Return a word written by a table, longest letters first, capital where the original begins with one."""
    low, made, place = text.replace("İ", "i").lower(), "", 0
    while place < len(low):
        size = next((n for n in (3, 2, 1) if low[place : place + n] in table), 0)
        made += table[low[place : place + size]] if size else low[place]
        place += size or 1
    return made[:1].upper() + made[1:] if text[:1].isupper() else made


_SLAVIC = (w.BGN, (w.GOST_B, w.ISO_9, w.PASSPORT))
TABLES: dict[str, tuple[Mapping[str, str], tuple[Mapping[str, str], ...]]] = {
    "RU": _SLAVIC,
    "BY": _SLAVIC,
    "KZ": _SLAVIC,
    "UA": (w.UKRAINE_2010, (w.BGN, w.ISO_9, w.PASSPORT)),
    "AM": (w.ARMENIAN, (w.ARMENIAN_OTHER,)),
    "GE": (w.GEORGIAN, (w.GEORGIAN_OTHER,)),
    "CN": (w.PINYIN | {key: value.lower() for key, value in w.SURNAMES_ZH.items()}, ()),
    "TR": ({}, (w.TURKISH_TO_RUSSIAN,)),
    "DE": ({}, (w.GERMAN_TO_RUSSIAN,)),
    "AE": ({}, ({},)),
}
_SYLLABLES = {
    "RU": w.RU_SYLLABLES,
    "BY": w.RU_SYLLABLES,
    "UA": w.UA_SYLLABLES,
    "KZ": w.KZ_SYLLABLES,
    "AM": w.AM_SYLLABLES,
    "GE": w.GE_SYLLABLES,
    "TR": w.TR_SYLLABLES,
    "DE": w.DE_SYLLABLES,
    "AE": w.AE_SYLLABLES,
}
_GIVEN = {
    "RU": w.RU_GIVEN,
    "BY": w.RU_GIVEN,
    "UA": w.UA_GIVEN,
    "KZ": w.KZ_GIVEN,
    "AM": w.AM_GIVEN,
    "GE": w.GE_GIVEN,
    "TR": w.TR_GIVEN,
    "DE": w.DE_GIVEN,
    "AE": w.AE_GIVEN,
    "CN": ["华"],
}
_SURNAME_ENDS = {
    "RU": ("ов", "ев", "ин", "ский", "енко", "ова", "ева", "ина", "ская"),
    "BY": ("ович", "енко", "ский", "ик", "чук"),
    "UA": ("енко", "ський", "чук", "ук", "ишин"),
    "KZ": ("бай", "бекұлы", "ов", "ева", "жан"),
    "AM": ("յան",),
    "GE": ("შვილი", "ძე", "ია", "ური"),
    "TR": ("oğlu", "lı", "er", "demir"),
    "DE": ("mann", "er", "feld", "bach"),
    "AE": ("i", "ani", "awi"),
}
