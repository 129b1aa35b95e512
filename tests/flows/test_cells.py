"""Cells as columns, and codes made dense."""

from dataclasses import replace

import numpy as np
import pytest
from simulated_trade import trade

from entrepot.flows.cells import dense


def test_keys_tell_every_combination_apart() -> None:
    cells = trade(1, groups=5, months=6)
    key = cells.key("exporter", "importer", "group")
    triples = np.column_stack([cells.exporter, cells.importer, cells.group])
    assert key.max() + 1 == len(np.unique(triples, axis=0)) == 2 * 6 * 5
    assert all(len(np.unique(triples[key == code], axis=0)) == 1 for code in range(int(key.max()) + 1))


@pytest.mark.parametrize("codes", [[5, 3, 5, 9], [10**12, -4, 10**12], [], [24265, 24264]])
def test_dense_codes_keep_the_order_of_values(codes: list[int]) -> None:
    expected = [sorted(set(codes)).index(code) for code in codes]
    assert dense(np.array(codes, dtype=np.int64)).tolist() == expected


def test_importers_by_name_and_rows_kept() -> None:
    cells = trade(1, groups=5, months=6)
    hubs = cells.importers(("KGZ", "nobody"))
    assert set(cells.importer[hubs].tolist()) == {1}
    kept = cells.where(hubs)
    assert len(kept) == len(cells) // 6
    assert kept.importer_names == cells.importer_names
    assert kept.value.sum() == cells.value[hubs].sum()


def test_columns_that_do_not_fit_are_refused() -> None:
    cells = trade(1, groups=5, months=6)
    with pytest.raises(ValueError, match="The column month has 2 rows"):
        replace(cells, month=cells.month[:2])
    with pytest.raises(ValueError, match="A code of group has no name"):
        replace(cells, group_names=("g0",))
    for bad in (-1.0, float("nan")):
        with pytest.raises(ValueError, match="missing or less than zero"):
            replace(cells, value=np.where(cells.month == cells.month[0], bad, cells.value))
