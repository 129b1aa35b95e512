"""Which pages a report has, and what each template is given."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from entrepot.case.claims import ClaimConflict
from entrepot.case.closing import ClosingRow
from entrepot.flows.panels import Panel
from entrepot.indicators.base import Indicator
from entrepot.report.book import Book, RaisedPage
from entrepot.report.chain_words import INNOCENT_EXPLANATIONS
from entrepot.report.chains import Chains, chains_of
from entrepot.report.coverage import QUARANTINE_SHOWN, Coverage, coverage
from entrepot.report.details import details_of
from entrepot.report.dossiers import DossierPage, dossier_pages, most_rows
from entrepot.report.ego import ego_picture
from entrepot.report.figures.chain_lanes import STYLE
from entrepot.report.figures.flow_style import STYLE as FLOW_STYLE
from entrepot.report.first_look import first_look
from entrepot.report.flow_pictures import FlowPictures, flow_pictures
from entrepot.report.flow_words import CAVEATS
from entrepot.report.flow_words import INNOCENT_EXPLANATIONS as FLOW_EXPLANATIONS
from entrepot.report.flows import FlowChart, flow_charts
from entrepot.report.methods import Method, method_of
from entrepot.report.pictures import lanes_picture, summary_of, trade_picture
from entrepot.report.questions import questions_of
from entrepot.store.engine import Row, rows_of

_CHAIN_LINES_SHOWN = 60  # of one chain; its CSV file holds all
_INVENTED = ("reconstructed", "synthetic")


@dataclass(frozen=True)
class Page:
    """A page's place, template and values; `warned_of` in the context names provenances that get a banner."""

    path: str
    template: str
    context: Mapping[str, object]


@dataclass(frozen=True)
class ReportParts:
    """Everything a report is made from."""

    book: Book
    claims: tuple[ClaimConflict, ...]
    panels: tuple[Panel, ...]
    closing: tuple[ClosingRow, ...]
    indicators: tuple[Indicator, ...]

    @cached_property
    def charts(self) -> list[FlowChart]:
        """The panels, drawn."""
        return flow_charts(questions_of(self.book.results, self.panels))

    @cached_property
    def flows(self) -> tuple[FlowPictures, ...]:
        """The coalition's exports of listed goods, drawn by exporter."""
        return flow_pictures(self.book.results)

    @cached_property
    def chains(self) -> Chains:
        """The chains into the study's destination, drawn."""
        return chains_of(self.book)

    @cached_property
    def methods(self) -> dict[str, Method]:
        """The indicators' texts by id."""
        return {indicator.META.id: method_of(indicator) for indicator in self.indicators}

    @cached_property
    def coverage(self) -> Coverage:
        """What the run read."""
        return coverage(self.book.results)


def all_pages(parts: ReportParts) -> Iterator[Page]:
    """Yield every page of the report."""
    yield _index(parts)
    for number, page in enumerate(parts.book.raised):
        yield _finding(parts, page, number)
    for number, dossier in enumerate(dossier_pages(parts.book)):
        yield _party(parts, dossier, number)
    yield _claims(parts)
    yield _chains(parts)
    yield _flows(parts)
    files = {"coverage": parts.coverage, "quarantine_shown": QUARANTINE_SHOWN, "warned_of": []}
    yield Page("coverage.html", "coverage.html", files)
    yield Page("methods.html", "methods.html", {"methods": list(parts.methods.values()), "warned_of": []})


def warned_of(provenances: Iterable[str]) -> list[str]:
    """Return the provenances that a page must announce above everything else."""
    shown = {name.strip() for given in provenances for name in given.split(",")}
    return [name for name in _INVENTED if name in shown]


def _index(parts: ReportParts) -> Page:
    results = parts.book.results
    others = [f for f in results.findings if f["outcome"] != "raised"]
    shown = [f["provenance"] for f in results.findings] + [row.provenance for row in parts.closing]
    context = {
        "config": results.config,
        "book": parts.book,
        "closing_rows": parts.closing,
        "groups": _by_indicator(parts),
        "first_look": first_look(parts.book),
        "clear": [f for f in others if f["outcome"] == "clear"],
        "not_applicable": [f for f in others if f["outcome"] == "not_applicable"],
        "stats": results.manifest.get("indicators", {}),
        "coverage": parts.coverage,
        "party_count": results.engine.read("linked__party").num_rows,
        "raised_count": len(parts.book.raised),
        "decided": _decided(parts.book),
        "claim_count": len(parts.claims),
        "chart_count": len(parts.charts),
        "flows": parts.flows,
        "chains": parts.chains,
        "warned_of": warned_of(shown),
    }
    return Page("index.html", "index.html", context)


