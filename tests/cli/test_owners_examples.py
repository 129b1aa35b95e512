"""`entrepot owners` on the worked ownership examples of methods 5: every regime, on days before, during and after its rules."""

from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from command_line import Entrepot
from entrepot.case.run import run_case
from entrepot.graph.ownership import REGIMES
from small_case import make_case

FIRMS = (
    "listed-x",
    "listed-y",
    "sum",
    "half-a",
    "half-b",
    "quarter-a",
    "quarter-b",
    "cycle-a",
    "cycle-b",
    "cycle-c",
    "cycle-d",
)
PARTIES = "id,kind,name,country\n" + "".join(f"{name},company,{name} firm,AE\n" for name in (*FIRMS, "gap"))
PARTIES += "home,company,home firm,US\nhidden,unknown,Not disclosed,\n"
INTERESTS = "owner_id,subject_id,interest_kind,share_min_pct,share_max_pct\n" + "".join(
    f"{owner},{subject},shares,{share},{share}\n"
    for owner, subject, share in (
        ("listed-x", "sum", 30),
        ("listed-y", "sum", 20),
        ("listed-x", "half-a", 50),
        ("half-a", "half-b", 40),
        ("listed-x", "half-b", 10),
        ("listed-x", "quarter-a", 25),
        ("quarter-a", "quarter-b", 100),
        ("cycle-a", "cycle-b", 60),
        ("cycle-b", "cycle-a", 60),
        ("cycle-c", "cycle-d", 60),
        ("cycle-d", "cycle-c", 60),
        ("listed-x", "gap", 30),
        ("hidden", "gap", 25),
        ("listed-x", "home", 60),
    )
)
DESIGNATIONS = "party_id,native_id,list_id,regime,listed_on,provenance,publication\n" + "".join(
    f"{party},{party},list_{regime.lower()},{regime},2014-01-01,reported,Invented Gazette\n"
    for party in ("listed-x", "listed-y", "cycle-c")
    for regime in REGIMES
)
# All four rules apply in October 2025: the BIS rule between its first day and its stay.
DAY = "2025-10-01"
REACHED, CLEAR, MAYBE, ITSELF = "blocked", "not_reached", "possible", "designated"


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("owners") / "case"
    make_case(folder, {"parties.csv": PARTIES, "interests.csv": INTERESTS, "designations.csv": DESIGNATIONS})
    run_case(folder)
    return folder


@pytest.mark.parametrize(
    ("firm", "expected"),
    [
        ("sum", (REACHED, REACHED, CLEAR, REACHED)),  # 30 % and 20 % of two listed owners
        ("half-a", (REACHED, REACHED, CLEAR, REACHED)),  # exactly 50 % is not more than 50 %
        ("half-b", (REACHED, REACHED, CLEAR, REACHED)),  # 40 % through a reached firm and 10 %: never multiplied
        ("quarter-a", (CLEAR, CLEAR, CLEAR, CLEAR)),
        ("quarter-b", (CLEAR, CLEAR, CLEAR, CLEAR)),  # a firm that is not reached passes nothing on
        ("cycle-a", (CLEAR, CLEAR, CLEAR, CLEAR)),
        ("cycle-b", (CLEAR, CLEAR, CLEAR, CLEAR)),
        ("cycle-c", (ITSELF, ITSELF, ITSELF, ITSELF)),
        ("cycle-d", (REACHED, REACHED, REACHED, REACHED)),
        ("gap", (MAYBE, MAYBE, CLEAR, MAYBE)),  # 30 % known, 25 % with a holder nobody names
        ("home", (REACHED, REACHED, REACHED, CLEAR)),  # the BIS rule reaches foreign firms
    ],
)
def test_worked_example_under_each_regime(
    entrepot: Entrepot, examples: Path, firm: str, expected: tuple[str, str, str, str]
) -> None:
    rows = entrepot("owners", examples, f"{firm} firm", "--on", DAY, "--json").rows

    assert [row["regime"] for row in rows] == list(REGIMES)
    assert {row["name"] for row in rows} == {f"{firm} firm"}
    assert tuple(row["status"] for row in rows) == expected


@pytest.mark.parametrize(
    ("firm", "lower", "upper"),
    [
        ("sum", 50.0, 50.0),
        ("half-b", 50.0, 50.0),
        ("quarter-a", 25.0, 25.0),
        ("quarter-b", 0.0, 0.0),
        ("gap", 30.0, 55.0),
    ],
)
def test_share_that_reached_owners_hold(
    entrepot: Entrepot, examples: Path, firm: str, lower: float, upper: float
) -> None:
    [row] = entrepot("owners", examples, f"{firm} firm", "--regime", "ofac", "--on", DAY, "--json").rows

    assert (row["lower_pct"], row["upper_pct"]) == (lower, upper)


