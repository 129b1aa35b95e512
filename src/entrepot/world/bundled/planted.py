"""What the look-alikes are made with: new firms with owners, and a record of lines, listings and truth."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from numpy.random import Generator

from entrepot.world.bundled import invented
from entrepot.world.bundled.declared import Row
from entrepot.world.bundled.firms import Firm, Register, spare_name


@dataclass
class Planted:
    """The look-alikes' lines, the invented listings, and the truth: who is which kind, and why it is innocent."""

    lines: list[Row] = field(default_factory=list)
    designations: list[dict[str, str]] = field(default_factory=list)
    truth: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def note(self, kind: str, firm: Firm, why: str) -> None:
        """Record what a firm is."""
        self.truth.setdefault(kind, []).append({"id": firm.firm_id, "name": firm.name, "why": why})

    def put_on_list(self, firm: Firm, listed_on: date) -> None:
        """Put an invented firm on the invented list."""
        self.designations.append(
            {
                "party_id": firm.firm_id,
                "native_id": f"SYN-{len(self.designations) + 1}",
                "list_id": "synthetic_list",
                "regime": "OFAC",
                "programme": "SYNTHETIC",
                "measure": "Asset freeze",
                "listed_on": listed_on.isoformat(),
                "reason": "Invented listing of an invented firm.",
            }
        )
        self.note("listed_without_successor", firm, "An invented listing: no linked firm took over.")


def group_of(register: Register, group: str, iso: str) -> list[Firm]:
    """Return the firms of a group and country."""
    return [firm for firm in register.firms if firm.group == group and firm.country_iso == iso]


def found(rng: Generator, register: Register, iso: str, founded_on: date, address: str = "") -> Firm:
    """Return a new firm at its own address outside the groups that general trade is drawn from."""
    where = address or invented.building_of(rng, f"{invented.invented_words(rng, 1)[0]}in", iso)
    name = spare_name(register, iso)
    return register.add_firm(name=name, iso=iso, group="look_alike", incorporated_on=founded_on, address=where)


def owned_by(register: Register, firm: Firm) -> Firm:
    """Return a new person who owns and directs the firm."""
    person = register.add_person(register.spare_people.pop())
    register.add_owner(person, firm, "100")
    register.add_director(person, firm)
    return person


def pick(rng: Generator, firms: Sequence[Firm]) -> Firm:
    """Return one of the firms."""
    return firms[int(rng.integers(0, len(firms)))]


def usd(rng: Generator, low: float, high: float) -> float:
    """Return an amount of US dollars within bounds, to the cent."""
    return round(float(rng.uniform(low, high)), 2)
