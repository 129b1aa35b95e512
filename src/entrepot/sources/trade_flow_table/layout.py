"""How the columns of a national statistics file map to the canonical ones: a TOML file beside it, written by a person."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Self

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from entrepot.errors import SourceError
from entrepot.sources.checked import derived
from entrepot.sources.columns import Columns
from entrepot.sources.tabular import LOCATOR
from entrepot.sources.trade_flows import COLUMNS, canonical

SUFFIX = ".mapping.toml"  # beside the file, as the mappings of customs tables (sources/customs_table/mapping.py)
TABLE = "trade_flow_table"
_SCALED = ("value_eur", "value_usd", "net_mass_kg")
_BETWEEN_DIGITS = r"[ .]"  # 8542.31 and 85 42 31


class Layout(BaseModel):
    """What a person says of a file.

    `columns` gives the file's name of each canonical column, `constants` what holds for all rows, `words` what the file's words
    of a column mean, `scales` what a measure is multiplied with, `period_form` how periods are written (`%m.%Y`; None: 2022-05).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    table: str
    columns: dict[str, str]
    constants: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}
    scales: dict[str, float] = {}
    period_form: str | None = None

    @model_validator(mode="after")
    def _must_name_canonical_columns(self) -> Self:
        named = {*self.columns, *self.constants, *self.words}
        if unknown := sorted(named.difference(COLUMNS.names)):
            raise ValueError(f"{', '.join(unknown)} is no column; known: {', '.join(COLUMNS.names)}")
        if wrong := sorted(set(self.scales).difference(_SCALED)):
            raise ValueError(f"{', '.join(wrong)} is no measure; known: {', '.join(_SCALED)}")
        if lacking := COLUMNS.missing({*self.columns, *self.constants}):
            raise ValueError(f"{', '.join(lacking)} has neither a column nor a constant")
        if twice := sorted(set(self.columns).intersection(self.constants)):
            raise ValueError(f"{', '.join(twice)} has both a column and a constant")
        return self

    @property
    def wanted(self) -> Columns:
        """The columns that the file must have."""
        return Columns(tuple(dict.fromkeys(self.columns.values())))

    def canonical(self, rows: pa.Table) -> pa.Table:
        """Return rows of the file under the canonical names."""
        found = {name: self._read(name, rows.column(theirs)) for name, theirs in self.columns.items()}
        return canonical(rows.select([*dict.fromkeys(self.columns.values()), LOCATOR]), found, self.constants)

    def _read(self, name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
        words: Mapping[str, str] = self.words.get(name, {})
        if name == "goods_code":
            column = pc.replace_substring_regex(column, pattern=_BETWEEN_DIGITS, replacement="")
        if name == "period" and self.period_form is not None:
            return derived(column.combine_chunks(), self._period)
        return derived(column.combine_chunks(), lambda raw: words.get(raw, raw)) if words else column

    def _period(self, raw: str | None) -> str | None:
        """Return 2022-05 or 2022; what is not of the form stays, and is refused where it is checked."""
        if raw is None:
            return None
        form = self.period_form or ""
        try:
            day = datetime.strptime(raw, form)  # noqa: DTZ007 (a period, no moment)
        except ValueError:
            return raw
        return f"{day:%Y-%m}" if any(part in form for part in ("%m", "%b", "%B")) else f"{day:%Y}"


def is_layout(path: Path) -> bool:
    """Return whether a mapping file is of trade statistics: it names this table."""
    try:
        return tomllib.loads(path.read_text("utf-8")).get("table") == TABLE
    except (OSError, ValueError):
        return False


def layout_beside(path: Path) -> Layout | None:
    """Return the layout in the mapping beside a file; None where there is none of trade statistics.

    Raises:
        SourceError: It is not valid.
    """
    beside = path.with_name(path.name + SUFFIX)
    return read_layout(beside) if is_layout(beside) else None


def read_layout(path: Path) -> Layout:
    """Return the layout in a file.

    Raises:
        SourceError: It is not valid.
    """
    try:
        return Layout.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, ValueError) as fault:
        first = fault.errors()[0] if isinstance(fault, ValidationError) else None
        why = f"{'.'.join(map(str, first['loc']))} {first['msg']}".strip() if first else str(fault)
        raise SourceError.unreadable(path, why) from fault
