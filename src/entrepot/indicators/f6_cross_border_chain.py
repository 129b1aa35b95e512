"""F6: goods go from the coalition through one or two firms to the destination in exactly the same number."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from pydantic import Field

from entrepot.indicators.base import Context, Evaluation, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.declared_lines import line_evidence
from entrepot.indicators.exact_matches import Draw, Pool, deep_deals
from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE, adjusted
from entrepot.indicators.party_names import party_names
from entrepot.indicators.passing_chains import (
    Chain,
    Hop,
    Middle,
    chain_details,
    chains_of,
    hops_of,
    links_within,
    middles_of,
    parties_of,
    with_draws,
)
from entrepot.indicators.receipts import prepare_receipts
from entrepot.records.base import TEXT
from entrepot.store.engine import Row
from entrepot.store.sql import statement_beside

META = Meta(
    id="F6",
    slug="cross_border_chain",
    version=1,
    status="experimental",
    title="Chain across borders",
    question="Through which firms did a part go from the coalition to the destination, in the same number at every border?",
    description=(
        "Raised for a firm in a chain of at most three deliveries within 180 days: an exporter of the coalition sells a part "
        "number to a firm outside it, which sends the same number of it on, to the destination or to one more firm that "
        "does. The quantity must be rare among lines of its code (7 bits), and chance must be ruled out at every firm "
        "passed through together (p at most 0.01). All candidate chains are counted."
    ),
    why=(
        "Each delivery looks like ordinary trade to those who see only one border. The same odd number at every border in a "
        "row suggests that one order went all the way."
    ),
    unit="score",
    subject_kind="party",
    needs=("linked__declaration", "linked__controlled_line"),
    innocent_explanations=(
        "Chains are combined from lines, and where there are many lines some combine by chance.",
        "Trade in whole packing units: reels and trays come in fixed numbers at every stage.",
        "The same shipment was declared at two borders under different parties.",
    ),
    references=(
        "iStories, OCCRP, Der Spiegel and Vlast, 19 May 2023: Elix-St, Da Group 22 and Stek, 2,598 chips",
        "Reuters and RUSI on Smart Trading and Elmec Trade, deliveries through third countries",
    ),
    not_applicable={
        "linked__declaration": "There are no customs declarations in this case, so no chain of deliveries can be seen.",
        "linked__controlled_line": "No declaration line is of goods on the study's list, so no chain of them can be followed.",
        "no_legs": "No lines of listed goods with part numbers and quantities cross from the coalition or to the destination.",
        "no_middle": "No firm both receives a listed part from the coalition's side and sends it on.",
    },
    related=("F5", "F15"),
)


class Settings(Params):
    """Settings of F6."""

    max_lag_days: int = Field(
        180, ge=0, description="Days from the first delivery to the last, at most"
    )  # methods 8.2 F6
    max_legs: int = Field(3, ge=2, le=3, description="Deliveries in a row, at most")  # methods 8.2 F6
    min_bits: float = Field(7.0, gt=0, description="How rare the quantity must be at every firm, in bits")  # as F5
    max_p: float = Field(0.01, gt=0, le=1, description="Largest chance that any hop is there by chance")  # as F5
    permutations: int = Field(500, ge=100, description="Deals made for every firm in a chain")  # methods 8.2 F5
    deep_permutations: int = Field(  # [P] p can then be small enough for 500 firms tested (q = 0.1)
        5_000, ge=100, description="Deals made where the first ones leave p small"
    )
    seed: int = Field(20220224, description="Seed of the deals: the same seed gives the same p-values")
    chains_shown: int = Field(5, ge=1, description="Chains written out for a firm, the surest first")


PARAMS = Settings
_LEGS = statement_beside(__file__, "leg")
_TESTED = statement_beside(__file__, "tested")
_CHAINS = statement_beside(__file__)
_LINES = statement_beside(__file__, "line")
_POOL = statement_beside(__file__, "pool")
_LINKS = statement_beside(__file__, "link")
_TWO_DIGITS_BITS = 6.65  # 2 digits hold 6.644 bits (exact_matches.significant_digits)
_FEW_LEGS = 100_000  # up to so many, round quantities are joined too, which can only give clear findings
_CLOSE = 0.5  # clear findings are written from half the bits on


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each firm that a telling chain passes through, clear where it is less telling or may be chance."""
    prepare_receipts(context)
    study = context.study
    places = {"coalition_set": study.coalition_set, "destination_iso": study.destination_iso}
    context.engine.materialise("f6__leg", _LEGS, {**places, "cutoff_on": study.cutoff_on, "as_of_on": context.as_of_on})
    counts = context.rows(_TESTED)
    if not counts or counts[0]["legs"] == 0:
        return Evaluation((not_applicable(META, "no_legs", study),), 0)
    if counts[0]["tests"] == 0:
        return Evaluation((not_applicable(META, "no_middle", study),), 0)
    candidates = context.rows(
        _CHAINS,
        {
            "max_lag_days": params.max_lag_days,
            "is_three_legged": params.max_legs > 2,
            "is_round_told": params.min_bits <= _TWO_DIGITS_BITS or counts[0]["legs"] <= _FEW_LEGS,
        },
    )
    chains = _drawn(_matched(context, params, candidates), params)
    findings = _findings(context, params, chains, candidates, int(counts[0]["tests"]))
    return Evaluation(tuple(findings), int(counts[0]["firms"]))


