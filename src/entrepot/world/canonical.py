"""Column names of the canonical flat tables, and how they are written so that the same rows give the same bytes."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

_EVIDENCE = ("provenance", "publication")
PARTY_COLUMNS = (
    *("id", "kind", "name", "aliases", "former_names", "country", "incorporated_on", "dissolved_on", "birth_date"),
    *("identifiers", "addresses", "phones", "emails", "websites", "business", "tags", "note"),
    *_EVIDENCE,
)
DESIGNATION_COLUMNS = (
    *("party_id", "native_id", "list_id", "regime", "programme", "measure", "listed_on", "delisted_on", "reason"),
    *_EVIDENCE,
)
INTEREST_COLUMNS = (
    *("owner_id", "subject_id", "interest_kind", "share_min_pct", "share_max_pct", "from_on", "to_on"),
    *_EVIDENCE,
)
ROLE_COLUMNS = ("holder_id", "subject_id", "role_kind", "from_on", "to_on", "note", *_EVIDENCE)
DECLARATION_COLUMNS = (
    *("declaration_number", "line_number", "declared_on", "direction", "reporting_iso"),
    *("importer_name", "importer_identifier", "importer_country_iso", "importer_address"),
    *("exporter_name", "exporter_identifier", "exporter_country_iso", "exporter_address", "consignee_name"),
    *("hs_code", "hs_edition", "goods_description", "brand", "part_number", "producer_name", "producer_hq_iso"),
    *("origin_iso", "dispatch_iso", "seller_iso", "destination_iso"),
    *("quantity", "quantity_unit", "net_mass_kg", "value", "currency_code", "value_usd"),
    *_EVIDENCE,
)
TRADE_FLOW_COLUMNS = (
    *("reporter", "partner", "flow", "goods_code", "goods_level", "hs_edition", "period"),
    *("value_eur", "value_usd", "net_mass_kg", "valuation"),
    *_EVIDENCE,
)
FACT_COLUMNS = (
    *("party_id", "fact_kind", "from_on", "to_on", "amount", "currency_code", "amount_usd", "fact_text"),
    *_EVIDENCE,
)
COMPONENT_COLUMNS = (
    *("equipment", "found_on", "maker_name", "maker_country_iso", "part_number", "description", "hs6"),
    *("component_count", "count_basis"),
    *_EVIDENCE,
)


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Return rows as CSV with a header and line feeds; a column a row lacks is empty.

    Raises:
        ValueError: A row has a column that the table has not.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
