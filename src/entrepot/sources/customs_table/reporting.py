"""Whose customs made a table, as far as its rows show it: to tell where a person said another country."""

from collections import Counter
from collections.abc import Iterable, Sequence

from entrepot.codes.territories import iso2
from entrepot.evidence.reading.header import unique_names
from entrepot.evidence.reading.preview import Preview
from entrepot.normalise.identifiers import SCHEMES, check
from entrepot.normalise.not_stated import is_no_identifier, is_not_stated
from entrepot.sources.customs_table.mapping import Mapping

_LEAST = 5  # different numbers or rows: fewer may be chance
_MOSTLY = 0.9
_HARDLY = 0.5  # of the numbers may be of the stated country as well: a check digit holds by chance one time in ten
# Numbers of firms that have a check digit: a column of them is of that country (entrepot.normalise.checksums).
_SCHEMES = {
    "RU": ("inn",),
    "KZ": ("kz_bin", "kz_iin"),
    "BY": ("by_unp",),
    "UA": ("ua_edrpou",),
    "TR": ("tr_vkn",),
    "CN": ("cn_uscc",),
}
_DOMESTIC = {"import": "importer", "export": "exporter"}
_GOODS_END = {"import": "destination_country", "export": "dispatch_country"}


def reporting_notes(table: Preview, mapping: Mapping) -> list[str]:
    """Return in words where a table shows another reporting country than its mapping says, or one where it says none.

    Shown are the numbers of the domestic parties (importers of imports), where their check digits hold, their country column,
    and where all imports go to (exports come from).
    """
    shown = list(_shown(table, mapping))
    stated = mapping.reporting_iso
    if stated is None:
        named = sorted({iso for iso, _ in shown})
        if len(named) != 1:
            return []
        return [f"The reporting country is not said; {shown[0][1]}: --reporting {named[0]} says so"]
    return [
        f"The reporting country is said to be {stated}, but {why}: is it {iso}? --reporting {iso} puts it right"
        for iso, why in shown
        if iso != stated
    ]


def _shown(table: Preview, mapping: Mapping) -> Iterable[tuple[str, str]]:
    side = _DOMESTIC.get(mapping.direction or "")
    if side is None:
        return
    numbers = [text for text in dict.fromkeys(_cells(table, mapping, f"{side}_id")) if not is_no_identifier(text)]
    if (found := _by_numbers(numbers, mapping.reporting_iso)) is not None:
        scheme = SCHEMES[_SCHEMES[found][0]].title
        yield found, f"the {side}s have numbers that are each a valid {scheme}"
    for name, what in ((f"{side}_country", f"the {side}s are in"), (_GOODS_END[mapping.direction or ""], "the goods")):
        if (country := _by_country(_cells(table, mapping, name))) is not None:
            where = (
                what if name.startswith(side) else f"{what} {'go to' if mapping.direction == 'import' else 'come from'}"
            )
            yield country, f"{where} {country} ({name})"


def _by_numbers(numbers: Sequence[str], stated_iso: str | None) -> str | None:
    """Return the country whose numbers nearly all are; None where they are few, or of the stated country as well."""
    if len(numbers) < _LEAST:
        return None
    shares = {iso: sum(_is_valid(iso, number) for number in numbers) / len(numbers) for iso in _SCHEMES}
    found = [iso for iso, share in shares.items() if share >= _MOSTLY]
    return found[0] if len(found) == 1 and shares.get(stated_iso or "", 0.0) < _HARDLY else None


def _is_valid(iso: str, number: str) -> bool:
    return any(check(scheme, number).validity == "valid" for scheme in _SCHEMES[iso])


def _by_country(cells: Iterable[str]) -> str | None:
    """Return the country of nearly all rows; None where they are few, or of several."""
    counted = Counter(iso2(text).value for text in cells if not is_not_stated(text))
    total = sum(counted.values())
    iso, count = counted.most_common(1)[0] if counted else (None, 0)
    return iso if total >= _LEAST and count >= _MOSTLY * total else None


def _cells(table: Preview, mapping: Mapping, field: str) -> list[str]:
    entry = mapping.fields.get(field)
    if entry is None or not entry.columns:
        return []
    place = unique_names(table.header).index(entry.columns[0])
    return [cell.strip() for row in table.rows if (cell := row[place]) is not None and cell.strip()]
