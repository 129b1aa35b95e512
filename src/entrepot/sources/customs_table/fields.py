"""The fields a customs table can fill, and which meanings of a header make a column one of them (resources/mapping).

Field names are those of the layouts the mapping is measured on.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from entrepot.codes.resource import toml_document

Direction = Literal["import", "export"]

# What issue 3 measures: date, parties with their numbers, goods, countries, value, currency, mass, quantity.
CORE_FIELDS = (
    "declared_on",
    "importer_name",
    "importer_id",
    "exporter_name",
    "exporter_id",
    "hs_code",
    "goods_description",
    "origin_country",
    "dispatch_country",
    "value_amount",
    "value_usd",
    "value_currency",
    "net_mass_kg",
    "gross_mass_kg",
    "quantity",
)


@dataclass(frozen=True)
class Pattern:
    """Meanings that together say a field, how surely, and for which direction of trade only (None: both)."""

    meanings: frozenset[str]
    confidence: float
    direction: Direction | None = None


@dataclass(frozen=True)
class Field:
    """A field of the record of a declaration line.

    Attributes:
        name: As `entrepot map` prints it.
        meaning: What it holds, for people.
        kind: What its values look like (`evidence.py`).
        patterns: Sets of meanings that say it.
        beside: Further meanings a header may have, with what each takes from confidence.
        is_late: Assigned after the others: a column that fits another field as well goes there.
    """

    name: str
    meaning: str
    kind: str
    patterns: tuple[Pattern, ...]
    beside: dict[str, float] = field(default_factory=dict)
    is_late: bool = False


@cache
def fields() -> tuple[Field, ...]:
    """Return every field, in the order `entrepot map` prints them."""
    document = toml_document("mapping/fields.toml")
    any_field = document["beside_any"]
    return tuple(
        Field(
            name,
            entry["meaning"],
            entry["kind"],
            tuple(_pattern(line) for line in entry["patterns"]),
            {**any_field, **entry.get("beside", {})},
            entry.get("is_late", False),
        )
        for name, entry in document["fields"].items()
    )


def _pattern(line: str) -> Pattern:
    """Return the pattern of a line such as `0.95 goods description` or `0.8 import: taxid`."""
    confidence, *words = line.split()
    direction: Direction | None = None
    if words[0] in {"import:", "export:"}:
        direction = "import" if words.pop(0) == "import:" else "export"
    return Pattern(frozenset(words), float(confidence), direction)


@cache
def field_named(name: str) -> Field | None:
    """Return the field of that name; None where there is none."""
    return next((each for each in fields() if each.name == name), None)
