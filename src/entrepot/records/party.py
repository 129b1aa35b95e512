"""Parties and what is said of them: names, identifiers, addresses, contacts, tags."""

from entrepot.records.base import DATE, REAL, TEXT, Column, Table

PARTY = Table(
    "core__party",
    "One record of a firm, person or body in one source",
    (
        Column("source_party_id", TEXT, "Hash of source and native id, or of the raw mention", required=True),
        Column("native_id", TEXT, "The publisher's own id; null for mentions in declarations"),
        Column("party_kind", TEXT, "company, person, organisation, vessel, aircraft or unknown", required=True),
        Column("name", TEXT, "Main name as reported", required=True),
        Column("country_iso", TEXT, "Country of registration or residence, ISO 3166-1 alpha-2"),
        Column("incorporated_on", DATE, "Day of registration; the first of the month where only the month is known"),
        Column("dissolved_on", DATE, "Day the firm ended"),
        Column("birth_date_text", TEXT, "Birth date as ISO text, partial where the source is (1946, 1946-11)"),
        Column("business_text", TEXT, "Line of business as reported"),
        Column("note", TEXT, "What else the source says"),
    ),
)

PARTY_NAME = Table(
    "core__party_name",
    "Every name a source gives a party",
    (
        Column("source_party_id", TEXT, "The party record", required=True),
        Column("name", TEXT, "The name as reported", required=True),
        Column("name_kind", TEXT, "main, alias, weak_alias or former", required=True),
        Column("name_key", TEXT, "Normalised name that equal names share; null where nothing is left of it"),
    ),
)

IDENTIFIER = Table(
    "core__identifier",
    "Typed registration and tax numbers",
    (
        Column("source_party_id", TEXT, "The party record", required=True),
        Column(
            "scheme", TEXT, "inn, ogrn, okpo, kz_bin, lei, de_vat ... (entrepot.normalise.identifiers)", required=True
        ),
        Column("identifier", TEXT, "The cleaned number", required=True),
        Column("identifier_reported", TEXT, "The number as reported", required=True),
        Column("validity", TEXT, "valid, invalid or unchecked", required=True),
        Column("issue", TEXT, "Why it is invalid"),
    ),
)

ADDRESS = Table(
    "core__address",
    "Addresses of parties",
    (
        Column("source_party_id", TEXT, "The party record", required=True),
        Column("address", TEXT, "The address as reported", required=True),
        Column("address_key", TEXT, "Normalised down to the unit; equal keys are one unit"),
        Column("building_key", TEXT, "Normalised down to the building"),
        Column("country_iso", TEXT, "Country of the address"),
    ),
)

CONTACT = Table(
    "core__contact",
    "Phones, e-mail addresses and websites of parties",
    (
        Column("source_party_id", TEXT, "The party record", required=True),
        Column("contact_kind", TEXT, "phone, email or website", required=True),
        Column("contact", TEXT, "As reported", required=True),
        Column("contact_key", TEXT, "Normalised: digits, lower-case address, registered domain"),
    ),
)

TAG = Table(
    "core__tag",
    "What a source says a party is",
    (
        Column("source_party_id", TEXT, "The party record", required=True),
        Column(
            "tag", TEXT, "defence_end_user, security_service, watchlist, forwarder, mass_address ...", required=True
        ),
        Column("note", TEXT, "In the source's words, shortened"),
    ),
)

# What a register says of a party for a time. `amount` is persons for employees and money for revenue and capital.
FACT_KINDS = ("employees", "revenue", "capital", "business")

PARTY_FACT = Table(
    "core__party_fact",
    "A dated fact a register gives of a party: its size, its line of business",
    (
        Column("source_party_id", TEXT, "The party record", required=True),
        Column("fact_kind", TEXT, ", ".join(FACT_KINDS[:-1]) + " or business", required=True),
        Column("from_on", DATE, "First day it holds (of a year's figure, 1 January); null where not known"),
        Column(
            "to_on", DATE, "Last day it holds (of a year's figure, 31 December); null where it goes on or is not known"
        ),
        Column("amount", REAL, "Persons, or money in `currency_code`; null for business"),
        Column("currency_code", TEXT, "ISO 4217; null for employees and business"),
        Column("amount_usd", REAL, "Money in US dollars as stated, or where it is in dollars; null where not known"),
        Column("fact_text", TEXT, "Line of business as reported; null for figures"),
    ),
)
