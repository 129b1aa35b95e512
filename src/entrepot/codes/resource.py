"""Reads the hand-edited reference data of `resources/`, once per process."""

import csv
import tomllib
from functools import cache
from typing import Any

from entrepot.settings import resources_dir


@cache
def csv_rows(relative: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a reference table as text, in file order.

    Args:
        relative: Path below `resources/`, such as `hs/predecessors.csv`.

    Returns:
        One dict a row; an empty cell is "".

    Raises:
        FileNotFoundError: The installation lacks the file.
    """
    with (resources_dir() / relative).open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


@cache
def toml_document(relative: str) -> dict[str, Any]:
    """Return a reference document as plain values; callers validate and must not change it.

    Raises:
        FileNotFoundError: The installation lacks the file.
        tomllib.TOMLDecodeError: The file was edited into something that is not TOML.
    """
    with (resources_dir() / relative).open("rb") as stream:
        return tomllib.load(stream)
