"""Candidate pairs: which records are worth comparing, found without comparing all with all and without exact words.

Records meet by folded words of any script, near words, pairs of common words, whole names, numbers and birth dates. A key
that more than `most_sharing` parties carry is capped: it brings nobody together, and the report says how many pairs that left
out. Of what a record meets, its best few are kept, by the share of the names that agrees.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from entrepot.resolve.block_keys import KINDS, BlockKeys, NamedParties, block_keys
from entrepot.resolve.name_keys import WHOLE
from entrepot.store.engine import Engine
from entrepot.store.sql import statement_beside

_MOST_NAMED = 20  # capped keys that the report spells out
_FULL_DATE = 10  # characters of a whole birth date; a year alone brings too many together
_PERCENT = 100
_COUNTRY_WEIGHT = 3000  # of 100,000: an equal country decides between equal names and no more
_WEIGHED_PER_KEPT = 5  # how many are weighed by common words and country for one that is kept


@dataclass(frozen=True)
class BlockingSettings:
    """How much is compared.

    Attributes:
        most_sharing: A key that more parties carry brings nobody together.
        most_near_pairs: Two near words whose parties make more pairs bring nobody together.
        most_candidates: How many others a record keeps; a pair counts where either side keeps it.
        least_share: The part of a name that has to agree, from 0 to 1.
        at_once: Records whose candidates are found in one statement; bounds the memory.
    """

    most_sharing: int = 60
    most_near_pairs: int = 400
    most_candidates: int = 5
    least_share: float = 0.14
    at_once: int = 100_000


@dataclass(frozen=True)
class BlockingReport:
    """What blocking found and left out.

    Attributes:
        party_count: Records compared.
        pair_count: Candidate pairs.
        capped_keys: By kind, how many keys were too common.
        pairs_dropped: By kind, the pairs those keys alone would have made; one pair may be counted by several keys.
        commonest: The most common capped keys: kind, key in words, parties.
        near_capped: Pairs of near words that too many pairs of parties would have met by.
        near_pairs_dropped: Those pairs of parties.
    """

    party_count: int
    pair_count: int
    capped_keys: dict[str, int]
    pairs_dropped: dict[str, int]
    commonest: tuple[tuple[str, str, int], ...]
    near_capped: int
    near_pairs_dropped: int


def find_candidates(engine: Engine, settings: BlockingSettings | None = None) -> BlockingReport:
    """Materialise `resolve__candidate` (record_a_id < record_b_id, weight); return what was found and left out.

    Reads resolve__record, core__party_name and core__identifier. The weight of 100,000 stands for a whole name.
    """
    chosen = settings or BlockingSettings()
    party_count = engine.materialise("resolve__block_party", statement_beside(__file__, "party"))
    keys = block_keys(_named_parties(engine), chosen.most_sharing)
    register_keys(engine, keys)
    limits = {"most_sharing": chosen.most_sharing, "most_near_pairs": chosen.most_near_pairs}
    engine.materialise("resolve__block_probe", statement_beside(__file__, "probe"), limits)
    engine.register("resolve__block_found", _found(engine, party_count, chosen))
    pair_count = engine.materialise("resolve__candidate", statement_beside(__file__, "pair"))
    return _report(keys, party_count, pair_count, chosen)


def _found(engine: Engine, party_count: int, chosen: BlockingSettings) -> pa.Table:
    """Return the kept candidates of all records, found for some records at a time."""
    met, best = statement_beside(__file__, "met"), statement_beside(__file__)
    limits = {
        "least_weight": round(chosen.least_share * WHOLE * _PERCENT),
        "most_candidates": chosen.most_candidates,
        "most_weighed": chosen.most_candidates * _WEIGHED_PER_KEPT,
        "most_sharing": chosen.most_sharing,
        "country_weight": _COUNTRY_WEIGHT,
    }
    asked = statement_beside(__file__, "asked")
    engine.materialise("resolve__block_common", statement_beside(__file__, "common"), limits)
    parts = []
    for start in range(0, max(1, party_count), chosen.at_once):
        step = {"from_number": start, "to_number": start + chosen.at_once}
        engine.materialise("resolve__block_met", met, {**limits, **step})
        engine.materialise("resolve__block_asked", asked, limits)
        parts.append(engine.run(best, limits))
    return pa.concat_tables(parts)


def _named_parties(engine: Engine) -> NamedParties:
    """Return names, numbers and birth dates as arrays; each distinct name stands once."""
    parties = engine.read("resolve__block_party")
    names = engine.run(statement_beside(__file__, "name"))
    numbers = engine.run(statement_beside(__file__, "number"))
    listed = names["kind_and_name"].combine_chunks().dictionary_encode()
    births = parties.select(["party_number", "birth_date_text"])
    is_whole = np.array([len(text or "") == _FULL_DATE for text in births["birth_date_text"].to_pylist()], dtype=bool)
    births = births.filter(pa.array(is_whole))
    is_person = np.array([kind == "person" for kind in parties["kind_group"].to_pylist()], dtype=np.int64)
    return NamedParties(
        names=[
            (name, kind == "person")
            for kind, _, name in (text.partition("|") for text in listed.dictionary.to_pylist())
        ],
        is_person=is_person,
        name_party=names["party_number"].to_numpy().astype(np.int64),
        name_place=listed.indices.to_numpy().astype(np.int64),
        numbers=(numbers["party_number"].to_numpy().astype(np.int64), numbers["number_text"].to_pylist()),
        births=(births["party_number"].to_numpy().astype(np.int64), births["birth_date_text"].to_pylist()),
    )


def register_keys(engine: Engine, keys: BlockKeys) -> None:
    """Register `resolve__block_key`, `resolve__block_use` and `resolve__block_near`."""
    carried, near = keys.carried, keys.near
    engine.register(
        "resolve__block_key",
        pa.table({"party_number": carried.party, "key_number": carried.key, "weight": carried.weight}),
    )
    kinds = pa.DictionaryArray.from_arrays(pa.array(keys.kind.astype(np.int8)), pa.array(KINDS)).cast(pa.string())
    numbers = np.arange(len(keys.use), dtype=np.int64)
    engine.register("resolve__block_use", pa.table({"key_number": numbers, "key_kind": kinds, "party_count": keys.use}))
    similarity = np.rint(np.concatenate([near.similarity] * 2) * _PERCENT).astype(np.int64)
    both = {
        "key_number": np.concatenate([near.first, near.second]),
        "near_number": np.concatenate([near.second, near.first]),
    }
    engine.register("resolve__block_near", pa.table({**both, "similarity": similarity}))


def _report(keys: BlockKeys, party_count: int, pair_count: int, chosen: BlockingSettings) -> BlockingReport:
    """Return the report; keys of equal use are named in the order of their text."""
    capped = np.flatnonzero(keys.use > chosen.most_sharing)
    pairs = keys.use[capped] * (keys.use[capped] - 1) // 2
    near = keys.use[keys.near.first] * keys.use[keys.near.second]
    by_kind = {kind: keys.kind[capped] == number for number, kind in enumerate(KINDS)}
    order = capped[np.argsort(-keys.use[capped], kind="stable")][: _MOST_NAMED * 2]
    named = sorted(
        ((KINDS[keys.kind[key]], keys.text(key), int(keys.use[key])) for key in order),
        key=lambda line: (-line[2], line),
    )
    return BlockingReport(
        party_count,
        pair_count,
        {kind: int(is_kind.sum()) for kind, is_kind in by_kind.items()},
        {kind: int(pairs[is_kind].sum()) for kind, is_kind in by_kind.items()},
        tuple(named[:_MOST_NAMED]),
        int((near > chosen.most_near_pairs).sum()),
        int(near[near > chosen.most_near_pairs].sum()),
    )
