"""The truth of a world, beside its sources and never among them: who stands behind each line, which schemes there are."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from entrepot.world.block import NOBODY
from entrepot.world.declared import Written
from entrepot.world.draft import Draft
from entrepot.world.entities import Firm, Scheme, SizeBand
from entrepot.world.settings import DESTINATION_ISO, VERSION

Floats = npt.NDArray[np.float64]
_SMALL_USD, _LARGE_USD = 100_000.0, 2_000_000.0  # a year [proposed]
_LINE_FIRM = pa.schema(
    [(name, pa.string()) for name in ("declaration_number", "line_number", "importer_firm_id", "exporter_firm_id")]
)


class TruthWriter:
    """Takes the truth of each block as it is written, and writes the tables at the end."""

    def __init__(self, folder: Path, draft: Draft) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._draft = folder, draft
        self._ids = pa.array([firm.firm_id for firm in draft.firms])
        self._lines = pq.ParquetWriter(
            folder / "line_firm.parquet", _LINE_FIRM, compression="zstd", compression_level=1
        )
        self._scheme_lines: list[tuple[str, str, str]] = []
        self._scheme_values: dict[int, list[tuple[float, int]]] = {}
        self.line_count = 0

    def add(self, written: Written) -> None:
        """Take the truth of written rows."""
        number, line = written.table["declaration_number"], written.table["line_number"]
        firms = [
            self._ids.take(pa.array(np.maximum(places, 0), mask=places == NOBODY))
            for places in (written.importer, written.exporter)
        ]
        self._lines.write_table(pa.table([number, line, *firms], schema=_LINE_FIRM))
        self.line_count += written.table.num_rows
        for place in np.flatnonzero(written.scheme != NOBODY).tolist():
            scheme = int(written.scheme[place])
            row = written.table.slice(place, 1).select(
                ["declaration_number", "line_number", "value_usd", "declared_on"]
            )
            values = row.to_pylist()[0]
            scheme_id = self._draft.records.schemes[scheme].scheme_id
            self._scheme_lines.append((scheme_id, values["declaration_number"], values["line_number"]))
            self._scheme_values.setdefault(scheme, []).append((values["value_usd"], values["declared_on"].toordinal()))

    def close(self) -> None:
        """Finish the table of lines; used also where writing failed."""
        self._lines.close()

    def write(self, yearly_usd: Floats) -> None:
        """Write the other tables; `yearly_usd` is what each firm traded in a mean year, by position."""
        records = self._draft.records
        firms = sorted(self._draft.firms, key=lambda firm: firm.firm_id)
        rows = [_firm_row(firm, size_band(float(yearly_usd[firm.position]))) for firm in firms]
        self._table("firm", rows, _FIRM_TEXTS, dates=("born_on", "died_on"))
        schemes = [self._scheme_row(place, scheme) for place, scheme in enumerate(records.schemes)]
        dates = ("from_on", "to_on")
        self._table("scheme", schemes, _SCHEME_TEXTS, dates=dates, flags=("is_look_alike",), numbers=("value_usd",))
        parts = [asdict(part) for part in records.scheme_firms]
        self._table("scheme_firm", parts, ("scheme_id", "firm_id", "scheme_role"), flags=("is_subject",))
        links = [asdict(link) for link in records.scheme_links]
        self._table("scheme_link", links, ("scheme_id", "firm_a_id", "firm_b_id", "link_kind"), dates=("from_on",))
        names = ("scheme_id", "declaration_number", "line_number")
        self._table("scheme_line", [dict(zip(names, line, strict=True)) for line in sorted(self._scheme_lines)], names)
        self._write_world(sum(firm.kind == "company" for firm in firms))

    def _write_world(self, firm_count: int) -> None:
        settings = self._draft.settings
        world = {
            "seed": settings.seed,
            "rows": settings.rows,
            "scheme_rate": settings.scheme_rate,
            "setting": settings.setting,
            "kind": settings.kind,
            "without": sorted(settings.without),
            "version": VERSION,
            "destination_iso": DESTINATION_ISO,
            "firms": firm_count,
            "lines": self.line_count,
        }
        (self._folder / "world.json").write_text(json.dumps(world, indent=2) + "\n", "utf-8")

    def _scheme_row(self, place: int, scheme: Scheme) -> dict[str, object]:
        lines = self._scheme_values.get(place, [])
        days = [day for _, day in lines]
        return {
            "scheme_id": scheme.scheme_id,
            "scheme_kind": scheme.scheme_kind,
            "is_look_alike": scheme.is_look_alike,
            "look_alike_of": scheme.look_alike_of,
            "from_on": scheme.from_on or (date.fromordinal(min(days)) if days else None),
            "to_on": scheme.to_on or (date.fromordinal(max(days)) if days else None),
            "value_usd": round(sum(value for value, _ in lines), 2),
            "targets": "|".join(scheme.targets),
            "story": scheme.story,
        }

    def _table(
        self,
        name: str,
        rows: Sequence[Mapping[str, object]],
        texts: Sequence[str],
        *,
        dates: Sequence[str] = (),
        flags: Sequence[str] = (),
        numbers: Sequence[str] = (),
    ) -> None:
        kinds = {**dict.fromkeys(texts, pa.string()), **dict.fromkeys(dates, pa.date32())}
        kinds |= {**dict.fromkeys(flags, pa.bool_()), **dict.fromkeys(numbers, pa.float64())}
        schema = pa.schema(list(kinds.items()))
        pq.write_table(
            pa.Table.from_pylist([dict(row) for row in rows], schema=schema),
            self._folder / f"{name}.parquet",
            compression="zstd",
        )


_FIRM_TEXTS = ("firm_id", "name", "country_iso", "role", "size_band", "quality_band")
_SCHEME_TEXTS = ("scheme_id", "scheme_kind", "look_alike_of", "targets", "story")


def _firm_row(firm: Firm, band: SizeBand) -> dict[str, object]:
    texts = {name: getattr(firm, name) for name in _FIRM_TEXTS if name != "size_band"}
    return {**texts, "size_band": band, "born_on": firm.born_on, "died_on": firm.died_on}


def size_band(yearly_usd: float) -> SizeBand:
    """Return the band of what a firm trades in a mean year."""
    return "small" if yearly_usd < _SMALL_USD else "medium" if yearly_usd < _LARGE_USD else "large"
