"""Import or export as a cell of a direction column says it."""

from entrepot.codes.cleaned import Cleaned
from entrepot.codes.lookalikes import fold
from entrepot.sources.customs_table.headers import read_headers

# Box 1 of the single administrative document (EU 2016/341, annex B-01) and of the EAEU declaration (decision 257 of the
# Customs Union Commission), and the flow codes of Comtrade.
_CODES = {
    **dict.fromkeys(("im", "им", "i", "m", "imp", "1"), "import"),
    **dict.fromkeys(("ex", "эк", "e", "x", "exp", "2"), "export"),
    **dict.fromkeys(("tt", "тт", "transit", "транзит", "transito", "transit"), "transit"),
    **dict.fromkeys(("re export", "reexport", "реэкспорт", "reexportacion"), "reexport"),
}


def direction_of_cell(raw: str) -> Cleaned[str]:
    """Return import, export, transit or reexport; None with an issue where the cell says neither."""
    key = fold(raw)
    if key in _CODES:
        return Cleaned(_CODES[key])
    (reading,) = read_headers([raw])
    said = [side for side in ("import", "export") if side in reading.words]
    return Cleaned(said[0]) if len(said) == 1 else Cleaned(None, f"{raw[:60]!r} says neither import nor export")
