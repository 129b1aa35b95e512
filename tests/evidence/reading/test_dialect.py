import pytest

from entrepot.evidence.reading.dialect import dialect_of, records


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter_is_found_below_a_title(delimiter: str) -> None:
    rows = [
        ["Imports, 2023; all"],
        ["DATE", "NAME", "WEIGHT"],
        *([f"2023-01-0{i}", "ACME", str(i)] for i in range(1, 9)),
    ]
    text = "\r\n".join(delimiter.join(row) for row in rows)

    assert dialect_of(text).delimiter == delimiter


def test_decimal_commas_and_prose_do_not_pass_for_a_delimiter() -> None:
    text = "DATE;GOODS;WEIGHT\n" + "01,02,2023;chips, new, boxed, on reels, dry;1,5\n" * 50

    assert dialect_of(text).delimiter == ";"


def test_the_separator_line_of_excel_is_obeyed_and_counts_as_a_record() -> None:
    dialect = dialect_of("sep=|\r\na|b,c,d\r\n1|2,3,4\r\n")

    assert (dialect.delimiter, dialect.has_separator_line) == ("|", True)


def test_a_quotation_mark_of_either_kind_may_hold_the_delimiter() -> None:
    double = 'a,b\n"x, y","2"\n"z","3"\n'
    single = "a,b\n'x, y','2'\n'z','3'\n"

    for text in (double, single):
        assert records(text, dialect_of(text)) == [["a", "b"], ["x, y", "2"], ["z", "3"]]


def test_marks_that_belong_to_the_words_quote_nothing() -> None:
    text = "name\tsize\n" + '"Romashka" LLC\t5\n"Vymysel" JSC\t6\n' * 10

    dialect = dialect_of(text)

    assert dialect.quote is None
    assert records(text, dialect)[1] == ['"Romashka" LLC', "5"]


def test_one_mark_that_is_not_closed_quotes_nothing() -> None:
    text = 'a,b\n"x,y\n' + "x,y\n" * 50

    assert dialect_of(text).quote is None


def test_a_backslash_before_a_mark_escapes_it() -> None:
    text = 'a,b\n"x \\"y\\", z","2"\n"q","3"\n'

    assert records(text, dialect_of(text))[1] == ['x "y", z', "2"]


@pytest.mark.parametrize("cell", ['ООО "Вымысел", г. Образцов', '"Вымысел", ООО', 'x "y", "z", w'])
def test_doubled_marks_before_a_delimiter_inside_a_cell_close_nothing(cell: str) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    text = "name,size\n" + f"{quoted},5\n" * 10

    assert records(text, dialect_of(text))[1:] == [[cell, "5"]] * 10


def test_single_marks_around_a_few_words_belong_to_them() -> None:
    text = "name,size\n" + "ACME,5\n" * 20 + "'FICTION',6\n" + "'s-Example,7\n"

    assert records(text, dialect_of(text))[-2:] == [["'FICTION'", "6"], ["'s-Example", "7"]]
