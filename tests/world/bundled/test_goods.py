from entrepot.codes.hs import is_known
from entrepot.world.bundled.goods import BRAND_SEATS, BRANDS, PARTS_PER_BRAND, civilian_goods, controlled_goods, parts


def test_controlled_goods_are_the_fifty_codes_with_their_predecessors() -> None:
    older = {good.hs2022: good.hs2017 for good in controlled_goods() if good.hs2022 != good.hs2017}

    assert len(controlled_goods()) == 50
    assert older["854800"] == "854890"
    assert len(older) == 6


def test_civilian_goods_are_real_codes_outside_the_list_and_its_predecessors() -> None:
    listed = {code for good in controlled_goods() for code in (good.hs2022, good.hs2017)}

    assert all(is_known(good.hs2022) for good in civilian_goods())
    assert not listed & {good.hs2022 for good in civilian_goods()}


def test_part_numbers_are_unique_and_belong_to_a_brand() -> None:
    numbers = [part.part_number for part in parts()]

    assert len(numbers) == len(set(numbers)) == len(BRANDS) * PARTS_PER_BRAND
    assert {(part.brand, part.seat_iso) for part in parts()} == set(zip(BRANDS, BRAND_SEATS, strict=True))
