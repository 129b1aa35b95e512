"""Every command on a small invented case: what stands on standard output, what beside it, and how it ends."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from command_line import DemoRun, Entrepot
from entrepot import __version__
from entrepot.cli.main import commands
from entrepot.indicators.registry import all_indicators
from small_case import ALFA_INN, DECISION, FILES, make_case, write_files

COMMANDS = sorted(commands.commands)
READING = (
    "findings",
    "party",
    "owners",
    "claims",
    "flows",
    "evidence",
    "quarantine",
    "changes",
    "matches",
    "decisions",
    "ranking",
    "score",
    "report",
    "export",
    "trace",
)


def asking(command: str, case: Path) -> list[str]:
    """Return the arguments of a command that reads a case."""
    more = {
        "party": ["Firma Alfa OOO"],
        "owners": ["Firma Alfa OOO"],
        "evidence": ["0" * 16, "row 2"],
        "export": ["--format", "ftm"],
        "trace": ["--to", "Firma Alfa OOO"],
    }
    return [command, str(case), *more.get(command, [])]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(entrepot: Entrepot, command: str) -> None:
    said = entrepot(command, "--help")

    assert said.status == 0
    assert said.stdout.startswith(f"Usage: entrepot {command} ")
    assert len(said.stdout.splitlines()[2].strip()) > 20


def test_the_program_names_its_version_and_its_commands(entrepot: Entrepot) -> None:
    assert __version__ in entrepot("--version").stdout
    listed = entrepot("--help").stdout
    assert all(f"\n  {command} " in listed for command in COMMANDS)
    assert "proves nothing" in listed


def test_a_case_from_init_to_report(entrepot: Entrepot, tmp_path: Path) -> None:
    folder, files = tmp_path / "my case", write_files(tmp_path / "received")

    made = entrepot("init", folder, "--title", "Chips", "--destination", "ru")
    added = entrepot("add", folder, *files, "--json")
    ran = entrepot("run", folder, "--json")
    again = entrepot("run", folder)
    report = entrepot("report", folder)

    assert [said.status for said in (made, added, ran, again, report)] == [0] * 5
    assert [row["file"] for row in added.rows] == list(FILES)
    assert {row["source"] for row in added.rows} >= {"party_table", "declaration_table", "claim_table"}
    assert all(row["is_new"] for row in added.rows)
    sources = [row for row in ran.rows if row["kind"] == "source"]
    assert {row["file_name"] for row in sources} == set(FILES)
    assert {row["indicator"] for row in ran.rows if row["kind"] == "indicator"} == {i.META.id for i in all_indicators()}
    assert "7 files, 81 rows read, 0 put aside with a reason." in ran.stderr
    assert "Nothing changed since the last run" in again.stderr
    assert Path(report.stdout.strip()).is_file()


def test_findings_are_filtered_by_indicator_party_and_outcome(entrepot: Entrepot, case: Path) -> None:
    every = entrepot("findings", case, "--json").rows
    owned = entrepot("findings", case, "--json", "--indicator", "n1", "--party", "Firma Beta OOO").rows

    assert {row["outcome"] for row in every} == {"raised", "clear", "not_applicable"}
    assert {(row["indicator"], row["outcome"]) for row in owned} == {("N1", "raised")}
    assert "Firma Beta OOO" in {row["subject_name"] for row in owned}
    for outcome in ("raised", "clear", "not_applicable"):
        assert {row["outcome"] for row in entrepot("findings", case, "--json", "--outcome", outcome).rows} == {outcome}
    assert all({"reason", "threshold", "evidence", "innocent_explanations", "params"} <= set(row) for row in every)
    assert all(row["evidence"] and row["innocent_explanations"] for row in every if row["outcome"] == "raised")


def test_every_place_in_a_finding_leads_to_the_row_received(entrepot: Entrepot, case: Path) -> None:
    raised = entrepot("findings", case, "--json", "--outcome", "raised").rows
    places = {(row["snapshot"], row["locator"]) for finding in raised for row in finding["evidence"]}

    assert len(places) >= 5
    for snapshot, locator in sorted(places):
        [row] = entrepot("evidence", case, snapshot, locator, "--json").rows
        number = int(locator.removeprefix("row "))
        assert row["cells"]
        assert FILES[row["file"]].splitlines()[number - 1].startswith(next(iter(row["cells"].values())))


def test_a_row_of_a_file_changed_after_it_was_added_is_refused(entrepot: Entrepot, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    make_case(folder)
    entrepot("run", folder)
    source = folder / "sources" / "interests.csv"
    snapshot = json.loads(source.with_name("interests.csv.snapshot.json").read_text("utf-8"))["snapshot_id"]
    source.write_text(source.read_text("utf-8").replace(",shares,", ",votes,"), "utf-8")

    asked = entrepot("evidence", folder, snapshot, "row 2")
    again = entrepot("run", folder)

    assert (asked.status, asked.stdout) == (1, "")
    assert "changed after it was added" in asked.stderr
    assert again.status == 3


def test_a_party_is_told_with_places(entrepot: Entrepot, case: Path) -> None:
    [told] = entrepot("party", case, ALFA_INN, "--json").rows
    printed = entrepot("party", case, "Alfa Firm LLC")

    assert told["party"]["name"] == "Firma Alfa OOO"
    assert told["sections"]["listings"][0]["listed_on"] == "2022-03-31"
    assert {finding["indicator"] for finding in told["findings"]} >= {"N12", "N3"}
    assert printed.status == 0
    for text in ("Firma Alfa OOO", "parties.csv row 2", "designations.csv row 2", "Omega Holding OOO"):
        assert text in printed.stdout


def test_who_else_a_query_may_mean_is_said_beside_the_answer(entrepot: Entrepot, case: Path) -> None:
    said = entrepot("party", case, "firma", "--json")

    assert len(said.rows) == 1
    assert "may also mean: Firma Beta OOO" in said.stderr
    assert "may also mean" in entrepot("owners", case, "firma").stderr
    assert "may also mean" in entrepot("findings", case, "--party", "firma").stderr
    assert entrepot("party", case, "Firma Beta OOO").stderr == ""


def test_claims_flows_and_quarantine_are_told(entrepot: Entrepot, case: Path) -> None:
    claims = entrepot("claims", case, "--json").rows
    flows = entrepot("flows", case, "--json").rows

    assert [row["kind"] for row in claims] == ["same_figure_other_period", "against_evidence"]
    assert [row["claim_id"] for row in claims[0]["claims"]] == ["nine-months", "full-year"]
    assert [row["kind"] for row in flows] == ["sheet", "partner", "corridor_level", "corridor_level", "reconciled"]
    assert flows[0]["lost_direct"]["value"] == pytest.approx(9_000.0)
    assert (flows[1]["partner_iso"], flows[1]["naive"]["value"]) == ("KZ", pytest.approx(800.0))
    assert flows[1]["comparisons"]["matched_12_months"]["ratio"] == pytest.approx(9.0)
    assert flows[1]["comparisons"]["matched_12_months"]["is_small_base"]
    assert entrepot("quarantine", case, "--json").stdout == ""
    assert "Second Gazette" in entrepot("claims", case).stdout
    assert "Kazakhstan" in entrepot("flows", case).stdout
    assert entrepot("quarantine", case).status == 0


@pytest.mark.parametrize("format_name", ["csv", "ftm", "graphml", "parquet", "xlsx"])
def test_an_export_says_where_it_is_and_nothing_else(
    entrepot: Entrepot, case: Path, tmp_path: Path, format_name: str
) -> None:
    said = entrepot("export", case, "--format", format_name, "--to", tmp_path / "out")

    assert said.status == 0
    assert said.stdout == f"{tmp_path / 'out'}\n"
    assert (tmp_path / "out").exists()
    assert "responsible-use" in said.stderr


def test_the_catalogue_and_one_indicator(entrepot: Entrepot) -> None:
    every = entrepot("indicators", "--json").rows
    [one] = entrepot("indicators", "n2", "--json").rows

    assert [row["id"] for row in every] == [indicator.META.id for indicator in all_indicators()]
    assert (one["id"], one["title"]) == ("N2", "Successor of a listed firm")
    assert one["settings"]["jaccard_min"]["meaning"]
    assert "innocent_explanations" in entrepot("indicators", "N2").stdout
    assert entrepot("indicators", "N99").status == 2


@pytest.mark.parametrize("command", [name for name in READING if name not in {"report", "export", "evidence", "score"}])
def test_json_leaves_nothing_else_on_standard_output(entrepot: Entrepot, case: Path, command: str) -> None:
    said = entrepot(*asking(command, case), "--json")

    assert said.status == 0
    assert all(json.loads(line) for line in said.stdout.splitlines())
    assert "NaN" not in said.stdout


@pytest.mark.parametrize("command", [name for name in READING if name not in {"evidence", "quarantine"}])
def test_a_question_to_a_case_never_run_says_to_run_it(entrepot: Entrepot, tmp_path: Path, command: str) -> None:
    make_case(tmp_path / "case", {})
    said = entrepot(*asking(command, tmp_path / "case"))

    assert (said.status, said.stdout) == (1, "")
    assert said.stderr == (
        f"Failed: The case has no results yet ({tmp_path / 'case'}). Run it: entrepot run {tmp_path / 'case'}.\n"
    )


@pytest.mark.parametrize("command", [*READING, "run", "add"])
def test_a_folder_that_is_no_case_says_how_to_make_one(entrepot: Entrepot, tmp_path: Path, command: str) -> None:
    more = [tmp_path / "file.csv"] if command == "add" else []
    said = entrepot(*asking(command, tmp_path), *more)

    assert (said.status, said.stdout) == (1, "")
    assert said.stderr.startswith("Failed: Not a case: case.toml is missing")
    assert "entrepot init" in said.stderr
    assert said.stderr.count("\n") == 1


Wrong = Callable[[Path], list[object]]
WRONG_USAGE: dict[str, Wrong] = {
    "no such command": lambda _: ["divine"],
    "no case named": lambda _: ["run"],
    "no file named": lambda case: ["add", case],
    "a folder as a file": lambda case: ["add", case, case],
    "unknown option": lambda case: ["run", case, "--fast"],
    "unknown engine": lambda case: ["run", case, "--engine", "abacus"],
    "unknown format": lambda case: ["export", case, "--format", "pdf"],
    "no format": lambda case: ["export", case],
    "unknown regime": lambda case: ["owners", case, "Firma Alfa OOO", "--regime", "UN"],
    "a date that is none": lambda case: ["owners", case, "Firma Alfa OOO", "--on", "2022-02-30"],
    "unknown outcome": lambda case: ["findings", case, "--outcome", "guilty"],
    "unknown indicator": lambda case: ["findings", case, "--indicator", "X1"],
    "a country that is no code": lambda case: ["init", case.with_name("new"), "--destination", "Russia"],
}


@pytest.mark.parametrize("arguments", WRONG_USAGE.values(), ids=WRONG_USAGE.keys())
def test_wrong_usage_ends_with_two(entrepot: Entrepot, case: Path, arguments: Wrong) -> None:
    said = entrepot(*arguments(case))

    assert (said.status, said.stdout) == (2, "")
    assert "Error: " in said.stderr


FAULTS: dict[str, tuple[Wrong, str]] = {
    "missing file": (lambda case: ["add", case, "nowhere.csv"], "nowhere.csv: there is no such file"),
    "unknown source": (lambda case: ["add", case, case / "case.toml", "--as", "tarot"], "no source called 'tarot'"),
    "unknown layout": (lambda case: ["add", case, case / "case.toml"], "No source recognises case.toml"),
    "unknown party": (lambda case: ["party", case, "Nobody"], "No party is called or numbered 'Nobody'"),
    "blank party": (lambda case: ["owners", case, " "], "No party is called or numbered ' '"),
    "unknown snapshot": (lambda case: ["evidence", case, "f" * 16, "row 2"], "No file has the snapshot id ffff"),
    "a case already": (lambda case: ["init", case], "There is a case already"),
    "another case": (lambda case: ["demo", case], "The folder holds another case"),
    "a folder in the way": (
        lambda case: ["export", case, "--format", "ftm", "--to", case],
        "something else at that place",
    ),
    "a file in the way": (
        lambda case: ["export", case, "--format", "ftm", "--to", case / "case.toml" / "x"],
        "case.toml",
    ),
}


@pytest.mark.parametrize(("arguments", "sentence"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_ends_with_one_and_one_sentence_with_a_next_step(
    entrepot: Entrepot, case: Path, arguments: Wrong, sentence: str
) -> None:
    said = entrepot(*arguments(case))

    assert (said.status, said.stdout) == (1, "")
    assert said.stderr.startswith("Failed: ")
    assert sentence in said.stderr
    assert said.stderr.count("\n") == 1
    assert said.stderr.endswith(".\n")
    assert "Traceback" not in said.stderr


def test_a_place_that_a_file_does_not_have_is_a_fault(entrepot: Entrepot, case: Path) -> None:
    [snapshot] = {
        row["snapshot"]
        for f in entrepot("findings", case, "--indicator", "N3", "--json").rows
        for row in f["evidence"]
        if row["locator"] == "row 3"
    }
    said = entrepot("evidence", case, snapshot, "row 999")

    assert said.status == 1
    assert "has no place 'row 999'" in said.stderr


def test_brackets_in_a_setting_or_a_name_are_shown_as_they_are(entrepot: Entrepot, tmp_path: Path) -> None:
    name = "[red]Firm[/] [Moscow] [/bold]"
    make_case(tmp_path / "case", {"parties.csv": f"id,kind,name,note\nx,company,{name},[link=x]y\n"})
    assert entrepot("run", tmp_path / "case").status == 0

    assert name in entrepot("party", tmp_path / "case", "firm").stdout
    assert name in entrepot("owners", tmp_path / "case", "firm", "--regime", "EU").stdout
    with (tmp_path / "case" / "case.toml").open("a", encoding="utf-8") as stream:
        stream.write("[indicators.N2]\nnose = 1\n")
    assert "[indicators.N2]" in entrepot("run", tmp_path / "case").stderr


def test_the_files_added_before_a_fault_are_told_and_kept(entrepot: Entrepot, tmp_path: Path) -> None:
    make_case(tmp_path / "case", {})
    [roles] = write_files(tmp_path, {"roles.csv": FILES["roles.csv"]})

    said = entrepot("add", tmp_path / "case", roles, tmp_path / "nowhere.csv", "--json")

    assert said.status == 1
    assert [row["file"] for row in said.rows] == ["roles.csv"]
    assert "1 of 2 files are in the case" in said.stderr
    assert (tmp_path / "case" / "sources" / "roles.csv").is_file()


def test_what_was_added_since_the_run_is_said_with_every_answer(entrepot: Entrepot, tmp_path: Path) -> None:
    make_case(tmp_path / "case", {"parties.csv": FILES["parties.csv"]})
    [roles] = write_files(tmp_path, {"roles.csv": FILES["roles.csv"]})
    entrepot("run", tmp_path / "case")
    entrepot("add", tmp_path / "case", roles)

    said = entrepot("findings", tmp_path / "case", "--json")

    assert said.status == 0
    assert "added since the last run: roles.csv" in said.stderr


def test_a_corrected_record_is_said(entrepot: Entrepot, tmp_path: Path) -> None:
    make_case(tmp_path / "case", {"roles.csv": FILES["roles.csv"]})
    roles = tmp_path / "case as received" / "roles.csv"

    again = entrepot("add", tmp_path / "case", roles)
    corrected = entrepot("add", tmp_path / "case", roles, "--as-of", "2024-02-23", "--json")

    assert "not added twice" in again.stderr
    assert "corrected" not in again.stderr
    assert "corrected" in corrected.stderr
    assert [(row["is_new"], row["as_of_on"]) for row in corrected.rows] == [(False, "2024-02-23")]


def test_spark_that_is_not_installed_is_a_fault_with_a_next_step(entrepot: Entrepot, tmp_path: Path) -> None:
    from importlib.util import find_spec

    if find_spec("pyspark") is not None:
        pytest.skip("pyspark is installed here")
    make_case(tmp_path / "case", {"parties.csv": FILES["parties.csv"]})

    said = entrepot("run", tmp_path / "case", "--engine", "spark")

    assert said.status == 1
    assert "entrepot[spark]" in said.stderr


def test_ctrl_c_leaves_the_case_usable(entrepot: Entrepot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from entrepot.case import run

    make_case(tmp_path / "case", {"parties.csv": FILES["parties.csv"]})
    entrepot("run", tmp_path / "case")
    (tmp_path / "case" / "decisions.jsonl").write_text(DECISION, "utf-8")

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped:
        stopped.setattr(run, "evaluate_all", stop)
        said = entrepot("run", tmp_path / "case")

    assert said.status == 130
    assert "Stopped" in said.stderr
    assert "Traceback" not in said.stderr
    assert entrepot("findings", tmp_path / "case").status == 0
    assert entrepot("run", tmp_path / "case").status == 0


def in_a_terminal(*arguments: object, **environment: str) -> str:
    """Return what a command writes to a terminal of its own."""
    reading, writing = pty.openpty()
    values = {"TERM": "xterm-256color", "PATH": os.environ["PATH"], "COLUMNS": "120", **environment}
    command = [sys.executable, "-m", "entrepot", *map(str, arguments)]
    done = subprocess.Popen(command, stdout=writing, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, env=values)
    os.close(writing)
    written = b""
    try:
        while part := os.read(reading, 65536):
            written += part
    except OSError:  # how a terminal says that nobody writes to it any more
        pass
    done.communicate()
    os.close(reading)
    assert done.returncode == 0
    return written.decode()


def test_colour_is_used_in_a_terminal_and_never_against_the_readers_wish(case: Path) -> None:
    coloured, plain = in_a_terminal("findings", case), in_a_terminal("findings", case, NO_COLOR="1")

    assert "\x1b[31m" in coloured
    assert "\x1b[31m" not in plain
    assert "■" in plain  # the mark stays: meaning never rests on colour alone


def test_a_pipe_gets_no_colour_and_a_program_gets_the_exit_status(case: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "entrepot"]
    found = subprocess.run([*command, "findings", case], capture_output=True, text=True, check=False)
    failed = subprocess.run([*command, "run", tmp_path], capture_output=True, text=True, check=False)
    misused = subprocess.run([*command, "run"], capture_output=True, text=True, check=False)

    assert (found.returncode, failed.returncode, misused.returncode) == (0, 1, 2)
    assert "\x1b" not in found.stdout + found.stderr + failed.stderr


def test_names_in_any_script_come_out_whatever_the_terminals_language(tmp_path: Path) -> None:
    make_case(tmp_path / "case", {"parties.csv": "id,kind,name\nx,company,ООО Ромашка 香港\n"})
    command = [sys.executable, "-m", "entrepot"]
    ascii_only = {"PYTHONIOENCODING": "ascii", "PATH": os.environ["PATH"]}
    subprocess.run([*command, "run", tmp_path / "case"], check=True, capture_output=True)

    done = subprocess.run(
        [*command, "party", tmp_path / "case", "香港"], capture_output=True, check=True, env=ascii_only
    )

    assert "ООО Ромашка 香港" in done.stdout.decode("utf-8")


def test_the_demo_ends_with_twelve_rows_and_the_report(demo_run: DemoRun) -> None:
    assert demo_run.status == 0, demo_run.stderr
    assert all(f" S{number} " in demo_run.stdout for number in range(1, 13))
    [report] = [line for line in demo_run.stdout.splitlines() if line.startswith("Report: ")]
    assert Path(report.removeprefix("Report: ")).is_file()
    assert "entrepot findings" in demo_run.stdout
    assert "rows read, 0 put aside with a reason." in demo_run.stderr
    assert "not found in this case" not in demo_run.stdout


def test_the_demo_holds_the_findings_that_the_press_made_by_hand(entrepot: Entrepot, demo_run: DemoRun) -> None:
    raised = entrepot("findings", demo_run.case, "--json", "--outcome", "raised").rows
    by_indicator: dict[str, list[str]] = {}
    for finding in raised:
        by_indicator.setdefault(finding["indicator"], []).append(json.dumps(finding, ensure_ascii=False))

    assert any("Robin Trade" in text and "Treydtuls" in text for text in by_indicator["N2"])
    assert any('"quantity_in": 2598' in text and '"quantity_out": 2598' in text for text in by_indicator["F5"])
    assert any("Aspan Arba" in text and "Golberg" in text for text in by_indicator["N4"])
