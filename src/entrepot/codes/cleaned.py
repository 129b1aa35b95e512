"""What every lookup and normaliser returns: the clean value, or why there is none."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Cleaned(Generic[T]):
    """A clean value and what was wrong with the raw one.

    `value` None means that nothing usable was left; `issue` None means that nothing was wrong. Both may be set: a value
    that had to be repaired says how.
    """

    value: T | None
    issue: str | None = None
