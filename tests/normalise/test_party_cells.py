"""Cells of party columns (TRAPS.md, "Parties"); all names are invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.normalise.party_cells import PartyCell, split_party

WHOLE = (
    *(
        "ACME TRADING LLC",
        "SILK ROAD TRADING LLC",
        "Улица Роз ООО",
        "STREET FOOD 24 LTD",
        "ROAD 66 MOTORS LLC",
        "3M COMPANY",
    ),
    *(
        "SIEBEN LTD CHINA",
        "ACME (CHINA) CO LTD",
        "ABC CO LTD (HONG KONG)",
        "INCHEON METAL 5 ROAD ST",
        "X/NOVA LTD",
        "SMITH, JOHN",
    ),
    *(
        "CENTER FOR RESEARCH LLC",
        "CONSULTORIA PARA EMPRESAS LTDA",
        "1-Й ЗАВОД ООО",
        "LUXON-2 OOO",
        "XYZ CO., LTD",
        "A.C.E., INC.",
    ),
    *(
        "DIJITAL 34 TEKNOLOJI LIMITED SIRKETI",
        "ACME LLC DBA ROAD 5",
        "Foo Elektronik Sanayi Ltd. Şti.",
        "RECEP ADINA KAYA",
    ),
    *(
        "S/N TRADE LTD",
        "深圳市华芯电子有限公司",
        "AVENUE 5 FASHION, LLC",
        "HOLIDAY INN 2000 LTD",
        "10000001 CANADA INC",
        "1000001 ONTARIO LTD",
        "Office of Acme Ltd's 2 plants in Russia",
        "TORDERO LTD",
        "PORT ORDER LLC",
    ),
)
SPLIT = (
    ("ROMASHKA LLCLENINA STR 5", "ROMASHKA LLC", "LENINA STR 5", None),
    ("XYZ CO.,LTDNO.15 ROAD", "XYZ CO.,LTD", "NO.15 ROAD", None),
    ("XYZ CO., LTD NO.15 XINHUA ROAD, SHENZHEN, CHINA", "XYZ CO., LTD", "NO.15 XINHUA ROAD, SHENZHEN, CHINA", "CN"),
    ("ООО «РОМАШКА»г. Москва, ул. Ленина, д. 5", "ООО «РОМАШКА»", "г. Москва, ул. Ленина, д. 5", None),
    ("ООО РОМАШКА, 123456, Г.МОСКВА, УЛ.ЛЕНИНА, Д.5", "ООО РОМАШКА", "123456, Г.МОСКВА, УЛ.ЛЕНИНА, Д.5", None),
    ("ACME LTD/N12 MAIN STREET/NISTANBUL/NTURKEY", "ACME LTD", "12 MAIN STREET, ISTANBUL, TURKEY", "TR"),
    ("ACME LTD\\n12 MAIN STREET\\nISTANBUL", "ACME LTD", "12 MAIN STREET, ISTANBUL", None),
    ("ACME LTD<br>12 MAIN STREET<br/>ISTANBUL, TURKEY", "ACME LTD", "12 MAIN STREET, ISTANBUL, TURKEY", "TR"),
    ("ACME &amp; SONS LTD&#13;&#10;12 MAIN STREET", "ACME & SONS LTD", "12 MAIN STREET", None),
    ("ACME\nTRADING LTD\n12 MAIN STREET", "ACME TRADING LTD", "12 MAIN STREET", None),
    ("ACME LTD, TURKEY", "ACME LTD", None, "TR"),
    ("AO TELEKOM, RUSSIA", "AO TELEKOM", None, "RU"),
    ("ACME TRADING, 5 MAIN STREET, ISTANBUL, TURKEY", "ACME TRADING", "5 MAIN STREET, ISTANBUL, TURKEY", "TR"),
    ("ACME S.A. CALLE 5 NO. 3 BOGOTA COLOMBIA", "ACME S.A.", "CALLE 5 NO. 3 BOGOTA COLOMBIA", "CO"),
    ("BETA LTD P.O. BOX 123 DUBAI UAE", "BETA LTD", "P.O. BOX 123 DUBAI UAE", "AE"),
    ("Foo Ltd. Şti. Atatürk Cad. No:5 Kat:3 İstanbul", "Foo Ltd. Şti.", "Atatürk Cad. No:5 Kat:3 İstanbul", None),
    ("CÔNG TY TNHH ABC, SỐ 5 ĐƯỜNG LÊ LỢI, QUẬN 1", "CÔNG TY TNHH ABC", "SỐ 5 ĐƯỜNG LÊ LỢI, QUẬN 1", None),
    ("深圳市华芯电子有限公司深圳市南山区科技路5号", "深圳市华芯电子有限公司", "深圳市南山区科技路5号", None),
    (
        "XYZ CO., LTD. BEIJING BRANCH, NO. 5 ROAD X, BEIJING",
        "XYZ CO., LTD. BEIJING BRANCH",
        "NO. 5 ROAD X, BEIJING",
        None,
    ),
)


@pytest.mark.parametrize("cell", WHOLE)
def test_names_are_left_whole_without_strong_evidence(cell: str) -> None:
    assert split_party(cell) == PartyCell(cell)


@pytest.mark.parametrize(("cell", "name", "address", "country_iso"), SPLIT)
def test_name_and_address_in_one_cell_are_parted(
    cell: str, name: str, address: str | None, country_iso: str | None
) -> None:
    assert split_party(cell) == PartyCell(name, address=address, country_iso=country_iso)


@pytest.mark.parametrize(
    ("cell", "behind"),
    [
        ("TO THE ORDER", None),
        ("TO ORDER OF SHIPPER", None),
        ("TO THE ORDER OF X BANK", "X BANK"),
        ("A LA ORDEN DE BANCO SOL S.A.", "BANCO SOL S.A."),
        ("A L'ORDRE DE BANQUE LUNE", "BANQUE LUNE"),
        ("À ORDEM DO BANCO LUA", "BANCO LUA"),
        ("ПО ПРИКАЗУ БАНКА ВОСХОД", "БАНКА ВОСХОД"),
        ("XYZ BANKASI A.Ş. EMRİNE", "XYZ BANKASI A.Ş."),
    ],
)
def test_an_order_names_nobody_but_the_bank_behind_it(cell: str, behind: str | None) -> None:
    relation = "to the order of" if behind else None
    assert split_party(cell) == PartyCell(None, behind=behind, behind_relation=relation, is_to_order=True)


def test_an_address_behind_an_order_is_kept() -> None:
    found = split_party("TO THE ORDER OF X BANK LTD, 5 MAIN STREET, ISTANBUL, TURKEY")
    assert (found.name, found.behind, found.country_iso) == (None, "X BANK LTD", "TR")
    assert found.address == "5 MAIN STREET, ISTANBUL, TURKEY"


@pytest.mark.parametrize(
    ("cell", "name", "relation", "behind"),
    [
        ("ACME LTD C/O BETA LOGISTICS GMBH", "ACME LTD", "c/o", "BETA LOGISTICS GMBH"),
        ("ACME LTD ON BEHALF OF BETA LLC", "ACME LTD", "on behalf of", "BETA LLC"),
        ("ACME LTD BY ORDER OF BETA LLC", "ACME LTD", "by order of", "BETA LLC"),
        ("ACME SA P/C BETA SARL", "ACME SA", "for account of", "BETA SARL"),
        ("ACME LTD FOR BETA LLC", "ACME LTD", "for", "BETA LLC"),
        ("ООО ВЕКТОР ПО ПОРУЧЕНИЮ ООО РОМАШКА", "ООО ВЕКТОР", "on behalf of", "ООО РОМАШКА"),
        ("KAYA LTD. ŞTİ. ADINA BETA A.Ş.", "BETA A.Ş.", "on behalf of", "KAYA LTD. ŞTİ."),
        ("C/O BETA GMBH", None, "c/o", "BETA GMBH"),
    ],
)
def test_the_second_party_of_a_cell_stands_behind_the_first(
    cell: str, name: str | None, relation: str, behind: str
) -> None:
    assert split_party(cell) == PartyCell(name, behind=behind, behind_relation=relation)


@pytest.mark.parametrize("cell", ["ACME LTD; BETA LLC; GAMMA GMBH", "ACME LTD, BETA GMBH", "ACME LTD / BETA LLC"])
def test_several_names_in_a_row_are_left_whole_and_said(cell: str) -> None:
    assert split_party(cell) == PartyCell(cell, issues=("several names in one cell, left whole",))


@pytest.mark.parametrize(
    ("cell", "name", "identifiers"),
    [
        ("ИНН 7701234567 КПП 770101001 ООО РОМАШКА", "ООО РОМАШКА", (("ИНН", "7701234567"), ("КПП", "770101001"))),
        ("ИНН/КПП 7701234567/770101001, ООО РОМАШКА", "ООО РОМАШКА", (("ИНН", "7701234567"), ("КПП", "770101001"))),
        ("ИНН 7701234567 770101001 ООО РОМАШКА", "ООО РОМАШКА", (("ИНН", "7701234567"), ("", "770101001"))),
        ("7701234567/770101001 ООО РОМАШКА", "ООО РОМАШКА", (("", "7701234567"), ("", "770101001"))),
        ("ООО РОМАШКА (ИНН 7701234567)", "ООО РОМАШКА", (("ИНН", "7701234567"),)),
        ("00123 - ACME BROKERS", "ACME BROKERS", (("", "00123"),)),
        ("ACME SA RUC: 20.123.456.789", "ACME SA", (("RUC", "20123456789"),)),
        ("ACME INDIA, GSTIN 27AAAAA0000A1Z5", "ACME INDIA", (("GSTIN", "27AAAAA0000A1Z5"),)),
    ],
)
def test_numbers_are_taken_out_with_their_labels(
    cell: str, name: str, identifiers: tuple[tuple[str, str], ...]
) -> None:
    assert split_party(cell) == PartyCell(name, identifiers=identifiers)


def test_phones_and_mails_stand_nowhere_else() -> None:
    found = split_party("ACME LTD, 5 MAIN STREET, ISTANBUL TEL: +90 212 555 11 22, info@acme.example")
    assert found.phones == ("+90 212 555 11 22", "info@acme.example")
    assert found.name == "ACME LTD"
    assert found.address == "5 MAIN STREET, ISTANBUL"


@pytest.mark.parametrize(
    ("cell", "name", "issue"),
    [
        ("РОМАШKА ООО", "РОМАШКА ООО", "'РОМАШKА' mixed two alphabets, read as 'РОМАШКА'"),
        ("ROMАSHKA LLC", "ROMASHKA LLC", "'ROMАSHKA' mixed two alphabets, read as 'ROMASHKA'"),
        ("КHP ТРЕЙД ООО", "КНР ТРЕЙД ООО", "'КHP' mixed two alphabets, read as 'КНР'"),
        ("Ð¢ÐžÐ’ Ð Ð¾Ð¼Ð°ÑˆÐºÐ°", "ТОВ Ромашка", "text was decoded wrongly and repaired"),
        ("CafÃƒÂ© LTD", "Café LTD", "text was decoded wrongly and repaired"),
        ("T?RK MAK?NA", "T?RK MAK?NA", "letters are lost"),
    ],
)
def test_damaged_letters_are_repaired_or_named(cell: str, name: str, issue: str) -> None:
    assert split_party(cell) == PartyCell(name, issues=(issue,))


def test_a_dotted_i_in_two_characters_is_one_letter() -> None:
    assert split_party("I\u0307STANBUL 3 LTD").name == "İSTANBUL 3 LTD"
    assert split_party("i\u0307stanbul 3 ltd").name == "istanbul 3 ltd"


@pytest.mark.parametrize("cell", ["", "-", "NULL", "N/A", "не указано", "0"])
def test_cells_that_name_nobody_give_no_name(cell: str) -> None:
    assert split_party(cell).name is None


def test_the_country_of_another_column_counts_where_the_cell_names_none() -> None:
    assert split_party("ACME LLC", "KZ").country_iso == "KZ"
    assert split_party("ACME LLC, TURKEY", "KZ").country_iso == "TR"


PIECES = st.sampled_from(
    (
        *(
            *WHOLE,
            *(cell for cell, *_ in SPLIT),
            "TO THE ORDER OF",
            "C/O",
            "ИНН 7701234567",
            "; ",
            ", ",
            "\n",
            "/N",
            "(",
            ")",
        ),
        *("«", "?", "TEL +90 212 555 11 22", "5", "MAIN STREET", "LLC", "OOO", "ООО", "CHINA", "&amp;", "Ã©", "ADINA"),
        *("FOR", "12345678", "-", '"'),
    )
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=12), max_size=5).map(" ".join))
def test_splitting_the_name_again_changes_nothing(cell: str) -> None:
    name = split_party(cell).name
    assert name is None or split_party(name).name == name
