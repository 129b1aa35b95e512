"""Bounds on what could have been passed on through a country, firm by firm, from declarations; never a point.

    country level   sum over goods and quarters of min(in from the coalition, out to the destination)
    firm level      the same of every firm, summed                                                  (methods 3.8)

Both are the most that could have been; the least is nothing, for no ledger shows that what left is what came in. The firm level
is the smaller one by far (1.8 against 16.1 per cent in Vietnam, Iyoha and others 2024), and too small where a firm passes goods
to a firm next door that exports them: the country level then bounds both. Only trade in the ledgers of the case counts.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from entrepot.settings import Study
from entrepot.store.engine import Engine, Row, Value, rows_of
from entrepot.store.sql import statement_beside

QUARTER: Final = 3  # months (methods 3.8); goods in store for longer are passed on in a later span and are not counted
YEAR: Final = 12


@dataclass(frozen=True)
class FirmBound:
    """One firm's part: US dollars in from the coalition, out to the destination, and the most that could be both."""

    party_id: str
    in_usd: float
    out_usd: float
    most_usd: float


@dataclass(frozen=True)
class PassedOnBound:
    """A country's bounds in US dollars over the time asked; `least_usd` is always nothing.

    `most_by_country_usd` takes the country as one firm, `most_by_firm_usd` each firm for itself. Either is None where a side is
    not in the ledgers: then nothing can be said. `unnamed_in_share` and `unnamed_out_share` are of value whose firm is not
    named: it counts for the country alone. `firms` are those with both, largest first.
    """

    hub_iso: str
    span_months: int
    least_usd: float
    most_by_firm_usd: float | None
    most_by_country_usd: float | None
    in_usd: float
    out_usd: float
    unnamed_in_share: float | None
    unnamed_out_share: float | None
    lines_without_value: int
    firms: tuple[FirmBound, ...]
    words: str


def passed_on_bounds(engine: Engine, study: Study, *, span_months: int = QUARTER) -> list[PassedOnBound]:
    """Return the bounds of every third country with listed goods in the ledgers since the cut-off, by country.

    Args:
        engine: Holds trade__line (each trade once), linked__party and the reference tables.
        study: Its goods list, coalition, destination, cut-off and `as_of_on`.
        span_months: Months in which goods must come in and go out to be counted, beginning with January of year nought; longer
            spans give larger bounds.
    """
    given: dict[str, Value] = {
        "coalition_set": study.coalition_set,
        "controls_list": study.controls_list,
        "cutoff_on": study.cutoff_on,
        "destination_iso": study.destination_iso,
        "from_on": study.cutoff_on,
        "as_of_on": study.as_of_on or date.max,
        "span_months": span_months,
    }
    hubs: dict[str, list[Row]] = defaultdict(list)
    for row in rows_of(engine.run(statement_beside(__file__), given)):
        hubs[row["hub_iso"]].append(row)
    return [_bound(hub, rows, span_months) for hub, rows in sorted(hubs.items())]


def _bound(hub: str, rows: Sequence[Row], span_months: int) -> PassedOnBound:
    came, went = _sum(rows, "in_usd"), _sum(rows, "out_usd")
    is_known = any(row["in_lines"] for row in rows) and any(row["out_lines"] for row in rows)
    unnamed = [row for row in rows if row["party_id"] is None]
    firms = _firms([row for row in rows if row["party_id"] is not None])
    whole: dict[tuple[str, int], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for row in rows:
        whole[row["group_id"], row["span_index"]][0] += row["in_usd"]
        whole[row["group_id"], row["span_index"]][1] += row["out_usd"]
    return PassedOnBound(
        hub,
        span_months,
        0.0,
        round(sum(firm.most_usd for firm in firms), 2) if is_known else None,
        round(sum(min(pair) for pair in whole.values()), 2) if is_known else None,
        came,
        went,
        round(_sum(unnamed, "in_usd") / came, 9) if came else None,
        round(_sum(unnamed, "out_usd") / went, 9) if went else None,
        sum(int(row["lines_without_value"]) for row in rows),
        firms,
        _words(rows),
    )


def _firms(rows: Sequence[Row]) -> tuple[FirmBound, ...]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["party_id"]].append(row)
    made = [
        FirmBound(
            party_id,
            _sum(of_firm, "in_usd"),
            _sum(of_firm, "out_usd"),
            round(sum(min(row["in_usd"], row["out_usd"]) for row in of_firm), 2),
        )
        for party_id, of_firm in grouped.items()
    ]
    return tuple(sorted((f for f in made if f.most_usd > 0), key=lambda firm: (-firm.most_usd, firm.party_id)))


def _sum(rows: Sequence[Row], column: str) -> float:
    return round(sum(float(row[column]) for row in rows), 2)


def _words(rows: Sequence[Row]) -> str:
    if not any(row["in_lines"] for row in rows):
        return "No ledger of the case shows what came in from the coalition, so nothing bounds what was passed on."
    if not any(row["out_lines"] for row in rows):
        return "No ledger of the case shows what went to the destination, so nothing bounds what was passed on."
    return "Between nothing and this could have been passed on: no ledger shows that the goods that left are those that came in."
