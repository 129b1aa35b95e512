"""Names of parties that findings speak of."""

from collections.abc import Iterable

from entrepot.indicators.base import Context
from entrepot.store.sql import statement_beside

_NAMES = statement_beside(__file__)


def party_names(context: Context, party_ids: Iterable[str]) -> dict[str, str]:
    """Return the main names by party id; a party that is not in the case has none."""
    asked = sorted(set(party_ids))
    rows = context.rows(_NAMES, {"party_ids": asked}) if asked else []
    return {row["party_id"]: row["name"] for row in rows}
