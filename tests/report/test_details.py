"""A finding's named figures: pairs, tables, series by month; and the corridors that statistics draw."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from entrepot.case.config import CaseConfig
from entrepot.case.results import Results
from entrepot.report.book import Book, file_stem, make_book
from entrepot.report.corridors import corridor_of
from entrepot.report.details import details_of
from entrepot.store.engine import Row

from .conftest import finding, toy_engine

MONTHLY = [["2022-01", 10.0], ["2022-02", 12.5], ["2022-03", None], ["2022-04", 90.0]]


def corridor(goods: str) -> Row:
    details = {"reporter": "EU", "partner_iso": "KZ", "goods": goods, "currency_code": "EUR"}
    return finding("M1", "Surge", f"corridor:EU:KZ:{goods}", [1], subject_kind="corridor", details=details)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    months = [
        {"reporter_block": "EU", "partner_iso": iso, "group_id": hs, "period_on": date(2022, month, 1), "value": value}
        for iso, hs, month, value in (
            ("KZ", "854231", 1, 5.0),
            ("KZ", "854231", 1, 2.0),
            ("KZ", "854231", 2, 40.0),
            ("KG", "854231", 1, 9.0),
            ("KZ", "854232", 1, 9.0),
        )
    ]
    engine = toy_engine({"flows__coalition_export": months})
    yield make_book(Results(tmp_path, CaseConfig(title="t"), engine, [corridor("854231")], {}, {}))
    engine.close()


def test_details_are_sorted_into_pairs_tables_and_series(book: Book) -> None:
    goods = [{"ratio": 3.5, "hs6": "854231"}]
    given = {"currency_code": "EUR", "monthly": MONTHLY, "goods": goods, "score": None, "names": [], "role": "third"}
    made = details_of(book, finding("M11", "Level", "x", [1], details=given), "f")
    assert made.pairs == (("currency_code", "EUR"), ("role", "third"))
    assert [(name, list(rows[0])) for name, rows in made.tables] == [("goods", ["hs6", "ratio"])]
    assert [point for point in made.charts[0].points if point[1] is None] == [(date(2022, 3, 1), None)]
    assert "€12.5 in 2022-02" not in made.charts[0].wide
    assert "highest €90 in 2022-04" in made.charts[0].wide


def test_lists_that_are_no_months_stay_pairs(book: Book) -> None:
    given = {"spans": [["alpha", 1.0], ["beta", 2.0], ["gamma", 3.0]]}
    assert details_of(book, finding("M11", "Level", "x", [1], details=given), "f").charts == ()


def test_corridor_is_drawn_from_its_own_goods_and_partner(book: Book) -> None:
    made = details_of(book, corridor("854231"), "f")
    assert made.charts[0].points == ((date(2022, 1, 1), 7.0), (date(2022, 2, 1), 40.0))


def test_finding_about_all_goods_is_no_corridor_of_one_group(book: Book) -> None:
    assert corridor_of(corridor("all listed goods")) is None
    assert details_of(book, corridor("all listed goods"), "f").charts == ()


def test_ids_that_are_no_file_names_get_distinct_ones() -> None:
    assert file_stem("04e8e8a5760aa25a") == "04e8e8a5760aa25a"
    alike = {file_stem(text) for text in ("corridor:EU:KZ", "corridor/EU/KZ", "corridor EU KZ", "../corridor-EU-KZ")}
    assert len(alike) == 4
    assert all("/" not in stem and ":" not in stem for stem in alike)
