"""Contact keys."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.normalise.contacts import contact_key


@pytest.mark.parametrize(
    "raw", ["8 (495) 123-45-67", "+7 495 1234567", "495 123 45 67", "007 495 123 45 67", "+7 (495) 123-45-67 доб. 12"]
)
def test_spellings_of_a_russian_phone_meet(raw: str) -> None:
    assert contact_key("phone", raw, "RU") == "74951234567"


def test_a_leading_eight_stays_elsewhere() -> None:
    assert contact_key("phone", "8 495 123 45 67", "CN") == "84951234567"


def test_an_extension_alone_is_no_phone() -> None:
    assert contact_key("phone", "ext. 123", "RU") is None


def test_email_addresses_are_caseless() -> None:
    assert contact_key("email", "<Info@Foo.example>") == contact_key("email", "info@foo.EXAMPLE") == "info@foo.example"
    assert contact_key("email", "none") is None


@pytest.mark.parametrize(
    "raw", ["https://www.Foo.com.hk/en", "foo.com.hk", "http://shop.foo.com.hk:8080?x=1", "WWW.FOO.COM.HK/"]
)
def test_pages_of_one_domain_meet(raw: str) -> None:
    assert contact_key("website", raw) == "foo.com.hk"


def test_a_page_on_a_shared_host_is_itself_the_contact() -> None:
    assert contact_key("website", "https://vk.com/foo") == "vk.com/foo"
    assert contact_key("website", "https://vk.com/") is None


def test_domains_in_other_scripts_are_kept() -> None:
    assert contact_key("website", "https://Фоо.рф/") == "фоо.рф"


def test_text_without_a_dot_is_no_website() -> None:
    assert contact_key("website", "none") is None


@settings(deadline=None)
@given(st.sampled_from(["phone", "email", "website", "fax"]), st.text(), st.sampled_from([None, "RU", "CN"]))
def test_any_text_is_answered(kind: str, raw: str, country: str | None) -> None:
    key = contact_key(kind, raw, country)
    assert key is None or key


@settings(deadline=None)
@given(st.integers(10**9, 10**10 - 1))
def test_the_key_of_a_phone_key_is_the_key(number: int) -> None:
    key = contact_key("phone", str(number), "RU")
    assert key is not None
    assert contact_key("phone", key, "RU") == key
