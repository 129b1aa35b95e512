"""The figures of a JSON-stat 2.0 dataset (json-stat.org/format): one number a combination of codes, in row-major order."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from entrepot.errors import SourceError
from entrepot.evidence.files import open_bytes


@dataclass(frozen=True)
class Figure:
    """A figure at `value N`, N counted from 0: its code in each dimension, the number as written, its status if any.

    `number` is None where a status stands without one: a figure that the publisher withholds.
    """

    locator: str
    codes: dict[str, str]
    number: str | None
    status: str | None


def is_dataset(head: bytes) -> bool:
    """Return whether the first bytes begin a JSON-stat dataset."""
    bare = b"".join(head.split())
    return bare.startswith(b"{") and b'"class":"dataset"' in bare


def figures(path: Path) -> Iterator[Figure]:
    """Yield the figures that are there, in their order; combinations with neither number nor status are passed over.

    Raises:
        SourceError: The file is no whole JSON, or no such dataset.
    """
    try:
        with open_bytes(path) as stream:
            document = json.loads(stream.read().decode("utf-8-sig"), parse_float=str, parse_int=str)
        yield from _figures(document)
    except (ValueError, EOFError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as fault:
        why = f"it is no whole JSON-stat dataset ({type(fault).__name__}: {fault})"
        raise SourceError.unreadable(path, why) from fault


def _figures(document: dict[str, Any]) -> Iterator[Figure]:
    names: list[str] = document["id"]
    codes = [_codes(document["dimension"][name]["category"]) for name in names]
    if [len(held) for held in codes] != [int(size) for size in document["size"]]:
        raise ValueError("the sizes are not those of the dimensions")
    numbers, statuses = _by_place(document["value"]), _by_place(document.get("status") or {})
    for number, combination in enumerate(product(*codes)):
        value, status = numbers.get(number), statuses.get(number)
        if value is not None or status is not None:
            named = dict(zip(names, combination, strict=True))
            yield Figure(f"value {number}", named, None if value is None else str(value), status)


def _codes(category: dict[str, Any]) -> list[str]:
    """Return the codes of a dimension in order; one with a single code may leave the order out."""
    index = category.get("index", list(category.get("label", {})))
    return index if isinstance(index, list) else sorted(index, key=lambda code: int(index[code]))


def _by_place(values: object) -> dict[int, Any]:
    if isinstance(values, dict):
        return {int(place): value for place, value in values.items()}
    return dict(enumerate(values)) if isinstance(values, list) else {}
