"""Builds `resources/countries/names.csv`, the countries' names in fifteen languages, from Unicode CLDR.

    python tools/build_territory_names.py

Needs the `babel` package, which carries CLDR's data; it is no dependency of Entrepot: install it apart, with Entrepot.
"""

import csv
import hashlib
import importlib
import io
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol, cast

from entrepot.codes.lookalikes import fold
from entrepot.codes.resource import csv_rows
from entrepot.settings import resources_dir

LANGUAGES = (  # issue 3 and the neighbours of the layouts' countries
    *("en", "ru", "uk", "kk", "tr", "es", "pt", "pt_PT", "fr", "vi", "zh_Hans", "zh_Hant"),
    *("hy", "ka", "ky", "uz", "uz_Cyrl", "de"),
)
COLUMNS = ("country_iso", "language", "name", "key")
_PARENTHESIS = re.compile(r"\s*\([^()]*\)")
_NUMERIC = re.compile(r"\d{3}")
_SOURCE_TOML = """\
producer = "Unicode CLDR, through the babel package"
title = "Names of countries in fifteen languages and their numeric codes"
url = "https://cldr.unicode.org"
accessed = 2026-11-22
version = "babel {version}"
licence = "Unicode-3.0"
computed_by = "tools/build_territory_names.py"
sha256 = "{sha256}"
note = \"\"\"
One row a country and spelling; `language` lists the languages that spell it so, `numeric` is the ISO 3166-1 numeric code.
`key` is the name as compared (entrepot.codes.lookalikes.fold). A name with a part in brackets also stands without it.
What customs tables write otherwise is in customs_spellings.toml.
\"\"\"
"""


class _Locale(Protocol):
    @property
    def territories(self) -> Mapping[str, str]: ...


def main() -> None:
    """Write the table and its record."""
    babel = importlib.import_module("babel")
    parse = cast("Callable[[str], _Locale]", babel.Locale.parse)
    aliases = cast("Mapping[str, list[str]]", importlib.import_module("babel.core").get_global("territory_aliases"))
    codes = [row["country_iso"] for row in csv_rows("countries/territories.csv") if row["status"] != "withdrawn"]
    names = {language: parse(language).territories for language in LANGUAGES}
    text = table_text(codes, names, aliases)
    path = resources_dir() / "countries/names.csv"
    path.write_text(text, encoding="utf-8", newline="")
    _write_source(path, text, cast("str", babel.__version__))


def table_text(codes: list[str], names: Mapping[str, Mapping[str, str]], aliases: Mapping[str, list[str]]) -> str:
    """Return the table as text: one row a country and spelling, sorted.

    Args:
        codes: The countries wanted.
        names: By language, the name of each ISO code.
        aliases: What CLDR replaces each former or numeric code by.
    """
    found: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for language, code, name in (*_named(codes, names), *_numeric(codes, aliases)):
        _, languages = found.setdefault((code, fold(name)), (name, []))
        if language not in languages:
            languages.append(language)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for (code, key), (name, languages) in sorted(found.items()):
        writer.writerow([code, " ".join(languages), name, key])
    return stream.getvalue()


def _named(codes: list[str], names: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str, str]]:
    for language in names:
        for code in codes:
            name = names[language].get(code, "")
            for spelling in dict.fromkeys((name, _PARENTHESIS.sub("", name))):
                if fold(spelling):
                    yield language, code, spelling


def _numeric(codes: list[str], aliases: Mapping[str, list[str]]) -> Iterator[tuple[str, str, str]]:
    for alias, replacements in sorted(aliases.items()):
        if _NUMERIC.fullmatch(alias) and len(replacements) == 1 and replacements[0] in codes:
            yield "numeric", replacements[0], alias


def _write_source(path: Path, text: str, version: str) -> None:
    digest = hashlib.sha256(text.encode()).hexdigest()
    record = _SOURCE_TOML.format(version=version, sha256=digest)
    path.with_name(f"{path.name}.source.toml").write_text(record, encoding="utf-8")


if __name__ == "__main__":
    main()
