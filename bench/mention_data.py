"""Invents mentions of firms in declarations, as many as asked for, several a firm, with the firm that each means beside them.

    python bench/mention_data.py FOLDER [--mentions 1000000] [--seed 11]

Writes `mentions.parquet` (mention_number, firm_number, name, country_iso, identifier, address). All names are invented; a
likeness is chance. A firm is written in one to four ways (script, transliteration, translated words, legal form, typing errors,
a word left out), the first most often. A mention gives the firm's number in three of five cases where the firm files declarations
itself, in one of twelve elsewhere, mistyped in one of a hundred; an address in half, the office left out of a third of them; no
country in one of twenty. One firm in ten shares its building with others. A firm has seven mentions on average.
"""

import argparse
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from entrepot.normalise import checksums
from resolve_names import TABLES, Invented, Inventor, convert

BATCH = 100_000
SCHEMA = pa.schema(
    [
        ("mention_number", pa.int64()),
        ("firm_number", pa.int64()),
        *((name, pa.string()) for name in ("name", "country_iso", "identifier", "address")),
    ]
)
FAULTS = {  # weights of how a second way of writing differs; a new script or system comes on top
    "": 40,
    "translated words": 15,
    "legal form": 12,
    "typing error": 14,
    "two typing errors": 4,
    "word left out": 7,
    "word order": 8,
}
CITIES = {  # native, and as Latin documents write it
    "RU": (("Москва", "Moscow"), ("Санкт-Петербург", "Saint Petersburg"), ("Казань", "Kazan"), ("Самара", "Samara")),
    "UA": (("Київ", "Kyiv"), ("Львів", "Lviv")),
    "KZ": (("Алматы", "Almaty"), ("Астана", "Astana")),
    "BY": (("Минск", "Minsk"), ("Гомель", "Gomel")),
    "AM": (("Yerevan", "Yerevan"),),
    "GE": (("Tbilisi", "Tbilisi"), ("Batumi", "Batumi")),
    "CN": (("Shenzhen", "Shenzhen"), ("Guangzhou", "Guangzhou")),
    "TR": (("İstanbul", "Istanbul"), ("Ankara", "Ankara")),
    "DE": (("München", "Munich"), ("Hamburg", "Hamburg")),
    "AE": (("Dubai", "Dubai"), ("Sharjah", "Sharjah")),
}
# The classes of a country's legal forms: as written at home, then as Latin documents write them. A firm keeps its class.
FORMS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "RU": (
        ("ООО", ("OOO", "LLC", "Limited Liability Company")),
        ("АО", ("AO", "JSC")),
        ("ЗАО", ("ZAO", "CJSC")),
        ("ПАО", ("PAO", "PJSC")),
    ),
    "UA": (("ТОВ", ("TOV", "LLC")), ("ПрАТ", ("PrJSC",))),
    "KZ": (("ТОО", ("TOO", "LLP")), ("АО", ("AO", "JSC"))),
    "BY": (("ООО", ("OOO", "LLC")), ("ОАО", ("OAO", "OJSC"))),
    "AM": (("ՍՊԸ", ("LLC", "SPE")), ("ՓԲԸ", ("CJSC",))),
    "GE": (("შპს", ("LLC",)), ("სს", ("JSC",))),
    "CN": (("有限公司", ("Co., Ltd.", "Co Ltd", "Limited")),),
    "TR": (("Ltd. Şti.", ("Ltd. Sti.", "Limited Sirketi")), ("A.Ş.", ("A.S.",))),
    "DE": (("GmbH", ("GmbH",)), ("AG", ("AG",))),
    "AE": (("FZE", ("FZE",)), ("LLC", ("LLC", "L.L.C")), ("DMCC", ("DMCC",))),
}
_FILES_ITSELF = frozenset({"RU", "KZ", "BY", "UA", "AM", "GE"})
_MOST_MENTIONS = 200
_Street = tuple[str, int, tuple[str, str]]


@dataclass(frozen=True)
class Firm:
    """A firm with all it may be written as."""

    names: tuple[str, ...]
    country: str
    number: str
    building: _Street
    office: int


def number_of(country: str, serial: int) -> str:
    """Return a number of the country's tax office, its check digit right where there is one; the serial makes it the only one."""
    made = {
        "RU": (f"77{serial:07}", checksums.inn),
        "KZ": (f"{10 + serial % 14:02}{1 + serial % 12:02}40{serial % 100_000:05}", checksums.kz_iin),
        "BY": (f"{1 + serial % 7}{serial:07}", checksums.by_unp),
        "UA": (f"3{serial:06}", checksums.ua_edrpou),
    }.get(country)
    if made is None:
        return f"{serial:08}"
    body, is_right = made
    return next((f"{body}{digit}" for digit in range(10) if is_right(f"{body}{digit}")), f"{body}0")


