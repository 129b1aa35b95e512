"""Chains in words: titles that state what is seen, why one is raised or not, what the drawing merges."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from entrepot.report.chain_bands import MOST_DAYS, Consignment
from entrepot.report.figures.chain_marks import NO_LINE, amount_words
from entrepot.report.figures.chain_model import Held, Shipped
from entrepot.report.words import counted, exact
from entrepot.trace.answer import MIN_BITS, Chain, Gap, Passing
from entrepot.trace.chance import FALSE_DISCOVERY_RATE, MAX_P

_UNITS = {"pcs": "pieces", "kg": "kg"}
_LONGEST_NAME = 48  # characters of a name in a title; the lanes and tables have it whole
INNOCENT_EXPLANATIONS = (
    "A trader that buys to order sends on exactly what it received: that is its business.",
    "A forwarder or warehouse passes goods on for others and owns none of them.",
    "Packs and reels have standard quantities: two shipments may agree without being one.",
    "The goods in may have stayed, and the goods out may have come from stock that no line shows.",
)


def unit_words(unit: str) -> str:
    """Return a unit as a sentence says it."""
    return _UNITS.get(unit, unit)


def bounds_words(chain: Chain) -> str:
    """Return how much could have passed: one amount where both bounds agree."""
    low, high, unit = chain.bounds.at_least, chain.bounds.at_most, unit_words(chain.unit)
    if low >= high:
        return amount_words(high, unit)
    return f"up to {amount_words(high, unit)}" if low <= 0 else f"{exact(low)} to {amount_words(high, unit)}"


def chain_title(chain: Chain) -> str:
    """Return what is seen in one line: `2,598 pieces: Elix-St → Da Group 22 → Stek, 13 days`."""
    return f"{bounds_words(chain)}: {way_words(chain)}, {span_words(chain)}"


def way_words(chain: Chain) -> str:
    """Return the parties in order: an arrow for lines that were seen, dots and a question mark for what is inferred."""
    way = f"{_short(chain.hops[0].sender.name)} → {_short(chain.hops[0].receiver.name)}"
    for passing, hop in zip(chain.passings, chain.hops[1:], strict=True):
        unseen = f" ··?·· {_short(hop.sender.name)}" if passing.is_inferred else ""
        way += f"{unseen} → {_short(hop.receiver.name)}"
    return way


def span_words(chain: Chain) -> str:
    """Return how many days lie between the first and the last shipment; `over` them where a hop has several."""
    first, last = (date.fromisoformat(day) for day in (chain.hops[0].first_on, chain.hops[-1].last_on))
    if last <= first:
        return "all on one day"
    has_several = any(hop.consignment_count > 1 for hop in chain.hops)
    return f"{'over ' if has_several else ''}{counted((last - first).days, 'day')}"


def gap_title(gap: Gap) -> str:
    """Return what a gap leaves open."""
    amount = amount_words(gap.quantity, unit_words(gap.unit))
    return f"{amount}: ··?·· {_short(gap.sender.name)} → {_short(gap.receiver.name)}"


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


def goods_words(chain: Chain) -> str:
    """Return the goods as the first line writes them: code and part number."""
    line: Mapping[str, str | None] = chain.hops[0].lines[0] if chain.hops[0].lines else {}
    code = chain.goods.split(" ")[1] if chain.goods.startswith("HS ") else chain.goods
    part = line.get("part_number")
    return f"HS {code}, {part}" if part else f"HS {code}"


def outcome_facts(chain: Chain) -> tuple[str, ...]:
    """Return what the flag rests on, each measure beside its threshold, and where the figures come from."""
    low, high = exact(chain.bounds.at_least), amount_words(chain.bounds.at_most, unit_words(chain.unit))
    measured = ", ".join(_measures(chain))
    return f"At least {low} and at most {high} could have passed.", f"{measured}.", f"{goods_words(chain)}."


def _measures(chain: Chain) -> Iterable[str]:
    miss = "" if chain.bits >= MIN_BITS else ": not reached"
    yield f"{chain.bits:.1f} bits of quantity ({MIN_BITS:g} needed{miss})"
    for name, value, most in (("p", chain.p_value, MAX_P), ("q", chain.q_value, FALSE_DISCOVERY_RATE)):
        if value is None:
            yield f"{name} not computed"
        else:
            yield f"{name} {value:.2g} ({most:g} at most{'' if value <= most else ': exceeded'})"


def why_not_raised(chain: Chain) -> str:
    """Return the thresholds that a chain does not reach; empty where it is raised."""
    reasons = []
    if chain.bits < MIN_BITS:
        reasons.append(f"{chain.bits:.1f} bits, below {MIN_BITS:g}")
    for name, value, most in (("p", chain.p_value, MAX_P), ("q", chain.q_value, FALSE_DISCOVERY_RATE)):
        if value is None or value > most:
            reasons.append(f"{name} not computed" if value is None else f"{name} {value:.2g}, above {most:g}")
    return "; ".join(reasons)


def tier_words(passing: Passing) -> str:
    """Return what goods in and out agree in; that it is inferred, where it is."""
    said = passing.tier.replace("_", " ")
    return f"{said}, inferred" if passing.is_inferred else said


def lane_words(lane_id: str, shipped: Sequence[Shipped], held: Sequence[Held], unit: str) -> str:
    """Return what a firm received and sent on the chain, and for how long it held goods."""
    came = round(sum(s.quantity for s in shipped if s.to_lane == lane_id), 6)
    went = round(sum(s.quantity for s in shipped if s.from_lane == lane_id), 6)
    said = [f"received {exact(came)}"] * (came > 0) + [f"sent {exact(went)}"] * (went > 0)
    stays = "".join(f"; {stock.words.rpartition(', ')[2]}" for stock in held)
    return f"{', '.join(said)} {unit_words(unit)}{stays}"


def merged_words(shipped: Sequence[Shipped], hops: Sequence[Sequence[Consignment]]) -> tuple[str, ...]:
    """Return which hops are drawn by month or year, for they have more days than can be drawn."""
    notes = []
    for k, consignments in enumerate(hops):
        bands = [s for s in shipped if s.hop == k]
        if len({(c.sent_on, c.arrived_on) for c in consignments}) > MOST_DAYS:
            by = "month" if len({s.arrived_on.year for s in bands}) < len(bands) else "year"
            merged = f"{len(consignments):,} consignments are drawn merged by {by}, each at the middle of its days"
            notes.append(f"Hop {k + 1}: {merged}.")
    return tuple(notes)


def chain_sentences(chain: Chain, country: Callable[[str | None], str]) -> str:
    """Return the chain in sentences for those who do not see the drawing: every hop, and what lies between."""
    said: list[str] = []
    for k, hop in enumerate(chain.hops):
        days = hop.first_on if hop.first_on == hop.last_on else f"{hop.first_on} to {hop.last_on}"
        ends = " to ".join(f"{p.name} ({country(p.country_iso)})" for p in (hop.sender, hop.receiver))
        amount, count = amount_words(hop.quantity, hop.unit), counted(hop.consignment_count, "consignment")
        said.append(f"Hop {k + 1}, {days}: {ends}, {amount} of {hop.goods} in {count}.")
        if k < len(chain.passings):
            said.append(_passing_sentence(chain.passings[k], chain.unit))
    return " ".join(said)


def _passing_sentence(passing: Passing, unit: str) -> str:
    low, high = passing.lag_days
    lag = counted(high, "day") if low == high else f"{low} to {high} days"
    matched = f"{amount_words(passing.quantity, unit)} matched by {tier_words(passing)}, after {lag}"
    return f"{passing.words} {matched}; {NO_LINE}." if passing.is_inferred else f"{passing.words} {matched}."
