"""The command that asks for routes never seen before: routes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from entrepot.case.results import Results
from entrepot.cli.opened import opened
from entrepot.cli.output import case_argument, json_option, print_json, print_table
from entrepot.cli.route_limits import say_limits, span
from entrepot.codes.territories import territories
from entrepot.trace.new_routes import new_routes
from entrepot.trace.route_answer import (
    NEW,
    DispatchShare,
    Firm,
    Lines,
    Route,
    Routes,
    Sender,
    SharePeriod,
    StoppedMaker,
)
from entrepot.trace.route_lines import RouteQuestion

_PLACES_SHOWN = 2  # lines named per row; --json gives more
_FIRMS_NAMED = 2
_KIND_WORDS = {"dispatch": "new country", "goods": "new goods of the brand", "brand": "new brand"}
_LASTING = {True: "lasted", False: "did not last", None: "too early to say if it lasts"}


@click.command("routes")
@case_argument
@click.option("--since", type=click.DateTime(("%Y-%m-%d",)), help="Never seen before this day.  [default: the cut-off]")
@click.option("--brand", help="Brand or maker, in any writing.")
@click.option("--hs", multiple=True, help="Goods code, or its first digits.")
@click.option("--to", help="Country that receives.  [default: the study's destination]")
@click.option("--from", "from_", help="Country of dispatch.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Rows of each table.")
@click.option("--all-goods", is_flag=True, help="Also goods off the list; --hs takes any.")
@json_option
def routes(case: Path, limit: int, as_json: bool, **asked: Any) -> None:  # noqa: ANN401 (click's options)
    """Ask a CASE for routes never seen before a day: a brand's goods from a country that no line before shows.

    Beside them stand makers whose direct dispatch stopped, with who sends their goods since, and the share of dispatch from the
    maker's seat, the country of manufacture and third countries. A route is new in the ledgers of this case only.
    """
    with opened(case) as results:
        question = _question(results, asked)
        found = new_routes(results.engine, question, shown=limit)
        files = {key: snapshot.file_name for key, snapshot in results.snapshots.items()}
    if as_json:
        print_json(found.to_json())
    else:
        _print(found, files)
    say_limits(found, question)


def _question(results: Results, asked: Mapping[str, Any]) -> RouteQuestion:
    study = results.config.study
    since: datetime | None = asked["since"]
    question = RouteQuestion(
        as_of_on=results.as_of_on,
        since_on=study.cutoff_on if since is None else since.date(),
        destination_iso=_country(asked["to"]) or study.destination_iso,
        brand=asked["brand"],
        hs=asked["hs"],
        dispatch_iso=_country(asked["from_"]),
        controls_list=None if asked["all_goods"] else study.controls_list,
        coalition_set=study.coalition_set,
    )
    if question.since_on > question.as_of_on:
        raise click.UsageError(f"--since {question.since_on} lies after {question.as_of_on}, where the case stands.")
    return question


def _country(code: str | None) -> str | None:
    """Return a country's code in capitals."""
    if code is None or code.upper() in {territory.country_iso for territory in territories()}:
        return None if code is None else code.upper()
    raise click.UsageError(f"{code!r} is no two-letter country code.")


def _print(found: Routes, files: Mapping[str, str]) -> None:
    title = (
        f"Routes into {found.destination_iso} not seen before {found.since_on}: {found.new_count}, "
        f"and {found.not_known_count} of which it is not known"
    )
    columns = [
        "",
        "brand and goods",
        "from",
        "first",
        "USD",
        "lines",
        "sent by",
        "received by",
        "before, and what else",
    ]
    rows = [_route_cells(route, files) for route in found.routes]
    print_table(title, [*columns, "lines at"], rows, right=["USD"])
    makers = [_maker_cells(maker, files) for maker in found.makers]
    if not found.makers_why_not:
        columns = ["brand", "direct USD before", "last direct", "later", "USD other ways since", "who sent directly"]
        title = f"Brands that were sent directly before and hardly since: {found.maker_count}"
        print_table(
            title, [*columns, "who sends since", "lines at"], makers, right=[columns[1], columns[3], columns[4]]
        )
    shares = [cells for share in found.shares for cells in _share_rows(share, files)]
    columns = [
        "brand",
        "",
        "seat",
        "manufacture",
        "third",
        "third by lines",
        "third by value",
        "not stated",
        "lines at",
    ]
    print_table(
        f"Dispatch in USD by where it was sent from: {found.share_count} brands", columns, shares, right=columns[2:5]
    )


