"""Typed identifiers: scheme, check digit, near misses."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.normalise.identifiers import SCHEMES, check, classify, one_edit_apart


@pytest.mark.parametrize(
    ("scheme", "number"),
    [
        ("inn", "9715292478"),  # EU Regulation 833/2014, annex IV
        ("inn", "5038121317"),
        ("inn", "9715259583"),
        ("inn", "7715420510"),
        ("ogrn", "1177746132563"),
        ("ogrn", "1165038052585"),
        ("kz_bin", "220340015320"),
        ("de_vat", "DE221403599"),
        ("okpo", "06644891"),
        ("lei", "6556009FCJ7O8QPFTC19"),
        ("cn_uscc", "91440101MA5ALQNR86"),
        ("imo", "9179842"),
        ("imo_company", "1745868"),
        ("by_unp", "100138662"),
        ("tr_vkn", "7340903161"),
        ("ua_edrpou", "14333981"),
    ],
)
def test_published_numbers_have_a_right_check_digit_and_a_changed_one_a_wrong(scheme: str, number: str) -> None:
    assert check(scheme, number).validity == "valid"
    changed = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert check(scheme, changed).validity == "invalid"
    assert "check digit" in (check(scheme, changed).issue or "")


@pytest.mark.parametrize(
    ("label", "raw", "country", "scheme"),
    [
        ("Tax ID No.", "5038121317", "RU", "inn"),
        ("Tax ID/INN", "7715420510", None, "inn"),
        ("Tax ID No.", "1027739694454", "RU", "ogrn"),
        ("Registration Number", "1177746132563", "RU", "ogrn"),
        ("Registration Number", "7722399997", "RU", "inn"),
        ("Government Gazette Number", "06644891", "RU", "okpo"),
        ("Identification Number", "220340015320", "KZ", "kz_bin"),
        ("BIN", "220340015320", None, "kz_bin"),
        ("Tax ID No.", "DE221403599", "DE", "de_vat"),
        ("V.A.T. Number", "DE 221403599", None, "de_vat"),
        ("Registration Number", "100138662", "BY", "by_unp"),
        ("Unified Social Credit Code (USCC)", "91440101MA5ALQNR86", "CN", "cn_uscc"),
        ("Registration Number", "2182045", "HK", "hk_cr"),
        ("Business Registration Number", "61365134", "HK", "hk_brn"),
        ("Tax ID No.", "01703202210110", "KG", "kg_inn"),
        ("Tax ID/INN", "305439019", "UZ", "uz_stir"),
        ("Legal Entity Number", "6556009FCJ7O8QPFTC19", None, "lei"),
        ("Vessel Registration Identification", "IMO 9179842", None, "imo"),
        ("imo number", "1745868", None, "imo_company"),
        ("Central Registration System Number", "0148-0059-5910-0013", "TR", "tr_mersis"),
        ("Passport", "AB123456", "RU", "passport"),
        ("Registration ID", "HRB 14604", "DE", "registration_number"),
        ("Tax ID No.", "08/666/09768", "DE", "tax_number"),
        ("Company Number", "04343841", "GB", "uk_company_number"),
    ],
)
def test_label_and_country_pick_the_scheme(label: str, raw: str, country: str | None, scheme: str) -> None:
    found = classify(label, raw, country)
    assert found.scheme == scheme
    assert found.validity != "invalid"
    assert found.value_reported == raw


def test_the_mistyped_tax_id_of_the_ofac_list_is_invalid_and_says_why() -> None:
    found = classify("Tax ID No.", "971529478", "RU")  # OFAC 35076; the EU has 9715292478
    assert (found.scheme, found.validity) == ("inn", "invalid")
    assert found.issue == "9 digits, an INN has 10 or 12"
    assert not found.is_linkable
    assert one_edit_apart(found.value, "9715292478")


def test_a_registration_number_with_a_digit_lost_is_an_invalid_ogrn() -> None:
    found = classify("Registration Number", "117774613256", "RU")
    assert (found.scheme, found.validity, found.issue) == ("ogrn", "invalid", "12 digits, an OGRN has 13")


def test_a_chinese_identity_card_is_not_taken_for_a_firms_code() -> None:
    assert classify("Identification Number", "110101190001010000", "CN").scheme == "registration_number"


def test_generic_numbers_of_two_countries_differ_and_do_not_link() -> None:
    here, there = (classify("Registration Number", "12345", country) for country in ("AE", "PA"))
    assert (here.value, there.value) == ("AE:12345", "PA:12345")
    assert not here.is_linkable


def test_separators_and_look_alike_letters_do_not_matter() -> None:
    assert check("inn", " 97-15 292478.").value == "9715292478"
    assert check("passport", "МР 3413113").value == "MP3413113"  # the letters are Cyrillic


def test_zeros_that_lists_leave_out_are_restored_for_hong_kong() -> None:
    assert check("hk_cr", "803008").value == check("hk_cr", "0803008").value


def test_text_without_a_number_is_invalid() -> None:
    assert check("registration_number", "(not known)").issue == "holds no number"
    assert check("inn", "").validity == "invalid"


def test_a_number_of_an_unchecked_scheme_is_unchecked_and_links() -> None:
    found = check("kg_inn", "01703202210110")
    assert found.validity == "unchecked"
    assert found.is_linkable
    assert not check("kpp", "770301001").is_linkable


@settings(deadline=None)
@given(st.sampled_from(sorted(SCHEMES)), st.text())
def test_any_text_is_answered_without_an_error(scheme: str, raw: str) -> None:
    found = check(scheme, raw)
    assert (found.validity == "invalid") == (found.issue is not None)


@settings(deadline=None)
@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from([None, "RU", "KZ", "CN", "HK", "TR", "DE", "UA"]))
def test_any_label_is_answered_without_an_error(label: str, raw: str, country: str | None) -> None:
    assert classify(label, raw, country).value_reported == raw


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("971529478", "9715292478", True),
        ("abc", "acb", True),
        ("abc", "abd", True),
        ("abc", "ab", True),
        ("", "a", True),
        ("abc", "abc", False),
        ("abcd", "badc", False),
        ("abc", "a", False),
        ("abcd", "abef", False),
    ],
)
def test_one_edit_apart(a: str, b: str, *, expected: bool) -> None:
    assert one_edit_apart(a, b) == one_edit_apart(b, a) == expected


@settings(deadline=None)
@given(st.text(alphabet="0123456789", min_size=1, max_size=15), st.data())
def test_leaving_out_one_digit_is_one_edit(number: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(number) - 1))
    assert one_edit_apart(number, number[:index] + number[index + 1 :])


def test_nearly_all_russian_numbers_of_the_ofac_list_hold(shared_data: Path) -> None:
    pattern = re.compile(r"(Tax ID No\.|Registration Number) ([^;(]+?) \(Russia\)")
    counts: Counter[str] = Counter()
    with (shared_data / "sanctions/ofac_sdn_2024-02-23.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.reader(stream):
            for label, raw in pattern.findall(row[11] if len(row) > 11 else ""):
                counts[classify(label, raw, "RU").validity] += 1
    assert counts["valid"] > 4000
    assert counts["valid"] / counts.total() > 0.98
    assert counts["invalid"] > 20  # the list has typing errors, and they are found
