"""The page of chains: raised ones and look-alikes beside them, every line cited, bounded, the same every time."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from command_line import DemoRun
from entrepot.records.declaration import DECLARATION
from entrepot.records.reference import CONTROLLED_GOOD
from entrepot.report import chains as module
from entrepot.report.book import make_book
from entrepot.report.build import write_report
from entrepot.report.chains import MOST_ALIKE, chains_of, chosen, codes_within
from entrepot.store.engine import Engine, rows_of
from entrepot.store.sql import statement_beside
from entrepot.store.tables import to_arrow
from entrepot.trace.answer import Chain

from .chain_cases import LISTED, WICKED, answered, case_of, line, many, two_hops


@pytest.fixture(scope="module")
def page(demo_run: DemoRun) -> str:
    return (Path(demo_run.case) / "report" / "chains.html").read_text("utf-8")


def test_the_demo_shows_the_reported_chips_beside_look_alikes(demo_run: DemoRun, page: str) -> None:
    raised, _, alike = page.partition('id="alike"')

    assert "2,598 pieces: Elix-St → Da Group 22 → Stek, 13 days" in raised
    assert "Pass through similar amounts and are not raised" in alike
    assert 3 <= alike.count("<section") <= MOST_ALIKE
    assert "2,500 pcs" in page
    assert "What else would explain" in raised
    assert "This page contains reconstructed rows" in page
    assert "This page contains synthetic rows" in page


def test_the_demo_s_lines_are_cited_and_can_be_taken_away(demo_run: DemoRun, page: str) -> None:
    folder = Path(demo_run.case) / "report"
    rows = list(csv.DictReader(io.StringIO((folder / "data" / "chain-1.csv").read_text("utf-8"))))
    read = json.loads((folder / "data" / "chain-1.json").read_text("utf-8"))

    assert [(row["hop"], row["exporter_name"], row["quantity"]) for row in rows] == [
        ("1", "Elix-St", "2598.0"),
        ("2", "Da Group 22", "2598.0"),
    ]
    for row in rows:
        assert f'coverage.html#file-{row["snapshot_id"]}">{row["file_name"]}' in page
        assert f"<code>{row['locator']}</code>" in page
    assert read["chain"]["is_raised"] is True
    assert read["picture"]["title"] in page


def test_the_demo_leads_to_the_page_from_index_and_parties(demo_run: DemoRun) -> None:
    folder = Path(demo_run.case) / "report"
    index = (folder / "index.html").read_text("utf-8")
    linking = [path for path in (folder / "parties").glob("*.html") if "chains.html#chain-1" in path.read_text("utf-8")]

    assert 'href="chains.html#chain-1"' in index
    assert len(linking) >= 1
    assert all('href="../chains.html#chain-1"' in path.read_text("utf-8") for path in linking)


def chain(folder: Path) -> Chain:
    results = case_of(folder, two_hops())
    answer = answered(results)
    results.engine.close()
    return answer.chains[0]


def test_look_alikes_are_the_nearest_in_amount_one_a_firm(tmp_path: Path) -> None:
    one = chain(tmp_path)

    def like(amount: float, firm: str, *, is_raised: bool = False) -> Chain:
        first = replace(one.hops[0], receiver=replace(one.hops[0].receiver, party_id=firm))
        return replace(one, hops=(first, one.hops[1]), bounds=replace(one.bounds, at_most=amount), is_raised=is_raised)

    found = [like(9.0, "x"), like(2000.0, "y", is_raised=True), like(1900.0, "z"), like(1950.0, "z"), like(5000.0, "w")]
    raised, alike = chosen(found)

    assert [each.bounds.at_most for each in raised] == [2000.0]
    assert [each.bounds.at_most for each in alike] == [1950.0, 5000.0, 9.0]
    assert [each.bounds.at_most for each in chosen(found[2:])[1]] == [1900.0, 5000.0]  # none raised: as they come


def test_a_case_without_listed_goods_says_that_there_is_nothing_to_follow(tmp_path: Path) -> None:
    results = case_of(tmp_path, [line(2, "a.DE>b.KZ", 9, 50.0, hs6="010121", hs_code="010121")])
    write_report(results)
    results.engine.close()
    said = (tmp_path / "report" / "chains.html").read_text("utf-8")

    assert "Nothing to follow" in said


def test_names_are_escaped_and_the_report_is_the_same_every_time(tmp_path: Path) -> None:
    texts = []
    for name in ("one", "two"):
        results = case_of(tmp_path / name, many(40), names={"b": WICKED})
        write_report(results)
        results.engine.close()
        files = [tmp_path / name / "report" / part for part in ("chains.html", "data/chain-1.csv", "data/chain-1.json")]
        texts.append([path.read_text("utf-8") for path in files])

    assert texts[0] == texts[1]
    html = texts[0][0]
    assert "<b onload" not in html
    assert "&lt;b onload=alert(1)&gt;" in html
    assert "No chain of listed goods into Russia was raised." in html
    assert "The first 60 of" in html


def test_a_large_case_is_bounded_and_says_what_was_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = line(900, "x.CN>y.KZ", 3, 5.0, hs6="854231", hs_code="854231")
    results = case_of(tmp_path, [*many(20), other])
    results.engine.register("codes__controlled_good", to_arrow(CONTROLLED_GOOD, [LISTED, {**LISTED, "hs6": "854231"}]))
    book = make_book(results)

    assert codes_within(results, [], 1000) == (("854231", "854239"), ())
    assert codes_within(results, [], 40) == (("854231",), ("854239",))  # no finding: the smallest first, as many as fit
    assert codes_within(results, ["a"], 40) == (("854239",), ("854231",))
    bounded = chains_of(book, most_lines=40)
    assert (bounded.codes, bounded.left_out) == (("854231",), ("854239",))
    monkeypatch.setattr(module, "MOST_LINES", 40)
    write_report(results)
    results.engine.close()
    said = (tmp_path / "report" / "chains.html").read_text("utf-8")
    assert "Not all listed goods were looked at" in said
    assert "854239" in said


def test_lines_by_code_are_counted_alike_on_every_engine(engine: Engine) -> None:
    rows = [
        *two_hops(),
        line(7, "?.CN>b.KZ", 2, 9.0),
        line(8, "x.CN>y.KZ", 2, 9.0, hs6="854231"),
        line(9, "x.CN>y.KZ", 2, 9.0, hs6=None),
    ]
    engine.register("linked__declaration", to_arrow(DECLARATION.linked(), rows))
    engine.register("report__raised", pa.table({"party_id": pa.array(["b"], pa.string())}))
    found = rows_of(engine.run(statement_beside(module.__file__, "codes")))

    assert [tuple(row.values()) for row in found] == [("854231", 1, 0), ("854239", 3, 3)]
