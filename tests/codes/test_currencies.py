import hashlib
import tomllib
from datetime import date

import pytest

from entrepot.codes.currencies import currencies, currency_of
from entrepot.settings import resources_dir


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("USD", "USD"),
        (" usd ", "USD"),
        ("840", "USD"),
        ("US DOLLAR", "USD"),
        ("ДОЛЛАР США", "USD"),
        ("долларов США", "USD"),
        ("долар США", "USD"),
        ("АҚШ доллары", "USD"),
        ("ABD Doları", "USD"),
        ("dólar estadounidense", "USD"),
        ("dólar americano", "USD"),
        ("dollar des États-Unis", "USD"),
        ("Đô la Mỹ", "USD"),
        ("美元", "USD"),
        ("US$", "USD"),
        ("€", "EUR"),
        ("ЕВРО", "EUR"),
        ("российских рублей", "RUB"),
        ("₽", "RUB"),
        ("人民币", "CNY"),
        ("TL", "TRY"),
        ("тенге", "KZT"),
        ("теңге", "KZT"),
        ("грн.", "UAH"),
        ("сом", "KGS"),
        ("сум", "UZS"),
        ("840 (USD)", "USD"),
        ("USD - US Dollar", "USD"),
    ],
)
def test_codes_numbers_names_and_signs_are_read(raw: str, code: str) -> None:
    assert currency_of(raw).value == code
    assert currency_of(raw).issue is None


def test_a_cyrillic_letter_in_a_code_is_repaired_and_said() -> None:
    found = currency_of("ЕUR")
    assert found.value == "EUR"
    assert found.issue is not None


def test_a_lost_zero_of_the_number_is_said() -> None:
    assert currency_of("36").value == "AUD"
    assert currency_of("36").issue == "'36' read as 036"


def test_a_dollar_sign_has_no_value_until_somebody_says_which() -> None:
    assert currency_of("$").value is None
    assert "CAD" in str(currency_of("$").issue)
    assert currency_of("$", meant={"$": "USD"}).value == "USD"


def test_roubles_without_a_country_are_read_as_russian_and_said() -> None:
    assert currency_of("руб.").value == "RUB"
    assert currency_of("руб.").issue == "'руб.' names no country; read as RUB"


def test_number_and_code_that_contradict_give_nothing() -> None:
    assert currency_of("840 EUR").value is None
    assert "several" in str(currency_of("840 EUR").issue)


@pytest.mark.parametrize("raw", ["", "NULL", "N/A", "0", "000", "-", "UNDEFINED", "XXX"])
def test_nothing_stated_is_not_a_currency(raw: str) -> None:
    assert currency_of(raw).value is None
    assert currency_of(raw).issue == "no currency is stated"


def test_an_unknown_word_gives_nothing() -> None:
    assert currency_of("ABC").issue == "'ABC' is no known currency"


def test_a_name_is_read_by_its_day() -> None:
    assert currency_of("белорусский рубль", date(2015, 5, 1)).value == "BYR"
    assert currency_of("белорусский рубль", date(2019, 5, 1)).value == "BYN"
    assert currency_of("белорусский рубль").value == "BYN"
    assert currency_of("532", date(2024, 1, 1)).value == "ANG"
    assert currency_of("532", date(2026, 1, 1)).value == "XCG"


def test_a_withdrawn_unit_of_the_same_name_has_no_value_later() -> None:
    assert currency_of("BYR", date(2015, 1, 1)).value == "BYR"
    assert currency_of("BYR", date(2018, 1, 1)).value is None
    assert currency_of("TRY", date(2003, 1, 1)).value is None


def test_a_currency_replaced_by_the_euro_keeps_its_code_with_an_issue() -> None:
    found = currency_of("HRK", date(2023, 1, 10))
    assert (found.value, found.issue) == ("HRK", "HRK was withdrawn after 2022-12-31")


def test_the_old_code_of_the_rouble_stands_for_the_present_one() -> None:
    assert currency_of("RUR", date(2020, 1, 1)).value == "RUB"
    assert currency_of("810").value == "RUB"


def test_no_two_currencies_in_use_share_a_number() -> None:
    numbers = [currency.numeric for currency in currencies().values() if currency.is_valid_on(None)]
    assert len(numbers) == len(set(numbers))
    assert len(numbers) >= 150


def test_names_have_a_source_record_whose_hash_holds() -> None:
    path = resources_dir() / "currencies" / "cldr_names.csv"
    record = tomllib.loads(path.with_name(f"{path.name}.source.toml").read_text(encoding="utf-8"))
    assert {"producer", "title", "url", "accessed", "licence"} <= set(record)
    assert record["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
