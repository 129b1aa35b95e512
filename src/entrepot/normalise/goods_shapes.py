"""What a part number looks like in a goods text, and what only looks like one."""

import re

_LETTER = r"0-9A-Z_\u00C0-\u024F\u0400-\u04FF"
# A word of Latin capitals and digits with joints inside. Packing codes of NXP follow a comma (`,118`), speed grades a
# colon (`:B`).
TOKEN = re.compile(
    rf"(?<![{_LETTER}@.+#/-])(?=[A-Z+#./-]*\d)[A-Z0-9]+(?:[-+#./]+[A-Z0-9]+)*"
    rf"(?:,(?:11[2358]|12[57]|13[25]|215|235|518|653)(?!\d))?(?::[A-Z]{{1,2}}(?![{_LETTER}]))?(?:\+|TR\+)?(?![{_LETTER}@])"
)
_UNITS = (
    "MM2?|CM2?|DM|M[23]?|KM|IN|INCH|FT|KV|MV|UV|V|VA|KVA|VDC|VAC|KA|MA|UA|A|AH|MAH|KW|MW|W|WH|KWH|HP|MHZ|GHZ|KHZ|HZ|KG|KGS|G|GR|GM|MG|T|LB|LBS|OZ"
    "|L|ML|CC|PCS?|PCE|ШT|EA|SETS?|PRS?|BOX|CTN|CTNS|ROLLS?|REELS?|UNITS?|UND|UN|ADET|OHM|KOHM|MOHM|UF|NF|PF|MF|UH|NH|MH|GB|MB|TB|KB|GBPS|MBPS|BITS?"
    "|RPM|BAR|PSI|MPA|KPA|PA|DB|DBM|C|K|F|DC|AC|PIN|PINS|P|X|CH|MP|LM|NM|UM|N|YEARS?|YR|DAYS?|HRS?|MIN|SEC|S|MS|US|TH|ST|ND|RD|D|FPS|WAY|CORE|LAYERS?"
    "|CAИ|M3H|B|KBT|BT|KГ|Г|MM|CM|Л|ГЦ|KГЦ|MГЦ|ГГЦ|AЧ|T"
)
_SIZE_WITH_LETTER = r"[DRLHBWST]?\d{1,4}(?:[.,]\d+)?(?:MM|CM|M|KG|V|W|A)"
_NOT_PARTS_BY_FIGURE = re.compile(
    "|".join(
        (
            r"[\d.,/+-]+",  # figures, dates, ranges, phones; long bare figures are let in after a label
            rf"[\d.,/+-]+(?:{_UNITS})(?:[-/+.]*\d*[\d.,/]*(?:{_UNITS}))*",
            r"(?:\d[\d.,]*[X*/-])+\d[\d.,]*(?:MM|CM|M|IN|P|C)?",  # 10X20MM
            _SIZE_WITH_LETTER,
            r"\d{4}(?:\.\d{2,6})+",  # goods code
            r"\d{1,2}(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\d{2,4}",
            r"(?:19|20)\d{2}(?:Г|Y)?",
            r"[34]G|5G|4K|8K|2D|3D",
            r"\d+(?:ST|ND|RD|TH)",
            r"[1-9]N\d{1,2}",
        )
    )
)
_NOT_PARTS_BY_LETTER = re.compile(
    "|".join(
        (
            r"M\d{1,2}(?:X[\d.,]+)+[A-Z]?",  # screw thread
            _SIZE_WITH_LETTER,
            r"[A-Z]{3}[UJZ]-?\d{6}-?\d",  # container
            r"(?:ISO|EN|IEC|DIN|GOST|ASTM|ANSI|JIS|GB|GBT|GB/T|IP|UL|AISI|SAE|FOB|CIF|ISBN|ROHS|USB|HDMI|RS|CAT|DDR|PCIE|WIFI|HS|EX)-?[\d.]+[A-Z]?(?:-\d+)*",
            r"A4|A3|H264|H265|MP3|MP4|CO2|H2O|S7",
        )
    )
)
_LONG_FIGURES = re.compile(r"\d{5,14}|\d{2,8}(?:-\d{2,8}){1,3}|\d{3,}(?:\.\d{3,}){1,3}")
_DATES = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2}")
_COUNT = re.compile(r"[-/](?:\d{1,5}(?:PCS?|EA|ШT|SETS?))$")
_COUNT_ENDS = "ACST"  # last letters of the units above
_HALVES_SUFFIX = re.compile(r"[A-Z]{1,4}\d{0,3}(?:[-+#][A-Z0-9]+)?|NOPB")
LEAST, _LEAST_LABELLED, _MOST = 4, 3, 40


def is_part_like(token: str) -> bool:
    """Return whether a word has letters and digits and is no size, date or standard: what a maker's grammar is asked about."""
    return LEAST <= len(token) <= _MOST and token.isupper() and not _is_else(token)


def is_labelled_part(token: str) -> bool:
    """Return whether a word after a label may be a part number: as above, and bare figures of five digits and more."""
    if not _LEAST_LABELLED <= len(token) <= _MOST:
        return False
    if token.isupper():
        return not _is_else(token)
    return _LONG_FIGURES.fullmatch(token) is not None and not _DATES.fullmatch(token) and token.strip("0.-") != ""


def _is_else(token: str) -> bool:
    not_parts = _NOT_PARTS_BY_FIGURE if token[0].isdigit() else _NOT_PARTS_BY_LETTER
    return not_parts.fullmatch(token) is not None


def without_count(token: str) -> str:
    """Return a word without a count of pieces glued behind it (`-100PCS`)."""
    return _COUNT.sub("", token) if token[-1] in _COUNT_ENDS else token


def is_order_suffix(text: str) -> bool:
    """Return whether what follows a slash is an ordering suffix (`/NOPB`, `/SN`) rather than another part number."""
    return _HALVES_SUFFIX.fullmatch(text) is not None
