"""Customs tables of invented firms as hypothesis generates them, in every container, with what an import must make of them."""

import io
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from math import fsum

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from customs_case import delimited, workbook
from customs_containers import archive, gzipped, zstd

KEYS = ("number", "day", "importer", "exporter", "hs", "goods", "quantity", "mass", "value", "currency")
LANGUAGES = {
    "english": "DECLARATION_NUMBER,IMPORT_DATE,IMPORTER_NAME,SUPPLIER_NAME,HS_CODE,PRODUCT_DESCRIPTION,"
    "QUANTITY,NET_WEIGHT,INVOICE_VALUE,CURRENCY",
    "russian": "НОМЕР ДЕКЛАРАЦИИ,ДАТА ДЕКЛАРАЦИИ,ИМПОРТЕР,ОТПРАВИТЕЛЬ,КОД ТН ВЭД,ОПИСАНИЕ ТОВАРА,"
    "КОЛИЧЕСТВО,ВЕС НЕТТО,СТОИМОСТЬ,ВАЛЮТА",
    "spanish": "NUMERO DECLARACION,FECHA DECLARACION,IMPORTADOR,PROVEEDOR,PARTIDA ARANCELARIA,DESCRIPCION MERCANCIA,"
    "CANTIDAD,PESO NETO,VALOR,MONEDA",
    "turkish": "BEYANNAME NO,TARİH,İTHALATÇI,GÖNDERİCİ,GTİP,EŞYA TANIMI,MİKTAR,NET AĞIRLIK,DEĞER,DÖVİZ",
}
_GOOD = {
    "importer": ["VYMYSEL ALFA LLP", "ООО ВЫМЫСЕЛ", "KURGU SANAYI LTD", "NULL", ""],
    "exporter": ["FICTIVE OAK LTD", "INVENTED, ELM GMBH", 'MADE UP "ASH" INC'],
    "hs": ["854231", "847150", "852990", "851762", "870829", "NULL"],
    "goods": ["INVENTED GOODS; NEW", "MICROCHIPS,\nIN BOXES", "ВЫМЫШЛЕННЫЙ ТОВАР"],
    "quantity": ["10", "25", "3", "N/A"],
    "mass": ["1.5", "20.25", "7", ""],
    "currency": ["EUR", "USD", "CNY", "", "840"],
}
_BAD = {
    "day": ["", "soon", "00:00.0"],
    "hs": ["CHIPS", "85"],
    "quantity": ["lots"],
    "mass": ["-4"],
    "value": ["a lot", "-5.25"],
}
_CODES = {"840": "USD", "": "no currency"}
_CODECS = {"english": ("utf-8", "utf-16", "utf-8-sig"), "russian": ("utf-8", "cp1251", "utf-16")}
Row = dict[str, str]


@dataclass(frozen=True)
class Balance:
    """What the generated cells add up to: rows and value by currency, read, kept, and put aside."""

    read: int
    kept: int
    aside: int
    unread: int
    value_read: dict[str, float]
    value_kept: dict[str, float]
    value_aside: dict[str, float]


@dataclass(frozen=True)
class Table:
    """A generated table: its header, its rows by meaning, its form; `ragged` are records of another width behind the rows."""

    header: list[str]
    rows: list[Row]
    codec: str = "utf-8"
    delimiter: str = ","
    title_count: int = 0
    ragged: int = 0

    @property
    def records(self) -> list[list[str]]:
        """Header and cells."""
        return [self.header, *([row[key] for key in KEYS] for row in self.rows)]

    def csv(self) -> bytes:
        """Return it as delimited text in its own form, titles above it."""
        titles = [["Invented", *[""] * (len(KEYS) - 1)]] * self.title_count
        whole = [*titles, *self.records, *[["cut", "off"]] * self.ragged]
        return delimited(whole, delimiter=self.delimiter, codec=self.codec)

    def balance(self) -> Balance:
        """Return what an import must say of it, by the cells alone."""
        seen: set[tuple[str, ...]] = set()
        sums: dict[str, defaultdict[str, list[float]]] = {name: defaultdict(list) for name in ("read", "kept", "aside")}
        kept = unread = 0
        for row in self.rows:
            identity = tuple(row[key] for key in KEYS)
            is_kept = identity not in seen and not is_bad(row)
            if is_kept:
                seen.add(identity)
            value = None if row["value"] in {"NULL", "a lot"} else float(row["value"])
            kept += is_kept
            unread += not is_kept and value is None
            if value is not None:
                currency = _CODES.get(row["currency"], row["currency"])
                for name in ("read", "kept" if is_kept else "aside"):
                    sums[name][currency].append(value)
        made = {name: {key: fsum(values) for key, values in found.items()} for name, found in sums.items()}
        count = len(self.rows) + self.ragged
        return Balance(count, kept, count - kept, unread + self.ragged, made["read"], made["kept"], made["aside"])


