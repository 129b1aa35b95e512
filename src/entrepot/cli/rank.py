"""The command that says where to look first: ranking."""

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import click

from entrepot.cli.opened import opened, party_meant
from entrepot.cli.output import case_argument, json_option, print_json, print_line, say


@click.command()
@case_argument
@click.option("--top", default=20, show_default=True, type=click.IntRange(min=1), help="How many parties.")
@click.option("--party", help="Only this party (a name, an identifier or an id).")
@json_option
def ranking(case: Path, top: int, party: str | None, as_json: bool) -> None:
    """Say where to look first in a CASE: parties in order of what was raised on them, with every contribution."""
    with opened(case) as results:
        ranked = results.ranking
        chosen = list(islice(ranked, top))
        if party is not None:
            party_id = party_meant(results, party)
            chosen = [row for row in ranked if row["party_id"] == party_id]
    if as_json:
        print_json(chosen)
        return
    for row in chosen:
        _print_party(row, is_whole=party is not None)
    if party is not None and not chosen:
        say("Nothing that ranks a party was raised on it: that is not the same as nothing to find.")
    elif chosen:
        say(f"{len(chosen)} of {len(ranked)} ranked parties. {chosen[0]['statement']}")
        say(f"A flag is raised; it proves nothing. The findings: entrepot findings {case} --party NAME")


def _print_party(row: Mapping[str, Any], *, is_whole: bool) -> None:
    stake = row["trade_at_stake_usd"]
    trade = "" if stake is None else f"  controlled trade since the cut-off {stake:,.0f} USD"
    head = f"  {row['country_iso'] or ''}  {row['party_id']}{trade}"
    print_line(f"{row['rank']:>4}  ", (row["name"], "bold"), head)
    for part in row["contributions"]:
        rows = "1 row" if part["evidence_total"] == 1 else f"{part['evidence_total']:,} rows"
        more = f"; {part['more']} more like it" if part["more"] else ""
        print_line(f"      {part['indicator']} {part['words']} [{part['provenance']}, {rows}{more}]")
    if is_whole:
        _print_rest(row)


def _print_rest(row: Mapping[str, Any]) -> None:
    if row["not_applicable"]:
        print_line(f"      not applicable, counting nothing: {', '.join(row['not_applicable'])}")
    print_line(f"      together {row['log10_ratio']:+.2f} (log10 of the likelihood ratio)")
    print_line(f"      probability {row['probability']:.2f}. {row['statement']}")


COMMANDS = (ranking,)
