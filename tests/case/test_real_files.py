"""Real lists and statistics through the whole case: who was added, who is joined, who is left apart, and the figures' rows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from entrepot.case.config import CaseConfig, write_config
from entrepot.case.intake import add_file
from entrepot.case.results import Results, open_results
from entrepot.case.run import run_case
from entrepot.evidence.locator import read_places
from entrepot.store.sql import Statement

pytestmark = pytest.mark.slow

FILES = (
    "sanctions/ofac_sdn_2024-02-20.csv",
    "sanctions/ofac_sdn_2024-02-23.csv",
    "sanctions/eu_32014R0833.csv",
    "trade/eurostat_comext_eu27_exports_cn8_sanctioned_2020-01_2022-11.csv.gz",
)


@pytest.fixture(scope="module")
def real(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Results]:
    folder = tmp_path_factory.mktemp("real")
    write_config(folder, CaseConfig(title="Real files"))
    for name in FILES:
        add_file(folder, shared_data / name)
    run_case(folder)
    with open_results(folder) as results:
        yield results


def ask(results: Results, text: str, **parameters: str) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in results.rows(Statement("test", text), parameters)]


def test_every_row_read_is_a_record_or_in_quarantine(real: Results) -> None:
    assert [(c["rows_read"], c["quarantined"]) for c in real.manifest["coverage"]] == [
        (1746, 0),
        (1_141_670, 0),
        (13_931, 0),
        (14_484, 0),
    ]


@pytest.mark.parametrize("entry", ["47923", "47924", "47936"])
def test_the_three_firms_were_added_between_the_two_states(real: Results, entry: str) -> None:
    found = ask(
        real,
        "SELECT change_kind, CAST(after_on AS VARCHAR), CAST(by_on AS VARCHAR) FROM linked__list_change WHERE native_id = $entry",
        entry=entry,
    )

    assert found == [("added", "2024-02-20", "2024-02-23")]


def test_one_firm_is_joined_over_two_lists_by_its_checked_number(real: Results) -> None:
    found = ask(
        real,
        """
        SELECT count(DISTINCT p.party_id), count(DISTINCT d.list_id), max(p.joined_by)
        FROM linked__identifier i JOIN linked__party p ON p.party_id = i.party_id
        JOIN linked__designation d ON d.party_id = i.party_id WHERE i.scheme = 'kz_bin' AND i.identifier = $number
        """,
        number="220340015320",
    )

    assert (found[0][0], found[0][1]) == (1, 2)
    assert "kz_bin 220340015320" in str(found[0][2])


def test_a_mistyped_tax_number_joins_nobody_and_is_said(real: Results) -> None:
    parties = ask(
        real,
        "SELECT DISTINCT party_id FROM linked__identifier WHERE identifier IN ($right, $wrong) OR identifier_reported = $wrong",
        right="9715292478",
        wrong="971529478",
    )
    said = ask(real, "SELECT reason FROM linked__possible_match WHERE contains(reason, $wrong)", wrong="971529478")

    assert len(parties) == 2
    assert len(said) == 1
    assert "not joined" in str(said[0][0])


def test_levels_of_different_depth_are_never_added(real: Results) -> None:
    levels = ask(real, "SELECT DISTINCT length(goods_code) FROM flows__coalition_export")

    assert levels == [(8,)]


def test_figures_lead_back_to_rows_of_the_file_with_the_same_value(real: Results) -> None:
    finding = next(f for f in real.findings if f["indicator"] == "M1" and f["outcome"] == "raised")
    evidence = finding["evidence"][:5]
    path = real.source_path(evidence[0]["snapshot"])

    places = read_places(path, [row["locator"] for row in evidence])

    for row in evidence:
        cells = dict(places[row["locator"]].cells)
        assert f"{float(cells['value_eur']):,.0f}" in row["summary"]
        assert cells["product_code"] in row["summary"]


def test_direct_exports_fall_and_neighbours_rise(real: Results) -> None:
    level = {f["details"]["partner_iso"]: f["value"] for f in real.findings if f["indicator"] == "M11" and f["value"]}

    assert level["RU"] == pytest.approx(0.028, abs=0.002)
    assert {iso for iso, value in level.items() if value >= 2} == {"KG", "AM", "KZ", "GE"}
