"""What `entrepot routes` says beside its tables: how far the ledger reaches, what is hidden, and what the rows do not show."""

from datetime import date

from entrepot.cli.output import say
from entrepot.trace.route_answer import LASTING_MONTHS, MIN_MONTHS, Routes
from entrepot.trace.route_lines import RUN_OUT_DAYS, RouteQuestion
from entrepot.trace.stopped_dispatch import DIRECT_MONTHS_MIN, STOP_RATIO_MAX, WATCH_DAYS_MIN


def say_limits(found: Routes, question: RouteQuestion) -> None:
    """Say on standard error what was looked at, what --limit hides and what no row says."""
    if not question.hs and question.controls_list is not None:
        say(f"Only goods of the list {question.controls_list}; --all-goods takes the rest too.")
    ledger = found.ledger
    reach = "no import ledger"
    if ledger["first_on"] is not None:
        reach = f"an import ledger {span(ledger['first_on'], ledger['last_on'])}"
    say(
        f"{found.destination_iso} has {reach} in this case, {ledger['months_before']} months of it before {found.since_on}."
    )
    _say_left_out(found)
    say(
        f"New: {MIN_MONTHS} months with lines of the brand or the goods before, of customs that would see this way, and none of "
        f"them this way. Lasted: lines in {LASTING_MONTHS} months or more. Hardly: daily value of {STOP_RATIO_MAX:.0%} or less, "
        f"{RUN_OUT_DAYS} days on, watched for {WATCH_DAYS_MIN} days or more, after {DIRECT_MONTHS_MIN} months with direct lines "
        "or more, and silent for longer than between any two of them."
    )
    say(
        "A new route shows a way, not who did wrong: a maker opens a hub, changes its distributor or has its goods made "
        "elsewhere; ledgers before may be thin, name fewer brands, or write codes of an older edition."
    )


def _say_left_out(found: Routes) -> None:
    if found.makers_why_not:
        say(f"No maker can be said to have stopped: {found.makers_why_not}.")
    if found.makers_unclear_count:
        say(
            f"{found.makers_unclear_count} brands more fell as far, but were silent as long before or state no values since."
        )
    if found.unvalued_lines:
        say(
            f"{found.unvalued_lines} lines of these goods state no value, or none that could be: no sum of USD has them."
        )
    hidden = [f"{count} {name}" for name, count in found.hidden().items() if count > 0]
    if hidden:
        say(f"{', '.join(hidden)} more: --limit.")


def span(first_on: date, last_on: date) -> str:
    """Return two days as words, one day as itself."""
    return str(first_on) if first_on == last_on else f"{first_on} to {last_on}"