def _route_cells(route: Route, files: Mapping[str, str]) -> tuple[object, ...]:
    watched = f"{route.months_before} months watched, {route.pair_lines_before} lines from elsewhere"
    return (
        _KIND_WORDS[route.what_is_new] if route.status == NEW else f"not known: {'; '.join(route.reasons)}",
        f"{route.brand} {route.hs_group_id}",
        route.dispatch_iso,
        route.first_on,
        _usd(route.value_usd, route.unvalued_lines),
        f"{route.lines}, {_LASTING[route.is_lasting]}",
        _firms(route.senders, route.sender_count),
        _firms(route.receivers, route.receiver_count),
        "; ".join((watched, *route.innocent)),
        _places(route.evidence, files),
    )


def _maker_cells(maker: StoppedMaker, files: Mapping[str, str]) -> tuple[object, ...]:
    return (
        maker.brand,
        _usd(maker.direct_usd_before, maker.direct_unvalued_before),
        maker.last_direct_on,
        f"{maker.daily_ratio:.0%}",
        _usd(maker.other_usd_since, maker.other_unvalued_since),
        _senders(maker.before, maker.before_count),
        _senders(maker.since, maker.since_count),
        " | ".join(filter(None, (_places(side, files) for side in (maker.direct_evidence, maker.other_evidence)))),
    )


def _share_rows(share: DispatchShare, files: Mapping[str, str]) -> list[tuple[object, ...]]:
    return [
        (share.brand, "before", *_period_cells(share.before), ""),
        ("", "since", *_period_cells(share.since), _places(share.evidence, files)),
    ]


def _period_cells(one: SharePeriod) -> tuple[object, ...]:
    lacking = {
        "dispatch": one.no_dispatch_lines,
        "seat": one.no_seat_lines,
        "origin": one.no_origin_lines,
        "value": one.unvalued_lines,
    }
    return (
        f"{one.seat_usd:,.0f}",
        f"{one.manufacture_usd:,.0f}",
        f"{one.third_usd:,.0f}",
        _share(one.third_share_lines, one.third_share_lines_low, one.third_share_lines_high),
        _share(one.third_share_usd, one.third_share_usd_low, one.third_share_usd_high),
        ", ".join(f"{name}: {count} lines" for name, count in lacking.items() if count),
    )


def _usd(value: float, unvalued_lines: int) -> str:
    """Return US dollars with how many lines are not among them, as they state none."""
    return f"{value:,.0f}{f' ({unvalued_lines} lines without)' if unvalued_lines else ''}"


def _share(value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.0%}" if low is None or high is None else f"{value:.0%} ({low:.0%} to {high:.0%})"


def _firms(firms: Sequence[Firm], count: int) -> str:
    named = [f"{firm.name or 'not named'}{f' ({firm.country_iso})' if firm.country_iso else ''}" for firm in firms]
    return _some(named, count)


def _senders(senders: Sequence[Sender], count: int) -> str:
    named = [
        f"{one.name or 'not named'} from {one.dispatch_iso}{', usual before' if one.is_usual else ''}, "
        f"USD {one.value_usd:,.0f}, {span(one.first_on, one.last_on)}"
        for one in senders
    ]
    return _some(named, count)


def _some(named: Sequence[str], count: int) -> str:
    more = count - len(named[:_FIRMS_NAMED])
    return "; ".join(named[:_FIRMS_NAMED]) + (f" and {more} more" if more > 0 else "")


def _places(lines: Lines | None, files: Mapping[str, str]) -> str:
    if lines is None:
        return ""
    shown = lines.first[:_PLACES_SHOWN]
    more = lines.count - len(shown)
    named = [f"{files[line['snapshot_id']]} {line['locator']}" for line in shown[:1]]
    for last, line in pairwise(shown):  # a file is named once
        is_same = line["snapshot_id"] == last["snapshot_id"]
        named.append(line["locator"] if is_same else f"{files[line['snapshot_id']]} {line['locator']}")
    return ", ".join(named) + (f" and {more} more" if more else "") + f" ({lines.provenance})"


COMMANDS = (routes,)
