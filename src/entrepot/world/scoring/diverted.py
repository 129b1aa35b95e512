"""What a world truly diverts through its hubs, by hub, goods and month: what estimates from statistics are held against."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from entrepot.codes.tables import reference_tables
from entrepot.store.engine import DuckEngine, Row, Value, rows_of
from entrepot.store.sql import Statement
from entrepot.world.channels import Channel, channels_of
from entrepot.world.draft import Draft
from entrepot.world.flows_sum import SEEN_SHARE
from entrepot.world.settings import WorldSettings
from entrepot.world.statistics import GHOST

_HALF_LIFE_MONTHS: Final = 4.0  # of the shift of ways after T0 (world/channels.py)
_TABLES: Final = ("line_firm", "firm", "scheme", "scheme_line")
# A line is counted once, however often slips repeat it; scheme lines of look-alikes are honest trade.
_LINES: Final = Statement(
    "world/scoring/diverted/lines",
    """
    WITH line AS (
      SELECT
        declaration_number,
        CAST(line_number AS VARCHAR) AS line_number,
        MIN(SUBSTRING(hs_code, 1, 6)) AS hs6,
        MIN(declared_on) AS declared_on,
        MIN(value_usd) AS value_usd
      FROM declared
      WHERE direction = 'import'
      GROUP BY declaration_number, CAST(line_number AS VARCHAR)
    ),
    owner AS (
      SELECT DISTINCT declaration_number, CAST(line_number AS VARCHAR) AS line_number, importer_firm_id, exporter_firm_id
      FROM line_firm
    ),
    planted AS (
      SELECT DISTINCT l.declaration_number, CAST(l.line_number AS VARCHAR) AS line_number
      FROM scheme_line AS l
      JOIN scheme AS s ON s.scheme_id = l.scheme_id
      WHERE NOT s.is_look_alike
    ),
    listed AS (
      SELECT DISTINCT COALESCE(g.group_id, c.hs6) AS group_id
      FROM codes__controlled_good AS c
      LEFT JOIN codes__hs_group AS g ON g.hs6 = c.hs6
      WHERE c.list_id = 'chpl'
    )
    SELECT
      fi.country_iso AS hub_iso,
      fe.country_iso AS exporter_iso,
      t.group_id,
      CAST(EXTRACT(YEAR FROM l.declared_on) * 12 + EXTRACT(MONTH FROM l.declared_on) - 1 AS BIGINT) AS month_index,
      SUM(l.value_usd) AS flow_usd,
      COALESCE(SUM(l.value_usd) FILTER (WHERE p.declaration_number IS NOT NULL), 0) AS schemes_usd
    FROM line AS l
    JOIN owner AS o ON o.declaration_number = l.declaration_number AND o.line_number = l.line_number
    JOIN firm AS fi ON fi.firm_id = o.importer_firm_id
    JOIN firm AS fe ON fe.firm_id = o.exporter_firm_id
    LEFT JOIN codes__hs_group AS g ON g.hs6 = l.hs6
    JOIN listed AS t ON t.group_id = COALESCE(g.group_id, l.hs6)
    LEFT JOIN planted AS p ON p.declaration_number = l.declaration_number AND p.line_number = l.line_number
    WHERE l.declared_on > CAST($cutoff_on AS DATE)
      AND list_contains($hubs, fi.country_iso)
      AND list_contains($coalition, fe.country_iso)
    GROUP BY
      fi.country_iso, fe.country_iso, t.group_id, EXTRACT(YEAR FROM l.declared_on) * 12 + EXTRACT(MONTH FROM l.declared_on) - 1
    ORDER BY hub_iso, exporter_iso, t.group_id, month_index
    """,
)


@dataclass(frozen=True)
class Diverted:
    """Listed goods from the coalition to a hub in a month since T0, US dollars, raised by the share that ledgers do not show.

    `schemes_usd`: lines of planted schemes. `ghosts_usd`: exports declared to the hub that never get there. `shift_usd`: by how
    much the way's honest lines grew beyond those of unlisted goods (world/channels.py: the hubs' own part in what is lost);
    a null world has it too. `flow_usd`: all lines.
    """

    hub_iso: str
    exporter_iso: str
    group_id: str
    month_index: int
    flow_usd: float
    schemes_usd: float
    ghosts_usd: float
    shift_usd: float


def planted_diversion(sources: Path, truth: Path, settings: WorldSettings) -> list[Diverted]:
    """Return what a world diverts, by hub, goods group and month; values as the hub's declarations state them.

    Args:
        sources: The folder with declarations.parquet.
        truth: The folder with the truth's tables.
        settings: Those the world was made with.
    """
    draft = Draft(settings)
    isos = tuple(draft.countries)
    # The first numbers drawn of this purpose (world/flows_sum.py).
    seen = draft.rng("statistics").uniform(*SEEN_SHARE[settings.setting], len(isos))
    share = dict(zip(isos, seen.tolist(), strict=True))
    hubs = [iso for iso, country in draft.countries.items() if country.is_hub]
    coalition = [iso for iso, country in draft.countries.items() if country.is_coalition]
    engine = DuckEngine()
    try:
        engine.register_parquet("declared", [sources / "declarations.parquet"])
        for name in _TABLES:
            engine.register_parquet(name, [truth / f"{name}.parquet"])
        for name, table in reference_tables().items():
            engine.register(name, table)
        asked: dict[str, Value] = {"cutoff_on": settings.calendar.cutoff_on, "hubs": hubs, "coalition": coalition}
        rows = rows_of(engine.run(_LINES, asked))
    finally:
        engine.close()
    return [_diverted(row, share, draft, settings) for row in rows]


def _diverted(row: Row, share: dict[str, float], draft: Draft, settings: WorldSettings) -> Diverted:
    first = settings.calendar.first_on
    month = int(row["month_index"]) - (first.year * 12 + first.month - 1)
    raised = 1.0 / share[row["hub_iso"]]
    flow, schemes = float(row["flow_usd"]) * raised, float(row["schemes_usd"]) * raised
    extra = 0.0 if settings.kind == "null" else GHOST / (1.0 - GHOST) * float(draft.prices.ramp[month])
    listed, other = (_grown(_way(settings, is_listed=flag), month, settings) for flag in (True, False))
    return Diverted(
        row["hub_iso"],
        row["exporter_iso"],
        row["group_id"],
        int(row["month_index"]),
        flow,
        schemes,
        flow * extra,
        (flow - schemes) * (1.0 - other / listed),
    )


def _way(settings: WorldSettings, *, is_listed: bool) -> Channel:
    return next(
        way
        for way in channels_of(settings)
        if way.exporters == ("coalition",) and way.importers == ("hub",) and way.is_listed == is_listed
    )


def _grown(way: Channel, month: int, settings: WorldSettings) -> float:
    """Return the level of a way that grows after T0, 1 before (world/channels.py)."""
    steps = max(month - settings.calendar.cutoff_month + 1, 0)
    return float(1.0 + (way.after - 1.0) * (1.0 - 0.5 ** (steps / _HALF_LIFE_MONTHS)))
