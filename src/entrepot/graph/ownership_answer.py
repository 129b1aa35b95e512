"""The answer to "does an ownership rule reach this party?": status, shares, owners as a tree, in words and as plain values."""

from collections.abc import Iterator
from dataclasses import dataclass

from entrepot.graph.ownership_paths import MAX_DEPTH
from entrepot.graph.ownership_result import OwnershipReach, Proof, ReachStatus, Stake

_STATUS_WORDS = {
    ReachStatus.DESIGNATED: "listed itself",
    ReachStatus.BLOCKED: "reached by the ownership rule",
    ReachStatus.POSSIBLE: "possibly reached: what is not known may decide",
    ReachStatus.NOT_REACHED: "not reached",
    ReachStatus.UNKNOWN: "unknown",
    ReachStatus.UNIDENTIFIED: "a holder who is not identified",
}


@dataclass(frozen=True)
class OwnershipTree:
    """An owner with its own owners: what it holds of the party above, percent, and the rows that say so.

    `is_repeated` marks a party whose owners are shown earlier in the tree: cycles end there, and nothing is shown twice.
    `is_top`: it is not listed, and nobody is known to own it.
    """

    party_id: str
    name: str
    status: ReachStatus
    lower_pct: float
    upper_pct: float
    is_share_known: bool
    is_repeated: bool
    is_top: bool
    proofs: tuple[Proof, ...]
    owners: tuple["OwnershipTree", ...]


@dataclass(frozen=True)
class SupportStake:
    """A stake that the answer rests on: what an owner holds of a firm, percent."""

    owner_id: str
    owner_name: str
    subject_id: str
    subject_name: str
    lower_pct: float
    upper_pct: float


@dataclass(frozen=True)
class OwnershipAnswer:
    """How one regime's rule reaches one party on a day; plain values only, `on` in ISO form.

    `why_unknown` says why the status is `unknown`, and is None otherwise. `rule_title` and `threshold_pct` are None
    where no rule applied. The other fields are those of `PartyReach`; `paths` are names, `support` and
    `minimal_support` party ids; `support_set` are the stakes, from the party up, that alone reach it and of which none can
    go; `caveats` are those of the party, then those of the rule.
    """

    regime: str
    on: str
    rule_title: str | None
    threshold_pct: float | None
    is_inclusive: bool | None
    is_aggregate: bool | None
    party_id: str
    name: str
    status: ReachStatus
    why_unknown: str | None
    lower_pct: float
    upper_pct: float
    undisclosed_pct: float | None
    undisclosed_range_pct: tuple[float, float] | None
    support: tuple[str, ...]
    minimal_support: tuple[str, ...]
    support_set: tuple[SupportStake, ...]
    paths: tuple[tuple[str, ...], ...]
    are_paths_complete: bool
    listings: tuple[Proof, ...]
    owners: tuple[OwnershipTree, ...]
    caveats: tuple[str, ...]

    def in_words(self) -> str:
        """Return the answer as lines of plain text."""
        because = "" if self.why_unknown is None else f": {self.why_unknown}"
        lines = [f"{self.regime} on {self.on}: {self.name} is {_STATUS_WORDS[self.status]}{because}."]
        if self.rule_title is not None:
            fence = f"{'at least' if self.is_inclusive else 'more than'} {self.threshold_pct:g} %"
            how = "added up" if self.is_aggregate else "of one owner alone"
            lines.append(f"  Rule: {self.rule_title}, {fence} {how}.")
        if self.owners:
            lines.append(f"  Reached owners hold {_interval(self.lower_pct, self.upper_pct)}.")
        if self.undisclosed_range_pct is not None and self.undisclosed_range_pct[1] > 0:
            lines.append(
                f"  {_interval(*self.undisclosed_range_pct)} undisclosed: no identified owner is named for it."
            )
        lines += [f"  Listed {proof.summary} ({proof.locator})." for proof in self.listings]
        lines += [f"  {line}" for owner in self.owners for line in _tree_lines(owner, 0)]
        if self.support_set:
            lines.append("  Support set, enough alone and none of it to spare:")
        lines += [
            f"    {s.owner_name} -> {s.subject_name}: {_interval(s.lower_pct, s.upper_pct)}" for s in self.support_set
        ]
        lines += [f"  Path: {' -> '.join(path)}" for path in self.paths]
        if not self.are_paths_complete:
            lines.append("  More paths exist than are listed.")
        return "\n".join([*lines, *(f"  Note: {caveat}" for caveat in self.caveats)])


