"""M9: listed goods to a third country take another way since the cut-off, and other goods do not."""

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from pydantic import Field

from entrepot.indicators.base import Context, Evaluation, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.controlled_codes import prepare_controlled_codes
from entrepot.indicators.declared_lines import line_evidence
from entrepot.indicators.firm_lines import with_lines
from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE, adjusted
from entrepot.indicators.share_shifts import Counted, net_rise_p
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="M9",
    slug="mode_or_border_shift",
    version=2,
    status="experimental",
    title="Another way or border",
    question="To which third countries do listed goods now go by other borders, through the destination or over land?",
    description=(
        "Raised for the declared lines of one customs from one country to a third country, where the share of listed goods "
        "that leave by offices of the Baltic states, Belarus or Russia, that pass through the destination, or that go by road "
        "or rail rose by a fifth or more of all lines, and as much beyond the same share of other goods (two proportions, "
        "adjusted over all ways asked)."
    ),
    why=(
        "Goods that are said to go through the destination need not come out of it. Goods that vanished on the way to "
        "Central Asia left disproportionately from the Baltic states."
    ),
    unit="share of lines",
    subject_kind="corridor",
    needs=("linked__declaration", "linked__controlled_line"),
    innocent_explanations=(
        "Geography: the road to Central Asia runs through Russia, and air routes over it were closed.",
        "One forwarder with a hub in a border country won the business of several exporters.",
        "Customs began to record the office of exit or the route, or records them for controlled goods alone.",
        "Heavier or larger goods of the same codes are now bought, which do not go by air.",
    ),
    references=(
        "Financial Times, May 2023, on goods that left the Baltic states and never arrived",
        "Agresti and Caffo, The American Statistician 54 (2000) 280-288",
    ),
    not_applicable={
        "linked__declaration": "There are no customs declarations in this case, so no office, mode or route is known.",
        "linked__controlled_line": "No declaration line is of goods on the study's list, so no way of theirs can shift.",
        "no_ways": "No declared line of listed goods goes to a third country.",
        "border_office": "The declarations name no customs office on these ways.",
        "through_destination": "The declarations name no route on these ways.",
        "over_land": "The declarations name no mode of transport on these ways.",
        "few_lines": "Ways with fewer lines of listed goods before or after the cut-off than are needed for a share.",
    },
    related=("F11", "F12", "M4"),
)


class Settings(Params):
    """Settings of M9."""

    border_isos: tuple[str, ...] = Field(  # methods 8.1 M9: Baltic, Belarus or Russia border offices
        ("BY", "EE", "LT", "LV", "RU"), description="Countries whose customs offices are watched"
    )
    land_modes: tuple[str, ...] = Field(  # UNECE Recommendation 19: 2 rail, 3 road
        ("2", "3", "20", "30", "rail", "road"), description="How declarations write transport by rail or road"
    )
    min_change: float = Field(  # [P] one line in five
        0.2, gt=0, le=1, description="Rise of the share, and beyond that of other goods, at least"
    )
    min_lines: int = Field(  # [P] below it a share moves by a tenth with two lines
        20, ge=5, description="Lines with the field filled, before and after, at least"
    )
    lines_shown: int = Field(10, ge=1, description="Declaration lines named as evidence, before and after")


PARAMS = Settings
_WAYS = statement_beside(__file__)
_PLACED, _GROUPS, _COUNTS = (statement_beside(__file__, part) for part in ("placed", "group", "count"))
_SHOWN, _FIELDS = statement_beside(__file__, "shown"), statement_beside(__file__, "field")
_FIRMS, _LINES = statement_beside(__file__, "firm"), statement_beside(__file__, "line")
_FEATURES = {
    "border_office": "leave by offices of {}",
    "through_destination": "pass through the destination",
    "over_land": "go by road or rail",
}
_CLOSE = 0.5  # clear findings are written from half the change on
_ONE_FIRM = "All lines that took this way are of one firm: they are one decision, and the p-value counts them apart."


