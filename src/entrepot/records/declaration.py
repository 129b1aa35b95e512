"""A line of a customs declaration."""

from entrepot.records.base import BOOL, DATE, REAL, TEXT, Column, Table


def _country(name: str, what: str) -> tuple[Column, ...]:
    return (Column(f"{name}_iso", TEXT, what), Column(f"{name}_reported", TEXT, "As reported, where no ISO code"))


def _side(side: str, who: str) -> tuple[Column, ...]:
    return (
        Column(f"{side}_source_party_id", TEXT, f"The {who} as a party record; null where not named"),
        Column(f"{side}_name", TEXT, f"Name of the {who}, apart from what else its cell holds"),
        Column(
            f"{side}_identifier",
            TEXT,
            f"Tax or registration number of the {who} as reported, zeros that a check digit proves lost put back",
        ),
        Column(f"{side}_country_iso", TEXT, f"Country of the {who}"),
        Column(f"{side}_address", TEXT, f"Address of the {who}"),
        Column(f"{side}_behind", TEXT, f"Second party in the cell of the {who}: c/o, on behalf of, to the order of"),
        Column(f"{side}_reported", TEXT, f"The cell of the {who}, where the name is not the whole of it"),
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
        Column("version", TEXT, "Number of the amendment, as reported; null where the table does not say"),
        Column(
            "declared_on", DATE, "Day of declaration; the first of the month where only that is known", required=True
        ),
        Column("declared_precision", TEXT, "month where only the month was reported; null for a day"),
        Column("declared_reported", TEXT, "As reported, where not an ISO day"),
        Column("direction", TEXT, "import, export, transit or reexport, seen from `reporting_iso`", required=True),
        Column("reporting_iso", TEXT, "Country whose customs holds the declaration"),
        Column("procedure_code", TEXT, "Customs procedure as reported"),
        Column("customs_office", TEXT, "As reported"),
        *_side("importer", "importer"),
        *_side("exporter", "exporter"),
        Column(
            "is_to_order",
            BOOL,
            "True where a side is only `to the order of`, or the same as another: the true party is not named in its cell",
        ),
        Column("consignee_name", TEXT, "Consignee as reported; null where the cell names nobody"),
        Column("consignor_name", TEXT, "Consignor or shipper as reported"),
        Column("notify_name", TEXT, "Party to be notified, as reported"),
        Column("declarant_name", TEXT, "Declarant or broker as reported"),
        Column("hs_reported", TEXT, "Goods code as reported"),
        Column("hs_code", TEXT, "The national code with its lost zeros, without separators"),
        Column("hs6", TEXT, "First six digits of a valid code"),
        Column("hs_edition", TEXT, "HS2012, HS2017 or HS2022, by date and jurisdiction"),
        Column("goods_description", TEXT, "As reported"),
        Column("brand", TEXT, "Brand as reported, else as the goods text names it"),
        Column("brand_basis", TEXT, "reported, or goods text"),
        Column("part_number", TEXT, "Part number as reported, else the first in the goods text"),
        Column("part_number_basis", TEXT, "reported, or how the goods text shows it: labelled, maker prefix"),
        Column("part_number_key", TEXT, "Normalised part number that equal parts share"),
        Column(
            "maker_id", TEXT, "Maker whose brand or part-number grammar the goods show (resources/goods/makers.toml)"
        ),
        Column("producer_name", TEXT, "Maker as reported"),
        Column(
            "producer_hq_iso", TEXT, "Seat of the brand owner, reported or of `maker_id`; from no other country field"
        ),
        *_country("origin", "Where the goods were made (customs origin)"),
        *_country("dispatch", "Where the goods were shipped from"),
        *_country("seller", "Where the contracting seller is"),
        *_country("destination", "Where the goods go"),
        Column("route_iso", TEXT, "Countries passed on the way in order, codes joined by `>`; null where not reported"),
        Column("quantity", REAL, "In `quantity_unit`"),
        Column("quantity_unit", TEXT, "pcs, kg, pair, m2 ... (entrepot.codes.units); as reported where not known"),
        Column("quantity_reported", REAL, "In `unit_reported`, where that is another unit"),
        Column("unit_reported", TEXT, "As reported, where not the canonical code"),
        Column("net_mass_kg", REAL, "Net mass, kilograms"),
        Column("gross_mass_kg", REAL, "Gross mass, kilograms"),
        Column("value_reported", REAL, "Value in `currency_code`"),
        Column("currency_code", TEXT, "ISO 4217"),
        Column("currency_reported", TEXT, "As reported, where not the code"),
        Column(
            "value_usd", REAL, "Value in US dollars: as reported or by the rate of the day; null where no rate is known"
        ),
        Column("value_usd_basis", TEXT, "reported, in dollars, or the rate with its day and publisher"),
        Column("incoterms", TEXT, "As reported"),
        Column("transport_mode", TEXT, "As reported"),
        Column("bill_of_lading_number", TEXT, "Bill of lading or waybill, as reported"),
        Column("container_number", TEXT, "Containers, as reported"),
        Column("vessel_name", TEXT, "Ship, as reported"),
        Column("port_of_lading", TEXT, "As reported"),
        Column("port_of_unlading", TEXT, "As reported"),
        Column("repairs", TEXT, "What cleaning repaired or doubted in this line, in words; null where nothing"),
    ),
)
