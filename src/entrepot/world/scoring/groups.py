"""The ranked list by size, country and data quality of the firms: whom it finds, and whom it raises wrongly."""

from collections.abc import Callable, Iterator, Sequence

from entrepot.intervals import wilson
from entrepot.world.scoring.figures import COMBINED, Figure, share_figure
from entrepot.world.scoring.ordered import Key
from entrepot.world.scoring.truth import Firm

_BANDS: dict[str, Callable[[Firm], str]] = {
    "size": lambda firm: firm.size_band,
    "country": lambda firm: firm.country_iso or "not known",
    "data quality": lambda firm: firm.quality_band,
}


def group_figures(key: Key, ranked: Sequence[str], inspected: Sequence[str]) -> Iterator[Figure]:
    """Yield, by size band, country and data-quality band, the recall of subjects and the false positives per 1,000 firms.

    Args:
        key: The truth.
        ranked: All ranked parties: false positives are taken of them.
        inspected: Those at 1% of firms: recall is taken of them.
    """
    every, first = frozenset(ranked), frozenset(inspected)
    for name, band_of in _BANDS.items():
        groups: dict[str, list[Firm]] = {}
        for firm in key.truth.traders:
            groups.setdefault(band_of(firm), []).append(firm)
        for band, firms in sorted(groups.items()):
            yield from _figures(key, f"{name}={band}", firms, (every, first))


def _figures(
    key: Key, group: str, firms: Sequence[Firm], lists: tuple[frozenset[str], frozenset[str]]
) -> Iterator[Figure]:
    every, first = lists
    subjects = [f for f in firms if key.truth.standing_of.get(f.firm_id) == "subject"]
    honest = [f for f in firms if key.truth.standing_of.get(f.firm_id, "honest") in {"honest", "look_alike"}]
    found = sum(bool(key.matched.parties([f.firm_id]) & first) for f in subjects)
    wrong = sum(bool(key.matched.parties([f.firm_id]) & every) for f in honest)
    if subjects:
        yield share_figure("recall_at_1%", COMBINED, found, len(subjects), wilson(found, len(subjects)), group=group)
    if honest:
        interval = wilson(wrong, len(honest))
        yield share_figure("ranked_wrongly_per_1000", COMBINED, wrong, len(honest), interval, group=group, per=1_000)
