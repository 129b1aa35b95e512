"""What M2 to M10 raise in synthetic worlds, beside what these truly divert."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from entrepot.case.results import read_manifest
from entrepot.codes.country_sets import memberships
from entrepot.flows.corridor_trade import EU_BLOCK
from entrepot.world.scoring.diverted import Diverted, planted_diversion
from entrepot.world.scoring.truth import TRUTH_FOLDER
from entrepot.world.settings import WorldSettings

ASKED: Final = ("M2", "M3", "M4", "M5", "M6", "M7", "M8", "M9", "M10")
# What the truth of each is kept by, and which parts of it; M6 and M10 ask of prices and currencies, which no scheme plants.
TRUTHS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "M2": ("hub", ("schemes_usd", "ghosts_usd")),
    "M3": ("hub and goods", ("schemes_usd",)),
    "M4": ("exporter and hub", ("ghosts_usd",)),
    "M5": ("goods", ("schemes_usd", "ghosts_usd")),
    "M7": ("hub and goods", ("schemes_usd",)),
    "M8": ("hub and goods", ("schemes_usd",)),
    "M9": ("exporter and hub", ("schemes_usd",)),
}
_ALL: Final = "all"


@dataclass(frozen=True)
class Asked:
    """One indicator in one world: how many subjects were asked, the keys of those raised, and what was planted by key, USD.

    `raised` counts findings; several may have one key. `planted` is empty where there is no truth of the kind.
    """

    world: str
    indicator: str
    is_null: bool
    asked: int
    raised: tuple[str, ...]
    planted: Mapping[str, float]


def asked_of(case: Path) -> list[Asked]:
    """Return every flow indicator's answers in a world that was run."""
    manifest = read_manifest(case)
    if manifest is None:
        raise SystemExit(f"{case.name} was not run.")
    told = json.loads((case / TRUTH_FOLDER / "world.json").read_text("utf-8"))
    settings = WorldSettings(
        told["rows"], told["seed"], kind=told["kind"], setting=told["setting"], scheme_rate=told["scheme_rate"]
    )
    truth = planted_diversion(case / "sources", case / TRUTH_FOLDER, settings)
    raised: dict[str, list[str]] = defaultdict(list)
    for line in (case / ".entrepot" / "findings.jsonl").read_text("utf-8").splitlines():
        finding = json.loads(line)
        if finding["outcome"] == "raised" and finding["indicator"] in ASKED:
            raised[finding["indicator"]].append(key_of(finding["indicator"], finding["subject_id"]))
    return [
        Asked(
            case.name,
            name,
            settings.kind == "null",
            manifest["indicators"].get(name, {}).get("subjects_tested", 0),
            tuple(raised[name]),
            planted(name, truth) if settings.kind != "null" else {},
        )
        for name in ASKED
    ]


def key_of(indicator: str, subject_id: str) -> str:
    """Return the key of the truth that a finding's subject belongs to."""
    parts = subject_id.split(":")
    match indicator:
        case "M2":
            return parts[2]
        case "M3" | "M8":
            return f"{parts[1]}>{parts[3]}"
        case "M4" | "M9":
            return f"{_block(parts[1])}>{parts[2]}"
        case "M5":
            return parts[1]
        case "M7":
            return f"{parts[1]}>{parts[3]}"
        case _:
            return subject_id


def planted(indicator: str, truth: Iterable[Diverted]) -> dict[str, float]:
    """Return the dollars planted by key, where there are any; whole lists under `all` where the indicator asks of them."""
    if indicator not in TRUTHS:
        return {}
    unit, parts = TRUTHS[indicator]
    sums: dict[str, float] = defaultdict(float)
    for each in truth:
        value = sum(float(getattr(each, part)) for part in parts)
        for key in _keys(indicator, unit, each):
            sums[key] += value
    return {key: value for key, value in sorted(sums.items()) if value > 0}


def _keys(indicator: str, unit: str, each: Diverted) -> tuple[str, ...]:
    if unit == "hub":
        return (each.hub_iso,)
    if unit == "exporter and hub":
        return (f"{_block(each.exporter_iso)}>{each.hub_iso}",)
    if unit == "goods":
        return (each.group_id, _ALL)
    whole = (f"{each.hub_iso}>{_ALL}",) if indicator == "M3" else ()
    return (f"{each.hub_iso}>{each.group_id}", *whole)


def _block(iso: str) -> str:
    """Return a country as the cells of trade name it: members of the EU as one block."""
    members = {each.country_iso for each in memberships() if each.set_id == "eu27" and each.valid_to_on is None}
    return EU_BLOCK if iso in members else iso
