"""Invents cells that look as a layout's `value_shapes` describe them; nothing in them is real."""

_EXACT = (
    ("always the text NULL", "NULL"),
    ("number, always 0", "0"),
    ("always 0 as text", "0"),
    ("always empty", ""),
    ("entirely empty", ""),
)
_BY_WORDS = (
    ("uuid", ("3f2b1c4d-0000-4000-8000-00000000000{n}",)),
    ("month as text", ("Jan 2022", "Feb 2022", "Mar 2022")),
    ("dd-mon-yy", ("03-Jan-22", "14-Feb-22", "25-Mar-22")),
    ("yyyy-mm-dd", ("2022-01-03", "2022-02-14", "2022-03-25")),
    ("date as text", ("2022-01-03", "2022-02-14", "2022-03-25")),
    ("2-letter", ("CN", "TR", "DE")),
    ("currency", ("USD", "EUR", "USD")),
    ("country name", ("CHINA", "TURKEY", "GERMANY")),
    ("12-digit tariff code", ("854231101100", "847150001100", "902789901100")),
    ("11-digit tariff code", ("85423110110", "84715000110", "90278990110")),
    ("10-digit tariff code", ("8542311011", "8471500011", "9027899011")),
    ("hs code as number", ("1012100", "4012100", "85423110")),
    ("2-digit tariff", ("85", "84", "90")),
    ("4-digit tariff", ("8542", "8471", "9027")),
    ("tariff code", ("85423110", "84715000", "90278990")),
    (
        "nomenclature",
        ("Electronic integrated circuits; processors", "Machines for data processing", "Instruments for analysis"),
    ),
    ("goods text", ("INTEGRATED CIRCUIT SAMPLE A100", "PUMP FOR WATER, MODEL B2", "COTTON SHIRTS FOR MEN")),
    ("address", ("12 EXAMPLE STREET, SAMPLE TOWN", "UNIT 4, SAMPLE ROAD 9", "7 INVENTED AVENUE, TEST CITY")),
    ("party name", ("EXAMPLE TRADING LTD", "SAMPLE IMPORT EXPORT SA", "INVENTED ELECTRONICS LLC")),
    ("place or office", ("SAMPLE PORT", "EXAMPLE AIRPORT", "TEST OFFICE")),
    ("share", ("0.12", "0.07", "0.002")),
    ("decimal", ("1200.5", "88.25", "10450.75")),
    ("integer", ("12", "400", "7")),
    ("number", ("12", "400", "7")),
    ("digits as text", ("123456789", "223456780", "323456781")),
)
_ROWS = 6


def cells_of(shape: str) -> tuple[str, ...]:
    """Return a few cells that look as a shape says; the example it gives, or letters, where it is none of the known."""
    for start, cell in _EXACT:
        if shape.startswith(start):
            return (cell,) * _ROWS
    if shape.startswith("e.g. "):
        return (shape.removeprefix("e.g. ").split(";")[0].split(",")[0],) * _ROWS
    if shape.startswith("one of "):
        choice = shape.removeprefix("one of ").split(";")[0].split(", ")
        return tuple(choice[n % len(choice)] for n in range(_ROWS))
    lower = shape.lower()
    for word, cells in _BY_WORDS:
        if word in lower:
            return tuple(cells[n % len(cells)].replace("{n}", str(n)) for n in range(_ROWS))
    return ("SAMPLE",) * _ROWS
