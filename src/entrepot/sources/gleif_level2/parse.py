"""Relationship records as interests without a share, other relations as links, reporting exceptions as tags."""

import re
from collections.abc import Callable
from pathlib import Path

from entrepot.sources.base import Parser, Source, read_meta
from entrepot.sources.gleif_level1.parse import content_date
from entrepot.sources.gleif_level2.exceptions import parse_exceptions
from entrepot.sources.gleif_level2.relationships import parse_relationships

_CONFIDENCE = 0.98


def _recognise(root: str) -> Callable[[Path, bytes], float]:
    pattern = re.compile(rf"<(?:\w+:)?{root}[\s>]".encode())

    def recognise(_path: Path, head: bytes) -> float:
        """Return the confidence that a file is of this kind: its root element says so."""
        return _CONFIDENCE if pattern.search(head) else 0.0

    return recognise


def _source(name: str, root: str, parse: Parser) -> Source:
    return Source(read_meta(__file__, f"source_{name}.toml"), _recognise(root), parse, as_of=content_date)


SOURCES = (
    _source("relationships", "RelationshipData", parse_relationships),
    _source("exceptions", "ReportingExceptionData", parse_exceptions),
)
