"""A name taken apart once, so that comparing it with many others is cheap."""

from dataclasses import dataclass
from functools import lru_cache

from entrepot.normalise.transliteration import word_fold
from entrepot.resolve.firm_parts import firm_parts
from entrepot.resolve.parts import NamePart
from entrepot.resolve.person_parts import person_parts
from entrepot.resolve.word_weights import is_common

__all__ = ["AnalysedName", "NamePart", "analyse_name"]


@dataclass(frozen=True, slots=True)
class AnalysedName:
    """A name as compared: parts in their order without legal forms and titles, the classes of its legal forms.

    `keys` are the sorted keys of all parts, `key_set` the same as a set; `initials` the first letters of a firm's words, for
    acronyms; `weight` the sum of the parts' weights; `is_surname_alone` whether all there is, titles left out, is one rare
    word that is no given name (`President Foobarson`).
    """

    name: str
    is_person: bool
    parts: tuple[NamePart, ...]
    forms: frozenset[str]
    keys: tuple[str, ...]
    key_set: frozenset[str]
    initials: str
    weight: float
    is_surname_alone: bool


@lru_cache(maxsize=1 << 15)
def analyse_name(name: str, *, is_person: bool = False) -> AnalysedName:
    """Return a name taken apart.

    Args:
        name: As reported, in any script.
        is_person: Whether it is a person's: then there are initials, patronymics and titles instead of business words.
    """
    parts, forms = person_parts(name) if is_person else firm_parts(name)
    initials = (
        "" if is_person else "".join(word[0] for part in parts if part.weight > 0.1 for word in part.text.split())
    )
    keys = tuple(sorted(part.key for part in parts))
    letters = word_fold(initials) if initials and not initials.isascii() else initials
    return AnalysedName(
        name, is_person, parts, forms, keys, frozenset(keys), letters, sum(part.weight for part in parts),
        is_person and len(parts) == 1 and not forms and _is_surname(parts[0]),
    )  # fmt: skip


def _is_surname(part: NamePart) -> bool:
    """Return whether a word alone names a family: no given name (Mullah Omar), not one that many people have."""
    return part.kind == "word" and not part.given and not is_common(part.fold)
