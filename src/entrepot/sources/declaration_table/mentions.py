"""The firms that a batch of declarations names, each with its first row."""

from dataclasses import dataclass

import pyarrow as pa

from entrepot.sources.tabular import LOCATOR

SIDES = ("importer", "exporter")
_FIELDS = ("source_party_id", "name", "country_iso", "identifier", "address")
_EVIDENCE = (LOCATOR, "provenance", "publication")


@dataclass(frozen=True)
class Mention:
    """A firm as one row names it; None where the row does not say."""

    source_party_id: str
    name: str
    country_iso: str | None
    identifier: str | None
    address: str | None
    locator: str
    provenance: str
    publication: str | None


def distinct_mentions(declarations: pa.Table) -> list[Mention]:
    """Return each distinct firm and address of both sides with its first row, in row order."""
    sides = []
    for number, side in enumerate(SIDES):
        columns = {field: declarations.column(f"{side}_{field}") for field in _FIELDS}
        rows = pa.array(range(number, declarations.num_rows * len(SIDES), len(SIDES)), type=pa.int64())
        sides.append(pa.table({**columns, "at": rows}))
    named = pa.concat_tables(sides)
    named = named.filter(named.column("name").is_valid())
    firsts = named.group_by(list(_FIELDS), use_threads=False).aggregate([("at", "min")]).sort_by("at_min")
    places = pa.array([at // len(SIDES) for at in firsts.column("at_min").to_pylist()], type=pa.int64())
    evidence = declarations.select(list(_EVIDENCE)).take(places).to_pylist()
    found = zip(firsts.drop_columns("at_min").to_pylist(), evidence, strict=True)
    return [Mention(**firm, **place) for firm, place in found]
