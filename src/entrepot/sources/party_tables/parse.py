"""The five tables of parties and what stands between them."""

from collections.abc import Callable
from pathlib import Path

from entrepot.sources.base import Parser, Source, read_meta
from entrepot.sources.columns import Columns
from entrepot.sources.party_tables import designations, facts, parties, relations
from entrepot.sources.tabular import looks_like


def _recognise(columns: Columns) -> Callable[[Path, bytes], float]:
    def recognise(path: Path, head: bytes) -> float:
        """Return how surely the file has the canonical columns."""
        return looks_like(path, columns)

    return recognise


def _source(name: str, columns: Columns, parse: Parser) -> Source:
    return Source(read_meta(__file__, f"source_{name}.toml"), _recognise(columns), parse, columns=columns)


SOURCES = (
    _source("party_table", parties.COLUMNS, parties.parse_parties),
    _source("designation_table", designations.COLUMNS, designations.parse_designations),
    _source("interest_table", relations.INTEREST_COLUMNS, relations.parse_interests),
    _source("role_table", relations.ROLE_COLUMNS, relations.parse_roles),
    _source("fact_table", facts.COLUMNS, facts.parse_facts),
)
