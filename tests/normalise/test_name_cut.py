"""Names cut at a column's width."""

from entrepot.normalise.name_cut import NameCut, continued, judge_cut

CUT = NameCut(24)


def test_names_piled_up_at_the_longest_length_are_cut_there() -> None:
    names = [f"FIRM {number:03d} LLC" for number in range(60)] + [
        f"A VERY LONG NAME OF FIRM {n}"[:30] + "ABCDE"[n] * 3 for n in range(5)
    ]
    assert len({len(name) for name in names[-5:]}) == 1
    assert judge_cut(names) == NameCut(len(names[-1]))


def test_names_that_thin_out_are_not_cut() -> None:
    names = ["F" * length for length in range(5, 60)] * 3
    assert judge_cut(names) is None
    assert judge_cut([]) is None
    assert judge_cut(["A" * 12] * 50) is None


def test_the_end_of_a_cut_name_is_taken_back_from_the_address() -> None:
    name = "SHENZHEN HUAXIN ELECTRON"
    assert len(name) == CUT.length
    assert continued(name, "ICS CO., LTD. NO. 5 ROAD, SHENZHEN", CUT) == (
        "SHENZHEN HUAXIN ELECTRONICS CO., LTD.",
        "NO. 5 ROAD, SHENZHEN",
    )
    assert continued(name, "LTD NO. 5 ROAD", CUT) == ("SHENZHEN HUAXIN ELECTRON LTD", "NO. 5 ROAD")
    assert continued(name, " TRADE LLC, 5 ROAD", CUT) == ("SHENZHEN HUAXIN ELECTRON TRADE LLC", "5 ROAD")


def test_names_that_are_whole_or_not_cut_are_left() -> None:
    for name, address in (
        ("SHENZHEN HUAXIN", "ICS CO., LTD. NO. 5 ROAD"),  # shorter than the cut
        ("SHENZHEN HUAXIN TOYS LTD", "ICS CO., LTD. NO. 5 ROAD"),  # has its form
        ("SHENZHEN HUAXIN ELECTRON", "NO. 5 ROAD, BETA LTD BUILDING"),  # the address begins at once
        ("SHENZHEN HUAXIN ELECTRON", "ROAD OF ROSES, SHENZHEN"),  # no form to end the name
    ):
        assert continued(name, address, CUT) == (name, address)
    assert continued("SHENZHEN HUAXIN ELECTRON", "ICS LTD", None) == ("SHENZHEN HUAXIN ELECTRON", "ICS LTD")