def explain(reach: OwnershipReach, party_id: str) -> OwnershipAnswer:
    """Return the answer for one party, its owners as a tree, the largest first, at most eight levels deep."""
    party, rule, shown = reach.of(party_id), reach.rule, {party_id}
    return OwnershipAnswer(
        regime=reach.regime,
        on=reach.on.isoformat(),
        rule_title=None if rule is None else rule.title,
        threshold_pct=None if rule is None else rule.threshold_pct,
        is_inclusive=None if rule is None else rule.is_inclusive,
        is_aggregate=None if rule is None else rule.is_aggregate,
        party_id=party.party_id,
        name=party.name,
        status=party.status,
        why_unknown=party.why_unknown,
        lower_pct=party.lower_pct,
        upper_pct=party.upper_pct,
        undisclosed_pct=party.undisclosed_pct,
        undisclosed_range_pct=party.undisclosed_range_pct,
        support=party.support,
        minimal_support=party.minimal_support,
        support_set=tuple(_support_stake(reach, owner, subject) for owner, subject in party.support_stakes),
        paths=tuple(tuple(reach.name_of(step) for step in path) for path in party.paths),
        are_paths_complete=party.are_paths_complete,
        listings=party.listings,
        owners=tuple(_tree(reach, stake, 1, shown) for stake in party.owners),
        caveats=(*party.caveats, *reach.caveats),
    )


def _support_stake(reach: OwnershipReach, owner_id: str, subject_id: str) -> SupportStake:
    [stake] = [stake for stake in reach.standing(subject_id).owners if stake.owner_id == owner_id]
    name = reach.name_of(subject_id)
    return SupportStake(owner_id, stake.owner_name, subject_id, name, stake.lower_pct, stake.upper_pct)


def _tree(reach: OwnershipReach, stake: Stake, depth: int, shown: set[str]) -> OwnershipTree:
    is_repeated = stake.owner_id in shown
    shown.add(stake.owner_id)
    is_unidentified = stake.owner_status is ReachStatus.UNIDENTIFIED
    status = stake.owner_status if is_unidentified else reach.standing(stake.owner_id).status
    owners = () if is_repeated or depth >= MAX_DEPTH else reach.standing(stake.owner_id).owners
    return OwnershipTree(
        party_id=stake.owner_id,
        name=stake.owner_name,
        status=status,
        lower_pct=stake.lower_pct,
        upper_pct=stake.upper_pct,
        is_share_known=stake.is_share_known,
        is_repeated=is_repeated,
        is_top=status is ReachStatus.UNKNOWN and stake.owner_id not in reach.owned,
        proofs=stake.proofs,
        owners=tuple(_tree(reach, owner, depth + 1, shown) for owner in owners),
    )


def _tree_lines(node: OwnershipTree, depth: int) -> Iterator[str]:
    repeated = ", see above" if node.is_repeated else ""
    share = _interval(node.lower_pct, node.upper_pct) if node.is_share_known else "a share not stated"
    yield f"{'  ' * depth}- {node.name}: {share} ({_owner_words(node)}{repeated})"
    for owner in node.owners:
        yield from _tree_lines(owner, depth + 1)


def _owner_words(node: OwnershipTree) -> str:
    """Return an owner's status in words: of one at the top of a chain that is not listed, no owner is known."""
    return "not listed, no owner known" if node.is_top else node.status.replace("_", " ")


def _interval(lower_pct: float, upper_pct: float) -> str:
    return f"{lower_pct:g} %" if lower_pct == upper_pct else f"{lower_pct:g} to {upper_pct:g} %"
