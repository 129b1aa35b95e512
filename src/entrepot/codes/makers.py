"""Makers of listed goods: names, brands and how their part numbers begin."""

import re
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from entrepot.codes.resource import toml_document

_DOCUMENT = "goods/makers.toml"
_TAIL = r"[0-9A-Z.+#/,:-]*"
_NOT_LITERAL = re.compile(r"[^A-Z0-9-]")
_PLAIN = re.compile(r"[A-Z0-9]{1,2}(?![?*{])")


class Maker(BaseModel):
    """A maker of goods: `name`, the seat of the present owner, and the names its goods are sold under.

    `aliases` and `brands` are names found anywhere in a text, `labelled_aliases` only after a label. `prefixes` are regular
    expressions of how its part numbers begin, over capitals. `source` and `url` say where the maker publishes them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern="^[a-z0-9_]+$")
    name: str
    seat_iso: str = Field(pattern="^[A-Z]{2}$")
    aliases: tuple[str, ...] = ()
    labelled_aliases: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    source: str
    url: str


@dataclass(frozen=True)
class PrefixMatch:
    """What the beginning of a part number tells: its maker, or None where several makers share the type designation."""

    maker_id: str | None


@cache
def makers() -> tuple[Maker, ...]:
    """Return all makers, sorted by id.

    Raises:
        pydantic.ValidationError: resources/goods/makers.toml was edited into something that is no maker.
    """
    found = [Maker.model_validate(entry) for entry in toml_document(_DOCUMENT)["maker"]]
    return tuple(sorted(found, key=lambda maker: maker.id))


@cache
def maker(maker_id: str) -> Maker | None:
    """Return a maker by id; None where the id is not known."""
    return next((found for found in makers() if found.id == maker_id), None)


def shared_prefixes() -> tuple[str, ...]:
    """Return the regular expressions of type designations that several makers use alike."""
    return tuple(toml_document(_DOCUMENT)["shared"]["prefixes"])


@cache
def all_prefixes() -> tuple[tuple[str | None, str], ...]:
    """Return every prefix with its maker's id; None for the shared ones, which stand last."""
    own = [(entry.id, prefix) for entry in makers() for prefix in entry.prefixes]
    return (*own, *((None, prefix) for prefix in shared_prefixes()))


@cache
def _by_head() -> dict[str, list[tuple[str | None, str]]]:
    heads: dict[str, list[tuple[str | None, str]]] = {}
    for maker_id, prefix in all_prefixes():
        plain = _PLAIN.match(prefix)
        head = prefix[0] if plain is None else plain.group()
        heads.setdefault(head, []).append((maker_id, prefix))
    return heads


def prefix_heads() -> tuple[str, ...]:
    """Return the first two letters that prefixes begin with, sorted; one letter where a choice follows it."""
    return tuple(sorted(_by_head()))


@cache
def _grammar(head: str) -> tuple[re.Pattern[str], tuple[str | None, ...]] | None:
    """Return one expression for all part numbers that begin with two letters, and the makers of its groups.

    The prefix with most plain letters comes first: BSS138 is shared though other BSS numbers are one maker's.
    """
    entries = [*_by_head().get(head, ()), *_by_head().get(head[0], ())]
    entries.sort(key=lambda entry: (-len(_NOT_LITERAL.split(entry[1], maxsplit=1)[0]), entry[0] is None))
    if not entries:
        return None
    groups = "|".join(f"({_uncaptured(prefix)}{_TAIL})" for _, prefix in entries)
    return re.compile(groups), tuple(maker_id for maker_id, _ in entries)


def _uncaptured(prefix: str) -> str:
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", prefix)


def match_prefix(token: str) -> PrefixMatch | None:
    """Return whose part number a token may be, by how it begins.

    Args:
        token: One word in capitals without Cyrillic look-alikes: `XC7Z020-2CLG484I`.

    Returns:
        None where no maker's part numbers begin so. The match is a likelihood: makers' systems overlap.
    """
    grammar = _grammar(token[:2]) if len(token) > 1 else None
    found = grammar[0].fullmatch(token) if grammar is not None else None
    if grammar is None or found is None or found.lastindex is None:
        return None
    return PrefixMatch(grammar[1][found.lastindex - 1])
