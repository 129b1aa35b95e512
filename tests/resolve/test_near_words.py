"""Near words, compared with comparing all with all."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from entrepot.resolve.near_words import near_words

WORDS = st.lists(st.text("abcdn", min_size=1, max_size=9), unique=True, max_size=12).map(sorted)


def _pairs(words: list[str]) -> dict[tuple[str, str], float]:
    found = near_words(words)
    return {
        (words[one], words[other]): similarity
        for one, other, similarity in zip(found.first, found.second, found.similarity, strict=True)
    }


def test_every_kind_of_single_error_is_found_and_a_short_word_has_no_neighbour() -> None:
    words = ["zorvelin", "zorvlein", "zorveli", "zorvelinn", "zorvalin", "quibble", "stek", "sten"]

    near = {pair for pair in _pairs(words) if pair[0] == "zorvelin"}

    assert near == {("zorvelin", other) for other in words[1:5]}
    assert ("stek", "sten") not in _pairs(words)


def test_words_of_equal_consonants_are_near_though_their_vowels_differ() -> None:
    assert ("strebkov", "stribkou") not in _pairs(["strebkov", "stribkou"])
    assert ("stribkav", "strebkov") in _pairs(["stribkav", "strebkov"])


@settings(deadline=None)
@given(WORDS)
def test_all_pairs_within_one_error_are_found_and_none_is_named_that_is_not_alike(words: list[str]) -> None:
    found = _pairs(words)
    for one, other in ((a, b) for place, a in enumerate(words) for b in words[place + 1 :]):
        similarity = OSA.normalized_similarity(one, other)
        if min(len(one), len(other)) >= 4 and OSA.distance(one, other) == 1 and similarity >= 0.76:
            assert (one, other) in found
    assert all(similarity == OSA.normalized_similarity(*pair) >= 0.6 for pair, similarity in found.items())


def test_words_with_digits_and_no_words_pair_with_none() -> None:
    assert _pairs([]) == {}
    assert _pairs(["zorvel22", "zorvel23"]) == {}
