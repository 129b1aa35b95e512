"""Parties, designations, interests, roles and facts: one set of ids, contradictions, shares above the whole."""

from pathlib import Path

import pytest

from entrepot.sources.party_tables.parties import party_id
from parsed import only, parsed, rows_of

HERE = Path(__file__).parent
INTERESTS = "owner_id,subject_id,interest_kind,share_min_pct,share_max_pct,from_on,to_on,provenance,publication"
FACTS = "party_id,fact_kind,from_on,to_on,amount,currency_code,amount_usd,fact_text"
LISTINGS = "party_id,list_id,regime,listed_on,delisted_on"


def written(folder: Path, *lines: str) -> Path:
    path = folder / "table.csv"
    path.write_text("\n".join((*lines, "")), "utf-8")
    return path


def test_the_five_tables_name_parties_by_the_same_ids() -> None:
    parties = rows_of(parsed(HERE / "sample_parties.csv", "party_table"), "core__party")
    interest = rows_of(parsed(HERE / "sample_interests.csv", "interest_table"), "core__interest")[0]
    role = rows_of(parsed(HERE / "sample_roles.csv", "role_table"), "core__role")[0]
    fact = rows_of(parsed(HERE / "sample_facts.csv", "fact_table"), "core__party_fact")[0]
    listing = rows_of(parsed(HERE / "sample_designations.csv", "designation_table"), "core__designation")[0]
    alfa, person = (only(parties, native_id=native)["source_party_id"] for native in ("alfa", "person"))

    assert (interest["owner_source_party_id"], interest["subject_source_party_id"]) == (person, alfa)
    assert (role["holder_source_party_id"], role["subject_source_party_id"]) == (person, alfa)
    assert fact["source_party_id"] == listing["source_party_id"] == alfa == party_id("alfa")


@pytest.mark.parametrize(
    ("lines", "warning"),
    [
        (["a,s,shares,50,50,,,,", "b,s,shares,50,50,,,,"], None),
        (["a,s,shares,33.33,33.33,,,,", "b,s,shares,66.7,66.7,,,,"], None),
        (["a,s,shares,60,60,,,,", "b,s,shares,50,50,,,,"], "add up to 110 percent at all times (row 2, row 3)"),
        (["a,s,shares,60,60,,2022-01-31,,", "b,s,shares,50,50,2022-02-01,,,"], None),
        (["a,s,shares,60,60,,2022-02-01,,", "b,s,shares,50,50,2022-02-01,,,"], "110 percent on 2022-02-01"),
        (["a,s,shares,60,60,,,,", "a,s,shares,60,60,,,reported,Gazette"], None),
        (["a,s,shares,60,60,,,,", "b,s,votes,50,50,,,,"], None),
        (["a,s,shares,25,75,,,,", "b,s,shares,60,75,,,,"], None),
    ],
)
def test_shares_above_the_whole_are_kept_with_a_warning(tmp_path: Path, lines: list[str], warning: str | None) -> None:
    context = parsed(written(tmp_path, INTERESTS, *lines), "interest_table")

    assert len(rows_of(context, "core__interest")) == 2
    assert len(context.warnings) == (0 if warning is None else 1)
    assert warning is None or warning in context.warnings[0]


def test_share_of_exactly_one_hundred_is_accepted_and_above_is_not(tmp_path: Path) -> None:
    context = parsed(
        written(tmp_path, INTERESTS, "a,s,shares,100,100,,,,", "b,t,shares,100.01,100.01,,,,"), "interest_table"
    )

    assert [row["share_max_pct"] for row in rows_of(context, "core__interest")] == [100.0]
    assert "above 100 percent" in rows_of(context, "core__quarantine")[0]["reason"]


def test_ownership_in_a_cycle_is_kept_for_the_ownership_rules(tmp_path: Path) -> None:
    lines = ["a,b,shares,60,60,,,,", "b,c,shares,60,60,,,,", "c,a,shares,60,60,,,,"]

    assert len(rows_of(parsed(written(tmp_path, INTERESTS, *lines), "interest_table"), "core__interest")) == 3


