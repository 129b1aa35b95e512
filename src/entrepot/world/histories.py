"""What registers say of background firms over time: founders, officers, kin, former owners, switched lines of business."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from numpy.random import Generator

from entrepot.world.draft import Draft
from entrepot.world.entities import Firm, Interest
from entrepot.world.registers import list_in_a_round
from entrepot.world.settings import DESTINATION_ISO

# Shares are of the background firms whose owners the register names, all proposed [P] but for their reason.
_FOUNDED = 0.7  # [P] most registers name who set a firm up
_MANAGED, _EMPLOYED = 0.08, 0.08  # [P] officers below the director are named for few
_OWNER_MANAGES = 0.5  # [P] managers are owners as often as hired
_LEAVES = 0.4  # [P] of managers and employees, who go on within the years known
_FOUNDS_AGAIN = 0.25  # [P] of employees who leave, those who set a firm of their own up
_KIN = 0.03  # [P] registers state relatives seldom
_KIN_ELSEWHERE = 0.3  # [P] of these relatives, those who work for another firm of the country
_SOLD = 0.15  # [P] one firm in seven changed hands
_SOLD_IF_LISTED = 0.3  # [P] owners of listed firms sell oftener, at whatever date
_PART_SOLD = 0.3  # [P] of sales, those of a part of the share
_FORMER_NAMED = 0.5  # [P] of sellers, those the register goes on to name
_BOUGHT_BY_FIRM = 0.15  # [P] of buyers, those that are firms
_OWNER_LISTED = 0.25  # [P] of listed firms, those whose owner is listed the same day
_LISTED_PEOPLE = 0.008  # [P] for each firm of the destination: officials and the rich are listed as often as firms
_MINORITY = 0.3  # [P] of these people, those known to own less than half of a firm
_SWITCHED = 0.04  # [P] one firm in twenty-five states another line of business one day
_FIRST_SALE = date(2010, 1, 1)  # [P] registers know transfers of about fifteen years


@dataclass
class _Background:
    """The background as the histories find it: firms by country, who owns what (places in the records)."""

    draft: Draft
    by_country: dict[str, list[Firm]] = field(default_factory=dict)
    stakes: dict[str, list[int]] = field(default_factory=dict)

    def peer(self, rng: Generator, firm: Firm) -> Firm:
        """Return a firm of the same country, at times the firm itself."""
        peers = self.by_country[firm.country_iso]
        return peers[int(rng.integers(0, len(peers)))]

    def owner(self, firm: Firm) -> Firm | None:
        """Return the first person who owns a share."""
        interests = self.draft.records.interests
        owners = (self.draft.firm(interests[place].owner_id) for place in self.stakes[firm.firm_id])
        return next((owner for owner in owners if owner.kind == "person"), None)

    def day(self, rng: Generator, first: date) -> date:
        """Return a day from `first` to the last of the world."""
        span = (self.draft.calendar.last_on - first).days
        return first + timedelta(days=int(rng.integers(0, max(span, 0) + 1)))


def tell_histories(draft: Draft, listed: Mapping[str, date]) -> None:
    """Add to the background what registers say of its firms over time.

    All kinds of record that schemes leave stand at honest firms as well. `listed` are the days that background firms were
    listed on; owners of a few are listed with them, and some sell at whatever date.
    """
    rng, background = draft.rng("histories"), _Background(draft)
    for place, interest in enumerate(draft.records.interests):
        background.stakes.setdefault(interest.subject_id, []).append(place)
    firms = [firm for firm in draft.firms if firm.kind == "company"]
    for firm in firms:
        background.by_country.setdefault(firm.country_iso, []).append(firm)
    for firm in firms:
        if firm.is_registered and firm.born_on is not None and rng.random() < _SWITCHED:
            _switch_business(rng, background, firm)
        if firm.firm_id in background.stakes and firm.born_on is not None:
            _name_people(rng, background, firm, firm.born_on)
            _sell(rng, background, firm, listed.get(firm.firm_id))
    _list_people(rng, background)


def _name_people(rng: Generator, background: _Background, firm: Firm, born_on: date) -> None:
    draft, owner = background.draft, background.owner(firm)
    u = rng.random(4)
    if owner is not None and u[0] < _FOUNDED:
        draft.hold_role(owner, firm, "founder", born_on)
    if u[1] < _MANAGED:
        own = owner if owner is not None and rng.random() < _OWNER_MANAGES else None
        _employ(rng, background, firm, "manager", own or draft.new_person(rng, firm.country_iso))
    if u[2] < _EMPLOYED:
        _employ(rng, background, firm, "employee", draft.new_person(rng, firm.country_iso))
    if owner is not None and u[3] < _KIN:
        _relate(rng, background, firm, owner)


def _employ(rng: Generator, background: _Background, firm: Firm, role_kind: str, person: Firm) -> None:
    """Name a manager or employee; of those who leave some found a younger firm, as employees of schemes do."""
    draft = background.draft
    start = background.day(rng, max(firm.born_on or _FIRST_SALE, _FIRST_SALE))
    end = background.day(rng, start) if rng.random() < _LEAVES else None
    draft.hold_role(person, firm, role_kind, start, end)
    if end is not None and role_kind == "employee" and rng.random() < _FOUNDS_AGAIN:
        other = background.peer(rng, firm)
        if other is not firm and (other.born_on or date.min) >= end:
            draft.hold_role(person, other, "founder", other.born_on)


def _relate(rng: Generator, background: _Background, firm: Firm, owner: Firm) -> None:
    """State a relative of the owner's: one of the firm, or of another one that has nothing to do with it."""
    draft = background.draft
    kin = draft.new_person(rng, firm.country_iso, surname=draft.names.surname_of(owner.name))
    draft.hold_role(owner, kin, "family")
    other = background.peer(rng, firm) if rng.random() < _KIN_ELSEWHERE else firm
    draft.hold_role(kin, other, "employee", background.day(rng, max(other.born_on or _FIRST_SALE, _FIRST_SALE)))


