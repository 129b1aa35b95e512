"""What to call a party: its name, or the number it is known by where no source in the case names it.

Registers of relations give numbers only: GLEIF level 2 two LEIs, Companies House the number of a company. Without the register
of names beside them such a party has no row in `linked__party`.
"""

from collections.abc import Iterable

import pyarrow as pa

from entrepot.normalise.identifiers import SCHEMES
from entrepot.store.engine import Engine, rows_of
from entrepot.store.sql import statement_beside

_ASKED = "nameless__asked"


def party_names(engine: Engine, party_ids: Iterable[str]) -> dict[str, str]:
    """Return what to call each party: its name, or `name not in this case (LEI 5299...)`; by its id where it has no number.

    Args:
        engine: With linked__party and linked__identifier.
        party_ids: The parties asked about.
    """
    engine.register(_ASKED, pa.table({"party_id": pa.array(sorted(set(party_ids)), pa.string())}))
    found: dict[str, str] = {}
    for row in rows_of(engine.run(statement_beside(__file__))):
        known = row["name"] or nameless(row["party_id"], row["scheme"], row["identifier"])
        found.setdefault(row["party_id"], known)
    return found


def nameless(party_id: str, scheme: str | None = None, identifier: str | None = None) -> str:
    """Return the words for a party that no source names."""
    if identifier is None:
        return f"name not in this case ({party_id})"
    title = SCHEMES[scheme].title if scheme in SCHEMES else scheme
    return f"name not in this case ({title} {identifier})"
