"""The truth of a synthetic world, as its generator left it beside the case: never a source, never read by rules."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from entrepot.errors import EntrepotError

TRUTH_FOLDER = "truth"
_WORLD_SAYS = frozenset({"seed", "kind", "rows"})
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
        EntrepotError: the folder has none, a file of it is missing or damaged, or its schemes name no firms.
    """
    folder = case_folder / TRUTH_FOLDER
    if not (folder / "world.json").is_file():
        raise EntrepotError(
            "There is no truth to score against",
            where=str(folder),
            next_step="Score the case of a synthetic world: entrepot world DIR --rows N --seed S.",
        )
    with _damage_told(folder / "world.json"):
        world = json.loads((folder / "world.json").read_text("utf-8"))
        if not isinstance(world, dict) or not world.keys() >= _WORLD_SAYS:
            raise ValueError(f"it must say {', '.join(sorted(_WORLD_SAYS))}")
    with _damage_told(folder / "firm.parquet"):
        kept = ("firm_id", "country_iso", "role", "size_band", "quality_band")
        rows = pq.read_table(folder / "firm.parquet", columns=list(kept)).to_pylist()
        firms = {row["firm_id"]: Firm(**row) for row in rows}
    with _damage_told(folder / "line_firm.parquet"):
        pq.read_metadata(folder / "line_firm.parquet")  # its rows are read when parties are matched
    return Truth(folder, world, firms, _schemes(folder))


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    """Turn whatever reading a damaged file raises into one error that names it."""
    try:
        yield
    except (OSError, ValueError, LookupError, TypeError, pa.ArrowException) as error:
        raise EntrepotError(
            f"The truth cannot be read: {path.name} is missing or damaged",
            where=str(path),
            next_step="Make the world again: entrepot world DIR --rows N --seed S.",
        ) from error


def _schemes(folder: Path) -> tuple[Scheme, ...]:
    with _damage_told(folder / "scheme_firm.parquet"):
        sides = pq.read_table(folder / "scheme_firm.parquet").to_pylist()
        subjects = _firms_by_scheme(row for row in sides if row["is_subject"])
        members = _firms_by_scheme(sides)
    with _damage_told(folder / "scheme.parquet"):
        schemes = _made(pq.read_table(folder / "scheme.parquet").to_pylist(), subjects, members)
    if schemes and not subjects:
        raise EntrepotError(
            "The truth has schemes and names no firm of them: nothing can be scored against it",
            where=str(folder / "scheme_firm.parquet"),
            next_step="Make the world again: entrepot world DIR --rows N --seed S.",
        )
    return schemes


def _firms_by_scheme(sides: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    firms: dict[str, list[str]] = {}
    for row in sides:
        firms.setdefault(row["scheme_id"], []).append(row["firm_id"])
    return firms


def _made(
    rows: Iterable[Mapping[str, Any]], subjects: Mapping[str, Sequence[str]], members: Mapping[str, Sequence[str]]
) -> tuple[Scheme, ...]:
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
        for row in sorted(rows, key=lambda row: row["scheme_id"])
    )
