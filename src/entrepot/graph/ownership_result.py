"""What an ownership rule reaches: the parties, their owners, and the evidence, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from entrepot.codes.regimes import RegimeRule
from entrepot.graph.ownership_paths import chains
from entrepot.graph.ownership_support import support_stakes

if TYPE_CHECKING:
    from entrepot.graph.ownership_listings import Listings


class ReachStatus(StrEnum):
    """How a rule reaches a party.

    `unidentified` is a holder of whom nothing is known, who may be listed; `unknown` a party of which the case holds
    too little to say: no list of the regime, or no owner.
    """

    DESIGNATED = "designated"
    BLOCKED = "blocked"
    POSSIBLE = "possible"
    NOT_REACHED = "not_reached"
    UNKNOWN = "unknown"
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

    `lower_pct` is what reached owners hold for certain, `upper_pct` what they and holders that may be reached can
    hold: under a rule that does not add up, the largest of them. `undisclosed_pct` is what no stated owner holds; it
    is not counted, and None where no owner is stated. `undisclosed_range_pct` is the least and the most of it that
    the statements allow, where the most counts holders who are not identified. `why_unknown` is None but where the
    status is `unknown`. `listings` are those of the regime, also those that its rule does not cover, which say so.
    `owners` are all of them, `support` those that count for the status, `minimal_support` owners that suffice and of
    whom none can go, `support_stakes` the same for all stakes, (owner, firm), from listed parties down to this one. A
    path leads from a listed party (or an unidentified holder) to this one; `are_paths_complete` is False where some
    were left out.
    """

    party_id: str
    name: str
    status: ReachStatus
    lower_pct: float = 0.0
    upper_pct: float = 0.0
    undisclosed_pct: float | None = None
    undisclosed_range_pct: tuple[float, float] | None = None
    owners: tuple[Stake, ...] = ()
    support: tuple[str, ...] = ()
    minimal_support: tuple[str, ...] = ()
    support_stakes: tuple[tuple[str, str], ...] = ()
    paths: tuple[tuple[str, ...], ...] = ()
    are_paths_complete: bool = False
    listings: tuple[Proof, ...] = ()
    caveats: tuple[str, ...] = ()
    why_unknown: str | None = None


def other_listing_caveat(covers: str | None) -> str:
    """Return what to say of a party with a listing that the regime's rule, which covers `covers`, does not speak of."""
    return f"A listing under another measure does not make a party designated for this rule: it covers {covers}."


@dataclass(frozen=True)
class OwnershipReach:
    """What a regime's ownership rule reaches on a day: listed parties and everything they hold a share of.

    `rule` is None where no rule applied on that day; then only listings count. `parties` holds those that a listed
    party or an unidentified holder has a share of; `of` answers for any. `owned` are all parties with a known owner,
    `unidentified` the holders of whom nothing is known, `held_count` how many unlisted parties listed ones and such
    holders hold something of. What was asked about some parties answers for those and their owners alone.
    """

    regime: str
    on: date
    rule: RegimeRule | None
    parties: tuple[PartyReach, ...]
    caveats: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    listings: "Listings | None" = None
    owned: frozenset[str] = frozenset()
    unidentified: frozenset[str] = frozenset()
    held_count: int = 0

    @cached_property
    def _by_id(self) -> dict[str, PartyReach]:
        return {party.party_id: party for party in self.parties}

    def of(self, party_id: str) -> PartyReach:
        """Return how one party is reached, with paths and support set.

        `not_reached` where owners are known and no listed party holds enough; `unknown` where the case holds no list that
        the rule covers, or no owner of the party.
        """
        return self.followed(self.standing(party_id))

    def standing(self, party_id: str) -> PartyReach:
        """Return the same without paths and `support_stakes`, which take longer than the rest."""
        party = self._by_id.get(party_id) or self._outside(party_id)
        why = self._why_unknown(party)
        if why is None or party.status in (ReachStatus.DESIGNATED, ReachStatus.BLOCKED):
            return party
        return replace(party, status=ReachStatus.UNKNOWN, why_unknown=why)

    def followed(self, party: PartyReach) -> PartyReach:
        """Return a party of this reach with the paths that lead to it and the stakes of its support set."""
        paths, are_complete = chains(party.party_id, self._support_of, self._sources)
        stakes = support_stakes(party.party_id, self._minimal_of)
        return replace(party, paths=paths, are_paths_complete=are_complete, support_stakes=stakes)

    @cached_property
    def _support_of(self) -> dict[str, tuple[str, ...]]:
        return {party.party_id: party.support for party in self.parties}

    @cached_property
    def _minimal_of(self) -> dict[str, tuple[str, ...]]:
        return {party.party_id: party.minimal_support for party in self.parties}

    @cached_property
    def _sources(self) -> frozenset[str]:
        listed = (party.party_id for party in self.parties if party.status is ReachStatus.DESIGNATED)
        return self.unidentified.union(listed)

    def _outside(self, party_id: str) -> PartyReach:
        """Return the answer for a party of which neither a listed party nor an unidentified holder has a share."""
        others = () if self.listings is None else self.listings.others.get(party_id, ())
        caveats = (other_listing_caveat(self.listings.covers),) if self.listings and others else ()
        return PartyReach(party_id, self.name_of(party_id), ReachStatus.NOT_REACHED, listings=others, caveats=caveats)

    def _why_unknown(self, party: PartyReach) -> str | None:
        if self.listings is not None and not self.listings.has_list:
            named = " that the rule covers" if self.listings.has_other_list else ""
            return f"no list of this regime{named} in the case"
        is_known = party.party_id in self.owned or party.status is ReachStatus.POSSIBLE  # by a right over the board
        return None if is_known else "no owner is known"

    def name_of(self, party_id: str) -> str:
        """Return a party's name; its id where it takes no part in what was looked into."""
        return self.names.get(party_id, party_id)
