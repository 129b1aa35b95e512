"""What a firm's imports look like before and after the cut-off: the three patterns of F1, list by list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pydantic import Field

from entrepot.indicators.base import Params
from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE, adjusted
from entrepot.indicators.reference_group import standings
from entrepot.indicators.statistics import combined_p, mean_rise_p, rate_rise_p
from entrepot.store.engine import Row

PATTERNS = {
    "P1": "no import before the cut-off",
    "P2": "imports before the cut-off, but none of these goods",
    "P3": "these goods before the cut-off too",
}


class Settings(Params):
    """Settings of F1."""

    narrow_list: str = Field("fincen_l9", description="Short goods list; the study's list is used beside it")
    min_value_usd: float = Field(  # [P] the source names no floor; this keeps single samples out
        50_000, ge=0, description="Value of listed imports after the cut-off from which P1, P2 and P3 are raised, USD"
    )
    min_rate_ratio: float = Field(  # methods 8.2 F1: the factor is ours, the source says "significant"
        3.0, gt=0, description="Times as many lines (or as much value) a day after the cut-off as before, for P3"
    )
    max_p: float = Field(0.01, gt=0, le=1, description="Largest p-value of the rise in lines, for P3")  # methods 8.2 F1
    min_spike_value_usd: float = Field(  # methods 8.2 F1
        100_000, ge=0, description="Value after the cut-off from which a rise in value alone raises P3, USD"
    )
    before_min_usd: float = Field(  # [P] any order is many times a sample of a few dollars
        1_000, ge=0, description="Value before the cut-off below which a rise in value alone does not raise P3, USD"
    )
    peer_tail_max: float = Field(  # [P] one in twenty: honest demand that grew in a country grew for most of its firms
        0.05,
        gt=0,
        le=1,
        description="Share of the country's importers of these goods that rose as much, at most, for P3",
    )
    peer_tail_unlinked_max: float = Field(  # [P] stricter where nothing is seen to go on to the destination
        0.01, gt=0, le=1, description="The same share for a firm that sends no such goods on to the destination"
    )
    peers_min: int = Field(20, ge=2, description="Importers below which P3 is not held against them")  # reference_group
    min_months_before: int = Field(  # methods 8.2 F1
        12, ge=1, description="Months of declarations before the cut-off below which a caveat is added"
    )


@dataclass(frozen=True)
class ImportRecord:
    """A firm's imports of the goods of one list, before and after the cut-off, and how sure a rise is."""

    row: Row
    list_id: str
    pattern: str
    lines_before: int
    lines_after: int
    value_before_usd: float
    value_usd: float
    rate_ratio: float | None
    value_ratio: float | None
    p_value: float | None
    days_before: int
    days_after: int
    value_p: float | None = None
    q_value: float | None = None
    value_q: float | None = None
    rate_tail: float | None = None
    value_tail: float | None = None

    def floor(self, params: Settings) -> float:
        """Return the value from which this pattern is raised, USD."""
        return params.min_value_usd if self.is_sure(params) else params.min_spike_value_usd

    def is_sure(self, params: Settings) -> bool:
        """Return whether the pattern stands without a look at the value: by what is sent onward, or P3 by its lines."""
        return self.is_line_rise(params) if self.pattern == "P3" else self.is_onward

    @property
    def is_onward(self) -> bool:
        """Return whether the firm sends such goods on to the destination, or the data could not show it."""
        return self.row["onward_lines"] > 0 or not self.row["is_onward_known"]

    def is_line_rise(self, params: Settings) -> bool:
        """Return whether the lines rose more than chance and more than those of most peers."""
        if self.p_value is None or self.q_value is None or self.rate_ratio is None:
            return False
        is_rare = self.p_value <= params.max_p and self.q_value <= FALSE_DISCOVERY_RATE
        return is_rare and self.rate_ratio >= params.min_rate_ratio and self._is_peerless(self.rate_tail, params)

    def _is_peerless(self, tail: float | None, params: Settings) -> bool:
        share_max = params.peer_tail_max if self.is_onward else params.peer_tail_unlinked_max
        return tail is None or tail <= share_max

    def is_raised(self, params: Settings) -> bool:
        """Return whether the firm is raised on this list."""
        return self.value_usd >= self.floor(params) and (self.is_sure(params) or self.is_spike(params))

    def is_loose_spike(self, params: Settings) -> bool:
        """Return whether the value a day rose far enough, from a baseline that is more than a sample: methods' own words."""
        is_rise = self.value_ratio is not None and self.value_ratio >= params.min_rate_ratio
        return is_rise and self.value_before_usd >= params.before_min_usd

    def is_spike(self, params: Settings) -> bool:
        """Return whether the value rose far enough, and more than chance and most peers explain."""
        if self.value_p is None or self.value_q is None:
            return False
        is_rare = self.value_p <= params.max_p and self.value_q <= FALSE_DISCOVERY_RATE
        return self.is_loose_spike(params) and is_rare and self._is_peerless(self.value_tail, params)

    def is_by_lines(self, params: Settings) -> bool:
        """Return whether a rise in lines is what raised the firm: only then does the p-value speak for the finding."""
        return self.pattern == "P3" and self.is_line_rise(params) and self.is_raised(params)


