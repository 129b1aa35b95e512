"""The quick answers agree with `iso2`, which they save the work."""

import pytest

from entrepot.codes.country_ends import country_code, may_end_in_country
from entrepot.codes.territories import iso2
from entrepot.codes.territory_names import country_keys

_ALTERED = (
    "CN - CHINA",
    "156 КИТАЙ",
    "КИТАЙ 156",
    "KOREA, REPUBLIC OF",
    "republic of 643",
    "KИTAЙ",
    "UNITED ARAB EMIRATES (DUBAI",
    "Ð\u009aÐ¸Ñ‚Ð°Ð¹",
    "Mỹ",
    "TRINIDAD AND TOBAGO &amp; CHINA",
    "ISLAMIC REPUBLIC OF IRAN",
    "Türkiye Cumhuriyeti",
    "BOSNIA AND HERZEGOVIN",
    "643 0",
    "CN 156",
)


@pytest.mark.parametrize("text", _ALTERED)
def test_a_damaged_or_styled_name_is_found_as_by_iso2(text: str) -> None:
    """Whatever way finds the country, the quick test lets it through."""
    assert country_code(text) == iso2(text).value


def test_every_known_name_is_let_through_alone_and_at_the_end_of_an_address() -> None:
    """No known name is dismissed."""
    dismissed = [key for key in country_keys() if country_code(key) != iso2(key).value]
    assert dismissed == []
    assert [key for key in country_keys() if not may_end_in_country(f"5 sample road {key}")] == []


@pytest.mark.parametrize("text", ["УЛ. ПРИМЕРНАЯ, Д. 5", "SAMPLE ROAD", "", "Г. МОСКВА 5 12", "12 34567"])
def test_a_text_that_ends_in_no_name_gives_none(text: str) -> None:
    """None as `iso2` says; most are dismissed without asking it."""
    assert country_code(text) is None
    assert iso2(text).value is None


def test_an_ordinary_end_of_an_address_is_dismissed() -> None:
    """The quick test is quick only where it says no."""
    assert not may_end_in_country("NO. 5 SAMPLE ROAD")
    assert not may_end_in_country("УЛ. ПРИМЕРНАЯ")
    assert may_end_in_country("SAMPLE ROAD 304")  # 304 may be a numeric code
