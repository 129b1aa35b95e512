"""Reads declarations in canonical columns: types each field, puts faulty rows aside, makes parties of the firms named."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.cleaned import Cleaned
from entrepot.codes.hs import edition_on, late_editions
from entrepot.codes.territories import iso2
from entrepot.normalise.hs_code import hs6
from entrepot.normalise.part_numbers import part_number_key
from entrepot.records.declaration import DECLARATION
from entrepot.sources.base import ParseContext, Source, State, read_meta, streamed
from entrepot.sources.checked import CheckedColumns, derived, editions, hash_ids, one_of
from entrepot.sources.columns import EVIDENCE_COLUMNS, Columns
from entrepot.sources.declaration_table.mentions import SIDES, distinct_mentions
from entrepot.sources.mentions import Mentions, Seen
from entrepot.sources.tabular import batches, looks_like

COLUMNS = Columns(
    required=("declared_on", "direction", "importer_name", "exporter_name", "hs_code"),
    optional=(
        "value",
        *(
            "declaration_number",
            "line_number",
            "version",
            "reporting_iso",
            "consignee_name",
            "consignor_name",
            "notify_name",
            "declarant_name",
            "procedure_code",
            "customs_office",
            "transport_mode",
            "incoterms",
            "route_iso",
            "hs_edition",
            "goods_description",
        ),
        *(f"{side}_{field}" for side in SIDES for field in ("identifier", "country_iso", "address")),
        *("brand", "part_number", "producer_name", "producer_hq_iso", "origin_iso", "dispatch_iso", "seller_iso"),
        *("destination_iso", "quantity", "quantity_unit", "net_mass_kg", "currency_code", "value_usd"),
        *EVIDENCE_COLUMNS,
    ),
    either=(("value", "value_usd"),),
)
_COUNTRIES = ("producer_hq_iso", "origin_iso", "dispatch_iso", "seller_iso", "destination_iso")
_AS_REPORTED = (
    *("declaration_number", "line_number", "version", "consignee_name", "goods_description", "brand", "part_number"),
    *("producer_name", "quantity_unit", "consignor_name", "notify_name", "declarant_name", "procedure_code"),
    *("customs_office", "transport_mode", "incoterms"),
)
# What tells one goods line from another, as reported: a change in cleaning changes no id.
_IDENTITY = (
    *(
        "declaration_number",
        "line_number",
        "version",
        "declared_on",
        "direction",
        "importer_name",
        "importer_identifier",
    ),
    *("exporter_name", "exporter_identifier", "hs_code", "goods_description", "part_number", "quantity"),
    *("net_mass_kg", "value", "currency_code"),
)
# What exports of customs tables write where no firm is named, seen in tables of about fifty countries.
_NO_NAME = ("NULL", "N/A", "NA", "NONE", "UNDEFINED", "UNDECLARED", "0", "-", "--")
_LEG = re.compile("->|[>;,|/]")  # what parts the countries of a route
_CURRENCY = re.compile("[A-Z]{3}")  # ISO 4217


def recognise(path: Path, head: bytes) -> float:
    """Return how surely the file has the canonical columns."""
    return looks_like(path, COLUMNS)


def stream(context: ParseContext, state: State | None) -> Iterator[State | None]:
    """Emit the file's goods lines and the firms they name, batch by batch, always from the beginning."""
    mentions = Mentions(context)
    for batch in batches(context, COLUMNS):
        context.totals.add_unread(context.rows_read - context.totals.read - batch.num_rows)
        rows = _typed(context, batch)
        mentions.add(Seen(firm, firm.locator, firm.provenance, firm.publication) for firm in distinct_mentions(rows))
        context.emit_bulk(DECLARATION, rows.select(list(DECLARATION.column_names)))
        yield None
    context.totals.add_unread(context.rows_read - context.totals.read)


