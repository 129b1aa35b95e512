"""Ownership rules by brute force, written from docs/ownership.md alone: every set of firms is tried, no SQL, no rounds.

A set is closed when no firm outside it is brought to the threshold by the owners in it; what a rule reaches is the smallest
closed set that holds the listed parties. It shares nothing with the program but the words of the rules, written out below.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

MILLIONTH = 1e-6  # percent: an open end counts as the next millionth


@dataclass(frozen=True)
class Held:
    """One row: what an owner holds of a firm, percent; `low` and `high` None where no share is stated."""

    owner: str
    firm: str
    kind: str
    low: float | None
    high: float | None
    is_low_open: bool = False
    is_high_open: bool = False
    from_on: date | None = None
    to_on: date | None = None

    def is_on(self, day: date) -> bool:
        """Return whether the row speaks of a day, first and last day included."""
        return (self.from_on is None or self.from_on <= day) and (self.to_on is None or day <= self.to_on)

    @property
    def span(self) -> tuple[float, float] | None:
        """The least and the most, None where no share is stated."""
        if self.low is None or self.high is None:
            return None
        least = min(100.0, self.low + MILLIONTH) if self.is_low_open else self.low
        most = max(0.0, self.high - MILLIONTH) if self.is_high_open else self.high
        return round(least, 6), round(most, 6)


@dataclass(frozen=True)
class Rule:
    """A rule on a day: `certain` kinds count, `maybe` kinds count as possible besides those every rule sees so."""

    is_met: "Met"
    is_sum: bool
    certain: frozenset[str]
    maybe: frozenset[str]
    spares: str | None = None


@dataclass(frozen=True)
class Met:
    """Whether a share comes to the threshold of one half."""

    is_half_enough: bool

    def __call__(self, percent: float) -> bool:
        """Return whether a share does."""
        rounded = round(min(100.0, percent), 6)
        return rounded >= 50 if self.is_half_enough else rounded > 50


def rule_on(regime: str, day: date) -> Rule | None:
    """Return the rule of a regime on a day, from the table of the methods, chapter 5; None where none applied."""
    shares, votes = frozenset({"shares"}), frozenset({"shares", "votes"})
    if regime == "OFAC" and day >= date(2014, 8, 13):
        return Rule(Met(True), True, shares, frozenset())
    if regime == "EU" and day >= date(2014, 3, 17):
        return Rule(Met(day >= date(2024, 7, 3)), True, votes, frozenset({"board"}))
    if regime == "UK" and day >= date(2022, 3, 1):
        return Rule(Met(False), False, votes | {"board"}, frozenset())
    is_bis_day = day >= date(2025, 9, 29) and not date(2025, 11, 10) <= day <= date(2026, 11, 9)
    return Rule(Met(True), True, shares, frozenset(), spares="US") if regime == "BIS" and is_bis_day else None


@dataclass(frozen=True)
class Stake:
    """What one owner holds of one firm under a rule: `least` by counted kind, `stated` of the whole, `most` it may be."""

    least: Mapping[str, float]
    stated: float
    most: float | None
    most_board: float


def stake_of(rows: Iterable[Held], rule: Rule) -> Stake | None:
    """Return the stake that some rows of one owner in one firm state; None where none of them matters to the rule."""
    seen = [row for row in rows if row.kind != "board" or "board" in rule.certain | rule.maybe]
    if not seen:
        return None
    spans = {kind: merged(kind, [row.span for row in seen if row.kind == kind]) for kind in {row.kind for row in seen}}
    known = {kind: span for kind, span in spans.items() if span is not None}
    least = {kind: span[0] for kind, span in known.items() if kind in rule.certain}
    stated = max(
        (known[kind][0] for kind in known if kind != "board" and kind in rule.certain | {"unknown"}), default=0.0
    )
    direct = [known[k][1] for k in known if k != "board" and k in rule.certain | {"unknown", "indirect"}]
    if not any(row.kind != "board" for row in seen):
        most: float | None = 0.0
    else:
        most = max(direct) if direct else known["votes"][1] if "votes" in known else None
    board = 0.0 if "board" not in spans else known["board"][1] if "board" in known else 100.0
    return Stake(least, stated, most, board)


def merged(kind: str, spans: Iterable[tuple[float, float] | None]) -> tuple[float, float] | None:
    """Return what several statements of one stake come to: where they agree their common part, else the whole."""
    known = [span for span in spans if span is not None]
    if not known:
        return None
    if kind not in {"shares", "votes", "board"}:
        return max(low for low, _ in known), max(high for _, high in known)
    low, high = max(low for low, _ in known), min(high for _, high in known)
    return (low, high) if low <= high else (min(low for low, _ in known), max(high for _, high in known))


class Oracle:
    """The answers of one rule for one set of rows on one day."""

    def __init__(self, rows: Iterable[Held], rule: Rule, day: date, countries: Mapping[str, str]) -> None:
        self.rule, self.countries = rule, countries
        grouped: dict[tuple[str, str], list[Held]] = {}
        for row in rows:
            if row.is_on(day) and row.owner != row.firm:
                grouped.setdefault((row.owner, row.firm), []).append(row)
        self.stakes: dict[str, dict[str, Stake]] = {}
        for (owner, firm), held in grouped.items():
            if (stake := stake_of(held, rule)) is not None:
                self.stakes.setdefault(firm, {})[owner] = stake

    def least(self, firm: str, reached: frozenset[str]) -> float:
        """Return what reached owners hold for certain: in one kind, together or, where nothing is added up, each."""
        held = [stake.least for owner, stake in self.stakes.get(firm, {}).items() if owner in reached]
        by_kind = [[shares.get(kind, 0.0) for shares in held] for kind in ("shares", "votes", "board")]
        return min(100.0, max(sum(part) if self.rule.is_sum else max(part, default=0.0) for part in by_kind))

    def most(self, firm: str, reached: frozenset[str]) -> float:
        """Return the most that reached owners may hold: the stated shares of all stand, the rest is dealt out to them."""
        stakes = self.stakes.get(firm, {})
        left = max(0.0, 100 - sum(stake.stated for stake in stakes.values()))
        dealt: list[float] = []
        for owner, stake in stakes.items():
            if owner in reached:
                wanted = max(0.0, (100.0 if stake.most is None else stake.most) - stake.stated)
                taken = min(wanted, left)
                dealt.append(stake.stated + taken)
                left = left - taken if self.rule.is_sum else left
        board = [stake.most_board for owner, stake in stakes.items() if owner in reached]
        if self.rule.is_sum:
            return min(100.0, max(sum(dealt), sum(board)))
        return min(100.0, max([*dealt, *board], default=0.0))

    def reached(self, start: frozenset[str], firms: Iterable[str], *, is_certain: bool) -> frozenset[str]:
        """Return the smallest closed set that holds the start, by trying the sets from the smallest on."""
        share = self.least if is_certain else self.most
        open_to = sorted(
            firm
            for firm in firms
            if firm not in start and not (self.rule.spares and self.countries.get(firm) == self.rule.spares)
        )
        for size in range(len(open_to) + 1):
            for extra in combinations(open_to, size):
                candidate = start | frozenset(extra)
                if not any(self.rule.is_met(share(firm, candidate)) for firm in open_to if firm not in candidate):
                    return candidate
        raise AssertionError("the set of all firms is closed")
