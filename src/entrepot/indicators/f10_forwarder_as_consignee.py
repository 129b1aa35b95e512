"""F10: a freight forwarder or customs broker is named as the one who receives controlled goods."""

from collections import defaultdict
from dataclasses import dataclass, replace

import pyarrow as pa
from pydantic import Field
from scipy.stats import binom

from entrepot.indicators.base import Context, Evaluation, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.controlled_codes import prepare_controlled_codes
from entrepot.indicators.declared_lines import line_evidence
from entrepot.indicators.firm_lines import LINES_SHOWN, show_parties
from entrepot.indicators.forwarders import Forwarder, consignee_names, forwarders
from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE, adjusted
from entrepot.indicators.trade_lines import prepare_trade_lines
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="F10",
    slug="forwarder_as_consignee",
    version=1,
    status="experimental",
    title="Forwarder named as receiver",
    question="Which freight forwarders or customs brokers are named as the importer or consignee of controlled goods?",
    description=(
        "Raised for a firm outside the coalition that is registered as a forwarder, sits at a forwarder's address or "
        "declares goods for others, and since the cut-off is itself importer or consignee of at least three lines of "
        "controlled goods worth USD 100,000, more of them than a carrier of all goods of its country would have, without "
        "such imports of its own before the cut-off. Global carriers are never raised."
    ),
    why=(
        "A forwarder does not use what it carries. Where it is named as the receiver, the true receiver is not: BIS lists a "
        "freight forwarder as final destination as a red flag."
    ),
    unit="USD",
    subject_kind="party",
    needs=("linked__declaration", "linked__controlled_line"),
    innocent_explanations=(
        "Goods consigned `care of` a forwarder that stores them for a customer known to the sender.",
        "A forwarder clears small parcels of online shops in its own name by law or habit.",
        "A logistics group also runs a trading or repair business under the same name.",
        "The firm rents a room from a forwarder and has nothing else to do with it.",
    ),
    references=(
        "BIS, Supplement No. 3 to 15 CFR Part 732, flag 9: a freight forwarding firm is the product's final destination",
        "FinCEN and BIS, FIN-2022-Alert003, 28 June 2022: controlled items to a forwarder in a transshipment country",
        "resources/logistics/global_carriers.toml, global carriers that are never raised",
    ),
    not_applicable={
        "linked__declaration": "There are no customs declarations in this case, so nobody receives anything in it.",
        "linked__controlled_line": "No line is of controlled goods, so no forwarder can be named as their receiver.",
        "no_forwarders": "No source says who is a forwarder, and no importer declares goods for others.",
    },
    related=("F11", "N3"),
)


class Settings(Params):
    """Settings of F10."""

    min_lines: int = Field(
        3, ge=1, description="Controlled lines that name the firm as receiver, at least"
    )  # [P] not a parcel
    min_value_usd: float = Field(  # [P] twice the floor of methods 8.2 F2: parcels of online shops stay below
        100_000, ge=0, description="Value of these lines, at least, USD"
    )
    max_own_before: int = Field(  # [P] one line may be a mistake
        1, ge=0, description="Controlled lines of its own before the cut-off, at most: more is a demand of its own"
    )
    sharing_max: int = Field(3, ge=2, description="Firms at one address, at most, for it to say something")  # [P]
    min_served: int = Field(  # [P] fewer may be one firm under several spellings
        5, ge=1, description="Other importers a broker declares for, at least"
    )


PARAMS = Settings
_RECEIVED = statement_beside(__file__)
_BASE = statement_beside(__file__, "base")
_LINES = statement_beside(__file__, "line")
_COALITION = statement_beside(__file__, "coalition")
_CLOSE = 0.5  # clear findings are written from half the floor on
_MEMBER = pa.schema([pa.field("party_id", pa.string(), nullable=False)])
_NAME = pa.schema([pa.field(name, pa.string(), nullable=False) for name in ("consignee_name", "party_id")])


