"""Small invented trade as linked tables: one line a shipment, firms named by a letter with their country."""

import random
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from entrepot.codes.tables import reference_tables
from entrepot.records.declaration import DECLARATION
from entrepot.records.linked import LINK, LINKED_PARTY
from entrepot.store.engine import Engine
from entrepot.store.tables import to_arrow
from entrepot.trace.ledger import Ledger, ledger_of
from entrepot.trace.scope import Question

START = date(2023, 1, 1)
AS_OF = date(2024, 12, 31)
CODE = "854239"  # on the Common High Priority List
LINES = DECLARATION.linked()
EVIDENCE = {"snapshot_id": "invented", "locator": "row 2", "provenance": "synthetic"}


def question(**asked: Any) -> Question:  # noqa: ANN401 (fields of a question)
    """Return a question as of the end of the invented trade."""
    return Question(as_of_on=AS_OF, **asked)


def line(number: int, way: str, day: int, quantity: float, **more: Any) -> dict[str, Any]:  # noqa: ANN401 (columns)
    """Return a line: `way` is sender and receiver as `A.DE>B.KZ`, `?` a side that is not named; 10 dollars a piece."""
    sides = dict(zip(("exporter", "importer"), (side.split(".") for side in way.split(">")), strict=True))
    row: dict[str, Any] = {
        "declaration_id": f"line {number:04}",
        "declared_on": START + timedelta(days=day),
        "direction": "import",
        "reporting_iso": sides["importer"][1],
        "hs6": CODE,
        "hs_code": CODE,
        "part_number": "GX-100",
        "part_number_key": "GX100",
        "quantity": quantity,
        "quantity_unit": "pcs",
        "value_usd": quantity * 10.0,
        "snapshot_id": "invented",
        "locator": f"row {number + 2}",
        "provenance": "synthetic",
    }
    for side, (name, country) in sides.items():
        row[f"{side}_country_iso"] = country
        if name != "?":
            row |= {f"{side}_party_id": name, f"{side}_source_party_id": name, f"{side}_name": f"Firm {name}"}
    return {**row, **more}


def without_part(**more: Any) -> dict[str, Any]:  # noqa: ANN401 (columns)
    """Return columns of a line that names no part."""
    return {"part_number": None, "part_number_key": None, **more}


def background(first: int, count: int, *, seed: int = 1) -> list[dict[str, Any]]:
    """Return lines of other parts between firms that pass nothing on: what is rare or common is judged among them."""
    draw = random.Random(seed)  # noqa: S311 (invented goods, no secret)
    return [
        line(
            first + n,
            f"M{draw.randrange(20)}.CN>K{draw.randrange(30)}.KZ",
            draw.randrange(365),
            float(draw.randrange(1, 9000)),
            part_number=f"BG-{n % 60}",
            part_number_key=f"BG{n % 60}",
        )
        for n in range(count)
    ]


def load(
    engine: Engine,
    lines: Iterable[dict[str, Any]],
    links: Iterable[tuple[str, str]] = (),
    *,
    shuffle: int | None = None,
) -> None:
    """Register the tables that tracing reads."""
    rows = list(lines)
    if shuffle is not None:
        random.Random(shuffle).shuffle(rows)  # noqa: S311 (an order of rows)
    engine.register("linked__declaration", to_arrow(LINES, rows))
    engine.register(LINKED_PARTY.name, to_arrow(LINKED_PARTY, _parties(rows)))
    other = {"b_snapshot_id": "invented", "b_locator": "row 3", "sharing_count": 2, "rarity_bits": 5.0}
    kind = {"link_kind": "shared_address", "via": "x", "via_name": "1 Road"}
    made = [{"party_a_id": a, "party_b_id": b, **kind, **other, **EVIDENCE} for a, b in links]
    engine.register(LINK.name, to_arrow(LINK, made))
    for name, content in reference_tables().items():
        engine.register(name, content)


def _parties(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    firms: dict[str, str] = {}
    for row in rows:
        for side in ("exporter", "importer"):
            if f"{side}_party_id" in row:
                firms.setdefault(row[f"{side}_party_id"], row[f"{side}_country_iso"])
    named = [{"party_id": firm, "name": f"Firm {firm}", "country_iso": iso} for firm, iso in sorted(firms.items())]
    return [{**firm, "party_kind": "company", "record_count": 1, **EVIDENCE} for firm in named]


def ledger(rows: Iterable[dict[str, Any]]) -> Ledger:
    """Return lines as a ledger without a database: every firm's consignments are whole."""
    ordered = sorted(rows, key=lambda row: (row["declared_on"], row["declaration_id"]))
    texts = {
        "shipment_id": "declaration_id",
        "exporter_id": "exporter_party_id",
        "importer_id": "importer_party_id",
        "exporter_iso": "exporter_country_iso",
        "importer_iso": "importer_country_iso",
        "hs6": "hs6",
        "hs_code": "hs_code",
        "part_key": "part_number_key",
        "brand_key": "brand",
        "unit": "quantity_unit",
    }
    columns = {name: pa.array([row.get(key) for row in ordered], pa.string()) for name, key in texts.items()}
    days = pa.array([row["declared_on"] for row in ordered], pa.date32())
    reals = {name: pa.array([row.get(name) for row in ordered], pa.float64()) for name in ("quantity", "value_usd")}
    return ledger_of(pa.table({**columns, "left_on": days, "arrived_on": days, **reals}))
