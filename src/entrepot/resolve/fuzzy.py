"""Scores the parties that exact rules made against each other: by names in any script, numbers, places and days.

Candidate pairs (entrepot.resolve.blocking) of parties, not of records: a firm that a thousand declarations name counts once.
Each pair is scored (entrepot.resolve.scoring); what is the same or possibly the same is written to `resolve__scored_pair`, with
the reason in sentences.

What is joined and what is only possible, `entrepot.resolve.joining` says.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.resolve.blocking import BlockingReport, BlockingSettings, find_candidates
from entrepot.resolve.joining import SCORED_PAIR, ScoredPair, scored_pair, without_ambiguous
from entrepot.resolve.profiles import PartyProfile, party_profile
from entrepot.store.engine import Engine, Value
from entrepot.store.sql import Statement, statement_beside

_AT_ONCE = 100_000  # pairs scored between two looks at the tables; bounds what is read at once
_MOST_NAMES = 12  # names of one party that are compared; more are spellings of the same in one source
_MOST_AT_PLACE = (
    5  # parties with one address or contact that are compared for that alone; as many as a party keeps candidates
)
_SUMMARY = "summary"  # key of what was done, in the metadata of the pairs' schema
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

    def keep(self, table: str, statement: Statement, path: Path) -> None:
        self._engine.keep(table, _on_parties(statement), path)

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


class KeptPairs(Protocol):
    """Where scored pairs are kept from run to run."""

    def find(self, key: str) -> pa.Table | None:
        """Return what was kept under a key, None where nothing was."""
        ...

    def keep(self, key: str, pairs: pa.Table) -> None:
        """Keep pairs, with the metadata of their schema."""
        ...


def score_candidates(
    engine: Engine, settings: BlockingSettings | None = None, *, kept: KeptPairs | None = None
) -> FuzzySummary:
    """Materialise `resolve__scored_pair` and return what was found.

    Reads `resolve__record`, `resolve__party_of` (the parties of the exact rules) and the core tables of parties.

    Args:
        engine: With those tables.
        settings: How much is compared.
        kept: Pairs of former runs: where all that is known of the parties is as it was, they are taken from there.
    """
    chosen = settings or BlockingSettings()
    engine.materialise("resolve__fuzzy_fact", statement_beside(__file__, "fact"))
    key = "" if kept is None else _key_of(engine.read("resolve__fuzzy_fact"), chosen)
    found = None if kept is None else kept.find(key)
    if found is None:
        found = _scored_table(engine, chosen)
        if kept is not None:
            kept.keep(key, found)
    engine.register("resolve__scored_pair", found.replace_schema_metadata())
    return _summary(found)


def _key_of(facts: pa.Table, settings: BlockingSettings) -> str:
    """Return a hash of all that scoring depends on, the code left aside."""
    digest = hashlib.sha256(repr(settings).encode())
    for batch in facts.combine_chunks().to_batches():
        digest.update(batch.serialize())
    return digest.hexdigest()[:16]


def _scored_table(engine: Engine, settings: BlockingSettings) -> pa.Table:
    """Return the scored pairs, what was done in the metadata of their schema."""
    for table in ("party", "name", "identifier"):
        statement = statement_beside(__file__, table)
        engine.materialise(f"resolve__fuzzy_{table}", statement, {"most_at_place": _MOST_AT_PLACE})
    blocking = find_candidates(_OfParties(engine), settings)
    pair_count = engine.materialise("resolve__fuzzy_pair", statement_beside(__file__, "pair"))
    engine.materialise("resolve__fuzzy_use", statement_beside(__file__, "use"))
    lines = to_scored_pairs(_scored(engine, pair_count))
    return lines.replace_schema_metadata(
        {_SUMMARY: json.dumps({"pair_count": pair_count, "blocking": asdict(blocking)})}
    )


def _summary(found: pa.Table) -> FuzzySummary:
    done = json.loads(found.schema.metadata[_SUMMARY.encode()])
    blocking = done["blocking"]
    blocking["commonest"] = tuple(tuple(line) for line in blocking["commonest"])
    same = pc.sum(pc.equal(found["decision"], "same")).as_py() or 0
    report = BlockingReport(**blocking)
    return FuzzySummary(report.party_count, done["pair_count"], same, found.num_rows - same, report)


def to_scored_pairs(lines: Iterable[ScoredPair] = ()) -> pa.Table:
    """Return pairs as the rows of `resolve__scored_pair`."""
    return pa.Table.from_pylist([line._asdict() for line in lines], SCORED_PAIR)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a party, the states of lists that have an entry of it, and whether declarations alone name it."""

    profile: PartyProfile
    states: frozenset[str]
    is_only_mentioned: bool


def _scored(engine: Engine, pair_count: int) -> list[ScoredPair]:
    """Return what is the same or possible of the numbered pairs; a party is read once and let go after its last pair."""
    pairs = engine.read("resolve__fuzzy_pair")
    known: dict[str, _Known] = {}
    joined: dict[str, PartyProfile] = {}
    found: list[ScoredPair] = []
    for start in range(0, pair_count, _AT_ONCE):
        step: dict[str, Value] = {"from_number": start, "to_number": start + _AT_ONCE}
        known.update(_read_parties(engine, step))
        some = pairs.slice(start, _AT_ONCE)
        for id_a, id_b in zip(some["party_a_id"].to_pylist(), some["party_b_id"].to_pylist(), strict=True):
            a, b = known[id_a], known[id_b]
            line = scored_pair(
                id_a,
                id_b,
                a.profile,
                b.profile,
                is_listed_apart=not a.states.isdisjoint(b.states),
                is_only_mentioned=a.is_only_mentioned and b.is_only_mentioned,
            )
            if line is not None:
                found.append(line)
                if line.decision == "same":
                    joined[id_a], joined[id_b] = a.profile, b.profile
        for party in engine.run(statement_beside(__file__, "done"), step)["party_id"].to_pylist():
            del known[party]
    return without_ambiguous(found, joined)


def _read_parties(engine: Engine, step: Mapping[str, Value]) -> dict[str, _Known]:
    """Return the parties whose first pair is among some pairs, by id."""
    rows = engine.run(statement_beside(__file__, "known"), step)
    columns = (rows[name].to_pylist() for name in ("party_id", "fact", "value"))
    return {party: _known(lines) for party, lines in groupby(zip(*columns, strict=True), key=itemgetter(0))}


def _known(lines: Iterator[tuple[str, str, str]]) -> _Known:
    facts: dict[str, list[str]] = {}
    for _, fact, value in lines:
        facts.setdefault(fact, []).append(value)
    return _Known(_profile(facts), frozenset(facts.get("entry", ())), "described" not in facts)


def _profile(facts: Mapping[str, Sequence[str]]) -> PartyProfile:
    kinds = [kind for kind in facts["kind"] if kind != "unknown"] or ["unknown"]
    identifiers = (number.split("|", 2) for number in facts.get("number", ()))
    profile = party_profile(
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
    # Names of the same words, in whatever order or spelling, are compared once.
    names = {(name.keys, name.forms): name for name in reversed(profile.names)}
    return replace(profile, names=tuple(name for name in profile.names if names[name.keys, name.forms] is name))
