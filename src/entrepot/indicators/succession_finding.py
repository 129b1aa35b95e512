"""How a pair of a predecessor and a candidate becomes a finding: outcome, reason, figures, evidence."""

from collections.abc import Iterable, Sequence
from typing import Any

from entrepot.indicators.base import Evidence, Finding, Meta, Outcome, evidence_of
from entrepot.indicators.declared_lines import line_summary
from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE
from entrepot.indicators.succession import Predecessor, Search, Settings, number, pair_of
from entrepot.records.base import Provenance
from entrepot.store.engine import Row

LINK_WORDS = {
    "shared_address": "same address",
    "shared_building": "same building",
    "shared_phone": "same phone number",
    "shared_email": "same e-mail address",
    "shared_website": "same website",
    "shared_person": "same person",
    "similar_name": "similar name",
    "owns": "one owns the other",
    "director_of": "one directs the other",
    "founder_of": "one founded the other",
    "linked_to": "a list links the two",
    "part_of": "members of one network",
}
_SIDE_WORDS = {
    "predecessor_before": "before the event",
    "predecessor_after": "after the event",
    "successor_after": "after it",
}

_SIDES = tuple(_SIDE_WORDS)
_FILLED = " (on lines filled in from reported totals)."


def is_close(row: Row, found: Search, settings: Settings) -> bool:
    """Return whether a candidate is worth writing out: linked with some overlap, or alike beyond chance."""
    is_linked = bool(found.links.get(pair_of(row)))
    return (is_linked and row["overlap"] > 0) or _is_alike(row, settings)


def _is_alike(row: Row, settings: Settings) -> bool:
    return (
        row["jaccard"] >= number(settings["jaccard_min"])
        and row["p_value"] is not None
        and row["reference_count"] >= number(settings["reference_min"])
        and row["p_value"] <= number(settings["profile_p_max"])
    )


def successor_finding(meta: Meta, predecessor: Predecessor, row: Row, found: Search, settings: Settings) -> Finding:
    """Return the finding of one pair: raised where it is both linked and alike, clear where only one holds."""
    links = found.links.get(pair_of(row), [])
    is_alike = _is_alike(row, settings)
    is_raised = bool(links) and is_alike and _is_beyond_chance(row, found)
    return Finding(
        indicator=meta.id,
        version=meta.version,
        outcome=Outcome.RAISED if is_raised else Outcome.CLEAR,
        subject_id=row["successor_id"],
        subject_name=row["successor_name"],
        subject_kind=meta.subject_kind,
        reason=_on_filled_lines(_reason(predecessor, row, found, settings), found.lines.get(pair_of(row), [])),
        value=row["jaccard"],
        unit=meta.unit,
        threshold=number(settings["jaccard_min"]),
        p_value=row["p_value"],
        window=(predecessor.event_on.isoformat(), found.figures[pair_of(row)]["last_line_on"].isoformat()),
        evidence=_evidence(predecessor, row, found, links),
        caveats=_caveats(predecessor, row, found, settings),
        details=_details(predecessor, row, found, is_profile_only=is_alike and not links),
        related_ids=(predecessor.party_id, *(party_id for party_id, _ in reversed(predecessor.chain))),
    )


def _is_beyond_chance(row: Row, found: Search) -> bool:
    """Return whether decline, profile and link together are beyond chance, over all candidates."""
    together = found.combined.get(pair_of(row))
    return together is not None and together.q_value <= FALSE_DISCOVERY_RATE


def _reason(predecessor: Predecessor, row: Row, found: Search, settings: Settings) -> str:
    links = found.links.get(pair_of(row), [])
    fall = f"{predecessor.name} ({predecessor.event}) traded {_decline_pct(predecessor):.0f} % less afterwards"
    likeness = f"{row['successor_name']} bought like it (Jaccard {row['jaccard']:.2f}"
    likeness += f", p {row['p_value']:.4f})" if row["p_value"] is not None else ")"
    words = ", ".join(sorted({_kind_words(link) for link in links}))
    if not links:
        return f"{fall}; {likeness}, but nothing links the two: profile only."
    if _is_alike(row, settings) and not _is_beyond_chance(row, found):
        return f"{fall}; {likeness}, linked ({words}), but among so many candidates that may be chance."
    if _is_alike(row, settings):
        return f"{fall}; {likeness} and is linked to it: {words}."
    if row["jaccard"] < number(settings["jaccard_min"]):
        return f"{fall}; {row['successor_name']} is linked to it ({words}), but bought differently."
    if row["reference_count"] < number(settings["reference_min"]):
        return f"{fall}; {likeness}, linked ({words}), but there are too few firms to compare with."
    return f"{fall}; {likeness}, linked ({words}), but other firms of its size are as alike."


def _on_filled_lines(reason: str, lines: Sequence[Row]) -> str:
    """Return the reason, saying so where lines were filled in: it must not read as an observation."""
    is_filled = any(line["provenance"] == Provenance.RECONSTRUCTED for line in lines)
    return reason.removesuffix(".") + _FILLED if is_filled else reason


