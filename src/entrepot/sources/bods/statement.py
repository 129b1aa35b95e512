"""A statement of the file, and reading values out of its nested JSON."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from entrepot.codes.territories import iso2
from entrepot.evidence.json_items import Item
from entrepot.sources.base import hash_id
from entrepot.sources.party_dates import first_day

VERSION = "0.4"


class NotAStatement(ValueError):  # noqa: N818 (named after what the item is; it never leaves the source)
    """An item that holds no statement of this version; the message says why."""


@dataclass(frozen=True)
class Statement:
    """A statement with its place; `details` are its recordDetails."""

    locator: str
    record_id: str
    record_type: str
    status: str
    statement_date: str
    statement_id: str
    publisher: str | None
    details: dict[str, Any]
    text: str

    @property
    def stated_on(self) -> date | None:
        """Day of the statement."""
        return first_day(self.statement_date)

    @property
    def is_closed(self) -> bool:
        """True for the statement that ends a record."""
        return self.status == "closed"


def party_id(record_id: str) -> str:
    """Return the party record's id of a record id."""
    return hash_id("bods", record_id)


def read_statement(item: Item) -> Statement:
    """Return the statement of an item.

    Raises:
        NotAStatement: It could not be read, or lacks what every statement of version 0.4 has.
    """
    if item.fault is not None:
        raise NotAStatement(item.fault)
    values = item.values
    if not isinstance(values, dict):
        raise NotAStatement("it is no JSON object")
    published = mapping(values.get("publicationDetails"))
    version = text(published.get("bodsVersion"))
    if version is not None and not version.startswith(VERSION):
        raise NotAStatement(f"it is of version {version}, not {VERSION}")
    record_id, record_type = text(values.get("recordId")), text(values.get("recordType"))
    if record_id is None or record_type is None or not isinstance(values.get("recordDetails"), dict):
        raise NotAStatement("it lacks recordId, recordType or recordDetails")
    return Statement(
        item.locator,
        record_id,
        record_type,
        text(values.get("recordStatus")) or "new",
        text(values.get("statementDate")) or text(published.get("publicationDate")) or "",
        text(values.get("statementId")) or "",
        text(mapping(published.get("publisher")).get("name")),
        values["recordDetails"],
        item.text,
    )


def mapping(value: object) -> dict[str, Any]:
    """Return a JSON object, an empty one where the value is none."""
    return value if isinstance(value, dict) else {}


def objects(value: object) -> list[dict[str, Any]]:
    """Return the JSON objects of a list, none where the value is no list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def text(value: object) -> str | None:
    """Return a value as stripped text, without half characters that JSON can escape; None where it is null, empty or nested."""
    if value is None or isinstance(value, dict | list | bool):
        return None
    return str(value).encode("utf-8", "replace").decode().strip() or None


def country(value: object) -> str | None:
    """Return the ISO code of a country or jurisdiction object; of `US-CA` that of the country."""
    code = text(mapping(value).get("code"))
    named = code[:2] if code else text(mapping(value).get("name"))
    return iso2(named).value if named else None
