"""What holds for every indicator: its texts, its tables, its settings and its written cases."""

from collections import Counter

import pytest
from harness import CASES, TABLES, case_paths, read_case
from pydantic import ValidationError

from entrepot.indicators.base import Indicator
from entrepot.indicators.registry import all_indicators, describe

EVERY = pytest.mark.parametrize("indicator", all_indicators(), ids=lambda indicator: indicator.META.id)
WRITTEN = sorted({path.parent.name for path in case_paths()})
_TEXTS = ("title", "question", "description", "why")


@EVERY
def test_module_is_named_after_id_and_slug(indicator: Indicator) -> None:
    module = type(indicator).__name__ if not hasattr(indicator, "__name__") else indicator.__name__

    assert module.rpartition(".")[2] == f"{indicator.META.id.lower()}_{indicator.META.slug}"


@EVERY
def test_texts_are_present_and_of_the_right_form(indicator: Indicator) -> None:
    meta = indicator.META

    assert all(getattr(meta, name).strip() for name in _TEXTS)
    assert len(meta.title.split()) <= 5
    assert meta.question.endswith("?")
    assert meta.description.endswith(".")
    assert meta.unit
    assert meta.version >= 1
    assert len(meta.innocent_explanations) >= 2
    assert not any(text.strip(". ").lower() == "none" for text in meta.innocent_explanations)
    assert meta.references


@EVERY
def test_texts_never_say_that_a_flag_proves_something(indicator: Indicator) -> None:
    meta = indicator.META
    words = " ".join([*(getattr(meta, name) for name in _TEXTS), *meta.not_applicable.values()]).lower()

    assert not {"proves", "proof", "guilty", "illegal", "criminal"} & set(words.replace(".", " ").split())


def test_texts_differ_between_indicators() -> None:
    for name in ("id", "slug", *_TEXTS):
        counts = Counter(getattr(indicator.META, name) for indicator in all_indicators())
        assert [text for text, count in counts.items() if count > 1] == []
    reasons = Counter(reason for indicator in all_indicators() for reason in indicator.META.not_applicable.values())
    assert [reason for reason, count in reasons.items() if count > 1] == []


@EVERY
def test_needed_tables_exist_and_each_has_a_reason(indicator: Indicator) -> None:
    meta = indicator.META

    assert meta.needs
    assert set(meta.needs) <= set(TABLES)
    assert set(meta.needs) <= set(meta.not_applicable)
    assert all(reason.strip() for reason in meta.not_applicable.values())


@EVERY
def test_related_indicators_are_named_by_their_form(indicator: Indicator) -> None:
    assert all(name[0].isupper() and name[1:].isdigit() for name in indicator.META.related)
    assert indicator.META.id not in indicator.META.related


@EVERY
def test_settings_have_defaults_and_meanings_and_refuse_unknown_names(indicator: Indicator) -> None:
    described = describe(indicator)["settings"]

    assert all(setting["meaning"] for setting in described.values())
    with pytest.raises(ValidationError, match="no_such_setting"):
        indicator.PARAMS.model_validate({"no_such_setting": 1})


@EVERY
def test_indicator_has_written_cases_or_a_test_module_of_its_own(indicator: Indicator) -> None:
    own = CASES.parent / f"test_{indicator.META.id.lower()}_{indicator.META.slug}.py"

    assert indicator.META.id in WRITTEN or own.is_file()


@pytest.mark.parametrize("indicator_id", WRITTEN)
def test_cases_cover_raised_fence_innocent_and_every_reason(indicator_id: str) -> None:
    indicator = next(i for i in all_indicators() if i.META.id == indicator_id)
    paths = [path for path in case_paths() if path.parent.name == indicator_id]
    cases = [read_case(path) for path in paths]
    outcomes = [expected["outcome"] for case in cases for expected in case["expected"]]
    reasons = {e["reason"] for case in cases for e in case["expected"] if e["outcome"] == "not_applicable"}

    assert reasons == set(indicator.META.not_applicable)
    assert {"raised", "clear"} <= set(outcomes)
    assert {"raised", "fence", "innocent", "not"} <= {path.stem.partition("-")[0] for path in paths}
    assert all(case["description"].strip() for case in cases)


@EVERY
def test_page_has_a_worked_example_in_which_something_is_raised(indicator: Indicator) -> None:
    example = read_case(CASES / indicator.META.id / "worked-example.toml")

    assert "raised" in {expected["outcome"] for expected in example["expected"]}
    assert len(example["description"].split()) > 15, "a story, not a title"
