"""Address keys down to unit and building."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.normalise.addresses import address_country, address_keys

HOLLYWOOD = "Room 1318-{}, 13/F Hollywood Plaza, 610 Nathan Rd, Mong Kok, Kowloon, Hong Kong"


def test_near_duplicates_differ_in_the_unit_and_share_the_building() -> None:
    first, second = address_keys(HOLLYWOOD.format("19")), address_keys(HOLLYWOOD.format("20"))
    assert first.unit_key != second.unit_key
    assert first.building_key == second.building_key is not None


def test_offices_and_flats_of_one_centre_share_the_building() -> None:
    office = address_keys("Office 6, 16/F Ho King Commercial Centre, 2-16 Fa Yuen Street, Mong Kok", "HK")
    flat = address_keys("Flat/Rm 2309, 23/F, Ho King Commercial Centre, 2-16 Fa Yuen St., Mong Kok", "HK")
    assert office.building_key == flat.building_key is not None
    assert office.unit_key != flat.unit_key


def test_abbreviations_order_case_and_postcode_do_not_matter() -> None:
    russian = address_keys("123456, Россия, г. Москва, ул. Ленина, д. 5, корп. 2, офис 10")
    english = address_keys("Lenina Str. 5, bldg. 2, office 10, MOSCOW 123456, Russian Federation")
    assert russian.unit_key == english.unit_key is not None
    assert russian.postcode == english.postcode == "123456"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "119160, Moscow, Frunzenskaya Embankment, 22/2, Russian Federation",
            "Frunzenskaya Naberezhnaya, 22/2, Moscow, Russia",
        ),
        (
            "426034, Udmurt Republic, Izhevsk, ul. Bazisnaya, zd. 19",
            "19 Bazisnaya St., 426034 Izhevsk, Udmurt Republic",
        ),
        ("42 Volgogradsky prospekt, K. 5, Moscow", "Volgogradsky Ave., 42, Building 5, Moscow"),
    ],
)
def test_spellings_of_one_house_in_the_eu_list_meet(a: str, b: str) -> None:
    assert address_keys(a).building_key == address_keys(b).building_key is not None


def test_different_houses_streets_and_countries_do_not_meet() -> None:
    keys = {
        address_keys(address, country).building_key
        for address, country in [
            ("Lenina ul. 5, Foograd", "RU"),
            ("Lenina ul. 7, Foograd", "RU"),
            ("Lenina prospekt 5, Foograd", "RU"),
            ("Lenina ul. 5, Foograd", "BY"),
        ]
    }
    assert len(keys) == 4


def test_an_address_without_a_unit_is_the_building() -> None:
    keys = address_keys("Lenina ul. 5, Foograd", "RU")
    assert keys.unit_key == keys.building_key


@pytest.mark.parametrize(
    "vague", ["", "Moscow", "Moscow, Russia", "Minsk, Belarus", "Singapore 089053", "Russian Federation"]
)
def test_a_town_or_country_alone_is_no_address(vague: str) -> None:
    keys = address_keys(vague)
    assert (keys.unit_key, keys.building_key) == (None, None)


def test_a_post_box_is_a_unit_without_a_building() -> None:
    keys = address_keys("P.O. Box 17585, Dubai, U.A.E.")
    assert keys.building_key is None
    assert keys.unit_key == address_keys("PO Box 17585, Dubai, United Arab Emirates").unit_key is not None
    assert keys.unit_key != address_keys("P.O. Box 17586, Dubai, U.A.E.").unit_key


def test_floor_and_room_after_and_before_their_word_are_units() -> None:
    keys = address_keys("13th Floor, room 4a, 5 Bar Road, Footown")
    assert keys.building_key == "5 bar footown road"
    assert keys.unit_key == "5 bar footown road | f 13 u 4a"


def test_the_original_wording_in_brackets_is_left_out() -> None:
    plain = address_keys("5 Bar Road, Moscow, Russian Federation")
    assert address_keys("5 Bar Road, Moscow, Russian Federation (in original: г. Москва, Д. 5)") == plain


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("5 Bar Road, Singapore 089053", "SG"),
        ("5 Bar Road, Moscow Russian Federation", "RU"),
        ("Foo Centre, Hong Kong, China", "HK"),
        ("Foo Centre, Shenzhen, People’s Republic of China", "CN"),
        ("Office 6, Dubai, U.A.E.", "AE"),
        ("12 Elm St, New Mexico", None),
        ("Lenina 5, Moscow", None),
        ("", None),
    ],
)
def test_the_country_an_address_ends_with(address: str, expected: str | None) -> None:
    assert address_country(address) == expected


parts = st.lists(
    st.sampled_from(
        ["Lenina str. 5", "bld. 2", "office 10", "floor 3", "Foograd", "123456", "Bar Plaza", "pom. I", "kom. 7a"]
    ),
    min_size=1,
    max_size=6,
    unique=True,
)


@settings(deadline=None)
@given(parts.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_the_order_of_the_parts_does_not_matter(both: tuple[list[str], list[str]]) -> None:
    first, second = (address_keys(", ".join(found), "RU") for found in both)
    assert (first.unit_key, first.building_key) == (second.unit_key, second.building_key)


@settings(deadline=None)
@given(parts)
def test_case_does_not_matter(found: list[str]) -> None:
    address = ", ".join(found)
    assert address_keys(address.upper(), "RU") == address_keys(address.lower(), "RU")


@settings(deadline=None)
@given(st.text())
def test_any_text_is_answered_and_a_building_has_a_unit_key(text: str) -> None:
    keys = address_keys(text)
    assert keys.building_key is None or keys.unit_key is not None
