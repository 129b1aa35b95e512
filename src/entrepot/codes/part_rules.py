"""Makers' and sellers' order numbers: which letters say the type, which the package and grade, which the packing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict

from entrepot.codes.resource import toml_document

_DOCUMENT = "goods/part_grammar.toml"


class _Packing(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    pattern: str
    words: str
    source: str
    behind: str = ""


class _Output(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    pattern: str
    behind: str
    source: str


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    pattern: str
    source: str
    is_parted: bool = False


@dataclass(frozen=True)
class Packing:
    """A suffix that says how a part is packed, anchored at the end of a text, and what a person reads.

    It counts only where the key of what stands before begins as `behind` says.
    """

    pattern: re.Pattern[str]
    words: str
    behind: re.Pattern[str]


@dataclass(frozen=True)
class Output:
    """A fixed voltage or bits of resolution, anchored at the end of a text: group `output`; `behind` is the whole key before."""

    pattern: re.Pattern[str]
    behind: re.Pattern[str]


@dataclass(frozen=True)
class Rule:
    """A maker's order numbers over keys without points: groups `base`, and where it has them `prefix`, `grade`, `packing`.

    Where it `is_parted`, a separator must stand before the grade.
    """

    name: str
    pattern: re.Pattern[str]
    is_parted: bool


@dataclass(frozen=True)
class Sellers:
    """How distributors number: Digi-Key behind the maker's number, or without naming a type; Mouser before it.

    `mouser` gives a maker's id by Mouser's figures for it.
    """

    digikey: re.Pattern[str]
    digikey_opaque: re.Pattern[str]
    mouser: Mapping[str, str]


@cache
def packings() -> tuple[Packing, ...]:
    """Return the packing suffixes, in file order.

    Raises:
        pydantic.ValidationError: resources/goods/part_grammar.toml was edited into something else.
    """
    found = [_Packing.model_validate(entry) for entry in toml_document(_DOCUMENT)["packing"]]
    return tuple(Packing(re.compile(f"(?:{e.pattern})$"), e.words, re.compile(e.behind)) for e in found)


@cache
def outputs() -> tuple[Output, ...]:
    """Return how fixed voltages and resolutions are written, in file order.

    Raises:
        pydantic.ValidationError: resources/goods/part_grammar.toml was edited into something else.
    """
    found = [_Output.model_validate(entry) for entry in toml_document(_DOCUMENT)["output"]]
    return tuple(Output(re.compile(f"(?:{entry.pattern})$"), re.compile(entry.behind)) for entry in found)


@cache
def rules() -> tuple[Rule, ...]:
    """Return the makers' rules, in file order: the first that fits counts.

    Raises:
        pydantic.ValidationError: resources/goods/part_grammar.toml was edited into something else.
    """
    packages = toml_document(_DOCUMENT)["packages"]
    found = [_Rule.model_validate(entry) for entry in toml_document(_DOCUMENT)["rule"]]
    made = []
    for entry in found:
        pattern = entry.pattern
        for name, alternatives in packages.items():
            pattern = pattern.replace(f"{{{name}}}", alternatives)
        made.append(Rule(entry.name, re.compile(pattern), entry.is_parted))
    return tuple(made)


@cache
def sellers() -> Sellers:
    """Return how distributors number parts."""
    entry = toml_document(_DOCUMENT)["sellers"]
    return Sellers(re.compile(entry["digikey"]), re.compile(entry["digikey_opaque"]), dict(entry["mouser"]))
