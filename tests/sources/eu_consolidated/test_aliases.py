import pytest

from entrepot.sources.eu_consolidated.aliases import Names, names_in


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (
            "Общество «РОМАШКА» (ТОО «РОМАШКА»); «РОМАШКА» ЖШС",
            [("Общество «РОМАШКА»", "alias"), ("ТОО «РОМАШКА»", "alias"), ("«РОМАШКА» ЖШС", "alias")],
        ),
        ("Firm Works (FW)", [("Firm Works", "alias"), ("FW", "weak_alias")]),
        ("Firm-UFA (former name)", [("Firm-UFA", "former")]),
        ("Firm Bank (formerly. OLD BANK)", [("Firm Bank", "alias"), ("OLD BANK", "former")]),
        (
            "Firm (a.k.a. One, Two or Three)",
            [("Firm", "alias"), ("One", "alias"), ("Two", "alias"), ("Three", "alias")],
        ),
        ("Firm (HK) Limited", [("Firm (HK) Limited", "alias")]),
        ("Firm Holding (JSC)", [("Firm Holding (JSC)", "alias")]),
        ("Firm Trading (Russia)", [("Firm Trading (Russia)", "alias")]),
        ("Firm «A (Б)» (ТОО «A (Б)»)", [("Firm «A (Б)»", "alias"), ("ТОО «A (Б)»", "alias")]),
        ("Firm Bureau (‘Sled’", [("Firm Bureau", "alias"), ("‘Sled’", "weak_alias")]),
    ],
)
def test_names_of_firms_are_taken_apart(cell: str, expected: Names) -> None:
    assert names_in(cell, "alias", is_person=False) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Anna SMITHA (SMYTHA)", [("Anna SMITHA (SMYTHA)", "alias")]),
        ("Anna SMITHA (born JONES)", [("Anna SMITHA (born JONES)", "alias")]),
        ("Anna SMITHA (Анна СМИТА)", [("Anna SMITHA", "alias"), ("Анна СМИТА", "alias")]),
        ("Anna SMITHA (Russian:Анна СМИТА)", [("Anna SMITHA", "alias"), ("Анна СМИТА", "alias")]),
    ],
)
def test_a_surname_in_brackets_is_no_name_of_its_own(cell: str, expected: Names) -> None:
    assert names_in(cell, "alias", is_person=True) == expected
