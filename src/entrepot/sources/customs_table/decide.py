"""What is decided of a table before its rows are read: columns, directions, readings; and what a person must decide."""

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Mapped
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any

import pyarrow.compute as pc

from entrepot.codes.units import unit_of
from entrepot.errors import EntrepotError
from entrepot.evidence.reading.header import unique_names
from entrepot.evidence.reading.preview import Preview
from entrepot.evidence.reading.stream import batches
from entrepot.normalise.not_stated import is_not_stated
from entrepot.normalise.number_columns import number_and_unit
from entrepot.sources.customs_table.fields import CORE_FIELDS, Direction, field_named
from entrepot.sources.customs_table.mapping import FieldColumns, Mapping, MappingError, fingerprint, saved_mapping
from entrepot.sources.customs_table.other_parties import stand_in_notes
from entrepot.sources.customs_table.propose import FieldProposal, Proposal, propose
from entrepot.sources.customs_table.readings import NUMBER_FIELDS, Doubt, Readings, judge_readings
from entrepot.sources.customs_table.scales import kilograms_of, scale_of

# Right nineteen times in twenty (calibration.py): below it a person is asked for a core field, and another field is left out.
SURE = 0.95
NO_COLUMN = "none of them"
_REQUIRED = "declared_on"  # without it every row would be put aside
_MEASURES = ("value_amount", "value_usd", "quantity", "net_mass_kg", "gross_mass_kg")
_PARTIES = ("importer_name", "exporter_name", "consignee_name", "consignor_name", "importer_id", "exporter_id")
_DOCUMENTS = ("declaration_id", "bill_of_lading_no")  # only tables of declarations or shipments have them
_MORE_BATCHES = 8  # of 16 MiB: looked at where the head of a file does not decide
_MOST_SAMPLES = 5_000


@dataclass(frozen=True)
class Decision:
    """How a table is to be read. Where `doubts` is not empty, `mapping` and `readings` hold what is sure without them."""

    mapping: Mapping
    readings: Readings
    doubts: tuple[Doubt, ...]
    notes: tuple[str, ...]


@lru_cache(maxsize=16)
def proposal_of(table: Preview, direction: Direction | None = None) -> Proposal:
    """Return the proposed mapping of a table, made once; with the direction of trade where a person said it."""
    return propose(table, direction)


def is_customs_table(table: Preview) -> bool:
    """Return whether a table has what a declaration line has: a day, goods, a party, and a value, mass or quantity.

    With a number of the declaration or bill of lading it may lack a party or the amounts; a day that is only likely is asked for.
    """
    if saved_mapping(table.header, table.path.parent, table.path.name) is not None:
        return True
    return not lacking(table)


def lacking(table: Preview) -> list[str]:
    """Return in words what a table lacks to be one of declarations; [] where it lacks nothing that cannot be asked for."""
    proposal = proposal_of(table)
    found = {each.field for each in proposal.fields if each.columns}
    is_numbered = not found.isdisjoint(_DOCUMENTS)
    has = {
        "a column with the day": _REQUIRED in found or bool(proposal.field(_REQUIRED).alternatives),
        "goods codes or goods in words": bool(found & {"hs_code", "goods_description"}),
        "a party": is_numbered or not found.isdisjoint(_PARTIES),
        "a value, mass or quantity": is_numbered or not found.isdisjoint(_MEASURES),
    }
    return [what for what, is_there in has.items() if not is_there]


def decided(table: Preview, chosen: Mapping | None = None, direction: Direction | None = None) -> Decision:
    """Return how a table is to be read: by the given mapping, the one saved beside it, or the proposal.

    What a person gives is taken as checked; a saved proposal is so where its entries are sure or were set to 1.0. A direction
    that a person gives decides in the proposal which side a column without a role (a tax number) belongs to.

    Raises:
        MappingError: The mapping does not fit the table, or its readings are none.
    """
    saved = saved_mapping(table.header, table.path.parent, table.path.name) if chosen is None else None
    mapping = chosen if saved is None else saved[1]
    doubts: list[Doubt] = []
    notes: list[str] = []
    if mapping is None:
        mapping = _sure(table, proposal_of(table, direction), doubts, notes)
    elif problems := mapping.problems(table.header):
        raise MappingError.does_not_fit(table.path, problems)
    elif chosen is None:
        doubts.extend(_column_doubt(table, each) for each in _unsure(mapping))
    else:
        mapping = replace(mapping, fields={name: _checked(entry) for name, entry in mapping.fields.items()})
    try:
        known = Readings.from_toml(mapping.readings)
    except (TypeError, ValueError) as fault:
        raise MappingError.bad(table.path, f"reading: {fault}") from fault
    if mapping.direction is None and "direction" not in mapping.fields:
        mapping = replace(mapping, direction=direction)
        doubts += [] if direction is not None else [_direction_doubt()]
    readings, open_ = _readings(table, mapping, known)
    doubts.extend(open_)
    notes.extend(_missing(mapping))
    return Decision(replace(mapping, readings=readings.to_toml()), readings, tuple(doubts), tuple(notes))


def answered(decision: Decision, doubt: Doubt, choice: str) -> Mapping:
    """Return the mapping with a person's answer to a doubt: one of its choices."""
    mapping, value = decision.mapping, doubt.choices[choice]
    if doubt.field == "direction":
        return replace(mapping, direction=value)
    if value is None:
        return mapping
    if isinstance(value, FieldColumns):
        return replace(mapping, fields={**mapping.fields, doubt.field: value})
    readings = Readings.from_toml({**mapping.readings, doubt.field: vars(value)})
    return replace(mapping, readings=readings.to_toml())


