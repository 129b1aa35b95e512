"""F5: goods go into a firm and on to the destination in the same number (tier A) or nearly so (tiers B and C)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import Field

from entrepot.indicators.base import Context, Evaluation, Finding, Meta, Outcome, not_applicable
from entrepot.indicators.controlled_codes import prepare_controlled_codes
from entrepot.indicators.declared_lines import line_evidence
from entrepot.indicators.exact_matches import Draw, Match, Passage, Pool, best_first, deep_deals
from entrepot.indicators.loose_finding import LooseSettings, loose_results, with_loose
from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE, adjusted
from entrepot.indicators.trade_lines import prepare_trade_lines
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="F5",
    slug="exact_quantity_pass_through",
    version=3,
    status="experimental",
    title="Exact quantity passed through",
    question="Which firms received a part and sent exactly the same number of it on to the destination?",
    description=(
        "Raised for a firm that receives a part number and within 90 days sends the same part number in the same quantity "
        "on to the destination, line by line or over a month, where the quantity is rare among lines of the same goods "
        "code (7 bits: at most one line in 128; a number of two significant digits can never reach it) and dealing parts "
        "and quantities anew to the same days and partners gives such a match in at most one of a hundred deals (tier A); or "
        "where at least five lines go out within 90 days of a line in of the same national code and a quantity within 2 %, "
        "more than when its goods out are dealt anew to its days (tier B). Values at 0.9 to 2.5 times those in (tier C) are "
        "told with their own chance and never raise alone."
    ),
    why=(
        "A merchant sells from stock in the quantities that customers ask for. The same odd number in and out suggests "
        "one order that only passed through."
    ),
    unit="bits",
    subject_kind="party",
    needs=("linked__declaration", "linked__controlled_line"),
    innocent_explanations=(
        "Trade in whole packing units: reels and trays come in fixed numbers, so equal quantities are common.",
        "A forwarder or an order agent passes every order on by nature of its business, lawful ones too.",
        "The same shipment was declared twice under two directions, and one of the parties was read wrongly.",
    ),
    references=(
        "iStories, OCCRP, Der Spiegel and Vlast, 19 May 2023: 2,598 chips to and from Da Group 22 in January 2023",
        "Iyoha, Malesky, Wen, Wu and Feng, Exports in disguise?, Harvard Business School Working Paper 24-072",
    ),
    not_applicable={
        "linked__declaration": "There are no customs declarations in this case, so nothing can be followed through a firm.",
        "linked__controlled_line": "No declaration line is of controlled goods, so there is nothing to follow.",
        "no_part_numbers": "No line of controlled goods has both a part number and a quantity.",
        "no_both_sides": "No firm appears both as a receiver of controlled goods and as their sender to the destination.",
    },
    related=("F2", "N5"),
)


class Settings(LooseSettings):
    """Settings of F5."""

    min_bits: float = Field(  # [P] above the 6.6 bits that two significant digits carry
        7.0, gt=0, description="How rare the quantity must be, in bits: -log2 of its share in the goods code"
    )
    # With 500 deals no p-value is small enough to survive the correction for many firms.
    deep_permutations: int = Field(20_000, ge=100, description="Deals made where the first ones leave p small")


PARAMS = Settings
_LINES = statement_beside(__file__)
_LOOSE = statement_beside(__file__, "loose")
_POOL = statement_beside(__file__, "pool")
_NAMES = statement_beside(__file__, "names")
_KNOWN = statement_beside(__file__, "known")
_LINES_MIN = 3  # fewer lines on a side cannot show more than chance in the looser tiers
_CLOSE = 0.5  # clear findings are written from half the bits on
_LEVELS = 2  # lines and months are both tried: the p-value is doubled for it (Bonferroni)
_MATCHES_SHOWN = 20
_PHRASE_WORDS = 3  # no part number has three words and no digit


@dataclass(frozen=True)
class _Found:
    """A firm's matches in one goods code, the most telling first, with what chance gives for the telling ones."""

    middle_id: str
    passage: Passage
    matches: list[Match]
    draw: Draw | None = None
    q_value: float | None = None
    test_count: int = 0  # firm and goods code together are one test

    def is_raised(self, params: Settings) -> bool:
        """Return whether the quantity is telling and chance is ruled out, over all firms tested."""
        if self.draw is None or self.q_value is None or self.matches[0].bits < params.min_bits:
            return False
        return self.draw.p_value <= params.max_p and self.q_value <= FALSE_DISCOVERY_RATE


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each firm with a telling match of tier A or B, and clear ones for less telling ones."""
    prepare_controlled_codes(context)
    prepare_trade_lines(context)
    if context.rows(_KNOWN)[0]["lines"] == 0:
        return Evaluation((not_applicable(META, "no_part_numbers", context.study),), 0)
    dates: dict[str, Value] = {"as_of_on": context.as_of_on, "destination_iso": context.study.destination_iso}
    rows = context.rows(_LINES, dates)
    loose = loose_results(context.rows(_LOOSE, {**dates, "lines_min": _LINES_MIN}), params)
    if not rows and not loose:
        return Evaluation((not_applicable(META, "no_both_sides", context.study),), 0)
    passages: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        passages[row["middle_id"], row["hs6"]].append(row)
    pools = _pools(context, sorted({hs6 for _, hs6 in passages}))
    could_match = {
        key: passage
        for key, lines in passages.items()
        if (passage := Passage(lines, pools[key[1]], params.window_days)).candidate_pairs() > 0
    }
    found = [_search(firm, passage) for (firm, _), passage in could_match.items()]
    shown = [f for f in found if f.matches and f.matches[0].bits >= _CLOSE * params.min_bits]
    exact = _findings(context, params, _tested(shown, params, len(could_match)))
    findings = with_loose(context, META, exact, loose, params)
    return Evaluation(findings, len({firm for firm, _ in (*could_match, *loose)}))


def _pools(context: Context, codes: list[str]) -> dict[str, Pool]:
    keys: dict[str, list[tuple[str, float]]] = defaultdict(list)
    lines: dict[str, list[int]] = defaultdict(list)
    for row in context.rows(_POOL, {"as_of_on": context.as_of_on, "codes": codes}):
        keys[row["hs6"]].append((row["part_number_key"], row["quantity"]))
        lines[row["hs6"]].append(int(row["lines"]))
    return {code: Pool(tuple(keys[code]), tuple(lines[code])) for code in codes}


def _search(middle_id: str, passage: Passage) -> _Found:
    return _Found(middle_id, passage, best_first(passage.matches("line"), passage.matches("month")))


def _tested(shown: list[_Found], params: Settings, test_count: int) -> list[_Found]:
    first = [f if f.matches[0].bits < params.min_bits else _drawn(f, params, params.permutations) for f in shown]
    is_promising = [f.draw is not None and f.draw.p_value <= params.max_p for f in first]
    deep = deep_deals(params.deep_permutations, sum(is_promising))
    drawn = [_drawn(f, params, deep) if again else f for f, again in zip(first, is_promising, strict=True)]
    p_values = [min(1.0, _LEVELS * f.draw.p_value) for f in drawn if f.draw is not None]
    q_values = iter(adjusted(p_values, subjects_tested=test_count))
    return [
        f
        if f.draw is None
        else replace(
            f,
            draw=replace(f.draw, p_value=min(1.0, _LEVELS * f.draw.p_value)),
            q_value=next(q_values),
            test_count=test_count,
        )
        for f in drawn
    ]


def _drawn(found: _Found, params: Settings, permutations: int) -> _Found:
    draw = found.passage.draw(found.matches[0].basis, params.min_bits, permutations=permutations, seed=params.seed)
    return replace(found, draw=draw)


def _findings(context: Context, params: Settings, tested: list[_Found]) -> tuple[Finding, ...]:
    # A firm that passes several goods codes is one subject: the code that tells most heads its finding.
    by_firm: dict[str, _Found] = {}
    for found in sorted(tested, key=lambda f: (not f.is_raised(params), -f.matches[0].bits)):
        by_firm.setdefault(found.middle_id, found)
    asked: dict[str, Value] = {"party_ids": sorted(by_firm)}
    names = {row["party_id"]: row["name"] for row in context.rows(_NAMES, asked)} if by_firm else {}
    return tuple(_finding(context, params, found, names.get(firm, firm)) for firm, found in by_firm.items())


def _finding(context: Context, params: Settings, found: _Found, name: str) -> Finding:
    best, rows = found.matches[0], found.passage.rows
    first, last = rows[best.inbound.slots[0]], rows[best.outbound.slots[-1]]
    telling = [m for m in found.matches if m.bits >= min(params.min_bits, best.bits)]
    part = first["part_number"] or first["part_number_key"]
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if found.is_raised(params) else Outcome.CLEAR,
        subject_id=found.middle_id,
        subject_name=name,
        subject_kind=META.subject_kind,
        reason=f"{best.inbound.quantity:,.10g} of {part} in from {first['other_name']}, "
        f"{best.outbound.quantity:,.10g} on to {last['other_name']} in {context.study.destination_iso}.",
        value=best.bits,
        unit=META.unit,
        threshold=params.min_bits,
        p_value=None if found.draw is None else found.draw.p_value,
        window=(first["declared_on"].isoformat(), last["declared_on"].isoformat()),
        evidence=line_evidence(rows[slot] for match in telling for slot in match.slots),
        caveats=_caveats(best, part),
        details={**_match_details(best, rows), **_test_details(found, telling)},
        related_ids=tuple(dict.fromkeys(rows[slot]["other_id"] for match in telling for slot in match.slots)),
    )


def _match_details(match: Match, rows: Sequence[Row]) -> dict[str, Any]:
    first, last = rows[match.inbound.slots[0]], rows[match.outbound.slots[-1]]
    return {
        "part_number": first["part_number"] or first["part_number_key"],
        "hs6": first["hs6"],
        "quantity_in": match.inbound.quantity,
        "quantity_out": match.outbound.quantity,
        "exporter_id": first["other_id"],
        "exporter_name": first["other_name"],
        "importer_id": last["other_id"],
        "importer_name": last["other_name"],
        "in_on": first["declared_on"].isoformat(),
        "out_on": last["declared_on"].isoformat(),
        "lag_days": (last["declared_on"] - first["declared_on"]).days,
        "basis": match.basis,
        "bits": round(match.bits, 4),
    }


def _test_details(found: _Found, telling: list[Match]) -> dict[str, Any]:
    return {
        "tier": "A",
        "match_count": len(telling),
        "matches": [_match_details(match, found.passage.rows) for match in telling[:_MATCHES_SHOWN]],
        "expected_by_chance": None if found.draw is None else found.draw.expected,
        "permutations": None if found.draw is None else found.draw.permutations,
        "candidate_pairs": found.passage.candidate_pairs(),
        "q_value": found.q_value,
        "tests_corrected_for": found.test_count or None,
        "test_counted": "a firm and a goods code with a possible match",
        "score": None if found.draw is None else round(1 - found.draw.p_value, 6),
    }


def _is_phrase(part: str) -> bool:
    """Return whether a part number's text is words that describe goods: three or more of them, none with a digit."""
    words = part.split()
    return len(words) >= _PHRASE_WORDS and not any(letter.isdigit() for letter in part)


def _caveats(best: Match, part: str) -> tuple[str, ...]:
    caveats = ["An equal number does not say that they are the same pieces."]
    if _is_phrase(part):
        caveats.append(f'The type is not named ("{part}"): that both sides are of one type is assumed.')
    if best.basis == "month":
        caveats.append("The match is of a month's totals, not of single lines.")
    return tuple(caveats)
