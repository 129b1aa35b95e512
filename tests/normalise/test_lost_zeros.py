"""Leading zeros of tax numbers are put back only where a check digit proves them lost. All numbers are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.normalise.identifiers import check
from entrepot.normalise.lost_zeros import with_lost_zeros


@pytest.mark.parametrize(
    ("country", "reported", "restored", "title"),
    [
        ("RU", "101000303", "0101000303", "INN"),
        ("RU", "277000307", "0277000307", "INN"),
        ("KZ", "140000002", "000140000002", "Kazakh BIN"),
        ("UA", "12109", "00012109", "Ukrainian EDRPOU code"),
        ("TR", "470000005", "0470000005", "Turkish tax number"),
    ],
)
def test_zeros_that_the_check_digit_proves_are_put_back(country: str, reported: str, restored: str, title: str) -> None:
    assert with_lost_zeros(reported, country) == (restored, title)


@pytest.mark.parametrize(
    ("reported", "country", "why"),
    [
        ("101000304", "RU", "the check digit is wrong"),
        ("101000303", None, "the country is not known"),
        ("101000303", "CN", "the country has no such number"),
        ("101000303", "KZ", "the country writes other numbers"),
        ("770101001", "RU", "a KPP has nine digits"),
        ("0101000303", "RU", "nothing is lost"),
        ("1000303", "RU", "no INN begins with three zeros"),
        ("10100030", "RU", "no INN begins with two zeros"),
        ("AB1000303", "RU", "it is no number"),
        ("", "RU", "nothing is stated"),
    ],
)
def test_without_proof_a_number_stays_as_reported(reported: str, country: str | None, why: str) -> None:
    assert with_lost_zeros(reported, country) is None, why


@given(st.from_regex(r"[0-9]{1,14}", fullmatch=True), st.sampled_from(["RU", "KZ", "UA", "TR", "BY", "DE", None]))
def test_only_zeros_are_added_and_the_result_is_valid(number: str, country: str | None) -> None:
    found = with_lost_zeros(number, country)

    if found is not None:
        schemes = {"INN": "inn", "Kazakh BIN": "kz_bin", "Kazakh IIN": "kz_iin", "Turkish tax number": "tr_vkn"}
        scheme = schemes.get(found[1], "ua_edrpou" if len(found[0]) == 8 else "ua_rnokpp")
        assert found[0].lstrip("0") == number
        assert check(scheme, found[0]).validity == "valid"
        assert with_lost_zeros(found[0], country) is None
