"""Builds small core tables for tests of resolution and the graph; every name in them is invented."""

import random
from collections import defaultdict
from datetime import date
from typing import Any

from entrepot.normalise.names import name_key
from entrepot.records.catalogue import CORE_TABLES, REFERENCE_TABLES, table_named
from entrepot.store.engine import Engine
from entrepot.store.tables import to_arrow


class CoreRows:
    """Rows by table; each row has a locator of its own, so that evidence can be told apart."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def add(self, table: str, **values: Any) -> None:  # noqa: ANN401 (values of a record row)
        """Add one row with its evidence."""
        place = f"row {len(self.rows[table]) + 2}"
        evidence = {"snapshot_id": f"file of {table}", "locator": place, "provenance": "synthetic"}
        if table_named(table).is_reference:
            evidence = {}
        self.rows[table].append({**evidence, **values})

    def party(
        self,
        record: str,
        name: str,
        country: str | None = None,
        *,
        kind: str = "company",
        born: str | None = None,
        native: str | None = "n",
        **numbers: str,
    ) -> None:
        """Add a record with its main name and valid numbers by scheme."""
        native_id = None if native is None else record
        self.add(
            "core__party",
            source_party_id=record,
            native_id=native_id,
            party_kind=kind,
            name=name,
            country_iso=country,
            birth_date_text=born,
        )
        self.name(record, name, kind=kind, name_kind="main")
        for scheme, number in numbers.items():
            self.number(record, scheme, number)

    def name(self, record: str, name: str, *, kind: str = "company", name_kind: str = "alias") -> None:
        """Add a name."""
        key = name_key(name, kind)
        self.add("core__party_name", source_party_id=record, name=name, name_kind=name_kind, name_key=key)

    def number(self, record: str, scheme: str, number: str, validity: str = "valid", issue: str | None = None) -> None:
        """Add an identifier."""
        self.add(
            "core__identifier",
            source_party_id=record,
            scheme=scheme,
            identifier=number,
            identifier_reported=number,
            validity=validity,
            issue=issue,
        )

    def owns(
        self,
        owner: str,
        subject: str,
        pct: float | None,
        *,
        to_pct: float | None = None,
        kind: str = "shares",
        from_on: date | None = None,
        to_on: date | None = None,
        is_more: bool = False,
    ) -> None:
        """Add an interest of exactly `pct`, up to `to_pct` where given; `is_more`: more than `pct`."""
        self.add(
            "core__interest",
            owner_source_party_id=owner,
            subject_source_party_id=subject,
            interest_kind=kind,
            share_min_pct=pct,
            share_max_pct=pct if to_pct is None else to_pct,
            is_share_min_exclusive=is_more or None,
            from_on=from_on,
            to_on=to_on,
        )

    def role(self, holder: str, subject: str, kind: str, **values: Any) -> None:  # noqa: ANN401 (values of a record row)
        """Add a role."""
        self.add("core__role", holder_source_party_id=holder, subject_source_party_id=subject, role_kind=kind, **values)

    def listed(self, record: str, regime: str = "OFAC", **values: Any) -> None:  # noqa: ANN401 (values of a record row)
        """Add a designation, since 2020 where nothing else is said."""
        known = {"listed_on": date(2020, 1, 1), "native_id": record, "list_id": f"list_{regime.lower()}"}
        self.add("core__designation", source_party_id=record, regime=regime, **(known | values))

    def load(self, engine: Engine, *, shuffle: int | None = None) -> None:
        """Register every core and reference table, shuffled by a seed where one is given."""
        for table in (*CORE_TABLES, *REFERENCE_TABLES):
            rows = list(self.rows[table.name])
            if shuffle is not None:
                random.Random(shuffle).shuffle(rows)  # noqa: S311 (an order of rows, no secret)
            engine.register(table.name, to_arrow(table, rows))
