"""Writes tests/flows/pyfixest_answers.json: what pyfixest says of the panels of tests/flows/panel_generated.py.

pyfixest looks for groups of zeros and for singletons once; groups that become either by that stay, change no coefficient, but
count in its degrees of freedom. Here they are taken out first, again and again, as ppmlhdfe does.

Run with the environment of the bench targets, which holds pyfixest: .venv-bench/bin/python tools/freeze_pyfixest.py
"""

import json
import math
import sys
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

# Only the bench environment holds these: they are unknown to the type checker.
pd = import_module("pandas")
pf = import_module("pyfixest")
MapDemeaner = import_module("pyfixest.demeaners").MapDemeaner

FOLDER = Path(__file__).parents[1] / "tests" / "flows"
EXACT = 1e-12
ERRORS = {"hetero": "hetero", "k": {"CRV1": "k"}, "k+j": {"CRV1": "k+j"}}


def main() -> None:
    """Write the answers, rounded to ten significant digits."""
    sys.path.insert(0, str(FOLDER))
    panels = import_module("panel_generated")

    answers: dict[str, object] = {"pyfixest": pf.__version__}
    for name, sizes in panels.PANELS.items():
        panel = panels.generated(**sizes)
        frame = pd.DataFrame({"value": panel.value, **panel.columns, **panel.groupings, **panel.clusters})
        logged = frame[frame.value > 0].assign(value=lambda rows: pd.Series(rows.value).map(math.log))
        for errors, vcov in ERRORS.items():
            demeaner = MapDemeaner(fixef_tol=EXACT, fixef_maxiter=1_000_000)
            formula = "value ~ first + second | ijk + ikt + jt"
            poisson = pf.fepois(
                formula,
                _pruned(frame),
                vcov=vcov,
                demeaner=demeaner,
                iwls_tol=EXACT,
                iwls_maxiter=200,
                separation_check=["fe"],
            )
            linear = pf.feols(formula, logged, vcov=vcov, demeaner=demeaner)
            answers[f"{name} ppml {errors}"] = _answer(poisson) | {"deviance": _rounded(float(poisson.deviance))}
            answers[f"{name} ols {errors}"] = _answer(linear)
    target = FOLDER / "pyfixest_answers.json"
    target.write_text(json.dumps(answers, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _pruned(frame: Any) -> Any:  # noqa: ANN401 - a data frame
    """Return the rows without groups of zeros only and without groups of one row, until there are none."""
    while True:
        kept = pd.Series(True, index=frame.index)
        for grouping in ("ijk", "ikt", "jt"):
            values = frame.groupby(grouping).value
            kept &= (values.transform("sum") > 0) & (values.transform("size") > 1)
        if kept.all():
            return frame
        frame = frame[kept]


def _answer(model: Any) -> dict[str, object]:  # noqa: ANN401 - a pyfixest model
    return {
        "coefficients": [_rounded(float(b)) for b in model.coef()],
        "standard_errors": [_rounded(float(e)) for e in model.se()],
        "rows": int(model._N),
    }


def _rounded(number: float) -> float:
    return float(f"{number:.10g}")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
