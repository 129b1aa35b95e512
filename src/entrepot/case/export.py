"""A case in formats other programs read: FollowTheMoney, CSV, Parquet, XLSX, GraphML."""

import csv
import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import xlsxwriter

from entrepot.case.export_ftm import ftm_entities
from entrepot.case.results import Results
from entrepot.errors import CaseError
from entrepot.store.engine import rows_of

# Tables a reader works with; each row keeps its evidence columns.
EXPORTED = (
    "linked__party",
    "linked__party_record",
    "linked__party_name",
    "linked__identifier",
    "linked__address",
    "linked__interest",
    "linked__role",
    "linked__designation",
    "linked__list_change",
    "linked__declaration",
    "linked__superseded_declaration",
    "linked__trade_flow",
    "linked__component",
    "linked__claim",
    "linked__merge",
    "linked__possible_match",
    "graph__link",
    "core__quarantine",
)
# What a worksheet holds below its header, and a cell of it in characters (Microsoft, Excel specifications and limits).
_SHEET_ROWS, _CELL_CHARACTERS = 1_048_575, 32_767
_FIRST_SHEET_DAY = date(
    1900, 3, 1
)  # earlier days are no dates in a worksheet, or wrong ones (Microsoft, article 214326)
_ROWS_AT_ONCE = 10_000
_VERDICTS = {"confirm": "confirmed", "dismiss": "dismissed"}
# Characters that no XML document may hold (W3C, Extensible Markup Language 1.0, 2.2).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FINDING_COLUMNS = (
    "indicator",
    "version",
    "outcome",
    "title",
    "subject_id",
    "subject_name",
    "subject_kind",
    "reason",
    "value",
    "unit",
    "threshold",
    "p_value",
    "provenance",
    "evidence_total",
    *(f"verdict{part}" for part in ("", "_who", "_when", "_why")),
)


def export_case(results: Results, format_name: str, target: Path) -> Path:
    """Write the case to `target` (a file for ftm, xlsx, graphml; a folder for csv, parquet) and return it.

    The target appears only once it is complete; an earlier export at that place is replaced.

    Raises:
        CaseError: something else than an earlier export stands there.
    """
    if target.exists() and not _is_earlier_export(target, format_name):
        raise CaseError.would_overwrite(target)
    building = target.with_name(target.name + ".partial")
    if building.is_dir():
        shutil.rmtree(building)
    target.parent.mkdir(parents=True, exist_ok=True)
    FORMATS[format_name](results, building)
    if target.is_dir():
        shutil.rmtree(target)
    building.replace(target)
    return target


def _is_earlier_export(target: Path, format_name: str) -> bool:
    """Return whether nothing but an export's own files would be replaced."""
    if format_name not in _FOLDER_FORMATS:
        return target.is_file()
    own = {"evidence.csv", *(f"{name}.{format_name}" for name in (*EXPORTED, "findings"))}
    return target.is_dir() and own.issuperset(path.name for path in target.iterdir())


def default_target(folder: Path, format_name: str) -> Path:
    """Return where an export goes when no place is named."""
    name = {"ftm": "case.ftm.json", "xlsx": "case.xlsx", "graphml": "case.graphml"}.get(
        format_name, f"tables-{format_name}"
    )
    return folder / "export" / name


def _write_ftm(results: Results, path: Path) -> None:
    with path.open("w", encoding="utf-8") as stream:
        for entity in ftm_entities(results):
            stream.write(json.dumps(entity, ensure_ascii=False, sort_keys=True) + "\n")


