"""The firms and people of a draft: added, found, picked."""

from datetime import date

from numpy.random import Generator

from entrepot.world.book import Book
from entrepot.world.entities import Firm, FirmRole
from entrepot.world.settings import Calendar

_PICK_TRIES = 400


class Roster(Book):
    """The firms and people of a draft, besides what is written down of them.

    Attributes:
        firms: Background firms and people, then those of schemes, by position.
        taken: Ids of firms that a scheme or look-alike picked for itself.
    """

    def __init__(self, calendar: Calendar) -> None:
        super().__init__(calendar)
        self.firms: list[Firm] = []
        self.taken: set[str] = set()
        self._by_id: dict[str, Firm] = {}
        self._pools: dict[tuple[FirmRole, str | None], list[Firm]] = {}
        self._background_count = 0

    def add_firm(self, firm: Firm) -> Firm:
        """Add a firm or person made elsewhere; `new_firm` and `new_person` do this themselves."""
        firm.position = len(self.firms)
        self.firms.append(firm)
        self._by_id[firm.firm_id] = firm
        return firm

    def firm(self, firm_id: str) -> Firm:
        """Return a firm or person by its id.

        Raises:
            KeyError: There is none.
        """
        return self._by_id[firm_id]

    def pick(
        self,
        rng: Generator,
        role: FirmRole,
        country_iso: str | None = None,
        *,
        active_on: date | None = None,
        active_until: date | None = None,
        is_exclusive: bool = True,
    ) -> Firm:
        """Return a background firm with drawn trade.

        Args:
            rng: The scheme's random numbers.
            role: Of the firm, not `person`.
            country_iso: None: any.
            active_on, active_until: Days on which it must exist; None: no matter.
            is_exclusive: True: no other scheme gets it or got it (for subjects); False for suppliers and customers at large.

        Raises:
            LookupError: No such firm is left.
        """
        pool = self._pool(role, country_iso)
        for _ in range(_PICK_TRIES if pool else 0):
            firm = pool[int(rng.integers(0, len(pool)))]
            days = [day for day in (active_on, active_until) if day is not None]
            if all(firm.is_active(day) for day in days) and not (is_exclusive and firm.firm_id in self.taken):
                if is_exclusive:
                    self.taken.add(firm.firm_id)
                return firm
        raise LookupError(f"no {role} of {country_iso or 'any country'} is left")

    def tagged(self, tag: str) -> list[Firm]:
        """Return the background firms with a tag, such as defence_end_user or forwarder."""
        return [firm for firm in self.firms[: self._background_count] if tag in firm.tags]

    def _pool(self, role: FirmRole, country_iso: str | None) -> list[Firm]:
        key = (role, country_iso)
        if key not in self._pools:
            self._pools[key] = [
                firm
                for firm in self.firms[: self._background_count]
                if firm.role == role and country_iso in (None, firm.country_iso) and not firm.tags
            ]
        return self._pools[key]

    def seal_background(self) -> None:
        """Say that the firms so far are the background: `pick` chooses among these. Called once, before planting."""
        self._background_count = len(self.firms)
