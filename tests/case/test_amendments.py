"""Amended declarations: the latest statement of a line counts, its former ones are kept beside it."""

from datetime import date

import pytest

from entrepot.store.engine import Engine
from restated import Column, File, all_rows, counts, line, places, settle

COUNTED, QUARANTINED, SUPERSEDED = "core__declaration", "core__quarantine", "core__superseded_declaration"
FEBRUARY, MARCH, APRIL = date(2023, 2, 28), date(2023, 3, 31), date(2023, 4, 30)


def test_an_amended_value_counts_as_the_later_file_states_it(engine: Engine) -> None:
    restated = settle(
        engine, File("b", [line("1", 100.0), line("2", 7.0)], MARCH), File("a", [line("1", 250.0)], APRIL)
    )

    assert places(engine, COUNTED) == {"a row 2", "b row 3"}
    [former] = all_rows(engine, SUPERSEDED)
    assert (former["value_reported"], former["snapshot_id"], former["locator"]) == (100.0, "b", "row 2")
    assert former["superseded_by"] == line("1", 250.0)["declaration_id"]
    assert (former["superseded_by_snapshot_id"], former["superseded_by_locator"]) == ("a", "row 2")
    assert former["reason"] == "stated differently by row 2 of a.csv: state of 2023-04-30 after that of 2023-03-31"
    assert places(engine, QUARANTINED) == set()
    assert counts(restated) == {"a": (1, 0, 0), "b": (1, 0, 1)}
    assert [(p.counted.file_name, p.other.file_name, p.line_count, p.value) for p in restated.amendments] == [
        ("a.csv", "b.csv", 1, {"USD": 100.0})
    ]
    assert (restated.overlaps, restated.warnings) == ((), ())


def test_lines_without_a_number_in_two_files_both_count_and_it_is_said(engine: Engine) -> None:
    first, second = line("1", 100.0, line_number=None), line("1", 250.0, line_number=None)

    restated = settle(engine, File("a", [first], MARCH), File("b", [second], APRIL))

    assert places(engine, COUNTED) == {"a row 2", "b row 2"}
    [warning] = restated.warnings
    assert warning.startswith("1 declarations stand in more than one file")


def test_an_amended_name_of_the_importer_makes_another_line(engine: Engine) -> None:
    other = line("1", 100.0, importer_name="Firma Beta", importer_source_party_id="mention of Firma Beta")

    restated = settle(engine, File("a", [line("1", 100.0)], MARCH), File("b", [other], APRIL))

    assert places(engine, COUNTED) == {"a row 2", "b row 2"}
    assert restated.warnings == ()


def test_a_version_orders_before_the_state_of_the_file_and_as_a_number(engine: Engine) -> None:
    restated = settle(
        engine,
        File("a", [line("1", 1.0, version="9"), line("1", 2.0, version="10.0")], APRIL),
        File("b", [line("1", 3.0, version="2")], MARCH),
    )

    assert places(engine, COUNTED) == {"a row 3"}
    assert {row["locator"] + " " + row["snapshot_id"]: row["reason"] for row in all_rows(engine, SUPERSEDED)} == {
        "row 2 a": "stated differently by row 3 of a.csv: version 10.0 after version 9",
        "row 2 b": "stated differently by row 3 of a.csv: version 10.0 after version 2",
    }
    assert counts(restated) == {"a": (1, 0, 1), "b": (0, 0, 1)}


def test_versions_that_are_not_all_numbers_are_ordered_as_text(engine: Engine) -> None:
    settle(engine, File("a", [line("1", float(n), version=v) for n, v in enumerate(("B", "C", "10"))]))

    assert places(engine, COUNTED) == {"a row 3"}


def test_three_versions_over_three_files_leave_the_latest(engine: Engine) -> None:
    files = [
        File("a", [line("1", 1.0)], APRIL),
        File("b", [line("1", 2.0)], FEBRUARY),
        File("c", [line("1", 3.0)], MARCH),
    ]

    settle(engine, *files)

    assert places(engine, COUNTED) == {"a row 2"}
    assert {row["superseded_by_snapshot_id"] for row in all_rows(engine, SUPERSEDED)} == {"a"}


def test_a_line_that_returns_to_its_first_statement_counts_as_it_stands_last(engine: Engine) -> None:
    files = [
        File("a", [line("1", 1.0)], FEBRUARY),
        File("b", [line("1", 2.0)], MARCH),
        File("c", [line("1", 1.0)], APRIL),
    ]

    restated = settle(engine, *files)

    assert (places(engine, COUNTED), places(engine, SUPERSEDED)) == ({"c row 2"}, {"b row 2"})
    assert counts(restated) == {"a": (0, 1, 0), "b": (0, 0, 1), "c": (1, 0, 0)}


def test_the_day_of_fetching_orders_where_no_state_is_known(engine: Engine) -> None:
    settle(
        engine,
        File("a", [line("1", 1.0)], accessed_on=APRIL),
        File("b", [line("1", 2.0)], as_of_on=APRIL, accessed_on=MARCH),
    )

    assert places(engine, COUNTED) == {"a row 2"}
    assert all_rows(engine, SUPERSEDED)[0]["reason"].endswith("fetched on 2023-04-30 after 2023-03-31")


