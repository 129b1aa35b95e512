"""Synthetic worlds made and run as cases, for whoever fits or measures on them: a folder that is there and was run is kept."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from entrepot.world.scoring.truth import TRUTH_FOLDER

_PROGRAM = (sys.executable, "-m", "entrepot")


@dataclass(frozen=True)
class WorldPlan:
    """What a world is to be, as options of `entrepot world`."""

    seed: int
    rows: int
    setting: str = "base"
    kind: str = "planted"
    scheme_rate: float = 0.01

    @property
    def folder_name(self) -> str:
        """The name of its case folder."""
        rate = "" if self.scheme_rate == 0.01 else f"-{self.scheme_rate:g}"
        return f"{self.kind}-{self.setting}-{self.seed}-{self.rows}{rate}"

    @property
    def options(self) -> list[str]:
        """The options that make it."""
        told = {"rows": self.rows, "seed": self.seed, "setting": self.setting, "scheme-rate": f"{self.scheme_rate:g}"}
        kind = [] if self.kind == "planted" else [f"--{self.kind}"]
        return [*(part for name, value in told.items() for part in (f"--{name}", str(value))), *kind]

    @property
    def command(self) -> str:
        """The command that makes it, as a reader would type it."""
        return " ".join(["entrepot world DIR", *self.options])


def made_case(parent: Path, plan: WorldPlan) -> Path:
    """Return the case folder of a world, made where it is missing, and run: a run whose results are current costs little."""
    folder = parent / plan.folder_name
    if not (folder / TRUTH_FOLDER / "world.json").is_file():
        print(f"making {folder.name}", file=sys.stderr)
        subprocess.run([*_PROGRAM, "world", str(folder), *plan.options], check=True, stdout=subprocess.DEVNULL)
    print(f"running {folder.name}", file=sys.stderr)
    done = subprocess.run([*_PROGRAM, "run", str(folder)], check=False, stdout=subprocess.DEVNULL)
    if done.returncode not in {0, 3}:  # 3: finished, with rows put aside
        raise SystemExit(f"{folder.name}: the run failed")
    return folder
