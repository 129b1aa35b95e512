"""Screens names with nomenklatura: its index finds candidates, logic-v2 scores them; run by bench/screening.py.

    python bench/screening_rival.py GIVEN.json

Prints one JSON line: what was found (party and score by query), CPU seconds of building the index and of matching.
"""

import json
import logging
import resource
import sys
import tempfile
from pathlib import Path

MOST_SCORED = 8  # candidates scored for one name, as many as this package compares


def cpu_s() -> float:
    """Return the CPU seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Screen the names of the given file."""
    try:
        from followthemoney import Dataset, StatementEntity, model  # noqa: PLC0415
        from nomenklatura.blocker import Index  # type: ignore[import-not-found]  # noqa: PLC0415
        from nomenklatura.matching import get_algorithm  # type: ignore[import-not-found]  # noqa: PLC0415
        from nomenklatura.resolver import Linker  # type: ignore[import-not-found]  # noqa: PLC0415
        from nomenklatura.store import SimpleMemoryStore  # type: ignore[import-not-found]  # noqa: PLC0415
    except ImportError as fault:
        raise SystemExit(f"nomenklatura is not installed: {fault}") from fault
    logging.disable(logging.CRITICAL)
    given = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    dataset = Dataset.make({"name": "lists", "title": "Lists"})
    schemata = {"person": "Person", "vessel": "Vessel", "aircraft": "Airplane", "firm": "Organization"}

    def entity(key: str, kind: str, names: list[tuple[str, str]]) -> StatementEntity:
        made = StatementEntity(dataset, {"schema": model.get(schemata.get(kind, "Organization")).name, "id": key})
        for name, name_kind in names:
            made.add("weakAlias" if name_kind == "weak_alias" else "name", name)
        return made

    store = SimpleMemoryStore(dataset, Linker[StatementEntity]({}))
    party_of, entries = {}, {}
    with store.writer() as writer:
        for entry_id, party_id, kind, names in given["entries"]:
            entries[entry_id] = entity(entry_id, kind, names)
            party_of[entry_id] = party_id
            writer.add_entity(entries[entry_id])
    asked = {number: entity(f"asked {number}", kind, [(name, "main")]) for number, kind, name, _ in given["asked"]}
    before = cpu_s()
    with tempfile.TemporaryDirectory() as folder:
        index = Index(store.view(dataset), Path(folder))
        index.build()
        built = cpu_s()
        candidates = {
            match.id.removeprefix("asked "): [other.id for other, _ in others][:MOST_SCORED]
            for match, others in index.match_entities(asked.values())
        }
        index.close()
    algorithm = get_algorithm("logic-v2")
    config = algorithm.default_config()
    found = {}
    for number, query in asked.items():
        others = [(party_of[other], entries[other]) for other in candidates.get(number, ())]
        scored = [(party, algorithm.compare(query, other, config).score) for party, other in others]
        found[number] = [line for line in scored if line[1] >= 0.3]
    print(json.dumps({"found": found, "index_s": built - before, "match_s": cpu_s() - built}))


if __name__ == "__main__":
    main()
