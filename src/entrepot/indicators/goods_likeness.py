"""How much of what is received under one code reads like what was received under another."""

from collections.abc import Sequence
from dataclasses import dataclass

from entrepot.normalise.goods_scan import comparable, composed
from entrepot.normalise.goods_words import words_of
from entrepot.store.engine import Row

_TEXTS_COMPARED = 200  # [P] the most valuable distinct texts on either side; the rest is a small part of the value


@dataclass(frozen=True)
class Likeness:
    """Of the value on the new side: the share with a similar text on the old, and with an equal part number.

    `best_text` is the highest similarity of two texts, Jaccard of their words; None where one side has no text.
    """

    text_share: float
    part_share: float
    best_text: float | None


def likeness(old: Sequence[Row], new: Sequence[Row], *, similar_from: float) -> Likeness:
    """Return how alike goods are.

    Args:
        old: Rows with goods_description, part_number_key, value_usd; what was received before, the largest first.
        new: The same of what is received now.
        similar_from: Jaccard of two texts' words from which they count as similar.
    """
    texts = [words for row in old[:_TEXTS_COMPARED] if (words := _words(row))]
    parts = {row["part_number_key"] for row in old if row["part_number_key"] is not None}
    total = sum(row["value_usd"] for row in new)
    if total <= 0:
        return Likeness(0.0, 0.0, None)
    nearest = [(_nearest(_words(row), texts), row["value_usd"]) for row in new[:_TEXTS_COMPARED]]
    known = [near for near, _ in nearest if near is not None]
    similar = sum(value for near, value in nearest if near is not None and near >= similar_from)
    equal = sum(row["value_usd"] for row in new if row["part_number_key"] in parts)
    return Likeness(similar / total, equal / total, max(known, default=None))


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of two sets' members that both have; 0 where both are empty."""
    union = len(one | other)
    return len(one & other) / union if union else 0.0


def _words(row: Row) -> frozenset[str]:
    text = row["goods_description"]
    return frozenset() if text is None else frozenset(words_of(comparable(composed(text))))


def _nearest(words: frozenset[str], texts: Sequence[frozenset[str]]) -> float | None:
    return max((jaccard(words, text) for text in texts), default=None) if words else None
