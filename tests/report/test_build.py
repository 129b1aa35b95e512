"""The report as a whole: complete, linked, escaped, self-contained, the same every time."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from entrepot.case.claims import ClaimConflict
from entrepot.case.closing import ClosingRow
from entrepot.case.results import Results
from entrepot.flows.panels import Panel
from entrepot.records.claim import CLAIM
from entrepot.records.linked import LINK
from entrepot.records.party import IDENTIFIER
from entrepot.records.relation import INTEREST
from entrepot.report.build import write_report
from entrepot.store.engine import Row
from entrepot.store.tables import to_arrow

from .conftest import BAD, BAD_NAME, LEDGER, NEW, THROUGH, claim, finding, place, raised_findings
from .conftest import link as link_row

ROWS = ["partner_iso,series,month,value_eur,provenance", "KZ,Exports to KZ,2021-01,12.5,observed"]
_LOADING = {"img", "link", "script", "iframe", "object", "embed", "source", "video", "audio", "use", "image"}


@dataclass
class Seen(HTMLParser):
    """What a page holds: ids, links, what it would load, its text, elements left open."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        if "id" in named:
            self.ids.append(named["id"])
        if tag == "a" and "href" in named:
            self.links.append(named["href"])
        if tag in _LOADING:
            self.loads += [named[name] for name in ("src", "href", "xlink:href", "data") if name in named]

    def handle_data(self, data: str) -> None:
        (self.scripts if self.tags and self.tags[-1] in {"script", "style"} else self.words).append(data)


def read(path: Path) -> Seen:
    page = Seen()
    page.feed(path.read_text("utf-8"))
    page.close()
    return page


def said(path: Path) -> str:
    return " ".join(" ".join(read(path).words).split())


def panels() -> list[Panel]:
    months = [date(2021, month, 1) for month in range(1, 13)]
    partners = ["KZ", "KG", "AM", "UZ"]
    monthly = [
        Panel(
            iso,
            f"Exports to {iso}",
            "EUR",
            tuple((m, 12.5 + k * step) for k, m in enumerate(months)),
            "observed",
            LEDGER,
        )
        for step, iso in enumerate(partners)
    ]
    told = Panel(
        "KZ", "Exports to KZ", "USD", ((months[0], 3.0), (months[2], 5.0)), "synthetic", "The Invented Courier"
    )
    return [*monthly, told]


def conflicts() -> list[ClaimConflict]:
    blank = dict.fromkeys(CLAIM.column_names)
    claims = [blank | claim("k-1", "The Invented Courier", 1.8e9), blank | claim("k-2", BAD_NAME, 1.8e9)]
    words = "The same figure is given for different periods."
    evidence = {**place(10), "line_count": 3, "provenance": "reconstructed"}
    return [ClaimConflict("ru/same", "same_figure_other_period", words, claims, "Keep both.", 1.79e9, "", evidence)]


def closing() -> list[ClosingRow]:
    reported, computed = "$12.2M and $0.9M", "$12,200,000 and $900,000"
    return [ClosingRow("S1", "The Invented Courier", "a successor is raised", reported, computed, "reconstructed")]


@pytest.fixture
def report(toy: Results) -> Path:
    return write_report(toy, claims=conflicts(), panels=panels(), closing=closing()).parent


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def test_report_has_every_page(report: Path) -> None:
    names = {path.relative_to(report).as_posix() for path in report.rglob("*") if path.is_file()}
    assert {"index.html", "claims.html", "flows.html", "coverage.html", "methods.html"} <= names
    assert {f"findings/N2-{NEW}.html", f"findings/F5-{THROUGH}.html", f"findings/N3-{BAD}.html"} <= names
    assert {
        f"parties/{NEW}.html",
        f"parties/{BAD}.html",
        "data/to-whom-did-the-listed-goods-go-month-by-month.csv",
    } <= names


def test_ids_are_unique_on_every_page(report: Path) -> None:
    for path in pages(report):
        ids = read(path).ids
        assert len(ids) == len(set(ids)), path.name


def test_internal_links_lead_to_files_and_anchors(report: Path) -> None:
    anchors = {path.resolve(): set(read(path).ids) for path in pages(report)}
    followed = 0
    for path in pages(report):
        for link in read(path).links:
            if link.startswith("https://"):
                continue
            target, _, anchor = link.partition("#")
            file = (path.parent / unquote(target)).resolve() if target else path.resolve()
            assert file.is_file(), f"{path.name}: {link}"
            assert not anchor or anchor in anchors[file], f"{path.name}: {link}"
            followed += 1
    assert followed > 100


def test_nothing_is_loaded_from_elsewhere(report: Path) -> None:
    for path in pages(report):
        page = read(path)
        assert set(page.loads) <= {"data:,"}, path.name
        inlined = " ".join(page.scripts)
        assert "http" not in inlined.replace('a[href^="http"]', "")
        assert "@import" not in inlined
        assert "url(" not in inlined
        assert "default-src 'none'" in path.read_text("utf-8")


