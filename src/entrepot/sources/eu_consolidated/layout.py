"""The columns of the transcribed annexes, and which list a row belongs to."""

from pathlib import Path

from entrepot.sources.base import hash_id
from entrepot.sources.columns import Columns
from entrepot.sources.tabular import first_cells

COLUMNS = Columns(
    ("celex", "recordId", "programKey", "annex", "measure", "startDate", "reason", "schema", "name", "alias"),
    (
        *("weakAlias", "previousName", "country", "nationality", "jurisdiction", "birthDate", "birthPlace", "position"),
        *("passportNumber", "gender", "appearance", "ethnicity", "fatherName", "motherName", "incorporationDate"),
        *("legalForm", "sector", "registrationNumber", "taxNumber", "idNumber", "innCode", "ogrnCode", "kppCode"),
        *("okpoCode", "leiCode", "swiftBic", "ticker", "imoNumber", "mmsi", "flag", "address", "phone", "email"),
        *("website", "notes"),
    ),
)
_CONFIDENCE = 0.97
# Regulations whose annexes are one list; Regulation 833/2014 has one list an annex, each with a measure of its own.
_WHOLE_LISTS = {"32014R0269": "eu_269", "32006R0765": "eu_765"}
_REGULATION_833 = "32014R0833"

Row = dict[str, str | None]


def looks_like_annex(path: Path, head: bytes) -> float:
    """Return the confidence that a file holds transcribed annexes: its header names act, record and annex."""
    return _CONFIDENCE if set(first_cells(path)).issuperset(COLUMNS.required) else 0.0


def list_id_of(celex: str, annex: str) -> str:
    """Return the list of an act and annex: `eu_833_iv`, `eu_269`; for an act not known here its own number and annex."""
    if celex in _WHOLE_LISTS:
        return _WHOLE_LISTS[celex]
    act = "833" if celex == _REGULATION_833 else celex.lower()
    return f"eu_{act}_{annex.lower()}"


def native_id_of(annex: str, record_id: str | None, name: str) -> str:
    """Return the entry's number within its act: `IV/666`; annexes without numbers are told apart by the name."""
    return f"{annex}/{record_id if record_id is not None else name}"


def party_id(list_id: str, native_id: str) -> str:
    """Return the party record's id, the same in every state of the list."""
    return hash_id(list_id, native_id)
