"""Writes a synthetic background: trade of invented firms, large enough that finding planted ones among them means something.

No scheme is planted here: the background is honest trade, with firms that look like schemes and are none. Same seed, same
bytes. `truth.json` names the look-alikes; no source recognises it and no rule reads it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from entrepot.world import canonical
from entrepot.world.bundled.declared import SCHEMA, Row, rows_of
from entrepot.world.bundled.firms import Firm, Register, make_register
from entrepot.world.bundled.look_alikes import plant
from entrepot.world.bundled.planted import Planted
from entrepot.world.bundled.trade import draw

DECLARATIONS_FILE = "background_declarations.parquet"
PARTIES_FILE = "background_parties.csv"
DESIGNATIONS_FILE = "background_designations.csv"
INTERESTS_FILE = "background_interests.csv"
ROLES_FILE = "background_roles.csv"
TRUTH_FILE = "truth.json"
_SYNTHETIC = {"provenance": "synthetic"}


@dataclass(frozen=True)
class BackgroundSummary:
    """What was written: `files` for a case in the order to add them; `truth` is for scoring only."""

    files: tuple[Path, ...]
    truth: Path
    line_count: int
    firm_count: int


def write_background(folder: Path, *, seed: int = 2022, lines: int = 60_000) -> BackgroundSummary:
    """Write the background's tables into `folder`, which is made where it does not exist.

    Args:
        folder: Where the files go; files of these names are replaced.
        seed: Another seed gives another world.
        lines: Declaration lines, about 1,400 of which belong to look-alikes.

    Raises:
        ValueError: `lines` is too small to hold the look-alikes.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    register = make_register(rng)
    drawn_firms = list(register.firms)
    planted = plant(rng, register)
    if lines <= len(planted.lines):
        raise ValueError(f"lines must be more than the {len(planted.lines)} of the look-alikes, not {lines}")
    drawn = draw(rng, drawn_firms, lines - len(planted.lines))
    rows = _numbered([*rows_of(rng, drawn, drawn_firms), *planted.lines])
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), folder / DECLARATIONS_FILE, compression="zstd")
    files = [folder / DECLARATIONS_FILE, *_write_register(folder, register, planted)]
    truth = {"seed": seed, "planted_schemes": {}, "look_alikes": planted.truth}
    (folder / TRUTH_FILE).write_text(json.dumps(truth, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return BackgroundSummary(tuple(files), folder / TRUTH_FILE, len(rows), len(register.firms))


def _numbered(rows: Sequence[Row]) -> list[Row]:
    """Return the rows by day, each with a declaration number; rows of one day keep their order."""
    ordered = sorted(rows, key=lambda row: str(row["declared_on"]))
    return [{**row, "declaration_number": f"SYN-{number:06}"} for number, row in enumerate(ordered, start=1)]


def _write_register(folder: Path, register: Register, planted: Planted) -> list[Path]:
    parties = [_party_row(firm) for firm in (*register.firms, *register.people)]
    tables: tuple[tuple[str, Sequence[str], Sequence[Mapping[str, str]]], ...] = (
        (PARTIES_FILE, canonical.PARTY_COLUMNS, parties),
        (DESIGNATIONS_FILE, canonical.DESIGNATION_COLUMNS, planted.designations),
        (INTERESTS_FILE, canonical.INTEREST_COLUMNS, register.interests),
        (ROLES_FILE, canonical.ROLE_COLUMNS, register.roles),
    )
    for name, columns, rows in tables:
        marked = [{**row, **_SYNTHETIC} for row in rows]
        (folder / name).write_text(canonical.csv_text(columns, marked), "utf-8")
    return [folder / name for name, _, _ in tables]


def _party_row(firm: Firm) -> dict[str, str]:
    return {
        "id": firm.firm_id,
        "kind": firm.kind,
        "name": firm.name,
        "country": firm.country_iso,
        "incorporated_on": firm.incorporated_on.isoformat() if firm.kind == "company" else "",
        "identifiers": firm.identifiers,
        "addresses": firm.address,
        "business": firm.business,
        "tags": firm.tags,
    }
