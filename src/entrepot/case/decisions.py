"""decisions.jsonl: what people decided, one JSON object a line, only ever added to.

Lines name source records (`source_party_id`, stable over runs) with their names at the time. Nothing is deleted: a decision is
taken back by a later line that withdraws it. Runs read the file and no clock.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from filelock import FileLock
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from entrepot.case.results import WORK_FOLDER
from entrepot.errors import CaseError

FILE_NAME = "decisions.jsonl"
_ID_DIGITS = 12  # of 64: enough for the decisions of one case
Words = Annotated[str, Field(min_length=1, pattern=r"\S")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Record(_Strict):
    """A source record and its name when the decision was made."""

    id: Words
    name: str


class _Signed(_Strict):
    who: Words
    when: AwareDatetime
    why: Words


class PairDecision(_Signed):
    """Records of two sides are one party (all of them), or no record of one side is one with any of the other."""

    kind: Literal["same", "not_same"]
    left: tuple[Record, ...] = Field(min_length=1)
    right: tuple[Record, ...] = Field(min_length=1)

    @property
    def records(self) -> frozenset[str]:
        """The ids of both sides."""
        return frozenset(record.id for record in (*self.left, *self.right))


class Part(_Strict):
    """Something said in a record: an identifier as `scheme number`, or a name, address or contact as reported."""

    kind: Literal["identifier", "name", "address", "contact"]
    value: Words


class SplitDecision(_Signed):
    """A record speaks of two firms: these parts of it are of another one, which gets a record of its own."""

    kind: Literal["split"]
    record: Record
    new_id: Words
    parts: tuple[Part, ...] = Field(min_length=1)


class Verdict(_Signed):
    """A finding was looked into: it stands, or it has an innocent explanation."""

    kind: Literal["confirm", "dismiss"]
    indicator: Words
    subject_id: Words
    subject_name: str
    records: tuple[Record, ...] = ()  # of the subject where it is a party


class Withdrawal(_Signed):
    """An earlier decision is taken back."""

    kind: Literal["withdraw"]
    withdraws: Words  # id of the decision


Decision = PairDecision | SplitDecision | Verdict | Withdrawal
_DECISION: TypeAdapter[Decision] = TypeAdapter(Annotated[Decision, Field(discriminator="kind")])


@dataclass(frozen=True)
class Entry:
    """A decision in the file: its line number, and a hash of the line that names it wherever the line stands."""

    number: int
    decision_id: str
    decision: Decision

    @property
    def in_words(self) -> str:
        """Who decided when and why."""
        made = self.decision
        return f"decision {self.number} of {made.who}, {made.when.date().isoformat()}: {made.why}"


def read_decisions(folder: Path) -> list[Entry]:
    """Return the decisions of the case in the order of their lines; none where there is no file.

    Raises:
        CaseError: a line is damaged; the error names its number.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        return []
    lines = path.read_bytes().removesuffix(b"\n").split(b"\n")
    return [_entry(path, number, line) for number, line in enumerate(lines, start=1) if lines != [b""]]


def add_decision(folder: Path, decision: Decision, *, seen: Sequence[Entry]) -> Entry:
    """Write a decision as the last line of the file and return it.

    Args:
        folder: The case.
        decision: What was decided.
        seen: The decisions the person knew of.

    Raises:
        CaseError: somebody added another one meanwhile, so that what was foreseen may no longer hold.
    """
    (folder / WORK_FOLDER).mkdir(exist_ok=True)
    with FileLock(folder / WORK_FOLDER / "decisions.lock"):
        if len(read_decisions(folder)) != len(seen):
            raise CaseError.decided_meanwhile(folder / FILE_NAME)
        entry = entry_of(decision, len(seen) + 1)
        path = folder / FILE_NAME
        ended = not path.is_file() or path.read_bytes()[-1:] in {b"", b"\n"}
        with path.open("ab") as file:
            file.write((b"" if ended else b"\n") + _line(decision) + b"\n")
            file.flush()
            os.fsync(file.fileno())
    return entry


def entry_of(decision: Decision, number: int) -> Entry:
    """Return a decision as it will stand in the file under that number."""
    return Entry(number, _id_of(_line(decision)), decision)


def named_entry(entries: Sequence[Entry], text: str) -> Entry | None:
    """Return the decision with that number or id; None where there is none."""
    return next((entry for entry in entries if text in {str(entry.number), entry.decision_id}), None)


def _line(decision: Decision) -> bytes:
    return json.dumps(decision.model_dump(mode="json"), ensure_ascii=False).encode()


def _id_of(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()[:_ID_DIGITS]


def _entry(path: Path, number: int, line: bytes) -> Entry:
    line = line.removesuffix(b"\r")
    try:
        return Entry(number, _id_of(line), _DECISION.validate_json(line))
    except ValidationError as fault:
        first = fault.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        why = f"{place}: {first['msg']}" if place else first["msg"]
        raise CaseError.damaged_decision(path, number, why) from fault
