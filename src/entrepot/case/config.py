"""case.toml: what a case asks, and the settings of its indicators."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Literal

import tomli_w
from pydantic import BaseModel, ConfigDict, ValidationError

from entrepot.codes.controls import lists
from entrepot.codes.country_sets import country_sets
from entrepot.codes.territories import territories
from entrepot.errors import CaseError
from entrepot.settings import Study

_NAMES_SHOWN = 40  # more than this are not spelled out in a message


class KeyDate(BaseModel):
    """An event drawn into charts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    on: date
    label: str
    publication: str | None = None


class CaseConfig(BaseModel):
    """The whole of case.toml; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    summary: str = ""
    engine: Literal["duckdb", "spark"] = "duckdb"
    study: Study = Study()
    key_dates: list[KeyDate] = []
    indicators: dict[str, dict[str, Any]] = {}  # settings by indicator id, checked by its Params
    demo: str | None = None  # name of the bundled case this folder was made from


def read_config(folder: Path) -> CaseConfig:
    """Return the settings of the case in `folder`.

    Raises:
        CaseError: there is no case.toml, or it does not validate.
    """
    path = folder / "case.toml"
    if not path.is_file():
        raise CaseError.not_a_case(folder)
    try:
        config = CaseConfig.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise CaseError.bad_settings(path, str(fault)) from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise CaseError.bad_settings(path, f"{place}: {first['msg']}") from fault
    _check_names(path, config.study)
    return config


def _check_names(path: Path, study: Study) -> None:
    """Refuse names that no reference data know: a study of an unknown list would find nothing and say so nowhere."""
    known = {
        "controls_list": (study.controls_list, sorted(lists())),
        "coalition_set": (study.coalition_set, sorted(country_sets())),
        "destination_iso": (study.destination_iso, sorted(t.country_iso for t in territories())),
    }
    for setting, (name, names) in known.items():
        if name not in names:
            shown = ", ".join(names) if len(names) < _NAMES_SHOWN else "the ISO 3166-1 codes"
            raise CaseError.bad_settings(path, f"study.{setting}: {name!r} is not known; known: {shown}")


def write_config(folder: Path, config: CaseConfig) -> None:
    """Write case.toml, leaving out what is not set."""
    folder.mkdir(parents=True, exist_ok=True)
    values = config.model_dump(exclude_none=True)
    (folder / "case.toml").write_text(tomli_w.dumps(values), "utf-8")
