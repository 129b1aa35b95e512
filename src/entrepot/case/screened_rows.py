"""Reads who is to be screened from a file: CSV, workbook, Parquet or JSON lines; columns are found by what they are called."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from entrepot.codes.territories import iso2
from entrepot.errors import SourceError
from entrepot.evidence.reading.header import unique_names
from entrepot.evidence.reading.preview import Preview, previews
from entrepot.evidence.reading.stream import Batch, batches
from entrepot.normalise.dates import partial_date
from entrepot.normalise.identifiers import SCHEMES
from entrepot.resolve.screening import Query, QueryKind
from entrepot.sources.customs_table.headers import HeaderReading, read_headers
from entrepot.sources.customs_table.vocabulary import plain_words

FIELDS = ("name", "aliases", "country", "address", "identifier", "goods", "birth_date")
# Words of headers that customs tables do not use, folded; the others are in resources/mapping.
_OWN_WORDS = {
    "aliases": {"alias", "aliases", "aka", "also", "псевдоним", "псевдонимы"},
    "birth_date": {"birth", "born", "dob", "birthdate", "birthday", "рождения"},
    "name": {"counterparty", "entity", "party", "company", "firm", "customer", "client", "контрагент"},
}
_PARTY_ROLES = frozenset(
    {"importer", "exporter", "buyer", "supplier", "consignee", "consignor", "shipper", "manufacturer", "owner"}
)
_ABOUT_GOODS = frozenset({"goods", "description", "brand", "model", "currency", "port", "bank", "carrier"})
_ALIAS_BREAKS = str.maketrans(";\n", "||")
_FAULTS_KEPT = 20  # rows that cannot be read which the record spells out


@dataclass
class Rows:
    """The queries of a file. What was put aside is known once all of `queries` are read.

    Attributes:
        columns: By table of the file, the header that each field is read from.
        read: Rows with a name or number.
        blank: Rows without either.
        faulty: Rows that are not whole; `faults` are the first of them, in words.
        unknown_countries: Cells of the country column that no country is called by, with how often.
    """

    path: Path
    columns: dict[str, dict[str, str]]
    read: int = 0
    blank: int = 0
    faulty: int = 0
    faults: list[str] = field(default_factory=list)
    unknown_countries: dict[str, int] = field(default_factory=dict)
    _tables: list[tuple[Preview, dict[str, str]]] = field(default_factory=list)

    def queries(self, kind: QueryKind = "any") -> Iterator[Query]:
        """Yield the rows as queries, in their order.

        Raises:
            SourceError: The file is damaged beyond reading on.
        """
        for table, columns in self._tables:
            for batch in batches(table):
                self._note(batch)
                cells = {name: batch.rows[header].to_pylist() for name, header in columns.items()}
                for at, number in enumerate(batch.numbers.to_pylist()):
                    query = self._query(
                        {name: column[at] for name, column in cells.items()}, kind, f"{batch.place}{number}"
                    )
                    if query is not None:
                        yield query

    def _note(self, batch: Batch) -> None:
        self.faulty += len(batch.faults)
        more = [f"{batch.place}{fault.row}: {fault.reason}" for fault in batch.faults]
        self.faults += more[: _FAULTS_KEPT - len(self.faults)]

    def _query(self, cells: Mapping[str, str | None], kind: QueryKind, place: str) -> Query | None:
        """Return a row as a query; None where it names nobody."""
        texts = {name: cell.strip() for name, cell in cells.items() if cell and cell.strip()}
        aliases = texts.get("aliases", "").translate(_ALIAS_BREAKS).split("|")
        names = tuple(dict.fromkeys(name.strip() for name in (texts.get("name", ""), *aliases) if name.strip()))
        if not names and "identifier" not in texts:
            self.blank += 1
            return None
        self.read += 1
        country = iso2(texts["country"]).value if "country" in texts else None
        if country is None and "country" in texts:
            self.unknown_countries[texts["country"]] = self.unknown_countries.get(texts["country"], 0) + 1
        return Query(
            names,
            kind,
            country,
            texts.get("address"),
            texts.get("identifier"),
            texts.get("goods"),
            partial_date(texts["birth_date"]).value if "birth_date" in texts else None,
            place,
        )


def rows_of_file(path: Path, named: Mapping[str, str]) -> Rows:
    """Return the rows of a file to be screened.

    Args:
        path: The file.
        named: Headers by field, where they are not to be found by their words.

    Raises:
        SourceError: The file cannot be read as a table, lacks a named column, or has no column of names or numbers.
    """
    tables = [(table, _columns(table, named)) for table in previews(path)]
    usable = [(table, columns) for table, columns in tables if columns.keys() & {"name", "aliases", "identifier"}]
    if not usable:
        header = [name for table, _ in tables for name in table.header]
        raise SourceError(
            f"{path.name} has no column that is known to hold names or numbers",
            where=f"{path}, header: {', '.join(filter(None, header[:12])) or 'none'}",
            next_step="Name it: --column name=HEADER.",
        )
    return Rows(path, {table.sheet or "": columns for table, columns in usable}, _tables=usable)


def _columns(table: Preview, named: Mapping[str, str]) -> dict[str, str]:
    """Return the headers of a table by field."""
    headers = unique_names(table.header)
    if missing := [header for header in named.values() if header not in headers]:
        raise SourceError.missing_columns(table.path, missing, headers)
    if not table.header_row and not named:
        return {"name": headers[0]} if len(headers) == 1 else {}
    found = dict(named)
    best: dict[str, tuple[float, int]] = {}
    for at, reading in enumerate(read_headers(headers)):
        meant = _field(reading)
        rank = (len(reading.meanings) + reading.doubt, at)
        if (
            meant is not None
            and meant not in named
            and headers[at] not in named.values()
            and rank < best.get(meant, (99.0, 0))
        ):
            best[meant] = rank
            found[meant] = headers[at]
    return {name: found[name] for name in FIELDS if name in found}


def _field(reading: HeaderReading) -> str | None:
    """Return the field that a header means, None for any other."""
    words, written = reading.words, {*plain_words(reading.text)}
    if "hs" in words or words == {"goods"}:
        return "goods"
    if words & _ABOUT_GOODS:
        return None
    own = next((meant for meant, known in _OWN_WORDS.items() if meant != "name" and written & known), None)
    if own is not None:
        return own
    if words & {"taxid", "id"} or words >= {"registration", "number"} or written & SCHEMES.keys():
        return "identifier"
    found = next((meant for meant in ("address", "country") if meant in words), None)
    if (
        found is None
        and ("name" in words or words & _PARTY_ROLES or written & _OWN_WORDS["name"])
        and "date" not in words
    ):
        return "name"
    return found
