import gzip
import importlib.util
import zipfile
from datetime import date
from pathlib import Path
from types import ModuleType

_ECB = "Date,USD,JPY,RUB,\n2015-01-05,1.2,140,70.1,\n2015-01-02,1.1,N/A,N/A,\n2014-12-31,1.3,139,60,\n"
_NBP = (
    "def get_rate(year, month, day):\n    if year == 2015:\n"
    "        if month == 1: return ('-1','0.05','-1')[day-1]\n    return '-1'\n"
)


def _script() -> ModuleType:
    """Return the script as a module: `tools` is no package, and its name would be that of this folder."""
    path = Path(__file__).parents[2] / "tools" / "build_rates.py"
    spec = importlib.util.spec_from_file_location("build_rates", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_tables_hold_the_published_figures_from_2015_on(tmp_path: Path) -> None:
    archive = tmp_path / "hist.zip"
    with zipfile.ZipFile(archive, "w") as files:
        files.writestr("eurofxref-hist.csv", _ECB)
    (tmp_path / "curr_rub.py").write_text(_NBP, encoding="utf-8")
    (tmp_path / "curr_eur.py").write_text(_NBP, encoding="utf-8")
    (tmp_path / "curr_usd.py").write_text(_NBP, encoding="utf-8")

    script = _script()
    ecb, nbp = script.ecb_series(archive), script.nbp_series(tmp_path)

    assert ecb == {date(2015, 1, 5): {"USD": "1.2", "JPY": "140", "RUB": "70.1"}, date(2015, 1, 2): {"USD": "1.1"}}
    assert nbp == {date(2015, 1, 2): {"EUR": "0.05", "RUB": "0.05", "USD": "0.05"}}
    assert script.without_covered(nbp, ecb) == {
        date(2015, 1, 2): {"RUB": "0.05", "USD": "0.05"}
    }  # euro gone, the bridge kept


def test_the_same_series_gives_the_same_bytes(tmp_path: Path) -> None:
    series = {date(2015, 1, 2): {"USD": "1.1"}, date(2015, 1, 5): {"JPY": "140"}}
    for name in ("one.csv.gz", "other.csv.gz"):
        _script().write_table(series, tmp_path / name)
    assert (tmp_path / "one.csv.gz").read_bytes() == (tmp_path / "other.csv.gz").read_bytes()
    assert (
        gzip.decompress((tmp_path / "one.csv.gz").read_bytes()) == b"date,JPY,USD\n2015-01-02,,1.1\n2015-01-05,140,\n"
    )
