"""What a world diverts: schemes, ghosts and the hubs' shift, and none of the first two in a null world."""

from entrepot.world.scoring.diverted import Diverted, planted_diversion
from entrepot.world.settings import WorldSettings
from world_made import Made


def diverted(world: Made, settings: WorldSettings) -> list[Diverted]:
    """Return what a made world diverts, checked for what holds of any."""
    found = planted_diversion(world.folder, world.folder / "truth", settings)
    assert found
    assert all(0 <= each.schemes_usd <= each.flow_usd * 1.000001 for each in found)
    assert all(0 <= each.shift_usd < each.flow_usd for each in found)
    assert len({(each.hub_iso, each.exporter_iso, each.group_id, each.month_index) for each in found}) == len(found)
    assert min(each.month_index for each in found) >= 2022 * 12 + 1
    return found


def test_a_planted_world_diverts_by_schemes_and_ghosts(planted_world: Made) -> None:
    found = diverted(planted_world, WorldSettings(20_000, 7))

    assert sum(each.schemes_usd for each in found) > 0
    assert sum(each.ghosts_usd for each in found) > 0


def test_a_null_world_has_the_hubs_own_shift_alone(null_world: Made) -> None:
    found = diverted(null_world, WorldSettings(20_000, 7, kind="null"))

    assert sum(each.schemes_usd + each.ghosts_usd for each in found) == 0
    assert sum(each.shift_usd for each in found) > 0
