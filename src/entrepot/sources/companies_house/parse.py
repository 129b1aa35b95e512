"""The two bulk files of the register: companies as a table, control as JSON lines."""

from pathlib import Path

from entrepot.sources.base import Source, read_meta
from entrepot.sources.companies_house.companies import COLUMNS, looks_like_companies, parse_companies
from entrepot.sources.companies_house.control import parse_control

_CONFIDENCE = 0.96
_MARKS = (b'"company_number"', b'"data"', b"-control")


def looks_like_control(_path: Path, head: bytes) -> float:
    """Return the confidence that a file is a snapshot of persons with significant control, by the names of its fields."""
    is_json = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    return _CONFIDENCE if is_json and all(mark in head for mark in _MARKS) else 0.0


SOURCES = (
    Source(read_meta(__file__, "source_companies.toml"), looks_like_companies, parse_companies, columns=COLUMNS),
    Source(read_meta(__file__, "source_psc.toml"), looks_like_control, parse_control),
)
