"""The chains of listed goods into the study's destination: those raised, and look-alikes beside them that are not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf, log

import pyarrow as pa

from entrepot.case.results import Results
from entrepot.report.book import Book
from entrepot.report.chain_drawing import chain_picture, traced
from entrepot.report.chain_rows import LineRow, chain_csv, chain_json, line_rows
from entrepot.report.chain_words import why_not_raised
from entrepot.report.figures.chain_lanes import ChainFigure, chain_figure
from entrepot.report.figures.chain_model import ChainPicture
from entrepot.store.engine import rows_of
from entrepot.store.sql import statement_beside
from entrepot.trace import scope
from entrepot.trace.answer import Answer, Chain, Party
from entrepot.trace.scope import Question
from entrepot.trace.tracing import trace

MOST_RAISED, MOST_ALIKE = 10, 5
MOST_LINES = 400_000  # of listed goods looked at: so many take about 4 s of one core (docs/tracing.md, Pictures)
_WORKED_OUT = 50  # the chains whose chance is tested anyway (trace/significance.py, FAMILY)


@dataclass(frozen=True)
class ChainEntry:
    """A chain of the page: its drawing, the lines of its hops as rows, and its files."""

    number: int
    chain: Chain
    picture: ChainPicture
    figure: ChainFigure
    rows: tuple[LineRow, ...]
    csv_text: str
    json_text: str

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"chain-{self.number}"

    @property
    def csv_path(self) -> str:
        """Where its lines lie."""
        return f"data/chain-{self.number}.csv"

    @property
    def json_path(self) -> str:
        """Where the chain and the model of its drawing lie."""
        return f"data/chain-{self.number}.json"

    @property
    def missed(self) -> str:
        """The thresholds that it does not reach."""
        return why_not_raised(self.chain)


@dataclass(frozen=True)
class Chains:
    """What the page shows. `answer` is None where the case says nothing to trace; `left_out` are listed codes not looked at."""

    raised: tuple[ChainEntry, ...]
    alike: tuple[ChainEntry, ...]
    answer: Answer | None
    codes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def entries(self) -> tuple[ChainEntry, ...]:
        """All chains shown, the raised first."""
        return (*self.raised, *self.alike)

    @property
    def provenances(self) -> list[str]:
        """How the lines on the page came to be known."""
        return sorted({line["provenance"] for e in self.entries for hop in e.chain.hops for line in hop.lines})

    @cached_property
    def by_party(self) -> Mapping[str, list[ChainEntry]]:
        """The chains shown by each party on them."""
        index: dict[str, list[ChainEntry]] = {}
        for entry in self.entries:
            for party_id in dict.fromkeys(p.party_id for p in entry.chain.parties if p.party_id is not None):
                index.setdefault(party_id, []).append(entry)
        return index


def chains_of(book: Book, *, most_lines: int | None = None) -> Chains:
    """Return the chains that the page shows.

    Args:
        book: The case. Tracing leaves its tables on the engine.
        most_lines: Lines of listed goods looked at; None takes MOST_LINES. In a larger case the codes that parties of raised
            findings trade most come first, and those beyond are left out and named.
    """
    results = book.results
    if not results.manifest.get("as_of_on"):
        return Chains((), (), None)
    codes, left_out = codes_within(results, book.raised_ids, MOST_LINES if most_lines is None else most_lines)
    if not codes:
        return Chains((), (), None, left_out=left_out)
    study = results.config.study
    question = Question(
        as_of_on=results.as_of_on,
        to_iso=study.destination_iso,
        hs=codes if left_out else (),
        controls_list=study.controls_list,
    )
    answer = trace(results.engine, question, shown=_WORKED_OUT)
    known = traced(results, answer)
    raised, alike = chosen(answer.chains)
    numbered = enumerate([*raised, *alike], start=1)
    entries = [_entry(number, chain, chain_picture(chain, known), results) for number, chain in numbered]
    return Chains(tuple(entries[: len(raised)]), tuple(entries[len(raised) :]), answer, codes, left_out)


def codes_within(
    results: Results, raised_ids: Iterable[str], most_lines: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the listed goods codes that the case has lines of, up to so many lines, and those left out."""
    engine = results.engine
    engine.register("report__raised", pa.table({"party_id": pa.array(sorted(set(raised_ids)), pa.string())}))
    counted = rows_of(engine.run(statement_beside(__file__, "codes")))
    listed = statement_beside(scope.__file__, "controlled")
    wanted = {row["hs6"] for row in results.rows(listed, {"controls_list": results.config.study.controls_list})}
    rows = [row for row in counted if row["hs6"] in wanted]
    if sum(row["line_count"] for row in rows) <= most_lines:
        return tuple(row["hs6"] for row in rows), ()
    kept: list[str] = []
    room = most_lines
    for row in sorted(rows, key=lambda row: (-row["raised_count"], row["line_count"], row["hs6"])):
        if row["line_count"] <= room:
            room -= row["line_count"]
            kept.append(row["hs6"])
    return tuple(sorted(kept)), tuple(row["hs6"] for row in rows if row["hs6"] not in kept)


def chosen(chains: Sequence[Chain]) -> tuple[list[Chain], list[Chain]]:
    """Return the raised chains, and those not raised whose amounts are nearest to theirs: the most telling where none is.

    Of look-alikes with one sender and one firm in between only the first is taken: the others show the same once again.
    """
    raised = [chain for chain in chains if chain.is_raised][:MOST_RAISED]
    others = [chain for chain in chains if not chain.is_raised]
    nearest = sorted(others, key=lambda chain: _distance(chain, raised))  # stable: the more telling of equals first
    alike: dict[tuple[Party, ...], Chain] = {}
    for chain in nearest:
        alike.setdefault(chain.parties[:2], chain)
    return raised, list(alike.values())[:MOST_ALIKE]


def _distance(chain: Chain, raised: Sequence[Chain]) -> float:
    """Return how far a chain's amount is from the nearest raised one, as a ratio's logarithm; rounded, for ties to be ties."""
    amount = chain.bounds.at_most
    same = [r.bounds.at_most for r in raised if r.unit == chain.unit and min(r.bounds.at_most, amount) > 0]
    return round(min((abs(log(amount / other)) for other in same), default=inf), 9)


def _entry(number: int, chain: Chain, picture: ChainPicture, results: Results) -> ChainEntry:
    rows = line_rows(chain)
    return ChainEntry(
        number=number,
        chain=chain,
        picture=picture,
        figure=chain_figure(picture, figure_id=f"lanes-{number}", has_frame=False),
        rows=rows,
        csv_text=chain_csv(rows, results.snapshots),
        json_text=chain_json(chain, picture),
    )
