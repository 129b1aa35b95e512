"""Runs questions one after the other; one whose answer is too large is asked in halves, never taken cut off."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from entrepot.errors import FetchError
from entrepot.sources.fetching.asking import Question
from entrepot.sources.fetching.download import Received, download
from entrepot.sources.fetching.transport import TooLargeError, Transport
from entrepot.sources.registry import source_named

_LOCK = ".fetch.lock"


def fetch(
    questions: Sequence[Question],
    folder: Path,
    transport: Transport,
    *,
    recent_days: int = 0,
    said: Callable[[str], None] = lambda _message: None,
) -> Iterator[Received]:
    """Yield what came of each question, in order; the files lie in the folder.

    Args:
        questions: What to ask (publishers.py).
        folder: Where the files go.
        transport: How they are asked.
        recent_days: See `download`.
        said: Is told of questions that are divided.

    Raises:
        FetchError: A publisher refuses, a download was given up, or an answer is too large and cannot be divided.
    """
    with _alone_in(folder):
        yield from _asked(questions, folder, transport, recent_days, said)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep a second command out of the folder: two that write one part file would spoil it."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / _LOCK, timeout=0):
            yield
    except Timeout:
        why = f"Another download into {folder} is at work"
        raise FetchError.cannot_ask(why, "Wait until it has ended, or name another folder with --to.") from None


def _asked(
    questions: Sequence[Question],
    folder: Path,
    transport: Transport,
    recent_days: int,
    said: Callable[[str], None],
) -> Iterator[Received]:
    waiting = list(reversed(questions))
    while waiting:
        question = waiting.pop()
        request = question.request
        meta = source_named(request.source_id).meta
        try:
            yield download(request, meta, folder, transport, recent_days=recent_days)
        except TooLargeError as fault:
            why = request.hidden(str(fault))
            halves = question.halves()
            if halves is None:
                raise FetchError.too_large(request.url, why) from None
            said(f"Asking in two halves, for the answer is too large: {why}")
            waiting.extend(reversed(halves))
