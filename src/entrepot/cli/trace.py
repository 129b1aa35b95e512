"""The command that follows goods: trace."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from entrepot.case.results import Results
from entrepot.case.sorted_lines import sort_lines
from entrepot.cli.opened import opened, party_meant
from entrepot.cli.output import OUTCOME_MARKS, case_argument, json_option, print_json, print_line, print_table, say
from entrepot.cli.trace_finds import asked_finds, print_finds, say_limits
from entrepot.codes.territories import territories
from entrepot.report.chain_file import write_chain_pictures
from entrepot.trace.answer import MIN_BITS, Answer, Chain, Hop, Party, Passing
from entrepot.trace.chance import FALSE_DISCOVERY_RATE, MAX_P
from entrepot.trace.find_answer import Finds
from entrepot.trace.scope import MOST_HOPS, Question
from entrepot.trace.tracing import SHOWN, trace

_PLACES_SHOWN = 3  # lines named per hop; --json and the report give them all
_LINKS_SHOWN = 6


@click.command("trace")
@case_argument
@click.option("--to", multiple=True, help="Party, or two-letter country, that received the goods.")
@click.option("--from", "from_", multiple=True, help="Party, or two-letter country, that sent them first.")
@click.option("--through", multiple=True, help="Party in between.")
@click.option("--part", multiple=True, help="Part number, in any writing.")
@click.option("--weapon", help="Equipment that parts were found in, or a piece of its name: its parts are followed.")
@click.option("--hs", multiple=True, help="Goods code, or its first digits.")
@click.option("--hops", type=click.IntRange(2, 12), default=MOST_HOPS, show_default=True, help="Shipments in a chain.")
@click.option(
    "--days", type=click.IntRange(1), help="Days from goods in to goods out; learned from the lines otherwise."
)
@click.option("--limit", type=click.IntRange(1), default=SHOWN, show_default=True, help="Chains worked out and shown.")
@click.option("--all-goods", is_flag=True, help="Also goods off the list; --part and --hs take any.")
@click.option("--by-links", is_flag=True, help="Follow goods between linked firms that no line joins, as inferred.")
@click.option("--picture", type=click.Path(dir_okay=False, path_type=Path), help="Draw what is shown in this SVG file.")
@json_option
def trace_goods(case: Path, hops: int, days: int | None, limit: int, as_json: bool, **asked: Any) -> None:  # noqa: ANN401 (click's options)
    """Follow goods through the firms of a CASE: who could have passed what to whom, when, and how much of it.

    Give at least one of --to, --from, --through, --part, --weapon, --hs. Goods in and goods out of a firm are matched by part,
    quantity, code, brand and price; no match says that they are the same pieces.
    """
    names = ("to", "from_", "through", "part", "weapon", "hs")
    if not any(asked[name] for name in names):
        raise click.UsageError("Say what to follow: --to, --from, --through, --part, --weapon or --hs.")
    with opened(case) as results:
        sort_lines(results, on_start=lambda: say("Sorting the goods lines by code, once after a run."))
        found = asked_finds(results, asked, with_lines=as_json)
        files = {key: snapshot.file_name for key, snapshot in results.snapshots.items()}
        if found is not None and not as_json:
            print_finds(found, files, limit)
        if found is not None:
            say_limits(found)
        if found is not None and not found.parts:  # finds without part numbers: nothing to follow
            print_json([*found.to_json(), {"kind": "summary", "finds": found.summary()}] if as_json else ())
            return
        question = _question(results, hops, asked)
        answer = trace(results.engine, question, shown=limit, window_days=days)
        if asked["picture"] is not None:
            say(write_chain_pictures(asked["picture"], results, answer))
    if as_json:
        print_json(_json(found, answer))
    else:
        _print(answer, files)
    _say_what_was_looked_at(answer, question)


def _json(found: Finds | None, answer: Answer) -> list[dict[str, Any]]:
    """Return finds, chains and gaps, and a last object of what was looked at and left out."""
    *shown, summary = answer.to_json()
    if found is None:
        return [*shown, summary]
    return [*found.to_json(), *shown, {**summary, "finds": found.summary()}]


def _goods_code(text: str) -> str:
    """Return a goods code as figures: 8542.39 as 854239."""
    code = re.sub(r"[\s.\-]", "", text)
    if not re.fullmatch(r"[0-9]{1,14}", code):
        raise click.UsageError(f"{text!r} is no goods code: figures are wanted, as 854239 or 8542.39.")
    return code


def _question(results: Results, hops: int, asked: Mapping[str, Any]) -> Question:
    to, to_iso = _parties(results, asked["to"])
    from_, from_iso = _parties(results, asked["from_"])
    return Question(
        as_of_on=results.as_of_on,
        to=to,
        to_iso=to_iso,
        from_=from_,
        from_iso=from_iso,
        through=_parties(results, asked["through"], is_country_allowed=False)[0],
        parts=asked["part"],
        not_parts=asked.get("not_parts", ()),
        left_out=asked.get("left_out", ()),
        found_by=asked.get("found_by", ()),
        hs=tuple(map(_goods_code, asked["hs"])),
        hops=hops,
        by_links=asked["by_links"],
        controls_list=None if asked["all_goods"] else results.config.study.controls_list,
    )


def _parties(
    results: Results, queries: Sequence[str], *, is_country_allowed: bool = True
) -> tuple[tuple[str, ...], str | None]:
    """Return the parties meant, and the country where one is named by its code."""
    known = {territory.country_iso for territory in territories()} if is_country_allowed else set()
    countries = [query for query in queries if query in known]
    if len(countries) > 1 or (countries and len(queries) > 1):
        raise click.UsageError("Name one country, or parties.")
    parties = tuple(party_meant(results, query) for query in queries if query not in known)
    return parties, countries[0] if countries else None


def _print(answer: Answer, files: Mapping[str, str]) -> None:
    columns = ["chain", "outcome", "way of the goods", "amount", "bits", "p", "q", "matched by", "provenance"]
    rows = [(number, *_chain_cells(chain)) for number, chain in enumerate(answer.chains, start=1)]
    print_table(f"Chains: {answer.chain_count}", columns, rows, right=["chain", "bits", "p", "q"])
    hops = [cells for number, chain in enumerate(answer.chains, start=1) for cells in _hop_rows(number, chain, files)]
    shown = ["chain", "hop", "from", "to", "goods", "when", "quantity", "USD", "says", "lines"]
    if hops:
        print_table("Hops: observed by the lines named, or inferred (no line shows them)", shown, hops, right=["chain"])
    for number, chain in enumerate(answer.chains, start=1):
        for link in chain.links[:_LINKS_SHOWN]:
            who = {p.party_id: p.name for p in chain.parties}
            print_line(
                f"chain {number}, link beside it: {who[link['party_a_id']]} and {who[link['party_b_id']]}: "
                f"{link['link_kind'].replace('_', ' ')} ({link['via_name']}), {files[link['snapshot_id']]} {link['locator']}"
            )
    gaps = [
        ("gap", _named(gap.receiver), gap.words, f"{gap.first_on} to {gap.last_on}", _places(gap.lines, files))
        for gap in answer.gaps
    ]
    if gaps:
        print_table("Where the way begins unseen", ["", "receiver", "known", "when", "lines"], gaps)


def _chain_cells(chain: Chain) -> tuple[object, ...]:
    bounds = chain.bounds
    amount = f"{bounds.at_least:,.10g} to {bounds.at_most:,.10g} {chain.unit}"
    tiers = ", ".join(p.tier.replace("_", " ") for p in chain.passings)
    mark = OUTCOME_MARKS["raised" if chain.is_raised else "clear"]
    p = "" if chain.p_value is None else f"{chain.p_value:.2g}"
    q = "" if chain.q_value is None else f"{chain.q_value:.2g}"
    return mark, _way(chain), amount, f"{chain.bits:.1f}", p, q, tiers, chain.provenance


def _way(chain: Chain) -> str:
    """Return the parties in order: an arrow for lines that were seen, dots for what is inferred."""
    way = _named(chain.hops[0].sender) + " → " + _named(chain.hops[0].receiver)
    for passing, hop in zip(chain.passings, chain.hops[1:], strict=True):
        unseen = f" ··?·· {_named(hop.sender)}" if passing.is_inferred else ""
        way += f"{unseen} → {_named(hop.receiver)}"
    return way


def _hop_rows(number: int, chain: Chain, files: Mapping[str, str]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for place, hop in enumerate(chain.hops):
        rows.append((number, "observed", *_hop_cells(hop, files)))
        if place < len(chain.passings) and chain.passings[place].is_inferred:
            rows.append((number, "inferred", *_inferred_cells(chain.passings[place])))
    return rows


def _hop_cells(hop: Hop, files: Mapping[str, str]) -> tuple[object, ...]:
    when = hop.first_on if hop.first_on == hop.last_on else f"{hop.first_on} to {hop.last_on}"
    value = "" if hop.value_usd is None else f"{hop.value_usd:,.0f}"
    quantity = f"{hop.quantity:,.10g} {hop.unit}"
    return (
        _named(hop.sender),
        _named(hop.receiver),
        hop.goods,
        when,
        quantity,
        value,
        "; ".join(hop.conflicts),
        _places(hop.lines, files),
    )


def _inferred_cells(passing: Passing) -> tuple[object, ...]:
    days = f"{passing.lag_days[0]} to {passing.lag_days[1]} days"
    return (
        _named(passing.receiver),
        _named(passing.sender),
        "",
        days,
        f"{passing.quantity:,.10g}",
        "",
        passing.words,
        "none",
    )


def _named(party: Party) -> str:
    return f"{party.name} ({party.country_iso or '?'})"


def _places(lines: Sequence[Mapping[str, Any]], files: Mapping[str, str]) -> str:
    shown = [f"{files[line['snapshot_id']]} {line['locator']}" for line in lines[:_PLACES_SHOWN]]
    return ", ".join(shown) + (f" and {len(lines) - _PLACES_SHOWN} more" if len(lines) > _PLACES_SHOWN else "")


def _say_what_was_looked_at(answer: Answer, question: Question) -> None:
    if not question.parts and not question.hs and question.controls_list is not None:
        say(f"Only goods of the list {question.controls_list}; --all-goods takes the rest too.")
    dropped = f", {answer.dropped} of them not followed to the end" if answer.dropped else ""
    say(
        f"Looked at {answer.consignments} shipments ({answer.paired_views} seen from both sides), {answer.candidates} triples "
        f"of supplier, firm and customer, {answer.looked_at} paths{dropped}; goods stay {answer.window.days} days at most "
        f"({answer.window.basis})."
    )
    if answer.chain_count > len(answer.chains):
        say(f"{answer.chain_count - len(answer.chains)} chains more: --limit.")
    for caveat in dict.fromkeys(words for chain in answer.chains for words in chain.caveats):
        say(caveat)
    say(
        "Bits: how rare an equal quantity is; p: how often chance does as well; q: p after all candidates. Raised from "
        f"{MIN_BITS:g} bits on at p {MAX_P:g} and q {FALSE_DISCOVERY_RATE:g} at most: a flag, no proof. Amounts are bounds."
    )


COMMANDS = (trace_goods,)
