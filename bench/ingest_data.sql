-- An invented customs dump; The number of rows, the day and the numbers of firms are filled in by ingest_data.py.
WITH rows AS (
    SELECT
        r,
        hash(r) AS h,
        -- Zipf-like: the cube of a uniform number puts half of the lines on an eighth of the firms.
        CAST(floor({importers} * pow((hash(r, 1) % 1000003) / 1000003.0, 3)) AS INTEGER) AS i,
        CAST(floor({exporters} * pow((hash(r, 2) % 1000003) / 1000003.0, 3)) AS INTEGER) AS e,
        hash(r, 3) % 4000 AS g,
        {day} AS d,
        -- Syllables of invented names: few firms have a number in theirs.
        ['БА','ВО','ГИ','ДЕ','ЖУ','ЗА','КИ','ЛО','МЕ','НА','ПУ','РО','СЕ','ТИ','ФА','ХО','ЦЕ','ЧИ','ША','ЮН','АР','ЕЛ','ИМ','ОР','УС','ЭН','ЯР','БРИ','ГЛО','ДРА','КРЕ','МЛА','ПЛИ','СТО','ТРЕ','ФРИ','ХЛЕ','ЦВА','ШТО','ЗНА'] AS cyrillic,
        ['BA','VO','GI','DE','ZHU','ZA','KI','LO','ME','NA','PU','RO','SE','TI','FA','HO','TSE','CHI','SHA','YUN','AR','EL','IM','OR','US','EN','YAR','BRI','GLO','DRA','KRE','MLA','PLI','STO','TRE','FRI','HLE','TSVA','SHTO','ZNA'] AS latin
    FROM range({rows}) AS t(r)
)
SELECT
    printf('%08d/%06d/%07d', 10000000 + h % 400000, d, r // 3) AS "НОМЕР ДЕКЛАРАЦИИ",
    r % 3 + 1 AS "НОМЕР ТОВАРА",
    strftime(DATE '2020-01-01' + CAST(d AS INTEGER), '%d.%m.%Y') AS "ДАТА ДЕКЛАРАЦИИ",
    'ИМ' AS "НАПРАВЛЕНИЕ",
    printf('%08d', 10100000 + h % 900) AS "КОД ТАМОЖЕННОГО ПОСТА",
    printf(
        'ООО "%s %s%s%s"',
        list_extract(['ПРИМЕР ТРЕЙД', 'ОБРАЗЕЦ ИМПОРТ', 'ВЫМЫСЕЛ', 'СЕВЕРНЫЙ ОБРАЗ', 'ПРИМЕРСНАБ'], 1 + i % 5),
        list_extract(cyrillic, 1 + i % 40),
        list_extract(cyrillic, 1 + (i // 40) % 40),
        list_extract(cyrillic, 1 + (i // 1600) % 40)
    ) AS "НАИМЕНОВАНИЕ ПОЛУЧАТЕЛЯ",
    printf('77%08d', i) AS "ИНН ПОЛУЧАТЕЛЯ",
    printf('%d, Г. МОСКВА, УЛ. ПРИМЕРНАЯ, Д. %d, ОФ. %d', 101000 + i % 900, i % 290, i % 50) AS "АДРЕС ПОЛУЧАТЕЛЯ",
    printf(
        '%s%s%s %s %s',
        list_extract(latin, 1 + e % 40),
        list_extract(latin, 1 + (e // 40) % 40),
        list_extract(latin, 1 + (e // 1600) % 40),
        list_extract(['INVENTED PARTS', 'SAMPLE DEVICES', 'EXAMPLE SUPPLY', 'FICTION TRADING'], 1 + e % 4),
        list_extract(['CO., LTD', 'LIMITED', 'GMBH', 'LTD STI'], 1 + e % 4)
    ) AS "НАИМЕНОВАНИЕ ОТПРАВИТЕЛЯ",
    printf('NO. %d SAMPLE ROAD, SHENZHEN', e % 900) AS "АДРЕС ОТПРАВИТЕЛЯ",
    list_extract(['КИТАЙ', 'ТУРЦИЯ', 'ГЕРМАНИЯ', 'ГОНКОНГ', 'ОАЭ', 'КАЗАХСТАН'], 1 + CAST(hash(e) % 6 AS INTEGER)) AS "СТРАНА ОТПРАВЛЕНИЯ",
    list_extract(['CN', 'TW', 'DE', 'US', 'MY', 'NULL'], 1 + CAST(hash(g) % 6 AS INTEGER)) AS "КОД СТРАНЫ ПРОИСХОЖДЕНИЯ",
    list_extract(['HK', 'CN', 'TR', 'AE'], 1 + CAST(hash(e, 5) % 4 AS INTEGER)) AS "ТОРГУЮЩАЯ СТРАНА",
    CASE
        WHEN g % 40 = 7 THEN printf('%09d', 102210000 + g)
        ELSE list_extract(
            ['8542319010', '8517620003', '8708999709', '8481808508', '3926909709', '9403208009', '6204623190', '7318158190',
             '3004900002', '2106909809'],
            1 + CAST(g % 10 AS INTEGER)
        )
    END AS "КОД ТНВЭД",
    CASE
        WHEN g % 10 = 0 THEN printf(
            'МИКРОСХЕМЫ ИНТЕГРАЛЬНЫЕ, ПРОГРАММИРУЕМЫЕ; ПРОИЗВОДИТЕЛЬ: ПРИМЕР; МОДЕЛЬ: XC7Z%03d-%dCLG484I; КОЛ-ВО: %d ШТ; ИНВОЙС %d',
            g % 100, g % 3 + 1, h % 9000, h % 1000000
        )
        WHEN g % 10 = 2 THEN printf(
            'ЧАСТИ АВТОМОБИЛЕЙ ЛЕГКОВЫХ, ИЗ СТАЛИ, АРТИКУЛ %d-%d, НЕ ДЛЯ ПРОМСБОРКИ, УПАКОВАНЫ В %d КОРОБОК', g, h % 1000, h % 80
        )
        WHEN g % 10 < 4 THEN printf(
            'АППАРАТУРА ДЛЯ ПЕРЕДАЧИ ДАННЫХ И АРМАТУРА ПРОЧАЯ, НОВАЯ, ДЛЯ СОБСТВЕННЫХ НУЖД, ПАРТИЯ %d, В КОРОБКАХ ПО %d ШТ',
            h % 1000000, h % 80
        )
        ELSE printf(
            'ИЗДЕЛИЯ ПРОЧИЕ ИЗ ПЛАСТМАССЫ, БЫТОВЫЕ, РАЗМЕР %dX%d ММ, ПАРТИЯ %d, УПАКОВАНЫ В КАРТОННЫЕ КОРОБКИ ПО %d ШТ',
            g % 90, g % 70, h % 1000000, h % 80
        )
    END AS "ОПИСАНИЕ ТОВАРА",
    'GOODS OF THE HEADING, OTHER THAN THOSE SPECIFIED ABOVE, WHETHER OR NOT ASSEMBLED OR IN SETS' AS "НАИМЕНОВАНИЕ ПО ТНВЭД",
    list_extract(['ОТСУТСТВУЕТ', 'ПРИМЕР', 'SAMPLE', 'INVENTA'], 1 + CAST(g % 4 AS INTEGER)) AS "ТОВАРНЫЙ ЗНАК",
    replace(printf('%.3f', (h % 9000000) / 1000.0), '.', ',') AS "ВЕС НЕТТО, КГ",
    replace(printf('%.3f', (h % 9900000) / 1000.0), '.', ',') AS "ВЕС БРУТТО, КГ",
    h % 9000 AS "КОЛИЧЕСТВО",
    list_extract(['ШТ', 'КГ', 'ТЫС ШТ', '796'], 1 + CAST(g % 4 AS INTEGER)) AS "ЕДИНИЦА ИЗМЕРЕНИЯ",
    CASE WHEN h % 50000 = 0 THEN 'см. инвойс' ELSE replace(printf('%.2f', (h % 900000000) / 100.0), '.', ',') END AS "СТОИМОСТЬ ТОВАРА",
    list_extract(['USD', 'EUR', 'CNY', 'ТУРЕЦКАЯ ЛИРА'], 1 + CAST(e % 4 AS INTEGER)) AS "ВАЛЮТА",
    list_extract(['CPT МОСКВА', 'FCA SHENZHEN', 'EXW'], 1 + CAST(e % 3 AS INTEGER)) AS "УСЛОВИЯ ПОСТАВКИ",
    replace(printf('%.2f', (h % 70000000000) / 100.0), '.', ',') AS "ТАМОЖЕННАЯ СТОИМОСТЬ, РУБ",
    replace(printf('%.2f', (h % 7000000000) / 100.0), '.', ',') AS "СУММА ПОШЛИНЫ, РУБ",
    replace(printf('%.2f', (h % 9000000000) / 100.0), '.', ',') AS "СУММА НДС, РУБ",
    printf('INV-%d/%d', d, h % 1000000) AS "НОМЕР ИНВОЙСА",
    strftime(DATE '2019-12-20' + CAST(d AS INTEGER), '%d.%m.%Y') AS "ДАТА ИНВОЙСА",
    printf('ООО БРОКЕР ВЫМЫСЕЛ %d', i % 300) AS "НАИМЕНОВАНИЕ БРОКЕРА",
    printf('Г. МОСКВА, ПР-Д ПРИМЕРНЫЙ, Д. %d', i % 300) AS "АДРЕС БРОКЕРА",
    printf('%d', 1 + h % 400) AS "КОЛИЧЕСТВО МЕСТ",
    list_extract(['АВТО', 'Ж/Д', 'АВИА'], 1 + CAST(h % 3 AS INTEGER)) AS "ВИД ТРАНСПОРТА НА ГРАНИЦЕ",
    list_extract(['84', '85', '87', '39'], 1 + CAST(g % 4 AS INTEGER)) AS "ГРУППА ТНВЭД",
    printf('%016x-%08x', h, r) AS "ИДЕНТИФИКАТОР ЗАПИСИ",
    'ДА' AS "ПРИЗНАК"
FROM rows
