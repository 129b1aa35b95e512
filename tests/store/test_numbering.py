import numpy as np
import pytest

from entrepot.store.numbering import Numbering


def test_keys_are_numbered_in_the_order_in_which_they_are_added() -> None:
    numbering = Numbering()
    numbering.add(np.array([7, 3, 11], np.uint64))
    numbering.add(np.array([5], np.uint64))
    assert numbering.find(np.array([5, 11, 3, 7, 9], np.uint64)).tolist() == [3, 2, 1, 0, -1]


@pytest.mark.parametrize(
    "step", [1, 64, 0x9E3779B97F4A7C15]
)  # keys beside each other, in heaps, and spread like hashes
def test_agrees_with_a_dictionary_while_it_grows(step: int) -> None:
    random = np.random.default_rng(1)
    numbering, known = Numbering(), dict[int, int]()
    for _ in range(12):
        keys = random.integers(0, 9_000, 2_000, dtype=np.uint64) * np.uint64(step)  # overflows are cut off
        new = list(dict.fromkeys(key for key in keys.tolist() if key not in known))
        assert numbering.find(keys).tolist() == [known.get(key, -1) for key in keys.tolist()]
        numbering.add(np.array(new, np.uint64))
        known.update({key: len(known) + place for place, key in enumerate(new)})
        assert numbering.find(keys).tolist() == [known[key] for key in keys.tolist()]


def test_the_key_zero_is_a_key_like_others() -> None:
    numbering = Numbering()
    assert numbering.find(np.zeros(2, np.uint64)).tolist() == [-1, -1]
    numbering.add(np.zeros(1, np.uint64))
    assert numbering.find(np.zeros(2, np.uint64)).tolist() == [0, 0]
