"""The bench of mentions: same seed same mentions, a truth that holds, and measures that are the textbook's."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from entrepot.normalise.identifiers import classify

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture(autouse=True)
def _bench_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the scripts importable: `bench` is no package."""
    monkeypatch.syspath_prepend(str(BENCH))


def test_the_same_seed_gives_the_same_mentions_and_another_seed_others() -> None:
    from mention_data import generated

    assert list(generated(400, 11)) == list(generated(400, 11)) != list(generated(400, 12))


def test_a_firm_is_written_in_few_ways_and_keeps_its_country_and_number() -> None:
    from mention_data import generated

    rows = list(generated(20_000, 11))
    assert [row[0] for row in rows] == list(range(20_000))
    names: dict[int, set[str]] = {}
    countries: dict[int, set[str]] = {}
    for _, firm, name, country, _, _ in rows:
        names.setdefault(firm, set()).add(name)
        if country is not None:
            countries.setdefault(firm, set()).add(country)
    assert max(map(len, names.values())) == 4
    assert max(map(len, countries.values())) == 1
    numbers = [(number, country) for _, _, _, country, number, _ in rows if number is not None and country == "RU"]
    valid = sum(
        classify("Tax or registration number", number, country).validity == "valid" for number, country in numbers
    )
    assert 0.98 < valid / len(numbers) < 1.0  # one in a hundred is mistyped


def test_quality_is_that_of_pairs_and_of_b_cubed(tmp_path: Path) -> None:
    from resolve_mentions import quality

    firms = {"mention_number": [0, 1, 2, 3, 4], "firm_number": [1, 1, 1, 2, 2]}
    pq.write_table(pa.table(firms), tmp_path / "mentions.parquet")
    answer = tmp_path / "answer.parquet"
    pq.write_table(pa.table({"mention_number": [0, 1, 2, 3, 4], "party": ["x", "x", "y", "y", "y"]}), answer)

    found = quality(tmp_path, answer)
    # Of four pairs put together (01, 23, 24, 34) two are right (01, 34); of four right ones (01, 02, 12, 34) two are found.
    assert (found.pair_precision, found.pair_recall, found.pair_f1) == (0.5, 0.5, 0.5)
    # By mention: precision 1, 1, 1/3, 2/3, 2/3; recall 2/3, 2/3, 1/3, 1, 1.
    assert found.precision == pytest.approx(11 / 15)
    assert found.recall == pytest.approx(11 / 15)
    assert (found.parties, found.firms) == (2, 2)


def test_this_package_puts_most_mentions_together_and_hardly_any_wrongly(tmp_path: Path) -> None:
    from mention_data import write
    from mention_programs import by_entrepot
    from resolve_mentions import quality

    write(tmp_path, 3_000, 11)
    found = []
    for is_exact in (True, False):
        cleaning, resolving = by_entrepot(tmp_path, is_exact=is_exact)
        cleaning()
        pq.write_table(resolving(), tmp_path / "answer.parquet")
        found.append(quality(tmp_path, tmp_path / "answer.parquet"))
    exact, similar = found

    assert similar.precision > 0.99
    assert similar.recall > exact.recall + 0.05
