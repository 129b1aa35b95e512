"""F9: a firm pays, or is paid, far more for controlled goods than others do."""

import math
from collections import defaultdict

import pyarrow as pa
from pydantic import Field

from entrepot.indicators.base import Context, Evaluation, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.controlled_codes import prepare_controlled_codes
from entrepot.indicators.declared_lines import line_evidence
from entrepot.indicators.price_levels import Floors, PriceLevel, price_levels
from entrepot.store.engine import Row
from entrepot.store.sql import statement_beside

META = Meta(
    id="F9",
    slug="price_outlier",
    version=1,
    status="experimental",
    title="Prices above the market",
    question="Which firms pay, or are paid, far more for controlled goods than others do for the same parts?",
    description=(
        "Raised for a firm outside the coalition whose prices since the cut-off lie at least one and a half times above "
        "those of others for the same part numbers, in the same month and country, by at least three robust standard "
        "deviations, or that has at least three such lines where chance gives fewer. The importer is asked because it is "
        "the one that pays; the exporter is asked as well, since the mark-up is its income. Prices a power of ten off are "
        "set aside as slips of the unit."
    ),
    why=(
        "Who cannot buy openly pays for the detour. Overpaying against the market is on the UK list of signs for controlled "
        "goods that are on their way elsewhere."
    ),
    unit="times the usual price",
    subject_kind="party",
    needs=("linked__declaration", "linked__controlled_line"),
    innocent_explanations=(
        "Small lots and urgent deliveries cost more a piece than contracts of manufacturers.",
        "Screened, extended-range or already programmed parts are sold under the number of the plain part.",
        "Freight, insurance or duty is part of the declared value of one firm and not of another's.",
        "The price was declared for a reel or a kit and the number of pieces was left out.",
    ),
    references=(
        "UK National Economic Crime Centre, Red Alert: Exporting High Risk Goods, 6 December 2023, indicator 4",
        "FinCEN and BIS, Supplemental Alert FIN-2023-Alert004, 19 May 2023, overpaying against known market prices",
        "Iglewicz and Hoaglin, How to Detect and Handle Outliers, ASQC 1993 (median absolute deviation)",
        "Tukey, Exploratory Data Analysis, 1977 (the fence by quartiles, shown beside)",
    ),
    not_applicable={
        "linked__declaration": "There are no customs declarations in this case, so there are no prices.",
        "linked__controlled_line": "No line is of controlled goods, so there are no such prices to compare.",
        "no_prices": "No controlled line has both a value in US dollars and a quantity.",
        "few_prices": "No part or code is priced often enough, by enough firms, to say what it usually costs.",
    },
    related=("F5", "F13"),
)


class Settings(Params):
    """Settings of F9."""

    min_z: float = Field(
        3.0, gt=0, description="Robust standard deviations above the usual price, at least"
    )  # methods 8.2 F9
    min_ratio: float = Field(1.5, gt=1, description="Times the usual price, at least")  # methods 8.2 F9
    min_lines: int = Field(5, ge=1, description="Lines of a firm that can be compared, at least")  # [P]
    min_far_lines: int = Field(3, ge=1, description="Lines far out that raise alone, at least")  # [P] two may be slips
    min_value_usd: float = Field(  # the floor of methods 8.2 F2
        50_000, ge=0, description="Value of the compared lines, or of those far out, at least, USD"
    )
    max_p: float = Field(0.01, gt=0, le=1, description="Largest p-value of the lines far out")  # methods 2.4
    min_line_usd: float = Field(
        100, ge=0, description="Smaller lines are samples and are left out, USD"
    )  # [P] small lots
    min_reference_lines: int = Field(12, ge=3, description="Lines that make a part's usual price, at least")  # [P]
    min_reference_firms: int = Field(3, ge=2, description="Sellers that make a part's usual price, at least")  # [P]
    min_market_lines: int = Field(30, ge=3, description="Lines that make a month's price level, at least")  # [P]
    min_market_firms: int = Field(5, ge=2, description="Importers that make a month's price level, at least")  # [P]