def import_records(
    firms: Sequence[Row], coverage: Mapping[str, Row], cutoff_on: date, lists: Mapping[str, str], *, peers_min: int
) -> list[ImportRecord]:
    """Return one record for each firm and list with imports after the cut-off, rises adjusted for how many are tested.

    Args:
        firms: Counts and values by firm (f1_three_import_patterns.sql).
        coverage: The reach of the declarations by country; every firm's country has months before the cut-off.
        cutoff_on: The cut-off.
        lists: The list's name by the prefix of its columns: narrow, full.
        peers_min: Importers of a country below which the tail is taken over all, and below which there is none.
    """
    every = []
    for firm in firms:
        reach = coverage[firm["country_iso"]]
        days = (cutoff_on - reach["first_on"]).days, (reach["last_on"] - cutoff_on).days + 1
        every += [_record(firm, basis, name, days) for basis, name in lists.items() if firm[f"{basis}_after"] > 0]
    rising = [record for record in every if record.pattern == "P3"]
    rate_tails, value_tails = _tails(rising, "rate_ratio", peers_min), _tails(rising, "value_ratio", peers_min)
    q_values = iter(adjusted([record.p_value or 0.0 for record in rising]))
    value_q = iter(adjusted([record.value_p or 0.0 for record in rising]))
    return [
        replace(
            record,
            q_value=next(q_values) if record.pattern == "P3" else None,
            value_q=next(value_q) if record.pattern == "P3" else None,
            rate_tail=rate_tails.get(_key(record)),
            value_tail=value_tails.get(_key(record)),
        )
        for record in every
    ]


def _key(record: ImportRecord) -> str:
    return f"{record.row['party_id']} {record.list_id}"


def _tails(records: Sequence[ImportRecord], measure: str, peers_min: int) -> dict[str, float]:
    """Return how far out each record lies among its country's: the share of peers that rose as much; none where few."""
    values = {_key(r): float(value) for r in records if (value := getattr(r, measure)) is not None}
    groups = {_key(r): (r.list_id, r.row["country_iso"]) for r in records}
    ranked = standings(values, groups, smallest=peers_min)
    return {key: 1 - one.score for key, one in ranked.items() if one.size >= peers_min}


def raised_by(record: ImportRecord, params: Settings) -> str | None:
    """Return what raised the firm: onward trade, a rise in lines or one in value; None for clear ones.

    `new` says that the data show no trade into the destination by anybody, so that onward trade could not be asked.
    """
    if not record.is_raised(params):
        return None
    if record.pattern != "P3" and record.row["onward_lines"] > 0:
        return "onward"
    if record.is_by_lines(params):
        return "lines"
    return "value" if record.pattern == "P3" else "new"


def reason_of(record: ImportRecord, params: Settings) -> str:
    """Return a finding's reason: the pattern, lines and value before and after, and which arm of P3 raised it."""
    state = "was raised" if record.is_raised(params) else "stayed below the thresholds"
    figures = (
        f"{record.lines_before} lines worth USD {record.value_before_usd:,.0f} in the {record.days_before} days before the "
        f"cut-off, {record.lines_after} lines worth USD {record.value_usd:,.0f} in the {record.days_after} days since"
    )
    arm = f"; {_arm_words(record, params)}" if record.pattern == "P3" else _onward_words(record)
    return f"Pattern {record.pattern} on list {record.list_id} {state}: {PATTERNS[record.pattern]}; {figures}{arm}."


def _onward_words(record: ImportRecord) -> str:
    if not record.row["is_onward_known"]:
        return ""
    return f"; {record.row['onward_lines'] or 'no'} lines of such goods sent on to the destination since"


def _arm_words(record: ImportRecord, params: Settings) -> str:
    rate, p_value = record.rate_ratio or 0.0, record.p_value if record.p_value is not None else 1.0
    lines = f"{rate:.1f} times as many lines a day, p {p_value:.2g}"
    value = "" if record.value_ratio is None else f"{record.value_ratio:.1f} times the value a day"
    arm = raised_by(record, params)
    if arm == "lines":
        return f"line arm: {lines}"
    line_rate = f"the line rate {'did not rise' if rate <= 1 else 'rose too little or may be chance'} ({lines})"
    if arm == "value":
        return f"value arm: {value}, p {record.value_p or 0.0:.2g}; {line_rate}"
    if record.is_loose_spike(params):
        value += ", which chance or the growth of its peers may explain"
    return "; ".join(part for part in (value, line_rate) if part)


def _record(firm: Row, basis: str, list_id: str, days: tuple[int, int]) -> ImportRecord:
    before, after = int(firm[f"{basis}_before"]), int(firm[f"{basis}_after"])
    value_before = round(float(firm[f"{basis}_value_before_usd"]), 2)
    value = round(float(firm[f"{basis}_value_after_usd"]), 2)
    exposure = days[0] / days[1]
    pattern = "P1" if firm["lines_before"] == 0 else "P2" if before == 0 else "P3"
    is_rise = pattern == "P3"
    rate_p = rate_rise_p(before, after, days_before=days[0], days_after=days[1])
    return ImportRecord(
        row=firm,
        list_id=list_id,
        pattern=pattern,
        lines_before=before,
        lines_after=after,
        value_before_usd=value_before,
        value_usd=value,
        rate_ratio=after / before * exposure if is_rise else None,
        value_ratio=value / value_before * exposure if is_rise and value_before > 0 else None,
        p_value=rate_p if is_rise else None,
        days_before=days[0],
        days_after=days[1],
        value_p=combined_p(rate_p, _size_p(firm, basis, before, after)) if is_rise else None,
    )


def _size_p(firm: Row, basis: str, before: int, after: int) -> float:
    """Return the chance of lines so much larger since the cut-off (Welch's test of the logarithms of their values)."""
    sides = [(firm[f"{basis}_log_{side}"], firm[f"{basis}_spread_{side}"]) for side in ("before", "after")]
    (mean_before, spread_before), (mean_after, spread_after) = sides
    if spread_before is None or spread_after is None:
        return 1.0
    return mean_rise_p((mean_before, spread_before, before), (mean_after, spread_after, after))
