"""Elements of an XML document by their paths; a register of gigabytes is read once and never held."""

import gzip
import io
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml.ElementTree import iterparse

from entrepot.evidence.files import open_bytes

_STEP = re.compile(r"([^/\[\]]+)(?:\[(\d+)\])?")
_Steps = tuple[tuple[str, int], ...]  # names and positions from the root down
Words = tuple[str, tuple[tuple[str, str], ...]]


def xml_places(path: Path, locators: Collection[str]) -> dict[str, Words]:
    """Return the text of each element, and its leaves with their names; namespaces are left out of paths and names.

    Args:
        path: The file; it is read up to the last element wanted, and freed on the way.
        locators: Absolute paths of names and positions, such as `/LIST/ENTITY[3]`; those the file lacks are left out.

    Raises:
        ParseError: The file breaks off or is no XML before the first of them.
        ValueError: It declares what defusedxml forbids.
    """
    wanted = {steps: locator for locator in locators if (steps := _steps(locator))}
    found: dict[str, Words] = {}
    try:
        with open_bytes(path) as stream:
            for steps, element in _walked(stream, wanted):
                found[wanted[steps]] = _words(element)
                if len(found) == len(wanted):
                    break
    except (ParseError, EOFError):
        if not found:
            raise
    return found


def _steps(locator: str) -> _Steps:
    """Return the names and positions of a path, none where it is not one."""
    steps = [_STEP.fullmatch(step) for step in locator.removeprefix("/").split("/")]
    return tuple((step[1], int(step[2] or 1)) for step in steps if step is not None) if all(steps) else ()


def _walked(stream: gzip.GzipFile | io.BufferedReader, wanted: Collection[_Steps]) -> Iterator[tuple[_Steps, Element]]:
    """Yield the wanted elements when they end; what is no part of one is freed."""
    here: list[tuple[str, int]] = []
    counts: list[dict[str, int]] = [{}]
    kept = 0  # how many of the elements that are open are wanted
    for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            name = _name(element)
            counts[-1][name] = counts[-1].get(name, 0) + 1
            here.append((name, counts[-1][name]))
            counts.append({})
            kept += tuple(here) in wanted
            continue
        if (steps := tuple(here)) in wanted:
            kept -= 1
            yield steps, element
        if not kept:
            element.clear()
        here.pop()
        counts.pop()


def _words(element: Element) -> Words:
    leaves = ((_name(leaf), (leaf.text or "").strip()) for leaf in element.iter())
    cells = tuple((name, text) for name, text in leaves if text)
    return tostring(element, encoding="unicode").strip(), cells


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
