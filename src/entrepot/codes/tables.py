"""The reference data as tables, so that rules can join it."""

import pyarrow as pa

from entrepot.codes import controls, country_sets, hs
from entrepot.codes.territories import territories
from entrepot.records.base import Table
from entrepot.records.reference import CONTROLLED_GOOD, COUNTRY_SET, HS_GROUP, TERRITORY


def _arrow(table: Table, rows: list[dict[str, object]]) -> pa.Table:
    return pa.Table.from_pylist(
        [{name: row[name] for name in table.column_names} for row in rows],
        schema=table.schema,
    )


def controlled_goods() -> pa.Table:
    """Return `codes__controlled_good`: every dated entry of every goods list, sorted by list and code."""
    return _arrow(CONTROLLED_GOOD, [vars(entry) for entry in controls.entries()])


def country_set_rows() -> pa.Table:
    """Return `codes__country_set`: every membership, sorted by set and country."""
    return _arrow(COUNTRY_SET, [vars(membership) for membership in country_sets.memberships()])


def hs_groups() -> pa.Table:
    """Return `codes__hs_group`, sorted by code.

    It holds the codes of the Common High Priority List, drones, and all codes linked with them over editions. Every other
    code is its own group without a break and has no row: rules join it with `coalesce(g.group_id, f.hs6)`.
    """
    codes = controls.codes_of("chpl") | hs.drones() | hs.linked_codes()
    return _arrow(HS_GROUP, [vars(hs.guard(code)) for code in sorted(codes)])


def territory_rows() -> pa.Table:
    """Return `codes__territory`: every country and territory, withdrawn ones included, sorted by ISO code."""
    return _arrow(TERRITORY, [vars(territory) for territory in territories()])


def reference_tables() -> dict[str, pa.Table]:
    """Return the reference tables by name, in the schemas of `entrepot.records.reference`."""
    return {
        CONTROLLED_GOOD.name: controlled_goods(),
        COUNTRY_SET.name: country_set_rows(),
        HS_GROUP.name: hs_groups(),
        TERRITORY.name: territory_rows(),
    }
