"""Invented customs tables in every container that is read."""

import gzip
import io
import json
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

NAMES = ("ДАТА", "ИМПОРТЕР", "ТН ВЭД", "ВЕС НЕТТО")
ROWS = tuple((f"{day:02}.02.2023", f'ООО "Вымысел {day}"', "8542310000", f"{day},5") for day in range(1, 29))


def delimited(codec: str = "utf-8", delimiter: str = ";") -> bytes:
    """Return the table as delimited text."""
    return "".join(delimiter.join(row) + "\r\n" for row in (NAMES, *ROWS)).encode(codec)


def json_lines() -> bytes:
    """Return the table as JSON lines."""
    return "".join(json.dumps(dict(zip(NAMES, row, strict=True)), ensure_ascii=False) + "\n" for row in ROWS).encode()


def workbook(title_rows: int = 0) -> bytes:
    """Return the table as XLSX, its header below a title and blank rows; a second sheet is empty."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sheet")
        if title_rows:
            sheet.write(1, 3, "Exports of Ruritania")
        for number, row in enumerate((NAMES, *ROWS), start=title_rows):
            sheet.write_row(number, 0, row)
        book.add_worksheet("Notes")
    return target.getvalue()


def ods() -> bytes:
    """Return the table as ODS, the least that a reader takes."""
    cells = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in row)
        + "</table:table-row>"
        for row in (NAMES, *ROWS)
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{space}office:1.0" xmlns:table="{space}table:1.0"'
        f' xmlns:text="{space}text:1.0"><office:body><office:spreadsheet><table:table table:name="Sheet">{cells}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return archive(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": b'<manifest:manifest xmlns:manifest="' + f'{space}manifest:1.0"/>'.encode(),
        }
    )


def parquet() -> bytes:
    """Return the table as Parquet."""
    target = io.BytesIO()
    pq.write_table(pa.table([list(column) for column in zip(*ROWS, strict=True)], names=list(NAMES)), target)
    return target.getvalue()


def archive(members: dict[str, bytes]) -> bytes:
    """Return a zip of members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def zstd(content: bytes) -> bytes:
    """Return content compressed as zstd."""
    packed: bytes = pa.compress(content, codec="zstd", asbytes=True)
    return packed


def gzipped(content: bytes) -> bytes:
    """Return content compressed as gzip."""
    return gzip.compress(content, mtime=0)


CONTAINERS = {
    "plain.csv": delimited(),
    "russian.csv": delimited("cp1251"),
    "dos.txt": delimited("cp866", "|"),
    "wide.tsv": delimited("utf-16", "\t"),
    "table.csv.gz": gzipped(delimited("cp1251")),
    "table.csv.zst": zstd(delimited()),
    "table.zip": archive({"2023/january.csv": delimited("cp1251"), "__MACOSX/x.csv": b"x", "readme.md": b"# no table"}),
    "rows.jsonl": json_lines(),
    "rows.jsonl.gz": gzipped(json_lines()),
    "book.xlsx": workbook(),
    "book.ods": ods(),
    "books.zip": archive({"book.xlsx": workbook()}),
    "book.xlsx.gz": gzipped(workbook()),
    "rows.parquet": parquet(),
    "rows.zip": archive({"rows.parquet": parquet()}),
}
