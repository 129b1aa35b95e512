"""Trade statistics by exporter, importer, goods group and month: made once a run for every indicator that reads them."""

from entrepot.flows.corridor_cells import TABLE, prepare_cells
from entrepot.indicators.base import Context


def prepare_corridor_cells(context: Context) -> None:
    """Materialise `flows__cell` and the tables beside it (flows/corridor_cells.py), unless this run has them."""
    if TABLE not in context.prepared:
        prepare_cells(context.engine, context.study)
        context.prepared.add(TABLE)
