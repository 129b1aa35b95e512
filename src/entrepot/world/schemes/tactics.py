"""How diverters behave: the constants of planted schemes, by setting and, in drift worlds, by date."""

from dataclasses import dataclass
from datetime import date

from entrepot.world.settings import WorldSettings


@dataclass(frozen=True)
class Tactics:
    """What the schemes of a world have in common.

    Attributes:
        pieces: Declarations that a consignment is cut into on its way out, on average.
        exact: Chance that a consignment is handed on in the quantity it came in.
        kept: Chance that a consignment is not handed on at all.
        lag_median_days: Days from coming in to going out.
        trace: Factor on the chance that a trace is left (a shared address, director or contact).
        hidden: Chance that a diverted line into the destination does not name its exporter on purpose.
        mirrored: Chance that both customs' ledgers of a line are seen where both are open.
        start_median_days: Days from T0 to the first diverted line.
        drift_on: From this day tactics change; None in worlds without drift.
        sibling: Chance after `drift_on` that a listed good is declared under an unlisted code of its heading.
        late_pieces: As `pieces`, after `drift_on`.
    """

    pieces: float = 1.5  # proposed; methods 12.3: one consignment in, one out, was one month of a longer relation
    exact: float = 0.45  # methods 12.3: 2,598 in and 2,598 out; not always, so below one half (proposed)
    kept: float = 0.12  # proposed: own stock and honest customers
    lag_median_days: float = 21.0  # methods 8.2 F5 looks within 30, 90 and 180 days; 12.3: the same month
    trace: float = 1.0
    hidden: float = 0.20  # methods 11.3: exporter names missing not at random for illicit flows
    mirrored: float = 0.5  # methods 11.5: missing share .1 to .6 between members of the EAEU
    start_median_days: float = 120.0  # methods 11.4: logistic ramp, half-life four months
    drift_on: date | None = None
    sibling: float = 0.45  # methods 2.1: misclassification as similar exempt goods; the share is proposed
    late_pieces: float = 3.0  # proposed: more splitting after the list update of September 2023

    def is_late(self, day: date) -> bool:
        """Return whether the tactics have changed by a day."""
        return self.drift_on is not None and day >= self.drift_on


def tactics_of(settings: WorldSettings) -> Tactics:
    """Return the tactics of a world; `other` splits and waits more, and leaves fewer traces (proposed, not tuned on)."""
    drift_on = settings.calendar.drift_on if settings.kind == "drift" else None
    if settings.setting == "other":
        return Tactics(
            pieces=2.2,
            exact=0.3,
            kept=0.2,
            lag_median_days=38.0,
            trace=0.8,
            hidden=0.25,
            mirrored=0.35,
            start_median_days=90.0,
            drift_on=drift_on,
        )
    return Tactics(drift_on=drift_on)
