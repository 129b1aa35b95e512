from datetime import date
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from entrepot.errors import SourceError
from entrepot.sources.registry import recognise, state_of
from entrepot.sources.un_consolidated.entry import unread_paths
from entrepot.sources.un_consolidated.parse import SOURCE
from parsed import assert_golden, only, parsed, rows_of

HERE = Path(__file__).parent
SOURCE_ID = "un_consolidated"
BOMB = """<?xml version="1.0"?>
<!DOCTYPE CONSOLIDATED_LIST [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<CONSOLIDATED_LIST><ENTITIES><ENTITY><DATAID>1</DATAID><FIRST_NAME>&b;</FIRST_NAME></ENTITY></ENTITIES></CONSOLIDATED_LIST>"""


def written(folder: Path, entities: str, individuals: str = "") -> Path:
    path = folder / "un.xml"
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z">'
        f"<INDIVIDUALS>{individuals}</INDIVIDUALS><ENTITIES>{entities}</ENTITIES></CONSOLIDATED_LIST>",
        "utf-8",
    )
    return path


def entity(data_id: str, name: str, more: str = "") -> str:
    return f"<ENTITY><DATAID>{data_id}</DATAID><FIRST_NAME>{name}</FIRST_NAME>{more}</ENTITY>"


def test_the_sample_gives_the_golden_tables() -> None:
    """The sample is entries of the list of 2026-02-27, comments shortened: United Nations, free use with source."""
    path = HERE / "sample.xml"

    assert recognise(path).meta.id == SOURCE_ID
    assert_golden(parsed(path, SOURCE_ID), HERE / "expected.json")


def test_the_state_is_the_day_the_list_was_generated(tmp_path: Path) -> None:
    assert state_of(SOURCE, written(tmp_path, "")) == date(2026, 2, 27)


def test_a_locator_is_an_xpath_that_finds_the_entry() -> None:
    path = HERE / "sample.xml"
    root = fromstring(path.read_text("utf-8"))

    for party in rows_of(parsed(path, SOURCE_ID), "core__party"):
        found = root.findall("." + party["locator"].removeprefix("/CONSOLIDATED_LIST"))
        assert [element.findtext("DATAID") for element in found] == [party["native_id"]]


def test_aliases_keep_their_quality(tmp_path: Path) -> None:
    aliases = "".join(
        f"<ENTITY_ALIAS><QUALITY>{quality}</QUALITY><ALIAS_NAME>{name}</ALIAS_NAME></ENTITY_ALIAS>"
        for quality, name in (("a.k.a.", "Strong"), ("Low", "Weak"), ("f.k.a.", "Old"), ("", ""))
    )

    names = rows_of(parsed(written(tmp_path, entity("1", "Body", aliases)), SOURCE_ID), "core__party_name")

    assert [(r["name"], r["name_kind"]) for r in names] == [
        ("Body", "main"),
        ("Strong", "alias"),
        ("Weak", "weak_alias"),
        ("Old", "former"),
    ]


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        ("<DATE>1978-04-28</DATE>", "1978-04-28"),
        ("<YEAR>1971</YEAR>", "1971"),
        ("<FROM_YEAR>1973</FROM_YEAR><TO_YEAR>1974</TO_YEAR>", "1973/1974"),
        ("<NOTE>August 1961</NOTE>", "1961-08"),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE>", None),
    ],
)
def test_birth_dates_stay_as_exact_as_they_were(tmp_path: Path, birth: str, expected: str | None) -> None:
    individual = (
        "<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>A</FIRST_NAME>"
        f"<INDIVIDUAL_DATE_OF_BIRTH>{birth}</INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL>"
    )

    party = rows_of(parsed(written(tmp_path, "", individual), SOURCE_ID), "core__party")[0]

    assert party["birth_date_text"] == expected


def test_a_listing_date_with_a_time_zone_is_read_and_an_impossible_one_reported(tmp_path: Path) -> None:
    entities = entity("1", "A", "<LISTED_ON>2015-04-07-04:00</LISTED_ON>")
    entities += entity("2", "B", "<LISTED_ON>2015-13-07</LISTED_ON>")

    context = parsed(written(tmp_path, entities), SOURCE_ID)

    assert [r["listed_on"] for r in rows_of(context, "core__designation")] == [date(2015, 4, 7), None]
    quarantined = only(rows_of(context, "core__quarantine"), field="LISTED_ON")
    assert quarantined["locator"] == "/CONSOLIDATED_LIST/ENTITIES/ENTITY[2]/LISTED_ON"


def test_unusable_and_repeated_entries_go_to_quarantine(tmp_path: Path) -> None:
    context = parsed(
        written(tmp_path, entity("1", "A") + entity("", "B") + entity("1", "C") + entity("4", "")), SOURCE_ID
    )

    assert [r["name"] for r in rows_of(context, "core__party")] == ["A"]
    assert [r["locator"][-3:] for r in rows_of(context, "core__quarantine")] == ["[2]", "[3]", "[4]"]
    assert context.rows_read == 4


def test_an_element_that_no_one_reads_is_named(tmp_path: Path) -> None:
    context = parsed(written(tmp_path, entity("1", "A", "<COLOUR>red</COLOUR>")), SOURCE_ID)

    assert context.warnings == ["Element COLOUR is not read (1 times)"]


def test_an_xml_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "un.xml"
    path.write_text(BOMB, "utf-8")

    with pytest.raises(SourceError, match="document type or entities"):
        parsed(path, SOURCE_ID)


def test_a_file_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    whole = (HERE / "sample.xml").read_bytes()
    path = tmp_path / "un.xml"
    path.write_bytes(whole[: whole.index(b"<ENTITIES>") + 200])

    context = parsed(path, SOURCE_ID)

    assert len(rows_of(context, "core__party")) == 5
    assert "breaks off after 5 INDIVIDUAL" in rows_of(context, "core__quarantine")[0]["reason"]


@pytest.mark.parametrize("content", ["", "no xml at all", "<OTHER_LIST/>"])
def test_a_file_that_is_not_the_list_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "un.xml"
    path.write_text(content, "utf-8")

    with pytest.raises(SourceError):
        parsed(path, SOURCE_ID)


def test_every_entry_and_element_of_the_real_list_is_read_or_ignored_by_name(shared_data: Path) -> None:
    path = shared_data / "sanctions/un_consolidated.xml"
    context = parsed(path, SOURCE_ID, is_partial=False)

    root = fromstring(path.read_text("utf-8"))
    unread = {found for group in root for element in group for found, _ in unread_paths(element)}
    assert context.rows_read == len(rows_of(context, "core__party")) == 730 + 273
    assert rows_of(context, "core__quarantine") == []
    assert context.warnings == []
    assert unread <= set(SOURCE.meta.ignored_columns)
