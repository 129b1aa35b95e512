"""What a study asks: destination, goods list, dates; and where the reference data lies."""

from datetime import date
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

IsoCountry = Annotated[str, Field(pattern="^[A-Z]{2}$")]


class Window(BaseModel):
    """A span of days, both ends included."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    from_on: date
    to_on: date

    @model_validator(mode="after")
    def _must_run_forwards(self) -> Self:
        if self.from_on > self.to_on:
            raise ValueError(f"from_on {self.from_on} lies after to_on {self.to_on}")
        return self


class Study(BaseModel):
    """The question of a case, shared by every indicator.

    `cutoff_on` is the day the export controls began to bite (T0 of docs/concepts.md).
    `baseline` is the window that later periods are compared with; `stockpiling` names months left out of it.
    `as_of_on` hides everything dated later; None means the newest date in the sources.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    destination_iso: IsoCountry = "RU"
    controls_list: str = "chpl"
    coalition_set: str = "gecc"
    cutoff_on: date = date(2022, 2, 24)  # start of the full-scale invasion; first coalition controls the same day
    baseline: Window = Window(from_on=date(2020, 1, 1), to_on=date(2021, 9, 30))
    # KSE Institute, June 2023: dual-use imports +44 % in October, +59 % in November, doubled in December 2021.
    stockpiling: Window | None = Window(from_on=date(2021, 10, 1), to_on=date(2022, 1, 31))
    as_of_on: date | None = None


def resources_dir() -> Path:
    """Return the folder of hand-edited reference data: inside the wheel, or beside `src` in a checkout."""
    packaged = Path(__file__).parent / "_resources"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "resources"