def _matched(context: Context, params: Settings, candidates: Sequence[Row]) -> list[Chain]:
    asked = sorted({middle for row in candidates for middle in middles_of(row)})
    schema = pa.schema([("party_id", TEXT), ("hs6", TEXT)])
    rows = [{"party_id": party, "hs6": hs6} for party, hs6 in asked]
    context.engine.register("f6__asked", pa.Table.from_pylist(rows, schema=schema))
    if not asked:
        return []
    keys: dict[str, list[tuple[str, float]]] = defaultdict(list)
    lines: dict[str, list[int]] = defaultdict(list)
    codes = sorted({hs6 for _, hs6 in asked})
    for row in context.rows(_POOL, {"as_of_on": context.as_of_on, "codes": codes}):
        keys[row["hs6"]].append((row["part_number_key"], row["quantity"]))
        lines[row["hs6"]].append(int(row["lines"]))
    pools = {code: Pool(tuple(keys[code]), tuple(lines[code])) for code in codes}
    hops = hops_of(context.rows(_LINES), pools, params.max_lag_days)
    return chains_of(candidates, hops, _CLOSE * params.min_bits)


def _drawn(chains: Sequence[Chain], params: Settings) -> list[Chain]:
    telling = [chain for chain in chains if chain.bits >= params.min_bits]
    hops: dict[Middle, Hop] = {}
    for chain in telling:
        hops |= dict(zip(middles_of(chain.row), chain.hops, strict=True))
    draws = {middle: _draw(hop, params, params.permutations) for middle, hop in hops.items()}
    promising = [middle for middle, draw in draws.items() if draw.p_value <= params.max_p]
    deep = deep_deals(params.deep_permutations, len(promising))
    draws |= {middle: _draw(hops[middle], params, deep) for middle in promising}
    return with_draws(telling, draws) + [chain for chain in chains if chain.bits < params.min_bits]


def _draw(hop: Hop, params: Settings, permutations: int) -> Draw:
    return hop.passage.draw("line", params.min_bits, permutations=permutations, seed=params.seed)


def _findings(
    context: Context, params: Settings, chains: Sequence[Chain], candidates: Sequence[Row], tests: int
) -> list[Finding]:
    counts = Counter(party for row in candidates for party, _ in middles_of(row))
    by_firm: dict[str, list[Chain]] = defaultdict(list)
    for chain in sorted(chains, key=lambda c: (-(c.score or 0.0), -c.bits, c.lag_days, c.places)):
        for party, _ in middles_of(chain.row):
            by_firm[party].append(chain)
    firms = sorted(by_firm)
    p_values = {firm: 1 - score for firm in firms if (score := by_firm[firm][0].score) is not None}
    q_values = dict(zip(p_values, adjusted(list(p_values.values()), subjects_tested=tests), strict=True))
    parties = {party for chain in chains for party in parties_of(chain.row)}
    names = party_names(context, parties)
    links = _links(context, [by_firm[firm][0] for firm in firms])
    return [
        _finding(
            params,
            firm,
            by_firm[firm],
            names,
            {
                "q_value": q_values.get(firm),
                "tests_corrected_for": tests,
                "candidate_chains": counts[firm],
                "links": links_within(by_firm[firm][0], links, names),
            },
        )
        for firm in firms
    ]


def _links(context: Context, chains: Sequence[Chain]) -> dict[tuple[str, str], list[Row]]:
    """Return the links between any two parties of a chain; they are shown and never counted."""
    pairs = sorted({(a, b) for chain in chains for a in parties_of(chain.row) for b in parties_of(chain.row) if a < b})
    schema = pa.schema([("party_a_id", TEXT), ("party_b_id", TEXT)])
    rows = [{"party_a_id": a, "party_b_id": b} for a, b in pairs]
    context.engine.register("f6__pair", pa.Table.from_pylist(rows, schema=schema))
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in context.rows(_LINKS) if rows else []:
        found[row["party_a_id"], row["party_b_id"]].append(row)
    return found


def _finding(
    params: Settings, firm: str, chains: Sequence[Chain], names: Mapping[str, str], more: Mapping[str, Any]
) -> Finding:
    best, score = chains[0], chains[0].score
    p_value = None if score is None else 1 - score
    is_raised = p_value is not None and p_value <= params.max_p and more["q_value"] <= FALSE_DISCOVERY_RATE
    row = best.row
    way = " to ".join(names[party] for party in parties_of(row))
    part = best.lines[0]["part_number"] or row["part_number_key"]  # as reported, not its key
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if is_raised else Outcome.CLEAR,
        subject_id=firm,
        subject_name=names[firm],
        subject_kind=META.subject_kind,
        reason=(
            f"{row['quantity']:,.10g} of {part} from {way} within "
            f"{best.lag_days} days; one of {more['candidate_chains']} candidate chains through {names[firm]}."
        ),
        value=None if score is None else round(score, 6),
        unit=META.unit,
        threshold=1 - params.max_p,
        p_value=p_value,
        window=(row["start_on"].isoformat(), row["end_on"].isoformat()),
        evidence=line_evidence(best.lines),
        caveats=("An equal number at every border does not say that they are the same pieces.",),
        details={
            "score": None if score is None else round(score, 6),
            **more,
            "chains_found": len(chains),
            "chains": [chain_details(chain, names) for chain in chains[: params.chains_shown]],
        },
        related_ids=tuple(party for party in parties_of(row) if party != firm),
    )
