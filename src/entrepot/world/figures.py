"""Yearly figures of firms as registers file them: employees, revenue, capital; and the line of business."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.random import Generator

from entrepot.world.canonical import FACT_COLUMNS
from entrepot.world.draft import Draft
from entrepot.world.entities import Fact, FactKind, Firm

Floats = npt.NDArray[np.float64]
Row = Mapping[str, object]
COMPRESSION = {"compression": "zstd", "compression_level": 1}
_BATCH = 50_000  # rows held at a time
_FILING = 0.85  # of registered firms in the destination and the hubs state figures [proposed]
_FILING_ABROAD = 0.15
_LAST_FILED = 5  # years: figures of 2023 are the last
_DOMESTIC_USD = 60_000.0  # yearly revenue beside what is seen here, of an ordinary firm [proposed]
_MARGIN = (0.3, 0.35)  # log of revenue over trade seen: mean and spread [proposed]
_USD_PER_EMPLOYEE = 140_000.0  # yearly revenue [proposed]
_CAPITAL_USD, _CAPITAL_SD = (
    900.0,
    1.6,
)  # median and log spread; most firms hold little more than the law asks [proposed]


def day_text(day: date | None) -> str:
    """Return a day as ISO text, empty for None."""
    return day.isoformat() if day else ""


def write_facts(path: Path, draft: Draft, rng: Generator, yearly_usd: Floats) -> Path:
    """Write the facts of all firms by id: those that were planned, and figures around what the others trade.

    `yearly_usd` is what each firm traded in each year (firms by years).
    """
    schema = pa.schema([(name, pa.string()) for name in FACT_COLUMNS])
    with pq.ParquetWriter(path, schema, **COMPRESSION) as writer:
        for rows in _batches(_facts(draft, rng, yearly_usd)):
            arrays = [
                pa.array([str(row[name]) if row.get(name) else None for row in rows], pa.string())
                for name in FACT_COLUMNS
            ]
            writer.write_table(pa.table(arrays, schema=schema))
    return path


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    held: list[Row] = []
    for row in rows:
        held.append(row)
        if len(held) == _BATCH:
            yield held
            held = []
    if held:
        yield held


def _facts(draft: Draft, rng: Generator, yearly_usd: Floats) -> Iterator[Row]:
    stated: dict[str, list[Fact]] = {}
    for fact in dict.fromkeys(draft.records.facts):
        stated.setdefault(fact.party_id, []).append(fact)
    for firm in sorted(draft.firms, key=lambda firm: firm.firm_id):
        own = stated.get(firm.firm_id, [])
        drawn = _drawn(draft, rng, firm, yearly_usd[firm.position]) if firm.kind == "company" else ()
        kinds = {fact.fact_kind for fact in own}
        facts = [*own, *(fact for fact in drawn if fact.fact_kind not in kinds)]
        yield from (_row(fact) for fact in sorted(facts, key=lambda fact: (fact.fact_kind, day_text(fact.from_on))))


def _drawn(draft: Draft, rng: Generator, firm: Firm, traded_usd: Floats) -> list[Fact]:
    """Return a firm's figures around what it trades; none where it files none."""
    country = draft.countries.get(firm.country_iso)
    share = _FILING if country is not None and country.bloc in ("destination", "hub") else _FILING_ABROAD
    files, noise = bool(rng.random() < share), rng.normal(0.0, 1.0, 3 + _LAST_FILED).tolist()
    if not files or not firm.is_registered or firm.born_on is None:
        return []
    capital = firm.capital_usd if firm.capital_usd is not None else _CAPITAL_USD * float(np.exp(_CAPITAL_SD * noise[0]))
    found = [Fact(firm.firm_id, "capital", firm.born_on, amount=capital)]
    if firm.business:
        found.append(Fact(firm.firm_id, "business", firm.born_on, text=firm.business))
    own_usd = _DOMESTIC_USD * max(firm.weight, 0.1) ** 0.7 * float(np.exp(noise[1]))
    for place in range(_LAST_FILED):
        year = draft.calendar.first_on.year + place
        if firm.born_on.year > year or (firm.died_on is not None and firm.died_on.year < year):
            continue
        seen = float(traded_usd[place]) * float(np.exp(_MARGIN[0] + _MARGIN[1] * noise[3 + place]))
        revenue = firm.revenue_usd if firm.revenue_usd is not None else own_usd + seen
        heads = max(1.0, revenue / _USD_PER_EMPLOYEE * float(np.exp(0.5 * noise[2])))
        amounts: tuple[tuple[FactKind, float], ...] = (
            ("revenue", revenue),
            ("employees", heads if firm.employees is None else firm.employees),
        )
        found += [Fact(firm.firm_id, kind, date(year, 1, 1), date(year, 12, 31), amount) for kind, amount in amounts]
    return found


def _row(fact: Fact) -> Row:
    is_money = fact.fact_kind in ("revenue", "capital")
    amount = "" if fact.amount is None else f"{fact.amount:.0f}"
    return {
        "party_id": fact.party_id,
        "fact_kind": fact.fact_kind,
        "from_on": day_text(fact.from_on),
        "to_on": day_text(fact.to_on),
        "amount": amount,
        "currency_code": "USD" if is_money else "",
        "amount_usd": amount if is_money else "",
        "fact_text": fact.text,
        "provenance": "synthetic",
    }
