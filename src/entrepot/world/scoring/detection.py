"""Time to detect: how many months after its start a scheme first shows, replaying the case at earlier days."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from entrepot.intervals import median_interval, wilson
from entrepot.world.scoring.figures import COMBINED, Figure, share_figure
from entrepot.world.scoring.ordered import Key
from entrepot.world.scoring.truth import Scheme

_DAYS_A_MONTH = 30.4375  # the mean of the Gregorian calendar


def detection_figures(
    key: Key, replays: Mapping[date, Mapping[str, Sequence[str]]], targets: Mapping[str, Sequence[Scheme]]
) -> Iterator[Figure]:
    """Yield by list the share of schemes ever shown in the replays, and the median months from start to first shown.

    Months are counted to the day replayed, so they are longest by the step between replays; schemes never shown are left out of
    the median and stand in the share.

    Args:
        key: The truth.
        replays: By day, the parties each list shows then: those an indicator raised, for `combined` those at 1% of firms.
        targets: By list, the schemes it should lead to.
    """
    for scope, schemes in targets.items():
        lists = {on: frozenset(shown.get(scope, ())) for on, shown in sorted(replays.items())}
        months = [first for scheme in schemes if (first := _months(key, scheme, lists)) is not None]
        yield share_figure("detected_in_replays", scope, len(months), len(schemes), wilson(len(months), len(schemes)))
        if months:
            median = median_interval(months, seed=key.seed)
            yield share_figure("months_to_detect", scope, len(months), len(schemes), median)
    yield from _by_kind(key, {on: frozenset(shown.get(COMBINED, ())) for on, shown in sorted(replays.items())})


def _by_kind(key: Key, lists: Mapping[date, frozenset[str]]) -> Iterator[Figure]:
    kinds: dict[str, list[Scheme]] = {}
    for scheme in key.truth.planted:
        kinds.setdefault(scheme.kind, []).append(scheme)
    for kind, schemes in sorted(kinds.items()):
        months = [first for scheme in schemes if (first := _months(key, scheme, lists)) is not None]
        if months:
            median = median_interval(months, seed=key.seed)
            yield share_figure("months_to_detect", COMBINED, len(months), len(schemes), median, group=kind)


def _months(key: Key, scheme: Scheme, lists: Mapping[date, frozenset[str]]) -> float | None:
    """Return the months from a scheme's start to the first day it shows; None where it never does."""
    for on, parties in lists.items():
        if on >= scheme.from_on and key.is_found(scheme, parties):
            return (on - scheme.from_on).days / _DAYS_A_MONTH
    return None
