"""Keys of 64 bits numbered in the order in which they come, whole columns at once."""

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]
_NONE = -1
_LEAST_SLOTS = 1 << 12


class Numbering:
    """A table from keys to their numbers, 0 for the first. Keys are hashes: their low bits are spread evenly.

    Open addressing with steps of one, at most half full.
    """

    def __init__(self) -> None:
        self._count = 0
        self._keys: Keys = np.zeros(_LEAST_SLOTS, np.uint64)
        self._numbers: Numbers = np.full(_LEAST_SLOTS, _NONE, np.int64)

    def find(self, keys: Keys) -> Numbers:
        """Return the number of each key, -1 for those that have none."""
        return self._numbers[self._slots(keys)]

    def add(self, keys: Keys) -> None:
        """Give the next numbers to keys, in their order; they are new, and each stands there once."""
        first = self._count
        self._count += len(keys)
        if self._count * 2 > len(self._keys):
            self._grow()
        self._put(keys, np.arange(first, self._count))

    def _slots(self, keys: Keys) -> npt.NDArray[np.intp]:
        """Return where each key stands, or the free slot where its search ends."""
        last = len(self._keys) - 1
        slots = (keys & np.uint64(last)).astype(np.intp)
        left = np.flatnonzero((self._keys[slots] != keys) & (self._numbers[slots] != _NONE))
        while len(left):
            slots[left] = (slots[left] + 1) & last
            other = (self._keys[slots[left]] != keys[left]) & (self._numbers[slots[left]] != _NONE)
            left = left[other]
        return slots

    def _put(self, keys: Keys, numbers: Numbers) -> None:
        while len(keys):
            slots = self._slots(keys)
            taken, places = np.unique(slots, return_index=True)  # of several that end in one slot, one gets it
            self._keys[taken], self._numbers[taken] = keys[places], numbers[places]
            is_left = np.ones(len(keys), np.bool_)
            is_left[places] = False
            keys, numbers = keys[is_left], numbers[is_left]

    def _grow(self) -> None:
        is_used = self._numbers != _NONE
        keys, numbers = self._keys[is_used], self._numbers[is_used]
        slots = _LEAST_SLOTS
        while slots < self._count * 4:
            slots *= 2
        self._keys, self._numbers = np.zeros(slots, np.uint64), np.full(slots, _NONE, np.int64)
        self._put(keys, numbers)
