"""The truth of a synthetic world, as its generator left it beside the case: never a source, never read by rules."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import pyarrow.parquet as pq

from entrepot.errors import EntrepotError

TRUTH_FOLDER = "truth"
Standing = Literal["subject", "member", "look_alike", "honest"]


@dataclass(frozen=True)
class Firm:
    """A firm or person of the world."""

    firm_id: str
    country_iso: str | None
    role: str
    size_band: str
    quality_band: str


@dataclass(frozen=True)
class Scheme:
    """A planted scheme, or an honest look-alike of one. `subjects` are those an investigator should be led to."""

    scheme_id: str
    kind: str
    is_look_alike: bool
    look_alike_of: str | None
    from_on: date
    value_usd: float
    targets: tuple[str, ...]
    story: str
    subjects: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True)
class Truth:
    """What a world holds: its settings (world.json), its firms by id, its schemes and look-alikes."""

    folder: Path
    world: Mapping[str, Any]
    firms: Mapping[str, Firm]
    schemes: tuple[Scheme, ...]

    @cached_property
    def planted(self) -> tuple[Scheme, ...]:
        """The schemes, without look-alikes."""
        return tuple(scheme for scheme in self.schemes if not scheme.is_look_alike)

    @cached_property
    def look_alikes(self) -> tuple[Scheme, ...]:
        """The honest look-alikes."""
        return tuple(scheme for scheme in self.schemes if scheme.is_look_alike)

    @cached_property
    def traders(self) -> tuple[Firm, ...]:
        """All firms without the people: what shares and figures per 1,000 firms are taken of."""
        return tuple(firm for firm in self.firms.values() if firm.role != "person")

    @cached_property
    def standing_of(self) -> Mapping[str, Standing]:
        """What each firm of a scheme is, `subject` before `member` before `look_alike`; all others are honest."""
        found: dict[str, Standing] = {}
        for scheme in self.look_alikes:
            found |= dict.fromkeys(scheme.subjects, "look_alike")
        for scheme in self.planted:
            found |= dict.fromkeys(scheme.members, "member")
        for scheme in self.planted:
            found |= dict.fromkeys(scheme.subjects, "subject")
        return found

    @property
    def is_null(self) -> bool:
        """Whether nothing is planted."""
        return not self.planted


def read_truth(case_folder: Path) -> Truth:
    """Return the truth beside a world's case.

    Raises:
        EntrepotError: the folder has none.
    """
    folder = case_folder / TRUTH_FOLDER
    if not (folder / "world.json").is_file():
        raise EntrepotError(
            "There is no truth to score against",
            where=str(folder),
            next_step="Score the case of a synthetic world: entrepot world DIR --rows N --seed S.",
        )
    world = json.loads((folder / "world.json").read_text("utf-8"))
    kept = ("firm_id", "country_iso", "role", "size_band", "quality_band")
    rows = pq.read_table(folder / "firm.parquet", columns=list(kept)).to_pylist()
    firms = {row["firm_id"]: Firm(**row) for row in rows}
    return Truth(folder, world, firms, _schemes(folder))


def _schemes(folder: Path) -> tuple[Scheme, ...]:
    members: dict[str, list[str]] = {}
    subjects: dict[str, list[str]] = {}
    for row in pq.read_table(folder / "scheme_firm.parquet").to_pylist():
        members.setdefault(row["scheme_id"], []).append(row["firm_id"])
        if row["is_subject"]:
            subjects.setdefault(row["scheme_id"], []).append(row["firm_id"])
    return tuple(
        Scheme(
            scheme_id=row["scheme_id"],
            kind=row["scheme_kind"],
            is_look_alike=row["is_look_alike"],
            look_alike_of=row["look_alike_of"],
            from_on=row["from_on"],
            value_usd=row["value_usd"] or 0.0,
            targets=tuple(part for part in (row["targets"] or "").split("|") if part),
            story=row["story"],
            subjects=tuple(sorted(set(subjects.get(row["scheme_id"], ())))),
            members=tuple(sorted(set(members.get(row["scheme_id"], ())))),
        )
        for row in sorted(pq.read_table(folder / "scheme.parquet").to_pylist(), key=lambda row: row["scheme_id"])
    )