def _typed(context: ParseContext, batch: pa.Table) -> pa.Table:
    cells = CheckedColumns(context, batch)
    declared_on = cells.day("declared_on", is_required=True)
    reporting = cells.mapped("reporting_iso", iso2)
    part_number = cells.text("part_number")
    sides = {name: column for side in SIDES for name, column in _side(context, cells, side).items()}
    unnamed = pc.and_(sides["importer_name"].is_null(), sides["exporter_name"].is_null())
    cells.refuse(unnamed, "importer_name", "and exporter_name are missing")
    amounts = _amounts(cells)
    made = {
        "declaration_id": hash_ids(*(cells.text(name) for name in _IDENTITY)),
        "declared_on": declared_on,
        "direction": cells.mapped("direction", one_of("import", "export", "transit", "reexport"), is_required=True),
        "hs_reported": cells.text("hs_code"),
        "hs_code": cells.mapped("hs_code", _national),
        "hs6": cells.mapped("hs_code", hs6),
        "hs_edition": pc.coalesce(cells.mapped("hs_edition", editions), _edition(declared_on, reporting)),
        "part_number_key": derived(part_number, part_number_key),
        **{name: cells.text(name) for name in _AS_REPORTED},
        "reporting_iso": reporting,
        **{name: cells.mapped(name, iso2) for name in _COUNTRIES},
        "route_iso": cells.mapped("route_iso", _route),
        **sides,
        **amounts,
        **cells.evidence(),
    }
    context.totals.add(
        pc.coalesce(amounts["value_reported"], amounts["value_usd"]), amounts["currency_code"], cells.is_good()
    )
    absent = {c.name: pa.nulls(cells.row_count, c.type) for c in DECLARATION.own_columns if c.name not in made}
    return cells.kept({**made, **absent})


def _edition(days: pa.Array, jurisdictions: pa.Array) -> pa.Array:
    """Return the edition of the Harmonized System that a row's customs used on its day."""
    made = derived(days, edition_on)
    for jurisdiction in sorted({iso for iso, _ in late_editions() if iso is not None}):
        is_there = pc.fill_null(pc.equal(jurisdictions, pa.scalar(jurisdiction, pa.string())), False)
        if pc.any(is_there).as_py():
            made = pc.if_else(is_there, derived(days, partial(edition_on, jurisdiction_iso=jurisdiction)), made)
    return made


def _side(context: ParseContext, cells: CheckedColumns, side: str) -> dict[str, pa.Array]:
    """Return the columns of one party of the line; its id is that of the mention, null where no firm is named."""
    name = cells.text(f"{side}_name")
    is_unnamed = pc.is_in(pc.utf8_upper(name), value_set=pa.array(_NO_NAME))
    if (count := pc.sum(is_unnamed).as_py()) is not None and count > 0:
        context.warn(f"{side}_name says in {count} of the rows that no firm is named (NULL, N/A, ...)")
    name = pc.if_else(is_unnamed, pa.scalar(None, pa.string()), name)
    country_iso = cells.mapped(f"{side}_country_iso", iso2)
    identifier = cells.text(f"{side}_identifier")
    party_id = hash_ids("mention", name, country_iso, identifier)
    return {
        f"{side}_source_party_id": pc.if_else(name.is_valid(), party_id, pa.scalar(None, pa.string())),
        f"{side}_name": name,
        f"{side}_identifier": identifier,
        f"{side}_country_iso": country_iso,
        f"{side}_address": cells.text(f"{side}_address"),
    }


def _amounts(cells: CheckedColumns) -> dict[str, pa.Array]:
    """Return quantities and values; the value in US dollars is the stated one, else the value where it is in dollars."""
    value, currency = cells.number("value"), cells.mapped("currency_code", _currency)
    value_usd = cells.number("value_usd")
    cells.refuse(
        pc.and_(cells.text("value").is_null(), cells.text("value_usd").is_null()), "value", "and value_usd are missing"
    )
    in_dollars = pc.if_else(pc.equal(currency, "USD"), value, pa.scalar(None, pa.float64()))
    return {
        "quantity": cells.number("quantity"),
        "net_mass_kg": cells.number("net_mass_kg"),
        "value_reported": value,
        "currency_code": currency,
        "value_usd": pc.coalesce(value_usd, in_dollars),
    }


def _national(raw: str) -> Cleaned[str]:
    """Return a code without its separators and with its lost zero; an unusable one is refused where its six digits are."""
    digits, six = re.sub(r"\D", "", raw), hs6(raw).value
    return Cleaned(f"0{digits}" if six is not None and not digits.startswith(six) else digits or raw)


def _route(raw: str) -> Cleaned[str]:
    """Return a route as codes joined by `>`, whatever names or separators it came with."""
    named = [part.strip() for part in _LEG.split(raw) if part.strip()]
    codes = [iso2(name) for name in named]
    wrong = next((name for name, code in zip(named, codes, strict=True) if code.value is None), None)
    if wrong is not None or not codes:
        return Cleaned(None, f"{(wrong or raw)[:60]!r} in the route is no country")
    return Cleaned(">".join(str(code.value) for code in codes))


def _currency(raw: str) -> Cleaned[str]:
    code = raw.upper()
    return (
        Cleaned(code) if _CURRENCY.fullmatch(code) else Cleaned(None, f"{raw[:60]!r} is no ISO 4217 code such as USD")
    )


SOURCE = Source(read_meta(__file__), recognise, streamed(stream), columns=COLUMNS, stream=stream)
