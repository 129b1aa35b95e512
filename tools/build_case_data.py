"""Builds the computed files of the bundled case `microelectronics-2022`.

    python tools/build_case_data.py [--data ../shared/data]

`ledger.csv` and `components.csv` need nothing but the hand-edited files beside them. The two Eurostat files are written where
the folder of original files is given or found; each gets a `.source.toml` with the SHA-256 of its original.
"""

import argparse
import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from entrepot.codes.resource import csv_rows
from entrepot.codes.territories import iso2
from entrepot.evidence.snapshot import file_sha256
from entrepot.settings import resources_dir
from entrepot.world.bundled.ledger import build_ledger, ledger_csv, misfits, read_plan, read_totals
from entrepot.world.bundled.teardown import teardown_rows
from entrepot.world.canonical import COMPONENT_COLUMNS, TRADE_FLOW_COLUMNS, csv_text

CASE = "cases/microelectronics-2022"
COMEXT = "trade/eurostat_comext_eu27_exports_cn8_sanctioned_2020-01_2022-11.csv.gz"
TOTALS = "trade/eurostat_monthly_totals_eu27_vs_cis_2019_2024.csv"
_COMEXT_PUBLICATION = "Eurostat, Comext DS-045409"
_CN8_DIGITS = 8
_END_OF_FILE = "\x1a"  # closes the files of OFAC
SDN_STATES = ("2024-02-20", "2024-02-23")
SDN_FIRMS = frozenset(  # the case's firms by OFAC number
    {"35037", "35038", "35039", "35076", "35078", "35080", "35081", "35082", "35083", "35199", "38796", "41958"}
    | {"41979", "41989", "42033", "42206", "44283", "47923", "47924", "47936"}
)
ANNEX_IV_FIRMS = (  # the case's firms by number in Annex IV
    *(41, 94, 95, 104, 114, 400, 401, 476, 633, 647, 649, 657, 666, 710, 745, 746),
)
_SOURCE_TOML = """\
# Where {name} comes from.
producer = "Eurostat"
title = "{title}"
url = "https://ec.europa.eu/eurostat/databrowser/view/DS-045409"
original = "{original}"
original_sha256 = "{sha256}"
licence = "Reuse authorised with attribution (Commission Decision 2011/833/EU); source: Eurostat"
computed_by = "tools/build_case_data.py"
note = "{note}"
"""


def published_components() -> list[dict[str, str]]:
    """Return the published totals on components, each with its publication."""
    kse, cnbc = "KSE Institute, June 2023", "CNBC, 7 August 2023"
    later = "KSE Institute and Yermak-McFaul group, January 2024"
    rusi = "RUSI, Silicon Lifeline, August 2022"
    rows = (
        ("", "", "foreign components in 58 pieces of equipment", "1057", "pieces", kse),
        ("", "", "foreign components in 58 pieces of equipment: more than", "1000", "pieces", cnbc),
        ("", "", "foreign components found in weapons", "2797", "pieces", later),
        ("US producers together", "US", "share of the components in 58 pieces: more than", "70", "share_pct", kse),
        ("European producers together", "", "share of the components in 58 pieces: more than", "20", "share_pct", kse),
        ("", "", "share of microchips among the components in 58 pieces", "50", "share_pct", kse),
        ("Coalition-based producers together", "", "share of nearly 2,800 components", "95", "share_pct", later),
        ("", "", "unique foreign components in 27 systems: at least", "450", "kinds", rusi),
        ("US producers together", "US", "unique components in 27 systems", "317", "kinds", rusi),
    )
    names = ("maker_name", "maker_country_iso", "description", "component_count", "count_basis", "publication")
    return [{"equipment": "all", **dict(zip(names, row, strict=True)), "provenance": "reported"} for row in rows]


def chpl_codes() -> frozenset[str]:
    """Return the codes of the Common High Priority List and their HS2017 predecessors."""
    older = {row["predecessor"] for row in csv_rows("hs/predecessors.csv") if row["role"] == "chpl"}
    return frozenset(older | {row["hs6"] for row in csv_rows("controls/chpl.csv")})


def comext_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield EU-27 exports by partner, HS6 and month: the sum of the CN8 rows, in whole euro; HS4 rows are left out."""
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    codes = chpl_codes()
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            code = row["product_code"]
            if len(code) == _CN8_DIGITS and code[:6] in codes:
                sums[row["partner"], code[:6], row["period"]] += round(float(row["value_eur"]))
    keyed = {(_iso(partner), hs6, period): value for (partner, hs6, period), value in sums.items()}
    for (partner_iso, hs6, period), value_eur in sorted(keyed.items()):
        yield _flow(partner_iso, "X", hs6, level="HS6", period=period, value_eur=value_eur)


def total_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield trade of the EU-27 in all goods by partner, flow and month, in whole euro; the United Kingdom is left out."""
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["reporter"] != "United Kingdom":
                key = (_iso(row["partner"]), {"EXPORT": "X", "IMPORT": "M"}[row["flow"]], row["period"])
                sums[key] += round(float(row["value_eur"]))
    for (partner_iso, flow, period), value_eur in sorted(sums.items()):
        yield _flow(partner_iso, flow, "TOTAL", level="TOTAL", period=period, value_eur=value_eur)