def _decided(book: Book) -> dict[str, int]:
    """Return how many raised findings people confirmed and dismissed."""
    kinds = [page.finding["verdict"]["kind"] for page in book.raised if page.finding.get("verdict")]
    return {kind: kinds.count(kind) for kind in ("confirm", "dismiss")}


def _by_indicator(parts: ReportParts) -> list[Row]:
    """Return the raised findings grouped by indicator, in the order of the findings."""
    groups: dict[str, Row] = {}
    for page in parts.book.raised:
        finding = page.finding
        group = groups.setdefault(
            finding["indicator"],
            {
                "id": finding["indicator"],
                "title": finding["title"],
                "unit": finding["unit"],
                "is_low": finding.get("weight") == "low",
                "method": parts.methods.get(finding["indicator"]),
                "pages": [],
            },
        )
        group["pages"].append(page)
    return list(groups.values())


def _finding(parts: ReportParts, page: RaisedPage, number: int) -> Page:
    finding, book = page.finding, parts.book
    trade = trade_picture(book, page.party_ids, _trade_question(book, page.party_ids), f"trade-{number}")
    lanes = lanes_picture(book, page, f"lanes-{number}")
    shown = {finding["provenance"], *(row["provenance"] for row in finding["evidence"])}
    context = {
        "finding": finding,
        "parties": [(book.name(p), book.party_paths[p]) for p in page.party_ids],
        "details": details_of(book, finding, f"figure-{number}"),
        "subject_path": book.party_paths.get(finding["subject_id"]),
        "has_publications": any(row.get("publication") for row in finding["evidence"]),
        "snapshots": book.results.snapshots,
        "stats": book.results.manifest.get("indicators", {}).get(finding["indicator"]),
        "method": parts.methods.get(finding["indicator"]),
        "ego": ego_picture(book, page, f"ego-{number}"),
        "trade": trade,
        "lanes": lanes,
        "lanes_words": "" if lanes is None else summary_of(lanes),
        "book": book,
        "warned_of": warned_of(shown | (set() if trade is None else set(trade.provenances))),
    }
    return Page(page.path, "finding.html", context)


def _trade_question(book: Book, party_ids: Sequence[str]) -> str:
    names = [book.name(party_id) for party_id in party_ids[:1]]
    return (
        f"What did {names[0]} and the parties named with it trade, month by month?"
        if len(party_ids) > 1
        else (f"What did {names[0]} trade, month by month?" if names else "")
    )


def _party(parts: ReportParts, dossier: DossierPage, number: int) -> Page:
    book = parts.book
    party_id = dossier.party["party_id"]
    trade = trade_picture(book, [party_id], _trade_question(book, [party_id]), f"trade-{number}")
    context = {
        "dossier": dossier,
        "book": book,
        "snapshots": book.results.snapshots,
        "trade": trade,
        "chains": parts.chains.by_party.get(party_id, []),
        "most_rows": most_rows(),
        "warned_of": warned_of(dossier.provenances),
    }
    return Page(dossier.path, "party.html", context)


def _claims(parts: ReportParts) -> Page:
    results = parts.book.results
    rows = rows_of(results.engine.read("linked__claim"))
    everything = sorted(rows, key=lambda r: (r["topic"], str(r["published_on"] or ""), r["claim_id"]))
    shown = [row["provenance"] for row in everything]
    conflicts = parts.claims
    for conflict in conflicts:
        shown += [row["provenance"] for row in (*conflict.claims, conflict.evidence) if row is not None]
    context = {
        "conflicts": conflicts,
        "everything": everything,
        "snapshots": results.snapshots,
        "warned_of": warned_of(shown),
    }
    return Page("claims.html", "claims.html", context)


def _flows(parts: ReportParts) -> Page:
    shown = [name for chart in parts.charts for name in chart.panel.provenances]
    shown += [name for pictures in parts.flows for name in pictures.provenances]
    context = {
        "charts": parts.charts,
        "flows": parts.flows,
        "study": parts.book.results.config.study,
        "explanations": FLOW_EXPLANATIONS,
        "caveats": CAVEATS,
        "flow_style": Markup(FLOW_STYLE),  # noqa: S704 (a constant of the package)
        "warned_of": warned_of(shown),
    }
    return Page("flows.html", "flows.html", context)


def _chains(parts: ReportParts) -> Page:
    book, chains = parts.book, parts.chains
    context = {
        "chains": chains,
        "book": book,
        "config": book.results.config,
        "destination": book.band(book.results.config.study.destination_iso),
        "snapshots": book.results.snapshots,
        "names": {party.party_id: party.name for entry in chains.entries for party in entry.chain.parties},
        "explanations": INNOCENT_EXPLANATIONS,
        "most_lines": _CHAIN_LINES_SHOWN,
        "chain_style": Markup(STYLE),  # noqa: S704 (a constant of the package)
        "warned_of": warned_of(chains.provenances),
    }
    return Page("chains.html", "chains.html", context)