@dataclass(frozen=True)
class _Shift:
    """One way and question: shares of listed goods, of others where there are enough lines, and the p-value."""

    row: Row
    listed: Counted
    others: Counted | None
    p_value: float
    q_value: float = 1.0

    @property
    def key(self) -> str:
        return _key(self.row)

    @property
    def net(self) -> float:
        """The rise of the share beyond that of other goods."""
        return round(self.listed.change - (0.0 if self.others is None else self.others.change), 9)

    def is_raised(self, params: Settings) -> bool:
        rise = min(self.net, self.listed.change)  # other goods that leave a way are no shift of listed ones
        return rise >= params.min_change and self.q_value <= FALSE_DISCOVERY_RATE


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each way that shifted, near misses, and which fields are not filled."""
    study = context.study
    prepare_controlled_codes(context)
    parameters: dict[str, Value] = {
        "coalition_set": study.coalition_set,
        "cutoff_on": study.cutoff_on,
        "from_on": study.baseline.from_on,
        "as_of_on": context.as_of_on,
        "destination_iso": study.destination_iso,
        "border_isos": list(params.border_isos),
        "land_modes": list(params.land_modes),
    }
    context.engine.define("m9__placed", _PLACED)
    context.engine.materialise("m9__group", _GROUPS, parameters)
    context.engine.materialise("m9__way", _WAYS, parameters)
    counts = context.rows(_COUNTS)
    if not counts:
        return Evaluation((not_applicable(META, "no_ways", study),), 0)
    every = [_shift(row, params) for row in counts]
    tested = [shift for shift in every if shift.listed.fewest >= params.min_lines]
    q_values = adjusted([shift.p_value for shift in tested])
    judged = [replace(shift, q_value=q_value) for shift, q_value in zip(tested, q_values, strict=True)]
    findings = _findings(context, params, [s for s in judged if s.net >= _CLOSE * params.min_change], parameters)
    filled = {row["feature"] for row in counts}
    ways = len({(row["reporting_iso"], row["from_iso"], row["to_iso"]) for row in counts})
    findings += [not_applicable(META, name, study, subjects=ways) for name in _FEATURES if name not in filled]
    if len(tested) < len(every):
        findings.append(not_applicable(META, "few_lines", study, subjects=len(every) - len(tested)))
    return Evaluation(tuple(findings), len(tested))


def _shift(row: Row, params: Settings) -> _Shift:
    listed, others = _counted(row, ""), _counted(row, "other_")
    compared = others if others.fewest >= params.min_lines else None
    return _Shift(row, listed, compared, net_rise_p(listed, compared))


def _counted(row: Row, prefix: str) -> Counted:
    names = ("before_hits", "before_lines", "after_hits", "after_lines")
    return Counted(*(int(row[f"{prefix}{name}"]) for name in names))


def _findings(context: Context, params: Settings, shown: list[_Shift], parameters: dict[str, Value]) -> list[Finding]:
    if not shown:
        return []
    wanted: dict[str, Value] = {"ways": sorted(shift.key for shift in shown), "lines_shown": params.lines_shown}
    context.engine.materialise("m9__shown", _SHOWN, parameters | wanted)
    behind = [_by_way(context.rows(statement, wanted)) for statement in (_FIELDS, _FIRMS)]
    behind.append(_by_way(with_lines(context, context.rows(_LINES, wanted))))
    return [_finding(context, params, shift, *(rows[shift.key] for rows in behind)) for shift in shown]


def _by_way(rows: list[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[_key(row)].append(row)
    return grouped


def _key(row: Row) -> str:
    return f"{row['feature']}>{row['reporting_iso']}>{row['from_iso']}>{row['to_iso']}"


def _finding(  # noqa: PLR0917 (the last three come together)
    context: Context, params: Settings, shift: _Shift, fields: list[Row], firms: list[Row], lines: list[Row]
) -> Finding:
    row, listed = shift.row, shift.listed
    words = _FEATURES[row["feature"]].format(", ".join(params.border_isos))
    beside = (
        "" if shift.others is None else f"; of other goods {shift.others.before:.0%}, then {shift.others.after:.0%}"
    )
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if shift.is_raised(params) else Outcome.CLEAR,
        subject_id=f"corridor:{row['from_iso']}:{row['to_iso']}:{row['feature']}:{row['reporting_iso']}",
        subject_name=f"{row['from_iso']} → {row['to_iso']}, {row['feature'].replace('_', ' ')}",
        subject_kind=META.subject_kind,
        reason=f"{listed.before:.0%} of {listed.before_lines} lines of listed goods {words} before the cut-off, "
        f"{listed.after:.0%} of {listed.after_lines} since{beside}.",
        value=shift.net,
        unit=META.unit,
        threshold=params.min_change,
        p_value=shift.p_value,
        window=(context.study.cutoff_on.isoformat(), max(line["declared_on"] for line in lines).isoformat()),
        evidence=line_evidence(lines),
        caveats=_caveats(shift, firms),
        details=_details(shift, fields, firms),
    )


def _details(shift: _Shift, fields: list[Row], firms: list[Row]) -> dict[str, Any]:
    others = shift.others
    return {
        "feature": shift.row["feature"],
        "declared_by": shift.row["reporting_iso"],
        "from_iso": shift.row["from_iso"],
        "partner_iso": shift.row["to_iso"],
        "share_before": round(shift.listed.before, 9),
        "share_after": round(shift.listed.after, 9),
        "other_goods_change": None if others is None else others.change,
        "firms_after": sum(int(row["firms_after"]) for row in firms),
        "q_value": shift.q_value,
        "fields": [
            {
                "stated": row["said"].strip(),
                "lines_before": int(row["before_lines"]),
                "lines_after": int(row["after_lines"]),
            }
            for row in fields[:10]
        ],
    }


def _caveats(shift: _Shift, firms: list[Row]) -> tuple[str, ...]:
    caveats = [
        "Lines of one firm are no independent decisions, so that the p-value is too small where few firms ship much."
    ]
    if [row["firms_after"] for row in firms] == [1]:
        caveats.append(_ONE_FIRM)
    if shift.others is None:
        caveats.append(
            "Too few lines of other goods on this way: what all trade did since the cut-off is not taken off."
        )
    return tuple(caveats)
