"""What was lost in direct exports, and step by step what rose elsewhere: bars from the left, intervals as whiskers."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from entrepot.report.figures.scales import LinearScale
from entrepot.report.figures.svg import drawing, group, line, node, number, shortened, text, text_width
from entrepot.report.words import axis_value

_NAME_PX, _ROW_PX, _BAR_PX, _HEAD_PX, _FOOT_PX = 150.0, 30.0, 16.0, 8.0, 26.0
_FONT_PX = 11.0
_LEAST_PX = 1.0  # a bar that would be thinner is drawn this wide
_LABEL_PX = 190.0  # kept free to the right of the longest bar


@dataclass(frozen=True)
class Step:
    """One bar: `kind` is lost, gained or unseen (what nobody's rise answers for); the ends of its interval may be open."""

    name: str
    kind: str
    value: float
    low: float | None
    high: float | None
    words: str


def waterfall(steps: Sequence[Step], *, unit: str, title: str, words: str, figure_id: str, width: float) -> Markup:
    """Return the chart: `lost` starts at zero, every `gained` where the last ended, `unseen` fills up to the loss."""
    name_px = min(_NAME_PX, width * 0.26)
    highest = max((_end(step, start) for step, start in _placed(steps)), default=0.0)
    # A round top would leave half the width empty: the longest bar takes it whole.
    scale = LinearScale(highest or 1.0, name_px, width - min(_LABEL_PX, width * 0.34))
    parts: list[Markup] = []
    bottom = _HEAD_PX + len(steps) * _ROW_PX
    for value in scale.ticks(4 if width > 500 else 2):
        x = scale.at(value)
        parts.append(line(x, _HEAD_PX, x, bottom, class_="grid" if value else "axis"))
        parts.append(text(x, bottom + 16, axis_value(value, unit), class_="tick middle"))
    for row, (step, start) in enumerate(_placed(steps)):
        parts.append(_bar(step, start, scale, top=_HEAD_PX + row * _ROW_PX, unit=unit, width=width))
        if step.kind == "gained" and row + 1 < len(steps):
            x = scale.at(start + max(step.value, 0.0))
            y = _HEAD_PX + row * _ROW_PX + (_ROW_PX + _BAR_PX) / 2
            parts.append(line(x, y, x, y + _ROW_PX - _BAR_PX, class_="step"))
    size = (width, bottom + _FOOT_PX)
    return drawing(parts, figure_id=figure_id, size=size, title=title, words=words, class_="chart flow")


def _placed(steps: Sequence[Step]) -> list[tuple[Step, float]]:
    """Return each step with the value at which its bar begins."""
    placed, reached = [], 0.0
    for step in steps:
        placed.append((step, 0.0 if step.kind == "lost" else reached))
        if step.kind == "gained":
            reached += step.value
    return placed


def _end(step: Step, start: float) -> float:
    return start + max(step.value, step.high or 0.0)


def _bar(step: Step, start: float, scale: LinearScale, *, top: float, unit: str, width: float) -> Markup:
    y = top + (_ROW_PX - _BAR_PX) / 2
    left, right = scale.at(start), scale.at(start + step.value)
    wide = max(right - left, _LEAST_PX)
    name = shortened(step.name, _FONT_PX, scale.low_px - 10)
    parts = [
        node("title", f"{step.name}: {step.words}"),
        text(scale.low_px - 8, y + 12, name, class_="direct-name end"),
        node("rect", x=left, y=y, width=wide, height=_BAR_PX, class_=step.kind),
    ]
    reach = left + wide
    if step.low is not None and step.high is not None:
        low, high = scale.at(max(start + step.low, 0.0)), scale.at(start + step.high)
        middle = y + _BAR_PX / 2
        ends = (
            f"M{number(low)},{number(middle - 5)}v10M{number(low)},{number(middle)}H{number(high)}"
            f"M{number(high)},{number(middle - 5)}v10"
        )
        parts += [node("path", d=ends, class_=class_) for class_ in ("whisker-case", "whisker")]
        reach = max(reach, high)
    said = shortened(f"{axis_value(step.value, unit)}{_interval(step, unit)}", _FONT_PX, width - 4)
    fits = reach + 8 + text_width(said, _FONT_PX) <= width
    parts.append(text(reach + 8 if fits else width - 2, y + 12, said, class_="value halo" + ("" if fits else " end")))
    return group(parts)


def _interval(step: Step, unit: str) -> str:
    if step.low is None or step.high is None:
        return ""
    return f" ({axis_value(step.low, unit)} to {axis_value(step.high, unit)})"
