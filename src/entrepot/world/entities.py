"""What a world is made of: firms and people, what links them, lines to declare, and the truth."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from entrepot.world.goods import Part

FirmRole = Literal[
    "coalition_exporter", "neutral_exporter", "hub_trader", "destination_importer", "forwarder", "person"
]
QualityBand = Literal["good", "fair", "poor"]
SizeBand = Literal["small", "medium", "large"]
Direction = Literal["import", "export", "transit", "reexport"]
FactKind = Literal["employees", "revenue", "capital", "business"]


@dataclass(slots=True, eq=False)
class Firm:
    """An invented firm or person.

    Attributes:
        firm_id: Its native id in the parties table; opaque, says nothing of truth or order.
        name: As the register of its country writes it (Cyrillic, Chinese, Turkish ...).
        latin_name: As papers abroad write it.
        kind: company or person.
        role: As in the truth table; `person` for people.
        born_on, died_on: Registered and struck off (of a company); None where still there.
        former_names, former_latin_names: Earlier names, the last one in use until `renamed_on`.
        business: Line of business, NACE-like: `4652 wholesale of electronic parts`.
        identifiers: (scheme, number) pairs, valid; the first is what declarations give.
        address, latin_address: Of the register, and as papers abroad write it.
        tags: As registers give them (forwarder, defence_end_user ...), never truth.
        birth_date: Of a person, None where the register does not say.
        employees, revenue_usd, capital_usd: What the register says of each year; None: drawn from the firm's trade
            (background) or not stated (planned firms: set what matters to the scheme).
        basket: HS6 codes it trades honestly where `weight` is above 0; empty: drawn around `specialty`.
        weight: How much honest trade is drawn for it; 0 only planned lines, 1 an ordinary small firm.
        specialty: HS6 code its line of business was made for; empty where that was given.
        trades_listed: Whether honest trade drawn for it holds listed goods.
        quality_band: How messily its name and numbers are declared.
        city: Of its address, in Latin.
        is_registered: False leaves it out of the parties table: it is seen in declarations only.
        position: Its place in `Draft.firms`, kept by the draft.
    """

    firm_id: str
    name: str
    latin_name: str
    country_iso: str
    role: FirmRole
    kind: Literal["company", "person"] = "company"
    born_on: date | None = None
    died_on: date | None = None
    former_names: tuple[str, ...] = ()
    former_latin_names: tuple[str, ...] = ()
    renamed_on: date | None = None
    business: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    address: str = ""
    latin_address: str = ""
    city: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    websites: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    birth_date: date | None = None
    employees: int | None = None
    revenue_usd: float | None = None
    capital_usd: float | None = None
    basket: tuple[str, ...] = ()
    weight: float = 0.0
    specialty: str = ""
    trades_listed: bool = True
    quality_band: QualityBand = "good"
    is_registered: bool = True
    position: int = -1

    def is_active(self, day: date) -> bool:
        """Return whether the firm exists on a day."""
        return (self.born_on is None or self.born_on <= day) and (self.died_on is None or day < self.died_on)


@dataclass(frozen=True, slots=True)
class Interest:
    """A row of the interests table: the owner's share of the subject, percent."""

    owner_id: str
    subject_id: str
    share_pct: float
    from_on: date | None = None
    to_on: date | None = None
    interest_kind: str = "shares"


@dataclass(frozen=True, slots=True)
class Role:
    """A row of the roles table: director, founder, manager, employee, former_owner, family, supplies, procures_for ..."""

    holder_id: str
    subject_id: str
    role_kind: str
    from_on: date | None = None
    to_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A row of the designations table: an invented listing of an invented firm or person."""

    party_id: str
    native_id: str
    list_id: str
    regime: str
    programme: str
    listed_on: date
    delisted_on: date | None = None
    measure: str = "Asset freeze"
    reason: str = "Invented listing of an invented party."


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of the facts table: employees, revenue, capital (US dollars) or business (text) for a time."""

    party_id: str
    fact_kind: FactKind
    from_on: date | None = None
    to_on: date | None = None
    amount: float | None = None
    text: str = ""


@dataclass(slots=True, eq=False)
class PlannedLine:
    """One goods line that a scheme or look-alike declares; what is None is filled in as honest trade fills it in.

    Attributes:
        day: Day of declaration, within the calendar.
        direction, reporting_iso: Which ledger holds it; transit declarations are held by the transit country.
        importer, exporter: None where the line names nobody.
        part: The goods; the other goods fields override what is declared of them.
        quantity: In `unit`; declared exactly so.
        unit_price_usd: None: the market's price of that day with its dispersion.
        consignee, declarant: Firms named besides; `consignee_text`, `declarant_text` name them freely instead.
        importer_name, exporter_name: Declared instead of a spelling of the firm's own; None: drawn by its quality band.
        hides_exporter: The exporter's cell is empty though truth knows who it is.
        origin_iso, dispatch_iso, seller_iso, destination_iso: The four countries; drawn where None (destination: the
            importer's country).
        route_iso: Countries passed in order, `DE>LT>RU>KZ`; None: drawn (mostly not reported).
        scheme_id: The scheme whose line it is; None for honest context lines.
        is_mirrored: Declared on the other side as well, where that country's ledger of this direction is seen
            (import ledgers of the destination and hubs, export ledgers of hubs).
    """

    day: date
    direction: Direction
    reporting_iso: str
    importer: Firm | None
    exporter: Firm | None
    part: Part
    quantity: float
    unit_price_usd: float | None = None
    unit: str = "pcs"
    net_mass_kg: float | None = None
    consignee: Firm | None = None
    consignee_text: str | None = None
    declarant: Firm | None = None
    declarant_text: str | None = None
    importer_name: str | None = None
    exporter_name: str | None = None
    hides_exporter: bool = False
    hs_code: str | None = None
    hs6: str | None = None
    description: str | None = None
    brand: str | None = None
    part_number: str | None = None
    origin_iso: str | None = None
    dispatch_iso: str | None = None
    seller_iso: str | None = None
    destination_iso: str | None = None
    currency: str | None = None
    procedure_code: str | None = None
    customs_office: str | None = None
    route_iso: str | None = None
    mode: str | None = None
    incoterms: str | None = None
    scheme_id: str | None = None
    is_mirrored: bool = False


@dataclass(slots=True)
class Scheme:
    """A planted scheme, or a look-alike (then `look_alike_of` says what it resembles).

    `targets` are the indicators that should lead to it (or, for a look-alike, must not). Dates and value are those of its lines
    where `from_on` and `to_on` are None.
    """

    scheme_id: str
    scheme_kind: str
    story: str
    targets: Sequence[str] = ()
    is_look_alike: bool = False
    look_alike_of: str | None = None
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class SchemeFirm:
    """A party's part in a scheme; `is_subject`: an investigator should be led to it (for a look-alike: must not)."""

    scheme_id: str
    firm_id: str
    scheme_role: str
    is_subject: bool


@dataclass(frozen=True, slots=True)
class SchemeLink:
    """A true link between two parties of a scheme (same_address, same_controller, family, supplies ...)."""

    scheme_id: str
    firm_a_id: str
    firm_b_id: str
    link_kind: str
    from_on: date | None = None


@dataclass
class Records:
    """All rows that registers and truth hold, besides the firms."""

    interests: list[Interest] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    lines: list[PlannedLine] = field(default_factory=list)
    schemes: list[Scheme] = field(default_factory=list)
    scheme_firms: list[SchemeFirm] = field(default_factory=list)
    scheme_links: list[SchemeLink] = field(default_factory=list)
