"""The command line called in this process, and a small case that was run."""

import sys
from pathlib import Path

import pytest

from command_line import Entrepot, Said
from entrepot.case.run import run_case
from entrepot.cli.main import main
from small_case import make_case


@pytest.fixture
def entrepot(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Entrepot:
    """Return a function that calls the command line with its arguments."""

    def call(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["entrepot", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Said(ended.value.code, printed.out, printed.err)

    return call


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the small case after a run; tests read it only."""
    folder = tmp_path_factory.mktemp("small") / "case"
    make_case(folder)
    run_case(folder)
    return folder