def _sell(rng: Generator, background: _Background, firm: Firm, listed_on: date | None) -> None:
    """End an owner's stake, or a part of it, at a date that knows of no listing."""
    draft, interests = background.draft, background.draft.records.interests
    place = background.stakes[firm.firm_id][0]
    stake = interests[place]
    owner = draft.firm(stake.owner_id)
    if listed_on is not None and owner.kind == "person" and rng.random() < _OWNER_LISTED:
        draft.list_party(owner, listed_on)
    first = max(firm.born_on or _FIRST_SALE, _FIRST_SALE) + timedelta(days=60)
    if rng.random() >= (_SOLD if listed_on is None else _SOLD_IF_LISTED) or first >= draft.calendar.last_on:
        return
    sold_on = background.day(rng, first)
    buyer = background.peer(rng, firm) if rng.random() < _BOUGHT_BY_FIRM else None
    if buyer is None or buyer is firm or (buyer.born_on or date.max) > sold_on:
        buyer = draft.new_person(rng, firm.country_iso)
    kept = round(stake.share_pct * 0.4) if rng.random() < _PART_SOLD else 0
    interests[place] = replace(stake, to_on=sold_on)
    after = sold_on + timedelta(days=1)
    draft.own(buyer, firm, stake.share_pct - kept, after)
    if kept:
        interests.append(Interest(owner.firm_id, firm.firm_id, float(kept), after))
    elif owner.kind == "person" and rng.random() < _FORMER_NAMED:
        draft.hold_role(owner, firm, "former_owner", stake.from_on, sold_on)


def _switch_business(rng: Generator, background: _Background, firm: Firm) -> None:
    """State another line of business up to a day; today's stands from then on."""
    draft = background.draft
    goods = draft.catalogue.goods
    former = draft.catalogue.business(rng, "hub_trader", goods[int(rng.integers(0, len(goods)))].hs6)
    first = max(firm.born_on or _FIRST_SALE, _FIRST_SALE) + timedelta(days=60)
    if former == firm.business or not firm.business or first >= draft.calendar.last_on:
        return
    switched_on = background.day(rng, first)
    draft.state(firm, "business", to_on=switched_on - timedelta(days=1), text=former)
    draft.state(firm, "business", from_on=switched_on, text=firm.business)


def _list_people(rng: Generator, background: _Background) -> None:
    """List people of the destination who control no firm here; some own less than half of one."""
    draft = background.draft
    firms = background.by_country[DESTINATION_ISO]
    for _ in range(max(4, round(len(firms) * _LISTED_PEOPLE))):
        person = draft.new_person(rng, DESTINATION_ISO)
        list_in_a_round(rng, draft, person)
        firm = firms[int(rng.integers(0, len(firms)))]
        place = background.stakes.get(firm.firm_id, [-1])[0]
        if rng.random() < _MINORITY and place >= 0:
            stake = draft.records.interests[place]
            part = float(round(stake.share_pct * float(rng.uniform(0.1, 0.4))))
            if stake.to_on is None and part >= 1:
                draft.records.interests[place] = replace(stake, share_pct=stake.share_pct - part)
                draft.own(person, firm, part, stake.from_on)
