import pytest

from entrepot.sources.customs_table.headers import read_headers
from entrepot.sources.customs_table.spelling import faults


@pytest.mark.parametrize(
    ("header", "meanings"),
    [
        ("IMPORTER_NAME", {"importer", "name"}),
        ("IMPORTERNAME", {"importer", "name"}),
        ("importerName", {"importer", "name"}),
        ("HSCODE", {"hs"}),
        ("TOTALVALUEUSD", {"total", "value", "usd"}),
        ("%GTTOTALVALUE", {"rate", "total", "value"}),
        ("SUMOFTOTAL_USD_FOB", {"sum", "total", "usd", "fob"}),
        ("Peso Neto (kg)", {"net", "kg"}),
        ("Код страны происхождения", {"code", "country", "origin"}),
        ("进口商名称", {"importer", "name"}),
        ("Người nhập khẩu", {"importer"}),
        ("Pays d'origine", {"country", "origin"}),
        ("İhracatçı Ünvanı", {"exporter", "name"}),
    ],
)
def test_header_is_read_in_any_style_and_language(header: str, meanings: set[str]) -> None:
    assert read_headers([header])[0].words == meanings


def test_misspelt_and_cut_words_are_understood_with_doubt() -> None:
    misspelt, cut = read_headers(["NORTIFY_PARTY_NAME", "IMPORTER_PI"])

    assert {"notify", "name"} == misspelt.words
    assert {"importer", "taxid"} == cut.words
    assert misspelt.doubt > 0
    assert cut.doubt > 0


def test_cyrillic_letters_inside_a_latin_word_are_read_as_latin() -> None:
    assert read_headers(["IMPОRTER_NАME"])[0].words == {"importer", "name"}


def test_a_currency_other_than_the_dollar_is_named() -> None:
    readings = read_headers(["INVOICE_VALUE_UAH", "ASSESSED_VALUE_IN_TK", "Сумма, тенге", "VALUE_IN_USD"])

    assert [reading.currency_code for reading in readings] == ["UAH", "BDT", "KZT", None]


def test_a_box_number_stands_for_its_box_unless_a_text_says_more() -> None:
    readings = read_headers(["G33", "Графа 34", "G31_12", "G072 (Дата)"])

    assert [set(reading.meanings) for reading in readings] == [{"hs"}, {"origin", "country"}, {"brand"}, {"date"}]


def test_a_word_of_several_meanings_follows_the_language_of_the_table() -> None:
    french = read_headers(["Importateur", "Fournisseur", "Pays d'origine", "Article"])
    english = read_headers(["Importer", "Supplier", "Origin Country", "Article"])

    assert french[-1].words == {"item"}
    assert english[-1].words == {"goods"}


def test_blank_and_unknown_headers_say_nothing() -> None:
    blank, unknown = read_headers(["", "QXZVW"])

    assert blank.meanings == ()
    assert blank.unknown == ()
    assert unknown.unknown == ("qxzvw",)


@pytest.mark.parametrize(
    ("one", "other", "count"), [("manifest", "menifest", 1), ("abcd", "abdc", 1), ("ab", "ab", 0), ("", "abc", 3)]
)
def test_faults_counts_letters_that_differ(one: str, other: str, count: int) -> None:
    assert faults(one, other) == count
