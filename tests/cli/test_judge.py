"""judge and decisions from end to end: a run after a decision changes what was foreseen, nothing else, and can be undone."""

import json
import shutil
from pathlib import Path

import pytest

from command_line import Entrepot
from entrepot.case.run import run_case
from small_case import ALFA_INN, BETA_INN, declarations, make_case

PARTIES = f"""\
id,kind,name,aliases,country,identifiers,addresses,provenance
alfa,company,Firma Alfa OOO,Alfa Firm LLC,RU,inn={ALFA_INN},"Primersk, ul. Primernaya 1, of. 5",synthetic
beta,company,Firma Beta OOO,,RU,inn={BETA_INN},"Primersk, ul. Primernaya 1, of. 5",synthetic
gamma,company,Gamma Trading Ltd,,HK,,"1 Example Road, Kowloon",synthetic
both,company,Delta i Omega,Omega Optika,RU,,"Primersk, ul. Vtoraya 2",synthetic
omega,company,Omega Optika,,RU,,,synthetic
"""
WHY = ("--why", "Seen in the register", "--who", "Reader", "--when", "2026-11-22")


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a case after a run; tests copy it."""
    folder = tmp_path_factory.mktemp("judged") / "case"
    make_case(folder, {"parties.csv": PARTIES, "declarations.csv": declarations()})
    run_case(folder)
    return folder


@pytest.fixture
def judged(ran: Path, tmp_path: Path) -> Path:
    """Return a copy of the case."""
    return Path(shutil.copytree(ran, tmp_path / "case"))


def linked(case: Path) -> dict[str, bytes]:
    """Return the bytes of every linked table and of the findings."""
    tables = {path.name: path.read_bytes() for path in (case / ".entrepot" / "tables").iterdir()}
    return {**tables, "findings": (case / ".entrepot" / "findings.jsonl").read_bytes()}


def party(entrepot: Entrepot, case: Path, query: str) -> dict[str, object]:
    (row,) = entrepot("party", case, query, "--json").rows
    return dict(row)


def record_ids(entrepot: Entrepot, case: Path, query: str) -> list[str]:
    sections = party(entrepot, case, query)["sections"]
    assert isinstance(sections, dict)
    return sorted({row["source_party_id"] for row in sections["records"]})


def test_same_joins_exactly_what_was_foreseen_and_is_taken_back_to_the_byte(entrepot: Entrepot, judged: Path) -> None:
    before = linked(judged)
    both = sorted(record_ids(entrepot, judged, ALFA_INN) + record_ids(entrepot, judged, BETA_INN))

    (foreseen,) = entrepot("judge", judged, "same", ALFA_INN, "Firma Beta OOO", *WHY, "--json").rows

    (change,) = foreseen["changes"]
    assert [one["name"] for one in change["before"]] != []
    assert [one["records"] for one in change["after"]] == [both]
    assert linked(judged) == before, "nothing changes before the next run"
    assert entrepot("run", judged).status == 0
    assert record_ids(entrepot, judged, ALFA_INN) == both
    shown = entrepot("party", judged, ALFA_INN).stdout
    assert "joined because" in shown
    assert "decision 1 of Reader" in " ".join(shown.split())

    withdrawn = entrepot("judge", judged, "withdraw", 1, *WHY)
    assert withdrawn.status == 0
    assert "Will part:" in withdrawn.stdout
    assert "Decision 1 is withdrawn: withdrawn by decision 2." in withdrawn.stdout
    assert entrepot("run", judged).status == 0
    assert linked(judged) == before
    assert len((judged / "decisions.jsonl").read_text("utf-8").splitlines()) == 2
    assert "withdrawn already" in entrepot("judge", judged, "withdraw", 1, *WHY).stderr


def test_not_same_parts_a_record_from_its_party_and_a_later_same_replaces_it(entrepot: Entrepot, judged: Path) -> None:
    before = linked(judged)
    omega = record_ids(entrepot, judged, "Omega Optika")
    assert len(omega) == 2

    said = entrepot("judge", judged, "not-same", omega[0], *WHY)
    assert "Will part:" in said.stdout
    entrepot("run", judged)
    assert [record_ids(entrepot, judged, one) for one in omega] == [[omega[0]], [omega[1]]]
    assert entrepot("matches", judged, "--json").rows == []

    again = entrepot("judge", judged, "same", *omega, *WHY)
    assert "Decision 1 is replaced: decision 2 says the opposite." in again.stdout
    entrepot("run", judged)
    assert [row["state"] for row in entrepot("decisions", judged, "--json").rows] == ["replaced", "in_force"]
    assert record_ids(entrepot, judged, omega[0]) == omega
    for number in (2, 1):
        entrepot("judge", judged, "withdraw", number, *WHY)
    entrepot("run", judged)
    assert linked(judged) == before


def test_split_gives_the_other_firm_a_record_of_its_own(entrepot: Entrepot, judged: Path) -> None:
    before = linked(judged)
    sections = party(entrepot, judged, "Delta i Omega")["sections"]
    assert isinstance(sections, dict)
    record = next(row["source_party_id"] for row in sections["records"] if row["native_id"] == "both")
    other = next(row["source_party_id"] for row in sections["records"] if row["native_id"] == "omega")

    said = entrepot("judge", judged, "split", record, "omega optika", "Primersk, ul. Vtoraya 2", *WHY)
    assert said.status == 0
    assert f"Omega Optika, to {record}#2" not in said.stdout
    assert f"{record}#2" in said.stdout
    entrepot("run", judged)

    assert record_ids(entrepot, judged, record) == [record]
    assert record_ids(entrepot, judged, other) == sorted([other, f"{record}#2"])
    moved = party(entrepot, judged, other)["sections"]
    assert isinstance(moved, dict)
    assert [row["source_party_id"] for row in moved["addresses"]] == [f"{record}#2"]
    assert "several records" in entrepot("judge", judged, "split", "Omega Optika", "x", *WHY).stderr
    assert "Its parts" in entrepot("judge", judged, "split", record, "nothing such", *WHY).stderr
    assert "main name" in entrepot("judge", judged, "split", record, "Delta i Omega", *WHY).stderr
    assert "comes from a split" in entrepot("judge", judged, "split", f"{record}#2", "Omega Optika", *WHY).stderr
    entrepot("judge", judged, "withdraw", 1, *WHY)
    entrepot("run", judged)
    assert linked(judged) == before


def test_a_verdict_stands_beside_its_finding(entrepot: Entrepot, case: Path, tmp_path: Path) -> None:
    judged = Path(shutil.copytree(case, tmp_path / "case"))
    found = entrepot("findings", judged, "--json").rows
    about = next(row for row in found if row["subject_kind"] == "party" and row["outcome"] != "not_applicable")

    said = entrepot("judge", judged, "dismiss", about["indicator"], about["subject_id"], *WHY)
    assert "No parties are joined or parted" in said.stdout
    entrepot("run", judged)

    given = [row for row in entrepot("findings", judged, "--json").rows if "verdict" in row]
    assert {(row["indicator"], row["subject_id"]) for row in given} == {(about["indicator"], about["subject_id"])}
    assert given[0]["verdict"]["why"] == "Seen in the register"
    words = " ".join(entrepot("party", judged, about["subject_id"]).stdout.split())
    assert "[dismissed by Reader, 2026-11-22: Seen in the register]" in words
    assert "No finding of N99" in entrepot("judge", judged, "confirm", "N99", "Alfa", *WHY).stderr


def test_what_other_decisions_forbid_is_refused_and_not_written(entrepot: Entrepot, judged: Path) -> None:
    assert entrepot("judge", judged, "not-same", ALFA_INN, "Gamma Trading Ltd", *WHY).status == 0
    assert entrepot("judge", judged, "same", ALFA_INN, BETA_INN, *WHY).status == 0

    said = entrepot("judge", judged, "same", BETA_INN, "Gamma Trading Ltd", *WHY)

    assert said.status == 1
    assert "Decision 2 would be left without effect" in said.stderr
    entrepot("judge", judged, "withdraw", 2, *WHY)
    assert entrepot("judge", judged, "same", BETA_INN, "Gamma Trading Ltd", *WHY).status == 0


def test_a_dry_run_writes_nothing_and_words_that_mean_nothing_are_refused(entrepot: Entrepot, judged: Path) -> None:
    (row,) = entrepot("judge", judged, "same", ALFA_INN, BETA_INN, *WHY, "--dry-run", "--json").rows

    assert not row["is_written"]
    assert len(row["changes"]) == 1
    assert entrepot("judge", judged, "same", ALFA_INN, *WHY).status == 2
    assert entrepot("judge", judged, "same", ALFA_INN, BETA_INN).status == 2
    assert entrepot("judge", judged, "same", ALFA_INN, BETA_INN, "--why", " ").status == 2
    assert "mean the same records" in entrepot("judge", judged, "same", ALFA_INN, ALFA_INN, *WHY).stderr
    assert "all records of its party" in entrepot("judge", judged, "not-same", ALFA_INN, *WHY).stderr
    assert "There is no decision 7" in entrepot("judge", judged, "withdraw", 7, *WHY).stderr
    assert not (judged / "decisions.jsonl").exists()


def test_a_decision_whose_records_are_gone_is_kept_and_reported(entrepot: Entrepot, judged: Path) -> None:
    entrepot("judge", judged, "same", ALFA_INN, BETA_INN, *WHY)
    path = judged / "decisions.jsonl"
    line = json.loads(path.read_text("utf-8"))
    line["left"] = [{"id": "gone", "name": "Firma Alfa OOO"}]
    path.write_text(json.dumps(line) + "\n", "utf-8")

    said = entrepot("run", judged)

    assert said.status == 0
    assert "Decision 1 has no effect: no longer in the case: Firma Alfa OOO (gone)" in said.stderr
    (row,) = entrepot("decisions", judged, "--json").rows
    assert (row["state"], row["note"]) == ("no_effect", "no longer in the case: Firma Alfa OOO (gone)")
    assert "no effect" in " ".join(entrepot("decisions", judged).stdout.split())


def test_a_damaged_line_stops_the_run_with_its_number(entrepot: Entrepot, judged: Path) -> None:
    (judged / "decisions.jsonl").write_text('{"kind": "same"}\n', "utf-8")

    said = entrepot("run", judged)

    assert said.status == 1
    assert "Line 1 of decisions.jsonl is damaged" in said.stderr
