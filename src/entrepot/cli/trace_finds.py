"""Finds before chains: what `trace --weapon` and `trace --part` print of parts found in equipment and of lines that name them."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from entrepot.case.results import Results
from entrepot.cli.output import print_line, print_table, say
from entrepot.normalise.part_grammar import TIER_WORDS
from entrepot.normalise.part_numbers import part_number_key
from entrepot.store.engine import rows_of
from entrepot.trace.find_answer import LATER, Control, Find, Finds, FirmLines
from entrepot.trace.finds import FindQuestion, find_lines

_NAMED = 8  # equipment named where none fits
_TOTAL = "all"  # equipment of published totals, which are no finds
_MAKER_WORDS = {"agrees": "maker agrees", "differs": "names another maker", "not_stated": "maker not stated"}
_DIRECTIONS = {"import": "imported", "export": "exported", "reexport": "re-exported"}


def asked_finds(results: Results, asked: dict[str, Any], *, with_lines: bool) -> Finds | None:
    """Return the finds that `--weapon` or `--part` ask about, None where neither is given.

    Changes `asked` for the chains: the parts of the weapon and, where no firm or country is named, the study's destination.

    Raises:
        click.UsageError: No equipment of the case has such a name.
    """
    weapon, parts = asked.pop("weapon"), asked["part"]
    if weapon is None and not parts:
        return None
    destination = results.config.study.destination_iso
    found = find_lines(
        results.engine, FindQuestion(results.as_of_on, weapon, parts, destination), with_lines=with_lines
    )
    if weapon is not None:
        known = _equipment(results)
        if not any(weapon.casefold() in name.lower() for name in known):  # as the statement compares
            raise click.UsageError(_no_such_weapon(known, weapon))
        if not any(asked[name] for name in ("to", "from_", "through")):
            asked["to"] = (destination,)
            say(f"Chains to {destination}, the study's destination; --to, --from, --through ask for others.")
    asked["part"], asked["not_parts"] = found.parts, found.not_parts
    asked["left_out"], asked["found_by"] = found.left_out, found.found_by
    return found


def print_finds(found: Finds, files: Mapping[str, str], limit: int) -> None:
    """Print finds, who traded lines that name such parts, and the lists that hold their codes; every row with its place."""
    _print_found(found, files, limit)
    if len(found.parts) > 1 and found.firms:
        _print_parts(found)
    _print_firms(found, files, limit)
    _print_controls(found)


def say_limits(found: Finds) -> None:
    """Say what was left out, and what lines that name a part do not say."""
    for words in found.caveats:
        say(words)


def _print_found(found: Finds, files: Mapping[str, str], limit: int) -> None:
    columns = ["equipment", "found", "maker", "part number", "match", "what", "HS", "provenance", "published by", "row"]
    rows = [_find_cells(find, files) for find in found.finds[:limit]]
    if rows:
        print_table(f"Finds: {len(found.finds)}", columns, rows)
        _say_more(len(found.finds) - limit, "finds")
    else:
        print_line("Finds: none of such a part in this case.")


def _find_cells(find: Find, files: Mapping[str, str]) -> tuple[object, ...]:
    maker = f"{find.maker_name or ''} ({find.maker_country_iso})" if find.maker_country_iso else find.maker_name
    match = "" if find.tier in (None, "exact") else f"{TIER_WORDS[find.tier or '']}: {find.reason}"
    place = f"{files[find.snapshot_id]} {find.locator}"
    known = (find.equipment, find.found_on, maker, find.part_number, match, find.description, find.hs6)
    return (*known, find.provenance, find.publication, place)


def _print_parts(found: Finds) -> None:
    """Print one row a part: who made it, and how much of it went to the destination before the find, by how many firms."""
    names: dict[str, dict[str, None]] = {}
    makers: dict[str, dict[str, None]] = {}
    for part in found.parts:
        names.setdefault(part_number_key(part) or part, {})[part] = None
    for find in found.finds:
        if find.part_number:
            makers.setdefault(part_number_key(find.part_number) or "", {})[find.maker_name or ""] = None
    rows = []
    for key, written in names.items():
        own = [f for f in found.firms if f.asked_key == key and not f.is_after_find and f.maker_says != "differs"]
        firms = _one_direction(own)
        sent = [f for f in firms if f.is_to_destination]
        when = f"{min(f.first_on for f in sent)} to {max(f.last_on for f in sent)}" if sent else ""
        lines, to_destination = sum(f.line_count for f in firms), sum(f.line_count for f in sent)
        sides = len({(f.seller_name, f.seller_iso) for f in sent}), len({(f.buyer_name, f.buyer_iso) for f in sent})
        made = ", ".join(filter(None, makers.get(key, ())))
        rows.append((" / ".join(written), made, lines, to_destination, *sides, _value_words(sent), when))
    columns = ["part number", "maker of the find", "lines", "to destination", "sellers", "buyers", "USD", "when"]
    title = (
        f"Parts: {len(names)}; sellers, buyers, USD and days are those of lines to the destination; of a buyer's country import "
        "lines where there are any, else export lines"
    )
    print_table(title, columns, rows, right=columns[2:7])


def _one_direction(firms: Sequence[FirmLines]) -> list[FirmLines]:
    """Return the import lines to each country, or its export lines where there are none: both may be of one shipment."""
    imported = {firm.buyer_iso for firm in firms if firm.direction == "import"}
    return [firm for firm in firms if firm.direction == "import" or firm.buyer_iso not in imported]


def _value_words(firms: Sequence[FirmLines]) -> str:
    """Return the dollars of lines, and how many lines state no value."""
    stated = [firm.value_usd for firm in firms if firm.value_usd is not None]
    without = sum(firm.unvalued_count for firm in firms)
    words = f"{sum(stated):,.0f}" if stated else ""
    return f"{words} ({without} not stated)".strip() if without else words


def _print_firms(found: Finds, files: Mapping[str, str], limit: int) -> None:
    columns = ["sold by → to", "part number", "lines", "quantity", "USD", "when", "known of it", "places"]
    rows = [_firm_cells(firm, files) for firm in found.firms[:limit]]
    title = f"Lines that name such a part: {found.line_count}, by seller and buyer"
    if rows:
        print_table(title, columns, rows, right=["lines", "quantity", "USD"])
        _say_more(len(found.firms) - limit, "sellers and buyers")
    else:
        print_line("Lines that name such a part: none.")


def _firm_cells(firm: FirmLines, files: Mapping[str, str]) -> tuple[object, ...]:
    match = "" if firm.tier == "exact" else f"{TIER_WORDS[firm.tier]}: {firm.reason}"
    later = LATER if firm.is_after_find else ""
    by_file = {
        files[p.snapshot_id]: [q.locator for q in firm.places if q.snapshot_id == p.snapshot_id] for p in firm.places
    }
    places = "; ".join(f"{name} {', '.join(locators)}" for name, locators in by_file.items())
    more = firm.line_count - len(firm.places)
    return (
        f"{_named(firm.seller_name, firm.seller_iso)} → {_named(firm.buyer_name, firm.buyer_iso)}",
        firm.part_number,
        f"{firm.line_count} {_DIRECTIONS.get(firm.direction, firm.direction)}",
        "" if firm.quantity is None else f"{firm.quantity:,.10g} {firm.quantity_unit or ''}".strip(),
        _value_words([firm]),
        str(firm.first_on) if firm.first_on == firm.last_on else f"{firm.first_on} to {firm.last_on}",
        "; ".join(filter(None, (later, match, _MAKER_WORDS[firm.maker_says], firm.provenance))),
        places + (f" and {more} more" if more > 0 else ""),
    )


def _named(name: str | None, country_iso: str | None) -> str:
    return f"{name or 'not named'} ({country_iso or '?'})"


def _print_controls(found: Finds) -> None:
    """Print one row a goods code with the lists that hold it, and who published each list."""
    entries: dict[str, list[Control]] = {}
    for control in found.controls:
        entries.setdefault(control.hs6, []).append(control)
    rows = [
        (hs6 or "not stated", own[0].line_count or "finds only", "; ".join(map(_entry_words, own)))
        for hs6, own in entries.items()
    ]
    if rows:
        print_table(
            "Goods codes of these finds and lines", ["HS", "lines", "lists that hold it"], rows, right=["lines"]
        )
    for list_id, source in sorted({(c.list_id, c.source) for c in found.controls if c.list_id and c.source}):
        print_line(f"{list_id}: {source}")


def _entry_words(control: Control) -> str:
    if control.list_id is None:
        return "none of those kept here"
    tier = f" tier {control.tier}" if control.tier else ""
    joined = "" if control.listed_hs6 == control.hs6 else f" as {control.listed_hs6}, joined over editions of the HS,"
    until = f" to {control.valid_to_on}" if control.valid_to_on else ""
    doubt = "" if control.is_date_verified else " (date not verified)"
    return f"{control.list_id}{tier}{joined} since {control.valid_from_on}{until}{doubt}"


def _say_more(count: int, what: str) -> None:
    if count > 0:
        say(f"{count} {what} more: --limit, or --json for all.")


def _equipment(results: Results) -> list[str]:
    """Return the equipment of finds by the case's day."""
    rows = rows_of(results.engine.read("linked__component").select(["equipment", "found_on"]))
    as_of = results.as_of_on
    kept = {r["equipment"] for r in rows if r["found_on"] is None or r["found_on"] <= as_of}
    return sorted(kept - {_TOTAL})


def _no_such_weapon(known: Sequence[str], weapon: str) -> str:
    named = ", ".join(known[:_NAMED]) + (f" and {len(known) - _NAMED} more" if len(known) > _NAMED else "")
    return f"No equipment in this case has a name with {weapon!r}. There is: {named or 'none'}."
