"""Writes an invented customs dump of any size: Russian headers, day-first dates, names with addresses, goods texts of box 31.

Every name is invented; nothing in it is a statement about a real firm. The same number of rows gives the same bytes.
"""

import sys
from pathlib import Path

import duckdb

# Distinct firms as in a year of a middle-sized country's imports; sizes fall off like Zipf's law (methods 10).
_IMPORTERS, _EXPORTERS = 60_000, 40_000
_ROWS = """
SELECT
    r,
    hash(r) AS h,
    -- Zipf-like: the cube of a uniform number puts half of the lines on an eighth of the firms.
    CAST(floor({importers} * pow((hash(r, 1) % 1000003) / 1000003.0, 3)) AS INTEGER) AS i,
    CAST(floor({exporters} * pow((hash(r, 2) % 1000003) / 1000003.0, 3)) AS INTEGER) AS e,
    hash(r, 3) % 4000 AS g,
    hash(r, 4) % 1461 AS d
FROM range({rows}) AS t(r)
"""
_SELECT = """
SELECT
    printf('%08d/%06d/%07d', 10000000 + h % 400000, d, r // 3) AS "НОМЕР ДЕКЛАРАЦИИ",
    r % 3 + 1 AS "НОМЕР ТОВАРА",
    strftime(DATE '2020-01-01' + CAST(d AS INTEGER), '%d.%m.%Y') AS "ДАТА ДЕКЛАРАЦИИ",
    'ИМ' AS "НАПРАВЛЕНИЕ",
    printf('ООО "%s %d"', list_extract(['ПРИМЕР ТРЕЙД', 'ОБРАЗЕЦ ИМПОРТ', 'ВЫМЫСЕЛ', 'СЕВЕРНЫЙ ОБРАЗ', 'ПРИМЕРСНАБ'], 1 + i % 5), i)
        AS "НАИМЕНОВАНИЕ ПОЛУЧАТЕЛЯ",
    printf('77%08d', i) AS "ИНН ПОЛУЧАТЕЛЯ",
    printf('%d, Г. МОСКВА, УЛ. ПРИМЕРНАЯ, Д. %d, ОФ. %d', 101000 + i % 900, i % 290, i % 50) AS "АДРЕС ПОЛУЧАТЕЛЯ",
    printf('%s %d %s', list_extract(['INVENTED PARTS', 'SAMPLE DEVICES', 'EXAMPLE SUPPLY', 'FICTION TRADING'], 1 + e % 4), e,
        list_extract(['CO., LTD', 'LIMITED', 'GMBH', 'LTD STI'], 1 + e % 4)) AS "НАИМЕНОВАНИЕ ОТПРАВИТЕЛЯ",
    printf('NO. %d SAMPLE ROAD, SHENZHEN', e % 900) AS "АДРЕС ОТПРАВИТЕЛЯ",
    list_extract(['КИТАЙ', 'ТУРЦИЯ', 'ГЕРМАНИЯ', 'ГОНКОНГ', 'ОАЭ', 'КАЗАХСТАН'], 1 + CAST(hash(e) % 6 AS INTEGER)) AS "СТРАНА ОТПРАВЛЕНИЯ",
    list_extract(['CN', 'TW', 'DE', 'US', 'MY', 'NULL'], 1 + CAST(hash(g) % 6 AS INTEGER)) AS "КОД СТРАНЫ ПРОИСХОЖДЕНИЯ",
    list_extract(['HK', 'CN', 'TR', 'AE'], 1 + CAST(hash(e, 5) % 4 AS INTEGER)) AS "ТОРГУЮЩАЯ СТРАНА",
    CASE WHEN g % 40 = 0 THEN printf('%09d', 102210000 + g) ELSE
        list_extract(['8542319010', '8517620003', '8471300000', '8708999709', '8481808508', '3926909709', '9403208009', '8504408200',
            '8536501109', '7318158190'], 1 + CAST(g % 10 AS INTEGER)) END AS "КОД ТНВЭД",
    CASE
        WHEN g % 10 = 0 THEN printf('МИКРОСХЕМЫ ИНТЕГРАЛЬНЫЕ, ПРОГРАММИРУЕМЫЕ; ПРОИЗВОДИТЕЛЬ: ПРИМЕР; МОДЕЛЬ: XC7Z%03d-%dCLG484I; КОЛ-ВО: %d ШТ; ИНВОЙС %d',
            g % 100, g % 3 + 1, h % 9000, h % 1000000)
        WHEN g % 10 = 3 THEN printf('ЧАСТИ АВТОМОБИЛЕЙ ЛЕГКОВЫХ, ИЗ СТАЛИ, АРТИКУЛ %d-%d, НЕ ДЛЯ ПРОМСБОРКИ, УПАКОВАНЫ В %d КОРОБОК', g, h % 1000, h % 80)
        ELSE printf('ИЗДЕЛИЯ ПРОЧИЕ ИЗ ПЛАСТМАССЫ, БЫТОВЫЕ, РАЗМЕР %dX%d ММ, ПАРТИЯ %d, УПАКОВАНЫ В КАРТОННЫЕ КОРОБКИ ПО %d ШТ', g % 90, g % 70, h % 1000000, h % 80)
    END AS "ОПИСАНИЕ ТОВАРА",
    list_extract(['ОТСУТСТВУЕТ', 'ПРИМЕР', 'SAMPLE', 'INVENTA'], 1 + CAST(g % 4 AS INTEGER)) AS "ТОВАРНЫЙ ЗНАК",
    replace(printf('%.3f', (h % 9000000) / 1000.0), '.', ',') AS "ВЕС НЕТТО, КГ",
    replace(printf('%.3f', (h % 9900000) / 1000.0), '.', ',') AS "ВЕС БРУТТО, КГ",
    h % 9000 AS "КОЛИЧЕСТВО",
    list_extract(['ШТ', 'КГ', 'ТЫС ШТ', '796'], 1 + CAST(g % 4 AS INTEGER)) AS "ЕДИНИЦА ИЗМЕРЕНИЯ",
    CASE WHEN h % 50000 = 0 THEN 'см. инвойс' ELSE replace(printf('%.2f', (h % 900000000) / 100.0), '.', ',') END AS "СТОИМОСТЬ ТОВАРА",
    list_extract(['USD', 'EUR', 'CNY', 'ТУРЕЦКАЯ ЛИРА'], 1 + CAST(e % 4 AS INTEGER)) AS "ВАЛЮТА",
    list_extract(['CPT МОСКВА', 'FCA SHENZHEN', 'EXW'], 1 + CAST(e % 3 AS INTEGER)) AS "УСЛОВИЯ ПОСТАВКИ"
FROM rows
"""


def write_dump(path: Path, rows: int) -> None:
    """Write a dump of so many lines as CSV with semicolons, UTF-8."""
    with duckdb.connect() as connection:
        body = _ROWS.format(importers=_IMPORTERS, exporters=_EXPORTERS, rows=rows)
        statement = f"COPY (WITH rows AS ({body}) {_SELECT}) TO '{path}' (FORMAT csv, HEADER, DELIMITER ';')"
        connection.execute(statement)


if __name__ == "__main__":
    write_dump(Path(sys.argv[1]), int(sys.argv[2]))
