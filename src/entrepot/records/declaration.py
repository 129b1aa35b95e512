"""A line of a customs declaration."""

from entrepot.records.base import DATE, REAL, TEXT, Column, Table


def _side(side: str, who: str) -> tuple[Column, ...]:
    return (
        Column(f"{side}_source_party_id", TEXT, f"The {who} as a party record; null where not named"),
        Column(f"{side}_name", TEXT, f"Name of the {who} as reported"),
        Column(f"{side}_identifier", TEXT, f"Tax or registration number of the {who} as reported"),
        Column(f"{side}_country_iso", TEXT, f"Country of the {who}"),
        Column(f"{side}_address", TEXT, f"Address of the {who} as reported"),
    )


DECLARATION = Table(
    "core__declaration",
    "One goods line of a customs declaration",
    (
        Column(
            "declaration_id",
            TEXT,
            "Hash of the raw number, line, date, parties, code, goods text, part number and amounts",
            required=True,
        ),
        Column("declaration_number", TEXT, "As reported"),
        Column("line_number", TEXT, "Line within the declaration, as reported"),
        Column("declared_on", DATE, "Day of declaration", required=True),
        Column("direction", TEXT, "import, export, transit or reexport, seen from `reporting_iso`", required=True),
        Column("reporting_iso", TEXT, "Country whose customs holds the declaration"),
        *_side("importer", "importer"),
        *_side("exporter", "exporter"),
        Column("consignee_name", TEXT, "Consignee as reported, where another than the importer"),
        Column("hs_reported", TEXT, "Goods code as reported"),
        Column("hs6", TEXT, "First six digits of a valid code"),
        Column("hs_edition", TEXT, "HS2012, HS2017 or HS2022, by date and jurisdiction"),
        Column("goods_description", TEXT, "As reported"),
        Column("brand", TEXT, "Brand as reported"),
        Column("part_number", TEXT, "Part number as reported"),
        Column("part_number_key", TEXT, "Normalised part number that equal parts share"),
        Column("producer_name", TEXT, "Maker as reported"),
        Column("producer_hq_iso", TEXT, "Seat of the brand owner; never inferred from another country field"),
        Column("origin_iso", TEXT, "Where the goods were made (customs origin)"),
        Column("dispatch_iso", TEXT, "Where the goods were shipped from"),
        Column("seller_iso", TEXT, "Where the contracting seller is"),
        Column("destination_iso", TEXT, "Where the goods go"),
        Column("quantity", REAL, "In `quantity_unit`"),
        Column("quantity_unit", TEXT, "pcs, kg, ..."),
        Column("net_mass_kg", REAL, "Net mass, kilograms"),
        Column("value_reported", REAL, "Value in `currency_code`"),
        Column("currency_code", TEXT, "ISO 4217"),
        Column("value_usd", REAL, "Value in US dollars: as reported, or null where no rate is known"),
    ),
)
