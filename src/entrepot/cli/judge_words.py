"""How decisions are shown: what one will change, whether those before it hold."""

from dataclasses import asdict
from typing import Any

from entrepot.case.decisions import Entry, PairDecision, SplitDecision, Verdict
from entrepot.case.preview import Change, Foreseen, PartyShown
from entrepot.case.standing import Standing, records_named
from entrepot.cli.output import print_line

_IDS_SHOWN = 4
_NOW = {
    "in_force": "holds again",
    "withdrawn": "is withdrawn",
    "replaced": "is replaced",
    "no_effect": "has no effect now",
}


def standing_row(standing: Standing, ran: dict[int, Any]) -> tuple[object, ...]:
    """Return the cells of a listed decision; `ran` is what the last run found of each, by number."""
    entry, made = standing.entry, standing.entry.decision
    state, note = _state(standing, ran)
    return (
        entry.number,
        entry.decision_id,
        made.kind,
        _about(entry),
        made.who,
        made.when.date(),
        made.why,
        state,
        note,
    )


def foreseen_json(entry: Entry, foreseen: Foreseen, *, is_written: bool) -> dict[str, Any]:
    """Return a decision, what it changes and which earlier ones no longer stand as before, as JSON values."""
    head = {"number": entry.number, "decision_id": entry.decision_id, "is_written": is_written}
    changes = [asdict(change) for change in foreseen.changes]
    changed = [
        {"number": s.entry.number, "before": foreseen.before[s.entry.number].state, "after": s.state, "note": s.note}
        for s in restated(foreseen)
    ]
    return {**head, **entry.decision.model_dump(mode="json"), "changes": changes, "decisions_changed": changed}


def restated(foreseen: Foreseen) -> list[Standing]:
    """Return the earlier decisions that no longer stand as before."""
    return [
        s
        for number, s in foreseen.after.items()
        if number in foreseen.before and foreseen.before[number].state != s.state
    ]


def print_foreseen(entry: Entry, foreseen: Foreseen) -> None:
    """Print a decision, the parties it joins or parts, and the earlier decisions it changes."""
    print_line((f"Decision {entry.number}", "bold"), f"  {entry.decision_id}  {entry.decision.kind}: {_about(entry)}")
    for change in foreseen.changes:
        print_line(_in_words(change))
    for standing in restated(foreseen):
        note = f": {standing.note}" if standing.note else ""
        print_line(f"Decision {standing.entry.number} {_NOW[standing.state]}{note}.")
    if not foreseen.changes:
        print_line("No parties are joined or parted by it.")


def _in_words(change: Change) -> str:
    before, after = (", ".join(map(_party, side)) for side in (change.before, change.after))
    if len(change.after) < len(change.before):
        return f"Will be one: {before} -> {after}"
    if len(change.after) > len(change.before):
        return f"Will part: {before} -> {after}"
    return f"Will be put together otherwise: {before} -> {after}"


def _party(party: PartyShown) -> str:
    ids = ", ".join(party.records[:_IDS_SHOWN]) + (" ..." if len(party.records) > _IDS_SHOWN else "")
    count = "1 record" if len(party.records) == 1 else f"{len(party.records)} records"
    return f"{party.name} ({count}: {ids})"


def _about(entry: Entry) -> str:
    match entry.decision:
        case PairDecision() as made:
            return " / ".join(", ".join(dict.fromkeys(r.name for r in side)) for side in (made.left, made.right))
        case SplitDecision() as made:
            return f"{made.record.name}: {', '.join(part.value for part in made.parts)} to {made.new_id}"
        case Verdict() as made:
            return f"{made.indicator} {made.subject_name}"
    return entry.decision.withdraws


def _state(standing: Standing, ran: dict[int, Any]) -> tuple[str, str]:
    """Return state and note; only the run knows what decisions kept from having an effect by way of a third record."""
    known = ran.get(standing.entry.number)
    if standing.state == "in_force" and known is not None and known["state"] == "no_effect":
        return "no effect", known["note"]
    return standing.state.replace("_", " "), standing.note


def standing_json(standing: Standing, ran: dict[int, Any]) -> dict[str, Any]:
    """Return a decision and how it stands as JSON values."""
    entry = standing.entry
    state, note = _state(standing, ran)
    head = {"number": entry.number, "decision_id": entry.decision_id, "state": state.replace(" ", "_"), "note": note}
    return {**head, "record_ids": records_named(entry), **entry.decision.model_dump(mode="json")}
