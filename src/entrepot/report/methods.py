"""What the report says of each indicator: its texts, its settings, and the statements that raise it."""

from dataclasses import dataclass
from pathlib import Path

import entrepot.indicators
from entrepot.indicators.base import Indicator, Meta
from entrepot.indicators.registry import describe
from entrepot.store.engine import Row
from entrepot.store.sql import Statement, read_statement


@dataclass(frozen=True)
class Method:
    """An indicator as the report shows it. `settings` holds name, default and meaning."""

    meta: Meta
    settings: tuple[Row, ...]
    statements: tuple[Statement, ...]


def method_of(indicator: Indicator) -> Method:
    """Return an indicator's texts, settings and statements."""
    settings = tuple({"name": name, **values} for name, values in describe(indicator)["settings"].items())
    return Method(indicator.META, settings, statements_of(indicator.META))


def statements_of(meta: Meta) -> tuple[Statement, ...]:
    """Return the `.sql` files that stand beside an indicator's module, ordered by name."""
    folder = Path(entrepot.indicators.__file__).parent
    module = f"{meta.id.lower()}_{meta.slug}"
    return tuple(read_statement(p) for p in sorted(folder.glob("*.sql")) if p.stem.split("__")[0] == module)
