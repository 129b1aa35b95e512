"""Scores the parties that exact rules made against each other: by names in any script, numbers, places and days.

Candidate pairs (entrepot.resolve.blocking) of parties, not of records: a firm that a thousand declarations name counts once.
Each pair is scored (entrepot.resolve.scoring); what is the same or possibly the same is written to `resolve__scored_pair`, with
the reason in sentences.

What is joined and what is only possible, `entrepot.resolve.joining` says.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pyarrow as pa

from entrepot.resolve.blocking import BlockingReport, BlockingSettings, find_candidates
from entrepot.resolve.joining import ScoredPair, scored_pair, without_ambiguous
from entrepot.resolve.profiles import PartyProfile, party_profile
from entrepot.store.engine import Engine, Value
from entrepot.store.sql import Statement, statement_beside

SCORED_PAIR = pa.schema(
    [
        ("source_party_a", pa.string()),  # the lowest record of one party, lower than
        ("source_party_b", pa.string()),  # the lowest record of the other
        ("probability", pa.float64()),  # that the two are one party
        ("decision", pa.string()),  # same or possible
        ("reason", pa.string()),  # what agrees and what speaks against it, in sentences
    ]
)
_AT_ONCE = 50_000  # pairs whose parties are held in memory together: about 300 MB
_MOST_NAMES = 12  # names of one party that are compared; more are spellings of the same in one source
# Tables that blocking reads, and what stands in for them here.
_STAND_INS = {
    "resolve__record": "resolve__fuzzy_party",
    "core__party_name": "resolve__fuzzy_name",
    "core__identifier": "resolve__fuzzy_identifier",
}


@dataclass(frozen=True)
class FuzzySummary:
    """What fuzzy scoring did: parties compared, pairs scored, and how many are the same or possibly the same.

    `blocking` says which keys were too common to bring parties together.
    """

    party_count: int
    pair_count: int
    same_count: int
    possible_count: int
    blocking: BlockingReport


class _OfParties:
    """An engine on which parties stand where blocking looks for records."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.name = engine.name

    def register(self, table: str, rows: pa.Table) -> None:
        self._engine.register(table, rows)

    def register_parquet(self, table: str, paths: list[Path]) -> None:
        self._engine.register_parquet(table, paths)

    def run(self, statement: Statement, parameters: Mapping[str, Value] | None = None) -> pa.Table:
        return self._engine.run(_on_parties(statement), parameters)

    def materialise(self, table: str, statement: Statement, parameters: Mapping[str, Value] | None = None) -> int:
        return self._engine.materialise(table, _on_parties(statement), parameters)

    def define(self, table: str, statement: Statement) -> None:
        self._engine.define(table, _on_parties(statement))

    def rename(self, table: str, name: str) -> None:
        self._engine.rename(table, name)

    def read(self, table: str) -> pa.Table:
        return self._engine.read(_STAND_INS.get(table, table))

    def tables(self) -> list[str]:
        return self._engine.tables()

    def close(self) -> None:
        """Leave the engine open: it is its owner's."""


def _on_parties(statement: Statement) -> Statement:
    text = statement.text
    for table, stand_in in _STAND_INS.items():
        text = re.sub(rf"\b{table}\b", stand_in, text)
    return Statement(statement.name, text)


def score_candidates(engine: Engine, settings: BlockingSettings | None = None) -> FuzzySummary:
    """Materialise `resolve__scored_pair` and return what was found.

    Reads `resolve__record`, `resolve__party_of` (the parties of the exact rules) and the core tables of parties.

    Args:
        engine: With those tables.
        settings: How much is compared.
    """
    for table in ("party", "name", "identifier"):
        engine.materialise(f"resolve__fuzzy_{table}", statement_beside(__file__, table))
    blocking = find_candidates(_OfParties(engine), settings)
    pair_count = engine.materialise("resolve__fuzzy_pair", statement_beside(__file__, "pair"))
    pairs = engine.read("resolve__fuzzy_pair")
    found: list[ScoredPair] = []
    for start in range(0, pair_count, _AT_ONCE):
        profiles = _profiles(engine, start, start + _AT_ONCE)
        some = pairs.slice(start, _AT_ONCE)
        for a, b in zip(some["party_a_id"].to_pylist(), some["party_b_id"].to_pylist(), strict=True):
            if (line := scored_pair(a, b, profiles[a], profiles[b])) is not None:
                found.append(line)
    lines = without_ambiguous(found)
    engine.register("resolve__scored_pair", pa.Table.from_pylist([line._asdict() for line in lines], SCORED_PAIR))
    same = sum(1 for line in lines if line.decision == "same")
    return FuzzySummary(blocking.party_count, pair_count, same, len(lines) - same, blocking)


def _profiles(engine: Engine, start: int, end: int) -> dict[str, PartyProfile]:
    """Return the parties of some pairs by id."""
    rows = engine.run(statement_beside(__file__, "fact"), {"from_number": start, "to_number": end})
    columns = (rows[name].to_pylist() for name in ("party_id", "fact", "value"))
    return {party: _profile(lines) for party, lines in groupby(zip(*columns, strict=True), key=itemgetter(0))}


def _profile(lines: Iterator[tuple[str, str, str]]) -> PartyProfile:
    facts: dict[str, list[str]] = {}
    for _, fact, value in lines:
        facts.setdefault(fact, []).append(value)
    kinds = [kind for kind in facts["kind"] if kind != "unknown"] or ["unknown"]
    identifiers = (number.split("|", 2) for number in facts.get("number", ()))
    return party_profile(
        kinds[0],
        [*facts.get("name", ()), *facts.get("other_name", ())][:_MOST_NAMES],
        countries=facts.get("country", ()),
        identifiers=[(scheme, number, validity) for scheme, validity, number in identifiers],
        units=facts.get("unit", ()),
        buildings=facts.get("building", ()),
        born=facts.get("born", ()),
        incorporated=facts.get("incorporated", ()),
        contacts=facts.get("contact", ()),
    )
