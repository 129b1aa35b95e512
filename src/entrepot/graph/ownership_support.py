"""Which owners suffice to reach a firm, and which stakes, all the way from the listed parties."""

from collections.abc import Mapping, Sequence

from entrepot.codes.regimes import RegimeRule
from entrepot.store.engine import Row

_CERTAIN = ("shares_pct", "votes_pct", "board_pct")
_WHOLE = 100.0  # percent


def suffices(rule: RegimeRule, stakes: Sequence[Row], *, is_certain: bool) -> bool:
    """Return whether these stakes of one firm come to the threshold of a rule: for certain, or possibly.

    Args:
        rule: Threshold, and whether owners are added up.
        stakes: Rows of `ownership__owner.sql`, all of owners that count.
        is_certain: True compares the lower ends, each kind for itself; False what is possible.
    """
    if not stakes:
        return False
    if is_certain:
        held = [[row[kind] for row in stakes] for kind in _CERTAIN]
        total = max(sum(percents) if rule.is_aggregate else max(percents) for percents in held)
    else:
        total = _possible(stakes) if rule.is_aggregate else max(row["upper_pct"] for row in stakes)
    rounded = round(min(_WHOLE, total), 6)
    return rounded > rule.threshold_pct or (rule.is_inclusive and rounded == rule.threshold_pct)


def _possible(stakes: Sequence[Row]) -> float:
    """Return the most that the owners can hold together, percent: at most what the others leave (`ownership__value.sql`)."""
    stated = sum(row["stated_pct"] for row in stakes)
    left = _WHOLE - stakes[0]["disclosed_pct"] + stated
    shares = min(sum(row["share_upper_pct"] for row in stakes), left)
    board = sum(row["board_upper_pct"] for row in stakes)
    return float(max(stated, shares, board))


def minimal_support(rule: RegimeRule, stakes: Sequence[Row], *, is_certain: bool) -> tuple[str, ...]:
    """Return owners that suffice and of whom none can go, the largest first; none where all together do not.

    For what is certain they are the fewest there are. Arguments as for `suffices`.
    """
    found = [
        _fewest(rule, stakes, side, is_certain=is_certain) for side in (_CERTAIN if is_certain else ("upper_pct",))
    ]
    return min((owners for owners in found if owners), key=len, default=())


def _fewest(rule: RegimeRule, stakes: Sequence[Row], side: str, *, is_certain: bool) -> tuple[str, ...]:
    ordered = sorted(stakes, key=lambda row: (-row[side], row["owner_id"]))
    sizes = range(1, len(ordered) + 1)
    size = next((size for size in sizes if suffices(rule, ordered[:size], is_certain=is_certain)), 0)
    kept = ordered[:size]
    for row in reversed(ordered[:size]):
        without = [other for other in kept if other is not row]
        if suffices(rule, without, is_certain=is_certain):
            kept = without
    return tuple(row["owner_id"] for row in kept)


def support_stakes(party_id: str, minimal_of: Mapping[str, Sequence[str]]) -> tuple[tuple[str, str], ...]:
    """Return the stakes, (owner, firm), that alone reach a party from listed ones and of which none can go; nearest first.

    Args:
        party_id: The party reached.
        minimal_of: The minimal support of every party, of owners reached in earlier rounds; none for a listed one.
    """
    found: dict[tuple[str, str], None] = {}
    firms = [party_id]
    for firm in firms:
        for owner in minimal_of.get(firm, ()):
            found[owner, firm] = None
            if owner not in firms:
                firms.append(owner)
    return tuple(found)
