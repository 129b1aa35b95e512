"""Turns one entry of the list into a party: what its columns and its remarks say."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from entrepot.codes.territories import iso2
from entrepot.normalise.identifiers import Identifier, classify
from entrepot.sources.base import hash_id
from entrepot.sources.ofac_sdn.layout import ENTRY_TYPES, Row
from entrepot.sources.ofac_sdn.remarks import Remark, parse_remarks
from entrepot.sources.party_dates import birth_text, first_day
from entrepot.sources.party_rows import ContactKind, NameKind, PartyKind

LIST_ID = "us_ofac_sdn"
_LEI_LENGTH = 20  # ISO 17442; OFAC's "Legal Entity Number" is the LEI
# Remarks that stand in a table of their own; every other one is kept in the note, unless its column holds all of it.
_PLACED = frozenset({"alias", "former_name", "email", "website", "phone", "linked_to", "organisation_type"})
_UNTYPED = frozenset(
    {"registration_number", "tax_number", "national_id"}
)  # schemes that do not say what the label said
_CONTACTS: dict[str, ContactKind] = {"email": "email", "website": "website", "phone": "phone"}
_NAME_KINDS: dict[str, NameKind] = {"alias": "weak_alias", "former_name": "former"}
# Columns of ships and the title, in the words of the note.
_NOTED_COLUMNS = {
    "title": "Title",
    "call_sign": "Call sign",
    "vess_type": "Vessel type",
    "tonnage": "Tonnage",
    "grt": "Gross registered tonnage",
    "vess_flag": "Vessel flag",
    "vess_owner": "Vessel owner",
}


def party_id(ent_num: str) -> str:
    """Return the party record's id of an entry number, the same in the three files and in every state of the list."""
    return hash_id(LIST_ID, ent_num)


@dataclass(frozen=True)
class Entry:
    """One record of the list with its remarks parsed; None where a column says nothing."""

    locator: str
    ent_num: str
    name: str
    row: Row
    remarks: tuple[Remark, ...]

    @property
    def kind(self) -> PartyKind:
        """What it is; the list has one type for firms and bodies: those with a number or founding date are companies."""
        if self.row["sdn_type"] is not None:
            return ENTRY_TYPES[self.row["sdn_type"]]
        return "company" if self._of("identifier", "established_on") else "organisation"

    @property
    def country_iso(self) -> str | None:
        """Nationality of a person, flag of a ship, else the country of the first number that names one."""
        named = [r.value for label in ("nationality", "citizen") for r in self._of("nationality") if label in r.label]
        if self.kind != "person":
            flag = self.row["vess_flag"]
            named = [flag] if flag else [r.country for r in self._of("identifier") if r.country] + named
        found = (iso2(name).value for name in named)
        return next((code for code in found if code is not None), None)

    @property
    def names(self) -> list[tuple[str, NameKind]]:
        """Quoted names of the remarks: aliases among the remarks are weak by the list's own rule."""
        return [(r.value, _NAME_KINDS[r.kind]) for r in self._of(*_NAME_KINDS) if r.value]

    @property
    def identifiers(self) -> list[Identifier]:
        """All numbers, classified by label and country."""
        return [_identifier(r) for r in self._of("identifier", "digital_currency")]

    @property
    def contacts(self) -> list[tuple[ContactKind, str]]:
        """Phones, e-mail addresses and websites; fax numbers stay in the note."""
        return [(_CONTACTS[r.kind], r.value) for r in self._of(*_CONTACTS) if r.value]

    @property
    def linked_names(self) -> list[str]:
        """Names after `Linked To:`."""
        return [r.value for r in self._of("linked_to") if r.value]

    @property
    def business_text(self) -> str | None:
        """Organisation and target types."""
        return "; ".join(r.value for r in self._of("organisation_type")) or None

    @property
    def birth_date_text(self) -> str | None:
        """The first birth date; further ones are in the note."""
        return next((birth_text(r.value) for r in self._of("birth_date")), None)

    @property
    def incorporated_on(self) -> date | None:
        """The first founding date that names a month."""
        return next((first_day(r.value) for r in self._of("established_on")), None)

    @property
    def note(self) -> str | None:
        """Everything that has no column, in the list's words."""
        columns = [f"{words} {self.row[name]}" for name, words in _NOTED_COLUMNS.items() if self.row[name]]
        placed = {id(self._first(kind)) for kind in ("birth_date", "established_on") if self._is_whole(kind)}
        kept = [remark.text for remark in self.remarks if id(remark) not in placed and _is_noted(remark)]
        return "; ".join(columns + kept) or None

    def _first(self, kind: str) -> Remark | None:
        return next(iter(self._of(kind)), None)

    def _is_whole(self, kind: str) -> bool:
        """Return whether the column of a date holds all that its first remark says."""
        value = self.birth_date_text if kind == "birth_date" else self.incorporated_on
        first = self._first(kind)
        return value is not None and first is not None and not {"circa"} & set(first.value.split())

    def _of(self, *kinds: str) -> list[Remark]:
        return [remark for remark in self.remarks if remark.kind in kinds]


def parse_entry(locator: str, row: Row) -> Entry | str:
    """Return a record with its remarks parsed, or why it cannot be used."""
    ent_num, name = row["ent_num"], row["sdn_name"]
    if ent_num is None or not ent_num.isdigit():
        return f"{ent_num!r} is no entry number"
    if name is None:
        return "the entry has no name"
    if row["sdn_type"] is not None and row["sdn_type"] not in ENTRY_TYPES:
        return f"{row['sdn_type']!r} is no type of entry that the list's specification knows"
    return Entry(locator, ent_num, name, row, tuple(parse_remarks(row["remarks"] or "")))


def _country(remark: Remark) -> str | None:
    return iso2(remark.country).value if remark.country is not None else None


@lru_cache(maxsize=1024)  # asked for the identifiers and again for the note
def _identifier(remark: Remark) -> Identifier:
    """Return a number under its scheme; a wallet address keeps its case, which tells addresses apart."""
    if remark.kind == "digital_currency":
        return Identifier("digital_currency", remark.value.replace(" ", ":", 1), remark.value, "unchecked")
    is_lei = remark.label == "Legal Entity Number" and len(remark.value) == _LEI_LENGTH
    return classify("LEI" if is_lei else remark.label, remark.value, _country(remark))


def _is_noted(remark: Remark) -> bool:
    """Return whether a remark says something that no other column holds."""
    if remark.kind != "identifier":
        return remark.kind not in _PLACED and remark.kind != "digital_currency"
    is_place_lost = remark.country is not None and _country(remark) is None
    is_dated = any(qualifier != "alt." for qualifier in remark.qualifiers)
    return is_place_lost or is_dated or _identifier(remark).scheme in _UNTYPED
