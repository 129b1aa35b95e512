from datetime import date
from pathlib import Path

import pytest

from entrepot.errors import SourceError
from entrepot.sources.ofac_sdn.layout import ADD_COLUMNS, ALT_COLUMNS, SDN_COLUMNS
from entrepot.sources.ofac_sdn.parse import SOURCES
from entrepot.sources.registry import recognise
from parsed import assert_golden, only, parsed, rows_of

HERE = Path(__file__).parent
NULLS = ",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- "
END = "\x1a"


def entry(ent_num: str, name: str, remarks: str = "-0- ", sdn_type: str = "-0- ", programme: str = '"P"') -> str:
    return f'{ent_num},"{name}",{sdn_type},{programme},-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"{remarks}"\r\n'


def written(folder: Path, *lines: str, name: str = "sdn_2024-02-23.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes("".join(lines).encode(encoding))
    return path


@pytest.mark.parametrize(
    ("sample", "source_id"),
    [("sample", "us_ofac_sdn"), ("sample_alt", "us_ofac_alt"), ("sample_add", "us_ofac_add")],
)
def test_the_sample_gives_the_golden_tables(sample: str, source_id: str) -> None:
    """The samples are records of the lists of 2024-02-23 and December 2025: US government work."""
    path = HERE / f"{sample}.csv"

    assert recognise(path).meta.id == source_id
    assert_golden(parsed(path, source_id), HERE / f"expected{sample.removeprefix('sample')}.json")


def test_the_mistyped_tax_number_is_kept_and_marked_invalid() -> None:
    identifiers = rows_of(parsed(HERE / "sample.csv", "us_ofac_sdn"), "core__identifier")

    mistyped = only(identifiers, identifier_reported="971529478")
    assert (mistyped["scheme"], mistyped["validity"]) == ("inn", "invalid")
    assert mistyped["issue"] == "9 digits, an INN has 10 or 12"


def test_a_link_is_resolved_by_exact_name_within_the_file() -> None:
    context = parsed(HERE / "sample.csv", "us_ofac_sdn")
    parties = {row["native_id"]: row["source_party_id"] for row in rows_of(context, "core__party")}

    role = only(rows_of(context, "core__role"), holder_source_party_id=parties["47936"])
    assert (role["role_kind"], role["subject_source_party_id"]) == ("linked_to", parties["47923"])


def test_a_link_to_a_name_that_no_entry_or_several_bear_becomes_one_mention(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        entry("1", "HOLDER ONE", "Linked To: NOBODY; Linked To: TWIN LTD."),
        entry("2", "HOLDER TWO", "Linked To: NOBODY."),
        entry("3", "TWIN LTD."),
        entry("4", "TWIN LTD."),
        END,
    )

    context = parsed(path, "us_ofac_sdn")

    mentions = [row for row in rows_of(context, "core__party") if row["native_id"] is None]
    assert [(row["name"], row["party_kind"]) for row in mentions] == [("NOBODY", "unknown"), ("TWIN LTD", "unknown")]
    assert "2 entries of the list bear this name" in mentions[1]["note"]
    subjects = [row["subject_source_party_id"] for row in rows_of(context, "core__role")]
    assert subjects == [mentions[i]["source_party_id"] for i in (0, 1, 0)]


def test_country_is_that_of_nationality_flag_or_first_number(tmp_path: Path) -> None:
    ship = '3,"SHIP","vessel","P",-0- ,-0- ,"Tug",-0- ,-0- ,"Panama",-0- ,"Linked To: X."\r\n'
    path = written(
        tmp_path,
        entry("1", "SURNAME, Given", "Passport 1 (Iran); citizen Syria; nationality Russia.", '"individual"'),
        entry("2", "FIRM", "Website www.f.example; Registration Number 22989 (Germany); Tax ID No. 1 (Russia)."),
        ship,
        entry("4", "BODY"),
        END,
    )

    parties = rows_of(parsed(path, "us_ofac_sdn"), "core__party")

    found = {row["native_id"]: (row["party_kind"], row["country_iso"]) for row in parties if row["native_id"]}
    assert found == {"1": ("person", "RU"), "2": ("company", "DE"), "3": ("vessel", "PA"), "4": ("organisation", None)}


def test_what_has_no_column_is_kept_in_the_note(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        entry("1", "A, B", "DOB 1961; alt. DOB 1962; POB Omsk; Gender Male; juice maker.", '"individual"'),
        END,
    )

    party = rows_of(parsed(path, "us_ofac_sdn"), "core__party")[0]

    assert party["birth_date_text"] == "1961"
    assert party["note"] == "alt. DOB 1962; POB Omsk; Gender Male; juice maker"


def test_only_a_founding_date_with_a_month_becomes_a_day(tmp_path: Path) -> None:
    dates = ("17 May 2022", "Oct 2021", "2007")
    lines = [entry(str(i), f"F{i}", f"Organization Established Date {text}.") for i, text in enumerate(dates)]

    parties = rows_of(parsed(written(tmp_path, *lines, END), "us_ofac_sdn"), "core__party")

    assert [row["incorporated_on"] for row in parties] == [date(2022, 5, 17), date(2021, 10, 1), None]
    assert parties[2]["note"] == "Organization Established Date 2007"


def test_a_wallet_address_keeps_its_case(tmp_path: Path) -> None:
    path = written(tmp_path, entry("1", "F", "Digital Currency Address - XBT 1Kuf2Rd."), END)

    identifier = rows_of(parsed(path, "us_ofac_sdn"), "core__identifier")[0]

    assert (identifier["scheme"], identifier["identifier"]) == ("digital_currency", "XBT:1Kuf2Rd")


def test_broken_rows_go_to_quarantine_with_their_place_and_the_rest_is_read(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        entry("1", "FIRST"),
        '2,"TOO SHORT",-0- ,"P"\r\n',
        entry("x3", "NO NUMBER"),
        entry("4", "NEW TYPE", sdn_type='"spacecraft"'),
        entry("1", "SAME NUMBER"),
        entry("5", "-0-"),
        entry("6", "LAST"),
        END,
    )

    context = parsed(path, "us_ofac_sdn")

    reasons = {row["locator"]: row["reason"] for row in rows_of(context, "core__quarantine")}
    assert [row["name"] for row in rows_of(context, "core__party")] == ["FIRST", "LAST"]
    assert sorted(reasons) == ["row 2", "row 3", "row 4", "row 5", "row 6"]
    assert "4 cells" in reasons["row 2"]
    assert reasons["row 3"] == "'x3' is no entry number"
    assert "'spacecraft' is no type" in reasons["row 4"]
    assert reasons["row 5"] == "entry number 1 was used before, in row 1"
    assert reasons["row 6"] == "the entry has no name"
    assert context.rows_read == 7


def test_a_file_cut_in_the_middle_of_a_row_says_so(tmp_path: Path) -> None:
    whole = (HERE / "sample.csv").read_bytes()
    path = tmp_path / "sdn.csv"
    path.write_bytes(whole[: whole.index(b"COMPANY STEK")])

    context = parsed(path, "us_ofac_sdn")

    assert len(rows_of(context, "core__quarantine")) == 1
    assert any("end-of-file mark" in warning for warning in context.warnings)
    assert context.rows_read == len(rows_of(context, "core__designation")) + 1


def test_a_complete_file_is_not_quarantined_for_its_end_mark() -> None:
    context = parsed(HERE / "sample.csv", "us_ofac_sdn")

    assert rows_of(context, "core__quarantine") == []
    assert context.rows_read == len(rows_of(context, "core__designation"))


@pytest.mark.parametrize("encoding", ["utf-16", "cp1251"])
def test_another_encoding_that_is_sure_is_read(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, entry("1", "ООО РОМАШКА"), encoding=encoding)

    assert [row["name"] for row in rows_of(parsed(path, "us_ofac_sdn"), "core__party")] == ["ООО РОМАШКА"]


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="empty"):
        parsed(written(tmp_path, ""), "us_ofac_sdn")


