"""How good an ordered list of parties is: precision, recall, value recall, false positives, look-alikes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from entrepot.intervals import weighted_share, wilson
from entrepot.world.scoring.figures import Figure, depths, read_to, share_figure
from entrepot.world.scoring.matched import Matched
from entrepot.world.scoring.truth import Scheme, Truth

_PER_FIRMS = 1_000


@dataclass(frozen=True)
class Tally:
    """Firms of schemes in a list: its subjects, those that only take part, and parties that repeat one of either."""

    subjects: int
    members: int
    repeats: int


@dataclass(frozen=True)
class Key:
    """A world's truth, which party is which firm of it, and the seed of resampling."""

    truth: Truth
    matched: Matched
    seed: int = 0

    def is_found(self, scheme: Scheme, parties: frozenset[str]) -> bool:
        """Return whether at least one of a scheme's subjects is among the parties."""
        return bool(self.matched.parties(scheme.subjects) & parties)

    def tally(self, parties: Sequence[str]) -> Tally:
        """Count the firms of schemes among parties, each once: the further parties of one firm are repeats of it."""
        firms = [self.matched.firm_of(party) for party in parties]
        standings = [self.truth.standing_of.get(firm, "honest") for firm in firms if firm is not None]
        inside = standings.count("subject") + standings.count("member")
        once = [self.truth.standing_of.get(firm) for firm in set(firms) if firm is not None]
        subjects, members = once.count("subject"), once.count("member")
        return Tally(subjects, members, inside - subjects - members)


def list_figures(key: Key, scope: str, parties: Sequence[str], schemes: Sequence[Scheme]) -> Iterator[Figure]:
    """Yield precision, recall of firms, of schemes and of their value at each depth of a list.

    Precision counts subjects of planted schemes among as many parties as were to be read, at most all firms: where the list is
    shorter, what it lacks counts as wrong, and the figure says how many it holds. A firm split over several parties counts once
    and its further parties neither as right nor as wrong. `in_scheme_at` counts those that take any part in a scheme.

    Args:
        key: The truth.
        scope: `combined`, or the indicator whose list it is.
        parties: The list, the likeliest first.
        schemes: Those that the list should lead to.
    """
    subjects = sorted({firm for scheme in schemes for firm in scheme.subjects})
    for depth in depths(len(key.truth.traders)):
        read = read_to(parties, depth)
        tally = key.tally(read)
        wanted = max(
            min(depth.count, len(key.truth.traders)), len(read)
        )  # parties that are no known firm are ranked too
        for measure, hits in (("precision", tally.subjects), ("in_scheme", tally.subjects + tally.members)):
            count = wanted - tally.repeats
            made = share_figure(f"{measure}_at_{depth.name}", scope, hits, count, wilson(hits, count))
            yield replace(made, listed=len(read)) if len(read) < wanted else made
        found = sum(bool(key.matched.parties([firm]) & set(read)) for firm in subjects)
        yield share_figure(f"recall_at_{depth.name}", scope, found, len(subjects), wilson(found, len(subjects)))
        yield from _scheme_figures(key, scope, frozenset(read), schemes, depth.name)


def raised_figures(key: Key, scope: str, parties: Sequence[str], schemes: Sequence[Scheme]) -> Iterator[Figure]:
    """Yield what a list holds at any depth: precision of all raised, recall of the schemes, false positives, look-alikes.

    A false positive is a raised party in no scheme, one that is no known firm as well.
    """
    every = frozenset(parties)
    tally = key.tally(parties)
    hits, count = tally.subjects, len(parties) - tally.repeats
    yield share_figure("precision_of_raised", scope, hits, count, wilson(hits, count))
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
