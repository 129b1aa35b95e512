"""A part found in a weapon or other equipment."""

from entrepot.records.base import DATE, REAL, TEXT, Column, Table

COMPONENT = Table(
    "core__component",
    "A component found in equipment, or a count of such components",
    (
        Column(
            "component_id",
            TEXT,
            "Hash of equipment, maker and its country, part number, description, count basis and publication",
            required=True,
        ),
        Column("equipment", TEXT, "Weapon or device it was found in; `all` for a published total", required=True),
        Column("found_on", DATE, "Day or month of the find"),
        Column("maker_name", TEXT, "Maker on the marking"),
        Column("maker_country_iso", TEXT, "Seat of the maker"),
        Column("part_number", TEXT, "As reported"),
        Column("part_number_key", TEXT, "Normalised part number"),
        Column("description", TEXT, "What it is"),
        Column("hs6", TEXT, "Goods code, where known"),
        Column("component_count", REAL, "How many pieces or kinds the row stands for"),
        Column("count_basis", TEXT, "pieces, kinds or share_pct"),
    ),
)
