"""How declarations write firms and goods: spellings by country and by how messy a firm's data are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numpy.random import Generator

from entrepot.world.draft import Draft
from entrepot.world.entities import Firm
from entrepot.world.goods import Part, headings
from entrepot.world.population import day_number

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
SPELLINGS = (
    5  # as registered, in capitals, other legal form or transliteration, with a typing error, address in the cell
)
_SPELLING_CHANCES = {  # cumulated, by quality band [proposed]
    "good": (0.75, 0.98, 1.0, 1.0, 1.0),
    "fair": (0.5, 0.75, 0.9, 0.96, 1.0),
    "poor": (0.35, 0.55, 0.7, 0.88, 1.0),
}
BANDS = ("good", "fair", "poor")
_NATIVE_FORMS = (
    ("ООО ", "ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ "),
    ("ТОО ", "ТОВАРИЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ "),
    ("ОсОО ", "ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ "),
    (" Ltd. Şti.", " Limited Şirketi"),
    (" A.Ş.", " Anonim Şirketi"),
    ("有限公司", "有限责任公司"),
    (" L.L.C", " LLC"),
)
_LATIN_FORMS = (
    *(
        ("OOO ", "LLC "),
        ("TOO ", "LLP "),
        ("OsOO ", "LLC "),
        (" Ltd. Sti.", " Limited Sirketi"),
        (" Co., Ltd.", " Co Ltd"),
    ),
    *((" Limited", " Ltd"), (" GmbH", " Gmbh"), (" LLC", " L.L.C."), (" Inc.", " Incorporated"), (" S.r.l.", " SRL")),
    *((" Sp. z o.o.", " Sp.z.o.o"), (" B.V.", " BV"), (" FZE", " F.Z.E"), (" d.o.o.", " DOO")),
)
_RESPELLED = (("kh", "h"), ("zh", "j"), ("ts", "c"), ("Kh", "H"), ("Zh", "J"), ("Ts", "C"), ("oo", "u"), ("x", "ks"))
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Spellings:
    """All spellings of all firms: `home` in their own country's letters, `abroad` in Latin ones, SPELLINGS a unit.

    A unit is a firm under one name; `former_unit` is that of its earlier name, in use before `renamed_on`.
    """

    home: pa.Array
    abroad: pa.Array
    former_unit: Ints
    renamed_on: Ints
    band: Ints
    chances: Floats

    def unit(self, firm: Ints, day: Ints) -> Ints:
        """Return the unit of each firm on a day."""
        found: Ints = np.where(day < self.renamed_on[firm], self.former_unit[firm], firm)
        return found

    def spelling(self, firm: Ints, u: Floats) -> Ints:
        """Return which spelling a line has, by the firm's band."""
        found: Ints = (u[:, None] >= self.chances[self.band[firm]]).sum(axis=1)
        return np.minimum(found, SPELLINGS - 1)


def spellings_of(rng: Generator, draft: Draft, *, with_addresses: bool = True) -> Spellings:
    """Return the spellings of the draft's firms."""
    firms = draft.firms
    home: list[str] = []
    abroad: list[str] = []
    former_unit, renamed_on = np.arange(len(firms)), np.zeros(len(firms), np.int64)
    places = rng.integers(0, 1 << 30, (len(firms), 2))
    for firm, (a, b) in zip(firms, places.tolist(), strict=True):
        home += _spelled(firm.name, _NATIVE_FORMS, firm.address if with_addresses else "", a, is_latin=False)
        abroad += _spelled(
            firm.latin_name, _LATIN_FORMS, firm.latin_address if with_addresses else "", b, is_latin=True
        )
    for firm in firms:
        if firm.former_names and firm.renamed_on is not None:
            former_unit[firm.position], renamed_on[firm.position] = len(home) // SPELLINGS, day_number(firm.renamed_on)
            latin = (firm.former_latin_names or (firm.latin_name,))[-1]
            home += _spelled(firm.former_names[-1], _NATIVE_FORMS, "", firm.position, is_latin=False)
            abroad += _spelled(latin, _LATIN_FORMS, "", firm.position, is_latin=True)
    band = np.array([BANDS.index(firm.quality_band) for firm in firms])
    chances = np.array([_SPELLING_CHANCES[name] for name in BANDS])
    return Spellings(pa.array(home), pa.array(abroad), former_unit, renamed_on, band, chances)


