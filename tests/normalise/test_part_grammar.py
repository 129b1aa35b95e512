"""Part numbers taken apart and compared: pairs labelled by hand, half of them never used to make the rules."""

import itertools
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.normalise.part_grammar import TIERS, Marking, PartMatch, compare_parts, folded, heads, read_marking

PAIRS = tomllib.loads((Path(__file__).parent / "part_pairs.toml").read_text(encoding="utf-8"))["pairs"]


def marking(text: str) -> Marking:
    found = read_marking(text)
    assert found is not None
    return found


def matched(one: str, other: str) -> PartMatch | None:
    return compare_parts(marking(one), marking(other))


@pytest.mark.parametrize("split", ["tuned", "held_out"])
def test_one_type_is_told_from_two(split: str, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = [pair for pair in PAIRS if pair["split"] == split]
    found = {(p["a"], p["b"]): matched(p["a"], p["b"]) for p in pairs}
    hits = sum(bool(p["tier"]) for p in pairs if found[p["a"], p["b"]] is not None)
    precision = hits / sum(match is not None for match in found.values())
    recall = hits / sum(bool(p["tier"]) for p in pairs)
    tiers = [p for p in pairs if p["tier"] and (match := found[p["a"], p["b"]]) is not None and match.tier == p["tier"]]
    with capsys.disabled():
        print(f"\n{split}: {len(pairs)} pairs, precision {precision:.3f}, recall {recall:.3f}, tier right {len(tiers)}")
    wrong = [(p, found[p["a"], p["b"]]) for p in pairs if bool(p["tier"]) != (found[p["a"], p["b"]] is not None)]
    assert len(pairs) == 60
    assert precision >= 0.95, wrong
    assert recall >= 0.9, wrong
    assert len(tiers) >= 0.9 * hits


def test_agreement_is_the_same_from_both_sides() -> None:
    texts = sorted({pair[side] for pair in PAIRS for side in ("a", "b")})

    for one, other in itertools.combinations(texts, 2):
        forth, back = matched(one, other), matched(other, one)
        assert (forth and forth.tier) == (back and back.tier), (one, other)


def test_keys_that_agree_begin_with_a_head() -> None:
    for pair in PAIRS:
        asked, found = marking(pair["a"]), marking(pair["b"])
        if compare_parts(asked, found) is not None:
            begins = {folded(found.key)[:size] for size in (3, 4, 5, 6)}
            assert begins & set(heads(asked)), pair


@settings(deadline=None)
@given(st.sampled_from(PAIRS), st.sampled_from("0123456789"))
def test_one_more_figure_makes_another_type(pair: dict[str, str], figure: str) -> None:
    base = marking(pair["a"]).base
    if base[-1].isdigit():
        assert matched(base, base + figure) is None


@settings(deadline=None)
@given(st.text(alphabet="XC7Z020-/#+,TRLIOАС134 ", max_size=24))
def test_any_text_is_read_and_is_exactly_itself(text: str) -> None:
    read = read_marking(text)

    assert (read is None) == (not any(sign.isalnum() for sign in text))
    if read is not None:
        assert matched(text, text) == PartMatch("exact", matched(text, text).reason)  # type: ignore[union-attr]
        assert read.key.startswith(read.base) or read.seller or read.grade


@pytest.mark.parametrize(
    ("text", "base", "grade", "packing"),
    [
        ("XC7Z020-1CLG484I", "XC7Z020", "1CLG484I", ""),
        ("SN74LVC1G08DBVR", "74LVC1G08", "SNDBV", "R"),
        ("AD8221ARMZ-R7", "AD8221", "ARM", "Z-R7"),
        ("LT1763CS8-3.3#TRPBF", "LT1763", "CS833", "#TRPBF"),
        ("PIC18F4550T-I/PT", "PIC18F4550", "IPT", "T"),
    ],
)
def test_a_number_is_taken_apart_as_its_maker_writes_it(text: str, base: str, grade: str, packing: str) -> None:
    read = marking(text)

    assert (read.base, read.grade, read.packing) == (base, grade, packing)


def test_a_distributors_number_names_seller_and_maker_and_a_serial_names_no_type() -> None:
    mouser, serial = marking("595-TPS54331DR"), marking("296-1234-1-ND")

    assert (mouser.seller, mouser.maker_id, mouser.base) == ("Mouser", "texas_instruments", "TPS54331")
    assert serial.is_opaque
    assert matched("296-1234-1-ND", "296-1234-1-ND") == PartMatch("exact", "the same number")


def test_cyrillic_letters_are_named_in_the_reason() -> None:
    match = matched("ХС7Z020", "XC7Z020")

    assert match is not None
    assert match.tier == "exact"
    assert "Cyrillic" in match.reason


@pytest.mark.parametrize(("text", "is_weak"), [("555", True), ("4148", True), ("1734859", True), ("LM317", False)])
def test_short_numbers_and_bare_figures_say_little(text: str, is_weak: bool) -> None:
    assert marking(text).is_weak is is_weak


def test_tiers_are_ranked_from_the_strongest() -> None:
    assert [PartMatch(tier, "").rank for tier in TIERS] == [0, 1, 2, 3, 4]
