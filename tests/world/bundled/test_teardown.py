from entrepot.world.bundled.goods import parts
from entrepot.world.bundled.teardown import teardown_rows


def test_rows_add_up_to_the_published_totals() -> None:
    rows = teardown_rows()
    counts = [int(row["component_count"]) for row in rows]

    assert sum(counts) == 1057
    assert len({row["equipment"] for row in rows}) == 58


def test_shares_by_seat_and_kind_are_those_reported() -> None:
    rows = teardown_rows()

    def count(isos: set[str]) -> int:
        return sum(int(row["component_count"]) for row in rows if row["maker_country_iso"] in isos)

    chips = sum(int(row["component_count"]) for row in rows if row["hs6"].startswith("8542"))
    assert count({"US"}) / 1057 > 0.7
    assert count({"DE", "NL", "CH", "FR", "GB"}) / 1057 > 0.2
    assert abs(chips / 1057 - 0.5) < 0.01


def test_everything_named_is_marked_as_invented() -> None:
    for row in teardown_rows():
        assert row["part_number"].startswith("SYN-")
        assert "synthetic" in row["equipment"]
        assert "invented" in row["maker_name"]
        assert row["provenance"] == "reconstructed"


def test_part_numbers_are_those_of_the_background_trade() -> None:
    assert {row["part_number"] for row in teardown_rows()} <= {part.part_number for part in parts()}
