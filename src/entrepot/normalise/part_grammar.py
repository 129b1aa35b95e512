"""Part numbers taken apart: type, package and grade, packing, seller's number; and how two of them agree, in words.

The rules are makers' published ordering information (resources/goods/part_grammar.toml). A number that no rule knows is its own
type, and only a separator in the text shows where a type may end: `INV-4411` begins `INV-4411-A`, and `LM317` never `LM3171`.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from entrepot.codes import part_rules
from entrepot.normalise.part_numbers import part_capitals, part_number_key, part_pieces

TIERS = ("exact", "packing", "grade", "family", "look_alike")
TIER_WORDS = {
    "exact": "exact",
    "packing": "same type, other packing",
    "grade": "same type, other package or grade",
    "family": "family: one names the type only",
    "look_alike": "look-alike characters",
}
_LOOKALIKE = str.maketrans("OI", "01")
_MISTYPED = re.compile(r"(?<=\d)[OI]+(?=\d)|(?<=\d)O+$")
_CYRILLIC = re.compile(r"[\u0400-\u04FF]")
_LETTERS = re.compile(r"[A-Z]")
_LEAST_TELLING = 5  # signs: shorter numbers (555, 741, 4066) are many makers' and also order, drawing and model numbers
_CACHED = 65_536
_HEAD = 6
_LOGIC_LETTERS = ("SN", "CD", "MC", "MM", "M", "TC", "DM", "HD", "IDT", "NL")  # as in part_grammar.toml


@dataclass(frozen=True)
class Marking:
    """A part number taken apart; all parts are pieces of keys, "" where there is none.

    `key` is the whole as reported; `base` the type; `grade` package, temperature, speed and maker's letters; `packing` what was
    cut. `output`, the end of the grade, is a fixed voltage or bits of resolution. `seller` names the distributor whose own number
    it is. `maker_id` is whose it is by that number. `is_opaque` marks a seller's number that names no type. `cuts` are the
    lengths of beginnings that end at a separator after a figure.
    """

    reported: str
    key: str
    base: str
    grade: str
    packing: str
    seller: str | None
    maker_id: str | None
    is_opaque: bool
    cuts: frozenset[int]
    output: str = ""

    @property
    def order_key(self) -> str:
        """Type, package and grade without packing, `O` and `I` as figures: equal for one part however packed."""
        return self.key if self.is_opaque else folded(self.base + self.grade)

    @property
    def is_weak(self) -> bool:
        """Whether the number alone says little: bare figures, or too short."""
        return len(self.base) < _LEAST_TELLING or _LETTERS.search(self.base) is None


@dataclass(frozen=True)
class PartMatch:
    """How two part numbers agree: one of TIERS, and why in words."""

    tier: str
    reason: str

    @property
    def rank(self) -> int:
        """The tier's place, 0 the strongest."""
        return TIERS.index(self.tier)


@lru_cache(maxsize=_CACHED)
def read_marking(text: str) -> Marking | None:
    """Return a part number taken apart, as anybody writes it; None where no letter or digit is left."""
    key = part_number_key(text)
    if key is None:
        return None
    inner, seller, maker_id = _without_seller(part_capitals(text).strip())
    if inner is None:
        return Marking(text, key, key, "", "", seller, None, is_opaque=True, cuts=frozenset())
    stripped, packing = _without_packing(inner)
    plain, output = _without_output(stripped)
    pieces = part_pieces(plain)
    base, grade, packed = _by_rule("".join(pieces) or key, frozenset(accumulate(map(len, pieces))))
    cuts, packing = _cuts(stripped), packed + packing
    return Marking(
        text, key, base, grade + output, packing, seller, maker_id, is_opaque=False, cuts=cuts, output=output
    )


def compare_parts(asked: Marking, found: Marking) -> PartMatch | None:
    """Return how two part numbers agree; None where they are two types, or nothing shows that they are one."""
    if asked.key == found.key:
        return PartMatch("exact", _same_words(asked, found))
    if asked.is_opaque or found.is_opaque:
        return None
    direct = _by_parts(asked, found)
    if direct is not None:
        return direct
    if asked.order_key == found.order_key:
        return PartMatch("look_alike", f"{found.reported} reads as {asked.reported} where O is 0 or I is 1")
    mended = [read_marking(_mended(side.key)) for side in (asked, found)]
    if mended[0] is None or mended[1] is None or [m.key for m in mended if m] == [asked.key, found.key]:
        return None
    likely = _by_parts(mended[0], mended[1])
    return None if likely is None else PartMatch("look_alike", f"read with 0 for O and 1 for I: {likely.reason}")


def heads(marking: Marking) -> tuple[str, ...]:
    """Return what keys that may agree begin with, `O` and `I` as figures: at most 6 signs of the type, each with what may stand
    before it (a logic maker's letters, Mouser's figures).
    """
    base = marking.base
    ends = [cut for cut in marking.cuts if cut >= _LEAST_TELLING]
    before = ("", *part_rules.sellers().mouser, *(_LOGIC_LETTERS if base.startswith(("54", "74")) else ()))
    known = {(lead + base[: min((_HEAD, *ends))])[:_HEAD] for lead in before}
    return tuple(sorted({folded(head) for head in (*known, marking.key[:_HEAD])}))


