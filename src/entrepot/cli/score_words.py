"""Scores as tables a person reads."""

from collections import Counter
from collections.abc import Iterable, Sequence

from entrepot.cli.output import print_line, print_table
from entrepot.world.scoring.figures import COMBINED, Figure
from entrepot.world.scoring.misses import CAUSES, Miss
from entrepot.world.scoring.ordered import by_number
from entrepot.world.scoring.scores import NULL_MEASURE, Scores

_MISSES_SHOWN = 25
_DEPTHS = ("10", "50", "100", "1%")
_PER_INDICATOR = {  # column: measure
    "raised": "raised",
    "precision at 10": "precision_at_10",
    "precision of raised": "precision_of_raised",
    "schemes it targets found": "scheme_recall_at_any",
    "wrong per 1,000": "false_positives_per_1000",
    "wrong per 1,000, null world": NULL_MEASURE,
    "look-alikes raised": "look_alikes_raised",
    "months to detect": "months_to_detect",
}
_PER_DEPTH = {
    "precision": "precision_at",
    "in a scheme": "in_scheme_at",
    "recall of firms": "recall_at",
    "recall of schemes": "scheme_recall_at",
    "recall by value": "value_recall_at",
}


def print_scores(scores: Scores) -> None:
    """Print the head, the combined list by depth, the indicators, kinds, groups, calibration and misses."""
    world, matching = scores.world, scores.matching
    print_line(
        f"World: seed {world.get('seed')}, {world.get('kind')}, setting {world.get('setting')}, "
        f"{world.get('rows'):,} lines. {matching['mapped']:,} of {matching['firms']:,} firms are parties of the case; "
        f"{matching['not_mapped']:,} could not be mapped, {matching['split']:,} are split over parties, "
        f"{matching['joined_with_another']:,} share a party with another firm."
    )
    figures = {(f.measure, f.scope, f.group): f for f in scores.figures}
    _print_depths(figures)
    _print_indicators(scores.figures)
    _print_groups(scores.figures)
    _print_calibration(scores)
    _print_misses(scores.misses)


def _titled(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], right: Sequence[str]) -> None:
    """Print a table under its title; one inside the table would be folded to the table's width."""
    print_line((title, "bold"))
    print_table("", columns, rows, right=right)


def shown(figure: Figure | None) -> str:
    """Return a figure with its interval: `0.83 (0.74–0.89)`; empty where it was not measured.

    Where the list is shorter than it was to be read, how many it holds: `0.32 (0.24–0.42) of 51 ranked`.
    """
    if figure is None or figure.value is None:
        return ""
    if figure.measure == "raised":
        return f"{figure.value:,.0f}"
    if figure.low is None or figure.high is None:
        return f"{figure.value:.4f}"
    short = "" if figure.listed is None else f" of {figure.listed:,} ranked"
    digits = 1 if "per_1000" in figure.measure or "months" in figure.measure else 2
    return f"{figure.value:.{digits}f} ({figure.low:.{digits}f}–{figure.high:.{digits}f}){short}"


def _print_depths(figures: dict[tuple[str, str, str], Figure]) -> None:
    rows = []
    for depth in _DEPTHS:
        cells = [figures.get((f"{stem}_{depth}", COMBINED, "")) for stem in _PER_DEPTH.values()]
        if any(cells):
            rows.append((depth, *(shown(cell) for cell in cells)))
    if rows:
        print_table(
            "The ranked list, read to a depth (95% intervals)", ["parties", *_PER_DEPTH], rows, right=[*_PER_DEPTH]
        )


def _print_indicators(figures: Sequence[Figure]) -> None:
    whole = {(f.measure, f.scope): f for f in figures if not f.group}
    scopes = list(dict.fromkeys(f.scope for f in figures if f.scope != COMBINED))
    rows = [(scope, *(shown(whole.get((m, scope))) for m in _PER_INDICATOR.values())) for scope in [*scopes, COMBINED]]
    _titled("Indicators", ["", *_PER_INDICATOR], rows, [*_PER_INDICATOR])


def _print_groups(figures: Iterable[Figure]) -> None:
    grouped = [f for f in figures if f.group]
    for measure, title in (
        ("scheme_recall_at_1%", "Schemes found at 1% of firms, by kind"),
        ("look_alikes_at_1%", "Look-alikes among 1% of firms, by what they look like"),
        ("months_to_detect", "Months from start to first shown at 1% of firms, by kind"),
        ("recall_at_1%", "Firms found at 1% of firms, by group"),
        ("ranked_wrongly_per_1000", "Honest firms ranked, per 1,000, by group (groups without any left out)"),
    ):
        chosen = [f for f in grouped if f.measure == measure and (f.hits or measure != "ranked_wrongly_per_1000")]
        rows = [(f.group, shown(f), f.hits, f.count) for f in chosen]
        if rows:
            _titled(title, ["", "figure", "hits", "of"], rows, ["figure", "hits", "of"])


def _print_calibration(scores: Scores) -> None:
    rows = [
        (
            f"{b.from_probability:g} to {b.to_probability:g}",
            b.count,
            f"{b.mean_probability:.3f}",
            b.planted,
            f"{b.planted_share or 0:.3f} ({b.low or 0:.3f}–{b.high or 0:.3f})",
        )
        for b in scores.bins
    ]
    if rows:
        columns = ["probability", "parties", "mean", "planted", "share planted"]
        _titled("Calibration", columns, rows, columns[1:])
        brier = {f.measure: f.value for f in scores.figures if f.measure.startswith("brier")}
        said = ", ".join(f"{name.replace('_', ' ')} {value:.5f}" for name, value in brier.items() if value is not None)
        print_line(said[:1].upper() + said[1:])


def _print_misses(misses: Sequence[Miss]) -> None:
    if not misses:
        return
    kinds: dict[str, Counter[str]] = {}
    for miss in misses:
        kinds.setdefault(miss.kind, Counter())[miss.cause] += 1
    causes = [cause for cause in CAUSES if any(counts[cause] for counts in kinds.values())]
    rows = [(kind, *(kinds[kind][cause] or "" for cause in causes)) for kind in sorted(kinds, key=by_number)]
    _titled(f"{len(misses)} schemes missed at 1% of firms, by cause", ["kind", *causes], rows, causes)
    largest = sorted(misses, key=lambda m: (-m.value_usd, m.scheme_id))[:_MISSES_SHOWN]
    details = [(m.scheme_id, m.kind, f"{m.value_usd:,.0f}", m.cause, m.detail) for m in largest]
    _titled("The largest of them", ["scheme", "kind", "USD", "cause", "detail"], details, ["USD"])
