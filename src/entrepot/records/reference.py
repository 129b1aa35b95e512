"""Reference data as tables, so that rules can join it."""

from entrepot.records.base import BOOL, DATE, TEXT, Column, Table

CONTROLLED_GOOD = Table(
    "codes__controlled_good",
    "Dated entries of goods lists",
    (
        Column("list_id", TEXT, "chpl, eu_sanctioned_cn8 ...", required=True),
        Column("hs6", TEXT, "HS2022 code", required=True),
        Column("tier", TEXT, "1, 2, 3.A, 3.B, 4.A, 4.B; null where the list has none"),
        Column("valid_from_on", DATE, "First day on the list", required=True),
        Column("valid_to_on", DATE, "Last day on the list; null while on it"),
        Column(
            "is_date_verified", BOOL, "False where the date of inclusion is not confirmed in the source", required=True
        ),
        Column("description", TEXT, "Short description", required=True),
        Column("source", TEXT, "Who published it", required=True),
    ),
    is_reference=True,
)

COUNTRY_SET = Table(
    "codes__country_set",
    "Dated sets of countries",
    (
        Column("set_id", TEXT, "gecc, eu27, cca3 ...", required=True),
        Column("country_iso", TEXT, "Member", required=True),
        Column("valid_from_on", DATE, "First day in the set", required=True),
        Column("valid_to_on", DATE, "Last day in the set; null while in it"),
    ),
    is_reference=True,
)

HS_GROUP = Table(
    "codes__hs_group",
    "HS codes joined over editions: a code and its predecessors share a group",
    (
        Column("hs6", TEXT, "Code, of any edition", required=True),
        Column("group_id", TEXT, "The lowest code of the group", required=True),
        Column(
            "is_break",
            BOOL,
            "True where a predecessor is broader, so that levels before and after differ",
            required=True,
        ),
        Column("is_new_2022", BOOL, "True where the code did not exist before HS2022", required=True),
        Column("is_predecessor_unverified", BOOL, "True where the predecessor is not confirmed", required=True),
    ),
    is_reference=True,
)

TERRITORY = Table(
    "codes__territory",
    "Countries and customs territories",
    (
        Column("country_iso", TEXT, "ISO 3166-1 alpha-2", required=True),
        Column("name", TEXT, "English short name", required=True),
    ),
    is_reference=True,
)
