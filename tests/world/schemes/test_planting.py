from collections import Counter
from collections.abc import Iterable

import pytest
from planted_kind import KINDS, background, planted

from entrepot.world.draft import Draft
from entrepot.world.schemes import LOOK_ALIKES, SCHEMES, counts, plant_all
from entrepot.world.settings import WorldSettings

ISSUE_KINDS = {f"S{number}" for number in range(1, 12)} | {
    "F2",
    "F3",
    "F4",
    "F5",
    "F6",
    "F7",
    "F10",
    "F11",
    "F15",
    "F16",
    "N7",
    "N8",
    "N9",
    "N10",
    "N11",
}


def _world(seed: int = 3, kind: str = "planted", rate: float = 0.05, without: Iterable[str] = ()) -> Draft:
    draft = background(WorldSettings(rows=60_000, seed=seed, scheme_rate=rate, kind=kind))  # type: ignore[arg-type]
    plant_all(draft, without=tuple(without))
    return draft


@pytest.fixture(scope="module")
def world() -> Draft:
    return _world()


def _story(draft: Draft, but: str = "") -> list[tuple[object, ...]]:
    """What happens, apart from names, ids and who was picked."""
    kinds = {scheme.scheme_id: scheme.scheme_kind for scheme in draft.records.schemes}
    return [
        (
            line.scheme_id,
            line.day,
            line.direction,
            line.part.part_number,
            line.quantity,
            line.route_iso,
            line.hides_exporter,
        )
        for line in draft.records.lines
        if kinds.get(line.scheme_id or "") not in (None, but)
    ]


def test_every_kind_of_the_issue_is_planted_and_has_a_look_alike_or_stands_for_its_typology(world: Draft) -> None:
    assert {kind.name for kind in SCHEMES} == ISSUE_KINDS
    assert {s.scheme_kind for s in world.records.schemes if not s.is_look_alike} == ISSUE_KINDS
    assert {s.scheme_kind for s in world.records.schemes if s.is_look_alike} == {kind.name for kind in LOOK_ALIKES}
    assert all(kind.look_alike_of in ISSUE_KINDS for kind in LOOK_ALIKES)


def test_there_are_at_least_as_many_look_alikes_as_schemes(world: Draft) -> None:
    found = Counter(scheme.is_look_alike for scheme in world.records.schemes)

    assert found[True] >= found[False] >= len(SCHEMES)


def test_null_world_holds_the_same_look_alikes_and_no_scheme(world: Draft) -> None:
    null = _world(kind="null")

    assert all(scheme.is_look_alike for scheme in null.records.schemes)
    assert [s.scheme_kind for s in null.records.schemes] == [
        s.scheme_kind for s in world.records.schemes if s.is_look_alike
    ]


def test_nothing_is_planted_at_rate_nought() -> None:
    assert _world(rate=0.0).records.schemes == []


def test_counts_grow_with_the_budget_and_keep_the_shares() -> None:
    small, large = counts(SCHEMES, 50.0), counts(SCHEMES, 2_000.0)

    assert all(count >= 1 for count in small.values())
    assert sum(large.values()) > 20 * len(SCHEMES)
    assert large["S1"] == pytest.approx(2 * large["S2"], abs=1)
    assert 1 <= sum(counts(SCHEMES, 5.0).values()) < len(SCHEMES)  # no room for every kind


def test_every_scheme_tells_its_story_its_targets_its_subjects_and_its_lines(world: Draft) -> None:
    with_lines = {line.scheme_id for line in world.records.lines}
    subjects = {row.scheme_id for row in world.records.scheme_firms if row.is_subject}
    for scheme in world.records.schemes:
        assert scheme.story.endswith(".")
        assert scheme.targets
        assert scheme.scheme_id in with_lines
        assert scheme.scheme_id in subjects


def test_truth_names_only_parties_of_the_world_and_each_once_in_a_role(world: Draft) -> None:
    rows = [(row.scheme_id, row.firm_id, row.scheme_role) for row in world.records.scheme_firms]
    for _, firm_id, _ in rows:
        world.firm(firm_id)
    for link in world.records.scheme_links:
        assert world.firm(link.firm_a_id) is not world.firm(link.firm_b_id)
    assert len(rows) == len(set(rows))


def test_a_subject_trades_in_its_scheme_or_is_behind_it(world: Draft) -> None:
    traders = {
        (line.scheme_id, firm.firm_id)
        for line in world.records.lines
        for firm in (line.importer, line.exporter)
        if firm is not None
    }
    idle = [
        row
        for row in world.records.scheme_firms
        if row.is_subject and (row.scheme_id, row.firm_id) not in traders and "forwarder" not in row.scheme_role
    ]

    assert idle == []


def test_subjects_of_schemes_are_nobody_elses_subjects(world: Draft) -> None:
    subjects = Counter(row.firm_id for row in world.records.scheme_firms if row.is_subject)

    assert [firm_id for firm_id, times in subjects.items() if times > 1] == []


def test_lines_lie_within_the_calendar_and_have_a_quantity(world: Draft) -> None:
    for line in world.records.lines:
        assert world.calendar.holds(line.day)
        assert line.quantity >= 1
        assert line.importer is not line.exporter
        assert all(firm.is_active(line.day) for firm in (line.importer, line.exporter) if firm is not None)


def test_shares_of_a_firm_add_up_to_no_more_than_the_whole(world: Draft) -> None:
    planted_firms = {firm.firm_id for firm in world.firms if firm.kind == "company"}
    sums: Counter[tuple[str, bool]] = Counter()
    for row in world.records.interests:
        if row.subject_id in planted_firms:
            sums[row.subject_id, row.to_on is None] += round(row.share_pct)
    assert [key for key, share in sums.items() if share > 100] == []


def test_same_seed_plants_the_same_and_another_seed_does_not(world: Draft) -> None:
    assert _story(_world()) == _story(world)
    assert _story(_world(seed=4)) != _story(world)


@pytest.mark.parametrize("kind", ["S1", "S5", "F5", "startup"])
def test_leaving_one_kind_out_changes_nothing_of_the_others(world: Draft, kind: str) -> None:
    assert _story(_world(without=(kind,))) == _story(world, but=kind)


def test_every_kind_can_be_planted_in_a_drifting_world_of_the_other_setting() -> None:
    draft = background(WorldSettings(rows=60_000, seed=3, scheme_rate=0.05, setting="other", kind="drift"))
    plant_all(draft)

    assert {scheme.scheme_kind for scheme in draft.records.schemes} == set(KINDS)


def test_a_fifth_of_diverted_imports_of_the_destination_hide_their_exporter_on_purpose(world: Draft) -> None:
    kinds = {scheme.scheme_id: scheme.is_look_alike for scheme in world.records.schemes}
    hidden = [line for line in world.records.lines if line.hides_exporter]
    diverted = [
        line
        for line in world.records.lines
        if line.importer
        and (line.importer.country_iso, line.direction) == ("RU", "import")
        and kinds.get(line.scheme_id or "") is False
    ]

    assert {kinds.get(line.scheme_id or "") for line in hidden} == {False}
    assert {line.direction for line in hidden} == {"import"}
    assert 0.15 < len(hidden) / len(diverted) < 0.25


def test_scheme_values_spread_from_small_to_large() -> None:
    values = sorted(sum(ln.quantity * ln.part.price_usd for ln in s.lines) for s in planted("F2", 24))

    assert values[0] < 500_000
    assert values[-1] > 2_000_000
