"""The tables of docs/error-rates.md from the rows that `entrepot score --json` prints, worlds pooled where they may be."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from entrepot.intervals import wilson
from entrepot.world.scoring.misses import CAUSES
from entrepot.world.scoring.ordered import by_number

Row = dict[str, Any]
COMBINED = "combined"
_DEPTHS = ("10", "50", "100", "1%")


@dataclass(frozen=True)
class Scored:
    """A world's name on the page and the rows of its score."""

    name: str
    rows: tuple[Row, ...]

    def of(self, kind: str) -> list[Row]:
        """Return the rows of one kind."""
        return [row for row in self.rows if row["row"] == kind]

    def figure(self, measure: str, scope: str = COMBINED, group: str = "") -> Row | None:
        """Return a figure; None where it was not measured."""
        wanted = (measure, scope, group)
        return next((r for r in self.of("figure") if (r["measure"], r["scope"], r["group"]) == wanted), None)


def told(figure: Row | None, *, digits: int = 2) -> str:
    """Return a figure with its interval: `0.83 (0.74–0.89)`; a dash where there is none.

    Where the list is shorter than it was to be read, how many it holds: `0.32 (0.24–0.42) of 51 ranked`.
    """
    if figure is None or figure["value"] is None:
        return "–"
    if figure["low"] is None:
        return f"{figure['value']:.{digits}f}"
    short = "" if figure.get("listed") is None else f" of {figure['listed']:,} ranked"
    return f"{figure['value']:.{digits}f} ({figure['low']:.{digits}f}–{figure['high']:.{digits}f}){short}"


