"""What schemes and look-alikes write down of the firms of a draft: registers, lines, truth."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from entrepot.world.entities import (
    Direction,
    Fact,
    FactKind,
    Firm,
    Interest,
    Listing,
    PlannedLine,
    Records,
    Role,
    Scheme,
    SchemeFirm,
    SchemeLink,
)
from entrepot.world.goods import Part
from entrepot.world.settings import Calendar

_LISTS = {"OFAC": "us_ofac_sdn", "EU": "eu_833_iv", "UK": "uk_consolidated", "BIS": "us_bis_entity_list"}
_PROGRAMMES = {"EU": "833/2014 annex IV"}


class Book:
    """The rows of a draft besides its firms; `records` holds them."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.records = Records()
        self._serials: dict[str, int] = {}

    def serial(self, what: str) -> int:
        """Return the next number of a count kept here, from 0."""
        self._serials[what] = self._serials.get(what, -1) + 1
        return self._serials[what]

    def own(
        self, owner: Firm, subject: Firm, share_pct: float, from_on: date | None = None, to_on: date | None = None
    ) -> None:
        """Record that `owner` holds a share of `subject`, percent."""
        self.records.interests.append(Interest(owner.firm_id, subject.firm_id, share_pct, from_on, to_on))

    def hold_role(
        self,
        holder: Firm,
        subject: Firm,
        role_kind: str,
        from_on: date | None = None,
        to_on: date | None = None,
        *,
        note: str = "",
    ) -> None:
        """Record a role: director, founder, manager, employee, former_owner, family, linked_to, supplies, procures_for."""
        self.records.roles.append(Role(holder.firm_id, subject.firm_id, role_kind, from_on, to_on, note))

    def list_party(
        self,
        party: Firm,
        listed_on: date,
        *,
        regime: str = "OFAC",
        delisted_on: date | None = None,
        programme: str = "",
    ) -> None:
        """Put a party on the list of a regime: OFAC, EU (833 annex IV), UK or BIS."""
        key = f"{party.firm_id}/{self.serial(f'listing {regime} {party.firm_id}')}".encode()
        native_id = f"{regime}-{hashlib.blake2b(key, digest_size=5).hexdigest().upper()}"  # tells no order of planting
        listing = Listing(
            party.firm_id,
            native_id,
            _LISTS[regime],
            regime,
            programme or _PROGRAMMES.get(regime, "RUSSIA-EO14024"),
            listed_on,
            delisted_on,
        )
        self.records.listings.append(listing)

    def state(
        self,
        firm: Firm,
        fact_kind: FactKind,
        *,
        from_on: date | None = None,
        to_on: date | None = None,
        amount: float | None = None,
        text: str = "",
    ) -> None:
        """Record a dated fact; a firm with facts of a kind of its own gets none drawn of that kind."""
        self.records.facts.append(Fact(firm.firm_id, fact_kind, from_on, to_on, amount, text))

    def add_line(
        self,
        day: date,
        *,
        importer: Firm | None,
        exporter: Firm | None,
        part: Part,
        quantity: float,
        direction: Direction = "import",
        reporting_iso: str | None = None,
        scheme: Scheme | None = None,
        **fields: Any,  # noqa: ANN401 (the fields of PlannedLine)
    ) -> PlannedLine:
        """Plan a line; see `PlannedLine` for the fields.

        `reporting_iso` None: the importer's country for imports, the exporter's otherwise. A day outside the calendar is moved
        to its nearest day. Lines between two hubs, or from a hub to the destination, may be `is_mirrored=True`.

        Raises:
            ValueError: Neither side is named and no `reporting_iso` is given.
        """
        side = importer if direction == "import" else exporter
        country = reporting_iso or (side.country_iso if side is not None else None)
        if country is None:
            raise ValueError("a line needs a reporting country")
        line = PlannedLine(self.calendar.clipped(day), direction, country, importer, exporter, part, quantity, **fields)
        line.scheme_id = scheme.scheme_id if scheme else None
        self.records.lines.append(line)
        return line

    def add_scheme(
        self,
        kind: str,
        *,
        story: str,
        targets: Sequence[str],
        is_look_alike: bool = False,
        look_alike_of: str | None = None,
        from_on: date | None = None,
        to_on: date | None = None,
    ) -> Scheme:
        """Return a new scheme or look-alike, numbered within its kind; dates None: those of its lines."""
        prefix = "L-" if is_look_alike else ""
        scheme_id = f"{prefix}{kind}-{self.serial(f'scheme {prefix}{kind}') + 1:04d}"
        scheme = Scheme(scheme_id, kind, story, tuple(targets), is_look_alike, look_alike_of, from_on, to_on)
        self.records.schemes.append(scheme)
        return scheme

    def involve(self, scheme: Scheme, firm: Firm, scheme_role: str, *, is_subject: bool = False) -> None:
        """Record in the truth that a firm or person takes part in a scheme."""
        self.records.scheme_firms.append(SchemeFirm(scheme.scheme_id, firm.firm_id, scheme_role, is_subject))

    def link(self, scheme: Scheme, a: Firm, b: Firm, link_kind: str, from_on: date | None = None) -> None:
        """Record in the truth that two parties are linked; what the registers show of it is added apart."""
        self.records.scheme_links.append(SchemeLink(scheme.scheme_id, a.firm_id, b.firm_id, link_kind, from_on))
