"""How the columns of a table are to be read: which of day and month comes first, what the comma means, how long codes are.

Decided on the column, never on the cell. What a column cannot decide is a doubt for a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from entrepot.normalise.date_columns import DateReading, judge_dates
from entrepot.normalise.date_reading import ORDERS
from entrepot.normalise.hs_columns import HsReading, judge_hs
from entrepot.normalise.number_columns import NumberJudgement, NumberReading, judge_numbers

NUMBER_FIELDS = ("value_amount", "value_usd", "quantity", "net_mass_kg", "gross_mass_kg")
_SURE = 0.8  # below it a person is asked
_SHOWN = 4


@dataclass(frozen=True)
class Doubt:
    """What a column does not decide: `choices` are readings by the words that name them."""

    field: str
    question: str
    choices: Mapping[str, Any]
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Readings:
    """The reading of every column that needs one; a field without an entry is not in the table."""

    dates: DateReading | None = None
    hs: HsReading | None = None
    numbers: Mapping[str, NumberReading] = field(default_factory=dict)

    def to_toml(self) -> dict[str, dict[str, Any]]:
        """Return the readings by field as plain values."""
        made: dict[str, dict[str, Any]] = {}
        if self.dates is not None:
            made["declared_on"] = asdict(self.dates)
        if self.hs is not None:
            made["hs_code"] = {name: value for name, value in asdict(self.hs).items() if value is not None}
        return made | {name: asdict(reading) for name, reading in self.numbers.items()}

    @classmethod
    def from_toml(cls, values: Mapping[str, Mapping[str, Any]]) -> "Readings":
        """Return the readings of a mapping file.

        Raises:
            TypeError: An entry names what no reading has.
            ValueError: A value is none that a reading can have.
        """
        unknown = sorted(set(values) - {"declared_on", "hs_code", *NUMBER_FIELDS})
        if unknown:
            raise ValueError(f"{', '.join(unknown)} is read as it stands")
        order = values.get("declared_on", {}).get("order", ORDERS[0])
        if order not in ORDERS:
            raise ValueError(f"order {order!r} of declared_on is none of {', '.join(ORDERS)}")
        for name in NUMBER_FIELDS:
            if values.get(name, {}).get("decimal", ".") not in {".", ","}:
                raise ValueError(f"decimal of {name} is a point or a comma")
        return cls(
            DateReading(**values["declared_on"]) if "declared_on" in values else None,
            HsReading(**values["hs_code"]) if "hs_code" in values else None,
            {name: NumberReading(**values[name]) for name in NUMBER_FIELDS if name in values},
        )


def judge_readings(
    samples: Mapping[str, Sequence[str]], jurisdiction_iso: str | None, known: Readings
) -> tuple[Readings, list[Doubt]]:
    """Return how the columns are to be read, and what they do not decide.

    Args:
        samples: Distinct texts by field, empty cells left out.
        jurisdiction_iso: Whose customs made the table, for the length of codes; None where not known.
        known: Readings that a person has set: they stand.
    """
    doubts: list[Doubt] = []
    dates, hs = known.dates, known.hs
    if dates is None and samples.get("declared_on"):
        dates = _dates(samples["declared_on"], doubts)
    if hs is None and samples.get("hs_code"):
        hs = judge_hs(samples["hs_code"], jurisdiction_iso).reading
    judged = {name: judge_numbers(samples[name]) for name in NUMBER_FIELDS if samples.get(name)}
    sure = {n: j.reading for n, j in judged.items() if j.reading is not None and j.confidence >= _SURE}
    numbers = {**sure, **known.numbers}
    for name in [name for name in judged if name not in numbers]:
        reading = _as_beside(list(numbers.values()))
        if reading is not None:
            numbers[name] = reading
        else:
            doubts.append(_number_doubt(name, judged[name], samples[name]))
    numbers = {name: numbers[name] for name in NUMBER_FIELDS if name in numbers}
    return Readings(dates, hs, numbers), doubts


def _dates(samples: Sequence[str], doubts: list[Doubt]) -> DateReading | None:
    # Words among the dates (TOTAL, a note) are put aside with their rows; they say nothing of how dates are written.
    judged = judge_dates([text for text in samples if any(map(str.isdigit, text))] or samples)
    if judged.reading is not None and judged.confidence >= _SURE:
        return judged.reading
    choices = {"the day": DateReading("day_first"), "the month": DateReading("month_first")}
    doubts.append(Doubt("declared_on", f"Which comes first in the dates? {judged.reason}", choices, _some(samples)))
    return judged.reading


def _as_beside(others: Sequence[NumberReading]) -> NumberReading | None:
    """Return the reading of the columns beside, where all write a decimal comma, or all a point and group with commas."""
    if others and all(reading.decimal == "," for reading in others):
        return others[0]
    if others and all(reading.decimal == "." for reading in others):
        return next((reading for reading in others if reading.group == ","), None)
    return None


def _number_doubt(name: str, judged: NumberJudgement, samples: Sequence[str]) -> Doubt:
    choices = {
        "a point before the decimals": NumberReading(".", ","),
        "a comma before the decimals": NumberReading(",", "."),
    }
    return Doubt(name, f"How are the numbers of {name} written? {judged.reason}", choices, _some(samples))


def _some(samples: Sequence[str]) -> tuple[str, ...]:
    return tuple(samples[:_SHOWN])
