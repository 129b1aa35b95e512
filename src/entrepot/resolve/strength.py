"""Which numbers are strong enough to say that two records are one party, and which a party has only one of."""

# A check digit guards against typing errors: numbers of these schemes join where their check digit holds.
CHECKED = (
    "inn",
    "ogrn",
    "ogrnip",
    "kz_bin",
    "kz_iin",
    "by_unp",
    "ua_edrpou",
    "ua_rnokpp",
    "tr_vkn",
    "cn_uscc",
    "de_vat",
    "lei",
    "imo",
    "imo_company",
)
# National registers without a public check digit: the form and the country are all there is to check.
FORM_ONLY = ("kg_inn", "uz_stir", "am_tin", "tr_mersis", "hk_cr", "hk_brn", "uk_company_number")
# Left out on purpose: okpo (eight digits, one check digit, given to branches and inherited), kpp (shared by the firms of one
# tax office), mmsi (changes with the flag), swift_bic and ru_bik (branches), duns (sites), generic numbers of unknown form.
STRONG = CHECKED + FORM_ONLY

# A party has one number of such a scheme at a time: two different ones keep records apart. An ogrnip is renewed when a trader
# registers again, a Hong Kong business registration when a branch does: both join, neither keeps apart.
EXCLUSIVE = tuple(scheme for scheme in STRONG if scheme not in ("ogrnip", "hk_brn"))

# How strong an edge is beside others: the order counts, these are no probabilities; similar names carry their own.
EDGE_WEIGHTS = {"checked_weight": 1.0, "form_only_weight": 0.99, "name_weight": 0.98, "former_name_weight": 0.97}
