"""Tables that resolution and the graph derive: parties, possible matches, links, lines under control."""

from entrepot.records.base import BOOL, DATE, INT, REAL, TEXT, Column, Table

LINKED_PARTY = Table(
    "linked__party",
    "One row a party after resolution; the evidence is that of its best record (register, list, then mention)",
    (
        Column("party_id", TEXT, "The lowest source_party_id of the cluster", required=True),
        Column("party_kind", TEXT, "company, person, organisation, vessel, aircraft or unknown", required=True),
        Column("name", TEXT, "Main name of the best record", required=True),
        Column("country_iso", TEXT, "Country of the best record that has one"),
        Column("incorporated_on", DATE, "Earliest day of registration that a record gives"),
        Column("record_count", INT, "How many source records were joined", required=True),
        Column("joined_by", TEXT, "Why: decision 3, identifier inn 77..., name and country; null for a single record"),
    ),
)

MERGE = Table(
    "linked__merge",
    "Why two records are one party; evidence columns are those of the first record, `b_` those of the second",
    (
        Column("party_id", TEXT, "The party", required=True),
        Column("source_party_a", TEXT, "The lowest record of the party that carries what agrees", required=True),
        Column("source_party_b", TEXT, "Another record that carries it", required=True),
        Column(
            "rule",
            TEXT,
            "judged_same, identifier, name_and_country, name_country_and_birth_date, former_name or similar_name",
            required=True,
        ),
        Column("reason", TEXT, "What agrees, or who decided it when and why, in words", required=True),
        Column("weight", REAL, "How strong the edge is beside others, 1 strongest; no probability", required=True),
        Column("b_snapshot_id", TEXT, "File of the second record", required=True),
        Column("b_locator", TEXT, "Place of the second record", required=True),
    ),
)

POSSIBLE_MATCH = Table(
    "linked__possible_match",
    "Two parties that were not joined, and what speaks for and against",
    (
        Column("party_a_id", TEXT, "Lower id", required=True),
        Column("party_b_id", TEXT, "Higher id", required=True),
        Column("reason", TEXT, "What agrees and what keeps them apart, in words", required=True),
        Column(
            "rule",
            TEXT,
            "near_identifier, identifier_conflict, name_but_identifier_conflict, name_reused, name_but_legal_form, "
            "name_ambiguous, name_without_country, name_without_birth_date or similar_name",
            required=True,
        ),
        Column("probability", REAL, "Of similar names: that the two are one party; null for other rules"),
    ),
)

CONTROLLED_LINE = Table(
    "linked__controlled_line",
    "Declaration lines whose code, or a code joined to it over HS editions, is on the study's goods list",
    (
        Column("declaration_id", TEXT, "The line", required=True),
        Column("hs_group_id", TEXT, "Edition-harmonised goods group", required=True),
        Column("tier", TEXT, "Highest tier in the group"),
        Column("is_break", BOOL, "True where the edition change made the group broader before 2022", required=True),
        Column("is_listed_then", BOOL, "True where the code was on the list on the day of declaration", required=True),
    ),
    is_reference=True,
)

LINE_DOUBT = Table(
    "linked__line_doubt",
    "Declaration lines that a reader should doubt; they stay in every count",
    (
        Column("declaration_id", TEXT, "The line", required=True),
        Column("doubt_kind", TEXT, "possible_duplicate or power_of_ten", required=True),
        Column(
            "size",
            REAL,
            "How many declarations state the line, or how many powers of ten its price is off (below zero: too low)",
            required=True,
        ),
        Column("snapshot_id", TEXT, "File of the line", required=True),
        Column("locator", TEXT, "Place of the line", required=True),
    ),
    is_reference=True,
)

LINK = Table(
    "graph__link",
    "A link between two parties; evidence columns are those of the first side, `b_` those of the second",
    (
        Column("party_a_id", TEXT, "Lower id", required=True),
        Column("party_b_id", TEXT, "Higher id", required=True),
        Column(
            "link_kind",
            TEXT,
            "shared_address, shared_building, shared_phone, shared_email, shared_website, shared_director, shared_owner, "
            "owns, former_owner_of, director_of, founder_of, family, linked_to, part_of, supplies, procures_for, employee_of",
            required=True,
        ),
        Column("via", TEXT, "The shared thing: an address, a phone, a person's party_id", required=True),
        Column("via_name", TEXT, "The shared thing in words", required=True),
        Column("sharing_count", INT, "How many parties share it", required=True),
        Column("rarity_bits", REAL, "-log2(sharing_count / parties): higher is rarer", required=True),
        Column("from_on", DATE, "First day both hold, where known"),
        Column("to_on", DATE, "Last day both hold, where known"),
        Column("b_snapshot_id", TEXT, "File of the second side", required=True),
        Column("b_locator", TEXT, "Place of the second side", required=True),
        Column("holder_party_id", TEXT, "For directed kinds, who owns, directs or supplies; null otherwise"),
    ),
)

DERIVED_TABLES: tuple[Table, ...] = (LINKED_PARTY, MERGE, POSSIBLE_MATCH, CONTROLLED_LINE, LINE_DOUBT, LINK)