def _sure(table: Preview, proposal: Proposal, doubts: list[Doubt], notes: list[str]) -> Mapping:
    """Return the fields that are sure; core fields that are not become doubts, others are left out and said."""
    entries = {}
    for each in proposal.fields:
        if not each.columns and each.constant is None:
            if each.field == _REQUIRED:
                doubts.append(_column_doubt(table, each if each.alternatives else _any_column(table, each)))
            continue
        if each.confidence >= SURE:
            entries[each.field] = FieldColumns(each.columns, each.constant, each.confidence, each.reason)
        elif each.field in CORE_FIELDS:
            doubts.append(_column_doubt(table, each))
        else:
            notes.append(f"{each.field} is left out: {' / '.join(each.columns)} may be it ({each.confidence:.2f})")
    return Mapping(fingerprint(table.header), proposal.direction, entries)


def _checked(entry: FieldColumns) -> FieldColumns:
    """Return an entry as sure; one that was sure stays as it is, so that a mapping used again is the same."""
    return entry if entry.confidence >= SURE else replace(entry, confidence=1.0)


def _unsure(mapping: Mapping) -> list[FieldProposal]:
    """Return the entries of core fields that nobody has checked and that are not sure by themselves."""
    return [
        FieldProposal(name, entry.columns, entry.confidence, entry.reason)
        for name, entry in mapping.fields.items()
        if name in CORE_FIELDS and entry.columns and entry.confidence < SURE
    ]


def _column_doubt(table: Preview, each: FieldProposal) -> Doubt:
    names = [columns for columns in (each.columns, *((name,) for name, _ in each.alternatives)) if columns]
    choices: dict[str, Any] = {
        " / ".join(columns): FieldColumns(columns, None, 1.0, "chosen by a person") for columns in names
    }
    described = field_named(each.field)
    meaning = described.meaning if described else each.field
    why = f"{names[0][0]} is proposed with {each.confidence:.2f}: {each.reason}" if each.columns else each.reason
    question = f"Which column holds: {meaning} ({each.field})? {why}"
    return Doubt(each.field, question, {**choices, NO_COLUMN: None}, tuple(_column(table, names[0][0])[:4]))


def _any_column(table: Preview, each: FieldProposal) -> FieldProposal:
    """Return a proposal that any column may hold, so that a person can name it."""
    return replace(each, alternatives=tuple((name, 0.0) for name in unique_names(table.header)))


def _direction_doubt() -> Doubt:
    return Doubt(
        "direction",
        "Are these imports or exports of the country whose customs made the table?",
        {"import": "import", "export": "export"},
    )


def _readings(table: Preview, mapping: Mapping, known: Readings) -> tuple[Readings, list[Doubt]]:
    names = ("declared_on", "hs_code", *NUMBER_FIELDS)
    columns = {
        name: mapping.fields[name].columns for name in names if name in mapping.fields and mapping.fields[name].columns
    }
    samples = {name: _column(table, found[0]) for name, found in columns.items()}
    samples |= {name: _numbers_alone(samples[name]) for name in NUMBER_FIELDS if name in samples}
    readings, doubts = judge_readings(samples, mapping.reporting_iso, known)
    if doubts:
        further = _further(table, {doubt.field: columns[doubt.field][0] for doubt in doubts})
        samples |= {name: _numbers_alone(more) if name in NUMBER_FIELDS else more for name, more in further.items()}
        readings, doubts = judge_readings(samples, mapping.reporting_iso, known)
    return readings, doubts


def _numbers_alone(texts: Sequence[str]) -> list[str]:
    """Return cells without the unit that some hold: `1,250.50 KG` says how numbers are written as any other does."""
    split = [number_and_unit(text) if any(map(str.isalpha, text)) else (text, "") for text in texts]
    return [
        number if number and unit_of(unit).value is not None else text
        for text, (number, unit) in zip(texts, split, strict=True)
    ]


def _column(table: Preview, name: str) -> list[str]:
    place = unique_names(table.header).index(name)
    return _distinct(row[place] for row in table.rows)


def _further(table: Preview, columns: Mapped[str, str]) -> dict[str, list[str]]:
    """Return the distinct texts of columns from further into the file."""
    found: dict[str, dict[str, None]] = {field: {} for field in columns}
    try:
        for batch in islice(batches(table), _MORE_BATCHES):
            for field, name in columns.items():
                if len(found[field]) < _MOST_SAMPLES:
                    found[field].update(dict.fromkeys(pc.unique(batch.rows.column(name)).to_pylist()))
    except EntrepotError:  # what is wrong with the file is said when its rows are read
        pass
    return {field: _distinct(texts)[:_MOST_SAMPLES] for field, texts in found.items()}


def _distinct(texts: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(text.strip() for text in texts if text and text.strip() and not is_not_stated(text)))


def _missing(mapping: Mapping) -> Sequence[str]:
    said = [
        f"{name} is in {scale:,}: {column} says so, and its numbers are multiplied by that"
        for name in NUMBER_FIELDS
        for column in (mapping.fields[name].columns[:1] if name in mapping.fields else ())
        if (scale := scale_of(column)) != 1
    ]
    said += [
        f"{name} is not in kilograms: {column} says so, and its numbers are multiplied by {factor:g}"
        for name in ("net_mass_kg", "gross_mass_kg")
        for column in (mapping.fields[name].columns[:1] if name in mapping.fields else ())
        if (factor := kilograms_of(column)) != 1
    ]
    if "value_currency" not in mapping.fields and "value_amount" in mapping.fields:
        said.append("No column and no header says the currency: values have no amount in US dollars")
    if not any(name in mapping.fields for name in _PARTIES):
        said.append("No column names a party: no line has an importer or exporter")
    if "hs_code" not in mapping.fields:
        said.append("No column holds goods codes")
    return [*said, *stand_in_notes(mapping.fields)]
