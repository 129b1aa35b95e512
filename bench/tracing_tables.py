"""What tracing costs, as the tables of bench/results/tracing.md."""

import math
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

CPU_LIMIT_S = 600
WORDS = {
    "sort": "lines put in the order of their codes, once after a run",
    "pairs": "pass-through pairs into RU, CHPL: lots of both accounts",
    "self_join": "the same by a naive SQL self-join: firm, code, 90 days; pairs, no balance",
    "recursive": "the same by DuckDB's recursive path query, three hops: firms and days, no amounts",
    "part": "trace --part, warm: lines by firm, chains, bounds, p",
    "part_self_join": "the same part by a naive SQL self-join, warm: pairs",
}
GROWING_WORDS = {way: WORDS[way] for way in ("sort", "pairs", "self_join", "part")}
SUPERNODE_WORDS = {
    "part": "trace --part, warm",
    "to": "trace --to RU: chains, bounds, p",
    "buyer": "trace --to the largest buyer",
    "through": "trace --through the forwarder",
}
Measured = dict[str, dict[str, float] | None]


def table(head: str, words: Mapping[str, str], found: Measured) -> str:
    """Return measurements as a Markdown table."""
    lines = [f"| {head} | wall s | CPU s | peak GB | found |", "|---|--:|--:|--:|--:|"]
    for way, said in words.items():
        cost = found[way]
        if cost is None:
            lines.append(f"| {said} | not done in {CPU_LIMIT_S} CPU s, or out of memory | | | |")
            continue
        cells = " | ".join(f"{cost[name]:.2f}" for name in ("wall_s", "cpu_s", "peak_gb"))
        lines.append(f"| {said} | {cells} | {cost['found']:,.0f} |")
    return "\n".join(lines)


def growth(sizes: Sequence[float], found: Sequence[Measured], words: Mapping[str, str]) -> str:
    """Return the CPU seconds of each way by size, and how many times the first the last is."""
    allowed = sizes[-1] / sizes[0] * math.log(1e6 * sizes[-1]) / math.log(1e6 * sizes[0])
    lines = [
        "| CPU s | " + " | ".join(f"{size:g}M" for size in sizes) + " | times |",
        "|---|" + "--:|" * (len(sizes) + 1),
        "| lines times their logarithm " + "| " * len(sizes) + f"| {allowed:.1f} |",
    ]
    for way, said in words.items():
        costs = [None if (cost := one[way]) is None else cost["cpu_s"] for one in found]
        cells = ["" if cost is None else f"{cost:.2f}" for cost in costs]
        first, last = costs[0], costs[-1]
        times = "" if first is None or last is None else f"{last / first:.1f}"
        lines.append(f"| {said} | " + " | ".join(cells) + f" | {times} |")
    return "\n".join([*lines, *_each([one["pairs"] for one in found])])


def _each(costs: Sequence[dict[str, float] | None]) -> list[str]:
    """Return what pairs were sought among and what was found at each size, with the CPU time of each of these."""
    lines = []
    names = {"looked_at": "consignments that pairs are sought among", "found": "pass-through pairs found"}
    for name, words in names.items():
        counts = [None if cost is None else cost[name] for cost in costs]
        each = ["" if cost is None else f"{1e6 * cost['cpu_s'] / cost[name]:.1f}" for cost in costs]
        times = f"{counts[-1] / counts[0]:.1f}" if counts[0] and counts[-1] else ""
        cells = " | ".join("" if count is None else f"{count:,.0f}" for count in counts)
        lines += [
            f"| {words} | {cells} | {times} |",
            f"| CPU microseconds of pairs for each of these | {' | '.join(each)} | |",
        ]
    return lines


def said(found: Mapping[float, Measured], growing: Mapping[float, Measured], last: str) -> str:
    """Return the result file."""
    tables = [table(f"{int(size * 1_000_000):,} lines", WORDS, one) for size, one in found.items()]
    grown = [
        table(f"{int(size * 1_000_000):,} lines, firms and part numbers grow with them", GROWING_WORDS, one)
        for size, one in growing.items()
    ]
    return (
        f"# Tracing\n\n{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, load {os.getloadavg()[2]:.0f} in the last quarter "
        "of an hour (wall times on a busy machine are those of waiting), one run each (of pairs three, and the one of least CPU "
        "time), every way a process of its own; invented lines as bench/tracing_data.py says. The self-join counts pairs that "
        "share firm, code and 90 days, and the recursive query firms and days that goods may have come through: neither "
        "conserves quantity, so their counts are no answers to the same question. Pairs of a forwarder with a tenth of the hub "
        "lines are among them. A million lines are put in order in memory, more by way of disk.\n\n"
        "## As many firms and part numbers at every size\n\n"
        "More of the firms then both received and sent goods of a code, and more lines name the same part: what pairs are "
        "sought among, and what is found, grows faster than the lines.\n\n"
        + "\n\n".join([*tables, growth(list(found), list(found.values()), WORDS)])
        + "\n\n## Firms and part numbers that grow with the lines\n\n"
        "As in a ledger that covers more firms: as many times more of them as millions of lines. Goods codes are as many, "
        "and the forwarder keeps its tenth.\n\n"
        + "\n\n".join([*grown, growth(list(growing), list(growing.values()), GROWING_WORDS)])
        + "\n\n## A forwarder\n\n"
        + last
        + "\n\nOf the forwarder's case, chains shown are the most telling thousand that a search has room for; `trace` says how "
        "many paths it left.\n"
    )
