"""What the flow pictures are drawn from: one coalition exporter's corridors, month by month, with how each month is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from entrepot.codes.territories import name_of
from entrepot.flows.breaks import Break
from entrepot.flows.cells import Cells
from entrepot.flows.partner_rises import PartnerRise
from entrepot.flows.period_comparison import Comparison
from entrepot.store.engine import Row

Basis = Literal["exporter", "mirror", "none"]
BASELINE: Final = "mean_month"  # of period_comparison.study_windows: the study's own baseline without stockpiling
_EU_NAME: Final = "European Union"


@dataclass(frozen=True)
class FlowMonth:
    """A month of a corridor's listed goods, value FOB in the block's currency; None where neither side reported.

    `basis` is `mirror` where more than half comes from the importer's own figures; `mirror_value` is that part.
    `withheld_count` counts goods of which a side has a row without a value: the sum is too low by what they hold.
    """

    month_on: date
    value: float | None
    basis: Basis
    mirror_value: float
    withheld_count: int
    provenance: str


@dataclass(frozen=True)
class Corridor:
    """One exporter's listed goods to one importer over the months all corridors share."""

    exporter_iso: str
    importer_iso: str
    importer_name: str
    is_destination: bool
    months: tuple[FlowMonth, ...]
    rise: PartnerRise

    @property
    def comparison(self) -> Comparison | None:
        """The period against the study's baseline; None where the figures do not reach it."""
        return self.rise.listed.get(BASELINE)

    @property
    def since(self) -> Break | None:
        """When the series broke; None where that cannot be said."""
        return self.rise.since if isinstance(self.rise.since, Break) else None

    @property
    def highest(self) -> float:
        """The largest month, zero where there is none."""
        return max((month.value for month in self.months if month.value is not None), default=0.0)


@dataclass(frozen=True)
class OtherPartners:
    """Partners that are not drawn: how many, and what they hold above and below their baselines together."""

    count: int
    gained: float
    fell: float


@dataclass(frozen=True)
class FlowBlock:
    """One exporting block: its corridors (the destination first, then by what is in excess) and its goods' cells.

    `cells` hold listed goods of all its partners outside the coalition, guarded ones too; `guarded` names goods groups that
    an edition of the code cut or changed. `rows` are the reported rows behind the corridors drawn.
    """

    exporter_iso: str
    exporter_name: str
    currency: str
    corridors: tuple[Corridor, ...]
    others: OtherPartners
    cells: Cells
    guarded: Mapping[str, str]
    rows: tuple[Row, ...]

    @property
    def destination(self) -> Corridor | None:
        """The direct exports; None where the figures have none."""
        return next((corridor for corridor in self.corridors if corridor.is_destination), None)

    @property
    def partners(self) -> tuple[Corridor, ...]:
        """All but the direct exports."""
        return tuple(corridor for corridor in self.corridors if not corridor.is_destination)


def block_name(iso: str) -> str:
    """Return a block's name: a country's, or that of the EU, whose members are one block."""
    return _EU_NAME if iso == "EU" else name_of(iso)


def the_block(name: str) -> str:
    """Return a block's name as it stands within a sentence."""
    return f"the {name}" if name.startswith(("European", "United")) else name
