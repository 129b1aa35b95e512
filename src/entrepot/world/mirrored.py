"""The second rows of lines that both sides' customs hold."""

from dataclasses import replace

import numpy as np
from numpy.random import Generator

from entrepot.world.block import NOBODY, Block
from entrepot.world.planned import HIDDEN
from entrepot.world.population import Population, day_number
from entrepot.world.settings import Calendar

_LAG_DAYS = (2, 21)  # between the declarations of both sides [proposed]
_CIF = (0.0, 0.12)  # of freight and insurance in the importer's value; methods 11.5: 0 to 0.2


def mirror_rows(rng: Generator, block: Block, people: Population, calendar: Calendar) -> Block:
    """Return the other side's rows of the lines marked as mirrored: same goods and quantity, another day, office and value."""
    rows = np.flatnonzero(block.mirror)
    other = block.taken(rows)
    whole = int(other.declaration.max()) + 1 if len(other) else 0
    was_import = other.direction == 0
    lag = rng.integers(*_LAG_DAYS, whole)[other.declaration]
    first, last = day_number(calendar.first_on), day_number(calendar.last_on)
    side = np.where(was_import, other.exporter, other.importer)
    freight = 1.0 + rng.uniform(*_CIF, whole)[other.declaration]
    return replace(
        other,
        day=np.clip(np.where(was_import, other.day - lag, other.day + lag), first, last),
        direction=was_import.astype(np.int64),
        reporting=people.country[side],
        price_usd=np.where(was_import, other.price_usd / freight, other.price_usd * freight),
        dispatch=np.where(was_import, people.country[other.exporter], other.dispatch),
        declarant=np.full(len(other), NOBODY),
        consignee=np.full(len(other), NOBODY),
        words={
            name: texts
            for name, texts in other.words.items()
            if name not in ("declarant_name", "customs_office", "procedure_code", HIDDEN)  # exporters name themselves
        },
    )
