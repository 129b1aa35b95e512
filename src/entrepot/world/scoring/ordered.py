"""How good an ordered list of parties is: precision, recall, value recall, false positives, look-alikes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from entrepot.world.scoring.figures import Figure, depths, read_to, share_figure
from entrepot.world.scoring.intervals import weighted_share, wilson
from entrepot.world.scoring.matched import Matched
from entrepot.world.scoring.truth import Scheme, Truth

_PER_FIRMS = 1_000


@dataclass(frozen=True)
class Key:
    """A world's truth, which party is which firm of it, and the seed of resampling."""

    truth: Truth
    matched: Matched
    seed: int = 0

    def is_found(self, scheme: Scheme, parties: frozenset[str]) -> bool:
        """Return whether at least one of a scheme's subjects is among the parties."""
        return bool(self.matched.parties(scheme.subjects) & parties)


def list_figures(key: Key, scope: str, parties: Sequence[str], schemes: Sequence[Scheme]) -> Iterator[Figure]:
    """Yield precision, recall of firms, of schemes and of their value at each depth of a list.

    Precision counts subjects of planted schemes among the parties read; `in_scheme_at` those that take any part in one.

    Args:
        key: The truth.
        scope: `combined`, or the indicator whose list it is.
        parties: The list, the likeliest first.
        schemes: Those that the list should lead to.
    """
    subjects = sorted({firm for scheme in schemes for firm in scheme.subjects})
    for depth in depths(len(key.truth.traders)):
        read = read_to(parties, depth)
        standings = [key.matched.standing(party, key.truth) for party in read]
        hits = standings.count("subject")
        inside = hits + standings.count("member")
        yield share_figure(f"precision_at_{depth.name}", scope, hits, len(read), wilson(hits, len(read)))
        yield share_figure(f"in_scheme_at_{depth.name}", scope, inside, len(read), wilson(inside, len(read)))
        found = sum(bool(key.matched.parties([firm]) & set(read)) for firm in subjects)
        yield share_figure(f"recall_at_{depth.name}", scope, found, len(subjects), wilson(found, len(subjects)))
        yield from _scheme_figures(key, scope, frozenset(read), schemes, depth.name)


def raised_figures(key: Key, scope: str, parties: Sequence[str], schemes: Sequence[Scheme]) -> Iterator[Figure]:
    """Yield what a list holds at any depth: precision of all raised, recall of the schemes, false positives, look-alikes.

    A false positive is a raised party in no scheme, one that is no known firm as well.
    """
    every = frozenset(parties)
    standings = [key.matched.standing(party, key.truth) for party in parties]
    hits = standings.count("subject")
    yield share_figure("precision_of_raised", scope, hits, len(parties), wilson(hits, len(parties)))
    yield from _scheme_figures(key, scope, every, schemes, "any")
    yield false_positives(key, scope, parties)
    look_alikes = sorted({firm for scheme in key.truth.look_alikes for firm in scheme.subjects})
    innocent = [firm for firm in look_alikes if key.truth.standing_of[firm] == "look_alike"]
    raised = sum(bool(key.matched.parties([firm]) & every) for firm in innocent)
    yield share_figure("look_alikes_raised", scope, raised, len(innocent), wilson(raised, len(innocent)))


def false_positives(
    key: Key, scope: str, parties: Sequence[str], *, measure: str = "false_positives_per_1000"
) -> Figure:
    """Return raised parties in no scheme per 1,000 firms in no scheme."""
    honest = sum(key.truth.standing_of.get(f.firm_id, "honest") in {"honest", "look_alike"} for f in key.truth.traders)
    wrong = sum(key.matched.standing(party, key.truth) in {"honest", "look_alike", None} for party in parties)
    return share_figure(measure, scope, wrong, honest, wilson(min(wrong, honest), honest), per=_PER_FIRMS)


def kind_figures(key: Key, scope: str, inspected: Sequence[str]) -> Iterator[Figure]:
    """Yield by kind of scheme how many lead to a party inspected, and by kind of look-alike how many do."""
    every = frozenset(inspected)
    for measure, group in (("scheme_recall_at_1%", key.truth.planted), ("look_alikes_at_1%", key.truth.look_alikes)):
        kinds: dict[str, list[Scheme]] = {}
        for scheme in group:
            kinds.setdefault(scheme.look_alike_of or scheme.kind, []).append(scheme)
        for kind in sorted(kinds, key=by_number):
            found = sum(key.is_found(scheme, every) for scheme in kinds[kind])
            count = len(kinds[kind])
            yield share_figure(measure, scope, found, count, wilson(found, count), group=kind)


def by_number(name: str) -> tuple[str, int, str]:
    """Return the key that orders S2 before S10."""
    letter, digits = name[:1], name[1:]
    return letter, int(digits) if digits.isdigit() else 0, name


def _scheme_figures(
    key: Key, scope: str, parties: frozenset[str], schemes: Sequence[Scheme], depth: str
) -> Iterator[Figure]:
    found = [key.is_found(scheme, parties) for scheme in schemes]
    hits = sum(found)
    yield share_figure(f"scheme_recall_at_{depth}", scope, hits, len(found), wilson(hits, len(found)))
    value = weighted_share(found, [scheme.value_usd for scheme in schemes], seed=key.seed)
    yield share_figure(f"value_recall_at_{depth}", scope, hits, len(found), value)