@pytest.mark.parametrize(
    ("regime", "day", "status"),
    [
        ("OFAC", "2014-08-12", CLEAR),
        ("OFAC", "2014-08-13", REACHED),
        ("EU", "2024-07-02", CLEAR),  # more than 50 % until then
        ("EU", "2024-07-03", REACHED),
        ("UK", "2022-02-28", CLEAR),
        ("UK", "2025-10-01", CLEAR),
        ("BIS", "2025-09-28", CLEAR),
        ("BIS", "2025-09-29", REACHED),
        ("BIS", "2025-11-09", REACHED),
        ("BIS", "2025-11-10", CLEAR),  # stayed
        ("BIS", "2026-11-09", CLEAR),
        ("BIS", "2026-11-10", REACHED),
    ],
)
def test_exactly_half_by_the_rule_of_the_day(
    entrepot: Entrepot, examples: Path, regime: str, day: str, status: str
) -> None:
    [row] = entrepot("owners", examples, "half-a firm", "--regime", regime, "--on", day, "--json").rows

    assert (row["regime"], row["on"], row["status"]) == (regime, day, status)


def test_a_stay_is_said_with_its_notice(entrepot: Entrepot, examples: Path) -> None:
    said = entrepot("owners", examples, "half-a firm", "--regime", "BIS", "--on", "2026-01-01").stdout

    assert "did not apply on 2026-01-01" in said
    assert "90 FR 50857" in said


def test_the_answer_in_words_names_rule_paths_and_what_is_not_computed(entrepot: Entrepot, examples: Path) -> None:
    said = entrepot("owners", examples, "half-b firm", "--regime", "OFAC", "--on", DAY).stdout

    assert "half-b firm is reached by the ownership rule" in said
    assert "at least 50 % added up" in said
    assert "listed-x firm -> half-a firm -> half-b firm" in said
    assert "listed-x firm -> half-b firm" in said
    assert "Control is not computed" in said


def test_the_support_set_is_told_with_its_shares(entrepot: Entrepot, examples: Path) -> None:
    [row] = entrepot("owners", examples, "half-b firm", "--regime", "OFAC", "--on", DAY, "--json").rows
    said = entrepot("owners", examples, "half-b firm", "--regime", "OFAC", "--on", DAY).stdout

    assert [(s["owner_name"], s["subject_name"], s["lower_pct"]) for s in row["support_set"]] == [
        ("half-a firm", "half-b firm", 40.0),
        ("listed-x firm", "half-b firm", 10.0),
        ("listed-x firm", "half-a firm", 50.0),
    ]
    assert "Support set, enough alone and none of it to spare:" in said


def test_the_owners_are_drawn_as_a_file_that_stands_alone(entrepot: Entrepot, examples: Path, tmp_path: Path) -> None:
    picture = tmp_path / "owners.svg"
    entrepot("owners", examples, "half-b firm", "--regime", "OFAC", "--on", DAY, "--svg", picture)

    root = fromstring(picture.read_text("utf-8"))
    words = " ".join(root.itertext())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert all(name in words for name in ("half-b firm", "half-a firm", "listed-x firm", "40 %", "10 %", "50 %"))
    assert len(root.findall(".//{*}path[@class='stake counts']")) == 3


def test_a_drawing_needs_one_regime(entrepot: Entrepot, examples: Path, tmp_path: Path) -> None:
    refused = entrepot("owners", examples, "half-b firm", "--svg", tmp_path / "owners.svg")

    assert refused.status == 2
    assert "name it with --regime" in refused.stderr


def test_the_rows_behind_a_share_are_told(entrepot: Entrepot, examples: Path) -> None:
    [row] = entrepot("owners", examples, "sum firm", "--regime", "OFAC", "--on", DAY, "--json").rows
    places = {proof["locator"] for owner in row["owners"] for proof in owner["proofs"]}

    assert places == {"row 2", "row 3"}
    assert sorted(owner["name"] for owner in row["owners"]) == ["listed-x firm", "listed-y firm"]


def test_without_a_day_the_last_date_in_the_case_is_asked_about_and_said(entrepot: Entrepot, examples: Path) -> None:
    said = entrepot("owners", examples, "half-a firm", "--regime", "OFAC").stdout
    asked = entrepot("owners", examples, "half-a firm", "--regime", "OFAC", "--on", DAY).stdout

    assert "the last date in this case; ask another with --on" in said
    assert "ask another with --on" not in asked


def test_a_party_whose_owners_nobody_names_is_unknown(entrepot: Entrepot, examples: Path) -> None:
    [row] = entrepot("owners", examples, "Not disclosed", "--regime", "EU", "--on", DAY, "--json").rows

    assert (row["status"], row["why_unknown"]) == ("unknown", "no owner is known")
