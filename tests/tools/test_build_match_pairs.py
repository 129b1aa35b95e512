"""How labelled pairs are made; the entries are invented, and the committed file is compared where the lists are there."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[2] / "tools"


@pytest.fixture(autouse=True)
def _tools_on_path(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make the scripts importable: `tools` is no package."""
    monkeypatch.syspath_prepend(str(TOOLS))
    yield
    for name in ("build_match_pairs", "name_differences"):
        sys.modules.pop(name, None)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Zorvel LLC", "ZORVEL, LLC", "case or punctuation"),
        ("Zorvel LLC", "OOO Zorvel", "legal form"),
        ("АО Зорвель", "AO Zorvel'", "transliteration"),
        ("Zorvel Tarvid", "TARVID, Zorvel", "word order"),
        ("Zorvel Tarvid", "Zorvell Tarwid", "spelling"),
        ("KIMP JSC", "Kalvin Institut Morskikh Priborov", "acronym"),
        ("Kombinat Zorvel Tarvid", "Zorvel", "abbreviation"),
        ("Kombinat Zorvel", "Zorvel Works", "translation"),
        ("Kombinat", "Zorvel", "other name"),
        ("قلمدار", "Qalamdar", "transliteration"),
    ],
)
def test_the_kind_of_difference_is_named(one: str, other: str, kind: str) -> None:
    from name_differences import difference

    assert difference(one, other) == kind
    assert difference(other, one) == kind


def test_entries_with_one_number_are_a_party_unless_their_numbers_contradict() -> None:
    from build_match_pairs import Entry, parties

    def entry(list_id: str, *numbers: tuple[str, str]) -> Entry:
        return Entry(list_id, "1", "firm", None, ["Zorvel"], set(numbers))

    alike = [entry("a", ("inn", "1"), ("ogrn", "5")), entry("b", ("inn", "1"))]
    contrary = [entry("c", ("inn", "2"), ("ogrn", "6")), entry("d", ("inn", "2"), ("ogrn", "7"))]

    assert [[member.list_id for member in group] for group in parties([*alike, *contrary])] == [
        ["a", "b"],
        ["c"],
        ["d"],
    ]


def test_two_entries_are_apart_by_number_or_by_birth_date_on_one_list_only() -> None:
    from build_match_pairs import Entry, different

    def person(list_id: str, native_id: str, name: str, born: str, split: str = "development") -> Entry:
        made = Entry(list_id, native_id, "person", born, [name])
        tried = 0
        while made.split != split or not made.party:
            made.party, tried = f"{list_id} {native_id} {tried}", tried + 1
        return made

    people = [
        person("a", "1", "Ada Zorvelina", "1970-01-01"),
        person("a", "2", "Ida Zorvelina", "1980-01-01"),
        person("b", "1", "Eda Zorvelina", "1990-01-01"),  # another list: perhaps the same person with another date
        person("a", "3", "Oda Zorvelina", "1970"),  # no whole date
        person("a", "4", "Uda Zorvelina", "1960-01-01", split="held out"),  # never in a pair with the other half
    ]
    (row,) = different(people)

    assert (row["name_a"], row["name_b"]) == ("Ada Zorvelina", "Ida Zorvelina")
    assert (row["is_same"], row["label_basis"]) == ("different", "different birth dates on one list")


@pytest.mark.slow
def test_the_committed_file_is_what_the_lists_give(shared_data: Path) -> None:
    from build_match_pairs import OUTPUT, build

    assert build(shared_data / "sanctions") == OUTPUT.read_text("utf-8")
