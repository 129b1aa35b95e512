"""What two names have left over once their parts are paired, as the comparison of names measures it."""

from entrepot.resolve.parts import NamePart

_LINE_OF_BUSINESS = 0.3  # weight from which a business word left over counts whole (resources/names/words.toml)
_INITIAL_CONFLICT = 0.5  # weight of an initial that agrees with nothing
NOTHING_LEFT = (0.0,) * 15


class Left:
    """Weights of what one side has left over, by kind."""

    __slots__ = ("count", "has_any", "kind_count", "kinds", "numbers", "patronymic", "places", "words")

    def __init__(self, parts: list[NamePart]) -> None:
        self.count = self.kind_count = self.words = self.kinds = self.places = self.numbers = self.patronymic = 0.0
        self.has_any = bool(parts)
        for part in parts:
            kind = part.kind
            if kind == "word":
                self.words += part.weight
                self.count += 1.0
            elif kind == "class":
                self.kinds += part.weight
                self.kind_count += min(1.0, part.weight / _LINE_OF_BUSINESS)
            elif kind == "patronymic":
                self.patronymic += part.weight
                self.count += 1.0
            elif kind == "place":
                self.places += 1.0
                self.count += 1.0
            elif kind == "number":
                self.numbers += 1.0
            elif kind == "initial":
                self.words += _INITIAL_CONFLICT
                self.count += 1.0

    def total(self) -> float:
        """Return the weight of everything left over but numbers and places."""
        return self.words + self.patronymic + self.kinds


def leftovers(one: Left, other: Left, lighter: float, heavier: float, words: int) -> tuple[float, ...]:
    """Return the measurements of leftovers in the order of NAME_FEATURES, from `contradiction` to `extra_number`.

    Args:
        one: What one name has left over.
        other: What the other has.
        lighter: Weight of the lighter name.
        heavier: Weight of the heavier name.
        words: How many words agree that are no business words.
    """
    if not one.has_any or not other.has_any:
        return _of_one_side(one if one.has_any else other, heavier, words)
    contradiction = min(one.words + one.patronymic, other.words + other.patronymic)
    extra = abs(one.words - other.words)
    return (
        min(1.0, min(one.total(), other.total()) / lighter),
        contradiction,
        min(one.count, other.count),
        extra / heavier,
        extra / heavier if words <= 1 else 0.0,
        1.0 if not words and one.count and other.count else 0.0,
        abs(one.kinds - other.kinds),
        min(one.kind_count, other.kind_count),
        0.0 if words else min(one.kind_count, other.kind_count),
        min(one.kind_count, other.kind_count) if words == 1 else 0.0,
        abs(one.kinds - other.kinds) if words <= 1 and not one.count and not other.count else 0.0,
        min(one.places, other.places),
        abs(one.places - other.places),
        min(one.numbers, other.numbers),
        abs(one.numbers - other.numbers),
    )


def _of_one_side(left: Left, heavier: float, words: int) -> tuple[float, ...]:
    """Return the measurements where only one name has anything left over: nothing contradicts."""
    extra = left.words / heavier
    is_sole = words <= 1
    extra_kind_sole = left.kinds if is_sole and not left.count else 0.0
    return (
        *(0.0, 0.0, 0.0, extra, extra if is_sole else 0.0, 0.0, left.kinds),
        *(0.0, 0.0, 0.0, extra_kind_sole, 0.0, left.places, 0.0, left.numbers),
    )
