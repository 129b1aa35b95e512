"""F11: controlled goods take a way that others' goods do not take."""

from collections import defaultdict
from dataclasses import dataclass, replace

import pyarrow as pa
from pydantic import Field
from scipy.stats import poisson

from entrepot.indicators.base import Context, Evaluation, Evidence, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.controlled_codes import prepare_controlled_codes
from entrepot.indicators.declared_lines import line_summary
from entrepot.indicators.firm_lines import LINES_SHOWN, show_parties
from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE, adjusted
from entrepot.indicators.routes import countries_of, ways
from entrepot.indicators.trade_lines import prepare_trade_lines
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="F11",
    slug="abnormal_route",
    version=2,
    status="experimental",
    title="Abnormal routes",
    question="Which firms' controlled goods take detours, or pass the destination's territory, as others' goods do not?",
    description=(
        "Raised for an importer outside the coalition of whose controlled lines since the cut-off at least three, worth "
        "USD 50,000, and at least a quarter went a way longer than that of all but one in a hundred lines of others between the "
        "same two countries, or passed the destination (or Belarus, for Russia) on their declared way to a third country, "
        "where the ways of others give fewer."
    ),
    why=(
        "Detours cost money and time. Goods that pass the destination's territory on paper may stay there. BIS and FinCEN "
        "name routes that make no economic sense as a red flag."
    ),
    unit="lines on abnormal routes",
    subject_kind="party",
    needs=("linked__declaration", "linked__controlled_line"),
    innocent_explanations=(
        "Carriers gather goods at large hubs (Dubai, Istanbul, Hong Kong): the detour is cheaper than the straight way.",
        "The road to Central Asia has always led through Russia, and for some goods and seasons it is the only one.",
        "A regional warehouse sends on what it has in stock, wherever it was made.",
        "Closed airspace and ports moved whole trades to other ways after February 2022.",
    ),
    references=(
        "BIS, Supplement No. 3 to 15 CFR Part 732, flag 10: an abnormal shipping route for the product and destination",
        "European Commission, Guidance for EU operators on enhanced due diligence, 7 September 2023: abnormal routes",
        "FinCEN and BIS, FIN-2023-NTC2, 6 November 2023",
    ),
    not_applicable={
        "linked__declaration": "There are no customs declarations in this case, so no goods' way is known.",
        "linked__controlled_line": "No line is of controlled goods, so there is no way of such goods to look at.",
        "no_routes": "No line since the cut-off gives a country of dispatch or a route besides origin and destination.",
        "few_others": "Too few lines of others go to the same countries to say which way is usual.",
    },
    related=("F10", "F12"),
)


class Settings(Params):
    """Settings of F11."""

    tail: float = Field(  # methods 8.2 F11: beyond the 99th percentile
        0.01, gt=0, lt=0.5, description="Share of others' lines on as long a way, at most"
    )
    beside: tuple[str, ...] = (
        Field(  # methods 8.2 F11: passes RU or BY; one customs union without a border between them
            ("BY",),
            description="Countries that goods for a third country should not pass either, beside the destination",
        )
    )
    min_lines: int = Field(3, ge=1, description="Lines on such ways, at least")  # [P] two may be one journey
    min_share: float = Field(  # [P] a quarter: others of its goods go the usual way, and many lines state no way at all
        0.25, gt=0, le=1, description="Share of the firm's controlled lines, at least"
    )
    min_value_usd: float = Field(
        50_000, ge=0, description="Value of these lines, at least, USD"
    )  # floor of methods 8.2 F2
    min_reference_lines: int = Field(  # fewer than 99 lines have no 99th percentile
        99, ge=10, description="Lines of others between the same countries, at least"
    )
    max_p: float = Field(0.01, gt=0, le=1, description="Largest chance of so many such lines")  # methods 2.4


PARAMS = Settings
_LEGS = statement_beside(__file__, "leg")
_WAYS = statement_beside(__file__, "way")
_JUDGED = statement_beside(__file__, "judged")
_FIRMS = statement_beside(__file__)
_LINES = statement_beside(__file__, "line")
_CLOSE = 0.5  # clear findings are written from half the floors on
_TEXT, _LONGER = pa.string(), 2  # origin and destination alone say nothing of the way
_WAY = pa.schema(
    [(name, _TEXT) for name in ("origin_iso", "dispatch_iso", "destination_iso", "route_iso", "hs2")]
    + [("detour", pa.float64()), ("is_through", pa.bool_()), ("group_key", _TEXT)]
)


