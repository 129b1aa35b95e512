"""Statistics beside declarations: months reconciled, firms of a corridor, corridors of a firm."""

from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from entrepot.case.config import CaseConfig
from entrepot.case.corridor_firms import Reconciled, corridors_of_party, reconciled
from entrepot.case.results import Results
from entrepot.codes.tables import reference_tables
from entrepot.flows.breaks import Break
from entrepot.flows.corridor_cells import prepare_cells
from entrepot.flows.estimate import Amount, EstimateSheet, PartnerEstimate
from entrepot.flows.fit import NotApplicable
from entrepot.records.declaration import DECLARATION
from entrepot.records.linked import CONTROLLED_LINE
from entrepot.records.trade_flow import TRADE_FLOW
from entrepot.settings import Study
from entrepot.store.engine import DuckEngine, Engine
from entrepot.store.tables import to_arrow

ICS, BEARINGS, OTHER = "854231", "848210", "853221"
MARCH, APRIL = 2022 * 12 + 2, 2022 * 12 + 3


EXPORTS = ((date(2022, 3, 1), ICS, 200.0), (date(2022, 4, 1), ICS, 400.0), (date(2022, 4, 1), BEARINGS, 100.0))


def line(number: int, day: date, importer: str | None, code: str, usd: float | None, **changes: str) -> dict[str, Any]:
    """Return an import into Kazakhstan from Germany."""
    return {
        "declaration_id": f"d{number}",
        "importer_party_id": importer,
        "exporter_party_id": "seller",
        "declared_on": day,
        "direction": "import",
        "reporting_iso": "KZ",
        "importer_country_iso": "KZ",
        "exporter_country_iso": "DE",
        "dispatch_iso": "DE",
        "hs6": code,
        "value_usd": usd,
        "snapshot_id": "ledger",
        "locator": f"row {number}",
        "provenance": "synthetic",
    } | changes


LINES = [
    line(2, date(2022, 3, 1), "firm", ICS, 100.0),
    line(3, date(2022, 3, 31), "firm", OTHER, 50.0),  # goods the statistics do not hold at all
    line(4, date(2022, 4, 1), "second", ICS, 300.0),
    line(5, date(2022, 4, 2), None, ICS, 7.0),
    line(6, date(2022, 4, 2), "second", ICS, None),
    line(
        7, date(2022, 4, 3), "third", ICS, 1_000.0, dispatch_iso="CN", exporter_country_iso="CN"
    ),  # not of the coalition
    line(
        8,
        date(2022, 4, 20),
        "customer",
        ICS,
        250.0,
        exporter_party_id="firm",
        direction="export",
        importer_country_iso="RU",
        exporter_country_iso="KZ",
        dispatch_iso="KZ",
        destination_iso="RU",
    ),
]


def estimate() -> PartnerEstimate:
    """Return an estimate of Kazakhstan, of two months."""
    amount = Amount(9.0, 5.0, 12.0)
    since: Break | NotApplicable = NotApplicable("invented")
    return PartnerEstimate(
        partner_iso="KZ",
        partner_name="Kazakhstan",
        exporters=("EU",),
        goods_groups=(ICS, BEARINGS),
        basis="own_baseline",
        basis_words="",
        naive=amount,
        total=amount,
        log_effect=None,
        share_of_lost=None,
        passed_on_max=None,
        passed_on_words="",
        comparisons={},
        since=since,
        months=(),
        alternatives=(),
        synthetic=NotApplicable("No other partner is in the statistics."),
        baseline_months=(),
        period_months=(MARCH, APRIL),
        control_partners=(),
        control_groups=0,
        provenance="synthetic",
        notes=(),
    )


def case_of(engine: Engine, folder: Path, lines: list[dict[str, Any]]) -> Results:
    """Return a case of German exports to Kazakhstan and of declarations."""
    rows = [
        {
            "reporter_iso": "DE",
            "partner_iso": "KZ",
            "flow_code": "X",
            "goods_code": goods,
            "goods_level": "HS6",
            "hs6": goods,
            "hs_edition": "HS2022",
            "period_on": day,
            "frequency": "M",
            "value_usd": value,
            "snapshot_id": "statistics",
            "locator": f"row {number}",
            "provenance": "synthetic",
        }
        for number, (day, goods, value) in enumerate(EXPORTS, start=2)
    ]
    engine.register("linked__trade_flow", to_arrow(TRADE_FLOW.linked(), rows))
    for name, table in reference_tables().items():
        engine.register(name, table)
    prepare_cells(engine, Study())
    engine.register("linked__declaration", to_arrow(DECLARATION.linked(), lines))
    marked = [
        {
            "declaration_id": each["declaration_id"],
            "hs_group_id": each["hs6"],
            "is_break": False,
            "is_listed_then": True,
        }
        for each in lines
    ]
    engine.register("linked__controlled_line", to_arrow(CONTROLLED_LINE, marked))
    return Results(folder, CaseConfig(title="t"), cast("DuckEngine", engine), [], {}, {"as_of_on": "2022-12-31"})


def test_a_corridor_leads_to_its_months_and_firms(engine: Engine, tmp_path: Path) -> None:
    found = reconciled(case_of(engine, tmp_path, LINES), estimate())

    assert found.declared_by == "import"
    assert found.statistics_by == "export"  # Kazakhstan publishes nothing here
    assert found.provenance == "synthetic"
    march, april = found.months
    assert (march.month, march.statistics_usd, march.ledger_usd, march.ledger_outside_usd) == ("2022-03", 200, 100, 50)
    assert march.ratio == pytest.approx(0.5)
    assert april.ledger_usd == pytest.approx(307.0)
    assert (april.ledger_only_count, april.statistics_only_count) == (0, 1)
    assert [(firm.party_id, firm.value_usd, firm.line_count) for firm in found.firms] == [
        ("second", 300.0, 2),
        ("firm", 150.0, 2),
    ]
    assert found.firms[1].groups == (OTHER, ICS)
    assert found.unnamed_usd == pytest.approx(7.0)
    assert found.unvalued_lines == 1


def test_a_firm_leads_to_its_corridors_and_their_estimate(engine: Engine, tmp_path: Path) -> None:
    sheet = EstimateSheet("RU", "chpl", "2022-02-24", "2022-04", "USD", "", None, None, (estimate(),), (), (), ())

    found = corridors_of_party(case_of(engine, tmp_path, LINES), "firm", sheet)

    assert [(each.exporter_iso, each.importer_iso, each.side, each.value_usd) for each in found] == [
        ("KZ", "RU", "exports", 250.0),
        ("DE", "KZ", "imports", 150.0),
    ]
    assert all(each.estimate == Amount(9.0, 5.0, 12.0) for each in found)
    assert found[1].places == ("ledger row 3", "ledger row 2")


def test_without_declarations_it_says_so(duck: DuckEngine, tmp_path: Path) -> None:
    found: Reconciled = reconciled(case_of(duck, tmp_path, []), estimate())

    assert found.months == ()
    assert found.why_not == "No declarations of listed goods in this corridor are in the case."
