"""The objects of a JSON file one after the other, whether it is one array or a line each; never the whole file at once."""

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from entrepot.errors import SourceError
from entrepot.evidence.files import head_of, open_bytes

_CHUNK_BYTES = 1 << 20
_LONGEST_ITEM = 1 << 24  # characters, as for a line of JSON (entrepot.evidence.reading.json_lines)
_BETWEEN = " \t\r\n,"
_CUT = "the compressed file ends early: whatever followed is missing"
# The answer of a service: an object of plain values whose `data` are the items (UN Comtrade, API v1).
_ANSWER = re.compile(rb'\{[^{}\[\]]*"data"\s*:\s*(?=\[)')
_decode = json.JSONDecoder().raw_decode


@dataclass(frozen=True)
class Item:
    """A value of the file at `item N` of an array or `line N`; `fault` says why it could not be read, `text` is as written."""

    locator: str
    values: object
    text: str
    fault: str | None = None


def is_array(head: bytes) -> bool:
    """Return whether the first bytes of a file begin a JSON array."""
    return head.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"["


def answer_start(head: bytes) -> int | None:
    """Return at which character the array `data` begins in an object of plain values beside it; None for other files."""
    found = _ANSWER.match(head.removeprefix(codecs.BOM_UTF8).lstrip())
    return len(found.group().decode(errors="replace")) if found else None


def json_items(path: Path) -> Iterator[Item]:
    """Yield every item of an array, or of every line that is not blank. What cannot be read is an item with a fault.

    The array may be the `data` of an object (`answer_start`); what stands beside it is passed over.

    Raises:
        SourceError: The file cannot be opened, is not UTF-8 (array), or holds an item longer than 16 million characters.
    """
    head = head_of(path)
    start = 0 if is_array(head) else answer_start(head)
    yield from _of_lines(path) if start is None else _of_array(path, start)


def _of_lines(path: Path) -> Iterator[Item]:
    number = 0
    with open_bytes(path) as stream:
        try:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield _line(f"line {number}", line)
        except EOFError:
            yield Item(f"line {number + 1}", None, "", _CUT)


def _line(locator: str, line: bytes) -> Item:
    text = line.decode("utf-8-sig", errors="replace").strip()
    try:
        return Item(locator, json.loads(line.decode("utf-8-sig")), text)
    except UnicodeDecodeError:
        return Item(locator, None, text, "the line is not UTF-8")
    except (ValueError, RecursionError) as fault:
        return Item(locator, None, text, f"the line is no JSON: {fault}")


def _of_array(path: Path, start: int) -> Iterator[Item]:
    number, held, is_begun = 0, "", False
    for chunk in _text(path):
        if chunk is None:
            yield Item(f"item {number + 1}", None, "", _CUT)
            return
        held += chunk
        if not is_begun:
            held = held.lstrip()
            if len(held) <= start:
                continue
            held, is_begun = held[start + 1 :], True
        at = _after(held, 0)
        while at < len(held) and held[at] != "]":
            try:
                values, end = _decode(held, at)
            except RecursionError:
                yield Item(f"item {number + 1}", None, held[at:], "it is nested too deeply")
                return
            except ValueError:
                break
            number += 1
            yield Item(f"item {number}", values, held[at:end])
            at = _after(held, end)
        if held[at : at + 1] == "]":
            return
        held = held[at:]
        if len(held) > _LONGEST_ITEM:
            raise SourceError.unreadable(path, f"item {number + 1} is no JSON or longer than 16 million characters")
    yield Item(f"item {number + 1}", None, held, "the array breaks off here or is no JSON from here on")


def _after(held: str, at: int) -> int:
    """Return where the next item begins."""
    while at < len(held) and held[at] in _BETWEEN:
        at += 1
    return at


def _text(path: Path) -> Iterator[str | None]:
    """Yield the file as text; None last where a compressed file is cut off."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    with open_bytes(path) as stream:
        try:
            while chunk := stream.read(_CHUNK_BYTES):
                yield decoder.decode(chunk)
        except EOFError:
            yield None
        except UnicodeDecodeError as fault:
            raise SourceError.unreadable(path, "it is not UTF-8") from fault
