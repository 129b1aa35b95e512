"""A value that no line could have stops no indicator, and strangers who state one change no finding."""

from copy import deepcopy

import pytest
from harness import case_paths, case_rows, read_case, run_rows

from entrepot.indicators.base import Outcome

_INDICATORS = ("F3", "F4", "F9", "F10", "F11", "F12", "N4", "N7", "N8", "N10")
_ASKED = (*(f"{name}/worked-example" for name in _INDICATORS), "N2/raised-trade-seen-by-both-customs")
_PATHS = {f"{path.parent.name}/{path.stem}": path for path in case_paths()}


@pytest.mark.parametrize("value", [2e16, 1e300])
@pytest.mark.parametrize("name", _ASKED)
def test_an_absurd_value_between_strangers_changes_no_raised_finding(name: str, value: float) -> None:
    case = read_case(_PATHS[name])
    rows = case_rows(case)
    before = run_rows(_PATHS[name].parent.name, case, deepcopy(rows))
    line = rows["linked__declaration"][0]
    strangers = {"importer_party_id": "stranger a", "exporter_party_id": "stranger b", "locator": "row 99999"}
    rows["linked__declaration"].append({**line, **strangers, "declaration_id": "absurd", "value_usd": value})

    after = run_rows(_PATHS[name].parent.name, case, rows)

    raised = [one.subject_id for one in before if one.outcome is Outcome.RAISED]
    assert raised
    assert [one.subject_id for one in after if one.outcome is Outcome.RAISED] == raised
