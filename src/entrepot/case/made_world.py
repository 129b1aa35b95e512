"""A case made of a synthetic world: its files in `sources/`, the truth beside them in `truth/`."""

from collections.abc import Callable
from pathlib import Path

from entrepot.case.adopting import adopt_files
from entrepot.case.config import CaseConfig, write_config
from entrepot.case.intake import Origin
from entrepot.errors import CaseError
from entrepot.settings import Study
from entrepot.world.generate import TRUTH, WorldFiles, generate
from entrepot.world.settings import DESTINATION_ISO, WorldSettings

Progress = Callable[[str, int, int], None]  # what, done, of how many
_SOURCES = {  # by the stem of a generated file
    "parties": "party_table",
    "designations": "designation_table",
    "interests": "interest_table",
    "roles": "role_table",
    "facts": "fact_table",
    "declarations": "declaration_table",
    "statistics": "trade_flow_table",
}


def make_world(folder: Path, settings: WorldSettings, *, on_progress: Progress = lambda *_: None) -> WorldFiles:
    """Make `folder` a case of a synthetic world and return what was written.

    Raises:
        CaseError: The folder holds something already.
        EntrepotError: The settings cannot be met.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CaseError(
            "The folder is not empty",
            where=str(folder),
            next_step="Name a new folder: a world is never mixed with other files.",
        )
    sources = folder / "sources"
    files = generate(sources, settings, truth=folder / TRUTH, on_progress=on_progress)
    title = (
        f"Synthetic world, seed {settings.seed}: {settings.rows:,} lines, {settings.kind}, setting {settings.setting}"
    )
    summary = "All firms, people, goods lines and listings of this case are invented; a likeness is chance."
    study = Study(destination_iso=DESTINATION_ISO, controls_list="chpl", cutoff_on=settings.calendar.cutoff_on)
    write_config(folder, CaseConfig(title=title, summary=summary, study=study))
    origin = Origin(producer="entrepot world", title=title, url="src/entrepot/world/generate.py", licence="Apache-2.0")
    on_progress("writing records", 0, 1)
    adopt_files(folder, files.files, source_ids=[_SOURCES[path.stem] for path in files.files], origin=origin)
    return files
