import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from entrepot.cli.main import commands
from entrepot.sources.customs_table.mapping import read_mapping

TABLE = """Дата регистрации;ИНН импортера;Импортер;Код ТН ВЭД;Описание товара;Страна происхождения;Сумма;Валюта
01.02.2022;7700000001;ООО ПРИМЕР;8542311001;МИКРОСХЕМЫ ПАМЯТИ;КИТАЙ;1200,50;USD
02.02.2022;7700000002;ООО ОБРАЗЕЦ;8471500000;ПРОЦЕССОРЫ;ТУРЦИЯ;700,10;EUR
03.02.2022;7700000002;ООО ОБРАЗЕЦ;8541290000;ТРАНЗИСТОРЫ;КИТАЙ;20,75;EUR
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, "utf-8")
    return path


def _lines(*arguments: str) -> list[dict[str, object]]:
    done = CliRunner().invoke(commands, ["map", *arguments, "--json"], catch_exceptions=False)
    assert done.exit_code == 0
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_json_gives_the_table_first_and_then_every_field(table: Path) -> None:
    first, *rest = _lines(str(table))
    columns = {str(line["field"]): line["columns"] for line in rest}

    assert list(first) == ["file", "sheet", "header_row", "first_data_row", "layout"]
    assert (first["file"], first["header_row"], first["first_data_row"]) == ("table.csv", 1, 2)
    assert all(list(line) == ["field", "columns", "confidence", "reason"] for line in rest)
    assert columns["importer_id"] == ["ИНН импортера"]
    assert columns["value_currency"] == ["Валюта"]
    assert columns["exporter_name"] == []


def test_a_saved_mapping_edited_by_a_person_is_used_next_time(table: Path) -> None:
    saved = table.with_name("mine.mapping.toml")
    _lines(str(table), "--save", str(saved))
    saved.write_text(saved.read_text("utf-8").replace("[fields.goods_description]", "[fields.brand]"), "utf-8")
    first, *rest = _lines(str(table))
    columns = {str(line["field"]): line["columns"] for line in rest}

    assert first["layout"] == "mine"
    assert columns["brand"] == ["Описание товара"]
    assert columns["goods_description"] == []
    assert "brand" in read_mapping(saved).fields


def test_the_printed_proposal_shows_columns_and_samples(table: Path) -> None:
    done = CliRunner().invoke(commands, ["map", str(table)], catch_exceptions=False)

    assert done.exit_code == 0
    assert "importer_id" in done.stdout
    assert "7700000001" in done.stdout
