"""What an ownership rule reaches: the parties, their owners, and the evidence, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from entrepot.codes.regimes import RegimeRule

MAX_DEPTH = 8  # chains of owners longer than this are not listed; the rule itself follows them to the end


class ReachStatus(StrEnum):
    """How a rule reaches a party; `unidentified` is a holder of whom nothing is known, who may be listed."""

    DESIGNATED = "designated"
    BLOCKED = "blocked"
    POSSIBLE = "possible"
    NOT_REACHED = "not_reached"
    UNIDENTIFIED = "unidentified"


@dataclass(frozen=True)
class Proof:
    """A row that a stake or listing rests on; `publication` None where the row was read by the program or is invented."""

    snapshot_id: str
    locator: str
    provenance: str
    publication: str | None
    summary: str


@dataclass(frozen=True)
class Stake:
    """What one owner holds of a party, percent; the interval is 0 to what others leave where no share is stated."""

    owner_id: str
    owner_name: str
    owner_status: ReachStatus
    lower_pct: float
    upper_pct: float
    is_share_known: bool
    proofs: tuple[Proof, ...]


@dataclass(frozen=True)
class PartyReach:
    """How a rule reaches one party.

    `lower_pct` is what reached owners hold for certain, `upper_pct` what they and holders that may be reached can hold: under a
    rule that does not add up, the largest of them. `undisclosed_pct` is what no stated owner holds; it is not counted, and None
    where no owner is stated. `owners` are all of them, `support` those that count for the status, `minimal_support` the fewest
    that suffice. A path leads from a listed party (or an unidentified holder) to this one; `are_paths_complete` is False
    where some were left out.
    """

    party_id: str
    name: str
    status: ReachStatus
    lower_pct: float = 0.0
    upper_pct: float = 0.0
    undisclosed_pct: float | None = None
    owners: tuple[Stake, ...] = ()
    support: tuple[str, ...] = ()
    minimal_support: tuple[str, ...] = ()
    paths: tuple[tuple[str, ...], ...] = ()
    are_paths_complete: bool = True
    listings: tuple[Proof, ...] = ()
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnershipReach:
    """What a regime's ownership rule reaches on a day: listed parties and everything they hold a share of.

    `rule` is None where no rule applied on that day; then only listings count. Parties that are not named are not reached.
    """

    regime: str
    on: date
    rule: RegimeRule | None
    parties: tuple[PartyReach, ...]
    caveats: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _by_id(self) -> dict[str, PartyReach]:
        return {party.party_id: party for party in self.parties}

    def of(self, party_id: str) -> PartyReach:
        """Return how one party is reached; `not_reached` for a party of which no listed party holds anything."""
        unknown = PartyReach(party_id, self.name_of(party_id), ReachStatus.NOT_REACHED)
        return self._by_id.get(party_id, unknown)

    def name_of(self, party_id: str) -> str:
        """Return a party's name; its id where it takes no part in what was looked into."""
        return self.names.get(party_id, party_id)
