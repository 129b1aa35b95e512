"""Tables that tracing makes on demand, for the goods asked about: shipments with their views, lots within a firm."""

from entrepot.records.base import BOOL, DATE, INT, REAL, TEXT, Column, Table

SHIPMENT = Table(
    "trace__shipment",
    "One consignment; its evidence is the importing country's line, or the only line there is; `b_` is the exporting country's",
    (
        Column("shipment_id", TEXT, "The declaration_id of the line that gives the evidence", required=True),
        Column("exporter_party_id", TEXT, "Who sent it; null where no line names the sender"),
        Column("importer_party_id", TEXT, "Who received it; null where no line names the receiver"),
        Column("exporter_iso", TEXT, "Country it left: the sender's, else that of dispatch"),
        Column("importer_iso", TEXT, "Country it reached: the receiver's, else that of destination"),
        Column("left_on", DATE, "Day of the exporting country's line, else of the other", required=True),
        Column("arrived_on", DATE, "Day of the importing country's line, else of the other", required=True),
        Column("hs6", TEXT, "Goods code; empty where none is valid", required=True),
        Column("part_number_key", TEXT, "Part number as a key"),
        Column("quantity", REAL, "In `quantity_unit`; net mass where a line has no quantity", required=True),
        Column("quantity_unit", TEXT, "Unit of the quantity", required=True),
        Column("value_usd", REAL, "Value in US dollars, of the line that gives the evidence"),
        Column("cif_fob_ratio", REAL, "Value at import over value at export; null for a single view"),
        Column("lag_days", INT, "Days from the exporting to the importing country's line; null for a single view"),
        Column("conflicts", TEXT, "What the two views say differently, in words; null where nothing or a single view"),
        Column("b_declaration_id", TEXT, "The exporting country's line, where there are two views"),
        Column("b_snapshot_id", TEXT, "File of that line"),
        Column("b_locator", TEXT, "Place of that line"),
    ),
)

LOT = Table(
    "trace__lot",
    "Goods that a firm may have passed on: evidence is the line in, `b_` the line out; no lot says they are the same pieces",
    (
        Column("in_shipment_id", TEXT, "The shipment in", required=True),
        Column("out_shipment_id", TEXT, "The shipment out", required=True),
        Column("in_party_id", TEXT, "Who received; null where unseen"),
        Column("out_party_id", TEXT, "Who sent: the same firm unless inferred; null where unseen"),
        Column("method", TEXT, "best_fit or first_in_first_out", required=True),
        Column("kind", TEXT, "firm, or inferred: gap (within a country) or link (between linked firms)", required=True),
        Column("is_inferred", BOOL, "True where no line shows one firm on both sides", required=True),
        Column("tier", TEXT, "part_and_quantity, part, code_and_quantity, brand or price_band", required=True),
        Column("quantity", REAL, "Matched, in `quantity_unit`", required=True),
        Column("quantity_unit", TEXT, "Unit of the quantity", required=True),
        Column("lag_days", INT, "Days from arrival to leaving", required=True),
        Column("price_ratio", REAL, "Price a unit out over in; null where a value is not known"),
        Column("b_snapshot_id", TEXT, "File of the line out", required=True),
        Column("b_locator", TEXT, "Place of the line out", required=True),
    ),
)

TRACE_TABLES: tuple[Table, ...] = (SHIPMENT, LOT)