def _iso(partner: str) -> str:
    """Return the code of a partner as Comext names it.

    Raises:
        SystemExit: The name is not known, so that the sums would lack a country.
    """
    found = iso2(partner).value
    if found is None:
        raise SystemExit(f"no code for partner {partner!r}")
    return found


def _flow(partner: str, flow: str, goods: str, *, level: str, period: str, value_eur: int) -> dict[str, str]:
    return {
        "reporter": "EU",
        "partner": partner,
        "flow": flow,
        "goods_code": goods,
        "goods_level": level,
        "hs_edition": ("HS2022" if period >= "2022" else "HS2017") if level == "HS6" else "",
        "period": period,
        "value_eur": str(value_eur),
        "valuation": "FOB" if flow == "X" else "CIF",
        "provenance": "observed",
        "publication": _COMEXT_PUBLICATION,
    }


def write_ledger(case: Path) -> None:
    """Write ledger.csv.

    Raises:
        SystemExit: The lines do not add up to the reported totals.
    """
    found = misfits(build_ledger(read_plan(case)), read_totals(case))
    if found:
        raise SystemExit("\n".join(found))
    (case / "ledger.csv").write_text(ledger_csv(case), "utf-8")


def write_components(case: Path) -> None:
    """Write components.csv: published totals, then the rows filled in."""
    rows = [*published_components(), *teardown_rows()]
    (case / "components.csv").write_text(csv_text(COMPONENT_COLUMNS, rows), "utf-8")


def write_flows(path: Path, original: Path, rows: Iterator[Mapping[str, str]], *, title: str, note: str) -> None:
    """Write a trade-flow table and where it comes from."""
    path.write_text(csv_text(TRADE_FLOW_COLUMNS, rows), "utf-8")
    text = _SOURCE_TOML.format(
        name=path.name, title=title, original=original.name, sha256=file_sha256(original), note=note
    )
    path.with_name(f"{path.name}.source.toml").write_text(text, "utf-8")


def write_list_excerpts(case: Path, lists: Path) -> None:
    """Write the case's firms from two states of the SDN list and from Annex IV, rows unchanged; people are left out."""
    folder = case / "lists"
    folder.mkdir(exist_ok=True)
    for state in SDN_STATES:
        original = (lists / f"ofac_sdn_{state}.csv").read_text("latin-1").splitlines(keepends=True)
        kept = [line for line in original if line.split(",", 1)[0] in SDN_FIRMS or line.startswith(_END_OF_FILE)]
        (folder / f"ofac_sdn_{state}_excerpt.csv").write_text("".join(kept), "latin-1", newline="")
    with (lists / "eu_32014R0833.csv").open(encoding="utf-8", newline="") as stream:
        header = next(stream)
        rows = [line for line in stream if line.startswith(tuple(f"32014R0833,{n},EU-RUS,IV," for n in ANNEX_IV_FIRMS))]
    (folder / "eu_833_excerpt.csv").write_text(header + "".join(rows), "utf-8", newline="")


def main() -> None:
    """Write all computed files of the case."""
    parser = argparse.ArgumentParser(description="Build the computed files of the bundled case.")
    default = Path(__file__).parents[2] / "shared" / "data"
    parser.add_argument("--data", type=Path, default=default, help="folder of the original Eurostat files")
    data = parser.parse_args().data
    case = resources_dir() / CASE
    write_ledger(case)
    write_components(case)
    if not (data / COMEXT).is_file():
        raise SystemExit(f"ledger.csv and components.csv written; no Eurostat files in {data}")
    write_list_excerpts(case, data / "sanctions")
    write_flows(
        case / "comext_chpl_monthly.csv",
        data / COMEXT,
        comext_rows(data / COMEXT),
        title="EU-27 exports of high priority goods to seven countries, January 2020 to November 2022",
        note="Sums of the CN8 rows over the 27 member states, by HS6; the extract holds 19 of the 50 CHPL codes and 880330.",
    )
    write_flows(
        case / "eurostat_eu27_totals_monthly.csv",
        data / TOTALS,
        total_rows(data / TOTALS),
        title="EU-27 exports of all goods to five countries, and imports from Kyrgyzstan, January 2019 to August 2024",
        note="Sums over the 27 member states; rows reported by the United Kingdom until January 2020 are left out.",
    )


if __name__ == "__main__":
    main()