@pytest.mark.parametrize(("first", "second"), [(None, None), (MARCH, None), (MARCH, MARCH)])
def test_where_nothing_orders_two_statements_both_count_and_a_warning_says_what_to_do(
    engine: Engine, first: date | None, second: date | None
) -> None:
    restated = settle(engine, File("a", [line("1", 1.0)], first), File("b", [line("1", 2.0)], second))

    assert places(engine, COUNTED) == {"a row 2", "b row 2"}
    [warning] = restated.warnings
    assert "BOTH COUNT: 1 in a.csv and b.csv." in warning
    assert "entrepot add CASE FILE --as-of DAY" in warning


def test_of_many_pairs_that_nothing_orders_the_first_are_named(engine: Engine) -> None:
    restated = settle(engine, *(File(name, [line("1", float(n))]) for n, name in enumerate("abcd")))

    assert "; and 1 more pairs of files" in restated.warnings[0]


def test_what_is_older_than_two_statements_of_one_day_is_superseded(engine: Engine) -> None:
    restated = settle(
        engine,
        File("a", [line("1", 1.0)], FEBRUARY),
        File("b", [line("1", 2.0)], MARCH),
        File("c", [line("1", 3.0)], MARCH),
    )

    assert (places(engine, COUNTED), places(engine, SUPERSEDED)) == ({"b row 2", "c row 2"}, {"a row 2"})
    assert "1 in b.csv and c.csv" in restated.warnings[0]


def test_a_serial_number_of_several_lines_supersedes_none_of_them(engine: Engine) -> None:
    first = File("a", [line("1", 1.0), line("1", 2.0), line("2", 5.0), line("2", 6.0)], MARCH)

    restated = settle(engine, first, File("b", [line("1", 2.0), line("1", 3.0)], APRIL))

    assert places(engine, COUNTED) == {"a row 2", "a row 4", "a row 5", "b row 2", "b row 3"}
    assert places(engine, QUARANTINED) == {"a row 3"}
    [warning] = restated.warnings
    assert warning.startswith("2 times one declaration number")
    assert " 1 of them stand in more than one file" in warning


def test_a_serial_number_stays_one_where_the_later_file_holds_only_one_of_its_lines(engine: Engine) -> None:
    restated = settle(engine, File("a", [line("1", 1.0), line("1", 2.0)], MARCH), File("b", [line("1", 1.0)], APRIL))

    assert places(engine, COUNTED) == {"a row 3", "b row 2"}
    assert counts(restated) == {"a": (1, 1, 0), "b": (1, 0, 0)}


def test_one_version_of_several_lines_makes_no_versions_of_them(engine: Engine) -> None:
    restated = settle(engine, File("a", [line("1", 1.0, version="1"), line("1", 2.0, version="1")]))

    assert counts(restated) == {"a": (2, 0, 0)}
    assert len(restated.warnings) == 1


def test_lines_of_two_customs_offices_are_two_lines(engine: Engine) -> None:
    restated = settle(
        engine,
        File("a", [line("1", 1.0, customs_office="10"), line("2", 1.0)], MARCH),
        File("b", [line("1", 2.0, customs_office="20"), line("2", 2.0, customs_office="20")], APRIL),
    )

    assert places(engine, COUNTED) == {"a row 2", "b row 2", "b row 3"}
    assert "customs offices" in restated.warnings[0]


@pytest.mark.parametrize(
    "missing",
    [
        {"declaration_number": None},
        {"line_number": None},
        {"importer_source_party_id": None},
        {"declared_precision": "month"},
        {"direction": "transit"},
    ],
)
def test_lines_without_a_whole_key_are_never_versions(engine: Engine, missing: dict[str, Column]) -> None:
    restated = settle(
        engine, File("a", [{**line("1", 1.0), **missing}], MARCH), File("b", [{**line("1", 2.0), **missing}], APRIL)
    )

    assert counts(restated) == {"a": (1, 0, 0), "b": (1, 0, 0)}
    assert len(restated.warnings) == int("line_number" in missing)


def test_an_export_is_known_by_its_exporter(engine: Engine) -> None:
    def sent(usd: float, buyer: str) -> dict[str, Column]:
        return line(
            "1", usd, direction="export", exporter_source_party_id="mention of Gamma", importer_source_party_id=buyer
        )

    settle(engine, File("a", [sent(1.0, "one")], MARCH), File("b", [sent(1.0, "other")], APRIL))

    assert places(engine, COUNTED) == {"b row 2"}


def test_a_file_without_reporting_country_amends_another_without(engine: Engine) -> None:
    files = [File(n, [line("1", v, reporting_iso=None)], day) for n, v, day in (("a", 1.0, MARCH), ("b", 2.0, APRIL))]

    settle(engine, *files)

    assert places(engine, COUNTED) == {"b row 2"}
