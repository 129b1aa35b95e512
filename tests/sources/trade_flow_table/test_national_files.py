"""National files in a publisher's own columns, read by a mapping that a person writes beside them."""

from pathlib import Path

import pytest

from entrepot.case.config import CaseConfig, write_config
from entrepot.case.intake import LayoutChoice, add_file
from entrepot.errors import SourceError
from entrepot.sources.registry import recognise
from parsed import parsed, rows_of

FILE = """Страна;Поток;Код ТН ВЭД;Период;Стоимость, тыс. долл.;Нетто, т
Россия;экспорт;8542.31;05.2023;12.5;0.25
Китай;импорт;8542 39;05.2023;3;
Китай;транзит;854239;05.2023;3;1
"""
MAPPING = """table = "trade_flow_table"
period_form = "%m.%Y"

[columns]
partner = "Страна"
flow = "Поток"
goods_code = "Код ТН ВЭД"
period = "Период"
value_usd = "Стоимость, тыс. долл."
net_mass_kg = "Нетто, т"

[constants]
reporter = "KZ"

[words.flow]
"экспорт" = "X"
"импорт" = "M"

[scales]
value_usd = 1000
net_mass_kg = 1000
"""


@pytest.fixture
def national(tmp_path: Path) -> Path:
    path = tmp_path / "national.csv"
    path.write_text(FILE, "utf-8")
    path.with_name("national.csv.mapping.toml").write_text(MAPPING, "utf-8")
    return path


def test_a_mapped_file_gives_figures_in_their_units(national: Path) -> None:
    context = parsed(national, "trade_flow_table")
    rows = rows_of(context, "core__trade_flow")

    assert [(r["reporter_iso"], r["partner_iso"], r["flow_code"], r["goods_code"]) for r in rows] == [
        ("KZ", "RU", "X", "854231"),
        ("KZ", "CN", "M", "854239"),
    ]
    assert [(r["value_usd"], r["net_mass_kg"], str(r["period_on"])) for r in rows] == [
        (12_500.0, 250.0, "2023-05-01"),
        (3_000.0, None, "2023-05-01"),
    ]
    assert [r["locator"] for r in rows] == ["row 2", "row 3"]


def test_a_word_without_meaning_is_put_aside(national: Path) -> None:
    (row,) = rows_of(parsed(national, "trade_flow_table"), "core__quarantine")

    assert (row["locator"], row["field"]) == ("row 4", "flow")
    assert "транзит" in row["reason"]


def test_a_mapped_file_is_recognised_and_added_with_its_mapping(national: Path, tmp_path: Path) -> None:
    case = tmp_path / "case"
    write_config(case, CaseConfig(title="Invented"))

    added = add_file(case, national)

    assert recognise(national).meta.id == "trade_flow_table"
    assert added.snapshot.source_id == "trade_flow_table"
    assert added.mappings == (case / "sources" / "national.csv.mapping.toml",)
    assert added.mappings[0].read_text("utf-8") == MAPPING


def test_a_mapping_may_lie_anywhere_when_it_is_named(national: Path, tmp_path: Path) -> None:
    case, elsewhere = tmp_path / "case", tmp_path / "kz.toml"
    write_config(case, CaseConfig(title="Invented"))
    national.with_name("national.csv.mapping.toml").rename(elsewhere)

    added = add_file(case, national, layout=LayoutChoice(mapping=elsewhere))

    assert added.snapshot.source_id == "trade_flow_table"
    assert (case / "sources" / "national.csv.mapping.toml").is_file()


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('reporter = "KZ"', 'declarant = "KZ"', "declarant is no column"),
        ('reporter = "KZ"', "", "reporter has neither"),
        ("value_usd = 1000", "period = 3", "period is no measure"),
        ('reporter = "KZ"', 'reporter = "KZ"\nflow = "X"', "both a column and a constant"),
    ],
)
def test_a_mapping_that_says_too_little_or_too_much_is_refused(national: Path, old: str, new: str, why: str) -> None:
    national.with_name("national.csv.mapping.toml").write_text(MAPPING.replace(old, new), "utf-8")

    with pytest.raises(SourceError, match=why):
        parsed(national, "trade_flow_table")
