"""Mirror statistics out of the same flows: each recorded by the exporter's and by the importer's office, with their faults."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numpy.random import Generator

from entrepot.codes.hs import edition_on
from entrepot.world.countries import EAEU, gravity
from entrepot.world.draft import Draft
from entrepot.world.flows_sum import Cells, Flows
from entrepot.world.population import Population
from entrepot.world.settings import DESTINATION_ISO

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_TEXTS = ("reporter", "partner", "flow", "goods_code", "goods_level", "hs_edition", "period")
SCHEMA = pa.schema(
    [(name, pa.string()) for name in _TEXTS]
    + [(name, pa.float64()) for name in ("value_usd", "net_mass_kg")]
    + [("valuation", pa.string()), ("provenance", pa.string())]
)
NOISE_SD = (0.15, 0.35)  # of a reporter's log misreporting, by reporter (methods 11.5: .15 to .6)
CIF = (0.02, 0.15)  # by pair (methods 11.5: 0 to .2)
LATE_SHARE = 0.3  # of an importer's records that come a month later [proposed]
MISSING = (
    0.05,
    0.25,
)  # of the coalition's exports to the union that the importer never records (methods 11.5: .1 to .6)
GHOST = (
    0.35  # of listed exports to hubs, recorded by the exporter alone, long after T0 (methods 11.5: half of the extra)
)
STOPS = {"RU": "2022-02"}  # Russia stopped publishing trade statistics after January 2022
GAPS = {"KZ": ("2022-07", "2022-08", "2022-09")}  # proposed: months that are not published
_NEVER = "9"
_PROBE_SD = 0.3
_PROBES = ("BR", "ZA")  # placebo countries (methods 8.4, C7): no ledger here, statistics alone
_PROBE_REPORTERS = ("US", "DE", "JP")
_TREND = 0.003  # a month [proposed]
TOTAL = "TOTAL"


class Statistics:
    """What the statistical offices publish of the flows."""

    def __init__(self, draft: Draft, people: Population, rng: Generator) -> None:
        self._draft, self._people, self._rng = draft, people, rng
        self.flows = Flows(draft, people, rng)
        count = len(people.isos)
        self._noise_sd = rng.uniform(*NOISE_SD, count)
        self._cif = rng.uniform(*CIF, (count, count))
        self._missing = rng.uniform(*MISSING, (count, count))
        countries = list(draft.countries.values())
        self._is_coalition = np.array([country.is_coalition for country in countries])
        self._is_hub = np.array([country.is_hub for country in countries])
        self._is_destination = np.array([iso == DESTINATION_ISO for iso in people.isos])
        self._is_union = np.array([iso in EAEU for iso in people.isos])

    def rows(self) -> Iterator[pa.Table]:
        """Yield the published rows: each month's exports, then its imports; at the end the placebo countries'."""
        late: Cells | None = None
        for month in range(self._draft.calendar.month_count):
            flows = self.flows.of(month)
            yield self._exports(month, flows)
            arrived = self._arrived(flows)
            on_time = arrived.scaled(1.0 - LATE_SHARE, 1.0 - LATE_SHARE)
            yield self._imports(month, on_time if late is None else _joined(on_time, late))
            late = arrived.scaled(LATE_SHARE, LATE_SHARE)
        yield from self._placebos()

    def _exports(self, month: int, flows: Cells) -> pa.Table:
        """Return what the coalition and the hubs record as exported to hubs and to the destination, free on board."""
        reports = (self._is_coalition | self._is_hub)[flows.exporter] & ~self._silent(month)[flows.exporter]
        rows = np.flatnonzero(reports & (self._is_hub | self._is_destination)[flows.importer])
        kept = flows.at(rows)
        noise = self._noise(kept.exporter)
        return self._table(month, kept.scaled(self._ghosts(month, kept) * noise, noise), is_export=True)

    def _imports(self, month: int, flows: Cells) -> pa.Table:
        """Return what hubs and the destination record as imported, with freight and insurance."""
        reports = (self._is_hub | self._is_destination)[flows.importer] & ~self._silent(month)[flows.importer]
        kept = flows.at(np.flatnonzero(reports))
        noise = self._noise(kept.importer)
        return self._table(month, kept.scaled(noise, noise), is_export=False)

    def _arrived(self, flows: Cells) -> Cells:
        """Return the flows as the importer sees them: some never recorded, the rest dearer by freight."""
        is_lossy = self._is_coalition[flows.exporter] & self._is_union[flows.importer]
        kept = np.where(is_lossy, 1.0 - self._missing[flows.exporter, flows.importer], 1.0)
        return flows.scaled(kept * (1.0 + self._cif[flows.exporter, flows.importer]), kept)

    def _noise(self, reporter: Ints) -> Floats:
        found: Floats = np.exp(self._rng.normal(0.0, 1.0, len(reporter)) * self._noise_sd[reporter])
        return found

    def _ghosts(self, month: int, flows: Cells) -> Floats:
        """Return by how much more is exported than arrives: goods declared to hubs that never get there; none in a null world."""
        if self._draft.settings.kind == "null":
            return np.ones(len(flows.code))
        is_listed = (flows.code >= 0) & self.flows.is_listed[np.maximum(flows.code, 0)]
        is_way = self._is_coalition[flows.exporter] & self._is_hub[flows.importer] & is_listed
        extra = GHOST / (1.0 - GHOST) * float(self._draft.prices.ramp[month])
        found: Floats = 1.0 + extra * is_way
        return found

    def _silent(self, month: int) -> Flags:
        period = f"{self._draft.calendar.first_of(month):%Y-%m}"
        isos = self._people.isos
        return np.array([period >= STOPS.get(iso, _NEVER) or period in GAPS.get(iso, ()) for iso in isos])

    def _table(self, month: int, cells: Cells, *, is_export: bool) -> pa.Table:
        """Return rows under the codes of the reporter's edition; codes that were one in HS2017 are added up."""
        first, isos = self._draft.calendar.first_of(month), self._people.isos
        is_new = [edition_on(first, iso) == "HS2022" for iso in isos]
        sums: dict[tuple[str, str, str], tuple[float, float]] = {}
        sides = (cells.exporter, cells.importer) if is_export else (cells.importer, cells.exporter)
        columns = (*sides, cells.code, cells.value, cells.mass)
        for reporter, partner, code, value, mass in zip(*(column.tolist() for column in columns), strict=True):
            label = TOTAL if code < 0 else self.flows.codes[code][is_new[reporter]]
            key = (isos[reporter], isos[partner], label)
            old = sums.get(key, (0.0, 0.0))
            sums[key] = (old[0] + value, old[1] + mass)
        rows = [
            (*key, "TOTAL" if key[2] == TOTAL else "HS6", edition_on(first, key[0]), round(value), round(mass, 1))
            for key, (value, mass) in sorted(sums.items())
            if round(value) > 0
        ]
        reporters, partners, codes, levels, editions, values, masses = list(zip(*rows, strict=True)) or [()] * 7
        same = {
            "flow": "X" if is_export else "M",
            "period": f"{first:%Y-%m}",
            "valuation": "FOB" if is_export else "CIF",
            "provenance": "synthetic",
        }
        named = {
            "reporter": reporters,
            "partner": partners,
            "goods_code": codes,
            "goods_level": levels,
            "hs_edition": editions,
            "value_usd": values,
            "net_mass_kg": masses,
            **{name: (text,) * len(rows) for name, text in same.items()},
        }
        return pa.table([pa.array(named[field.name], field.type) for field in SCHEMA], schema=SCHEMA)

    def _placebos(self) -> Iterator[pa.Table]:
        """Yield exports to placebo countries, by gravity from what the same exporters sent to the destination before T0."""
        usual = self._usual_exports()
        countries, isos = self._draft.countries, list(self._people.isos)
        ratios = {
            (isos.index(own), isos.index(probe)): gravity(countries[own], countries[probe], "listed")
            / gravity(countries[own], countries[DESTINATION_ISO], "listed")
            for own in _PROBE_REPORTERS
            for probe in _PROBES
        }
        for month in range(self._draft.calendar.month_count):
            for (exporter, probe), ratio in ratios.items():
                cells = usual.at(np.flatnonzero(usual.exporter == exporter))
                level = ratio * np.exp(_TREND * (month - 24) + self._rng.normal(0.0, _PROBE_SD, len(cells.code)))
                to_probe = Cells(cells.exporter, np.full(len(cells.code), probe), cells.code, cells.value, cells.mass)
                yield self._table(month, to_probe.scaled(level, level), is_export=True)

    def _usual_exports(self) -> Cells:
        """Return what the placebos' exporters sent to the destination in a mean month before T0, by published code."""
        months = range(self._draft.calendar.cutoff_month - 1)
        whole = self.flows.of(months[0])
        for month in months[1:]:
            whole = _joined(whole, self.flows.of(month))
        is_asked = np.array([iso in _PROBE_REPORTERS for iso in self._people.isos])[whole.exporter]
        rows = np.flatnonzero(is_asked & self._is_destination[whole.importer] & (whole.code >= 0))
        mean = whole.at(rows).scaled(1.0 / len(months), 1.0 / len(months))
        key = mean.exporter * (len(self.flows.codes) + 1) + mean.code
        first, place = np.unique(key, return_index=True)[1], np.unique(key, return_inverse=True)[1]
        once = mean.at(first)
        sums = [np.asarray(np.bincount(place, amount, len(first)), np.float64) for amount in (mean.value, mean.mass)]
        return Cells(once.exporter, once.importer, once.code, *sums)


def _joined(a: Cells, b: Cells) -> Cells:
    return Cells(*(np.concatenate([getattr(a, name), getattr(b, name)]) for name in Cells.__dataclass_fields__))