def test_names_are_escaped_everywhere(report: Path) -> None:
    shown = 0
    for path in pages(report):
        text = path.read_text("utf-8")
        assert BAD_NAME not in text, path.name
        assert read(path).tags.count("script") == 1, path.name
        shown += text.count("&lt;script&gt;alert(1)&lt;/script&gt;")
    assert shown > 10
    assert "<b>million</b>" not in (report / "coverage.html").read_text("utf-8")


def test_finding_page_shows_every_row_of_evidence_with_its_marks(report: Path, toy: Results) -> None:
    for found in toy.findings:
        if found["outcome"] != "raised":
            continue
        text = said(report / "findings" / f"{found['indicator']}-{found['subject_id']}.html")
        assert f"Evidence ({len(found['evidence'])} row" in text
        for row in found["evidence"]:
            assert f"{row['locator']} {row['summary']} {row['publication']} {row['provenance']}" in text
        assert text.index(found["reason"]) < text.index("Other explanations") < text.index("Evidence (")


def test_pages_say_above_all_that_they_hold_invented_rows(report: Path) -> None:
    banner = "This page contains synthetic rows"
    assert banner in said(report / "index.html")
    assert banner in said(report / f"findings/N2-{NEW}.html")
    assert "This page contains reconstructed rows" in said(report / f"parties/{BAD}.html")
    assert banner not in said(report / f"parties/{BAD}.html")
    assert banner not in said(report / "methods.html")


def test_every_page_carries_title_date_version_and_manifest(report: Path, toy: Results) -> None:
    for path in pages(report):
        foot = f"{toy.config.title} · state of the data 2024-02-23 · Entrepot 0.1.0 · manifest"
        assert foot in said(path)
        assert str(toy.manifest["manifest_hash"]) in said(path)


def test_every_table_has_a_caption_and_every_drawing_words(report: Path) -> None:
    for path in pages(report):
        text = path.read_text("utf-8")
        tags = read(path).tags
        assert tags.count("table") == tags.count("caption")
        assert tags.count("main") == tags.count("h1") == 1
        for drawing in re.findall(r'<svg class="figure.*?</svg>', text, re.DOTALL):
            assert re.search(r"<title id=\"[^\"]+\">[^<]", drawing)
            assert re.search(r"<desc id=\"[^\"]+\">[^<]", drawing)


def test_finding_page_draws_goods_trade_and_links(report: Path) -> None:
    page = read(report / f"findings/F5-{THROUGH}.html")
    assert {"lanes", "trade", "network"} <= set(page.ids)
    text = said(report / f"findings/F5-{THROUGH}.html")
    assert "2023-01-24: Alatau Tranzit TOO to Trading House Vostochny Priboy OOO, 2,000 pcs XC-100." in text
    assert "2,000 held" not in text  # two lots of 1,500 and 500 are held, each for its own time
    assert "1,500 held 15 days" in text
    assert "possible match" in text


def test_event_dates_are_drawn_into_the_chart_of_the_successor(report: Path) -> None:
    text = said(report / f"findings/N2-{NEW}.html")
    assert "2022-03-31 OFAC lists Severny Priboy OOO" in text
    assert "2022-02-24 full-scale invasion" in text


def test_party_page_tells_all_with_where_it_stands(report: Path) -> None:
    text = said(report / f"parties/{NEW}.html")
    for words in ("7700000007 77 0000 0007 invalid: checksum register.csv row 41", "defence end user", "100 since"):
        assert words in text
    assert "OFAC us_ofac_sdn 990 RUSSIA-EO14024" in said(report / "parties/p-old.html")
    assert "Possible matches, not joined" in said(report / "parties/p-old.html")


def test_summary_shows_closing_rows_outcomes_and_counts(report: Path) -> None:
    text = said(report / "index.html")
    assert "$12.2M and $0.9M $12,200,000 and $900,000 reconstructed" in text
    assert "There are no trade statistics." in text
    assert "Clear, but came close (1)" in text
    assert "841" in text


def test_claims_coverage_and_flows_pages_show_what_they_were_given(report: Path) -> None:
    claims = said(report / "claims.html")
    assert "The same figure is given for different periods." in claims
    assert "2021-01-01 to 2021-09-30" in claims
    coverage = said(report / "coverage.html")
    assert "aaaaaaaaaaaaaaaa" * 4 in coverage
    assert "part_number 61.5" in coverage
    assert "row 9 value_usd not a number twelve <b>million</b>" in coverage
    flows = (report / "flows.html").read_text("utf-8")
    assert flows.count('class="figure chart"') == 4 + 2
    assert (report / "data/to-whom-did-the-listed-goods-go-month-by-month.csv").read_text("utf-8").splitlines()[
        :2
    ] == ROWS


