"""Writes a block out as rows of the declarations table, in the words that customs, firms and brokers use."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from numpy.random import Generator

from entrepot.codes.hs import edition_on
from entrepot.world.block import CURRENCIES, DIRECTIONS, INCOTERMS, MODES, Block
from entrepot.world.draft import Draft
from entrepot.world.planned import HIDDEN, MASS
from entrepot.world.population import Population, day_number
from entrepot.world.routes import Routes
from entrepot.world.sides import NO_COUNTRY, Sides, by_declaration, taken
from entrepot.world.text import LANGUAGES, TEMPLATES, goods_texts

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_TEXT_COLUMNS = (
    *("declaration_number", "line_number", "direction", "reporting_iso", "procedure_code", "customs_office"),
    *("importer_name", "importer_identifier", "importer_country_iso", "importer_address"),
    *("exporter_name", "exporter_identifier", "exporter_country_iso", "exporter_address"),
    *("consignee_name", "declarant_name", "hs_code", "goods_description", "brand", "part_number", "producer_name"),
    *("producer_hq_iso", "origin_iso", "dispatch_iso", "seller_iso", "destination_iso", "route_iso", "quantity_unit"),
    *("currency_code", "incoterms", "transport_mode", "provenance"),
)
_NUMBERS = ("quantity", "net_mass_kg", "value", "value_usd")
SCHEMA = pa.schema(
    [("declared_on", pa.date32())]
    + [(name, pa.string()) for name in _TEXT_COLUMNS]
    + [(name, pa.float64()) for name in _NUMBERS]
)
_PROCEDURES = pa.array(["IM40", "EX10", "TR80", "RE31"])
_READS = {  # languages of goods texts by ledger, with their chances [proposed]
    **dict.fromkeys(("RU", "BY", "KG", "UZ", "TJ", "MN", "AM", "MD"), (("ru", 0.85), ("en", 1.0))),
    "KZ": (("ru", 0.7), ("kk", 0.85), ("en", 1.0)),
    **dict.fromkeys(("TR", "AZ"), (("tr", 0.75), ("en", 1.0))),
}
_OTHERS_READ = (("en", 0.9), ("ru", 1.0))
_BRAND, _NUMBER, _PRODUCER, _SEAT = 0.72, 0.55, 0.5, 0.45  # columns filled in [proposed]
_PER_USD = {  # yearly means of the publishers' rates, rounded: notional, for the amounts in `value`
    "USD": (1.0,) * 6,
    "EUR": (0.893, 0.877, 0.846, 0.951, 0.925, 0.925),
    "CNY": (6.91, 6.9, 6.45, 6.73, 7.08, 7.2),
    "RUB": (64.7, 72.1, 73.7, 68.5, 85.2, 90.7),
    "TRY": (5.68, 7.01, 8.85, 16.6, 23.8, 31.6),
    "KZT": (382.7, 413.0, 425.9, 460.5, 456.3, 449.0),
    "AED": (3.6725,) * 6,
}


@dataclass(frozen=True)
class Written:
    """Rows as written, and what the truth says of them: positions of firms and the place of the scheme, NOBODY for none."""

    table: pa.Table
    importer: Ints
    exporter: Ints
    scheme: Ints


class Scribe:
    """Writes blocks; numbers declarations through all of them."""

    def __init__(self, rng: Generator, draft: Draft, people: Population) -> None:
        self._draft, self._people = draft, people
        without = draft.settings.without
        self._has_brands = "brands" not in without
        self._sides = Sides(rng, draft, people)
        parts = draft.catalogue.parts
        self._texts = goods_texts(parts, with_brands=self._has_brands)
        self._isos = pa.array(people.isos)
        self._brands = pa.array([part.brand for part in parts])
        self._seats = pa.array([part.brand_iso for part in parts])
        self._part_numbers = pa.array([part.part_number or None for part in parts])
        self._codes = pa.array([f"{hs6}{part.national}" for part in parts for hs6 in (part.hs2017, part.hs6)])
        self._units = pa.array(
            ["kg" if int(part.heading[:2]) < 23 or part.heading in _BY_MASS else "pcs" for part in parts]
        )
        self._kg = np.array([part.kg for part in parts])
        self._offices = pa.array(
            [f"{iso}{1000 + 37 * place}{office:02}0" for place, iso in enumerate(people.isos) for office in range(12)]
        )
        self._hs2022_on = self._edition_days()
        self._routes = Routes(people.isos, day_number(draft.calendar.cutoff_on))
        self._is_listed_part = np.array([part.kind == "listed" for part in parts])
        self._per_usd = np.array([_PER_USD[code] for code in CURRENCIES])
        self._serial = 0

    def _edition_days(self) -> Ints:
        calendar = self._draft.calendar
        found = []
        for iso in self._people.isos:
            months = [calendar.first_of(month) for month in range(calendar.month_count)]
            found.append(next((day_number(day) for day in months if edition_on(day, iso) == "HS2022"), 10**6))
        return np.array(found)

    def written(self, rng: Generator, block: Block) -> Written:
        """Return a block as rows, by day; lines of a declaration stand together."""
        block = block.taken(_order(rng, block))
        columns = self._numbered(block)
        columns |= self._sides.columns(rng, block)
        columns |= self._goods(rng, block)
        columns |= self._countries(rng, block)
        columns |= self._amounts(rng, block)
        columns |= self._formalities(rng, block)
        for column, texts in block.words.items():
            if column in columns and column not in _NUMBERS:
                columns[column] = _overridden(columns[column], texts)
        self._hide(columns, block)
        columns["provenance"] = pa.array(np.repeat("synthetic", len(block)))
        table = pa.table([columns[name] for name in SCHEMA.names], schema=SCHEMA)
        return Written(table, block.importer, block.exporter, block.scheme)

    def _numbered(self, block: Block) -> dict[str, pa.Array]:
        change = np.r_[True, block.declaration[1:] != block.declaration[:-1]]
        starts = np.flatnonzero(change)
        run = np.cumsum(change) - 1
        serial = self._serial + run
        self._serial += len(starts)
        day = pa.array(block.day.astype(np.int32)).cast(pa.date32())
        number = pc.binary_join_element_wise(
            self._isos.take(pa.array(block.reporting)),
            pc.strftime(day, format="%y%m%d"),
            pc.utf8_lpad(pa.array(serial).cast(pa.string()), width=8, padding="0"),
            "-",
        )
        line = pa.array(np.arange(len(block)) - starts[run] + 1).cast(pa.string())
        return {"declared_on": day, "declaration_number": number, "line_number": line}

    def _goods(self, rng: Generator, block: Block) -> dict[str, pa.Array]:
        count = len(block)
        is_new = block.day >= self._hs2022_on[block.reporting]
        texts = self._texts.take(pa.array(block.part * TEMPLATES + self._templates(rng, block)))
        no_brand = rng.random(count) >= _BRAND
        none = np.full(count, not self._has_brands)
        return {
            "hs_code": self._codes.take(pa.array(block.part * 2 + is_new)),
            "goods_description": texts,
            "brand": taken(self._brands, block.part, no_brand | none),
            "part_number": taken(self._part_numbers, block.part, (rng.random(count) >= _NUMBER) | none),
            "producer_name": taken(self._brands, block.part, (rng.random(count) >= _PRODUCER) | none),
            "producer_hq_iso": taken(self._seats, block.part, no_brand | (rng.random(count) >= _SEAT / _BRAND) | none),
            "quantity_unit": self._units.take(pa.array(block.part)),
        }

    def _templates(self, rng: Generator, block: Block) -> Ints:
        u, which = by_declaration(rng, block), rng.integers(0, 1 << 16, len(block))
        found = np.zeros(len(block), np.int64)
        for place in np.unique(block.reporting):
            rows = np.flatnonzero(block.reporting == place)
            languages = _READS.get(self._people.isos[int(place)], _OTHERS_READ)
            chosen = np.searchsorted([chance for _, chance in languages[:-1]], u[rows], side="right")
            first = np.array([LANGUAGES[name][0] for name, _ in languages])[chosen]
            many = np.array([LANGUAGES[name][1] for name, _ in languages])[chosen]
            found[rows] = first + which[rows] % many
        return found

    def _countries(self, rng: Generator, block: Block) -> dict[str, pa.Array]:
        found = {"reporting_iso": self._isos.take(pa.array(block.reporting))}
        for name in ("origin", "dispatch", "seller", "destination"):
            missing = rng.random(len(block)) < NO_COUNTRY
            found[f"{name}_iso"] = taken(self._isos, getattr(block, name), missing)
        is_listed = self._is_listed_part[block.part]
        found["route_iso"] = self._routes.routes(rng, block, is_listed, by_declaration(rng, block))
        return found

    def _amounts(self, rng: Generator, block: Block) -> dict[str, pa.Array]:
        count = len(block)
        value_usd = np.round(block.quantity * block.price_usd, 2)
        year = (block.day - day_number(self._draft.calendar.first_on)) // 366
        rate = self._per_usd[block.currency, np.minimum(year, self._per_usd.shape[1] - 1)]
        mass = np.round(block.quantity * self._kg[block.part] * np.exp(rng.normal(0.0, 0.08, count)), 3)
        no_mass = rng.random(count) < NO_COUNTRY
        for place, text in block.words.get(MASS, {}).items():
            mass[place], no_mass[place] = float(text), False
        return {
            "quantity": pa.array(block.quantity),
            "net_mass_kg": pa.array(mass, mask=no_mass),
            "value_usd": pa.array(value_usd),
            "value": pa.array(np.round(value_usd * rate, 2)),
            "currency_code": pa.array(CURRENCIES).take(pa.array(block.currency)),
        }

    def _formalities(self, rng: Generator, block: Block) -> dict[str, pa.Array]:
        return {
            "direction": pa.array(DIRECTIONS).take(pa.array(block.direction)),
            "procedure_code": _PROCEDURES.take(pa.array(block.direction)),
            "customs_office": self._offices.take(pa.array(block.reporting * 12 + block.office)),
            "incoterms": pa.array(INCOTERMS).take(pa.array(block.incoterm)),
            "transport_mode": pa.array(MODES).take(pa.array(block.mode)),
        }

    def _hide(self, columns: dict[str, pa.Array], block: Block) -> None:
        places = block.words.get(HIDDEN)
        if places:
            mask = np.zeros(len(block), np.bool_)
            mask[list(places)] = True
            for name in ("name", "identifier", "address", "country_iso"):
                columns[f"exporter_{name}"] = pc.if_else(
                    pa.array(mask), pa.scalar(None, pa.string()), columns[f"exporter_{name}"]
                )


_BY_MASS = frozenset({"3208", "3402", "4802"})


def _order(rng: Generator, block: Block) -> Ints:
    """Return the lines by day, those of a declaration one after another, declarations of a day in no order."""
    shuffled = rng.random(int(block.declaration.max()) + 1)[block.declaration]
    return np.lexsort((np.arange(len(block)), shuffled, block.day))


def _overridden(column: pa.Array, texts: dict[int, str]) -> pa.Array:
    mask = np.zeros(len(column), np.bool_)
    places = sorted(texts)
    mask[places] = True
    return pc.replace_with_mask(column, pa.array(mask), pa.array([texts[place] for place in places], pa.string()))
