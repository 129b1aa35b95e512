"""Measures the proposed mappings on judged layouts of real customs tables: precision and recall by field and country.

Headers only, as the layouts hold no rows; `--values` adds invented cells that look as the layouts describe. A third of the
countries is held out by a rule fixed before the word lists were written (`is_held_out`); their headers were not looked at.
The vendor of the layouts writes all headers in English, so that the other languages are measured on invented headers alone.
Below stands how often proposals of each confidence are right (mapping_calibration.py). Run with: make bench-mapping.
"""

import json
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from entrepot.sources.customs_table.fields import CORE_FIELDS
from entrepot.sources.customs_table.propose import Proposal, propose
from mapping_calibration import calibrated, cases, own_words, reliability
from mapping_layouts import LAYOUTS, Head, acceptable_columns, head_of, is_held_out, wanted_columns

INVENTED = Path(__file__).parents[1] / "tests" / "sources" / "customs_table" / "languages.toml"
PRECISION, RECALL = 0.98, 0.95  # wanted of the core fields (issue 3)


def outcomes(layout: Mapping[str, Any], proposal: Proposal, fields: Iterable[str]) -> Counter[str]:
    """Return how many fields were right (`hit`), wrong (`false`) and not found (`missed`); a wrong one may be both last."""
    counted: Counter[str] = Counter()
    for name in fields:
        counted.update(outcome(layout, proposal, name))
    return counted


def outcome(layout: Mapping[str, Any], proposal: Proposal, name: str) -> tuple[str, ...]:
    """Return what became of one field: `hit`, `false` and `missed`, or () where it is rightly left open.

    A list in the judged mapping is one content in two languages: either column is right. `acceptable` columns are right
    too, and where it holds null the field may stay open.
    """
    wanted, also = wanted_columns(layout, name), acceptable_columns(layout, name)
    columns = set(proposal.field(name).columns)
    if not columns:
        return () if not wanted or None in also else ("missed",)
    if columns <= wanted | also:
        return ("hit",)
    return ("false", "missed") if wanted and None not in also else ("false",)


def figures(counted: Counter[str]) -> str:
    """Return precision and recall with their counts."""
    hit, false, missed = counted["hit"], counted["false"], counted["missed"]
    precision = hit / (hit + false) if hit + false else 1.0
    recall = hit / (hit + missed) if hit + missed else 1.0
    return f"precision {precision:.3f}  recall {recall:.3f}  ({hit} right, {false} wrong, {missed} missed)"


def invented_by_language() -> dict[str, Counter[str]]:
    """Return the outcome on invented layouts in each language; the word lists were corrected on them, so they only guard."""
    found = {}
    for language, layout in tomllib.loads(INVENTED.read_text("utf-8")).items():
        right = {name: column for column, name in layout["columns"].items() if name}
        proposal = propose(Head(Path(f"{layout['direction']}.csv"), None, tuple(layout["columns"])))
        judged = {"mapping": {name: right.get(name) for name in CORE_FIELDS}}
        found[language] = outcomes(judged, proposal, CORE_FIELDS)
    return found


def main() -> None:
    """Print the table; with `--errors` also the faults of the countries that are not held out."""
    layouts = json.loads(LAYOUTS.read_text("utf-8"))
    per_country: defaultdict[str, Counter[str]] = defaultdict(Counter)
    per_field: defaultdict[tuple[bool, str], Counter[str]] = defaultdict(Counter)
    totals: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for layout in layouts:
        proposal = propose(head_of(layout, has_values="--values" in sys.argv))
        held = is_held_out(layout["country"])
        per_country[layout["country"]].update(outcomes(layout, proposal, CORE_FIELDS))
        totals["held out" if held else "seen"].update(outcomes(layout, proposal, CORE_FIELDS))
        totals["all fields, held out" if held else "all fields, seen"].update(
            outcomes(layout, proposal, layout["mapping"])
        )
        for name in layout["mapping"]:
            per_field[held, name].update(outcome(layout, proposal, name))
        if "--errors" in sys.argv and not held:
            _print_errors(layout, proposal)
    for country, counted in sorted(per_country.items(), key=lambda item: (is_held_out(item[0]), item[0])):
        print(f"{'held out' if is_held_out(country) else 'seen':9} {country:14} {figures(counted)}")
    for (held, name), counted in sorted(per_field.items()):
        print(
            f"{'held out' if held else 'seen':9} {name:20} {'core' if name in CORE_FIELDS else '':5} {figures(counted)}"
        )
    real = sum((counted for name, counted in totals.items() if not name.startswith("all")), Counter[str]())
    is_ascii = all(column.isascii() for layout in layouts for column in layout["columns"])
    print(f"real      {'english' if is_ascii else 'several languages':26} {figures(real)}")
    for language, counted in invented_by_language().items():
        print(f"invented  {language:26} {figures(counted)}")
    for name, counted in sorted(totals.items()):
        print(f"{name:22} {figures(counted)}")
    print(f"wanted of the core fields: precision {PRECISION}, recall {RECALL}")
    _print_reliability(layouts)


def _print_reliability(layouts: Sequence[Mapping[str, Any]]) -> None:
    seen = [layout for layout in layouts if not is_held_out(layout["country"])]
    has_values = "--values" in sys.argv
    unlearned = cases(seen, own_words(seen), has_values=has_values)
    groups = {
        "seen": cases(seen, has_values=has_values),
        "seen, own words unknown": unlearned,
        "held out": cases((each for each in layouts if is_held_out(each["country"])), has_values=has_values),
    }
    for name, evidence in groups.items():
        for kind, chosen in (("all", evidence), ("core", [case for case in evidence if case.field in CORE_FIELDS])):
            for line in reliability(chosen):
                print(f"{name:24} {kind:5} {line}")
    if "--calibrate" in sys.argv:
        for start, confidence, right, count in calibrated(unlearned):
            print(f"  {{ from = {start}, confidence = {confidence}, right = {right}, cases = {count} }},")


def _print_errors(layout: Mapping[str, Any], proposal: Proposal) -> None:
    for name in layout["mapping"]:
        found = outcome(layout, proposal, name)
        if {"false", "missed"} & set(found):
            core = "CORE" if name in CORE_FIELDS else "    "
            line = proposal.field(name)
            print(
                core,
                layout["layout_id"],
                name,
                "wanted",
                layout["mapping"][name],
                "got",
                line.columns,
                line.alternatives,
            )


if __name__ == "__main__":
    main()
