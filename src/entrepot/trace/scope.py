"""What a question is about: which goods, which firms, how far; and the consignments it looks at."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.normalise.part_numbers import part_number_key
from entrepot.store.engine import Engine, Value, rows_of
from entrepot.store.sql import statement_beside
from entrepot.trace import ledger, lines
from entrepot.trace.ledger import Ledger, ledger_of
from entrepot.trace.part_keys import PartKey, part_keys, part_table
from entrepot.trace.shipments import build_consignments, no_pairs
from entrepot.trace.window import Window, learn_window

MOST_HOPS = 4  # consignments in a chain where nothing else is asked


@dataclass(frozen=True, order=True)
class Wording:
    """What lines say of a part: its key, maker, brand, producer and goods code; "" where they say nothing."""

    part_key: str
    maker_id: str
    brand: str
    producer_name: str
    hs6: str


@dataclass(frozen=True)
class Question:
    """What is asked of the chains of a case; at least one of the five must be given.

    `to`, `from_` and `through` are party ids; `to_iso` and `from_iso` countries instead of parties. `parts` are part numbers
    as anybody writes them (lines of the same type in other packing, package or grade are taken too), `not_parts` keys of lines to
    leave out, `left_out` wordings of lines to leave out, `found_by` the last day that a part (by key) may have been found: later
    lines of it are left out. `hs` are goods codes or their first digits. `hops` counts consignments in a chain, at most.
    `controls_list` limits goods to a list where neither parts nor codes are asked about; None takes all goods.
    """

    as_of_on: date
    to: tuple[str, ...] = ()
    from_: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    to_iso: str | None = None
    from_iso: str | None = None
    parts: tuple[str, ...] = ()
    hs: tuple[str, ...] = ()
    not_parts: tuple[str, ...] = ()
    left_out: tuple[Wording, ...] = ()
    found_by: tuple[tuple[str, date], ...] = ()
    hops: int = MOST_HOPS
    by_links: bool = False
    controls_list: str | None = "chpl"

    @property
    def part_keys(self) -> tuple[str, ...]:
        """The part numbers as keys that equal parts share."""
        keys = (part_number_key(part) for part in self.parts)
        return tuple(sorted({key for key in keys if key is not None}))

    @property
    def is_about_firms(self) -> bool:
        """Whether the question names a firm or a country: goods alone are followed wherever they go."""
        return bool(self.to or self.from_ or self.through or self.to_iso or self.from_iso)


@dataclass(frozen=True)
class Scope:
    """The consignments a question looks at, the window, how many pairs of views were reconciled, and which parts are meant."""

    ledger: Ledger
    window: Window
    paired_views: int
    codes: tuple[str, ...]
    parts: tuple[PartKey, ...] = ()


def gather(engine: Engine, question: Question, *, window_days: int | None = None) -> Scope:
    """Return what the question looks at, kept as trace__consignment, trace__reached, trace__ledger.

    Args:
        engine: With linked__declaration, linked__party, the reference tables, and graph__link where `by_links`.
        question: What is asked.
        window_days: Days from goods in to goods out; None learns them.
    """
    lines.open_lines(engine)
    parts = tuple(key for key in part_keys(engine, question.parts) if key.part_key not in question.not_parts)
    followed = part_table(parts, (key for key in question.part_keys if key not in question.not_parts))
    engine.register("trace__part", followed)
    _leave_out(engine, question)
    codes = _codes(engine, question)
    engine.register("trace__code", _texts("hs6", codes))
    paired = _consign(engine, question)
    window = learn_window(engine) if window_days is None else Window(window_days, "given", 0)
    if question.parts:
        engine.register("trace__reached", _REACHED.empty_table())
        engine.register("trace__part_followed", _texts("part_key", followed.column("type_key").to_pylist()))
    else:
        _reach(engine, question)
    engine.define("trace__ledger", statement_beside(ledger.__file__))
    book = ledger_of(engine.run(statement_beside(ledger.__file__, "read")))
    return Scope(book, window, paired, codes, parts)


def _leave_out(engine: Engine, question: Question) -> None:
    """Define trace__scope_line, the goods lines without those that say what was left out, or are later than the find."""
    wordings, found_by = sorted(question.left_out), sorted(question.found_by)
    columns = {field.name: [getattr(one, field.name) for one in wordings] for field in fields(Wording)}
    table = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    engine.register("trace__left_out", table)
    keys, days = (
        pa.array([key for key, _ in found_by], pa.string()),
        pa.array([day for _, day in found_by], pa.date32()),
    )
    engine.register("trace__found_by", pa.table({"part_key": keys, "found_by": days}))
    engine.define("trace__scope_line", statement_beside(__file__, "judged" if wordings or found_by else "whole"))


def _consign(engine: Engine, question: Question) -> int:
    """Materialise trace__consignment and trace__view_pair; return how many pairs of views there are."""
    as_of: dict[str, Value] = {"as_of_on": question.as_of_on}
    engine.define("trace__stated_line", statement_beside(__file__, "stated"))
    if rows_of(engine.run(statement_beside(__file__, "exports")))[0]["lines"] == 0:
        no_pairs(engine)
        engine.materialise("trace__consignment", statement_beside(__file__, "alone"), as_of)
        return 0
    engine.materialise("trace__pool", statement_beside(__file__, "pool"), as_of)
    paired = build_consignments(engine)
    engine.register("trace__pool", engine.read("trace__view_pair").slice(0, 0))  # its memory is wanted for what follows
    return paired


def _codes(engine: Engine, question: Question) -> tuple[str, ...]:
    """Return the goods codes that a question looks at: of its parts, of its own, or those its firms trade."""
    if question.parts:
        found = _column(engine, "part_codes")
    elif question.hs:
        found = _column(engine, "codes")
    elif question.to or question.from_ or question.through:
        found = _column(engine, "party_codes", {"parties": [*question.to, *question.from_, *question.through]})
    else:
        found = _column(engine, "codes")
    if question.hs:
        return tuple(code for code in found if any(code.startswith(hs[:6]) for hs in question.hs))
    if question.parts or question.controls_list is None:
        return tuple(found)
    listed = set(_column(engine, "controlled", {"controls_list": question.controls_list}))
    return tuple(code for code in found if code in listed)


def _reach(engine: Engine, question: Question) -> None:
    """Materialise trace__reached: firms that could stand between, by goods code, and how many hops from those asked about."""
    engine.materialise("trace__firm", statement_beside(__file__, "firm"))
    wanted: list[tuple[bool, Sequence[str], str | None]] = []
    if question.to or question.to_iso:
        wanted.append((True, question.to, question.to_iso))
    elif question.from_ or question.from_iso:
        wanted.append((False, question.from_, question.from_iso))
    if question.through:
        wanted += [(True, question.through, None), (False, question.through, None)]
    reached = [_reached(engine, question, *start) for start in wanted]
    if not wanted:  # goods alone: every firm that could pass them on
        everyone = engine.read("trace__firm")
        reached = [everyone.append_column("hop", pa.array([1] * everyone.num_rows, pa.int32()))]
    reached_all = pa.concat_tables([r.cast(_REACHED) for r in reached])
    is_country = bool(question.to_iso or question.from_iso)
    if is_country:  # a whole country's trade is looked at only where a firm in between could have passed it on
        reached_all = reached_all.filter(pc.greater(reached_all.column("hop"), 0))
    engine.register("trace__reached", reached_all)
    if is_country:
        engine.register("trace__part_followed", _texts("part_key", ()))
    else:
        engine.materialise("trace__part_followed", statement_beside(ledger.__file__, "followed"))


_REACHED = pa.schema([("party_id", pa.string()), ("hs6", pa.string()), ("hop", pa.int32())])


def _reached(
    engine: Engine, question: Question, is_backward: bool, parties: Sequence[str], country_iso: str | None
) -> pa.Table:
    given: dict[str, Value] = {"is_backward": is_backward, "parties": sorted(parties), "country_iso": country_iso}
    count = engine.materialise("trace__reached", statement_beside(__file__, "start"), given)
    for hop in range(1, question.hops):
        if question.by_links:
            engine.materialise("trace__reached", statement_beside(__file__, "linked"))
        before = count
        step = {"is_backward": is_backward, "hop": hop}
        count = engine.materialise("trace__reached", statement_beside(__file__, "step"), step)
        if count == before:
            break
    return engine.read("trace__reached")


def _column(engine: Engine, part: str, given: dict[str, Value] | None = None) -> list[str]:
    return [row["hs6"] for row in rows_of(engine.run(statement_beside(__file__, part), given))]


def _texts(name: str, values: Sequence[str]) -> pa.Table:
    return pa.table({name: pa.array(sorted(set(values)), pa.string())})
