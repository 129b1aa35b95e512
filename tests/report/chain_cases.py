"""Small invented trade whose chains are drawn: hops, gaps, many consignments, one day, long names."""

from datetime import date, timedelta
from pathlib import Path

from entrepot.case.config import CaseConfig
from entrepot.case.results import Results
from entrepot.store.engine import Row
from entrepot.trace.answer import Answer
from entrepot.trace.scope import Question
from entrepot.trace.tracing import trace

from .conftest import LEDGER, LIST, place, snapshot, toy_engine

START = date(2023, 1, 1)
CYRILLIC = "Общество с ограниченной ответственностью «Вымышленная Производственная Компания» " + "Щ" * 40
CHINESE = "虚构电子元器件进出口贸易有限公司" * 8
WICKED = 'Tom & "Jerry" <b onload=alert(1)>\x0b GmbH'
COUNTRIES = {"DE": "Germany", "KZ": "Kazakhstan", "KG": "Kyrgyzstan", "RU": "Russia", "CN": "China"}

LISTED: Row = {
    "list_id": "chpl",
    "hs6": "854239",
    "valid_from_on": date(2023, 5, 19),
    "is_date_verified": True,
    "description": "Other integrated circuits",
    "source": "invented",
}


def line(number: int, way: str, day: int, quantity: float, **more: object) -> Row:
    """Return a declaration line: `way` is sender and receiver as `a.DE>b.KZ`, `?` a side that is not named; $10 a piece."""
    sides = dict(zip(("exporter", "importer"), (side.split(".") for side in way.split(">")), strict=True))
    row: Row = {
        "declaration_id": f"line {number:05}",
        "declared_on": START + timedelta(days=day),
        "direction": "import",
        "hs6": "854239",
        "hs_code": "854239",
        "part_number": "GX-100",
        "part_number_key": "GX100",
        "quantity": quantity,
        "quantity_unit": "pcs",
        "value_usd": quantity * 10.0,
        **place(number, LEDGER, "observed"),
    }
    for side, (name, country) in sides.items():
        row[f"{side}_country_iso"] = country
        if name != "?":
            row |= {f"{side}_party_id": name, f"{side}_source_party_id": name, f"{side}_name": f"Firm {name}"}
    return {**row, **more}


def case_of(
    folder: Path, lines: list[Row], *, names: dict[str, str] | None = None, listed: date | None = None
) -> Results:
    """Return a case of these lines, run; firms are called by `names`, firm b listed by the EU on `listed`."""
    parties: dict[str, Row] = {}
    for row in lines:
        for side in ("exporter", "importer"):
            if f"{side}_party_id" in row:
                party_id, country = row[f"{side}_party_id"], row[f"{side}_country_iso"]
                name = (names or {}).get(party_id, f"Firm {party_id}")
                fixed = {"party_kind": "company", "record_count": 1, **place(2, LEDGER, "observed")}
                parties[party_id] = {"party_id": party_id, "name": name, "country_iso": country, **fixed}
    listing = {"source_party_id": "b", "native_id": "1", "list_id": "eu_833_iv", "regime": "EU", "seen_on": listed}
    tables = {
        "linked__declaration": lines,
        "linked__party": list(parties.values()),
        "linked__designation": [{"party_id": "b", **listing, "listed_on": listed, **place(3, LIST, "observed")}]
        if listed
        else [],
        "codes__territory": [{"country_iso": iso, "name": name} for iso, name in COUNTRIES.items()],
        "codes__controlled_good": [LISTED],
    }
    kept = {key: snapshot(key, f"{key[:3]}.csv", "A ledger") for key in (LEDGER, LIST)}
    return Results(folder, CaseConfig(title="Chains"), toy_engine(tables), [], kept, {"as_of_on": "2030-12-31"})


def answered(results: Results, *, shown: int = 5, **asked: object) -> Answer:
    """Return what tracing answers, with few deals; into Russia where nothing else is asked."""
    to = asked or {"to_iso": "RU"}
    question = Question(as_of_on=date(2030, 12, 31), controls_list=None, hops=12, **to)  # type: ignore[arg-type]
    return trace(results.engine, question, shown=shown, window_days=365, deep_deals=200)


def two_hops(quantity: float = 2598.0) -> list[Row]:
    """Return goods that pass through one firm in 12 days."""
    return [line(2, "a.DE>b.KZ", 9, quantity), line(3, "b.KZ>c.RU", 21, quantity)]


def gap() -> list[Row]:
    """Return goods that came into Kazakhstan to one firm and left it from another."""
    return [line(2, "a.DE>b.KZ", 9, 700.0), line(3, "d.KZ>c.RU", 40, 700.0)]


def unnamed_gap() -> list[Row]:
    """Return goods that nobody named received and sent."""
    return [line(2, "a.DE>?.KZ", 9, 700.0), line(3, "?.KZ>c.RU", 40, 700.0)]


def long_way(hops: int = 12, days_apart: int = 9) -> list[Row]:
    """Return goods that pass through many firms of three countries in turn."""
    countries = ["DE", *(("CN", "KG", "KZ")[k % 3] for k in range(hops - 1)), "RU"]
    firms = [f"f{k:02}.{country}" for k, country in enumerate(countries)]
    return [line(k + 2, f"{firms[k]}>{firms[k + 1]}", k * days_apart, 1237.0) for k in range(hops)]


def many(count: int = 500) -> list[Row]:
    """Return so many consignments in and out of one firm over years."""
    rows = []
    for k in range(count):
        amount = 100.0 + (k * 37) % 900
        rows.append(line(2 * k + 2, "a.CN>b.KZ", 3 * k, amount))
        rows.append(line(2 * k + 3, "b.KZ>c.RU", 3 * k + 8, amount - (20 if k % 5 == 0 else 0)))
    return rows
