"""Whether the values of a column bear out what its header says, and what values say where a header says nothing."""

from dataclasses import dataclass

from entrepot.sources.customs_table.values import Profile

_DEAD = 0.6  # a twin column with values wins; alone it stays above the least confidence, and says so
_CONTRADICTED = 0.55  # a clear header stays a proposal to be checked where nothing fits better
_CONTRADICTED_BY_FEW = 0.65  # one or two cells may be the odd ones
_FEW = 3
_NO_UNIT = 0.49  # below what is proposed: a unit that is none would spoil every quantity
_DOUBTFUL = 0.5  # values that fit several fields do not make a doubtful header a clear one
_MOSTLY, _PARTLY = 0.7, 0.35
_GAIN = 0.25  # part of the missing confidence that agreeing values give back

# Kinds of cells that a field of each kind holds.
_EXPECTED = {
    "date": ("date", "day digits"),
    "hs": ("hs",),
    "country": ("country",),
    "currency": ("currency",),
    "amount": ("number",),
    "number": ("number", "identifier"),
    "name": ("worded",),
    "address": ("worded", "address"),
}
# Kinds that a field cannot hold where most cells look so; for fields whose right values have no look of their own.
_EXCLUDED = {
    "text": ("number", "date", "uuid"),
    "identifier": ("uuid", "decimal", "date"),
    "code": ("uuid", "decimal", "date"),
    "unit": ("uuid", "decimal", "date"),
    "name": ("number", "uuid", "date", "country"),
}
_WORDS = {
    "date": "dates",
    "day digits": "numbers of days or dates in digits",
    "hs": "commodity codes",
    "country": "countries",
    "currency": "currency codes",
    "number": "numbers",
    "decimal": "decimal numbers",
    "worded": "words",
    "address": "addresses",
    "uuid": "record ids of a vendor",
    "identifier": "identifiers",
}
# What values alone say, where no header does: the field, the kind of cell, the confidence. Roles cannot be seen in values.
_BY_VALUES = (("declared_on", "date", 0.6), ("hs_code", "hs", 0.7), ("value_currency", "currency", 0.6))
_SURELY = 0.9


@dataclass(frozen=True)
class Judged:
    """Confidence after the values were looked at, in [0, 1], and what they said; "" where there is no sample."""

    confidence: float
    reason: str


def judge(kind: str, confidence: float, column: Profile) -> Judged:
    """Return the confidence that a column holds a field of a kind, given what its header gives.

    Args:
        kind: Kind of the field's values.
        confidence: By the header alone, in [0, 1].
        column: What its cells look like.
    """
    if column.is_dead:
        return Judged(confidence * _DEAD, "but every cell of the sample is empty, NULL or 0")
    if not column.live:
        return Judged(confidence, "")
    for excluded in _EXCLUDED.get(kind, ()):
        if column.share(excluded) > _MOSTLY:
            return _against(confidence, column, excluded)
    if kind == "unit" and not column.share("unit"):
        return Judged(min(confidence * _against_factor(column), _NO_UNIT), "but no value is a known unit of quantity")
    expected = _EXPECTED.get(kind)
    return (
        Judged(confidence, "") if expected is None else _expected(confidence, column, max(expected, key=column.share))
    )


def _expected(confidence: float, column: Profile, kind: str) -> Judged:
    share = column.share(kind)
    said = f"{share:.0%} of values are {_WORDS[kind]}"
    if share >= _MOSTLY:
        return Judged(confidence + (1 - confidence) * _GAIN if confidence >= _DOUBTFUL else confidence, said)
    if share >= _PARTLY:
        return Judged(confidence * (1 - (_MOSTLY - share) / 2), f"but only {said}")
    return Judged(confidence * _against_factor(column), f"but only {said}")


def _against(confidence: float, column: Profile, kind: str) -> Judged:
    return Judged(confidence * _against_factor(column), f"but {column.share(kind):.0%} of values are {_WORDS[kind]}")


def _against_factor(column: Profile) -> float:
    return _CONTRADICTED if column.live >= _FEW else _CONTRADICTED_BY_FEW


def by_values(field: str, column: Profile) -> Judged | None:
    """Return how surely values alone make a column a field; None where they do not."""
    for name, kind, confidence in _BY_VALUES:
        if name == field and column.live >= _FEW and column.share(kind) >= _SURELY:
            return Judged(confidence * column.share(kind), f"{column.share(kind):.0%} of values are {_WORDS[kind]}")
    return None