@dataclass(frozen=True)
class _Received:
    """A forwarder, the lines it receives, and the chance of so many controlled ones among them."""

    firm: Forwarder
    row: Row
    base_share: float
    p_value: float
    q_value: float = 1.0

    @property
    def has_own_demand(self) -> bool:
        """Return whether the firm imported such goods for itself before the cut-off."""
        return bool(self.row["own_before_count"] > self.row["max_own_before"])

    def is_raised(self, params: Settings) -> bool:
        """Return whether it receives enough, more than chance gives, and neither for itself nor as a global carrier."""
        is_enough = self.row["controlled_count"] >= params.min_lines and self.row["value_usd"] >= params.min_value_usd
        return (
            is_enough and not self.firm.is_global and not self.has_own_demand and self.q_value <= FALSE_DISCOVERY_RATE
        )


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each forwarder that receives controlled goods, clear where one of the conditions fails."""
    study = context.study
    prepare_controlled_codes(context)
    prepare_trade_lines(context)
    settings: dict[str, Value] = {
        "as_of_on": context.as_of_on,
        "cutoff_on": study.cutoff_on,
        "coalition_set": study.coalition_set,
        "sharing_max": params.sharing_max,
        "min_served": params.min_served,
        "lines_shown": LINES_SHOWN,
    }
    firms = forwarders(context, settings)
    if not firms:
        return Evaluation((not_applicable(META, "no_forwarders", study),), 0)
    coalition = {row["country_iso"] for row in context.rows(_COALITION, settings)}
    asked = _tested(context, params, {k: f for k, f in firms.items() if f.country_iso not in coalition}, settings)
    shown = [r for r in asked if r.is_raised(params) or _is_close(r, params)]
    return Evaluation(tuple(_findings(context, params, shown, settings)), len(asked))


def _tested(
    context: Context, params: Settings, firms: dict[str, Forwarder], settings: dict[str, Value]
) -> list[_Received]:
    members = [{"party_id": party_id} for party_id in sorted(firms)]
    names = [dict(zip(_NAME.names, pair, strict=True)) for pair in consignee_names(context, firms, settings)]
    context.engine.register("f10__member", pa.Table.from_pylist(members, schema=_MEMBER))
    context.engine.register("f10__consignee", pa.Table.from_pylist(names, schema=_NAME))
    base = {row["country_iso"]: row for row in context.rows(_BASE, settings)}
    made = []
    for row in context.rows(_RECEIVED, settings):
        if row["line_count"] > 0:
            firm = firms[row["party_id"]]
            share = _base_share(base, firm.country_iso or "", row)
            p_value = float(binom.sf(row["controlled_count"] - 1, row["line_count"], share))
            made.append(_Received(firm, {**row, "max_own_before": params.max_own_before}, share, p_value))
    q_values = adjusted([r.p_value for r in made])
    return [replace(r, q_value=q) for r, q in zip(made, q_values, strict=True)]


def _base_share(base: dict[str, Row], country_iso: str, row: Row) -> float:
    """Return the share of controlled lines among those of other firms of the country, never nothing and never all."""
    own = base.get(country_iso, {"line_count": 0, "controlled_count": 0})
    others = max(0, own["line_count"] - row["line_count"])
    controlled = min(others, max(0, own["controlled_count"] - row["controlled_count"]))
    return float((controlled + 1) / (others + 2))  # Laplace: with nobody else in the country it is one half


def _is_close(received: _Received, params: Settings) -> bool:
    row = received.row
    return bool(row["controlled_count"] >= 1 and row["value_usd"] >= _CLOSE * params.min_value_usd)


def _findings(context: Context, params: Settings, shown: list[_Received], settings: dict[str, Value]) -> list[Finding]:
    if not shown:
        return []
    show_parties(context, (r.firm.party_id for r in shown))
    lines: dict[str, list[Row]] = defaultdict(list)
    for row in context.rows(_LINES, settings):
        lines[row["party_id"]].append(row)
    return [_finding(params, r, lines[r.firm.party_id]) for r in shown]


def _finding(params: Settings, received: _Received, lines: list[Row]) -> Finding:
    firm, row = received.firm, received.row
    days = sorted(line["declared_on"] for line in lines)
    partners = {line["exporter_party_id"] for line in lines} | {line["importer_party_id"] for line in lines}
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if received.is_raised(params) else Outcome.CLEAR,
        subject_id=firm.party_id,
        subject_name=firm.name,
        subject_kind=META.subject_kind,
        reason=f"It is {firm.why}, and is named as receiver of {row['controlled_count']} lines of controlled goods worth "
        f"USD {row['value_usd']:,.0f}, of {row['line_count']} lines in all{_but(received)}.",
        value=round(float(row["value_usd"]), 2),
        unit=META.unit,
        threshold=params.min_value_usd,
        p_value=received.p_value,
        window=(days[0].isoformat(), days[-1].isoformat()) if days else None,
        evidence=(*firm.evidence, *line_evidence(lines)),
        caveats=("The firm's country is not known, so it may lie inside the coalition.",)
        if firm.country_iso is None
        else (),
        details={
            "basis": firm.basis,
            "controlled_lines": int(row["controlled_count"]),
            "as_consignee_lines": int(row["consigned_count"]),
            "all_lines": int(row["line_count"]),
            "usual_share": round(received.base_share, 6),
            "own_lines_before": int(row["own_before_count"]),
            "is_global_carrier": firm.is_global,
            "q_value": received.q_value,
            "score": round(1 - received.p_value, 6),
        },
        related_ids=tuple(sorted(p for p in partners if p is not None and p != firm.party_id)),
    )


def _but(received: _Received) -> str:
    if received.firm.is_global:
        return "; as a global carrier it is not raised"
    if received.has_own_demand:
        return f"; it imported such goods before the cut-off ({received.row['own_before_count']} lines)"
    return ""