def is_bad(row: Row) -> bool:
    """Return whether a row holds a cell that puts it aside."""
    return any(row[key] in cells for key, cells in _BAD.items())


@st.composite
def generated_rows(draw: st.DrawFn) -> Row:
    """Return a row without its number: good cells of all kinds, and in one of four rows a bad one."""
    row = {key: draw(st.sampled_from(cells)) for key, cells in _GOOD.items()}
    row["day"] = draw(st.dates(min_value=date(2022, 11, 1), max_value=date(2023, 2, 28))).isoformat()
    row["value"] = draw(st.just("NULL") | st.integers(1, 10**7).map(lambda quarters: f"{quarters / 4:.2f}"))
    if draw(st.integers(0, 3)) == 0:
        key = draw(st.sampled_from(sorted(_BAD)))
        row[key] = draw(st.sampled_from(_BAD[key]))
    return row


@st.composite
def generated_tables(draw: st.DrawFn, *, is_plain: bool = False) -> Table:
    """Return a table of 4 to 14 rows, some of them twice; `is_plain` for one that every container can hold."""
    language = draw(st.sampled_from(sorted(LANGUAGES)))
    found = draw(st.lists(generated_rows(), min_size=4, max_size=10))
    rows = [{"number": f"D-{number:04}", **row} for number, row in enumerate(found, start=1)]
    rows += draw(st.lists(st.sampled_from(rows), max_size=4))
    header = LANGUAGES[language].split(",")
    if is_plain:
        return Table(header, rows)
    return Table(
        header,
        rows,
        draw(st.sampled_from(_CODECS.get(language, ("utf-8", "utf-16")))) if _is_in_cp1251(rows) else "utf-8",
        draw(st.sampled_from([",", ";", "\t", "|"])),
        draw(st.sampled_from([0, 0, 1, 3])),
        draw(st.sampled_from([0, 0, 1])),
    )


def _is_in_cp1251(rows: list[Row]) -> bool:
    return all(cell.encode("cp1251", "ignore").decode("cp1251") == cell for row in rows for cell in row.values())


def in_containers(table: Table) -> dict[str, bytes]:
    """Return a plain table in every container, by file name."""
    header, *cells = table.records
    objects = [dict(zip(header, row, strict=True)) for row in cells]
    lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in objects).encode()
    columns = {name: pa.array([each[name] or None for each in objects], pa.string()) for name in header}
    parquet = io.BytesIO()
    pq.write_table(pa.table(columns), parquet)
    return {
        "table.csv": table.csv(),
        "table.tsv": Table(table.header, table.rows, "utf-16", "\t").csv(),
        "table.csv.gz": gzipped(table.csv()),
        "table.csv.zst": zstd(table.csv()),
        "table.zip": archive({"2023/table.csv": table.csv(), "readme.md": b"# no table"}),
        "table.xlsx": workbook(table.records),
        "books.zip": archive({"table.xlsx": workbook(table.records)}),
        "table.parquet": parquet.getvalue(),
        "table.jsonl": lines,
        "table.jsonl.gz": gzipped(lines),
    }
