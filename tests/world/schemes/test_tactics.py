from datetime import date

from planted_kind import planted

from entrepot.world.schemes.tactics import tactics_of
from entrepot.world.settings import WorldSettings


def test_tactics_change_in_drift_worlds_alone_and_on_the_day() -> None:
    usual, drifting = (tactics_of(WorldSettings(20_000, 1, kind=kind)) for kind in ("planted", "drift"))

    assert not usual.is_late(date(2024, 1, 1))
    assert not drifting.is_late(date(2023, 8, 31))
    assert drifting.is_late(date(2023, 9, 1))


def test_other_setting_splits_and_waits_more_and_leaves_fewer_traces() -> None:
    base, other = (tactics_of(WorldSettings(20_000, 1, setting=setting)) for setting in ("base", "other"))

    assert other.pieces > base.pieces
    assert other.lag_median_days > base.lag_median_days
    assert other.trace < base.trace


def test_after_the_change_listed_goods_go_under_their_siblings_and_in_more_pieces() -> None:
    drift_on = date(2023, 9, 1)
    lines = [line for scheme in planted("F5", 12, world="drift") for line in scheme.lines if line.part.kind == "listed"]
    renamed = [line for line in lines if line.hs6]

    assert renamed
    assert all(line.day >= drift_on for line in renamed)
    late = [line for line in lines if line.day >= drift_on]
    assert 0.2 < len(renamed) / len(late) < 0.6
    assert not [line for scheme in planted("F5", 12) for line in scheme.lines if line.hs6]


def test_half_of_the_schemes_of_a_drift_world_begin_after_the_change() -> None:
    starts = [scheme.lines[0].day >= date(2023, 9, 1) for scheme in planted("F5", 24, world="drift")]

    assert 5 <= sum(starts) <= 19
