"""What an indicator is: Meta, Params, evaluate; and what it returns: findings with three outcomes and their evidence.

An indicator is a module `<letter><n>_<slug>.py` of this package with

    META: Meta
    class Settings(Params): ...
    PARAMS = Settings
    def evaluate(context: Context, params: Settings) -> Evaluation: ...

- `Evaluation(findings, subjects_tested)`: raised findings, clear ones only for subjects that came close (or that a reader
  will look for), and how many subjects the question was asked of. An indicator that cannot be asked of the case returns
  `Evaluation((not_applicable(META, "key", context.study),), 0)`; where only some subjects cannot be asked, one such
  finding with `subjects=n` stands for all of them.
- The registry checks `META.needs` before `evaluate` runs: every table in `needs` has its own entry in
  `META.not_applicable`, under the table's name; other keys name reasons found while evaluating.
- An indicator with p-values adjusts them over all subjects tested (multiplicity.adjusted, q = 0.1), raises on the adjusted
  value and keeps it as `details["q_value"]`.
- Statements hide what is dated after `context.as_of_on`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict

from entrepot.records.base import Provenance
from entrepot.settings import Study
from entrepot.store.engine import Engine, Row, Value, rows_of
from entrepot.store.sql import Statement


class Outcome(StrEnum):
    """The three outcomes. Absence of a finding is never one of them."""

    RAISED = "raised"
    CLEAR = "clear"
    NOT_APPLICABLE = "not_applicable"


class Params(BaseModel):
    """Base of every indicator's settings: all optional, unknown names refused, thresholds inclusive."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True)
class Meta:
    """What a reader must know of an indicator. Texts are tested to be present and distinct.

    `title` has five words at most. `question` ends with a question mark. `why` says why it is a flag.
    `needs` names the tables without which the question cannot be asked; where one is empty the indicator is not
    applicable, never clear. Tables that are read but may be empty are not named there.
    `not_applicable` gives a reason under each name in `needs`, and under each further key that `evaluate` uses.
    `weight` is low for indicators that never stand alone (a family tie).
    """

    id: str
    slug: str
    version: int
    status: Literal["experimental", "stable"]
    title: str
    question: str
    description: str
    why: str
    unit: str
    subject_kind: Literal["party", "party_pair", "corridor", "goods"]
    needs: tuple[str, ...]
    innocent_explanations: tuple[str, ...]
    references: tuple[str, ...]
    not_applicable: Mapping[str, str]
    weight: Literal["normal", "low"] = "normal"
    related: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """A row a finding rests on: the file, the place in it, and what it says in a few words."""

    snapshot: str
    locator: str
    summary: str
    provenance: str
    publication: str | None = None


@dataclass(frozen=True)
class Finding:
    """One subject's outcome. `details` holds named figures a report shows beside the value (JSON values only)."""

    indicator: str
    version: int
    outcome: Outcome
    subject_id: str
    subject_name: str
    subject_kind: str
    reason: str
    value: float | None = None
    unit: str = ""
    threshold: float | None = None
    p_value: float | None = None
    window: tuple[str, str] | None = None
    evidence: tuple[Evidence, ...] = ()
    caveats: tuple[str, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    related_ids: tuple[str, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)  # filled by the registry: the settings it was found with

    @property
    def provenance(self) -> str:
        """The weakest provenance among the evidence; observed where there is none."""
        order = list(Provenance)
        return max(
            (Provenance(e.provenance) for e in self.evidence), key=order.index, default=Provenance.OBSERVED
        ).value


@dataclass(frozen=True)
class Evaluation:
    """What an indicator returns: its findings, and of how many subjects the question was asked."""

    findings: tuple[Finding, ...]
    subjects_tested: int


@dataclass(frozen=True)
class Context:
    """What an indicator may see: the engine with its linked tables, and the study's question."""

    engine: Engine
    study: Study
    # Tables of a run that several indicators read are materialised once: those that are there.
    prepared: set[str] = field(default_factory=set, compare=False, repr=False)

    @property
    def as_of_on(self) -> date:
        """The last day whose rows may be used; the end of time where the study does not say."""
        return self.study.as_of_on or date.max

    def rows(self, statement: Statement, parameters: Mapping[str, Value] | None = None) -> list[Row]:
        """Return a statement's rows as dictionaries."""
        return rows_of(self.engine.run(statement, parameters))


class Indicator(Protocol):
    """A module of this package with these three names."""

    META: Meta

    @property
    def PARAMS(self) -> type[Params]:  # noqa: N802 (a module constant)
        """The settings class."""
        ...

    def evaluate(self, context: Context, params: Any) -> Evaluation:  # noqa: ANN401 (the module's own Params)
        """Return raised findings, clear ones for subjects that came close, and the number of subjects tested."""
        ...


def not_applicable(meta: Meta, reason_key: str, study: Study, *, subjects: int | None = None) -> Finding:
    """Return the finding that says why an indicator cannot be asked of this case, or of `subjects` parties in it."""
    return Finding(
        indicator=meta.id,
        version=meta.version,
        outcome=Outcome.NOT_APPLICABLE,
        subject_id="case" if subjects is None else f"case:{reason_key}",
        subject_name="the whole case" if subjects is None else f"{subjects} subjects",
        subject_kind="case",
        reason=meta.not_applicable[reason_key],
        unit=meta.unit,
        window=(study.baseline.from_on.isoformat(), study.baseline.to_on.isoformat()),
        details={} if subjects is None else {"subjects": subjects},
    )


def evidence_of(rows: Iterable[Row], summary: str = "summary") -> Iterator[Evidence]:
    """Yield the evidence in rows that carry the evidence columns and a summary, each place once, in order."""
    seen: set[tuple[str, str]] = set()
    for row in rows:
        place = (row["snapshot_id"], row["locator"])
        if place not in seen:
            seen.add(place)
            yield Evidence(*place, row[summary], row["provenance"], row.get("publication"))
