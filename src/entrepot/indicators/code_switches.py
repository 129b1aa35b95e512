"""A firm's receipts of a listed code and of an unlisted neighbour, before and after the listing."""

from dataclasses import dataclass

from pydantic import Field

from entrepot.indicators.base import Params
from entrepot.indicators.goods_likeness import Likeness
from entrepot.store.engine import Row


class Settings(Params):
    """Settings of F14."""

    window_days: int = Field(180, ge=30, description="Days compared before and after the listing")  # methods 8.3 N2
    min_days: int = Field(90, ge=1, description="Days of declarations needed on both sides")  # as N2: half the window
    before_min_usd: float = Field(  # [P] the floor of methods 8.2 F2
        50_000, ge=0, description="Value of the code before its listing, at least, USD"
    )
    fall_ratio_max: float = Field(  # methods 8.3 N2
        0.3, ge=0, le=1, description="Daily value of the listed code after over before, at most"
    )
    rise_ratio_min: float = Field(  # methods 8.3 N2
        3.0, ge=1, description="Daily value of the unlisted code after over before, at least"
    )
    balance_max: float = Field(  # [P] methods 8.2 F14: about as much; half a year of one firm's trade varies so far
        3.0, ge=1, description="The rise is at most so many times the fall, and the fall so many times the rise"
    )
    similarity_min: float = Field(  # methods 8.2 F14
        0.7, gt=0, le=1, description="Share of words that two goods texts have in common, from which they are similar"
    )
    alike_share_min: float = Field(  # [P] most of it
        0.5, gt=0, le=1, description="Share of the new value with similar texts or equal part numbers, at least"
    )
    lines_shown: int = Field(5, ge=1, description="Declaration lines named as evidence, for each code")


@dataclass(frozen=True)
class Switch:
    """A firm's two codes around a listing: changes in USD a day, and how alike the goods are."""

    row: Row
    days_before: int
    days_after: int
    alike: Likeness | None = None

    @property
    def fall(self) -> float:
        """The change of the listed code, USD a day; negative where it fell."""
        return float(self.row["after_usd"] / self.days_after - self.row["before_usd"] / self.days_before)

    @property
    def rise(self) -> float:
        """The change of the unlisted code, USD a day."""
        after, before = self.row["sibling_after_usd"] or 0.0, self.row["sibling_before_usd"] or 0.0
        return float(after / self.days_after - before / self.days_before)

    @property
    def key(self) -> tuple[str, str, str]:
        """The firm and both codes."""
        return self.row["party_id"], self.row["listed_code"], self.row["sibling_code"]

    def is_moving(self, params: Settings) -> bool:
        """Return whether one code's value falls and the other's rises by about as much."""
        row = self.row
        if row["sibling_code"] is None or self.fall >= 0 or self.rise <= 0:
            return False
        left = row["after_usd"] / self.days_after <= params.fall_ratio_max * row["before_usd"] / self.days_before
        before = row["sibling_before_usd"] / self.days_before
        grown = row["sibling_after_usd"] / self.days_after >= params.rise_ratio_min * before
        is_level = -self.fall <= params.balance_max * self.rise and self.rise <= params.balance_max * -self.fall
        return bool(left and grown and is_level)

    def is_raised(self, params: Settings) -> bool:
        """Return whether the goods that moved are alike too."""
        if self.alike is None:
            return False
        return max(self.alike.text_share, self.alike.part_share) >= params.alike_share_min
