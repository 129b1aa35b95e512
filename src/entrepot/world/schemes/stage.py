"""What one scheme or look-alike is made with: its own random numbers, firms, people, days and amounts, and its truth."""

from datetime import date, timedelta
from typing import Any

import numpy as np

from entrepot.world.draft import Draft
from entrepot.world.entities import Firm, FirmRole, Scheme
from entrepot.world.goods import Part
from entrepot.world.schemes.draws import Draws
from entrepot.world.settings import DESTINATION_ISO

# proposed: how often registers name owners and directors, where nothing of the scheme hangs on it
_KNOWN = {"destination_importer": 0.8, "hub_trader": 0.7, "neutral_exporter": 0.35, "coalition_exporter": 0.25}
_INVENTED = {  # area code 000 is given out nowhere; RFC 2606 keeps .example
    "phones": "+7000{number:07}",
    "emails": "trade@office{number}.example",
    "websites": "www.office{number}.example",
}
_STATED = 0.7  # proposed: registers state size for seven firms of ten


class Stage(Draws):
    """One scheme being planted.

    Two streams of random numbers: `rng` decides what happens, `looks` draws names and picks firms, so that a name already
    taken by another scheme changes nothing of what happens here.

    Attributes:
        draft: The world.
        number: Which of its kind, from 0.
        scheme: Its row of the truth; its targets and dates grow while it is planted.
    """

    def __init__(self, draft: Draft, kind: str, number: int, *, look_alike_of: str | None = None) -> None:
        self.draft, self.number = draft, number
        name = f"schemes/{'look-alike ' if look_alike_of else ''}{kind}/{number}"
        super().__init__(draft.rng(name), draft.settings)
        self.looks = draft.rng(f"{name}/looks")
        self.scheme: Scheme = draft.add_scheme(
            kind, story="", targets=(), is_look_alike=look_alike_of is not None, look_alike_of=look_alike_of
        )
        self._founded: list[Firm] = []
        self._first_line = len(draft.records.lines)

    # ---- truth

    @property
    def is_honest(self) -> bool:
        """Return whether this is a look-alike."""
        return self.scheme.is_look_alike

    def tell(self, story: str, *targets: str) -> None:
        """Say what happens in one sentence, and which indicators ought to see it (of a look-alike: must not raise it)."""
        self.scheme.story = story
        self.aim(*targets)

    def aim(self, *targets: str) -> None:
        """Add indicators that ought to see the scheme, each once."""
        self.scheme.targets = tuple(dict.fromkeys((*self.scheme.targets, *targets)))

    def involve(self, firm: Firm, scheme_role: str, *, is_subject: bool = False) -> None:
        """Record a firm's part in the truth."""
        self.draft.involve(self.scheme, firm, scheme_role, is_subject=is_subject)

    def link(self, a: Firm, b: Firm, link_kind: str, from_on: date | None = None) -> None:
        """Record a true link in the truth."""
        self.draft.link(self.scheme, a, b, link_kind, from_on)

    # ---- who

    def pick(
        self,
        role: FirmRole,
        iso: str | None = None,
        *,
        own: bool = False,
        active_on: date | None = None,
        active_until: date | None = None,
    ) -> Firm:
        """Return a background firm; `own` asks for one no other scheme has. Falls back to any country, then to a shared one.

        One that exists on `active_on` exists for half a year more at least, where `active_until` does not say.
        """
        if active_on is not None and active_until is None:
            active_until = self.calendar.clipped(active_on + timedelta(days=182))
        for country, alone in (
            ((iso, own), (None, own), (None, False))
            if role != "destination_importer"
            else (
                (iso, own),
                (iso, False),
            )
        ):
            try:
                return self.draft.pick(
                    self.looks, role, country, active_on=active_on, active_until=active_until, is_exclusive=alone
                )
            except LookupError:
                continue
        raise LookupError(f"no {role} for {self.scheme.scheme_id}")

    def seller(self, *roles: FirmRole, active_on: date | None = None, active_until: date | None = None) -> Firm:
        """Return a shared background firm of one of the roles."""
        return self.pick(roles[self.between(0, len(roles) - 1)], active_on=active_on, active_until=active_until)

    def role_in(self, iso: str) -> FirmRole:
        """Return what a trader of a country is: of the destination, of a hub, or of a neutral country."""
        if iso == DESTINATION_ISO:
            return "destination_importer"
        return "hub_trader" if iso in self.draft.hubs else "neutral_exporter"

    def hub(self, *, besides: str = "") -> str:
        """Return a hub country; after the change of tactics those that were used least before."""
        hubs = [iso for iso in self.draft.hubs if iso != besides]
        chances = 1.0 / np.arange(1.0, len(hubs) + 1)
        if self.begins_late:
            chances = chances[::-1]
        return hubs[int(self.rng.choice(len(hubs), p=chances / chances.sum()))]

    def seat(self) -> tuple[str, FirmRole]:
        """Return where a seller to the destination sits: a hub, or as often Hong Kong or China (methods 2.2: most chips)."""
        if self.chance(0.5):
            return self.hub(), "hub_trader"
        return ("HK" if self.chance(0.6) else "CN"), "neutral_exporter"

    def found(
        self,
        iso: str,
        role: FirmRole,
        born_on: date,
        *,
        boss: Firm | None = None,
        owner: Firm | None = None,
        is_owned: bool = True,
        honest_weight: float = 0.0,
        **fields: Any,  # noqa: ANN401 (the fields of Firm, and place and name_like)
    ) -> Firm:
        """Return a new company with a director and an owner: those given, else a person of its own who is both,
        if its register is one that names them.

        `is_owned` False states no owner: the caller says who owns what.
        """
        firm = self.draft.new_firm(
            self.looks, iso, role, born_on=born_on, weight=honest_weight, trades_listed=False, **fields
        )
        if boss or owner or self.chance(_KNOWN.get(role, 0.5)):
            director = boss or self.draft.new_person(self.looks, iso)
            self.draft.hold_role(director, firm, "director", born_on)
            if is_owned:
                self.draft.own(owner or director, firm, 100.0, born_on)
        if "employees" not in fields and self.chance(_STATED):
            firm.employees = max(1, int(self.spread(6.0, 0.9)))
        if "capital_usd" not in fields and self.chance(_STATED):
            firm.capital_usd = round(self.spread(12_000.0, 1.5), 2)
        self._founded.append(firm)
        return firm

    def person(self, iso: str, **fields: Any) -> Firm:  # noqa: ANN401 (the arguments of new_person)
        """Return a new person."""
        return self.draft.new_person(self.looks, iso, **fields)

    def share_contact(self, kind: str, a: Firm, b: Firm) -> None:
        """Give `b` the first of the phones, emails or websites of `a`, instead of or beside its own; `a` gets one if need be."""
        if not getattr(a, kind):
            setattr(a, kind, (_INVENTED[kind].format(number=self.draft.serial("contact")),))
        shared, own = getattr(a, kind)[:1], getattr(b, kind)
        setattr(b, kind, (*shared, *own) if self.chance(0.5) else shared)

    def part(
        self,
        *,
        brand_is_coalition: bool = True,
        chapters: tuple[str, ...] = ("84", "85", "88", "90"),
        dearest_usd: float = np.inf,
    ) -> Part:
        """Return a listed part that is traded, mostly a chip (methods 2.4), of a coalition brand unless told otherwise."""
        for _ in range(60):
            part = self.draft.catalogue.random_part(self.rng, "listed", chapters)
            is_fit = not brand_is_coalition or self.draft.countries[part.brand_iso].is_coalition
            if is_fit and part.price_usd <= dearest_usd:
                break
        return part

    def civilian(self, chapters: tuple[str, ...] = ()) -> Part:
        """Return a part or good under no list."""
        return self.draft.catalogue.random_part(self.rng, "civilian", chapters)

    def close(self) -> None:
        """State a yearly revenue of the firms founded here, from the lines planned for them (seven of ten)."""
        sums: dict[str, float] = {}
        for line in self.draft.records.lines[self._first_line :]:
            value_usd = line.quantity * (line.unit_price_usd or line.part.price_usd)
            for firm in (line.importer, line.exporter):
                if firm is not None:
                    sums[firm.firm_id] = sums.get(firm.firm_id, 0.0) + value_usd
        for firm in self._founded:
            if firm.revenue_usd is None and self.chance(_STATED):
                firm.revenue_usd = round(sums.get(firm.firm_id, 0.0) * self.spread(0.5, 0.5) + 5_000.0, 2)