def _kind_words(link: Row) -> str:
    kind: str = link["link_kind"]
    return LINK_WORDS.get(kind, kind)


def _decline_pct(predecessor: Predecessor) -> float:
    return round(100 * (1 - float(predecessor.figures["ratio"])), 1)


def _caveats(predecessor: Predecessor, row: Row, found: Search, settings: Settings) -> tuple[str, ...]:
    caveats = list(predecessor.caveats)
    missing = number(settings["takeover_days"]) - (predecessor.figures["ledger_to_on"] - predecessor.event_on).days - 1
    if missing > 0:
        caveats.append(f"The declarations end {missing:.0f} days before the take-over window does.")
    if row["successor_listed_on"] is not None:
        caveats.append(f"The successor was itself listed later, by {row['successor_listed_on'].isoformat()}.")
    if {link["link_kind"] for link in found.links.get(pair_of(row), [])} == {"similar_name"}:
        caveats.append("The only link is a similar name: the two may be one firm under two spellings, or strangers.")
    return tuple(caveats)


def _details(predecessor: Predecessor, row: Row, found: Search, *, is_profile_only: bool) -> dict[str, Any]:
    figures, own = found.figures[pair_of(row)], predecessor.figures
    incorporated_on = row["incorporated_on"]
    links = found.links.get(pair_of(row), [])
    return {
        "predecessor_id": predecessor.party_id,
        "predecessor_name": predecessor.name,
        "generation": len(predecessor.chain) + 1,
        "chain": [*(name for _, name in predecessor.chain), predecessor.name, row["successor_name"]],
        "event": predecessor.event,
        "event_on": predecessor.event_on.isoformat(),
        "decline_pct": _decline_pct(predecessor),
        "predecessor_value_before_usd": own["value_before_usd"],
        "predecessor_value_after_usd": own["value_after_usd"],
        "predecessor_total_before_usd": own["total_before_usd"],
        "predecessor_total_after_usd": own["total_after_usd"],
        "successor_value_before_usd": row["before_usd"],
        "successor_value_after_usd": row["after_usd"],
        "successor_since_event_usd": figures["since_event_usd"],
        "successor_since_cutoff_usd": figures["since_cutoff_usd"],
        "successor_incorporated_on": None if incorporated_on is None else incorporated_on.isoformat(),
        "jaccard": row["jaccard"],
        "cosine_hs6": figures["cosine"],
        "shared_partner_count": row["shared_partner_count"],
        "reference_count": row["reference_count"],
        "as_close_count": row["as_close_count"],
        "profile_only": is_profile_only,
        **_combined_details(found, row),
        "links": _unique([_link_detail(link) for link in links]),
    }


def _combined_details(found: Search, row: Row) -> dict[str, Any]:
    together = found.combined.get(pair_of(row))
    tested = {"candidates_compared": found.compared, "candidates_linked": len(found.links)}
    if together is None:
        return {**tested, "score": None}
    return {
        **tested,
        "decline_p": together.decline_p,
        "link_p": together.link_p,
        "combined_p": together.p_value,
        "q_value": together.q_value,
        "score": round(1 - together.p_value, 9),
    }


def _unique(details: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return each link once: two publications may tell the same."""
    return list({detail["words"]: detail for detail in details}.values())


def _link_detail(link: Row) -> dict[str, Any]:
    return {
        "kind": link["link_kind"],
        "words": f"{_kind_words(link)}: {link['via_name']}",
        "sharing_count": link["sharing_count"],
        "rarity_bits": link["rarity_bits"],
    }


def _evidence(predecessor: Predecessor, row: Row, found: Search, links: Sequence[Row]) -> tuple[Evidence, ...]:
    worded = [*_link_rows(predecessor, row, links), *_line_rows(predecessor, row, found.lines.get(pair_of(row), []))]
    if row["incorporated_on"] is not None:
        worded.append({**row, "summary": f"{row['successor_name']}: registered {row['incorporated_on'].isoformat()}"})
    places = {(item.snapshot, item.locator): item for item in (*predecessor.evidence, *evidence_of(worded))}
    return tuple(places.values())


def _link_rows(predecessor: Predecessor, row: Row, links: Sequence[Row]) -> Iterable[Row]:
    for link in links:
        words = f"{_kind_words(link)}: {link['via_name']}"
        yield {**link, "summary": f"{predecessor.name}, {words}"}
        yield {
            **{name: link[f"b_{name}"] for name in ("snapshot_id", "locator", "provenance", "publication")},
            "summary": f"{row['successor_name']}, {words}",
        }


def _line_rows(predecessor: Predecessor, row: Row, lines: Sequence[Row]) -> Iterable[Row]:
    for line in sorted(lines, key=lambda line: _SIDES.index(line["side"])):
        who = row["successor_name"] if line["side"] == "successor_after" else predecessor.name
        yield {**line, "summary": f"{who} {_SIDE_WORDS[line['side']]}: {line_summary(line)}"}
