"""Which planned lines some customs of the world sees: only the destination and the hubs open their ledgers."""

from entrepot.world.draft import Draft
from entrepot.world.entities import PlannedLine
from entrepot.world.settings import DESTINATION_ISO


def keep_seen_lines(draft: Draft) -> None:
    """Leave the planned lines out that no open ledger holds.

    A sale of a hub to a country without a ledger is in the hub's export ledger instead.
    """
    for line in draft.records.lines:
        is_closed = line.direction == "import" and not is_open(draft, line)
        if is_closed and line.exporter is not None and line.exporter.country_iso in draft.hubs:
            line.direction, line.reporting_iso, line.is_mirrored = "export", line.exporter.country_iso, False
            line.hides_exporter = False
    draft.records.lines[:] = [line for line in draft.records.lines if is_open(draft, line)]


def is_open(draft: Draft, line: PlannedLine) -> bool:
    """Return whether the ledger that would hold a line is open: imports of the destination and the hubs, exports of the
    hubs, transit through the destination."""
    if line.direction == "transit":
        return line.reporting_iso == DESTINATION_ISO
    if line.direction == "import":
        return line.reporting_iso == DESTINATION_ISO or line.reporting_iso in draft.hubs
    return line.reporting_iso in draft.hubs
