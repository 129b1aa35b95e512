"""What must be said of a finding that rests on lines a reader should doubt, whatever the indicator."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from entrepot.indicators.base import Context, Finding, Outcome
from entrepot.store.sql import statement_beside

_DOUBTS = statement_beside(__file__)
Place = tuple[str, str]
_WORDS = {
    "possible_duplicate": "stand in other declarations of that day with the same parties, code, value and weight: "
    "one consignment may be counted twice",
    "power_of_ten": "have a price a hundred, a thousand, ... times off that of the same part: a unit or a decimal point "
    "may be wrong",
}


def with_caveats_on_doubtful_rows(context: Context, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings; the raised ones say how many of their lines may be counted twice or have a wrong unit."""
    places = {place for finding in findings for place in _places(finding)}
    rows = context.engine.run(_DOUBTS)
    listed = zip(*(rows.column(name).to_pylist() for name in ("snapshot_id", "locator", "doubt_kind")), strict=True)
    doubts: dict[Place, set[str]] = {}
    for snapshot, locator, kind in listed:
        if (snapshot, locator) in places:
            doubts.setdefault((snapshot, locator), set()).add(kind)
    return tuple(replace(f, caveats=(*f.caveats, *_caveats(f, doubts))) for f in findings)


def _places(finding: Finding) -> list[Place]:
    is_raised = finding.outcome is Outcome.RAISED
    return [(row.snapshot, row.locator) for row in finding.evidence] if is_raised else []


def _caveats(finding: Finding, doubts: dict[Place, set[str]]) -> list[str]:
    places = _places(finding)
    counts = Counter(kind for place in places for kind in doubts.get(place, ()))
    return [f"{counts[kind]} of {len(places)} rows {words}." for kind, words in _WORDS.items() if counts[kind]]
