"""Chains as a drawing of their own: one SVG file, one figure beneath the other, written whole or not at all."""

import re
from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from entrepot.case.results import Results
from entrepot.errors import EntrepotError
from entrepot.report.chain_drawing import chain_picture, gap_picture, traced
from entrepot.report.figures.chain_lanes import STYLE, chain_figure
from entrepot.report.figures.chain_model import ChainPicture
from entrepot.report.figures.chain_plan import WIDTH_PX
from entrepot.report.figures.svg import node
from entrepot.report.words import counted
from entrepot.trace.answer import Answer

_BETWEEN_PX = 26.0
# What XML 1.0 (section 2.2) allows no document to hold: a name in a source may.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_chain_pictures(path: Path, results: Results, answer: Answer) -> str:
    """Write the chains and gaps of an answer as one SVG file; return in words what was drawn: no file where nothing is.

    Args:
        path: The file; what stood there stands until the new one is whole.
        results: The case, right after tracing: its engine holds the tables of what is shown.
        answer: What tracing answered.

    Raises:
        EntrepotError: the file cannot be written.
    """
    known = traced(results, answer)
    pictures = [chain_picture(chain, known) for chain in answer.chains] + [gap_picture(g, known) for g in answer.gaps]
    if not pictures:
        return f"No chain to draw: {path.name} was not written."
    _write(path, stacked(pictures))
    return f"{counted(len(pictures), 'figure')} drawn in {path}."


def stacked(pictures: Sequence[ChainPicture]) -> str:
    """Return drawings as one SVG document that needs nothing else, one beneath the other."""
    figures: list[Markup] = []
    y = 0.0
    for number, picture in enumerate(pictures, start=1):
        figure = chain_figure(picture, figure_id=f"chain-{number}", has_frame=True, y=y)
        figures.append(figure.svg)
        y += figure.height_px + _BETWEEN_PX
    height = y - _BETWEEN_PX
    ground = node("rect", x=0, y=0, width=WIDTH_PX, height=height, fill="#FFFFFF")
    whole = node(
        "svg",
        Markup("\n").join([node("style", Markup(STYLE)), ground, *figures]),  # noqa: S704 (a constant of the package)
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH_PX:g} {height:g}",
        width=WIDTH_PX,
        height=height,
    )
    return _NOT_XML.sub("\ufffd", f"{whole}\n")


def _write(path: Path, text: str) -> None:
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_text(text, "utf-8", newline="\n")
        partial.replace(path)
    except OSError as fault:
        partial.unlink(missing_ok=True)
        raise EntrepotError(
            f"Cannot write {path.name}: {fault.strerror}",
            where=str(path),
            next_step="Name a file in a folder that is there.",
        ) from fault
