"""Tests of the Benjamini-Hochberg adjustment with the paper's own example and with subjects left out."""

import pytest

from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE, adjusted

# Benjamini and Hochberg 1995, section 4: fifteen p-values, four discoveries at 0.05.
PAPER = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
]


def test_the_paper_s_example_gives_four_discoveries() -> None:
    assert sum(value <= 0.05 for value in adjusted(PAPER)) == 4


def test_adjusted_values_come_in_the_order_given() -> None:
    assert adjusted([0.5, 0.001]) == pytest.approx([0.5, 0.002])


def test_subjects_without_a_p_value_count_as_tested() -> None:
    assert adjusted([0.001], subjects_tested=100) == pytest.approx([0.1])
    assert adjusted([0.001], subjects_tested=101)[0] > FALSE_DISCOVERY_RATE


def test_nothing_tested_gives_nothing() -> None:
    assert adjusted([], subjects_tested=10) == []
