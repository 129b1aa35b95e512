"""What was done, in this case, for the duties that every indicator has (methods of the project, 8.4), with its figures."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from entrepot.case.results import Results
from entrepot.flows.months import month_index, month_start
from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE
from entrepot.store.engine import Row
from entrepot.store.sql import statement_beside

_THIN = 1 / 3  # [P] a month with fewer lines than this share of the ledger's middle month is named
_MONTHS_NAMED = 6
_BREAKS = statement_beside(__file__, "break")
_LEDGERS = statement_beside(__file__, "ledger")
_DOUBTS = statement_beside(__file__, "doubt")
_HIDDEN = statement_beside(__file__, "hidden")


@dataclass(frozen=True)
class Duty:
    """One duty: its id and title, what was done in words, and the figures behind the words (JSON values)."""

    id: str
    title: str
    said: str
    figures: list[dict[str, Any]]


def duties_of(results: Results) -> list[Duty]:
    """Return the nine duties in order, C6 and C7 as where to ask, for they run the catalogue again."""
    return [
        _edition_breaks(results),
        _ledgers(results),
        *_doubts(results),
        _as_of(results),
        *_placebos(results),
        *_multiplicity(results),
    ]


def _edition_breaks(results: Results) -> Duty:
    row = results.rows(_BREAKS)[0]
    said = (
        f"{row['break_lines']:,} of {row['lines']:,} lines of controlled goods are of codes whose scope an edition of the "
        f"Harmonised System changed ({row['break_groups']} groups of codes); before and after are compared by group."
    )
    return Duty("C1", "Breaks between editions of goods codes", said, [dict(row)])


def _ledgers(results: Results) -> Duty:
    by_ledger: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in results.rows(_LEDGERS):
        by_ledger[row["reporting_iso"] or "not stated", row["direction"]].append(row)
    figures = [_ledger(iso, direction, months) for (iso, direction), months in sorted(by_ledger.items())]
    gaps = [f"{f['reporting_iso']} {f['direction']}: {_named(f)}" for f in figures if f["empty"] or f["thin"]]
    said = f"{len(figures)} ledgers. A firm that is in none of them may trade all the same."
    said += f" Months without lines, or with unusually few: {'; '.join(gaps)}." if gaps else ""
    return Duty("C2", "Coverage of the declarations", said, figures)


def _ledger(iso: str, direction: str, months: list[Row]) -> dict[str, Any]:
    lines = {month_index(row["month_on"]): int(row["lines"]) for row in months}
    middle = sorted(lines.values())[len(lines) // 2]
    whole = range(min(lines), max(lines) + 1)
    return {
        "reporting_iso": iso,
        "direction": direction,
        "from_month": _month(min(lines)),
        "to_month": _month(max(lines)),
        "lines": sum(lines.values()),
        "empty": [_month(index) for index in whole if index not in lines],
        # The first and the last month are seldom whole.
        "thin": [_month(i) for i in whole[1:-1] if i in lines and lines[i] < _THIN * middle],
    }


def _month(index: int) -> str:
    return month_start(index).isoformat()[:7]


def _named(figures: dict[str, Any]) -> str:
    months = sorted([*figures["empty"], *figures["thin"]])
    more = len(months) - _MONTHS_NAMED
    return ", ".join(months[:_MONTHS_NAMED]) + (f" and {more} more" if more > 0 else "")


def _doubts(results: Results) -> Iterator[Duty]:
    counts = {row["doubt_kind"]: int(row["lines"]) for row in results.rows(_DOUBTS)}
    twice, tens = counts.get("possible_duplicate", 0), counts.get("power_of_ten", 0)
    yield Duty(
        "C3",
        "Lines declared twice",
        f"{twice:,} lines stand in another declaration of the same day with the same parties, code, value and weight. They stay "
        "in every count; findings that rest on them say so.",
        [{"possible_duplicate": twice}],
    )
    yield Duty(
        "C4",
        "Units and decimal points",
        f"{tens:,} lines have a price a hundred, a thousand, ... times off that of the same part. They stay in every count; "
        "findings that rest on them say so.",
        [{"power_of_ten": tens}],
    )


def _as_of(results: Results) -> Duty:
    hidden = results.rows(_HIDDEN, {"as_of_on": results.config.study.as_of_on or date.max})
    counts = {row["what"]: int(row["rows"]) for row in hidden}
    said = (
        f"The case stands at {results.as_of_on}: rows dated later are hidden ({counts['declarations']:,} declaration lines, "
        f"{counts['listings']:,} listings, {counts['interests']:,} interests, {counts['roles']:,} roles, "
        f"{counts['facts']:,} facts of a register)."
    )
    return Duty("C5", "What was known on the day", said, [{"as_of_on": results.as_of_on.isoformat(), **counts}])


def _placebos(results: Results) -> Iterator[Duty]:
    ask = f"entrepot placebo {results.folder}"
    yield Duty("C6", "Goods where nothing should be found", f"Ask: {ask}", [])
    yield Duty("C7", "Days and destinations where nothing should be found", f"Ask: {ask}", [])


def _multiplicity(results: Results) -> Iterator[Duty]:
    tested = sorted({f["indicator"] for f in results.findings if f["p_value"] is not None})
    raised = [f for f in results.findings if f["outcome"] == "raised"]
    with_p = [f for f in raised if f["p_value"] is not None]
    yield Duty(
        "C8",
        "Chance",
        f"{len(with_p):,} of {len(raised):,} raised findings carry a p-value ({', '.join(tested) or 'no indicator'}); the "
        "others rest on a rule, and their rank among peers is no p-value.",
        [{"raised": len(raised), "with_p_value": len(with_p), "indicators": tested}],
    )
    stats = results.manifest["indicators"]
    asked = sum(counts["subjects_tested"] for counts in stats.values())
    yield Duty(
        "C9",
        "Many questions asked",
        f"{asked:,} questions were asked of parties, pairs and corridors. Where p-values are given, Benjamini-Hochberg holds the "
        f"expected share of false ones among those raised to {FALSE_DISCOVERY_RATE:.0%} within each indicator.",
        [{"indicator": name, **counts} for name, counts in stats.items()],
    )
