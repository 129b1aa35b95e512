"""Confidences are how often a proposal of that fit was right; what only values say keeps its own doubt."""

from heads import head

from entrepot.codes.resource import toml_document
from entrepot.sources.customs_table.calibration import confidence_of
from entrepot.sources.customs_table.decide import SURE
from entrepot.sources.customs_table.propose import propose

STEPS = toml_document("mapping/calibration.toml")["steps"]


def test_each_step_is_its_own_measurement_with_one_right_and_one_wrong_added() -> None:
    assert [step["confidence"] for step in STEPS] == [
        round((step["right"] + 1) / (step["cases"] + 2), 2) for step in STEPS
    ]
    assert all(confidence_of(step["from"]) == step["confidence"] for step in STEPS)


def test_a_better_fit_is_never_less_confident() -> None:
    found = [confidence_of(fit / 100) for fit in range(101)]

    assert found == sorted(found)
    assert 0 < found[0] < SURE < found[-1] < 1


def test_a_full_header_is_sure_and_a_vague_one_is_asked() -> None:
    sure, vague = (propose(head([name])).field("goods_description") for name in ("GOODS_DESCRIPTION", "GOODS"))

    assert sure.confidence >= SURE > vague.confidence
    assert (vague.columns, sure.columns) == (("GOODS",), ("GOODS_DESCRIPTION",))


def test_a_column_known_by_its_values_alone_is_not_calibrated_by_headers() -> None:
    found = propose(head({"F1": ["2023-01-05", "2023-02-07", "2023-03-09"]})).field("declared_on")

    assert found.columns == ("F1",)
    assert found.confidence == found.fit < SURE
