"""Which part of a month is wanted: named in `NAME.only.toml` beside the file, applied before anything else is done."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.errors import SourceError

SUFFIX = ".only.toml"
_COLUMNS = {"reporters": "REPORTER", "partners": "PARTNER"}
_PLACE = re.compile(r"[A-Z]{2}")
_GOODS = re.compile(r"\d{2,8}")


@dataclass(frozen=True)
class Scope:
    """The reporters and partners wanted, in Eurostat's codes, and the beginnings of goods codes; empty means all."""

    reporters: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()

    def wanted(self, rows: pa.Table) -> pa.Array | None:
        """Return True for the rows that are wanted; None where all are."""
        answer = None
        for name, column in _COLUMNS.items():
            if listed := getattr(self, name):
                answer = _both(answer, pc.is_in(rows.column(column), value_set=pa.array(listed)))
        if self.goods:
            starts = f"^(?:{'|'.join(self.goods)})"
            answer = _both(answer, pc.fill_null(pc.match_substring_regex(rows.column("PRODUCT_NC"), starts), False))
        return answer


def read_scope(path: Path) -> Scope:
    """Return what is wanted of a month; all where no `NAME.only.toml` lies beside it.

    Raises:
        SourceError: The file is no TOML, or names other keys or codes.
    """
    beside = path.with_name(path.name + SUFFIX)
    if not beside.is_file():
        return Scope()
    try:
        values = tomllib.loads(beside.read_text("utf-8"))
    except (OSError, ValueError) as fault:
        raise SourceError.unreadable(beside, f"it is no TOML ({fault})") from fault
    made = {}
    for name, listed in values.items():
        pattern = _GOODS if name == "goods" else _PLACE
        is_known = name == "goods" or name in _COLUMNS
        if not is_known or not isinstance(listed, list) or not all(pattern.fullmatch(str(one)) for one in listed):
            why = 'it may say partners = ["RU", "KZ"], reporters = ["LT"] and goods = ["8542", "84"], in Eurostat\'s codes'
            raise SourceError.unreadable(beside, f"{name}: {why}")
        made[name] = tuple(map(str, listed))
    return Scope(**made)


def scope_text(path: Path) -> str:
    """Return what `NAME.only.toml` says, for the key under which the rows of a month are kept."""
    beside = path.with_name(path.name + SUFFIX)
    return beside.read_text("utf-8", errors="replace") if beside.is_file() else ""


def _both(one: pa.Array | None, other: pa.Array) -> pa.Array:
    return other if one is None else pc.and_(one, other)
