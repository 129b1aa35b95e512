"""Commands by which a person decides: judge, decisions."""

import getpass
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from entrepot.case.decisions import (
    Decision,
    Entry,
    PairDecision,
    SplitDecision,
    Verdict,
    Withdrawal,
    add_decision,
    entry_of,
    named_entry,
    read_decisions,
)
from entrepot.case.judging import finding_meant, rest_meant, sides_meant, split_meant
from entrepot.case.preview import Foreseen, foresee
from entrepot.case.results import Results
from entrepot.case.standing import standings
from entrepot.cli.judge_words import foreseen_json, print_foreseen, restated, standing_json, standing_row
from entrepot.cli.opened import opened, party_meant
from entrepot.cli.output import case_argument, json_option, print_json, print_table, progress, say
from entrepot.errors import CaseError
from entrepot.store.sql import Statement

KINDS = ("same", "not-same", "split", "confirm", "dismiss", "withdraw")
# How many words follow each kind, at least and at most.
_WORDS = {
    "same": (2, 2),
    "not-same": (1, 2),
    "split": (2, 99),
    "confirm": (2, 2),
    "dismiss": (2, 2),
    "withdraw": (1, 1),
}
_KNOWN = Statement("cli/judge/known", "SELECT DISTINCT source_party_id FROM linked__party_record")


@click.command()
@case_argument
@click.argument("kind", metavar="KIND", type=click.Choice(KINDS))
@click.argument("words", metavar="WORDS...", nargs=-1, required=True)
@click.option("--why", required=True, help="The reason, in words; required.")
@click.option("--who", help="Who decides; the user of this computer otherwise.")
@click.option("--when", "moment", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]), help="UTC; now otherwise.")
@click.option("--dry-run", is_flag=True, help="Say what would change and write nothing.")
@json_option
def judge(
    case: Path,
    kind: str,
    words: tuple[str, ...],
    why: str,
    who: str | None,
    moment: datetime | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Decide what the machine cannot in a CASE; decisions are only ever added, and win over the machine.

    \b
    same A B              two parties (or source records) are one
    not-same A B          they are not; not-same A: the record A is not of its party
    split RECORD PART...  the record speaks of two firms: these identifiers, names, addresses
                          or contacts of it are of the other
    confirm ID SUBJECT    the finding of indicator ID about SUBJECT stands
    dismiss ID SUBJECT    it has an innocent explanation
    withdraw NUMBER       an earlier decision is taken back
    """
    _must_count(kind, words)
    if not why.strip():
        raise click.BadParameter("say why, in words", param_hint="--why")
    entries = read_decisions(case)
    when = (moment.replace(tzinfo=UTC) if moment else datetime.now(UTC)).replace(microsecond=0)
    signed = {"who": who or _user(), "when": when, "why": why.strip()}
    with opened(case) as results:
        decision = _decision(results, kind, words, entries, signed)
    entry = entry_of(decision, len(entries) + 1)
    with progress() as show:
        foreseen = foresee(case, entries, entry, on_progress=show)
    _must_hold(entry, foreseen)
    if not dry_run:
        add_decision(case, decision, seen=entries)
    if as_json:
        print_json([foreseen_json(entry, foreseen, is_written=not dry_run)])
    else:
        print_foreseen(entry, foreseen)
    say("Nothing was written." if dry_run else f"Written. It counts from the next run on: entrepot run {case}")


@click.command()
@case_argument
@json_option
def decisions(case: Path, as_json: bool) -> None:
    """List what people decided in a CASE, and whether it holds."""
    with opened(case) as results:
        entries = read_decisions(case)
        listed = standings(entries, {row["source_party_id"] for row in results.rows(_KNOWN)})
        ran = {item["number"]: item for item in results.manifest.get("decisions", ())}
    if as_json:
        print_json(standing_json(standing, ran) for standing in listed)
        return
    rows = [standing_row(standing, ran) for standing in listed]
    columns = ["no", "id", "kind", "about", "who", "when", "why", "state", "note"]
    print_table(f"{len(rows)} decisions", columns, rows, right=["no"])


def _must_count(kind: str, words: Sequence[str]) -> None:
    least, most = _WORDS[kind]
    if not least <= len(words) <= most:
        raise click.UsageError(f"{kind} takes {least} to {most} words, not {len(words)}: see entrepot judge --help.")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError) as fault:
        raise click.BadParameter("this computer names no user: say who decides", param_hint="--who") from fault


def _decision(
    results: Results, kind: str, words: Sequence[str], entries: Sequence[Entry], signed: dict[str, Any]
) -> Decision:
    def meant(query: str) -> str:
        return party_meant(results, query)

    if kind in {"same", "not-same"}:
        two = (
            sides_meant(results, words[0], words[1], meant) if len(words) == 2 else rest_meant(results, words[0], meant)
        )
        left, right = two
        return PairDecision(kind="same" if kind == "same" else "not_same", left=left, right=right, **signed)
    if kind == "split":
        return SplitDecision(kind="split", **split_meant(results, words[0], words[1:], entries, meant), **signed)
    if kind == "withdraw":
        earlier = named_entry(entries, words[0])
        if earlier is None:
            raise CaseError.cannot_judge(
                f"There is no decision {words[0]}", f"See: entrepot decisions {results.folder}"
            )
        return Withdrawal(kind="withdraw", withdraws=earlier.decision_id, **signed)
    said = finding_meant(results, words[0], words[1], meant)
    return Verdict(kind="confirm" if kind == "confirm" else "dismiss", **said, **signed)


def _must_hold(entry: Entry, foreseen: Foreseen) -> None:
    """Refuse a decision that others would keep from having any effect.

    Raises:
        CaseError: it would have none.
    """
    standing = foreseen.after[entry.number]
    made = entry.decision
    if standing.state != "in_force":
        raise CaseError.cannot_judge(f"The decision would have no effect: {standing.note}", "Withdraw those first.")
    idle = [s.entry.number for s in restated(foreseen) if s.state == "no_effect"]
    if isinstance(made, PairDecision) and idle:
        named = ", ".join(map(str, idle))
        raise CaseError.cannot_judge(
            f"Decision {named} would be left without effect: others keep its records apart",
            "Withdraw what is wrong first.",
        )
    if isinstance(made, Withdrawal):
        for earlier in foreseen.before.values():
            if earlier.entry.decision_id == made.withdraws and earlier.state == "withdrawn":
                raise CaseError.cannot_judge(f"Decision {earlier.entry.number} is withdrawn already", "Nothing to do.")


COMMANDS = (judge, decisions)