def test_two_reports_of_one_case_are_the_same_bytes(toy: Results) -> None:
    first = {p: p.read_bytes() for p in sorted(write_report(toy, panels=panels()).parent.rglob("*")) if p.is_file()}
    again = {p: p.read_bytes() for p in sorted(write_report(toy, panels=panels()).parent.rglob("*")) if p.is_file()}
    assert first == again


def test_new_report_takes_the_place_of_the_old_one_whole(toy: Results) -> None:
    folder = write_report(toy).parent
    (folder / "stray.html").write_text("left over", "utf-8")
    write_report(toy)
    assert not (folder / "stray.html").exists()
    assert sorted(path.name for path in folder.parent.iterdir()) == ["report"]


def test_report_that_fails_leaves_the_old_one_standing(toy: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    index = write_report(toy)
    before = index.read_bytes()
    monkeypatch.setitem(toy.findings[0], "evidence", [{"snapshot": "x", "locator": "row 1"}])
    with pytest.raises(KeyError):
        write_report(toy)
    assert index.read_bytes() == before


def test_case_without_findings_says_what_that_does_not_mean(results_of: Callable[[list[Row]], Results]) -> None:
    index = write_report(results_of([]), indicators=())
    assert "No finding was raised. That is not the same as nothing to find" in said(index)
    assert "not dated" in said(index)
    assert not (index.parent / "findings").exists()


def test_thousand_findings_have_a_page_each(results_of: Callable[[list[Row]], Results]) -> None:
    findings = [finding("N2", "Successor company", f"p/{k:04d}", [2, 3]) for k in range(1000)]
    index = write_report(results_of(findings), indicators=())
    assert len(list((index.parent / "findings").iterdir())) == 1000
    assert len([link for link in read(index).links if link.startswith("findings/")]) == 1000


def test_two_findings_of_one_subject_have_a_page_each(results_of: Callable[[list[Row]], Results]) -> None:
    twice = [finding("N3", "Shared rare address", NEW, [2]), finding("N3", "Shared rare address", NEW, [3])]
    index = write_report(results_of(twice), indicators=())
    assert sorted(p.name for p in (index.parent / "findings").iterdir()) == [f"N3-{NEW}-2.html", f"N3-{NEW}.html"]


def test_toy_findings_have_three_outcomes() -> None:
    assert {found["outcome"] for found in raised_findings()} == {"raised", "clear", "not_applicable"}


def test_what_a_person_decided_of_a_finding_stands_beside_it(report: Path) -> None:
    words = "by A. <Invented>, 2026-11-21: The register's extract says so."
    pages_of = {name: said(report / name) for name in ("index.html", f"findings/N2-{NEW}.html", f"parties/{NEW}.html")}

    assert all("confirmed" in text and words in text for text in pages_of.values()), pages_of
    assert "People confirmed 1 of them and dismissed 0" in pages_of["index.html"]
    assert "Decision 6 of this case. The rule still raises the finding." in pages_of[f"findings/N2-{NEW}.html"]
    assert "dismissed by" not in said(report / f"findings/N3-{BAD}.html")
    assert "confirmed" not in said(report / f"findings/N3-{BAD}.html")


def test_a_party_shows_its_records_why_they_are_one_and_who_it_may_be(report: Path) -> None:
    text = said(report / f"parties/{NEW}.html")

    assert "Source records read as this party (2)" in text
    reasons = ["decision 4 of A. Invented, 2026-11-20: one tax number", "similar names: vostochny priboy"]
    assert [text.index(reason) for reason in reasons] == sorted(text.index(reason) for reason in reasons)
    assert "VOSTOCHNY PRIBOI TD m-new" in text
    assert "Severny Priboy OOO ? likely (62%) Both are called Priboy." in text
    assert "The names are near" in said(report / f"parties/{BAD}.html")


def test_a_party_that_no_source_names_is_called_by_its_number(toy: Results) -> None:
    lei = {"scheme": "lei", "identifier": "529900T8BM49AURSDO55", "identifier_reported": "529900T8BM49AURSDO55"}
    number = {"party_id": "l-1", "source_party_id": "l-1", "validity": "valid", **lei, **place(9)}
    stake = {"owner_party_id": "l-1", "owner_source_party_id": "l-1", "subject_source_party_id": NEW, **place(9)}
    toy.engine.register("linked__identifier", to_arrow(IDENTIFIER.linked(), [number]))
    interest = {**stake, "subject_party_id": NEW, "interest_kind": "consolidation"}
    toy.engine.register("linked__interest", to_arrow(INTEREST.linked(), [interest]))
    toy.engine.register(
        "graph__link", to_arrow(LINK, [link_row(NEW, "l-1", "owns", "l-1", "l-1", holder_party_id="l-1")])
    )

    folder = write_report(toy).parent

    called = "name not in this case (LEI 529900T8BM49AURSDO55)"
    assert called in said(folder / f"parties/{NEW}.html")
    assert called in said(folder / f"findings/N2-{NEW}.html")