@dataclass(frozen=True)
class _Gone:
    """A firm's controlled lines: how many went an odd way, and the chance of so many."""

    row: Row
    p_value: float
    q_value: float = 1.0

    def is_raised(self, params: Settings) -> bool:
        """Return whether enough lines went odd ways, and chance is ruled out over all firms tested."""
        return self.is_full(params, 1.0) and self.p_value <= params.max_p and self.q_value <= FALSE_DISCOVERY_RATE

    def is_full(self, params: Settings, part: float) -> bool:
        """Return whether lines, share and value reach this part of their floors."""
        odd, value = self.row["odd_count"], round(float(self.row["odd_value_usd"]), 2)
        is_often = odd >= part * params.min_lines and odd >= part * params.min_share * self.row["line_count"]
        return bool(is_often and value >= part * params.min_value_usd)


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each importer whose goods go ways of their own, and clear ones from half the floors on."""
    study = context.study
    prepare_controlled_codes(context)
    prepare_trade_lines(context)
    settings: dict[str, Value] = {
        "cutoff_on": study.cutoff_on,
        "as_of_on": context.as_of_on,
        "coalition_set": study.coalition_set,
        "tail": params.tail,
        "min_reference_lines": params.min_reference_lines,
        "lines_shown": LINES_SHOWN,
    }
    context.engine.materialise("f11__leg", _LEGS, settings)
    rows = context.rows(_WAYS)
    if not any(len(countries_of(row)) > _LONGER for row in rows):
        return Evaluation((not_applicable(META, "no_routes", study),), 0)
    made = [
        way.record()
        for way in ways(rows, (study.destination_iso, *params.beside), least_lines=2 * params.min_reference_lines)
    ]
    context.engine.register("f11__way", pa.Table.from_pylist(made, schema=_WAY))
    context.engine.materialise("f11__judged", _JUDGED, settings)
    asked = _tested(context.rows(_FIRMS, settings))
    if not asked:
        return Evaluation((not_applicable(META, "few_others", study),), 0)
    shown = [gone for gone in asked if gone.is_raised(params) or gone.is_full(params, _CLOSE)]
    return Evaluation(tuple(_findings(context, params, shown, settings)), len(asked))


def _tested(rows: list[Row]) -> list[_Gone]:
    # Poisson stands for a sum of different chances: its spread is the larger one, so that p is rather too large.
    asked = [_Gone(row, round(float(poisson.sf(row["odd_count"] - 1, row["expected_count"])), 12)) for row in rows]
    q_values = adjusted([gone.p_value for gone in asked])
    return [replace(gone, q_value=q_value) for gone, q_value in zip(asked, q_values, strict=True)]


def _findings(context: Context, params: Settings, shown: list[_Gone], settings: dict[str, Value]) -> list[Finding]:
    if not shown:
        return []
    show_parties(context, (gone.row["party_id"] for gone in shown))
    lines: dict[str, list[Row]] = defaultdict(list)
    for row in context.rows(_LINES, settings):
        lines[row["party_id"]].append(row)
    return [_finding(params, gone, lines[gone.row["party_id"]]) for gone in shown]


def _finding(params: Settings, gone: _Gone, lines: list[Row]) -> Finding:
    row = gone.row
    days = sorted(line["declared_on"] for line in lines)
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if gone.is_raised(params) else Outcome.CLEAR,
        subject_id=row["party_id"],
        subject_name=row["name"],
        subject_kind=META.subject_kind,
        reason=f"{row['odd_count']} of {row['line_count']} controlled lines went an unusual way, such as "
        f"{' > '.join(countries_of(lines[0]))}; the ways of others give {row['expected_count']:.1f}.",
        value=float(row["odd_count"]),
        unit=META.unit,
        threshold=float(params.min_lines),
        p_value=gone.p_value,
        window=(days[0].isoformat(), days[-1].isoformat()),
        evidence=tuple(map(_line_evidence, lines)),
        caveats=("The firm's country is not known, so it may lie inside the coalition.",)
        if row["country_iso"] is None
        else (),
        details={
            "line_count": int(row["line_count"]),
            "longer_ways": int(row["long_count"]),
            "ways_through_destination": int(row["through_count"]),
            "longest_detour": row["longest_detour"],
            "value_usd": round(float(row["odd_value_usd"]), 2),
            "expected_by_chance": round(float(row["expected_count"]), 6),
            "routes": sorted({" > ".join(countries_of(line)) for line in lines}),
            "q_value": gone.q_value,
            "score": round(1 - gone.p_value, 6),
        },
        related_ids=tuple(sorted({line["exporter_party_id"] for line in lines if line["exporter_party_id"]})),
    )


def _line_evidence(line: Row) -> Evidence:
    words = f"{line_summary(line)}, by {' > '.join(countries_of(line))} ({line['detour']:.2f} times the straight way)"
    return Evidence(line["snapshot_id"], line["locator"], words, line["provenance"], line["publication"])