def pooled(
    worlds: Iterable[Scored], measure: str, scope: str = COMBINED, group: str = "", *, per: int = 1
) -> Row | None:
    """Return a share over several worlds with Wilson's interval; None where none measured it."""
    found = [f for w in worlds if (f := w.figure(measure, scope, group)) is not None]
    if not found or not sum(f["count"] for f in found):
        return None
    hits, count = sum(f["hits"] for f in found), sum(f["count"] for f in found)
    share = wilson(min(hits, count), count)
    values = {name: None if v is None else v * per for name, v in (("low", share.low), ("high", share.high))}
    return {"value": hits / count * per, **values, "hits": hits, "count": count}


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table, the columns after the first to the right."""
    head = "| " + " | ".join(columns) + " |\n|---|" + "---:|" * (len(columns) - 1) + "\n"
    return head + "".join("| " + " | ".join(str(cell) for cell in row) + " |\n" for row in rows)


def depth_table(worlds: Sequence[Scored]) -> str:
    """Return precision and recall of the ranked list by world and depth."""
    stems = ("precision_at", "in_scheme_at", "recall_at", "scheme_recall_at", "value_recall_at")
    rows = [
        (world.name, depth, *(told(world.figure(f"{stem}_{depth}")) for stem in stems))
        for world in worlds
        for depth in _DEPTHS
    ]
    columns = ["world", "parties read", "planted among them", "in any scheme", "recall of firms", "recall of schemes"]
    return table([*columns, "recall by value"], rows)


def indicator_table(base: Sequence[Scored], other: Sequence[Scored], null: Sequence[Scored]) -> str:
    """Return the error rates of each indicator, the worlds of each sort pooled."""
    measure = "null_world_false_positives_per_1000"
    names = sorted({r["scope"] for w in base for r in w.of("figure") if r["scope"] != COMBINED}, key=by_number)
    rows = []
    for name in [*names, COMBINED]:
        raised = sum(f["value"] for w in base if (f := w.figure("raised", name)) is not None)
        rows.append(
            (
                name,
                f"{raised:,.0f}",
                told(pooled(base, "precision_of_raised", name)),
                told(pooled(base, "scheme_recall_at_any", name)),
                told(pooled(other, "scheme_recall_at_any", name)),
                told(pooled(null, measure, name, per=1000), digits=1),
                told(pooled(base, "false_positives_per_1000", name, per=1000), digits=1),
                told(pooled(base, "look_alikes_raised", name)),
            )
        )
    columns = ["indicator", "raised", "of them planted", "schemes it targets found", "the same, other setting"]
    columns += ["wrong per 1,000 firms, null worlds", "wrong per 1,000 firms, planted worlds", "look-alikes raised"]
    return table(columns, rows)


def group_table(base: Sequence[Scored], other: Sequence[Scored], measure: str, *, per: int = 1) -> str:
    """Return a measure by group (kind of scheme, size, country, data quality), pooled over base worlds and over others."""
    figures = [r for w in (*base, *other) for r in w.of("figure") if r["measure"] == measure and r["group"]]
    groups = {r["group"] for r in figures if r["hits"] or per == 1}  # of false positives only groups that have any
    digits = 1 if per > 1 else 2
    rows = [
        (g, *(told(pooled(w, measure, COMBINED, g, per=per), digits=digits) for w in (base, other)))
        for g in sorted(groups, key=by_number)
    ]
    return table(["", "base setting", "other setting"], rows)


def months_table(worlds: Sequence[Scored]) -> str:
    """Return time to detect by world, indicator and kind of scheme."""
    rows = [
        (
            w.name,
            r["group"] or r["scope"],
            told(w.figure("detected_in_replays", r["scope"]) if not r["group"] else None),
            told(r, digits=1),
        )
        for w in worlds
        for r in w.of("figure")
        if r["measure"] == "months_to_detect"
    ]
    return table(
        ["world", "list or kind of scheme", "share ever shown", "median months from start to first shown"], rows
    )


def calibration_table(worlds: Sequence[Scored]) -> str:
    """Return the calibration bins, worlds pooled."""
    bins: dict[tuple[float, float], list[Row]] = {}
    for world in worlds:
        for row in world.of("calibration"):
            bins.setdefault((row["from_probability"], row["to_probability"]), []).append(row)
    rows = []
    for (low, high), several in sorted(bins.items()):
        count, planted = sum(r["count"] for r in several), sum(r["planted"] for r in several)
        mean = sum(r["mean_probability"] * r["count"] for r in several) / count
        share = wilson(planted, count)
        cell = told({"value": share.value, "low": share.low, "high": share.high}, digits=3)
        rows.append((f"{low:g} to {high:g}", f"{count:,}", f"{mean:.3f}", planted, cell))
    return table(["probability", "parties", "mean", "planted", "share planted"], rows)


def miss_table(worlds: Sequence[Scored]) -> str:
    """Return how many schemes of each kind were missed by which cause, worlds pooled."""
    misses = [row for world in worlds for row in world.of("miss")]
    kinds = sorted({row["kind"] for row in misses}, key=by_number)
    rows = [(k, *(sum(r["kind"] == k and r["cause"] == c for r in misses) or "" for c in CAUSES)) for k in kinds]
    return table(["kind", *CAUSES], rows)


def largest_misses(worlds: Sequence[Scored], *, shown: int = 20) -> str:
    """Return the largest schemes missed, each with its cause."""
    found = [(world.name, row) for world in worlds for row in world.of("miss")]
    found.sort(key=lambda pair: (-pair[1]["value_usd"], pair[0], pair[1]["scheme_id"]))
    rows = [(n, r["scheme_id"], r["kind"], f"{r['value_usd']:,.0f}", r["cause"], r["detail"]) for n, r in found[:shown]]
    return table(["world", "scheme", "kind", "USD", "cause", "detail"], rows)


def world_table(worlds: Sequence[Scored], commands: Callable[[Scored], str]) -> str:
    """Return what each world is, and how many of its firms could be mapped to parties."""
    rows = []
    for world in worlds:
        matching = world.of("matching")[0]
        missed = f"{matching['not_mapped']:,}"
        rows.append((world.name, f"`{commands(world)}`", f"{matching['firms']:,}", missed, f"{matching['split']:,}"))
    return table(["world", "command", "firms", "not mapped to a party", "split over parties"], rows)
