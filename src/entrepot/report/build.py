"""The report of a case: every page rendered into a folder beside it, then swapped in whole."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from entrepot import __version__
from entrepot.case.claims import ClaimConflict
from entrepot.case.closing import ClosingRow
from entrepot.case.results import Results
from entrepot.flows.panels import Panel
from entrepot.indicators.base import Indicator
from entrepot.indicators.registry import all_indicators
from entrepot.report.book import make_book
from entrepot.report.pages import ReportParts, all_pages
from entrepot.report.render import Renderer, Stamp

REPORT_FOLDER = "report"


@dataclass(frozen=True)
class _Swap:
    """The folder a report is written into, and the one it takes the place of."""

    building: Path
    final: Path

    def start(self) -> None:
        shutil.rmtree(self.building, ignore_errors=True)
        self.building.mkdir(parents=True)

    def finish(self) -> None:
        """Put the new report where the old one stood; a reader finds one of them whole."""
        old = self.final.with_name(f"{self.final.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        if self.final.exists():
            self.final.replace(old)
        self.building.replace(self.final)
        shutil.rmtree(old, ignore_errors=True)


def write_report(
    results: Results,
    *,
    claims: Sequence[ClaimConflict] = (),
    panels: Sequence[Panel] = (),
    closing: Sequence[ClosingRow] = (),
    indicators: Sequence[Indicator] | None = None,
) -> Path:
    """Write the report into the case's `report` folder and return its first page.

    The same results give the same bytes. Nothing in the folder loads anything from elsewhere. The old report stands
    until the new one is whole.

    Args:
        results: An opened case.
        claims: Conflicts of published claims (entrepot.case.claims).
        panels: Trade series by partner (entrepot.flows.panels).
        closing: The bundled case's closing table (entrepot.case.closing); empty in other cases.
        indicators: What the page of methods describes; None takes every indicator there is.
    """
    chosen = all_indicators() if indicators is None else indicators
    swap = _Swap(results.folder / f"{REPORT_FOLDER}.building", results.folder / REPORT_FOLDER)
    swap.start()
    renderer = Renderer(stamp_of(results))
    parts = ReportParts(make_book(results), tuple(claims), tuple(panels), tuple(closing), tuple(chosen))
    for path, text in _files(renderer, parts):
        target = swap.building / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8", newline="\n")
    swap.finish()
    return swap.final / "index.html"


def stamp_of(results: Results) -> Stamp:
    """Return what every page carries; the date is that of the data, never of the clock."""
    state: str | None = results.manifest.get("as_of_on")
    versions: Mapping[str, str] = results.manifest.get("versions", {})
    return Stamp(
        case_title=results.config.title,
        state_on=state or "not dated",
        version=versions.get("entrepot", __version__),
        manifest_hash=str(results.manifest.get("manifest_hash", "")),
    )


def _files(renderer: Renderer, parts: ReportParts) -> Iterator[tuple[str, str]]:
    for page in all_pages(parts):
        yield page.path, renderer.page(page.path, page.template, page.context)
    for chart in parts.charts:
        if chart.csv_text:
            yield chart.csv_path, chart.csv_text
    for pictures in parts.flows:
        yield from pictures.files.items()
    for entry in parts.chains.entries:
        yield entry.csv_path, entry.csv_text
        yield entry.json_path, entry.json_text
