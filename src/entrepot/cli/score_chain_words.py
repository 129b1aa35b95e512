"""Scores of chains as tables a person reads."""

from entrepot.case.chain_scoring.scored import ChainScores
from entrepot.cli.output import print_line, print_table
from entrepot.cli.score_words import shown
from entrepot.world.scoring.figures import Figure

_COLUMNS = ("raised", "raised: hits", "found", "found: hits")
_OUTCOMES = {"missed": "not found", "found, not raised": "found and not raised"}


def print_chains(scores: ChainScores) -> None:
    """Print what was looked at, precision, recall and the misses by cause."""
    c = scores.counts
    print_line(
        f"{c['chains']:,} chains into the destination, {c['chains_raised']:,} of them raised; {c['planted_ways']:,} planted ways "
        f"of {c['schemes_with_ways']:,} schemes, {c['look_alike_ways']:,} of honest look-alikes. {c['shipments']:,} shipments "
        f"looked at, window {c['window_days']} days, {c['paths_dropped']:,} paths dropped."
    )
    found = {(f.measure, f.group): f for f in scores.figures if f.count}
    _print_shares(
        "Chains that follow one planted scheme at every hop (95% intervals)",
        found,
        ("chain_precision_of_raised", "chain_precision_of_found"),
    )
    _print_shares(
        "Other chains: in part on a scheme, honest look-alikes, others",
        found,
        ("chain_share_of_raised", "chain_share_of_found"),
    )
    _print_shares("Planted ways that a chain follows whole", found, ("way_recall_raised", "way_recall_found"))
    _print_shares(
        "Schemes of which a chain follows a way", found, ("chain_scheme_recall_raised", "chain_scheme_recall_found")
    )
    if alike := found.get(("look_alikes_with_raised_chain", "")):
        print_line(f"Honest look-alikes with a raised chain: {alike.hits} of {alike.count}, {shown(alike)}.")
    rows = [(_OUTCOMES[outcome], cause, n) for outcome, causes in scores.misses.items() for cause, n in causes.items()]
    if rows:
        print_table("Planted ways not raised, by cause", ["", "cause", "ways"], rows, right=["ways"])


def _print_shares(title: str, found: dict[tuple[str, str], Figure], measures: tuple[str, str]) -> None:
    """Print two measures side by side, by group; groups that hold nothing are left out."""
    groups = list(dict.fromkeys(group for measure, group in found if measure in measures))
    rows = []
    for group in groups:
        cells = [found.get((measure, group)) for measure in measures]
        rows.append((group or "all", *(text for cell in cells for text in _cell(cell))))
    if rows:
        print_line((title, "bold"))
        print_table("", ["", *_COLUMNS], rows, right=[*_COLUMNS])


def _cell(figure: Figure | None) -> tuple[str, str]:
    return ("", "") if figure is None else (shown(figure), f"{figure.hits:,} of {figure.count:,}")