def test_a_trimmed_file_must_be_called_partial() -> None:
    with pytest.raises(SourceError, match="--partial"):
        parsed(HERE / "sample.csv", "us_ofac_sdn", is_partial=False)


def test_the_other_lists_of_the_publisher_are_not_taken_for_this_one(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No source recognises"):
        recognise(written(tmp_path, entry("1", "FIRM"), name="cons_prim.csv"))


def test_repeated_numbers_of_aliases_and_addresses_go_to_quarantine(tmp_path: Path) -> None:
    alt = written(tmp_path, '1,7,"aka","A",-0- \r\n1,7,"aka","B",-0- \r\n1,8,"zka","C",-0- \r\n', END, name="alt.csv")
    add = written(tmp_path, '1,7,"Street 1",-0- ,"Cuba",-0- \r\n1,7,"S 2",-0- ,-0- ,-0- \r\n', END, name="add.csv")

    aliases, addresses = parsed(alt, "us_ofac_alt"), parsed(add, "us_ofac_add")

    assert [row["locator"] for row in rows_of(aliases, "core__quarantine")] == ["row 2", "row 3"]
    assert [row["locator"] for row in rows_of(addresses, "core__quarantine")] == ["row 2"]
    assert rows_of(addresses, "core__address")[0]["address"] == "Street 1, Cuba"


def test_ignored_columns_are_columns_of_the_files() -> None:
    columns = dict(
        zip(("us_ofac_sdn", "us_ofac_alt", "us_ofac_add"), (SDN_COLUMNS, ALT_COLUMNS, ADD_COLUMNS), strict=True)
    )

    for source in SOURCES:
        assert set(source.meta.ignored_columns) <= set(columns[source.meta.id].names)


@pytest.mark.parametrize(("state", "count"), [("2022-04-08", 9966), ("2024-02-20", 13931), ("2024-02-23", 14484)])
def test_every_record_of_the_real_list_is_emitted(shared_data: Path, state: str, count: int) -> None:
    context = parsed(shared_data / f"sanctions/ofac_sdn_{state}.csv", "us_ofac_sdn", is_partial=False)

    entries = [row for row in rows_of(context, "core__party") if row["native_id"] is not None]
    assert context.rows_read == len(entries) == len(rows_of(context, "core__designation")) == count
    assert rows_of(context, "core__quarantine") == []
    assert {row["seen_on"] for row in rows_of(context, "core__designation")} == {date.fromisoformat(state)}


def test_da_group_22_carries_its_valid_kazakh_number(shared_data: Path) -> None:
    context = parsed(shared_data / "sanctions/ofac_sdn_2024-02-23.csv", "us_ofac_sdn", is_partial=False)

    party = only(rows_of(context, "core__party"), native_id="47923")
    number = only(rows_of(context, "core__identifier"), source_party_id=party["source_party_id"])
    assert (number["scheme"], number["identifier"], number["validity"]) == ("kz_bin", "220340015320", "valid")


def test_every_alias_and_address_of_the_real_lists_is_emitted(shared_data: Path) -> None:
    aliases = parsed(shared_data / "sanctions/ofac_alt_2025-12.csv", "us_ofac_alt", is_partial=False)
    addresses = parsed(shared_data / "sanctions/ofac_add_2025-12.csv", "us_ofac_add", is_partial=False)

    assert aliases.rows_read == len(rows_of(aliases, "core__party_name")) == 20107
    assert addresses.rows_read == 24244
    assert len(rows_of(addresses, "core__address")) == 24244 - 3150
    assert addresses.warnings == ["3,150 records state no address at all (every cell is -0-)"]
