"""Planted schemes and their honest look-alikes, and how many of each a world holds.

A scheme takes firms that exist or founds its own, adds what registers and ledgers show of it, and the truth. Each has its own
random numbers, so that a kind left out changes nothing of what the others do (ids, names and who is picked may differ).
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from entrepot.world.draft import Draft
from entrepot.world.schemes import (
    chains,
    clusters,
    controllers,
    family,
    honest_firms,
    honest_ties,
    honest_trade,
    labels,
    newcomers,
    ownership,
    successions,
    transit,
)
from entrepot.world.schemes.stage import Stage

Plant = Callable[[Stage], None]
LOOK_ALIKE_RATE = (
    1.25  # proposed: honest look-alikes for each scheme; at least as many (issue 5), four in five in methods 11.6
)


@dataclass(frozen=True)
class Kind:
    """A kind of scheme, or of look-alike where `look_alike_of` is set.

    Attributes:
        name: As in the truth: S1 to S11, an indicator's id, or a look-alike's word.
        plant: Plants one.
        share: How common it is among schemes, relative to the others.
        firms: How many firms that an investigator should be led to one has, about.
        look_alike_of: The kind it resembles.
    """

    name: str
    plant: Plant
    share: float
    firms: float = 1.0
    look_alike_of: str | None = None


# Shares are proposed: successions, new firms and pass-through are what the worked cases of methods 12 are mostly about.
SCHEMES: tuple[Kind, ...] = (
    Kind("S1", successions.succession, 2.0, 1.5),
    Kind("S2", controllers.common_controller, 1.0, 2.0),
    Kind("S3", family.family_chain, 1.0, 2.0),
    Kind("S4", transit.false_transit, 1.0),
    Kind("S5", clusters.address_cluster, 0.7, 5.0),
    Kind("S6", labels.price_markup, 1.0),
    Kind("S7", labels.sibling_switch, 1.0),
    Kind("S8", newcomers.three_patterns, 2.0),
    Kind("S9", chains.structuring, 1.0),
    Kind("S10", ownership.divestment, 1.0),
    Kind("S11", ownership.ownership_circle, 0.7),
    Kind("F2", newcomers.new_firm, 2.0),
    Kind("F3", newcomers.line_of_business, 1.0),
    Kind("F4", newcomers.no_capacity, 1.0),
    Kind("F5", chains.pass_through, 2.0),
    Kind("F6", chains.border_chain, 1.5, 1.7),
    Kind("F7", labels.new_route, 1.0),
    Kind("F10", transit.forwarder_consignee, 0.8),
    Kind("F11", transit.abnormal_route, 0.8),
    Kind("F15", chains.payer_switch, 1.0),
    Kind("F16", ownership.receipts_after_listing, 1.0),
    Kind("N7", controllers.management_overlap, 1.0),
    Kind("N8", clusters.contact_reuse, 1.0),
    Kind("N9", family.military_proximity, 1.0),
    Kind("N10", controllers.foreign_subsidiary, 1.0),
    Kind("N11", successions.phoenix, 0.7, 4.0),
)

LOOK_ALIKES: tuple[Kind, ...] = (
    Kind("competitor", honest_ties.competitor, 1.5, look_alike_of="S1"),
    Kind("merger", honest_ties.merger, 1.0, look_alike_of="S1"),
    Kind("namesake", honest_ties.namesake, 1.0, 2.0, look_alike_of="S2"),
    Kind("round_quantities", honest_trade.round_quantities, 1.0, look_alike_of="S3"),
    Kind("honest_transit", honest_trade.honest_transit, 2.5, look_alike_of="S4"),
    Kind("formation_agent", honest_firms.formation_agent, 0.6, 5.0, look_alike_of="S5"),
    Kind("urgent_premium", honest_trade.urgent_premium, 1.0, look_alike_of="S6"),
    Kind("new_code", honest_trade.new_code, 1.0, look_alike_of="S7"),
    Kind("emigrant", honest_firms.emigrant, 1.0, look_alike_of="N10"),
    Kind("multi_sourcing", honest_trade.multi_sourcing, 1.0, look_alike_of="S9"),
    Kind("honest_sale", honest_ties.honest_sale, 1.0, look_alike_of="S10"),
    Kind("minority_owner", honest_ties.minority_owner, 0.8, look_alike_of="S11"),
    Kind("startup", honest_firms.startup, 3.0, look_alike_of="F2"),
    Kind("relocated_it", honest_firms.relocated_it, 1.2, look_alike_of="F2"),
    Kind("lean_trader", honest_ties.lean_trader, 1.0, look_alike_of="F4"),
    Kind("assembler", honest_trade.assembler, 1.0, look_alike_of="F5"),
    Kind("chinese_brand", honest_trade.chinese_brand, 1.0, look_alike_of="F7"),
    Kind("global_forwarder", honest_trade.global_forwarder, 0.8, look_alike_of="F10"),
    Kind("hub_and_spoke", honest_trade.hub_and_spoke, 1.0, look_alike_of="F11"),
    Kind("regional_distributor", honest_trade.regional_distributor, 1.0, look_alike_of="F15"),
    Kind("under_way", honest_ties.under_way, 1.0, look_alike_of="F16"),
    Kind("nominee_director", honest_firms.nominee_director, 0.6, look_alike_of="N7"),
    Kind("accountant", honest_firms.accountant, 0.5, 9.0, look_alike_of="N8"),
    Kind("large_distributor", honest_ties.large_distributor, 0.8, look_alike_of="N9"),
    Kind("serial_founder", honest_firms.serial_founder, 0.7, 4.0, look_alike_of="N11"),
)


def plant_all(draft: Draft, *, without: Collection[str] = ()) -> None:
    """Plant the schemes and look-alikes that a world of these settings holds; a null world gets the look-alikes alone.

    `without` leaves kinds out by name, for tests.
    """
    settings = draft.settings
    wanted = settings.scheme_rate * settings.firm_count
    schemes = counts(SCHEMES, wanted)
    total = sum(schemes.values())
    if settings.kind != "null":
        _plant(draft, SCHEMES, schemes, without)
    look_alikes = counts(LOOK_ALIKES, LOOK_ALIKE_RATE * total * _firms_each(LOOK_ALIKES))
    _plant(draft, LOOK_ALIKES, look_alikes, without)


def counts(kinds: Sequence[Kind], firm_budget: float) -> dict[str, int]:
    """Return how many of each kind come to about `firm_budget` firms.

    Each kind comes at least once where the budget has room for half of that; a smaller one takes the commonest kinds. Largest
    remainders are rounded up.
    """
    if firm_budget <= 0:
        return {kind.name: 0 for kind in kinds}
    total = max(1, round(firm_budget / _firms_each(kinds)))
    whole = sum(kind.share for kind in kinds)
    exact = {kind.name: total * kind.share / whole for kind in kinds}
    found = {name: int(value) for name, value in exact.items()}
    order = sorted(exact, key=lambda name: found[name] - exact[name])
    for name in order[: total - sum(found.values())]:
        found[name] += 1
    if total >= len(kinds) / 2:
        found = {name: max(1, count) for name, count in found.items()}
    return found


def _firms_each(kinds: Sequence[Kind]) -> float:
    """Return how many firms one of these kinds has on average."""
    return sum(kind.share * kind.firms for kind in kinds) / sum(kind.share for kind in kinds)


def _plant(draft: Draft, kinds: Sequence[Kind], wanted: dict[str, int], without: Collection[str]) -> None:
    for kind in kinds:
        if kind.name in without:
            continue
        for number in range(wanted[kind.name]):
            stage = Stage(draft, kind.name, number, look_alike_of=kind.look_alike_of)
            kind.plant(stage)
            stage.close()
