"""Writes an invented case of any size for tracing: linked declarations in Parquet, as a run would leave them.

Every name is invented; nothing in it is a statement about a real firm. Shapes are those of ingest_data.py (40,000 sellers,
60,000 buyers, sizes as the cube of a uniform number) with 8,000 firms in five hubs between them, one of them a forwarder with
a tenth of the hubs' lines, or with 84 in a hundred (a million of three million lines). Two fifths of the goods have codes of
the Common High Priority List. The same number of rows gives the same rows. Firms and part numbers are as many at every size, or
grow with the lines from a million on.
"""

from contextlib import closing
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from entrepot.codes.tables import reference_tables
from entrepot.records.catalogue import table_named
from entrepot.records.component import COMPONENT
from entrepot.records.linked import CONTROLLED_LINE, LINK, LINKED_PARTY
from entrepot.store.engine import DuckEngine
from entrepot.trace.lines import PARTS, SORTED, keep_sorted

FORWARDER, LARGEST_BUYER = "h00000", "b000000"
USUAL_PERCENT, SUPERNODE_PERCENT = 10, 84
_HUBS, _BUYERS, _SELLERS = 8_000, 60_000, 40_000
_MILLION = 1_000_000
_STATEMENT = Path(__file__).with_suffix(".sql")
_FIXED = {"snapshot_id": "bench", "provenance": "synthetic"}


def listed_codes() -> list[str]:
    """Return the codes of the Common High Priority List."""
    rows = reference_tables()["codes__controlled_good"].to_pylist()
    return sorted({row["hs6"] for row in rows if row["list_id"] == "chpl"})


def write_case(folder: Path, rows: int, *, forwarder_percent: int = USUAL_PERCENT, is_growing: bool = False) -> None:
    """Write linked__declaration.parquet and linked__party.parquet of so many lines, where they are not there yet.

    `forwarder_percent` of the hubs' lines, four in ten of all, are those of one forwarder. Where `is_growing`, there are as
    many times more firms and part numbers as there are millions of lines.
    """
    if (folder / "linked__party.parquet").is_file():
        return
    folder.mkdir(parents=True, exist_ok=True)
    times = max(1, rows // _MILLION) if is_growing else 1
    hubs, buyers, sellers = (times * count for count in (_HUBS, _BUYERS, _SELLERS))
    codes = "[" + ", ".join(f"'{code}'" for code in listed_codes()) + "]"
    statement = _STATEMENT.read_text("utf-8").format(
        hubs=hubs,
        buyers=buyers,
        sellers=sellers,
        series=times,
        rows=rows,
        codes=codes,
        forwarder_percent=forwarder_percent,
    )
    given = statement[statement.rindex("SELECT\n") :]
    columns = [c for c in table_named("core__declaration").linked().columns if f"AS {c.name}" not in given]
    others = ", ".join(
        f"CAST({_text(_FIXED.get(c.name))} AS {_type(c.type)}) AS {c.name}" for c in columns if c.name != "hs6"
    )
    with duckdb.connect(config={"memory_limit": "3GB", "temp_directory": str(folder / "spill")}) as connection:
        target = folder / "linked__declaration.parquet"
        connection.execute(
            f"COPY (SELECT *, {others} FROM ({statement})) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
        )
    ids = [f"{kind}{n:0{width}}" for kind, width, count in (("h", 5, hubs), ("b", 6, buyers), ("s", 6, sellers))
           for n in range(count)]  # fmt: skip
    named = {"party_id": ids, "name": [f"Firm {name} (invented)" for name in ids]}
    fixed = {**_FIXED, "party_kind": "company", "record_count": 1, "locator": "row 2"}
    parties = {
        c.name: pa.array(named[c.name])
        if c.name in named
        else pa.repeat(pa.scalar(fixed.get(c.name), c.type), len(ids))
        for c in LINKED_PARTY.columns
    }
    pq.write_table(pa.table(parties), folder / "linked__party.parquet")


def sort_case(folder: Path) -> None:
    """Keep the lines in the order of their codes, as `entrepot trace` does once after a run, in as much memory."""
    with closing(DuckEngine(memory_limit="1500MB", spill_to=folder / "spill")) as engine:
        engine.register_parquet("linked__declaration", [folder / "linked__declaration.parquet"])
        keep_sorted(engine, folder / f"{SORTED}.parquet", folder / f"{PARTS}.parquet")


def open_case(folder: Path) -> DuckEngine:
    """Return an engine with the tables that tracing reads."""
    engine = DuckEngine()
    for name in ("linked__declaration", "linked__party", SORTED, PARTS):
        if (folder / f"{name}.parquet").is_file():
            engine.register_parquet(name, [folder / f"{name}.parquet"])
    for name, rows in reference_tables().items():
        engine.register(name, rows)
    for table in (LINK, CONTROLLED_LINE, COMPONENT.linked()):
        engine.register(table.name, table.schema.empty_table())
    return engine


def _text(value: str | None) -> str:
    return "NULL" if value is None else f"'{value}'"


def _type(kind: pa.DataType) -> str:
    return {pa.string(): "VARCHAR", pa.float64(): "DOUBLE", pa.date32(): "DATE", pa.bool_(): "BOOLEAN"}[kind]
