"""Whatever a file holds, every source either reads on or says in one sentence what to do; nothing is lost."""

import csv
import io
import random
from contextlib import suppress
from pathlib import Path

import pytest

from entrepot.errors import SourceError
from entrepot.sources.registry import source_named
from parsed import parsed, rows_of

HERE = Path(__file__).parent
SAMPLES = {
    "comext_cn8": "comext/sample_cn8.csv",
    "comext_totals": "comext/sample_totals.csv",
    "trade_flow_table": "trade_flow_table/sample.csv",
    "declaration_table": "declaration_table/sample.csv",
    "party_table": "party_tables/sample_parties.csv",
    "designation_table": "party_tables/sample_designations.csv",
    "interest_table": "party_tables/sample_interests.csv",
    "role_table": "party_tables/sample_roles.csv",
    "fact_table": "party_tables/sample_facts.csv",
    "component_table": "component_table/sample.csv",
    "claim_table": "claim_table/sample.csv",
    "ftm": "ftm/sample.jsonl",
}
TABLES = [source_id for source_id in SAMPLES if source_id != "ftm"]


def sample(source_id: str) -> bytes:
    return (HERE / SAMPLES[source_id]).read_bytes()


def written(folder: Path, content: bytes, source_id: str) -> Path:
    path = folder / f"file{Path(SAMPLES[source_id]).suffix}"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("source_id", TABLES)
@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda _: b"", "it is empty"),
        (lambda content: content.replace(b",", b"^"), "lacks the columns"),
        (lambda content: content + bytes(range(128, 256)) * 9, "encoding"),
    ],
    ids=["empty", "missing columns", "wrong encoding"],
)
def test_unreadable_file_stops_with_a_next_step(tmp_path: Path, source_id: str, make: object, message: str) -> None:
    assert callable(make)
    with pytest.raises(SourceError, match=message) as caught:
        parsed(written(tmp_path, make(sample(source_id)), source_id), source_id)

    assert caught.value.next_step.endswith(".")


@pytest.mark.parametrize("source_id", TABLES)
@pytest.mark.parametrize("delimiter", ["|", ";", "\t"])
def test_another_encoding_and_delimiter_change_nothing(tmp_path: Path, source_id: str, delimiter: str) -> None:
    records = list(csv.reader(io.StringIO(sample(source_id).decode(), newline="")))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(records)
    same, other = tmp_path / "same.csv", tmp_path / "other.csv"
    same.write_bytes(sample(source_id))
    other.write_bytes(text.getvalue().encode("utf-16"))
    found = [parsed(path, source_id) for path in (same, other)]
    tables = [{name: rows_of(context, name) for name in context.results()} for context in found]
    for row in (row for made in tables for rows in made.values() for row in rows):
        row.pop("snapshot_id")
        row.pop("raw", None)  # of a record that was put aside, with its delimiter

    assert tables[0] == tables[1]


@pytest.mark.parametrize("source_id", TABLES)
def test_header_alone_is_a_file_without_rows(tmp_path: Path, source_id: str) -> None:
    context = parsed(written(tmp_path, sample(source_id).split(b"\n")[0] + b"\n", source_id), source_id)

    assert context.rows_read == 0
    assert all(table.num_rows == 0 for table in context.results().values())
    assert "The file holds a header and no rows" in context.warnings


@pytest.mark.parametrize("source_id", TABLES)
def test_cut_cell_of_a_megabyte_and_nul_bytes_cost_only_their_rows(tmp_path: Path, source_id: str) -> None:
    header, first, *_ = sample(source_id).split(b"\n")
    width = header.count(b",")
    large = b"x" * 1_000_000 + b"," * width
    content = b"\n".join((header, first, large, b"\0" + b"," * width, b"x"))
    context = parsed(written(tmp_path, content, source_id), source_id)
    reasons = {row["locator"]: row["reason"] for row in rows_of(context, "core__quarantine")}

    assert sorted(reasons) == ["row 3", "row 4", "row 5"]
    assert "1,000,000 characters" in reasons["row 3"]
    assert "NUL" in reasons["row 4"]
    assert "cut off" in reasons["row 5"]
    assert context.rows_read == 4


@pytest.mark.parametrize("source_id", SAMPLES)
def test_damage_anywhere_never_ends_in_another_error(tmp_path: Path, source_id: str) -> None:
    """Bytes are cut, repeated and replaced at random places, the same on every run."""
    rng = random.Random(source_id)  # noqa: S311 (damage, not secrets)
    content = sample(source_id)
    for _ in range(40):
        at, length = rng.randrange(len(content)), rng.randrange(1, 60)
        damage = rng.choice(
            [b"", b'"', b"\n", b"\0", b"\xff", b"=", b",", b"'", bytes(rng.randrange(256) for _ in range(9))]
        )
        path = written(tmp_path, content[:at] + damage + content[at + length :], source_id)
        with suppress(SourceError):
            context = parsed(path, source_id)
            places = {row["locator"] for name in context.results() for row in rows_of(context, name)}
            assert source_id == "ftm" or len(places) == context.rows_read


@pytest.mark.parametrize("source_id", SAMPLES)
def test_declaration_of_the_source_is_complete(source_id: str) -> None:
    meta = source_named(source_id).meta

    assert meta.id == source_id
    assert meta.summary.endswith(".")
    assert meta.assertions
    assert all(count.why for count in meta.assertions.values())
