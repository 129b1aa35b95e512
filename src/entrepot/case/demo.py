"""The bundled case: its tables and a generated background, added to a case folder as any user's files would be."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from entrepot.case.config import read_config, write_config
from entrepot.case.intake import Origin, add_file
from entrepot.errors import CaseError
from entrepot.settings import resources_dir
from entrepot.world.bundled.background import write_background

DEMO = "microelectronics-2022"
_TABLE = Origin(
    producer="Entrepot, bundled case",
    title="Reported facts of the bundled case, each row with its publication",
    url="resources/cases/microelectronics-2022/README.md",
    licence="Facts of the publications named in each row; the table Apache-2.0",
)
_BACKGROUND = Origin(
    producer="Entrepot, generator of synthetic trade",
    title="Synthetic background trade, seed 2022: invented firms, invented lines",
    url="src/entrepot/world/bundled/background.py",
    licence="Apache-2.0",
)
# What the people's files are read by stays in this order: parties before what refers to them.
_TABLES = (
    *("parties.csv", "designations.csv", "interests.csv", "roles.csv", "claims.csv", "components.csv", "ledger.csv"),
    *("comext_chpl_monthly.csv", "eurostat_eu27_totals_monthly.csv"),
)
_EXCERPTS = ("ofac_sdn_2024-02-20_excerpt.csv", "ofac_sdn_2024-02-23_excerpt.csv", "eu_833_excerpt.csv")
Progress = Callable[[str, int, int], None]  # what, done, of how many


@dataclass(frozen=True)
class DemoFile:
    """A file of the demo; `is_partial` marks excerpts of official lists, to which minimum row counts do not apply."""

    path: Path
    is_partial: bool = False
    origin: Origin = Origin()  # noqa: RUF009 (frozen)


def bundled_folder() -> Path:
    """Return the folder of the bundled case's own files."""
    return resources_dir() / "cases" / DEMO


def demo_files(background: Path) -> list[DemoFile]:
    """Return the files of the demo in the order to add them; the background's are written into the folder `background`."""
    bundled = bundled_folder()
    return [
        *(DemoFile(bundled / name, origin=_origin_of(bundled / name)) for name in _TABLES),
        *(DemoFile(bundled / "lists" / name, is_partial=True) for name in _EXCERPTS),
        *(DemoFile(path, origin=_BACKGROUND) for path in write_background(background).files),
    ]


def _origin_of(path: Path) -> Origin:
    """Return the bundled case as the origin, unless a `.source.toml` beside the file names its own."""
    return Origin() if path.with_name(path.name + ".source.toml").is_file() else _TABLE


def build_demo(folder: Path, *, on_progress: Progress = lambda *_: None) -> list[Path]:
    """Make the bundled case in `folder`, or bring it up to date, and return its source files.

    Raises:
        CaseError: `folder` holds another case.
    """
    if (folder / "case.toml").is_file() and read_config(folder).demo != DEMO:
        raise CaseError(
            "The folder holds another case", where=str(folder), next_step="Name an empty folder: entrepot demo DIR."
        )
    if not (folder / "case.toml").is_file():
        write_config(folder, read_config(bundled_folder()))
    with TemporaryDirectory() as written:
        files = demo_files(Path(written))
        added = []
        for done, file in enumerate(files, start=1):
            added.append(add_file(folder, file.path, is_partial=file.is_partial, origin=file.origin))
            on_progress("adding files", done, len(files))
    return [folder / "sources" / each.snapshot.file_name for each in added]
