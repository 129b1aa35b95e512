"""Bounds on what could have been passed on: firm by firm, as a country, and where nothing can be said."""

from datetime import date
from typing import Any

import pytest

from entrepot.codes.tables import reference_tables
from entrepot.flows.passed_on import YEAR, PassedOnBound, passed_on_bounds
from entrepot.records.declaration import DECLARATION
from entrepot.records.linked import LINKED_PARTY
from entrepot.settings import Study
from entrepot.store.engine import Engine
from entrepot.store.tables import to_arrow

CHIPS, ALMONDS = "854231", "080212"


class Ledger:
    """Declaration lines that stand for trade__line; every figure and firm in them is invented."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def add(
        self, way: str, seller: str | None, buyer: str | None, month: int, value: float | None, **more: str
    ) -> "Ledger":
        """Add a line of chips in a month of 2022; `way` is `DE KZ`."""
        exporter, importer = way.split()
        place = f"row {len(self.rows) + 2}"
        row: dict[str, Any] = {
            "declaration_id": place,
            "declared_on": date(2022, month, 10),
            "direction": "import",
            "exporter_party_id": seller,
            "exporter_country_iso": exporter,
            "importer_party_id": buyer,
            "importer_country_iso": importer,
            "hs6": CHIPS,
            "value_usd": value,
            "snapshot_id": "ledger",
            "locator": place,
            "provenance": "synthetic",
        }
        self.rows.append(row | more)
        return self

    def bounds(self, engine: Engine, study: Study | None = None, **options: int) -> dict[str, PassedOnBound]:
        """Return the bounds by country."""
        engine.register("trade__line", to_arrow(DECLARATION.linked(), self.rows))
        engine.register("linked__party", to_arrow(LINKED_PARTY, []))
        for name, content in reference_tables().items():
            engine.register(name, content)
        return {bound.hub_iso: bound for bound in passed_on_bounds(engine, study or Study(), **options)}


def test_firm_by_firm_the_bound_is_smaller_than_for_the_country(engine: Engine) -> None:
    ledger = Ledger().add("DE KZ", "Werk", "One", 4, 100.0).add("DE KZ", "Werk", "Two", 5, 500.0)
    ledger.add("KZ RU", "One", "Zavod", 6, 80.0).add("KZ RU", "Three", "Zavod", 6, 300.0)

    bound = ledger.bounds(engine)["KZ"]

    assert bound.least_usd == 0
    assert bound.most_by_firm_usd == 80
    assert bound.most_by_country_usd == 380
    assert [(firm.party_id, firm.in_usd, firm.out_usd, firm.most_usd) for firm in bound.firms] == [("One", 100, 80, 80)]
    assert bound.words.startswith("Between nothing and this could have been passed on")


def test_goods_must_come_in_and_go_out_in_one_span(engine: Engine) -> None:
    ledger = Ledger().add("DE KZ", "Werk", "One", 3, 100.0).add("KZ RU", "One", "Zavod", 4, 90.0)

    assert ledger.bounds(engine)["KZ"].most_by_firm_usd == 0
    assert ledger.bounds(engine, span_months=YEAR)["KZ"].most_by_firm_usd == 90


def test_only_listed_goods_from_the_coalition_since_the_cutoff_count(engine: Engine) -> None:
    ledger = Ledger().add("DE KZ", "Werk", "One", 4, 10.0).add("KZ RU", "One", "Zavod", 4, 1000.0)
    ledger.add("CN KZ", "Chang", "One", 4, 500.0)
    ledger.add("DE KZ", "Werk", "One", 4, 500.0, hs6=ALMONDS)
    ledger.add("DE KZ", "Werk", "One", 1, 500.0).add("KZ RU", "One", "Zavod", 1, 500.0)
    ledger.add("DE KZ", "One", "One", 4, 500.0)

    bound = ledger.bounds(engine)["KZ"]

    assert (bound.in_usd, bound.out_usd, bound.most_by_firm_usd) == (10, 1000, 10)


def test_where_goods_were_shipped_from_goes_before_the_sellers_seat(engine: Engine) -> None:
    ledger = Ledger().add("DE KZ", "Werk", "One", 4, 10.0, dispatch_iso="CN").add("KZ RU", "One", "Zavod", 4, 10.0)

    bound = ledger.bounds(engine)["KZ"]

    assert bound.most_by_firm_usd is None
    assert "came in from the coalition" in bound.words


def test_a_side_that_no_ledger_shows_gives_no_bound(engine: Engine) -> None:
    bound = Ledger().add("DE KZ", "Werk", "One", 4, 10.0).bounds(engine)["KZ"]

    assert (bound.most_by_firm_usd, bound.most_by_country_usd, bound.firms) == (None, None, ())
    assert "went to the destination" in bound.words


def test_unnamed_firms_and_missing_values_are_told(engine: Engine) -> None:
    ledger = Ledger().add("DE KZ", "Werk", None, 4, 300.0).add("DE KZ", "Werk", "One", 4, 100.0)
    ledger.add("KZ RU", "One", "Zavod", 4, 200.0).add("KZ RU", "One", "Zavod", 5, None)

    bound = ledger.bounds(engine)["KZ"]

    assert (bound.unnamed_in_share, bound.unnamed_out_share, bound.lines_without_value) == (0.75, 0, 1)
    assert (bound.most_by_firm_usd, bound.most_by_country_usd) == (100, 200)


def test_members_of_the_coalition_and_the_destination_are_no_hubs(engine: Engine) -> None:
    ledger = Ledger().add("DE JP", "Werk", "Kaisha", 4, 10.0).add("JP RU", "Kaisha", "Zavod", 4, 10.0)
    ledger.add("DE RU", "Werk", "Zavod", 4, 10.0).add("RU RU", "Zavod", "Sklad", 4, 10.0)

    assert ledger.bounds(engine) == {}


@pytest.mark.parametrize("as_of", [date(2022, 4, 9), date(2022, 5, 1)])
def test_later_lines_are_not_seen(engine: Engine, as_of: date) -> None:
    ledger = Ledger().add("DE KZ", "Werk", "One", 4, 100.0).add("KZ RU", "One", "Zavod", 5, 90.0)

    bounds = ledger.bounds(engine, Study(as_of_on=as_of))

    assert {hub: bound.out_usd for hub, bound in bounds.items()} == ({} if as_of.day == 9 else {"KZ": 0})