def _spelled(name: str, forms: Sequence[tuple[str, str]], address: str, place: int, *, is_latin: bool) -> list[str]:
    other = name
    for own, long in forms:
        if own in name:
            other = name.replace(own, long)
            break
    if is_latin and place % 3:
        for sound, letters in _RESPELLED:
            other = other.replace(sound, letters)
    in_cell = f"{name}, {address}" if address else name
    return [name, name.upper().replace("«", '"').replace("»", '"'), other, mistyped(name, place), in_cell]


def mistyped(text: str, place: int) -> str:
    """Return the text with one letter doubled, dropped or swapped with the next, at a place that `place` decides."""
    letters = [index for index, letter in enumerate(text) if _LETTER.match(letter)]
    # The error is in the name, not in the legal form at either end.
    inner = letters[len(letters) // 3 : 2 * len(letters) // 3] or letters
    if not inner:
        return text
    at = inner[place % len(inner)]
    kind = place // 7 % 3
    if kind == 0:
        return f"{text[:at]}{text[at]}{text[at:]}"
    if kind == 1 or at + 1 >= len(text):
        return f"{text[:at]}{text[at + 1 :]}"
    return f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}"


def mistyped_number(firm: Firm) -> str | None:
    """Return a firm's number with two neighbouring digits swapped; None where it has none or it stays the same."""
    if not firm.identifiers:
        return None
    number = firm.identifiers[0][1]
    for at in range(len(number) - 2, 2, -1):
        if number[at] != number[at + 1]:
            return f"{number[:at]}{number[at + 1]}{number[at]}{number[at + 2 :]}"
    return None


# Goods in four languages; {en}, {ru}, {tr}, {kk} are the good's name, {brand} and {number} those of the part.
_WITH_NUMBER = {
    "ru": (
        "{ru} {brand} {number}",
        "{RU}, АРТИКУЛ {number}, ТОВАРНЫЙ ЗНАК {brand}",
        "{ru}, не военного назначения, модель {number}, изготовитель {brand}",
        "1) {ru}: арт. {number} ({brand}), новые, для промышленного применения",
    ),
    "en": ("{brand} {en} P/N {number}", "{EN} {number} {brand}, NEW", "{en}, model {number}, brand {brand}"),
    "tr": ("{tr} {brand} {number}", "{TR} MODEL {number} MARKA {brand}"),
    "kk": ("{kk} {brand} {number}",),
}
_WITHOUT = {
    "ru": ("{ru} {brand}", "{RU}, ТОВАРНЫЙ ЗНАК {brand}", "{ru} торговой марки {brand}", "{ru}, {brand}, в коробках"),
    "en": ("{brand} {en}", "{EN}, BRAND {brand}", "{en}, {brand}, in cartons"),
    "tr": ("{tr} {brand}", "{TR} MARKA {brand}"),
    "kk": ("{kk} {brand}",),
}
_PLAIN = {
    "ru": ("{ru}", "{RU}", "{ru}, новые", "{ru}, в коробках"),
    "en": ("{en}", "{EN}, NEW", "{en}, in cartons"),
    "tr": ("{tr}", "{TR}"),
    "kk": ("{kk}",),
}
TEMPLATES = sum(len(texts) for texts in _WITH_NUMBER.values())
LANGUAGES = {"ru": (0, 4), "en": (4, 3), "tr": (7, 2), "kk": (9, 1)}  # first template and how many


def goods_texts(parts: Sequence[Part], *, with_brands: bool = True) -> pa.Array:
    """Return every text of every part, TEMPLATES a part; without brands the texts name the good alone."""
    texts: list[str] = []
    for part in parts:
        names = headings()[part.heading]
        words = {key: names[key] for key in LANGUAGES}
        words |= {key.upper(): name.upper() for key, name in words.items()}
        table = _PLAIN if not with_brands else _WITH_NUMBER if part.part_number else _WITHOUT
        words |= {"brand": part.brand, "number": part.part_number}
        texts += [template.format(**words) for language in LANGUAGES for template in table[language]]
    return pa.array(texts)
