"""How far the growth of one partner's listed goods lies from another's, beyond what its goods explain.

Drawing the goods of one partner does not show what moves all of them (a new port, a price war of one market). Partners that were
not affected show it: a spread of their growth wider than their goods make it is the variance between partners, as between the
studies of a meta-analysis (moment estimator: Hedges, Psychological Bulletin 93 (1983) 388-395). What it adds to a forecast for
one more partner, and with how many degrees of freedom: Higgins, Thompson and Spiegelhalter, Journal of the Royal Statistical
Society A 172 (2009) 137-159. The same idea as placebo partners of a synthetic control.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from entrepot.flows.counterfactual_interval import Sides, spread

LEAST_PARTNERS: Final = 4  # [P] fewer leave less than two degrees of freedom: their spread says nothing


def partner_shocks(others: Sequence[Mapping[str, Sides]]) -> tuple[float, float]:
    """Return the variance that a forecast for one more partner has from partners' own shocks, and its degrees of freedom.

    Args:
        others: The series of each unaffected partner: `listed`, and `unlisted` where the growth of listed goods is taken
            against that of unlisted ones.

    Returns:
        (0, 0) where fewer than LEAST_PARTNERS have growth and a variance of it; the variance is 0 where goods explain all.
    """
    growths, variances = [], []
    for series in others:
        signed = {name: (sides, 1 if name == "listed" else -1) for name, sides in series.items()}
        means = [(sides.means(), sign) for sides, sign in signed.values()]
        if all(old.sum() > 0 and new.sum() > 0 for (old, new), _ in means):
            found = spread(signed, ["listed"], [name for name in signed if name != "listed"])
            if np.isfinite(found.error):
                growths.append(sum(sign * float(np.log(new.sum() / old.sum())) for (old, new), sign in means))
                variances.append(found.error**2)
    count = len(growths)
    if count < LEAST_PARTNERS:
        return 0.0, 0.0
    between = max(0.0, float(np.var(growths, ddof=1)) - float(np.mean(variances)))
    return between * (1.0 + 1.0 / count), float(count - 2)
