"""Declaration lines of controlled goods, over the editions of the Harmonised System."""

from entrepot.store.engine import Engine
from entrepot.store.sql import statement_beside


def mark_controlled_lines(engine: Engine, controls_list: str) -> int:
    """Materialise `linked__controlled_line`; return how many lines there are.

    A line counts where its code's group holds a code that is on the list at any time; `is_listed_then` says whether it was
    on the day of declaration, `tier` is the highest of the group.

    Args:
        engine: With core__declaration, codes__hs_group and codes__controlled_good.
        controls_list: The list, such as `chpl`.
    """
    return engine.materialise("linked__controlled_line", statement_beside(__file__), {"controls_list": controls_list})
