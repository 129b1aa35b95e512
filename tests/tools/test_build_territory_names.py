"""The table of country names from CLDR."""

import csv
import importlib.util
import io
from pathlib import Path
from types import ModuleType


def _script() -> ModuleType:
    """Return the script as a module: `tools` is no package."""
    path = Path(__file__).parents[2] / "tools" / "build_territory_names.py"
    spec = importlib.util.spec_from_file_location("build_territory_names", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


build = _script()
NAMES = {
    "en": {"MM": "Myanmar (Burma)", "CI": "Côte d’Ivoire", "QQ": "Nowhere"},
    "fr": {"MM": "Myanmar (Birmanie)", "CI": "Côte d’Ivoire"},
}
ALIASES = {"104": ["MM"], "384": ["CI"], "062": ["CI", "MM"], "BUR": ["MM"]}


def test_a_spelling_of_several_languages_is_one_row_and_brackets_may_be_left_out() -> None:
    rows = list(csv.DictReader(io.StringIO(build.table_text(["CI", "MM"], NAMES, ALIASES))))
    assert [(row["country_iso"], row["language"], row["key"]) for row in rows] == [
        ("CI", "numeric", "384"),
        ("CI", "en fr", "cote divoire"),
        ("MM", "numeric", "104"),
        ("MM", "en fr", "myanmar"),
        ("MM", "fr", "myanmar birmanie"),
        ("MM", "en", "myanmar burma"),
    ]
