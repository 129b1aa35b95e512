"""One FollowTheMoney entity of a line, its values as text."""

import json
from dataclasses import dataclass
from typing import Any

from entrepot.codes.territories import iso2
from entrepot.sources.base import ParseContext, hash_id

COUNTRY_PROPERTIES = ("jurisdiction", "mainCountry", "country", "nationality", "citizenship", "flag")


class NotAnEntity(ValueError):  # noqa: N818 (named after what the line is; it never leaves the source)
    """A line that holds no entity; the message says why."""


@dataclass(frozen=True)
class Entity:
    """An entity with its place; `properties` maps names to values, never empty lists."""

    locator: str
    id: str
    schema: str
    properties: dict[str, list[str]]

    def all(self, *names: str) -> list[str]:
        """Return the values of some properties in the order of the names, each once."""
        return list(dict.fromkeys(value for name in names for value in self.properties.get(name, [])))

    def first(self, *names: str) -> str | None:
        """Return the first value of the first property that has one."""
        return next(iter(self.all(*names)), None)

    @property
    def evidence(self) -> dict[str, str | None]:
        """The publication a row names."""
        return {"publication": self.first("publisher", "sourceUrl")}


def party_id(entity_id: str) -> str:
    """Return the party record's id of an entity id."""
    return hash_id("ftm", entity_id)


def read_entity(locator: str, line: bytes) -> Entity:
    """Return the entity of a line.

    Raises:
        NotAnEntity: The line is not UTF-8 JSON, or lacks id, schema or properties.
    """
    try:
        values = json.loads(line)
    except UnicodeDecodeError as fault:
        raise NotAnEntity("the line is not UTF-8") from fault
    except (ValueError, RecursionError) as fault:
        raise NotAnEntity(f"the line is no JSON: {fault}") from fault
    if not isinstance(values, dict):
        raise NotAnEntity("the line holds no JSON object")
    for name, kind in (("id", str), ("schema", str), ("properties", dict)):
        if not isinstance(values.get(name), kind) or (kind is str and not values[name]):
            raise NotAnEntity(f"the entity has no {name}")
    return Entity(locator, values["id"], values["schema"], _properties(values["properties"]))


def _properties(raw: dict[str, Any]) -> dict[str, list[str]]:
    """Return the values as stripped text; a nested entity stands as its id."""
    found: dict[str, list[str]] = {}
    for name, values in raw.items():
        listed = values if isinstance(values, list) else [values]
        texts = [_text(value).strip() for value in listed if value is not None]
        if kept := [text for text in texts if text]:
            found[name] = kept
    return found


def _text(value: Any) -> str:  # noqa: ANN401 (whatever JSON holds)
    return str(value.get("id", "")) if isinstance(value, dict) else str(value)


def country_of(context: ParseContext, entity: Entity) -> str | None:
    """Return the first country of an entity; a code that is no country is named in a warning."""
    for code in entity.all(*COUNTRY_PROPERTIES):
        cleaned = iso2(code)
        if cleaned.value is not None:
            return cleaned.value
        message = f"Countries that are not known: {code}"
        if message not in context.warnings:
            context.warn(message)
    return None
