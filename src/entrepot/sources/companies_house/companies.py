"""The table of companies."""

from datetime import date
from pathlib import Path

from entrepot.codes.territories import iso2
from entrepot.normalise.dates import parse_date
from entrepot.normalise.identifiers import check
from entrepot.sources.base import ParseContext, hash_id
from entrepot.sources.columns import Columns
from entrepot.sources.party_rows import emit_party
from entrepot.sources.tabular import header, rows

_FORMER = tuple(f"PreviousName_{number}" for number in range(1, 11))
_BUSINESS = tuple(f"SICCode.SicText_{number}" for number in range(1, 5))
_ADDRESS = tuple(
    f"RegAddress.{part}"
    for part in ("CareOf", "POBox", "AddressLine1", "AddressLine2", "PostTown", "County", "PostCode", "Country")
)
_NOTED = {
    "CompanyCategory": "category",
    "CompanyStatus": "status",
    "CountryOfOrigin": "country of origin",
    "Accounts.AccountCategory": "accounts",
}
COLUMNS = Columns(
    required=("CompanyName", "CompanyNumber", "RegAddress.PostTown", "CompanyStatus", "IncorporationDate"),
    optional=(
        *(name for name in _ADDRESS if name != "RegAddress.PostTown"),
        *("CompanyCategory", "CountryOfOrigin", "DissolutionDate", "Accounts.AccountCategory"),
        *_BUSINESS,
        *(f"{former}.{part}" for former in _FORMER for part in ("CONDATE", "CompanyName")),
    ),
)
_CONFIDENCE = 0.98
_NUMBER_LENGTH = 8  # Companies House: eight characters, spreadsheets lose the zeros in front
_COUNTRY = "GB"


def party_id(number: str) -> str:
    """Return the party record's id of a company number, zeros in front completed; the register of control uses the same."""
    return hash_id("companies_house", number.upper().zfill(_NUMBER_LENGTH))


def looks_like_companies(path: Path, head: bytes) -> float:
    """Return the confidence that a file is the basic company data: its header has the register's column names."""
    if head.lstrip()[:1] in (b"[", b"{", b"<"):
        return 0.0
    return 0.0 if COLUMNS.missing(header(path)) else _CONFIDENCE


def parse_companies(context: ParseContext) -> None:
    """Emit a party for every company; one without number or name, or of a number used before, goes to quarantine."""
    seen: set[str] = set()
    for locator, row in rows(context, COLUMNS):
        number, name = row["CompanyNumber"], row["CompanyName"]
        if number is None or name is None:
            context.quarantine(
                locator, "the company has no number or no name", raw="; ".join(filter(None, row.values()))
            )
        elif party_id(number) in seen:
            context.quarantine(locator, f"company {number} was named before in this file", raw=name)
        else:
            seen.add(party_id(number))
            _emit(context, locator, row, number.upper().zfill(_NUMBER_LENGTH), name)


def _emit(context: ParseContext, locator: str, row: dict[str, str | None], number: str, name: str) -> None:
    address = ", ".join(part for column in _ADDRESS if (part := row[column]) is not None)
    country_iso = iso2(row["RegAddress.Country"]).value if row["RegAddress.Country"] else None
    told = [f"{words}: {row[column]}" for column, words in _NOTED.items() if row[column] is not None]
    former = [
        (old, row[f"{name_of}.CONDATE"]) for name_of in _FORMER if (old := row[f"{name_of}.CompanyName"]) is not None
    ]
    told += [f"called {old} until {until}" for old, until in former if until is not None]
    emit_party(
        context,
        locator,
        source_party_id=party_id(number),
        native_id=number,
        kind="company",
        name=name,
        country_iso=_COUNTRY,
        incorporated_on=_day(context, locator, row, "IncorporationDate"),
        dissolved_on=_day(context, locator, row, "DissolutionDate"),
        business_text="; ".join(text for column in _BUSINESS if (text := row[column]) is not None) or None,
        note="; ".join(told) or None,
        aliases=[(old, "former") for old, _ in former],
        identifiers=[check("uk_company_number", number)],
        addresses=[(address, country_iso or _COUNTRY)] if address else [],
    )


def _day(context: ParseContext, locator: str, row: dict[str, str | None], column: str) -> date | None:
    """Return a day written 11/09/2012; one that is none is put aside, the company stands without it."""
    written = row[column]
    if written is None:
        return None
    day = parse_date("-".join(reversed(written.split("/")))).value
    if day is None:
        context.quarantine(f"{locator}", f"{written!r} is no day", field_name=column, raw=written)
    return day
