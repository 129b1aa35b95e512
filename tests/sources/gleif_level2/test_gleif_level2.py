"""Relationship records: what they say of ownership and what they do not, and records that are withdrawn or broken."""

from datetime import date
from pathlib import Path

import pytest

from entrepot.sources.gleif_level1.record import party_id
from parsed import only, parsed, rows_of

HERE = Path(__file__).parent
START, END = "001GPB6A9XPE8XJICC14", "5493001Z012YSB2A0K51"


def written(
    folder: Path, kind: str, *, status: str = "PUBLISHED", is_active: bool = True, more: str = "", end: str = END
) -> Path:
    path = folder / "rr.xml"
    path.write_text(
        '<rr:RelationshipData xmlns:rr="http://www.gleif.org/data/schema/rr/2016"><rr:RelationshipRecords>'
        "<rr:RelationshipRecord><rr:Relationship>"
        f"<rr:StartNode><rr:NodeID>{START}</rr:NodeID><rr:NodeIDType>LEI</rr:NodeIDType></rr:StartNode>"
        f"<rr:EndNode><rr:NodeID>{end}</rr:NodeID><rr:NodeIDType>{'LEI' if end else ''}</rr:NodeIDType></rr:EndNode>"
        f"<rr:RelationshipType>{kind}</rr:RelationshipType><rr:RelationshipPeriods>{more}</rr:RelationshipPeriods>"
        f"<rr:RelationshipStatus>{'ACTIVE' if is_active else 'INACTIVE'}</rr:RelationshipStatus></rr:Relationship>"
        f"<rr:Registration><rr:LastUpdateDate>2023-05-18T08:47:10Z</rr:LastUpdateDate>"
        f"<rr:RegistrationStatus>{status}</rr:RegistrationStatus></rr:Registration>"
        "</rr:RelationshipRecord></rr:RelationshipRecords></rr:RelationshipData>",
        "utf-8",
    )
    return path


def period(kind: str, start: str, end: str = "") -> str:
    ended = f"<rr:EndDate>{end}</rr:EndDate>" if end else ""
    started = f"<rr:StartDate>{start}</rr:StartDate>{ended}"
    return f"<rr:RelationshipPeriod>{started}<rr:PeriodType>{kind}</rr:PeriodType></rr:RelationshipPeriod>"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("IS_DIRECTLY_CONSOLIDATED_BY", "consolidation"), ("IS_ULTIMATELY_CONSOLIDATED_BY", "ultimate_consolidation")],
)
def test_consolidation_is_an_interest_of_the_parent_without_a_share(tmp_path: Path, kind: str, expected: str) -> None:
    spans = period("ACCOUNTING_PERIOD", "2020-01-01") + period("RELATIONSHIP_PERIOD", "2014-11-06T00:00:00+01:00")
    [row] = rows_of(parsed(written(tmp_path, kind, more=spans), "gleif_level2"), "core__interest")

    assert (row["owner_source_party_id"], row["subject_source_party_id"]) == (party_id(END), party_id(START))
    assert (row["interest_kind"], row["share_min_pct"], row["share_max_pct"]) == (expected, None, None)
    assert (row["from_on"], row["to_on"]) == (date(2014, 11, 6), None)


def test_the_amount_of_a_quantifier_is_no_share() -> None:
    rows = rows_of(parsed(HERE / "sample_relationships.xml", "gleif_level2"), "core__interest")

    assert b"QuantifierAmount" in (HERE / "sample_relationships.xml").read_bytes()
    assert {row["share_max_pct"] for row in rows} == {None}


def test_a_fund_relation_is_a_link_and_no_interest(tmp_path: Path) -> None:
    context = parsed(written(tmp_path, "IS_FUND-MANAGED_BY"), "gleif_level2")

    assert rows_of(context, "core__interest") == []
    assert [(row["role_kind"], row["note"]) for row in rows_of(context, "core__role")] == [
        ("linked_to", "fund managed by")
    ]


def test_both_ends_are_numbered_once(tmp_path: Path) -> None:
    numbers = rows_of(parsed(written(tmp_path, "IS_SUBFUND_OF"), "gleif_level2"), "core__identifier")

    assert [(row["scheme"], row["identifier"]) for row in numbers] == [("lei", START), ("lei", END)]


def test_a_relation_that_ended_on_no_known_day_ends_with_its_last_update(tmp_path: Path) -> None:
    path = written(tmp_path, "IS_DIRECTLY_CONSOLIDATED_BY", is_active=False)

    assert rows_of(parsed(path, "gleif_level2"), "core__interest")[0]["to_on"] == date(2023, 5, 18)


def test_a_withdrawn_record_is_counted_and_left_out(tmp_path: Path) -> None:
    context = parsed(written(tmp_path, "IS_DIRECTLY_CONSOLIDATED_BY", status="ANNULLED"), "gleif_level2")

    assert rows_of(context, "core__interest") == []
    assert context.warnings == ["Records that were withdrawn are left out (1 times)"]


@pytest.mark.parametrize(
    ("kind", "end", "more", "reason"),
    [
        ("IS_FRIEND_OF", END, "", "has an unknown type (IS_FRIEND_OF)"),
        ("IS_SUBFUND_OF", "", "", "names no two LEIs"),
        (
            "IS_SUBFUND_OF",
            END,
            period("RELATIONSHIP_PERIOD", "2020-01-02", "2020-01-01"),
            "EndDate lies before StartDate",
        ),
    ],
)
def test_what_cannot_be_used_goes_to_quarantine(tmp_path: Path, kind: str, end: str, more: str, reason: str) -> None:
    context = parsed(written(tmp_path, kind, end=end, more=more), "gleif_level2")

    assert reason in only(rows_of(context, "core__quarantine"))["reason"]


def test_an_exception_is_a_tag_with_its_reason_and_no_holder() -> None:
    context = parsed(HERE / "sample_exceptions.xml", "gleif_level2_exceptions")

    tags = [(row["tag"], row["note"]) for row in rows_of(context, "core__tag")]
    assert ("parent_not_reported", "DIRECT_ACCOUNTING_CONSOLIDATION_PARENT: NON_PUBLIC") in tags
    assert set(context.results()) == {"core__tag"}