def folded(key: str) -> str:
    """Return a key with `O` and `I` as figures."""
    return key.translate(_LOOKALIKE)


def _by_parts(asked: Marking, found: Marking) -> PartMatch | None:
    sold = next((f"; {side.seller}'s number" for side in (found, asked) if side.seller), "")
    if asked.base == found.base:
        if asked.grade == found.grade:
            cut = " and ".join(dict.fromkeys(side.packing for side in (asked, found) if side.packing))
            words = f"{asked.base}{asked.grade} in other packing" + (f" ({cut})" if cut else "") + sold
            return PartMatch("packing", words)
        if asked.output and found.output and asked.output != found.output:
            return None  # another voltage or resolution is another part
        is_bare = [side.grade == side.output for side in (asked, found)]
        if asked.grade and found.grade and is_bare[0] == is_bare[1]:
            words = f"type {asked.base}: package, grade or maker's letters {found.grade} instead of {asked.grade}{sold}"
            return PartMatch("grade", words)
        whole, bare = (found, asked) if len(found.grade) > len(asked.grade) else (asked, found)
        return PartMatch("family", f"{bare.reported} names the type, {whole.reported} also package or grade{sold}")
    for short, long in ((asked, found), (found, asked)):
        if (
            not short.is_weak
            and not short.grade
            and len(short.base) in long.cuts
            and _whole(long).startswith(short.base)
        ):
            words = f"{long.reported} begins with {short.reported}; what follows the separator may be a version{sold}"
            return PartMatch("family", words)
    return None


def _whole(marking: Marking) -> str:
    return marking.base + marking.grade


def _same_words(asked: Marking, found: Marking) -> str:
    if any(_CYRILLIC.search(side.reported) for side in (asked, found)):
        return "the same number, written with Cyrillic letters that look Latin"
    return "the same number"


def _without_seller(text: str) -> tuple[str | None, str | None, str | None]:
    """Return the maker's number, the distributor and the maker that its number names; no number where it names no type."""
    known = part_rules.sellers()
    if known.digikey_opaque.fullmatch(text):
        return None, "Digi-Key", None
    if (found := known.digikey.fullmatch(text)) is not None:
        return found["inner"], "Digi-Key", None
    figures, dash, rest = text.partition("-")
    if dash and figures in known.mouser and _LETTERS.search(rest):
        return rest, "Mouser", known.mouser[figures]
    return text, None, None


def _without_packing(text: str) -> tuple[str, str]:
    """Return a text without packing suffixes at its end, and these."""
    cut = ""
    while True:
        for packing in part_rules.packings():
            found = packing.pattern.search(text)
            if found is not None and found.group() and _is_behind(packing, text[: found.start()]):
                text, cut = text[: found.start()], found.group() + cut
                break
        else:
            return text, cut


def _is_behind(packing: part_rules.Packing, left: str) -> bool:
    if len(left) < _LEAST_TELLING or not any(sign.isdigit() for sign in left):
        return False
    return packing.behind.match("".join(part_pieces(left))) is not None


def _without_output(text: str) -> tuple[str, str]:
    """Return a text without the fixed voltage or bits of resolution at its end, and these with a decimal point."""
    for output in part_rules.outputs():
        found = output.pattern.search(text)
        if found is not None and output.behind.fullmatch("".join(part_pieces(text[: found.start()]))) is not None:
            return text[: found.start()], found["output"].replace(",", ".")
    return text, ""


def _by_rule(key: str, parted: Collection[int]) -> tuple[str, str, str]:
    """Return type, grade (with the maker's letters) and packing of a key; the whole key as type where no rule knows it.

    Rules read the key without its decimal points. `parted` are the lengths of beginnings that end at a separator.
    """
    places = [place for place, sign in enumerate(key) if sign != "."]
    plain = key.replace(".", "")
    for rule in part_rules.rules():
        found = rule.pattern.fullmatch(plain)
        if found is None or (rule.is_parted and places[found.end("base") - 1] + 1 not in parted):
            continue
        prefix, base, grade, packing = (
            _piece(key, places, found, name) for name in ("prefix", "base", "grade", "packing")
        )
        return base, prefix + grade, packing
    return key, "", ""


def _piece(key: str, places: Sequence[int], found: re.Match[str], name: str) -> str:
    """Return what a rule's group says with its points; a point between two groups goes with the second."""
    start, end = found.span(name) if name in found.re.groupindex else (0, 0)
    return key[places[start - 1] + 1 if start > 0 else 0 : places[end - 1] + 1] if end > start else ""


def _mended(key: str) -> str:
    """Return a key with figures where letters stand between figures: 1O3 gives 103."""
    return _MISTYPED.sub(lambda found: found.group().translate(_LOOKALIKE), key)


def _cuts(text: str) -> frozenset[int]:
    """Return how many letters and figures stand before each separator that follows a figure."""
    lengths, total = [], 0
    for piece in part_pieces(text)[:-1]:
        total += len(piece)
        if piece and piece[-1].isdigit():
            lengths.append(total)
    return frozenset(lengths)
