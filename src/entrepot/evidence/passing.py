"""Files of gigabytes that are written or read from end to end: their pages in memory are given back as they pass.

Else they push out what other programs keep there, and each new page costs the kernel more than the copying into it: 9 to 10
seconds for 8 GB on a machine with little free memory, against 3 to 5 with this.
"""

import os
from typing import BinaryIO

LARGE_BYTES = 1 << 30  # smaller files stay in memory, where they are soon read again
_STEP_BYTES = 1 << 26


class Passing:
    """Follows a file that is read or written in order; does nothing for a small one, or where the system cannot be told."""

    def __init__(self, stream: BinaryIO, size: int, *, is_written: bool = False) -> None:
        self._stream, self._is_written = stream, is_written
        self._is_large = size >= LARGE_BYTES and hasattr(os, "posix_fadvise")
        self._passed = self._let_go = 0

    def pass_on(self, count: int) -> None:
        """Take note of so many bytes more."""
        self._passed += count
        if not self._is_large or self._passed - self._let_go < _STEP_BYTES:
            return
        number = self._stream.fileno()
        if self._is_written:  # pages that are not on the disk yet cannot go
            self._stream.flush()
            os.fdatasync(number)
        os.posix_fadvise(number, self._let_go, self._passed - self._let_go, os.POSIX_FADV_DONTNEED)
        self._let_go = self._passed
