"""Splits the free-text remarks of an OFAC entry into typed remarks.

The text is a list of remarks separated by `; ` with a full stop at its end: `DOB 13 Mar 1975; Tax ID No. 663401241613
(Russia).` The format cuts it at 1,000 characters; what follows is published in SDN_COMMENTS.CSV.
"""

import re
from dataclasses import dataclass
from typing import Literal

RemarkKind = Literal[
    "birth_date",
    "birth_place",
    "nationality",
    "gender",
    "identifier",
    "digital_currency",
    "linked_to",
    "alias",
    "former_name",
    "established_on",
    "organisation_type",
    "phone",
    "fax",
    "email",
    "website",
    "sanctions_note",
    "craft",
    "appearance",
    "family",
    "legal_status",
    "scope",
    "position",
    "cut_off",
    "other",
]
_CUT_LENGTH = 1000  # characters of the remarks column, OFAC SDN data specification (dat_spec.txt)


@dataclass(frozen=True)
class Remark:
    """One remark: `label` and `value` as worded, `country` as worded in brackets after a number, None where not given.

    `qualifiers` hold `alt.`, `issued ...`, `expires ...` and further brackets.
    """

    kind: RemarkKind
    label: str
    value: str
    country: str | None = None
    qualifiers: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The remark in words again, for notes."""
        alternative = "alt. " if "alt." in self.qualifiers else ""
        place = f" ({self.country})" if self.country else ""
        rest = "".join(f" {q}" for q in self.qualifiers if q != "alt.")
        return f"{alternative}{self.label} {self.value}".strip() + place + rest


_LABELLED: tuple[tuple[RemarkKind, str], ...] = (
    ("birth_date", r"DOB:?"),
    ("birth_place", r"POB:?"),
    ("nationality", r"nationality:?|citizen|Nationality of Registration"),
    ("gender", r"Gender"),
    ("digital_currency", r"Digital Currency Address -"),
    ("linked_to", r"Linked To:"),
    ("established_on", r"Organization Established Date"),
    ("organisation_type", r"Organization Type:|Target Type"),
    ("phone", r"(?i:(?:tele)?phone(?: no\.?| number)?:?)|TELEX"),
    ("fax", r"(?i:fax(?: no\.?| number)?:?)"),
    ("email", r"(?i:e-?mail(?: address)?:?)|(?=\S+@\S+\.\w+)"),
    ("website", r"Website:?|(?=www\.|https?://)"),
    (
        "craft",
        (
            r"(?:Former|Other|Previous) (?:Vessel|Aircraft) [A-Z]\w+(?: [A-Z]\w+)?|Vessel (?:Year of Build|Type|Flag|Call Sign)"
            r"|Aircraft (?:Model|Operator|Manufacture Date|Mode S Transponder Code|Manufacturer's Serial Number \(MSN\)"
            r"|Construction Number \(also called L/N or S/N or F/N\))"
        ),
    ),
    (
        "sanctions_note",
        (
            r"Secondary sanctions risk:|Additional Sanctions Information -|Transactions Prohibited For Persons"
            r"|CAATSA Section|Executive Order|(?:IFCA|PEESA) \w+|(?:Effective|Listing) Date|For more information"
            r"|for more information"
        ),
    ),
    (
        "appearance",
        r"Complexion|Eye Color|Hair Color|Height|Weight|Individual's height is|[Ee]thnicity|Race|(?:Sub)?[Tt]ribe:",
    ),
)
# Labels of numbers that the general form below does not catch: they end neither in No., Number, ID nor Code.
_SHORT_LABELS = (
    r"C\.U\.R\.P\.|CURP|R\.F\.C\.|RFC|NIT|RUC|RIF|D\.N\.I\.|C\.U\.I\.T\.|C\.U\.I\.P\.|C\.U\.I\.|C\.I\.F\.|N\.I\.E\.|N\.I\.F\."
    r"|I\.F\.E\.|RTN|SSN|MMSI|UN/LOCODE|US FEIN|BIK \(RU\)|SWIFT/BIC|ISIN|RSIN|Credencial electoral"
    r"|Cartilla de Servicio Militar Nacional|Numero de Identidad|Matricula Mercantil No|Romanian C\.R\."
    r"|Vessel Registration Identification IMO|Identification Number IMO|Company Number IMO|Numero Unico de [\w ]+ \(NUIT\)"
    r"|CNP \(Personal Numerical Code\)|VisaNumberID|LEI|Aircraft Tail Number|International Maritime Organization No\."
)
_IDENTIFIER = re.compile(
    rf"(?P<label>(?:{_SHORT_LABELS})|(?=[A-Z])[^0-9:;]{{0,60}}?\b(?:No|[Nn]umber|ID|Code|Card|Passport|Document|Licen[cs]e|Permit|"
    r"Identification|Resident|Registration|Booklet)\b\.?(?: (?:No|Number|ID|Code|Card|Document|Booklet|Certificate)\b\.?)*"
    r"(?: \([A-Z]+\))?)(?: #)?:?(?: #)? (?P<value>(?!issued|Red Notice)(?=[^(]*\d|[A-Z]{6,}(?: |$)|[A-Z]{1,2}-[A-Z]+$|\().+)"
)
_TAIL = re.compile(r"^(?P<value>.+?)(?P<places>(?: \([^()]+\))*)(?P<dates>,? (?:issued|expires|expired)\b.*)?$")
_QUOTED = re.compile(r"(?:(?P<kind>[afn]\.k\.a\.|d\.b\.a\.):? )['\"](?P<name>.+?)['\"]?$")
_ALTERNATIVE = re.compile(r"[Aa]lt\. ")
_TYPED = tuple(
    (kind, re.compile(rf"(?P<label>{labels})(?:\b|(?<=\W)|$)\s*(?P<value>.*)")) for kind, labels in _LABELLED
)
_FREE: tuple[tuple[RemarkKind, re.Pattern[str]], ...] = (
    (
        "family",
        re.compile(
            r"\b(?:son|daughter|wife|husband|brother|sister|half-brother|child|children|spouse|nephew|cousin|mother|father|uncle)"
            r"(?:-in-law)? of\b|'s (?:\w+ )?(?:son|daughter|wife|brother)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "legal_status",
        re.compile(
            r"\b(?:indictee|arrested|incarcerated|custody|detained|deceased|wanted|fugitive|sentenced|Interpol)\b",
            re.IGNORECASE,
        ),
    ),
    ("scope", re.compile(r"\b(?:worldwide|locations|operations in|all offices|Head Office)\b", re.IGNORECASE)),
    (
        "position",
        re.compile(
            r"\b(?:members?|minister|director|president|presidential|commander(?:-in-chief)?|chief|head|chair\w*|secretary"
            r"|general|colonel|captain|major|officer|official|governor|representative|deputy|judge|magistrate|prosecutor|leader"
            r"|advis[eo]r|aide|employee|manager|rector|constituent|speaker|ambassador|mayor|founder|founded|engineer|scientist"
            r"|administrator|superintendent|coordinator|attorney|commissioner|inspector|superintendant|supervisor|contractor"
            r"|lieutenant|lt\.|col\.|gen\.|doctor|dr\.|haji|maulana|mawlawi|mullah|hojjatoleslam|ayatollah|professor|shaykh"
            r"|vice|senator|deputies|trustee|partner|owner|researcher|student|warden|admiral|operative|analyst|led|oversaw"
            r"|staff|shareholder|executive|delegate|comptroller|treasurer|justice|oligarch|businessman|position|rank)\b",
            re.IGNORECASE,
        ),
    ),
)


def parse_remarks(text: str) -> list[Remark]:
    """Return the typed remarks of an entry, in order; text of no known form is kept as `other`.

    Args:
        text: The remarks column; `-0-` or empty gives no remarks.
    """
    bare = text.strip()
    if bare in {"", "-0-"}:
        return []
    is_cut = len(bare) >= _CUT_LENGTH - 1 and not bare.endswith(".")
    pieces = [piece.strip().removesuffix(";") for piece in bare.removesuffix(".").split("; ")]
    remarks = [_parse_one(piece) for piece in pieces if piece]
    if is_cut:
        remarks[-1] = Remark("cut_off", "", pieces[-1])
    return remarks


def _parse_one(piece: str) -> Remark:
    """Return one remark, typed by its label or, without one, by the words in it."""
    alternative = _ALTERNATIVE.match(piece)
    body = piece[alternative.end() :] if alternative else piece
    qualifiers = ("alt.",) if alternative else ()
    if (quoted := _QUOTED.match(body)) is not None:
        kind: RemarkKind = "former_name" if quoted["kind"] == "f.k.a." else "alias"
        return Remark(kind, quoted["kind"], quoted["name"].strip("'"), None, qualifiers)
    for typed, pattern in _TYPED:
        if (found := pattern.match(body)) is not None:
            return Remark(typed, found["label"], found["value"].strip(), None, qualifiers)
    if (found := _IDENTIFIER.fullmatch(body)) is not None:
        return _identifier(found["label"], found["value"], qualifiers)
    free = next((kind for kind, pattern in _FREE if pattern.search(body)), None)
    return Remark(free or "other", "", body, None, qualifiers)


def _identifier(label: str, rest: str, qualifiers: tuple[str, ...]) -> Remark:
    """Return a number with its country (the last bracket) and what is said of its dates and place of issue."""
    found = _TAIL.match(rest)
    if found is None:
        return Remark("identifier", label, rest, None, qualifiers)
    places = re.findall(r"\(([^()]+)\)", found["places"])
    extra = [f"({place})" for place in places[:-1]]
    if found["dates"]:
        extra.append(found["dates"].strip(" ,"))
    return Remark("identifier", label, found["value"], places[-1] if places else None, (*qualifiers, *extra))
