"""A published statement about trade, kept as data and never merged with another."""

from entrepot.records.base import DATE, REAL, TEXT, Column, Table

CLAIM = Table(
    "core__claim",
    "Who says which figure of what, for which goods, period and countries",
    (
        Column("claim_id", TEXT, "Short name, unique in the case", required=True),
        Column("publisher", TEXT, "Who published it", required=True),
        Column("attributed_to", TEXT, "Whom the publisher names as the source of the figure"),
        Column("published_on", DATE, "Day of publication"),
        Column("title", TEXT, "Title of the publication"),
        Column("url", TEXT, "Where it was published"),
        Column("topic", TEXT, "Claims of one topic are compared: ru_chip_imports, ...", required=True),
        Column(
            "metric", TEXT, "import_value, export_value, share_pct, change_pct, component_count, ...", required=True
        ),
        Column("subject_kind", TEXT, "country or company", required=True),
        Column("subject", TEXT, "ISO code or firm", required=True),
        Column("partner", TEXT, "The other side as stated: ISO code, set name or text"),
        Column("country_basis", TEXT, "producer_hq, origin, dispatch, seller or unstated", required=True),
        Column("goods", TEXT, "Goods in the publication's words", required=True),
        Column("goods_list", TEXT, "A list or HS codes it can be compared with; null where the text does not say"),
        Column("period_from_on", DATE, "First day of the period as stated"),
        Column("period_to_on", DATE, "Last day of the period as stated"),
        Column("value", REAL, "The figure", required=True),
        Column("unit", TEXT, "USD, EUR, percent, count, ratio", required=True),
        Column("comparator", TEXT, "eq, at_least, at_most, more_than, about", required=True),
        Column("note", TEXT, "What the reader must know"),
    ),
)
