"""A firm's trade against what registers say of its size, and where that stands among firms like it."""

from dataclasses import dataclass, replace

from entrepot.indicators.reference_group import Standing, standings
from entrepot.store.engine import Row

_SIZES = ((10, "micro"), (50, "small"), (250, "medium"))  # 2003/361/EC: fewer employees than this
_LEAST_USD = 1.0  # a capital of nothing is a dollar, so that the ratio stays a number


@dataclass(frozen=True)
class Capacity:
    """A firm's controlled goods of a year over its capital or revenue, and a head; its standings are None among too few."""

    row: Row
    ratio: float | None
    per_head: float | None
    ratio_standing: Standing | None = None
    head_standing: Standing | None = None

    @property
    def value_usd(self) -> float:
        """The controlled goods of the year, US dollars."""
        return round(float(self.row["value_usd"]), 2)

    @property
    def best(self) -> Standing | None:
        """The standing that lies farther out; None where neither is known."""
        known = [s for s in (self.ratio_standing, self.head_standing) if s is not None]
        return max(known, key=lambda s: s.score, default=None)


def capacity(row: Row) -> Capacity:
    """Return a firm's measures from value_usd, capital_usd, revenue_usd and employees (each null where not known)."""
    figures = [row[name] for name in ("capital_usd", "revenue_usd") if row[name] is not None]
    value, staff = float(row["value_usd"]), row["employees"]
    ratio = value / max(_LEAST_USD, *figures) if figures else None
    return Capacity(row, ratio, None if staff is None else value / max(1.0, staff))


def with_standings(firms: list[Capacity], smallest: int) -> list[Capacity]:
    """Return the firms with their standings among those of like accounts, country and size, at least `smallest` of them."""
    groups = {
        f.row["party_id"]: (_basis(f.row), f.row["country_iso"] or "country not known", size_of(f.row)) for f in firms
    }
    ranked: list[dict[str, Standing]] = []
    for name in ("ratio", "per_head"):
        values = {f.row["party_id"]: float(v) for f in firms if (v := getattr(f, name)) is not None}
        ranked.append(standings(values, groups, smallest=smallest) if len(values) >= smallest else {})
    ratios, heads = ranked
    return [
        replace(f, ratio_standing=ratios.get(f.row["party_id"]), head_standing=heads.get(f.row["party_id"]))
        for f in firms
    ]


def size_of(row: Row) -> str:
    """Return the size class by employees. Source: European Commission, Recommendation 2003/361/EC."""
    staff = row["employees"]
    if staff is None:
        return "size not known"
    return next((name for below, name in _SIZES if staff < below), "large")


def _basis(row: Row) -> str:
    # Capital alone is often the least the law asks for: such firms are compared with each other.
    return "revenue not known" if row["revenue_usd"] is None else "revenue known"
