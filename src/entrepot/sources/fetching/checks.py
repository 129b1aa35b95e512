"""Whether an answer is what was asked for: whole, of its form, no page of words, not cut off at the publisher's cap."""

import codecs
import json
import struct
import zipfile
from pathlib import Path

from entrepot.errors import FetchError
from entrepot.sources.fetching.asking import Request
from entrepot.sources.fetching.transport import BrokenOffError, TooLargeError

_HEAD = 512
_PAGE = (b"<!doctype html", b"<html")
_MAGIC = {"zip": b"PK\x03\x04", "7z": b"7z\xbc\xaf\x27\x1c", "xml": b"<"}  # APPNOTE 4.3.7; 7zFormat.txt; XML 1.0
_START_7Z = struct.Struct("<12xQQ4x")  # 7zFormat.txt, signature header: offset and size of the directory
_TAIL = 4096
_TOO_MUCH = (b"asynchronous", b"too large", b"exceed")  # Eurostat, API: what it answers instead of a long extraction
_KEY_WORDS = (b"missing key", b"invalid key", b"valid key")  # Census answers so with status 200


def check(request: Request, path: Path) -> int | None:
    """Return the rows of the answer, None where they are not counted.

    Raises:
        FetchError: The answer is a page of words, says that it failed, or is of another form.
        BrokenOffError: The answer breaks off.
        TooLargeError: It has as many rows as the publisher gives at most, so that some may be missing.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD).removeprefix(codecs.BOM_UTF8).lstrip()
    if not head:
        raise BrokenOffError("it is empty")
    _refuse_page(request, head)
    if request.form == "csv" and head.startswith(b"<"):
        if any(words in head.lower() for words in _TOO_MUCH):
            raise TooLargeError("the publisher would prepare it aside")
        raise FetchError.wrong_answer(request.url, "it is XML, not CSV")
    magic = _MAGIC.get(request.form)
    if magic is not None and not head.startswith(magic):
        raise FetchError.wrong_answer(request.url, f"it is no {request.form.upper()}")
    if request.form == "xml":
        _must_close(path)
    if request.form == "zip" and not zipfile.is_zipfile(path):
        raise BrokenOffError("the archive breaks off")
    if request.form == "7z":
        _must_be_whole(path)
    rows = _json_rows(request, path) if request.form == "json" else None
    if request.most_rows is not None and rows is not None and rows >= request.most_rows:
        raise TooLargeError(f"it has {rows:,} rows, the most that are given at once, so that some may be missing")
    return rows


def _refuse_page(request: Request, head: bytes) -> None:
    lowered = head.lower()
    if not lowered.startswith(_PAGE):
        return
    if request.key_variable is not None and any(words in lowered for words in _KEY_WORDS):
        raise FetchError.needs_key(request.url, request.key_variable)
    raise FetchError.wrong_answer(request.url, f"it is a web page, not {request.form.upper()}")


def _must_be_whole(path: Path) -> None:
    """Raise where an archive is shorter than its first bytes say: the place and size of the directory at its end."""
    with path.open("rb") as stream:
        start = stream.read(_START_7Z.size)
    if len(start) < _START_7Z.size or path.stat().st_size < _START_7Z.size + sum(_START_7Z.unpack(start)):
        raise BrokenOffError("the archive breaks off")


def _must_close(path: Path) -> None:
    """Raise where the last element is not closed."""
    with path.open("rb") as stream:
        stream.seek(max(path.stat().st_size - _TAIL, 0))
        if not stream.read().rstrip().endswith(b">"):
            raise BrokenOffError("the XML breaks off")


def _json_rows(request: Request, path: Path) -> int | None:
    """Return the rows of an array, or of the `data` of an object, which also says how many there should be."""
    try:
        answer = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        raise BrokenOffError(f"the JSON breaks off or is none ({type(fault).__name__})") from None
    if isinstance(answer, list):
        return max(len(answer) - 1, 0)  # the first names the columns
    if not isinstance(answer, dict):
        raise FetchError.wrong_answer(request.url, "it is neither an object nor an array")
    if words := answer.get("error"):
        raise FetchError.refused(request.url, request.hidden(str(words)))
    data = answer.get("data")
    if not isinstance(data, list):
        raise FetchError.wrong_answer(request.url, "it holds no data")
    if isinstance(answer.get("count"), int) and answer["count"] > len(data):
        raise TooLargeError(f"it has {len(data):,} of {answer['count']:,} rows")
    return len(data)
