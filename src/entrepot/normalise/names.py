"""Names as keys: equal keys are equal names, apart from case, punctuation, legal form and mixed alphabets.

The key is exact on purpose: Latin and Cyrillic spellings of one firm have different keys. Transliteration and typing errors
belong to fuzzy resolution, which has its own place in `entrepot.resolve`.
"""

from entrepot.codes.lookalikes import fold
from entrepot.normalise.legal_forms import SplitName, split_legal_form

__all__ = ["SplitName", "name_key", "split_legal_form"]


def name_key(name: str, kind: str = "company") -> str | None:
    """Return the key that equal names share.

    Args:
        name: The name as reported, in any script.
        kind: `person` for people; every other kind is treated as a firm.

    Returns:
        For a firm the folded words in order without the legal form, so that `ООО "Ромашка"` and `РОМАШКА, АО` meet: compare
        the classes of `split_legal_form` before taking them for one firm. For a person the folded words sorted, so that
        `CHERNET, Yevgeniy Olegovich` and `Yevgeniy Olegovich Chernet` meet. None where nothing is left.
    """
    key = " ".join(sorted(fold(name).split())) if kind == "person" else split_legal_form(name).bare
    return key or None
