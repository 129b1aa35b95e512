"""What real tables do to parties and dates (TRAPS.md): roles, second parties, addresses and days come out right all the same."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from customs_case import (
    PLAIN,
    ROW_COUNT,
    Answers,
    delimited,
    import_bytes,
    import_columns,
    records,
    rows_of,
    with_columns,
)
from entrepot.case.intake import LayoutChoice
from entrepot.case.layouts import UnsureError
from entrepot.records.party import ADDRESS

AS_EXPORT = {"IMPORT_DATE": "EXPORT_DATE", "IMPORTER_ID": "EXPORTER_ID", "IMPORTER_NAME": "EXPORTER_NAME"}
DAYS = [date(2023, 2, 13 + i) for i in range(ROW_COUNT)]


def exports(foreign: str) -> dict[str, list[str]]:
    """Return the plain table as exports, its foreign party under a header."""
    return {AS_EXPORT.get(name, foreign if name == "SUPPLIER_NAME" else name): cells for name, cells in PLAIN.items()}


def first_line(tmp_path: Path, **changed: str) -> dict[str, Any]:
    """Return the first line of the plain table with cells changed in it."""
    return import_columns(tmp_path, with_columns(PLAIN, **{name: [cell] for name, cell in changed.items()})).lines[0]


# Parties


@pytest.mark.parametrize("foreign", ["BUYER_NAME", "IMPORTER_NAME", "FOREIGN_BUYER"])
def test_direction_sets_the_roles(foreign: str, tmp_path: Path) -> None:
    found = import_columns(tmp_path, exports(foreign))

    assert set(found.column("direction")) == {"export"}
    assert found.column("exporter_name") == PLAIN["IMPORTER_NAME"]
    assert found.column("exporter_identifier") == PLAIN["IMPORTER_ID"]
    assert found.column("importer_name") == PLAIN["SUPPLIER_NAME"]


def test_a_consignee_of_an_export_who_is_the_exporter_is_no_importer(tmp_path: Path) -> None:
    columns = {**exports("BUYER_NAME"), "CONSIGNEE_NAME": PLAIN["IMPORTER_NAME"]}

    found = import_columns(tmp_path, columns)

    assert found.column("importer_name") == PLAIN["SUPPLIER_NAME"]
    assert found.column("consignee_name") == PLAIN["IMPORTER_NAME"]


def test_agents_carriers_and_guarantors_are_no_traders(tmp_path: Path) -> None:
    others = ("CUSTOMS_AGENCY", "CUSTOMS_AGENT", "TRANSPORT_COMPANY", "FORWARDER", "CONTRACT_HOLDER", "GUARANTOR_NAME")
    columns = {**{name: [f"{name} INVENTED LTD"] * ROW_COUNT for name in others}, **PLAIN}

    found = import_columns(tmp_path, columns)

    assert found.column("importer_name") == PLAIN["IMPORTER_NAME"]
    assert found.column("exporter_name") == PLAIN["SUPPLIER_NAME"]


@pytest.mark.parametrize(
    "cell",
    ["TO THE ORDER", "TO ORDER", "TO THE ORDER OF SHIPPER", "TO: ORDER", "ORDER", "TO BEARER", "SAME AS NOTIFY PARTY"],
)
def test_to_the_order_names_nobody(cell: str, tmp_path: Path) -> None:
    line = first_line(tmp_path, IMPORTER_NAME=cell, IMPORTER_ID="")

    assert (line["is_to_order"], line["importer_name"], line["importer_source_party_id"]) == (True, None, None)
    assert line["importer_reported"] == cell


@pytest.mark.parametrize("words", ["TO THE ORDER OF", "ORDER OF"])
def test_the_party_behind_to_the_order_of_is_kept(words: str, tmp_path: Path) -> None:
    line = first_line(tmp_path, IMPORTER_NAME=f"{words} INVENTED BANK LTD", IMPORTER_ID="")

    assert (line["is_to_order"], line["importer_name"]) == (True, None)
    assert line["importer_behind"] == "INVENTED BANK LTD"


def test_the_address_of_a_party_to_order_is_kept(tmp_path: Path) -> None:
    columns = with_columns(
        PLAIN, IMPORTER_NAME=["TO THE ORDER"], IMPORTER_ADDRESS=["VYMYSEL OMEGA LLP, 1 EXAMPLE STREET, PRIMERSK"] * 12
    )

    line = import_columns(tmp_path, columns).lines[0]

    assert line["importer_address"] == "VYMYSEL OMEGA LLP, 1 EXAMPLE STREET, PRIMERSK"


@pytest.mark.parametrize(
    ("cell", "name", "behind"),
    [
        ("FICTIVE OAK LTD C/O INVENTED ELM GMBH", "FICTIVE OAK LTD", "INVENTED ELM GMBH"),
        ("FICTIVE OAK LTD ON BEHALF OF INVENTED ELM GMBH", "FICTIVE OAK LTD", "INVENTED ELM GMBH"),
        ("FICTIVE OAK LTD BY ORDER OF INVENTED ELM GMBH", "FICTIVE OAK LTD", "INVENTED ELM GMBH"),
        ("FICTIVE OAK LTD P/C INVENTED ELM GMBH", "FICTIVE OAK LTD", "INVENTED ELM GMBH"),
        ('ООО "ВЫМЫСЕЛ" ПО ПОРУЧЕНИЮ ООО "ФАНТАЗИЯ"', 'ООО "ВЫМЫСЕЛ"', 'ООО "ФАНТАЗИЯ"'),
    ],
)
def test_two_parties_of_one_cell_are_told_apart(cell: str, name: str, behind: str, tmp_path: Path) -> None:
    line = first_line(tmp_path, SUPPLIER_NAME=cell)

    assert (line["exporter_name"], line["exporter_behind"], line["exporter_reported"]) == (name, behind, cell)


def test_several_suppliers_in_a_row_are_left_whole_and_remarked(tmp_path: Path) -> None:
    cell = "FICTIVE OAK LTD; INVENTED ELM GMBH; MADE UP ASH INC"

    line = first_line(tmp_path, SUPPLIER_NAME=cell)

    assert line["exporter_name"] == cell
    assert "several names" in line["repairs"]


@pytest.mark.parametrize(
    "cell",
    [
        'ИНН 9900000017 КПП 990001001 ООО "ВЫМЫСЕЛ"',
        '9900000017/990001001 ООО "ВЫМЫСЕЛ"',
        'ООО "ВЫМЫСЕЛ" ИНН/КПП 9900000017/990001001',
        '9900000017 990001001 ООО "ВЫМЫСЕЛ"',
    ],
)
def test_numbers_before_a_name_are_taken_out(cell: str, tmp_path: Path) -> None:
    line = first_line(tmp_path, IMPORTER_NAME=cell, IMPORTER_ID="")

    assert (line["importer_name"], line["importer_identifier"]) == ('ООО "ВЫМЫСЕЛ"', "9900000017")
    assert line["importer_reported"] == cell


@pytest.mark.parametrize(
    ("cell", "name", "place"),
    [
        ("FICTIVE OAK CO.,LTD.NO.5 EXAMPLE ROAD,KOWLOON,HONG KONG", "FICTIVE OAK CO.,LTD.", "EXAMPLE ROAD"),
        ("FICTIVE OAK LTD/N5 EXAMPLE STREET/NPRIMERSK", "FICTIVE OAK LTD", "EXAMPLE STREET"),
        ("FICTIVE OAK LTD&#10;5 EXAMPLE STREET&#10;PRIMERSK", "FICTIVE OAK LTD", "EXAMPLE STREET"),
        ("FICTIVE OAK LTD\n5 EXAMPLE STREET\nPRIMERSK", "FICTIVE OAK LTD", "EXAMPLE STREET"),
        ("FICTIVE OAK LTD, 5 EXAMPLE STREET, SHENZHEN, CHINA", "FICTIVE OAK LTD", "EXAMPLE STREET"),
        ('ООО "ВЫМЫСЕЛ", 115000, Г. ПРИМЕРСК, УЛ. ПРИМЕРНАЯ, Д. 1', 'ООО "ВЫМЫСЕЛ"', "ПРИМЕРНАЯ"),
    ],
)
def test_an_address_glued_to_a_name_is_split_off(cell: str, name: str, place: str, tmp_path: Path) -> None:
    line = first_line(tmp_path, SUPPLIER_NAME=cell)

    assert re.sub(r"\W+$", "", line["exporter_name"]) == re.sub(r"\W+$", "", name)
    assert place in line["exporter_address"]
    assert line["exporter_reported"] == cell


def test_a_country_at_the_end_of_the_cell_is_the_partys(tmp_path: Path) -> None:
    assert (
        first_line(tmp_path, SUPPLIER_NAME="FICTIVE OAK LTD, 5 EXAMPLE STREET, SHENZHEN, CHINA")["exporter_country_iso"]
        == "CN"
    )


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("FIСTIVЕ ОАK LTD", "FICTIVE OAK LTD"),  # Cyrillic С, Е, О, А
        ("ЗAO ВЫМЫСЕЛ".replace("A", "A"), "ЗАО ВЫМЫСЕЛ"),
        ("SociÃ©tÃ© Fictive", "Société Fictive"),
        ("SociÃƒÂ©tÃƒÂ© Fictive", "Société Fictive"),
    ],
)
def test_look_alike_letters_and_wrong_decodings_are_put_right(cell: str, name: str, tmp_path: Path) -> None:
    line = first_line(tmp_path, SUPPLIER_NAME=cell)

    assert (line["exporter_name"], line["exporter_reported"]) == (name, cell)
    assert line["repairs"] is not None


@pytest.mark.parametrize("cell", ['ООО "ВЫМЫСЕЛ"', "KURGU DIŞ TİCARET A.Ş.", "虚构贸易有限公司"])
def test_names_in_their_own_script_stay_as_they_are(cell: str, tmp_path: Path) -> None:
    line = first_line(tmp_path, SUPPLIER_NAME=cell)

    assert (line["exporter_name"], line["exporter_reported"], line["repairs"]) == (cell, None, None)


def test_phones_and_mail_addresses_are_dropped(tmp_path: Path) -> None:
    found = import_columns(
        tmp_path,
        with_columns(
            PLAIN,
            SUPPLIER_NAME=["FICTIVE OAK LTD TEL: +99 1234 567890 E-MAIL: SALES@FICTIVE.EXAMPLE"],
            SUPPLIER_PHONE=["+99 1234 567891"] * ROW_COUNT,
            SUPPLIER_EMAIL=["oak@fictive.example"] * ROW_COUNT,
        ),
    )

    line = {name: cell for name, cell in found.lines[0].items() if name != "exporter_reported"}
    assert line["exporter_name"] == "FICTIVE OAK LTD"
    written = str([line, found.lines[1:], found.parties, rows_of(found.parsed, ADDRESS.name)]).lower()
    assert "567890" not in written
    assert "567891" not in written
    assert "fictive.example" not in written


def test_a_quotation_mark_that_breaks_a_row_shifts_no_cell_into_another_field(tmp_path: Path) -> None:
    rows = records(PLAIN)
    text = delimited(rows).decode().replace("FICTIVE ELM LTD", '"FICTIVE ELM" LTD, 5 EXAMPLE STREET')

    found = import_bytes(tmp_path / "case", "table.csv", text.encode())

    assert [line["locator"] for line in found.lines] == ["row 2", *(f"row {number}" for number in range(4, 14))]
    assert list(found.reasons) == ["row 3"]
    assert set(found.column("hs6")) <= set(PLAIN["HS_CODE"])


def test_a_tax_number_that_lost_its_zero_is_the_firms_number(tmp_path: Path) -> None:
    columns = with_columns(
        IMPORTER_ID=["101000303", "0101000303", "101000304", "101000303"],
        IMPORTER_NAME=["VYMYSEL LLP"] * 4,
        IMPORTER_COUNTRY=["RU"] * 3 + ["KZ"] * 9,
    )

    found = import_columns(tmp_path, columns)

    assert found.column("importer_identifier")[:4] == ["0101000303", "0101000303", "101000304", "101000303"]
    assert found.lines[0]["repairs"] == (
        "importer_name: number '101000303' lost leading zeros: 0101000303 is a valid INN"
    )
    assert [line["repairs"] for line in found.lines[1:4]] == [None] * 3
    ids = found.column("importer_source_party_id")
    assert ids[0] == ids[1]
    assert len(set(ids[:4])) == 3


# Dates


def month_name(day: date) -> str:
    return ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[day.month - 1]


LATER = [date(2023, month, 29 - month) for month in range(1, 13)]


@pytest.mark.parametrize(
    "written",
    [
        [day.isoformat() for day in LATER],
        [f"{day.day:02}-{month_name(day)}-{day.year % 100}" for day in LATER],
        [f"{day.day}-{month_name(day).upper()}-{day.year}" for day in LATER],
        [f"{day.day:02}.{day.month:02}.{day.year}" for day in LATER],
        [f"{day.month}/{day.day}/{day.year}" for day in LATER],
        [f"{day.year}/{day.month:02}/{day.day:02} 00:00:00" for day in LATER],
        [f"{day.year}{day.month:02}{day.day:02}" for day in LATER],
        [str(day.toordinal() - date(1899, 12, 30).toordinal()) for day in LATER],
        [str(int(f"{day.day:02}{day.month:02}{day.year}")) for day in LATER],
    ],
    ids=[
        "iso",
        "named",
        "named in capitals",
        "dotted",
        "month first",
        "slashes",
        "digits",
        "serial",
        "ddmmyyyy integer",
    ],
)
def test_dates_of_every_writing_are_read(written: list[str], tmp_path: Path) -> None:
    found = import_columns(tmp_path, with_columns(IMPORT_DATE=written))

    assert found.column("declared_on") == LATER
    assert found.column("declared_reported") == [
        None if text == day.isoformat() else text for text, day in zip(written, LATER, strict=True)
    ]


def test_a_date_as_an_integer_without_its_zero_is_read(tmp_path: Path) -> None:
    days = [date(2023, 3, day) for day in (1, 5, 9, 13, 17, 21, 25, 29, 2, 6, 10, 14)]

    found = import_columns(tmp_path, with_columns(IMPORT_DATE=[str(int(f"{day:%d%m%Y}")) for day in days]))

    assert "1032023" in found.column("declared_reported")
    assert found.column("declared_on") == days


def test_a_month_is_its_first_day_and_marked(tmp_path: Path) -> None:
    found = import_columns(tmp_path, with_columns(IMPORT_DATE=[f"{month_name(day)} 2023" for day in LATER]))

    assert found.column("declared_on") == [day.replace(day=1) for day in LATER]
    assert set(found.column("declared_precision")) == {"month"}
    assert found.lines[0]["declared_reported"] == "Jan 2023"


def test_a_lone_fragment_of_a_time_is_no_date(tmp_path: Path) -> None:
    found = import_columns(tmp_path, with_columns(IMPORT_DATE=["2023-02-13", "00:00.0", "30:00.0"]))

    assert list(found.reasons) == ["row 3", "row 4"]
    assert "'00:00.0'" in found.reasons["row 3"]
    assert len(found.lines) == ROW_COUNT - 2


def test_a_column_of_fragments_of_times_is_asked_about(tmp_path: Path) -> None:
    with pytest.raises(UnsureError):
        import_columns(tmp_path, with_columns(IMPORT_DATE=["00:00.0"] * ROW_COUNT))


def test_local_midnight_in_utc_is_the_local_day(tmp_path: Path) -> None:
    written = [f"2023-0{1 + (i == 11)}-{28 if i == 11 else 20 + i}T18:30:00.000Z" for i in range(ROW_COUNT)]

    found = import_columns(tmp_path, with_columns(IMPORT_DATE=written))

    assert found.column("declared_on")[:3] == [date(2023, 1, 21), date(2023, 1, 22), date(2023, 1, 23)]
    assert found.lines[10]["declared_on"] == date(2023, 1, 31)
    assert found.lines[11]["declared_on"] == date(2023, 3, 1)
    assert found.lines[11]["declared_reported"] == written[11]


def test_local_midnight_in_utc_is_the_local_day_beside_plain_days(tmp_path: Path) -> None:
    written = [f"{day - timedelta(days=1)}T18:30:00.000Z" if i % 2 else f"{day}" for i, day in enumerate(DAYS)]

    assert import_columns(tmp_path, with_columns(IMPORT_DATE=written)).column("declared_on") == DAYS


def test_one_evening_in_utc_among_plain_days_keeps_its_day_and_is_doubted(tmp_path: Path) -> None:
    written = [f"{DAYS[0]}T18:30Z", *map(str, DAYS[1:])]

    found = import_columns(tmp_path, with_columns(IMPORT_DATE=written))

    assert found.column("declared_on") == DAYS
    assert "may be midnight of the next day" in found.lines[0]["repairs"]
    assert {line["repairs"] for line in found.lines[1:]} == {None}


def test_day_and_month_are_decided_on_the_column(tmp_path: Path) -> None:
    written = [f"{day:02}/03/2023" for day in (3, 5, 7, 9, 11, 12, 13, 14, 2, 4, 6, 8)]

    found = import_columns(tmp_path, with_columns(IMPORT_DATE=written))

    assert found.column("declared_on") == [date(2023, 3, int(text[:2])) for text in written]


def test_dates_that_may_be_either_are_asked_about(tmp_path: Path) -> None:
    columns = with_columns(IMPORT_DATE=["03/05/2023", "05/03/2023", "04/06/2023"] * 4)
    ask = Answers({"declared_on": "the month"})

    with pytest.raises(UnsureError, match="Which comes first in the dates"):
        import_columns(tmp_path / "a", columns)
    found = import_columns(tmp_path / "b", columns, LayoutChoice(ask=ask))

    assert [doubt.field for doubt in ask.asked] == ["declared_on"]
    assert found.column("declared_on")[:3] == [date(2023, 3, 5), date(2023, 5, 3), date(2023, 4, 6)]


def test_days_that_a_spreadsheet_swapped_with_months_are_swapped_back(tmp_path: Path) -> None:
    days = [date(2023, month, day) for month in (3, 5) for day in range(1, 27)]
    written = [f"2023-{day.day:02}-{day.month:02}" if day.day <= 12 else f"{day:%d.%m.%Y}" for day in days]
    columns = {name: [cells[i % ROW_COUNT] for i in range(len(days))] for name, cells in PLAIN.items()}
    columns["DECLARATION_NUMBER"] = [f"D-{i}" for i in range(len(days))]

    found = import_columns(tmp_path, {**columns, "IMPORT_DATE": written})

    assert found.column("declared_on") == days


def test_the_date_of_registration_is_taken_of_several(tmp_path: Path) -> None:
    other = [f"2024-01-{day:02}" for day in range(1, ROW_COUNT + 1)]
    columns = {"RELEASE_DATE": other, "RECEIPT_DATE": other, **PLAIN, "SETTLEMENT_DATE": other, "ARRIVAL_DATE": other}
    columns = {{"IMPORT_DATE": "REGISTRATION_DATE"}.get(name, name): cells for name, cells in columns.items()}

    assert import_columns(tmp_path, columns).column("declared_on") == DAYS
