"""Which party of the case is which firm of the truth."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from entrepot.store.engine import Engine, rows_of
from entrepot.store.sql import statement_beside
from entrepot.world.scoring.truth import Standing, Truth


@dataclass(frozen=True)
class Matched:
    """The firms of each party and the parties of each firm; `persons` are parties that are people.

    A party with several firms was joined wrongly, a firm with several parties was not joined. The first firm of a party is that
    of most of its lines: finding the party finds that firm and no other.
    """

    firms_of: Mapping[str, tuple[str, ...]]
    parties_of: Mapping[str, tuple[str, ...]]
    persons: frozenset[str]

    def parties(self, firms: Iterable[str]) -> frozenset[str]:
        """Return the parties that are first of all one of some firms: those that lead to it."""
        return frozenset(
            party for firm in firms for party in self.parties_of.get(firm, ()) if self.firm_of(party) == firm
        )

    def firm_of(self, party_id: str) -> str | None:
        """Return the firm of most of a party's lines; None where it is no known firm."""
        firms = self.firms_of.get(party_id)
        return firms[0] if firms else None

    def standing(self, party_id: str, truth: Truth) -> Standing | None:
        """Return what a party is in truth, by the firm of most of its lines; None where it is no known firm."""
        firm = self.firm_of(party_id)
        return None if firm is None else truth.standing_of.get(firm, "honest")


def match_parties(engine: Engine, truth: Truth) -> Matched:
    """Return which party is which firm.

    A party with records of the world's register is the firms of those records, that of most of its declared lines first.
    Another party is the firm that most of its declared lines name. Where several have as many, the first by id.

    Args:
        engine: Holds linked__party, linked__party_record and linked__declaration.
        truth: Its folder holds line_firm.parquet.
    """
    engine.register("truth__firm", pa.table({"firm_id": pa.array(sorted(truth.firms), pa.string())}))
    engine.register_parquet("truth__line_firm", [truth.folder / "line_firm.parquet"])
    firms_of: dict[str, list[str]] = {}
    for row in rows_of(engine.run(statement_beside(__file__, "record"))):
        firms_of.setdefault(row["party_id"], []).append(row["firm_id"])
    lines: dict[str, dict[str, int]] = {}
    for row in rows_of(engine.run(statement_beside(__file__, "line"))):  # the firm of most lines stands first
        lines.setdefault(row["party_id"], {})[row["firm_id"]] = int(row["line_count"])
    for party_id, firms in firms_of.items():
        firms[:] = [firm for _, firm in sorted((-lines.get(party_id, {}).get(firm, 0), firm) for firm in firms)]
    for party_id, counts in lines.items():
        firms_of.setdefault(party_id, [next(iter(counts))])
    parties_of: dict[str, list[str]] = {}
    for party_id, firms in sorted(firms_of.items()):
        for firm in firms:
            parties_of.setdefault(firm, []).append(party_id)
    persons = frozenset(row["party_id"] for row in rows_of(engine.run(statement_beside(__file__, "person"))))
    return Matched(
        {party: tuple(firms) for party, firms in firms_of.items()},
        {firm: tuple(parties) for firm, parties in parties_of.items()},
        persons,
    )


def matching_counts(truth: Truth, matched: Matched) -> dict[str, int]:
    """Return how many firms were mapped, how many were not, were split over parties, or share a party with another firm."""
    mapped = {firm.firm_id for firm in truth.traders if firm.firm_id in matched.parties_of}
    return {
        "firms": len(truth.traders),
        "mapped": len(mapped),
        "not_mapped": len(truth.traders) - len(mapped),
        "split": sum(len(matched.parties_of[firm]) > 1 for firm in mapped),
        "joined_with_another": sum(
            any(len(matched.firms_of[party]) > 1 for party in matched.parties_of[firm]) for firm in mapped
        ),
    }
