"""A tiny invented truth: five planted schemes, two look-alikes, some honest firms; and findings to score."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from entrepot.world.scoring.matched import Matched
from entrepot.world.scoring.ordered import Key
from entrepot.world.scoring.output import RunOutput
from entrepot.world.scoring.truth import read_truth

# scheme, kind, look-alike of, start, value, targets, subjects, other members
SCHEMES: tuple[tuple[str, str, str | None, date, float, str, str, str], ...] = (
    ("s1", "S1", None, date(2022, 6, 1), 600.0, "N2|N3", "ab", "x"),
    ("s2", "S1", None, date(2022, 6, 1), 300.0, "N2", "c", ""),
    ("s3", "S8", None, date(2022, 9, 1), 100.0, "F1", "d", ""),
    ("s4", "S10", None, date(2022, 9, 1), 0.0, "N6", "e", ""),
    ("s5", "S10", None, date(2022, 9, 1), 0.0, "N6", "f", ""),
    ("k1", "honest_successor", "S1", date(2022, 6, 1), 50.0, "N2", "g", ""),
    ("k2", "honest_start_up", "S8", date(2022, 6, 1), 50.0, "F1", "h", ""),
)
HONEST = tuple("ijklmnopqr")


def write_truth(folder: Path, *, schemes: Sequence[tuple[Any, ...]] = SCHEMES, kind: str = "planted") -> Path:
    """Write a truth folder and return the case's folder."""
    truth = folder / "truth"
    truth.mkdir(parents=True)
    world = {"seed": 12, "rows": 40, "setting": "base", "kind": kind, "version": "1", "scheme_rate": 0.01}
    (truth / "world.json").write_text(json.dumps(world), "utf-8")
    firms = sorted({f for s in SCHEMES for f in s[6] + s[7]} | set(HONEST))
    named = [
        {
            "firm_id": f,
            "country_iso": "KZ" if f < "f" else "TR",
            "role": "person" if f == "r" else "hub_trader",
            "size_band": "small" if f in "abc" else "large",
            "quality_band": "good",
        }
        for f in firms
    ]
    _write(truth / "firm.parquet", named)
    rows = [
        {
            "scheme_id": s[0],
            "scheme_kind": s[1],
            "is_look_alike": s[2] is not None,
            "look_alike_of": s[2],
            "from_on": s[3],
            "to_on": None,
            "value_usd": s[4],
            "targets": s[5],
            "story": "An invented story.",
        }
        for s in schemes
    ]
    _write(truth / "scheme.parquet", rows)
    sides = [(s[0], f, True) for s in schemes for f in s[6]] + [(s[0], f, False) for s in schemes for f in s[7]]
    _write(truth / "scheme_firm.parquet", [{"scheme_id": s, "firm_id": f, "is_subject": is_} for s, f, is_ in sides])
    _write(truth / "line_firm.parquet", [])
    return folder


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    pq.write_table(pa.Table.from_pylist(rows), path)


def key_of(folder: Path, *, without: str = "") -> Key:
    """Return the key of a written truth in which party `P-a` is firm a; firms in `without` were not mapped."""
    truth = read_truth(folder)
    firms_of = {f"P-{firm}": (firm,) for firm in sorted(truth.firms) if firm not in without}
    parties_of = {firms[0]: (party,) for party, firms in firms_of.items()}
    return Key(truth, Matched(firms_of, parties_of, frozenset({"P-r"})))


def found(indicator: str, party: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON values)
    """Return a raised finding on a party."""
    return {
        "indicator": indicator,
        "outcome": "raised",
        "subject_id": f"P-{party}",
        "subject_kind": "party",
        "related_ids": [],
        "p_value": None,
        "details": {},
        **more,
    }


def run_of(
    findings: Iterable[Mapping[str, Any]] = (), ranked: str = "", probabilities: Mapping[str, float] | None = None
) -> RunOutput:
    """Return what a run put out: `ranked` names firms in order."""
    rows = [{"party_id": f"P-{f}", "probability": (probabilities or {}).get(f, 0.5)} for f in ranked]
    return RunOutput(list(findings), rows, 0.01, ("F1", "N2", "N6"), frozenset({"P-r"}))
