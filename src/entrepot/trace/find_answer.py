"""What finds lead to: parts found in equipment, lines that name such parts, who traded them, and lists with their codes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from entrepot.store.engine import Row
from entrepot.trace.scope import Wording

LATER = "later than the find: these goods cannot have been in it"


@dataclass(frozen=True)
class Find:
    """A part found in equipment, as published; `part_number` as reported.

    `tier` and `reason` say how its number agrees with the part asked about, None where no part was asked about.
    """

    equipment: str
    found_on: date | None
    maker_name: str | None
    maker_country_iso: str | None
    part_number: str | None
    description: str | None
    hs6: str | None
    component_count: float | None
    count_basis: str | None
    provenance: str
    publication: str | None
    snapshot_id: str
    locator: str
    tier: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Place:
    """A file and the place in it."""

    snapshot_id: str
    locator: str


@dataclass(frozen=True)
class FirmLines:
    """Lines of one seller, buyer, part number and direction.

    `asked_key` is the key of the part asked about or found, `part_number` what the lines say, `tier` and `reason` how they agree.
    `maker_says` is agrees, differs or not_stated: the maker of the find beside that of the lines. Lines with `is_after_find` are
    later than every find whose number agrees with theirs. `quantity` in `quantity_unit` and `value_usd` are sums, None where no
    line states any; `unvalued_count` counts the lines without a value. `places` are the first three.
    """

    asked_key: str
    part_number: str | None
    tier: str
    reason: str
    maker_says: str
    is_after_find: bool
    is_to_destination: bool
    direction: str
    seller_party_id: str | None
    seller_name: str | None
    seller_iso: str | None
    buyer_party_id: str | None
    buyer_name: str | None
    buyer_iso: str | None
    line_count: int
    controlled_count: int
    quantity: float | None
    quantity_unit: str | None
    value_usd: float | None
    unvalued_count: int
    first_on: date
    last_on: date
    provenance: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Control:
    """A goods code of such parts and an entry of a list that holds it; the entry's fields are None where none does."""

    hs6: str
    line_count: int
    list_id: str | None
    listed_hs6: str | None
    tier: str | None
    valid_from_on: date | None
    valid_to_on: date | None
    is_date_verified: bool | None
    description: str | None
    source: str | None


@dataclass(frozen=True)
class Finds:
    """Finds and what they lead to; `lines` holds every line and is empty unless asked for.

    `parts` are the part numbers to follow, `not_parts` keys of lines of which all name another maker or say too little,
    `left_out` what all such lines say: chains leave them out. `found_by` holds, by key of a line's number, the last day that it
    may have been found in the weapon asked about: chains leave later lines out. `other_maker_count` counts lines of another
    maker, which are shown apart, `weak_left_out` those that agree in a number too short to tell anything, and in neither maker
    nor code: not shown.
    """

    finds: tuple[Find, ...]
    parts: tuple[str, ...]
    not_parts: tuple[str, ...]
    firms: tuple[FirmLines, ...]
    controls: tuple[Control, ...]
    weak_left_out: int
    other_maker_count: int
    left_out: tuple[Wording, ...] = ()
    found_by: tuple[tuple[str, date], ...] = ()
    lines: Sequence[Row] = ()

    @property
    def line_count(self) -> int:
        """How many lines name such a part."""
        return sum(firm.line_count for firm in self.firms)

    @property
    def caveats(self) -> tuple[str, ...]:
        """What to say of what was left out and of what the lines do not say."""
        unnumbered = sum(find.part_number is None for find in self.finds)
        later = sum(f.line_count for f in self.firms if f.is_after_find and f.maker_says != "differs")
        said = (
            (unnumbered, f"{unnumbered} finds name no part number: nothing in the lines can be led to them."),
            (self.finds, "A line that names such a part does not say that this piece was in that equipment."),
            (
                self.weak_left_out,
                f"Left out: {self.weak_left_out} lines with the same short number; neither maker nor code is that of the find.",
            ),
            (
                self.other_maker_count,
                f"Not followed in chains: {self.other_maker_count} lines that name another maker than the find.",
            ),
            (
                self.found_by and later,
                f"Not followed in chains: {later} lines later than every find in this equipment.",
            ),
            (
                self.not_parts,
                f"Not followed, for their lines name another maker or say too little: {', '.join(self.not_parts)}.",
            ),
            (
                {firm.direction for firm in self.firms} - {"import"},
                "An export line and an import line may be two views of one shipment: chains join them, these rows do not.",
            ),
        )
        return tuple(words for is_so, words in said if is_so)

    def summary(self) -> dict[str, Any]:
        """Return counts of what was found, what was left out, and the caveats."""
        return {
            "find_count": len(self.finds),
            "finds_without_part_number": sum(find.part_number is None for find in self.finds),
            "line_count": self.line_count,
            "lines_without_value": sum(firm.unvalued_count for firm in self.firms),
            "other_maker_count": self.other_maker_count,
            "weak_left_out": self.weak_left_out,
            "not_parts": list(self.not_parts),
            "caveats": list(self.caveats),
        }

    def to_json(self) -> list[dict[str, Any]]:
        """Return one object a find, line, group of lines and list entry; `kind` tells them apart."""
        finds = [{"kind": "find", **asdict(find)} for find in self.finds]
        lines = [{"kind": "find_line", **line} for line in self.lines]
        firms = [{"kind": "find_firm", **asdict(firm)} for firm in self.firms]
        controls = [{"kind": "find_control", **asdict(control)} for control in self.controls]
        return [*finds, *lines, *firms, *controls]
