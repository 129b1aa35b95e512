"""Each corridor's rise by each baseline, unlisted goods beside it, and the month it began."""

import numpy as np
import pytest

from entrepot.flows.breaks import Break
from entrepot.flows.cells import Cells
from entrepot.flows.fit import NotApplicable
from entrepot.flows.partner_rises import PartnerRise, partner_rises
from entrepot.settings import Study

FIRST, CUTOFF, LAST = 2020 * 12, 2022 * 12 + 1, 2022 * 12 + 11


def cells() -> Cells:
    """Return 36 months of four corridors, one good listed and one not; Kazakhstan rises fourfold with the cut-off."""
    importers = ("GE", "KZ", "RU", "UZ")
    rows = []
    noise = np.random.default_rng(1)
    for importer, name in enumerate(importers):
        for month in range(FIRST, LAST + 1):
            for group in (0, 1):
                level = 1e6
                if month > CUTOFF and group == 0:
                    level *= {"KZ": 4.0, "RU": 0.05}.get(name, 1.0)
                if name == "UZ" and (group == 1 or month < LAST - 5):
                    continue  # Uzbekistan: six months of the listed good alone
                rows.append((importer, group, month, level * float(np.exp(noise.normal(0, 0.1))), group == 0))
    importer_codes, groups, months, values, listed = (np.array(column) for column in zip(*rows, strict=True))
    zeros = np.zeros(len(rows), dtype=np.int64)
    return Cells(
        zeros,
        importer_codes,
        groups,
        zeros,
        months,
        values,
        listed,
        ("EU",),
        importers,
        ("854231", "853120"),
        ("85",),
        "EUR",
    )


@pytest.fixture(scope="module")
def rises() -> dict[str, PartnerRise]:
    return {rise.importer_iso: rise for rise in partner_rises(cells(), Study(), draws=199)}


def test_the_destination_comes_first_then_the_largest_excess(rises: dict[str, PartnerRise]) -> None:
    assert list(rises)[:2] == ["RU", "KZ"]


def test_a_rise_is_measured_against_each_baseline_and_beside_unlisted_goods(rises: dict[str, PartnerRise]) -> None:
    kazakhstan = rises["KZ"]

    assert set(kazakhstan.listed) == set(kazakhstan.unlisted) == set(kazakhstan.difference)
    assert len(kazakhstan.listed) == 4
    assert "years_2017_2021" not in kazakhstan.listed  # the figures begin in 2020
    for comparison in kazakhstan.listed.values():
        assert comparison.ratio == pytest.approx(4, rel=0.1)
    assert kazakhstan.unlisted["mean_month"].ratio == pytest.approx(1, rel=0.1)
    assert kazakhstan.difference["matched_months"].value == pytest.approx(np.log(4), abs=0.1)


def test_the_month_of_the_break_is_found(rises: dict[str, PartnerRise]) -> None:
    for partner in ("KZ", "RU"):
        since = rises[partner].since
        assert isinstance(since, Break)
        assert since.month == CUTOFF + 1
        assert since.p_value < 0.01
    quiet = rises["GE"].since
    assert isinstance(quiet, Break)
    assert quiet.p_value > 0.05


def test_a_corridor_that_cannot_be_compared_says_so(rises: dict[str, PartnerRise]) -> None:
    assert not rises["UZ"].listed
    assert not rises["UZ"].unlisted
    assert not rises["UZ"].difference
    assert isinstance(rises["UZ"].since, NotApplicable)
