import pytest

from entrepot.sources.eu_consolidated.numbers import Number, numbers_in, split_outside_brackets


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("7704274402 (Tax ID/INN)", [Number("7704274402", "Tax ID/INN")]),
        ("220340015320 (BIN)", [Number("220340015320", "BIN")]),
        ("50093445 (BRN); 1292952 (TRN)", [Number("50093445", "BRN"), Number("1292952", "TRN")]),
        ("1026604933475 (OGRN), 6660017837 (TIN)", [Number("1026604933475", "OGRN"), Number("6660017837", "TIN")]),
        ("1037804006811 (Russia)", [Number("1037804006811", None, "RU")]),
        (
            "11996849 (United Arab Emirates, National Economic Register Number (CBLS))",
            [Number("11996849", "National Economic Register Number (CBLS)", "AE")],
        ),
        ("7702165310 / 770101001", [Number("7702165310", "INN"), Number("770101001", "KPP")]),
        ("INN/KPP 7423000572 / 745901001", [Number("7423000572", "INN"), Number("745901001", "KPP")]),
        (
            "190950894 (Belarus); 7704734000/770301001 (Russia)",
            [Number("190950894", None, "BY"), Number("7704734000", "INN", "RU"), Number("770301001", "KPP", "RU")],
        ),
        (
            "INN: 5013044999 KPP: 504001001 OGRN: 1025001627012",
            [Number("5013044999", "INN"), Number("504001001", "KPP"), Number("1025001627012", "OGRN")],
        ),
        (
            "7724032017 (or State registration number : 1027700450975)",
            [Number("7724032017"), Number("1027700450975", "State registration number")],
        ),
        ("771500884353/ 771500884353", [Number("771500884353")]),
        ("TIN – 7805060220", [Number("7805060220", "TIN")]),
        ("Cr. No. 1005681", [Number("1005681", "Cr.")]),
        ("920155250265,", [Number("920155250265")]),
        ("MP 3413113 and MP 2387911", [Number("MP 3413113"), Number("MP 2387911")]),
        ("JSNMRUMM", [Number("JSNMRUMM")]),
        ("UDYAM-MH-19-0043052", [Number("UDYAM-MH-19-0043052")]),
    ],
)
def test_each_number_of_a_cell_has_its_label_and_country(cell: str, expected: list[Number]) -> None:
    assert numbers_in(cell) == (expected, [])


def test_a_label_that_looks_like_a_country_code_is_no_country() -> None:
    assert numbers_in("50093445 (BRN)")[0][0].country_iso is None


@pytest.mark.parametrize(
    ("cell", "value", "remark"),
    [
        ("MP3615765 (issued on 19.2.2015)", "MP3615765", "issued on 19.2.2015"),
        ("MP4572331, issued on 12.2.2021", "MP4572331", "issued on 12.2.2021"),
        ("1021601627090 on 25.11.2002", "1021601627090", "on 25.11.2002"),
        ("722706177 (in 2015)", "722706177", "in 2015"),
    ],
)
def test_what_is_said_of_a_paper_is_kept_apart_from_its_number(cell: str, value: str, remark: str) -> None:
    numbers, remarks = numbers_in(cell)

    assert [number.value for number in numbers] == [value]
    assert remarks == [remark]


def test_separators_inside_brackets_do_not_split() -> None:
    assert split_outside_brackets("A (B; C); D;", ";") == ["A (B; C)", "D"]