class _Scribe(Inventor):
    """Writes a firm's legal form as its class asks; the fault `legal form` moves it, leaves it out or takes another class."""

    def _with_form(self, party: Invented, name: str, latin: str | None, *, is_moved: bool) -> str:
        classes, chance = FORMS[party.country], self.rng.random()
        if is_moved and chance < 0.4:
            return name
        is_other = is_moved and chance > 0.8
        native, latin_forms = classes[(party.form + is_other) % len(classes)]
        form = native if latin is None else self.rng.choice(latin_forms)
        if party.country == "CN":
            return f"{name}{form}" if latin is None else f"{name} {form}"
        is_first = (party.country in {"RU", "UA", "KZ", "BY", "AM", "GE"} and latin is None) != is_moved
        quoted = f"«{name}»" if latin is None and party.country in {"RU", "UA", "KZ", "BY"} and chance < 0.3 else name
        return f"{form} {quoted}" if is_first else f"{quoted} {form}"


class Registry:
    """Invents firms, one after another."""

    def __init__(self, seed: int) -> None:
        self._inventor = _Scribe(seed)
        self.rng = random.Random(seed + 1)  # noqa: S311 (test data)
        self._buildings: dict[str, list[_Street]] = {}
        self._serial = 0

    def firm(self) -> Firm:
        """Return the next firm."""
        party = self._inventor.party()
        while party.is_person:
            party = self._inventor.party()
        self._serial += 1
        number = number_of(party.country, self._serial)
        return Firm(self._names(party), party.country, number, self._building(party.country), self.rng.randint(1, 900))

    def _names(self, party: Invented) -> tuple[str, ...]:
        rng = self.rng
        names = [self._inventor.written(party, None if rng.random() < 0.6 else "first")]
        while rng.random() < 0.5 and len(names) < 4:
            fault = rng.choices(list(FAULTS), list(FAULTS.values()))[0]
            latin = rng.choice((None, "first", "other" if TABLES[party.country][1] else "first"))
            names.append(self._inventor.written(party, latin, fault))
        return tuple(names)

    def _building(self, country: str) -> _Street:
        known = self._buildings.setdefault(country, [])
        if known and self.rng.random() < 0.1:
            return self.rng.choice(known[-500:])
        street = self._inventor.word("RU" if country in {"AM", "GE", "CN"} else country)
        made = (street, self.rng.randint(1, 180), self.rng.choice(CITIES[country]))
        known.append(made)
        return made


def mention(firm: Firm, rng: random.Random) -> tuple[str, str | None, str | None, str | None]:
    """Return name, country, number and address of one mention."""
    place = min(int(rng.expovariate(1.1)), len(firm.names) - 1)
    country = None if rng.random() < 0.05 else firm.country
    number = None
    if rng.random() < (0.6 if firm.country in _FILES_ITSELF else 1 / 12):
        number = _mistyped(firm.number, rng) if rng.random() < 0.01 else firm.number
    return firm.names[place], country, number, _address(firm, rng) if rng.random() < 0.5 else None


def _mistyped(number: str, rng: random.Random) -> str:
    place = rng.randrange(len(number))
    return f"{number[:place]}{rng.choice('0123456789')}{number[place + 1 :]}"


def _address(firm: Firm, rng: random.Random) -> str:
    street, house, (city, city_latin) = firm.building
    has_office = rng.random() < 2 / 3
    if any("а" <= letter <= "я" for letter in street.lower()):
        if rng.random() < 0.5:
            return f"г. {city}, ул. {street}, д. {house}{f', оф. {firm.office}' if has_office else ''}"
        street = convert(street, TABLES["RU"][0])
    return f"{street} str. {house}{f', office {firm.office}' if has_office else ''}, {city_latin}"


def generated(count: int, seed: int) -> Iterator[tuple[int, int, str, str | None, str | None, str | None]]:
    """Yield `count` mentions, those of a firm one after another; a program must not make use of the order."""
    registry, number, firm_number = Registry(seed), 0, 0
    while number < count:
        firm, firm_number = registry.firm(), firm_number + 1
        for _ in range(min(int(registry.rng.paretovariate(0.95)), _MOST_MENTIONS, count - number)):
            yield number, firm_number, *mention(firm, registry.rng)
            number += 1


def write(folder: Path, count: int, seed: int, on_batch: Callable[[int], None] | None = None) -> None:
    """Write the file, a batch at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(folder / "mentions.parquet", SCHEMA) as stream:
        rows: list[tuple[int, int, str, str | None, str | None, str | None]] = []
        for row in generated(count, seed):
            rows.append(row)
            if len(rows) == BATCH or row[0] == count - 1:
                columns = [*zip(*rows, strict=True)]
                arrays = [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)]
                stream.write_table(pa.table(arrays, schema=SCHEMA))
                rows.clear()
                if on_batch is not None:
                    on_batch(row[0] + 1)


def main() -> None:
    """Write the file of the command line."""
    parser = argparse.ArgumentParser(description="Invent mentions of firms in declarations.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mentions", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=11)
    given = parser.parse_args()
    write(given.folder, given.mentions, given.seed)


if __name__ == "__main__":
    main()
