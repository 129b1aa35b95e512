"""What part of a third country's imports of listed goods went on to the destination, and whether it made such goods before.

    RCA = (exports of the goods / all exports) of the country / the same of all exporters        (Balassa, 1965)
    share = exports to the destination / imports from everywhere, over twelve months

A share near one says that about as much left as came in, not that the same goods did.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from entrepot.flows.months import month_index
from entrepot.settings import Study
from entrepot.store.engine import Engine, Row, Value, rows_of
from entrepot.store.sql import statement_beside

_ROWS_SHOWN: Final = 12  # [P] reported rows of each direction: one a month
_WINDOW: Final = pa.schema([("hub_iso", pa.string()), ("group_id", pa.string()), ("last_month", pa.int64())])


@dataclass(frozen=True)
class PassingShare:
    """A hub's goods group over the twelve months to `last_month`; values FOB in `currency_code`.

    `advantage` is the revealed comparative advantage before the cut-off; None where the hub's exports of other goods, or the
    world's exports of these, are not known. `import_months_reported` of twelve are those of which the hub itself reports
    imports: of the others only what exporters in the case report is known. `is_rescoped`: the code changed its scope or began
    or ended with an edition.
    """

    hub_iso: str
    group_id: str
    last_month: int
    is_rescoped: bool
    currency_code: str
    export_value: float
    import_value: float
    import_months_reported: int
    advantage: float | None

    @property
    def key(self) -> tuple[str, str]:
        """Hub and goods group."""
        return self.hub_iso, self.group_id

    @property
    def share(self) -> float | None:
        """Exports to the destination over imports; None where nothing was imported."""
        return round(self.export_value / self.import_value, 6) if self.import_value > 0 else None


def passing_shares(engine: Engine, study: Study) -> list[PassingShare]:
    """Return every third country's listed goods that went to the destination, by hub and group.

    The engine holds the tables of `prepare_cells` and the reference tables.
    """
    parameters: dict[str, Value] = {
        "coalition_set": study.coalition_set,
        "cutoff_on": study.cutoff_on,
        "destination_iso": study.destination_iso,
        "baseline_from": month_index(study.baseline.from_on),
        "baseline_to": min(month_index(study.baseline.to_on), month_index(study.cutoff_on) - 1),
    }
    return [_share(row) for row in rows_of(engine.run(statement_beside(__file__), parameters))]


def rows_behind_shares(engine: Engine, destination_iso: str, shares: Iterable[PassingShare]) -> list[Row]:
    """Return the largest reported rows of the twelve months behind shares, `is_out` those to the destination."""
    windows = [{"hub_iso": s.hub_iso, "group_id": s.group_id, "last_month": s.last_month} for s in shares]
    if not windows:
        return []
    engine.register("passing__window", pa.Table.from_pylist(windows, schema=_WINDOW))
    given: dict[str, Value] = {"destination_iso": destination_iso, "rows_shown": _ROWS_SHOWN}
    return rows_of(engine.run(statement_beside(__file__, "evidence"), given))


def _share(row: Row) -> PassingShare:
    return PassingShare(
        row["hub_iso"],
        row["group_id"],
        int(row["last_month"]),
        bool(row["is_rescoped"]),
        row["currency_code"],
        round(float(row["export_value"]), 2),
        round(float(row["import_value"]), 2),
        int(row["import_months_reported"]),
        _advantage(row),
    )


def _advantage(row: Row) -> float | None:
    """Return Balassa's index; None where the country's other exports or the world's exports of the goods are not known."""
    if not row["before_unlisted_value"] or not row["world_value"] or not row["world_all_value"]:
        return None
    own = float(row["before_value"]) / float(row["before_all_value"])
    return float(f"{own / (float(row['world_value']) / float(row['world_all_value'])):.10g}")
