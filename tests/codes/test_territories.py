"""Country names as official lists write them."""

import csv
import gzip
import re
from pathlib import Path

import pytest

from entrepot.codes.territories import iso2, name_of, territories

# Texts of the shared lists that name no country; each gives an issue.
NO_COUNTRY = {
    "-0-",
    "undetermined",
    "None Identified",
    "na",
    "",
    "Region: Kafia Kingi",
    "Region: Jammu and Kashmir",
    "Region: Commonwealth of Independent States",
}


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        ("Kyrgyz, Republic", "KG"),
        ("Russian Federation (Russia)", "RU"),
        ("Germany (incl. German Democratic Republic 'DD' from 1991)", "DE"),
        ("Republic of Türkiye", "TR"),
        ("Turkey", "TR"),
        ("Республика Казахстан", "KZ"),
        ("КИТАЙ", "CN"),
        ("Гонконг", "HK"),
        ("ОАЭ", "AE"),
        ("U.A.E.", "AE"),
        ("People’s Republic of China", "CN"),
        ("Republic of China", "TW"),
        ("Korea, North", "KP"),
        ("Republic of Korea", "KR"),
        ("Congo, Democratic Republic of the", "CD"),
        ("Republic of the Congo", "CG"),
        ("Cote d Ivoire", "CI"),
        ("RUS", "RU"),
        ("ru", "RU"),
        ("Russian", "RU"),
        ("Socialist Republic of Vietnam", "VN"),
        ("Kosovo", "XK"),
        ("Palestinian", "PS"),
        ("Macau", "MO"),
        ("Russian Federation (HQ)", "RU"),
    ],
)
def test_names_of_one_country_give_its_code(reported: str, expected: str) -> None:
    assert iso2(reported).value == expected
    assert iso2(reported).issue is None


def test_a_country_name_with_one_latin_letter_among_cyrillic_is_still_found() -> None:
    assert iso2("Pоссия").value == "RU"  # the first letter is Latin, as in Regulation 269/2014


@pytest.mark.parametrize("reported", sorted(NO_COUNTRY | {"European Union", "Atlantis"}))
def test_texts_without_a_country_give_an_issue(reported: str) -> None:
    assert iso2(reported).value is None
    assert iso2(reported).issue


def test_a_withdrawn_country_gives_its_code_and_says_so() -> None:
    assert iso2("former USSR").value == "SU"
    assert iso2("Netherlands Antilles").issue == "Netherlands Antilles no longer exists"


def test_all_assigned_iso_codes_are_there_once() -> None:
    codes = [t.country_iso for t in territories()]
    assert len(codes) == len(set(codes))
    assert sum(t.status == "official" for t in territories()) == 249  # ISO 3166-1, 2026
    assert codes == sorted(codes)


def test_no_alias_belongs_to_two_territories() -> None:
    for territory in territories():
        for label in (territory.country_iso, territory.iso3, territory.name, *territory.aliases):
            if label not in ("NA", "CS"):
                assert iso2(label).value == territory.country_iso, label


def test_name_of_gives_the_short_name_and_an_unknown_code_itself() -> None:
    assert name_of("KG") == "Kyrgyzstan"
    assert name_of("QQ") == "QQ"


def reported_in_lists(data: Path) -> set[str]:
    found: set[str] = set()
    with (data / "sanctions/ofac_add_2025-12.csv").open(encoding="utf-8", newline="") as stream:
        found |= {row[4].strip() for row in csv.reader(stream) if len(row) > 4}
    with (data / "sanctions/ofac_sdn_2024-02-23.csv").open(encoding="utf-8", newline="") as stream:
        found |= {row[9].strip() for row in csv.reader(stream) if len(row) > 9}
    text = (data / "sanctions/un_consolidated.xml").read_text(encoding="utf-8")
    found |= set(re.findall(r"<COUNTRY>(.*?)</COUNTRY>", text))
    for path in sorted((data / "sanctions").glob("eu_*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            found |= {row["country"].strip() for row in csv.DictReader(stream)}
    with (data / "trade/eurostat_monthly_totals_eu27_vs_cis_2019_2024.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            found |= {row["reporter"], row["partner"]}
    comext = data / "trade/eurostat_comext_eu27_exports_cn8_sanctioned_2020-01_2022-11.csv.gz"
    with gzip.open(comext, "rt", encoding="utf-8", newline="") as stream:
        found |= {label for line in csv.reader(stream) for label in line[:2]}
    found -= {"reporter", "partner"}
    return found


def test_every_country_of_the_published_lists_resolves(shared_data: Path) -> None:
    labels = reported_in_lists(shared_data) - NO_COUNTRY
    assert len(labels) > 190
    assert {label for label in labels if iso2(label).value is None} == set()
