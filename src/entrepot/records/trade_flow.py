"""A figure of trade statistics."""

from entrepot.records.base import DATE, REAL, TEXT, Column, Table

TRADE_FLOW = Table(
    "core__trade_flow",
    "Value and mass that one country reports with another, by goods and period",
    (
        Column("reporter_iso", TEXT, "Reporting country; EU for the EU-27 total", required=True),
        Column(
            "partner_iso",
            TEXT,
            "Partner country; WORLD for the published total of all partners, which is never added to its parts",
            required=True,
        ),
        Column(
            "flow_code",
            TEXT,
            "X exports, M imports, as the reporter sees them; RX re-exports and RM re-imports, which X and M include; "
            "RECONCILED: made by a third party from both sides' reports, for baselines only, never for a mirror gap",
            required=True,
        ),
        Column("goods_code", TEXT, "Code as reported", required=True),
        Column(
            "goods_level", TEXT, "TOTAL, HS2, HS4, HS6 or CN8: rows of different levels are never added", required=True
        ),
        Column("hs6", TEXT, "First six digits; null above that level"),
        Column("hs_edition", TEXT, "HS2012, HS2017 or HS2022"),
        Column("period_on", DATE, "First day of the period", required=True),
        Column("frequency", TEXT, "M, Q or A", required=True),
        Column("value_eur", REAL, "Statistical value in euro; null where reported in another currency"),
        Column("value_usd", REAL, "Statistical value in US dollars; null where reported in another currency"),
        Column("net_mass_kg", REAL, "Net mass, kilograms"),
        Column("valuation", TEXT, "FOB or CIF; RECONCILED where the flow is; null where not said"),
    ),
)
