"""How well a header says a field, from its meanings alone."""

from dataclasses import dataclass

from entrepot.sources.customs_table.fields import Direction, Field, Pattern
from entrepot.sources.customs_table.headers import HeaderReading

_UNKNOWN_WORD = 0.1  # a word beside the known ones may change what they say
_UNKNOWN_BESIDE_ONE = 0.2  # and does so more when only one meaning is known
_LEAST = 0.2


@dataclass(frozen=True)
class HeaderMatch:
    """A field a header may say: confidence in [0, 1] before values are looked at, and why in words."""

    confidence: float
    reason: str


def match(field: Field, reading: HeaderReading, direction: Direction | None) -> HeaderMatch | None:
    """Return how well a header says a field; None where it does not.

    Args:
        field: The field.
        reading: What the header says.
        direction: Direction of trade of the table; None where unknown.
    """
    best: tuple[float, Pattern] | None = None
    for pattern in field.patterns:
        score = _score(field, pattern, reading, direction)
        if score is not None and score >= _LEAST and (best is None or score > best[0]):
            best = (score, pattern)
    if best is None:
        return None
    return HeaderMatch(best[0], _reason(best[1], reading))


def _score(field: Field, pattern: Pattern, reading: HeaderReading, direction: Direction | None) -> float | None:
    if not pattern.meanings <= reading.words:
        return None
    if pattern.direction is not None and pattern.direction != direction:
        return None
    score = pattern.confidence - reading.doubt
    for meaning in sorted(reading.words - pattern.meanings):
        cost = field.beside.get(meaning)
        if cost is None:
            return None
        score -= cost
    each = _UNKNOWN_WORD if len(pattern.meanings) > 1 else _UNKNOWN_BESIDE_ONE
    return round(score - each * len(reading.unknown), 3)


def _reason(pattern: Pattern, reading: HeaderReading) -> str:
    said = " + ".join(word for word in reading.meanings if word in pattern.meanings)
    reason = f"header says {said}"
    if pattern.direction is not None:
        reason += f", in a table of {pattern.direction}s"
    if reading.doubt:
        reason += ", with a word cut or misspelt"
    if reading.unknown:
        reason += f", not understood: {' '.join(reading.unknown)}"
    return reason
