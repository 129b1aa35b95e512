"""What the closing rows are computed from: findings, conflicts of claims, and reading statements."""

from dataclasses import dataclass
from typing import Any

from entrepot.case.claims import ClaimConflict
from entrepot.case.results import Results, with_weakest
from entrepot.store.engine import Row
from entrepot.store.sql import Statement

NOT_FOUND = "not found in this case"


@dataclass(frozen=True)
class ClosingRow:
    """One row of the table; `computed` is the program's own figure, `provenance` the weakest of what it rests on."""

    row: str
    investigation: str
    found: str
    reported: str
    computed: str
    provenance: str


@dataclass(frozen=True)
class Asked:
    """What the rows are computed from."""

    results: Results
    conflicts: list[ClaimConflict]

    def raised(self, indicator: str, subject: str) -> dict[str, Any] | None:
        """Return the first raised finding of an indicator whose subject's name holds `subject`."""
        found = (
            f
            for f in self.results.findings
            if f["indicator"] == indicator and f["outcome"] == "raised" and subject.lower() in f["subject_name"].lower()
        )
        return next(found, None)

    def conflict(self, start: str) -> ClaimConflict | None:
        """Return the first conflict whose id begins with `start`."""
        return next((c for c in self.conflicts if c.conflict_id.startswith(start)), None)

    def ask(self, name: str, text: str, **parameters: Any) -> list[Row]:  # noqa: ANN401 (statement parameters)
        """Return rows of a reading statement; a list `provenances` becomes `provenance`, the weakest (None of no row)."""
        rows = self.results.rows(Statement(f"case/closing/{name}", text), parameters)
        return [with_weakest(row) for row in rows]