@pytest.mark.parametrize(
    ("lines", "kept", "reason"),
    [
        (["p,l,EU,2022-01-01,", "p,l,EU,2022-02-01,"], 1, "contradicts row 2"),
        (["p,l,EU,,", "p,l,EU,2022-02-01,"], 1, "contradicts row 2"),
        (["p,l,EU,2022-01-01,", "p,l,EU,2022-01-01,"], 1, "duplicate of row 2: the same listing"),
        (["p,l,EU,2022-01-01,2022-02-01", "p,l,EU,2022-02-01,"], 2, None),
        (["p,l,EU,2022-02-01,", "p,l,EU,2022-01-01,2022-02-01"], 2, None),
        (["p,l,EU,2022-01-01,", "p,m,EU,2022-02-01,"], 2, None),
        (["p,l,EU,2022-01-01,", "q,l,EU,2022-02-01,"], 2, None),
        (["p,l,EU,2022-03-01,2022-02-01", "p,l,EU,2022-03-01,"], 1, "delisted_on lies before listed_on"),
    ],
)
def test_contradictory_listing_dates_go_to_quarantine(
    tmp_path: Path, lines: list[str], kept: int, reason: str | None
) -> None:
    context = parsed(written(tmp_path, LISTINGS, *lines), "designation_table")
    reasons = [row["reason"] for row in rows_of(context, "core__quarantine")]

    assert len(rows_of(context, "core__designation")) == kept
    assert len(reasons) == 2 - kept
    assert reason is None or reason in reasons[0]


def test_state_of_the_file_is_the_day_the_listing_was_seen(tmp_path: Path) -> None:
    path = written(tmp_path, LISTINGS, "p,l,none,2022-01-01,").rename(tmp_path / "list_2024-02-23.csv")
    row = only(rows_of(parsed(path, "designation_table"), "core__designation"), regime="none")

    assert row["seen_on"].isoformat() == "2024-02-23"
    assert row["native_id"] == "p"


@pytest.mark.parametrize(
    ("cells", "amount", "amount_usd"),
    [
        ("revenue,,,5,USD,,", 5.0, 5.0),
        ("revenue,,,5,usd,,", 5.0, 5.0),
        ("revenue,,,5,EUR,,", 5.0, None),
        ("revenue,,,5,EUR,6,", 5.0, 6.0),
        ("revenue,,,5,USD,6,", 5.0, 6.0),
        ("capital,,,,,6,", None, 6.0),
        ("employees,,,0,,,", 0.0, None),
    ],
)
def test_dollars_of_a_fact_are_those_stated_else_an_amount_in_dollars(
    tmp_path: Path, cells: str, amount: float | None, amount_usd: float | None
) -> None:
    context = parsed(written(tmp_path, FACTS, f"p,{cells}"), "fact_table")
    row = only(rows_of(context, "core__party_fact"), source_party_id=party_id("p"))

    assert (row["amount"], row["amount_usd"]) == (amount, amount_usd)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("business,2020-01-01,,,,,", "fact_text is missing for a line of business"),
        ("employees,2020-01-01,,,,,five", "amount is missing for a figure"),
        ("employees,2020-01-01,,-1,,,", "amount is below zero"),
        ("capital,2020-01-01,,1,EUR,-1,", "amount_usd is below zero"),
        ("capital,2020-01-01,,1,Euro,,", "is no ISO 4217 code"),
        ("turnover,2020-01-01,,1,EUR,,", "is none of employees, revenue, capital, business"),
        ("revenue,2020-12-31,2020-01-01,1,EUR,,", "to_on lies before from_on"),
    ],
)
def test_fact_that_says_nothing_goes_to_quarantine(tmp_path: Path, cells: str, reason: str) -> None:
    context = parsed(written(tmp_path, FACTS, f"p,{cells}", "p,employees,,,5,,,"), "fact_table")

    assert [row["amount"] for row in rows_of(context, "core__party_fact")] == [5.0]
    assert reason in rows_of(context, "core__quarantine")[0]["reason"]


def test_same_fact_of_two_years_is_two_facts_and_twice_in_one_is_one(tmp_path: Path) -> None:
    lines = [f"p,employees,{year}-01-01,{year}-12-31,5,,," for year in (2020, 2021, 2021)]
    context = parsed(written(tmp_path, FACTS, *lines), "fact_table")

    assert [row["from_on"].year for row in rows_of(context, "core__party_fact")] == [2020, 2021]
    assert rows_of(context, "core__quarantine")[0]["reason"] == "duplicate of row 3: the same fact"


def test_bundled_case_tables_are_read_without_a_fault() -> None:
    folder = HERE.parents[2] / "resources" / "cases" / "microelectronics-2022"
    sources = {
        "parties.csv": "party_table",
        "designations.csv": "designation_table",
        "interests.csv": "interest_table",
        "roles.csv": "role_table",
        "claims.csv": "claim_table",
    }
    for name, source_id in sources.items():
        context = parsed(folder / name, source_id, is_partial=False)
        assert context.rows_read > 0
        assert rows_of(context, "core__quarantine") == []