PARAMS = Settings
_PRICES = statement_beside(__file__, "price")
_FIRMS = statement_beside(__file__)
_LINES = statement_beside(__file__, "line")
_KNOWN = statement_beside(__file__, "known")
_CLOSE = 0.5  # clear findings are written from half the excess on
_SLIP_TOLERANCE = 0.1  # [P] in powers of ten: a factor of 1.26 either way
_MIN_SPREAD = 0.1  # [P] a part that all buy at one list price still varies by a tenth with freight and day
_LINES_SHOWN = 20
_CODE_SCORE_MAX = 0.5  # methods 8.2 F9: goods of one code differ, so its prices say less
_SHOWN = pa.schema([(name, pa.string()) for name in ("party_id", "side", "basis")])


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each firm with prices far above others', and clear ones for firms that come close."""
    study = context.study
    prepare_controlled_codes(context)
    settings = {
        **params.model_dump(),
        "cutoff_on": study.cutoff_on,
        "as_of_on": context.as_of_on,
        "coalition_set": study.coalition_set,
        "destination_iso": study.destination_iso,
        "slip_tolerance": _SLIP_TOLERANCE,
        "min_spread": _MIN_SPREAD,
        "min_log_ratio": math.log(params.min_ratio),
    }
    if context.rows(_KNOWN, settings)[0]["lines"] == 0:
        return Evaluation((not_applicable(META, "no_prices", study),), 0)
    if context.engine.materialise("f9__price", _PRICES, settings) == 0:
        return Evaluation((not_applicable(META, "few_prices", study),), 0)
    floors = Floors(params.min_z, params.min_ratio, params.min_value_usd, params.min_far_lines, params.max_p)
    rows = context.rows(_FIRMS, settings)
    shown = _heads(
        [lv for lv in price_levels(_by_parts_first(rows)) if lv.raised_by(floors) or _is_close(lv, params)], floors
    )
    findings = _findings(context, params, shown, floors)
    return Evaluation(tuple(findings), len({row["party_id"] for row in rows}))


def _by_parts_first(rows: list[Row]) -> list[Row]:
    """Return the rows without those by code of firms that can be judged by part numbers."""
    by_parts = {(row["party_id"], row["side"]) for row in rows if row["basis"] == "part"}
    return [row for row in rows if row["basis"] == "part" or (row["party_id"], row["side"]) not in by_parts]


def _is_close(level: PriceLevel, params: Settings) -> bool:
    is_dear = level.ratio >= 1 + _CLOSE * (params.min_ratio - 1) and level.z >= params.min_z
    return is_dear and level.row["value_usd"] >= _CLOSE * params.min_value_usd


def _heads(levels: list[PriceLevel], floors: Floors) -> list[PriceLevel]:
    # A firm asked on both sides is one subject: the side that tells more heads its finding.
    heads: dict[str, PriceLevel] = {}
    for level in sorted(levels, key=lambda lv: (not lv.raised_by(floors), lv.p_value, lv.row["side"])):
        heads.setdefault(level.row["party_id"], level)
    return list(heads.values())


def _findings(context: Context, params: Settings, levels: list[PriceLevel], floors: Floors) -> list[Finding]:
    if not levels:
        return []
    picked = [{name: level.row[name] for name in _SHOWN.names} for level in levels]
    context.engine.register("f9__shown", pa.Table.from_pylist(picked, schema=_SHOWN))
    lines: dict[str, list[Row]] = defaultdict(list)
    for row in context.rows(_LINES, {"lines_shown": _LINES_SHOWN, "destination_iso": context.study.destination_iso}):
        lines[row["party_id"]].append(row)
    return [_finding(params, level, lines[level.row["party_id"]], floors) for level in levels]


def _finding(params: Settings, level: PriceLevel, lines: list[Row], floors: Floors) -> Finding:
    row, raised_by = level.row, level.raised_by(floors)
    days = sorted(line["declared_on"] for line in lines)
    verb = "pays" if row["side"] == "importer" else "is paid"
    score = 1 - level.p_value
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if raised_by else Outcome.CLEAR,
        subject_id=row["party_id"],
        subject_name=row["name"],
        subject_kind=META.subject_kind,
        reason=f"As {row['side']} it {verb} {level.ratio:.2f} times the usual price over {row['line_count']} lines; "
        f"{row['far_count']} of them lie far out.",
        value=round(level.ratio, 4),
        unit=META.unit,
        threshold=params.min_ratio,
        p_value=level.p_value,
        window=(days[0].isoformat(), days[-1].isoformat()),
        evidence=line_evidence(lines),
        caveats=_caveats(row),
        details={
            "side": row["side"],
            "basis": row["basis"],
            "raised_by": list(raised_by),
            "z": round(level.z, 4),
            "line_count": int(row["line_count"]),
            "value_usd": round(float(row["value_usd"]), 2),
            "lines_far_out": int(row["far_count"]),
            "value_far_out_usd": round(float(row["far_value_usd"]), 2),
            "unit_slips_set_aside": int(row["slip_count"]),
            "reference_lines_least": int(row["reference_least"]),
            "is_beyond_quartile_fence": level.is_beyond_quartiles,
            "q_value": level.q_value,
            "score": round(score if row["basis"] == "part" else min(score, _CODE_SCORE_MAX), 6),
            **({} if row["basis"] == "part" else {"score_max": _CODE_SCORE_MAX}),
        },
        related_ids=tuple(sorted({line["other_id"] for line in lines if line["other_id"] is not None})),
    )


def _caveats(row: Row) -> tuple[str, ...]:
    caveats = []
    if row["basis"] == "code":
        caveats.append("No part numbers: prices are compared within a goods code, where kinds and qualities differ.")
    if row["slip_count"]:
        caveats.append(f"{row['slip_count']} lines are a power of ten off and were set aside as slips of a unit.")
    if row["country_iso"] is None:
        caveats.append("The firm's country is not known, so it may lie inside the coalition.")
    return tuple(caveats)
