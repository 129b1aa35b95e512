"""Who buys from whom: lasting relations between firms, gravity-shaped, each with its goods and its span of days."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

from entrepot.world.channels import Channel
from entrepot.world.countries import Country, gravity
from entrepot.world.draft import Draft
from entrepot.world.population import BASKET, VARIANTS, Population, Shelf, day_number

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
SLOTS = 4  # parts traded in a relation, the first most
_MEDIAN_SUPPLIERS = 0.38  # of the geometric: median 2 suppliers (methods 10 and 11.2)
_MOST_SUPPLIERS = 12
_LATE_START, _EARLY_END = 0.35, 0.3  # proposed
_ADOPTION_DAYS = 175.0  # mean of the days after T0 at which new routes begin: half-life four months (methods 11.4)
_NOISE_SD = 1.0  # of gravity (methods 11.1)
_SOFTENED = 0.7  # power of what gravity gives: small hubs have ledgers to look at [proposed]
_FALLS = (0.80, 0.95)  # methods 11.4: by exporter's country
_EDGE_VALUE_SD = {True: 1.2, False: 1.0}  # of a relation's usual order; lines vary around it [proposed]
_EDGE_PRICE_SD = 0.1  # proposed
_OWN_BRAND = 0.6  # of what neutral countries sell is of their own brands [proposed]


@dataclass(frozen=True)
class Relations:
    """Arrays over relations. `part` has SLOTS columns; days are since 1970, the last one not included."""

    channel: Ints
    exporter: Ints
    importer: Ints
    weight: Floats
    from_on: Ints
    to_on: Ints
    part: Ints
    log_value: Floats
    log_price: Floats


@dataclass(frozen=True)
class _Setup:
    """What relations are made of."""

    draft: Draft
    people: Population
    shelf: Shelf

    def members(self, blocs: tuple[str, ...], *, is_listed: bool) -> Ints:
        """Return the firms of some blocs with drawn trade; where none deals in listed goods, all of them."""
        isos = [iso for iso, country in self.draft.countries.items() if country.bloc in blocs]
        found = self.people.members(isos, is_listed=is_listed)
        return found if len(found) else self.people.members(isos, is_listed=False)


def relations_of(
    rng: Generator, draft: Draft, people: Population, *, shelf: Shelf, channels: tuple[Channel, ...]
) -> Relations:
    """Return the relations of all channels."""
    setup = _Setup(draft, people, shelf)
    parts = [_of_channel(rng, setup, place, channel) for place, channel in enumerate(channels)]
    return Relations(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in Relations.__dataclass_fields__)
    )


def _of_channel(rng: Generator, setup: _Setup, place: int, channel: Channel) -> Relations:
    people = setup.people
    buyers = setup.members(channel.importers, is_listed=channel.is_listed)
    sellers = setup.members(channel.exporters, is_listed=channel.is_listed)
    ours, theirs = (sellers, buyers) if channel.is_export else (buyers, sellers)
    counts = np.minimum(rng.geometric(_MEDIAN_SUPPLIERS, len(ours)), _MOST_SUPPLIERS)
    # A firm deals with some of the blocs only: otherwise every firm had suppliers of each.
    counts[rng.random(len(ours)) < _absence(channel)] = 0
    if not counts.any() and len(ours):
        counts[0] = 1
    own = np.repeat(ours, counts)
    other = _partners(rng, setup, channel, own, theirs)
    own, other = own[own != other], other[own != other]
    importer, exporter = (other, own) if channel.is_export else (own, other)
    share = people.weight[own] * rng.gamma(1.0, 1.0, len(own)) * np.sqrt(np.maximum(people.weight[other], 0.1))
    from_on, to_on = _spans(rng, setup, channel, exporter, importer)
    return Relations(
        channel=np.full(len(own), place),
        exporter=exporter,
        importer=importer,
        weight=_by_gravity(setup, channel, share, own),
        from_on=from_on,
        to_on=to_on,
        part=_goods(rng, setup, channel, exporter, importer),
        log_value=rng.normal(0.0, _EDGE_VALUE_SD[channel.is_listed], len(own)),
        log_price=rng.normal(0.0, _EDGE_PRICE_SD, len(own)),
    )


def _absence(channel: Channel) -> float:
    """Return the share of firms that have no relation of a way: nearly all where little goes it [proposed]."""
    return float(np.clip(1.0 - channel.share * max(channel.after, 1.0) * 6.0, 0.1, 0.9))


def _partners(rng: Generator, setup: _Setup, channel: Channel, own: Ints, pool: Ints) -> Ints:
    """Return a partner for each relation: its country by gravity with noise, the firm there by size."""
    people, countries = setup.people, list(setup.draft.countries.values())
    found = np.zeros(len(own), np.int64)
    by_country = {int(c): pool[people.country[pool] == c] for c in np.unique(people.country[pool])}
    noise = np.exp(rng.normal(0.0, _NOISE_SD, (len(countries), len(countries))))
    for mine in np.unique(people.country[own]).tolist():
        rows = np.flatnonzero(people.country[own] == mine)
        there = [c for c in by_country if c != mine] or list(by_country)
        pull = np.array([_pull(countries[mine], countries[c], channel) * noise[mine, c] for c in there])
        chosen = rng.choice(len(there), size=len(rows), p=pull / pull.sum())
        for index, country in enumerate(there):
            at, firms = rows[chosen == index], by_country[country]
            weights = np.maximum(people.weight[firms], 1e-3)
            found[at] = firms[rng.choice(len(firms), size=len(at), p=weights / weights.sum())]
    return found


def _pull(own: Country, other: Country, channel: Channel) -> float:
    exporter, importer = (own, other) if channel.is_export else (other, own)
    return gravity(exporter, importer, channel.kind)


def _by_gravity(setup: _Setup, channel: Channel, share: Floats, own: Ints) -> Floats:
    """Return weights that give each reporting country what gravity gives it, whatever the number of its firms."""
    countries = list(setup.draft.countries.values())
    partners = [c for c in countries if c.bloc in (channel.importers if channel.is_export else channel.exporters)]
    weight = np.zeros(len(share))
    for mine in np.unique(setup.people.country[own]).tolist():
        rows = setup.people.country[own] == mine
        total = sum(_pull(countries[mine], other, channel) for other in partners if other is not countries[mine])
        weight[rows] = share[rows] * total**_SOFTENED / share[rows].sum()
    return weight


def _spans(rng: Generator, setup: _Setup, channel: Channel, exporter: Ints, importer: Ints) -> tuple[Ints, Ints]:
    """Return the first day of each relation and the first after it: lives of both firms, turnover, the shock at T0."""
    calendar, people, count = setup.draft.calendar, setup.people, len(exporter)
    first, last = day_number(calendar.first_on), day_number(calendar.last_on) + 1
    cutoff = day_number(calendar.cutoff_on)
    start = np.where(rng.random(count) < _LATE_START, first + rng.random(count) * (last - first), first - 1.0)
    end = np.where(rng.random(count) < _EARLY_END, start + rng.random(count) * (last - start), last + 0.0)
    if channel.after > 1.0:  # new relations bring the growth
        is_new = rng.random(count) < (channel.after - 1.0) / channel.after
        start = np.where(is_new, np.maximum(cutoff + rng.exponential(_ADOPTION_DAYS, count), first), start)
        end = np.where(is_new, np.maximum(end, start + 200.0), end)
    elif channel.is_listed:  # the coalition's exporters stop within three months, more of them in some countries
        falls = rng.uniform(*_FALLS, len(people.isos))[people.country[exporter]]
        stops = rng.random(count) < falls
        end = np.where(stops, np.minimum(end, cutoff + rng.random(count) * 90.0), end)
    lower = np.maximum(people.born_on[exporter], people.born_on[importer])
    upper = np.minimum(people.ends_on[exporter], people.ends_on[importer])
    return np.maximum(start, lower).astype(np.int64), np.minimum(end, upper).astype(np.int64)


def _goods(rng: Generator, setup: _Setup, channel: Channel, exporter: Ints, importer: Ints) -> Ints:
    """Return the parts of each relation: what a hub trader deals in, on both of its sides; elsewhere what the buyer wants."""
    people = setup.people
    trader = exporter if channel.exporters == ("hub",) else importer
    shape = (len(trader), SLOTS)
    slot, variant = rng.integers(0, BASKET, shape), rng.integers(0, VARIANTS, shape)
    good = people.baskets[channel.is_listed][trader[:, None], slot]
    taste = people.taste[trader[:, None], slot, variant]
    if channel.exporters == ("coalition",):
        owner = np.ones(shape, np.int64)
    elif "neutral" in channel.exporters:
        owner = np.where(rng.random(shape) < _OWN_BRAND, 2, 1)
    else:  # a hub trader's shelf is its own for all customers
        owner = np.where(people.taste[trader[:, None], slot, 0] * 997.0 % 1.0 < _OWN_BRAND, 1, 0)
    return setup.shelf.part(owner, good, taste)
