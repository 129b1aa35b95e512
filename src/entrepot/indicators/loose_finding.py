"""How the looser tiers of pass-through stand beside the exact one in a firm's finding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from pydantic import Field

from entrepot.indicators.base import Context, Finding, Meta, Outcome, Params
from entrepot.indicators.declared_lines import line_evidence
from entrepot.indicators.firm_lines import named_lines
from entrepot.indicators.loose_matches import Tier, near_lines, pass_through_shares, tiers_of
from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE, adjusted
from entrepot.store.engine import Row

_LINES_SHOWN = 40
Key = tuple[str, str]  # firm and goods code


class LooseSettings(Params):
    """The settings that the looser tiers share with the exact one."""

    window_days: int = Field(90, ge=0, description="Days from goods in to goods out, at most")  # methods 8.2 F5
    max_p: float = Field(0.01, gt=0, le=1, description="Largest p-value of the permutation test")  # methods 2.4
    permutations: int = Field(500, ge=100, description="Deals made for every firm with a match")  # methods 8.2 F5
    loose_matches_min: int = Field(  # [P] a few near matches happen in any busy firm
        5, ge=1, description="Lines out with a near match from which tier B raises"
    )
    deep_loose: int = Field(  # [P] as deep_permutations; many more deals are too slow for busy firms
        5_000, ge=100, description="Deals of tiers B and C where the first ones leave p small"
    )
    seed: int = Field(20220224, description="Seed of the deals: the same seed gives the same p-values")


@dataclass(frozen=True)
class Loose:
    """The looser tiers of one firm and goods code, with the share that passes through."""

    tiers: Mapping[str, Tier]
    q_values: Mapping[str, float]
    shares: Mapping[str, float | None]
    first_on: str
    last_on: str
    line_ids: tuple[str, ...]  # the lines that tier B matched, where they are enough to raise

    def is_raised(self, params: LooseSettings) -> bool:
        """Return whether tier B tells enough by itself; tier C never does."""
        tier = self.tiers["B"]
        is_rare = tier.p_value <= params.max_p and self.q_values["B"] <= FALSE_DISCOVERY_RATE
        return is_rare and tier.matches >= params.loose_matches_min

    def details(self) -> dict[str, Any]:
        """Return the tiers and shares as a finding's details."""
        told = {
            f"tier_{name.lower()}": {**tier.details(), "q_value": self.q_values[name]}
            for name, tier in self.tiers.items()
        }
        return {**told, "pass_through_share": dict(self.shares)}


def loose_results(rows: Sequence[Row], params: LooseSettings) -> dict[Key, Loose]:
    """Return the looser tiers by firm and goods code, each tier's chance adjusted over all of them.

    Args:
        rows: Lines in and out, ordered by firm, code, side and day.
        params: The indicator's settings.
    """
    found: dict[Key, tuple[dict[str, Tier], dict[str, float | None], str, str, tuple[str, ...]]] = {}
    for key, group in groupby(rows, key=lambda row: (str(row["middle_id"]), str(row["hs6"]))):
        lines = list(group)
        tiers = tiers_of(
            lines,
            params.window_days,
            permutations=params.permutations,
            deep=params.deep_loose,
            max_p=params.max_p,
            seed=params.seed,
        )
        days = [row["declared_on"] for row in lines]
        near = near_lines(lines, params.window_days) if tiers["B"].matches >= params.loose_matches_min else ()
        found[key] = (tiers, pass_through_shares(lines), min(days).isoformat(), max(days).isoformat(), near)
    q_values = {
        name: dict(zip(found, adjusted([tiers[name].p_value for tiers, *_ in found.values()]), strict=True))
        for name in ("B", "C")
    }
    return {
        key: Loose(tiers, {name: q[key] for name, q in q_values.items()}, shares, first, last, near)
        for key, (tiers, shares, first, last, near) in found.items()
    }


def with_loose(
    context: Context, meta: Meta, exact: Sequence[Finding], loose: Mapping[Key, Loose], params: LooseSettings
) -> tuple[Finding, ...]:
    """Return the findings of tier A with the looser tiers beside them, and those of firms that only tier B raises."""
    raised = {firm for firm, code in loose if loose[firm, code].is_raised(params)}
    kept = []
    for finding in exact:
        if finding.outcome is Outcome.RAISED or finding.subject_id not in raised:
            beside = loose.get((finding.subject_id, str(finding.details["hs6"])))
            told = {} if beside is None else beside.details()
            kept.append(replace(finding, details={**finding.details, **told}))
    alone = sorted(raised - {finding.subject_id for finding in kept})
    best = {firm: _most_telling(firm, loose, params) for firm in alone}
    lines = named_lines(context, [line for key in best.values() for line in loose[key].line_ids]) if alone else {}
    names = {
        row[f"{side}_party_id"]: row[f"{side}_name"] for row in lines.values() for side in ("importer", "exporter")
    }
    for firm, key in best.items():
        wanted = set(loose[key].line_ids)
        used = [row for line_id, row in lines.items() if line_id in wanted]
        kept.append(_finding(meta, key, loose[key], names.get(firm) or firm, used))
    return tuple(kept)


def _most_telling(firm: str, loose: Mapping[Key, Loose], params: LooseSettings) -> Key:
    own = [key for key in loose if key[0] == firm and loose[key].is_raised(params)]
    return min(own, key=lambda key: (loose[key].tiers["B"].p_value, -loose[key].tiers["B"].matches, key))


def _finding(meta: Meta, key: Key, loose: Loose, name: str, lines: Sequence[Row]) -> Finding:
    tier = loose.tiers["B"]
    return Finding(
        indicator=meta.id,
        version=meta.version,
        outcome=Outcome.RAISED,
        subject_id=key[0],
        subject_name=name,
        subject_kind=meta.subject_kind,
        reason=f"{tier.matches} of {tier.compared} lines of {key[1]} went on to the destination in nearly the quantity of a "
        f"line that came in shortly before; {tier.expected:.1f} would by chance.",
        unit=meta.unit,
        p_value=tier.p_value,
        window=(loose.first_on, loose.last_on),
        evidence=line_evidence(lines[:_LINES_SHOWN]),
        caveats=("The quantities are nearly equal, not equal, and no part number was compared.",),
        details={"tier": "B", "hs6": key[1], **loose.details(), "score": round(1 - tier.p_value, 6)},
        related_ids=tuple(
            sorted({row[f"{side}_party_id"] for row in lines for side in ("importer", "exporter")} - {key[0], None})
        ),
    )