def _write_csv(results: Results, folder: Path) -> None:
    folder.mkdir(parents=True)
    for name in EXPORTED:
        pa_csv.write_csv(results.engine.read(name), folder / f"{name}.csv")
    with (folder / "findings.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, _FINDING_COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(_finding_rows(results))
    _write_evidence(results, folder / "evidence.csv")


def _finding_rows(results: Results) -> list[dict[str, Any]]:
    """Return one row a finding; the columns of the verdict are null where nobody gave one."""
    rows = []
    for finding in results.findings:
        given = finding.get("verdict") or {}
        verdict = {"verdict": _VERDICTS.get(str(given.get("kind")))}
        verdict |= {f"verdict_{part}": given.get(part) for part in ("who", "when", "why")}
        rows.append({column: {**finding, **verdict}[column] for column in _FINDING_COLUMNS})
    return rows


def _write_evidence(results: Results, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["indicator", "subject_id", "snapshot", "locator", "summary", "provenance", "publication"])
        for finding in results.findings:
            for row in finding["evidence"]:
                place = (row["snapshot"], row["locator"], row["summary"], row["provenance"], row["publication"])
                writer.writerow([finding["indicator"], finding["subject_id"], *place])


def _write_parquet(results: Results, folder: Path) -> None:
    folder.mkdir(parents=True)
    for name in EXPORTED:
        pq.write_table(results.engine.read(name), folder / f"{name}.parquet", compression="zstd")
    findings = pa.Table.from_pylist(_finding_rows(results))
    # Text also where nobody gave a verdict: a column of nulls alone has no type.
    fields = [pa.field(f.name, pa.string()) if f.name.startswith("verdict") else f for f in findings.schema]
    pq.write_table(findings.cast(pa.schema(fields)), folder / "findings.parquet", compression="zstd")
    _write_evidence(results, folder / "evidence.csv")


def _write_xlsx(results: Results, path: Path) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with xlsxwriter.Workbook(str(path), options) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        rows = [list(row.values()) for row in _finding_rows(results)]
        _sheet(book, "findings", list(_FINDING_COLUMNS), rows, day)
        for name in EXPORTED:
            table = results.engine.read(name)
            for number, start in enumerate(range(0, max(1, table.num_rows), _SHEET_ROWS), start=1):
                title = name.replace("__", "_") + (f"_{number}" if number > 1 else "")
                _sheet(book, title, list(table.column_names), _rows_in(table.slice(start, _SHEET_ROWS)), day)


def _rows_in(table: pa.Table) -> Iterator[list[Any]]:
    """Yield the rows of a table, a batch of them in memory at a time."""
    for batch in table.to_batches(max_chunksize=_ROWS_AT_ONCE):
        yield from (list(row.values()) for row in batch.to_pylist())


def _sheet(book: Any, name: str, columns: list[str], rows: Iterable[list[Any]], day: Any) -> None:  # noqa: ANN401 (untyped library)
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, columns)
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, date) and value < _FIRST_SHEET_DAY:
                sheet.write_string(number, place, value.isoformat())
            elif isinstance(value, date):
                sheet.write_datetime(number, place, value, day)
            elif isinstance(value, str):
                sheet.write_string(number, place, value[:_CELL_CHARACTERS])
            elif value is not None:
                sheet.write(number, place, value)


def _write_graphml(results: Results, path: Path) -> None:
    """Write parties that have a link, and the links, with their evidence as attributes.

    Readers refuse graphs of which some edges are directed: direction is an attribute, `holder_party_id`, and the holder is
    the source of its edge.
    """
    links = rows_of(results.engine.read("graph__link"))
    linked = {row[side] for row in links for side in ("party_a_id", "party_b_id")}
    root = ET.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    node_keys, edge_keys = (
        ("name", "party_kind", "country_iso"),
        ("link_kind", "via_name", "holder_party_id", "snapshot_id", "locator", "provenance"),
    )
    for place, keys in (("node", node_keys), ("edge", edge_keys)):
        for key in keys:
            ET.SubElement(root, "key", {"id": key, "for": place, "attr.name": key, "attr.type": "string"})
    graph = ET.SubElement(root, "graph", edgedefault="undirected")
    for row in sorted(rows_of(results.engine.read("linked__party")), key=lambda r: r["party_id"]):
        if row["party_id"] in linked:
            _attributes(ET.SubElement(graph, "node", id=row["party_id"]), row, node_keys)
    for row in links:
        ends = [row["party_a_id"], row["party_b_id"]]
        source, target = reversed(ends) if row["holder_party_id"] == ends[1] else ends
        _attributes(ET.SubElement(graph, "edge", source=source, target=target), row, edge_keys)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _attributes(element: ET.Element, row: dict[str, Any], keys: tuple[str, ...]) -> None:
    for key in keys:
        if row[key] is not None:
            ET.SubElement(element, "data", key=key).text = _NOT_XML.sub("�", str(row[key]))


_FOLDER_FORMATS = frozenset({"csv", "parquet"})
FORMATS: dict[str, Callable[[Results, Path], None]] = {
    "ftm": _write_ftm,
    "csv": _write_csv,
    "parquet": _write_parquet,
    "xlsx": _write_xlsx,
    "graphml": _write_graphml,
}
