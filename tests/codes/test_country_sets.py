"""Dated sets of countries."""

from datetime import date

import pytest

from entrepot.codes.country_sets import country_sets, members, memberships
from entrepot.codes.territories import iso2


def test_the_coalition_has_39_members_of_which_27_are_the_union() -> None:
    on = date(2023, 9, 1)
    assert len(members("gecc", on)) == 39
    assert members("eu27", on) < members("gecc", on)
    assert country_sets()["gecc"].is_verified is False


def test_a_set_has_no_members_before_its_first_day() -> None:
    assert members("gecc", date(2022, 2, 23)) == frozenset()
    assert len(members("gecc", date(2022, 2, 24))) == 39


def test_the_groups_of_the_studies_are_as_published() -> None:
    on = date(2022, 6, 30)
    assert members("cca3", on) == {"AM", "KZ", "KG"}
    assert members("eeu_plus", on) == {"AM", "KZ", "KG", "MN", "TM"}
    assert members("cbs_risk", on) == {"AM", "KZ", "KG", "MN", "RS", "TR", "TM"}
    assert members("wsj5", on) == {"AM", "GE", "KZ", "KG", "UZ"}
    assert len(members("fincen_transship", on)) == 15
    assert members("probe_controls", on) == {"US", "BR", "IN", "ZA", "EG", "MA", "RS"}
    assert members("bis_chpl_diversion", date(2024, 1, 1)) == {"AM", "GE", "KZ", "KG", "TR", "AE"}


def test_no_hub_is_a_coalition_member_but_taiwan() -> None:
    hubs = members("fincen_transship", date(2023, 1, 1))
    assert hubs & members("gecc", date(2023, 1, 1)) == {"TW"}


def test_every_member_is_a_country_and_named_once() -> None:
    for membership in memberships():
        assert iso2(membership.country_iso).value == membership.country_iso
    keys = [(m.set_id, m.country_iso, m.valid_from_on) for m in memberships()]
    assert len(keys) == len(set(keys))


def test_an_unknown_set_is_an_error() -> None:
    with pytest.raises(KeyError):
        members("nato", date(2022, 1, 1))
