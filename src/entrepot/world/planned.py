"""Turns planned lines into a block, filling in what they leave open as honest trade fills it in."""

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator

from entrepot.world.block import CURRENCIES, DIRECTIONS, INCOTERMS, MODES, NOBODY, Block, Ints
from entrepot.world.details import Details
from entrepot.world.draft import Draft
from entrepot.world.entities import Firm, PlannedLine
from entrepot.world.population import Population, day_number
from entrepot.world.prices import LINE_SD

_WORDS = {  # columns of the declaration that a planned line may give in words
    "importer_name": "importer_name",
    "exporter_name": "exporter_name",
    "consignee_text": "consignee_name",
    "declarant_text": "declarant_name",
    "hs_code": "hs_code",
    "description": "goods_description",
    "brand": "brand",
    "part_number": "part_number",
    "procedure_code": "procedure_code",
    "customs_office": "customs_office",
    "route_iso": "route_iso",
}
HIDDEN = "hidden exporter"  # marks lines whose exporter's cells are empty
MASS = "net_mass_kg"


class Planner:
    """Makes blocks of planned lines."""

    def __init__(self, draft: Draft, people: Population, details: Details) -> None:
        self._draft, self._people, self._details = draft, people, details
        self._place = {iso: index for index, iso in enumerate(people.isos)}
        self._schemes = {scheme.scheme_id: place for place, scheme in enumerate(draft.records.schemes)}

    def is_mirrorable(self, line: PlannedLine) -> bool:
        """Return whether the other side's ledger of a line is seen."""
        if not line.is_mirrored or line.importer is None or line.exporter is None:
            return False
        countries = self._draft.countries
        if line.direction == "import":
            return countries[line.exporter.country_iso].is_hub
        return line.direction == "export" and countries[line.importer.country_iso].bloc in ("hub", "destination")

    def block(self, rng: Generator, lines: Sequence[PlannedLine]) -> Block:
        """Return the lines as a block; lines of one day, pair and ledger are one declaration.

        Raises:
            ValueError: A line names a country that this world lacks.
        """
        day = np.array([day_number(line.day) for line in lines])
        importer, exporter = _firms([each.importer for each in lines]), _firms([each.exporter for each in lines])
        part = np.array([line.part.position for line in lines])
        declares = np.where([line.direction == "import" for line in lines], importer, exporter)
        declares = np.where(declares == NOBODY, np.maximum(importer, exporter), declares)
        declaration = _declarations(lines, day, importer, exporter)
        details = self._details.drawn(
            rng, part, day, exporter=exporter, importer=importer, declaration=declaration, declares=declares
        )
        self._override(lines, details)
        buyer = self._people.country[np.maximum(importer, 0)]
        seller = self._people.country[np.maximum(exporter, 0)]
        market = np.exp(self._details.log_prices(part, day, seller, buyer) + rng.normal(0.0, LINE_SD, len(lines)))
        stated = np.array([np.nan if line.unit_price_usd is None else line.unit_price_usd for line in lines])
        return Block(
            day=day,
            direction=np.array([DIRECTIONS.index(line.direction) for line in lines]),
            reporting=self._countries(lines, "reporting_iso", buyer),
            importer=importer,
            exporter=exporter,
            part=part,
            quantity=np.array([line.quantity for line in lines], np.float64),
            price_usd=np.where(np.isnan(stated), market, stated),
            destination=self._countries(lines, "destination_iso", buyer),
            declaration=declaration,
            scheme=np.array([self._schemes.get(line.scheme_id or "", NOBODY) for line in lines]),
            mirror=np.array([self.is_mirrorable(line) for line in lines]),
            words=_words(lines),
            **details,
        )

    def _override(self, lines: Sequence[PlannedLine], details: dict[str, Ints]) -> None:
        """Replace what was drawn by what the lines state."""
        for name in ("origin", "dispatch", "seller"):
            details[name] = self._countries(lines, f"{name}_iso", details[name])
        for name, attribute, codes in (
            ("currency", "currency", CURRENCIES),
            ("mode", "mode", MODES),
            ("incoterm", "incoterms", INCOTERMS),
        ):
            details[name] = _codes(lines, attribute, codes, details[name])
        for name in ("consignee", "declarant"):
            given = _firms([getattr(line, name) for line in lines])
            details[name] = np.where(given == NOBODY, details[name], given)

    def _countries(self, lines: Sequence[PlannedLine], attribute: str, drawn: Ints) -> Ints:
        found = drawn.copy()
        for index, line in enumerate(lines):
            iso = getattr(line, attribute)
            if iso is not None:
                if iso not in self._place:
                    raise ValueError(f"{attribute} {iso!r} is no country of this world")
                found[index] = self._place[iso]
        return found


def _firms(firms: Sequence[Firm | None]) -> Ints:
    return np.array([NOBODY if firm is None else firm.position for firm in firms], np.int64)


def _codes(lines: Sequence[PlannedLine], attribute: str, codes: Sequence[str], drawn: Ints) -> Ints:
    given = [getattr(line, attribute) for line in lines]
    return np.array(
        [own if code is None else codes.index(code) for code, own in zip(given, drawn.tolist(), strict=True)]
    )


def _declarations(lines: Sequence[PlannedLine], day: Ints, importer: Ints, exporter: Ints) -> Ints:
    """Number the declarations: lines of one day, pair, ledger and scheme stand in one."""
    numbers: dict[tuple[object, ...], int] = {}
    found = []
    for index, line in enumerate(lines):
        key = (int(day[index]), int(importer[index]), int(exporter[index]), line.direction, line.reporting_iso)
        found.append(numbers.setdefault((*key, line.scheme_id, line.currency, line.is_mirrored), len(numbers)))
    return np.array(found, np.int64)


def _words(lines: Sequence[PlannedLine]) -> dict[str, dict[int, str]]:
    words: dict[str, dict[int, str]] = {}
    for index, line in enumerate(lines):
        for attribute, column in _WORDS.items():
            text = getattr(line, attribute)
            if text is not None:
                words.setdefault(column, {})[index] = text
        if line.hs6 is not None and line.hs_code is None:
            words.setdefault("hs_code", {})[index] = f"{line.hs6}{line.part.national}"
        if line.unit != "pcs":
            words.setdefault("quantity_unit", {})[index] = line.unit
        if line.net_mass_kg is not None:
            words.setdefault(MASS, {})[index] = repr(float(line.net_mass_kg))
        if line.hides_exporter:
            words.setdefault(HIDDEN, {})[index] = "1"
    return words
