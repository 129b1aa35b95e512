"""Firms that stand in for others by trade: tagged forwarders, firms at a forwarder's address, brokers by what they declare."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from entrepot.codes.carriers import is_global_carrier
from entrepot.indicators.base import Context, Evidence
from entrepot.normalise.names import name_key
from entrepot.store.engine import Value
from entrepot.store.sql import read_statement

_ROOM = Path(__file__).parent
_REGISTRY, _ADDRESS, _BROKER, _CONSIGNEE = (
    read_statement(_ROOM / f"f10_forwarder_as_consignee__{part}.sql")
    for part in ("registry", "address", "broker", "consignee")
)


@dataclass
class Forwarder:
    """One such firm: why it counts as one, the rows that say so, and whether it is a global carrier."""

    party_id: str
    name: str
    country_iso: str | None
    basis: str  # registry, address or broker
    why: str
    is_global: bool = False
    evidence: list[Evidence] = field(default_factory=list)
    name_keys: set[str] = field(default_factory=set)


def forwarders(context: Context, parameters: dict[str, Value]) -> dict[str, Forwarder]:
    """Return every such firm by party id; what a register says goes before an address, and that before declarations.

    Args:
        context: The case.
        parameters: as_of_on, sharing_max (parties at one address) and min_served (importers a broker declares for).
    """
    found: dict[str, Forwarder] = {}
    for row in context.rows(_REGISTRY):
        firm = Forwarder(row["party_id"], row["name"], row["country_iso"], "registry", "registered as a forwarder")
        firm = found.setdefault(row["party_id"], firm)
        said = Evidence(
            row["snapshot_id"], row["locator"], _tag_words(row["note"]), row["provenance"], row["publication"]
        )
        if said not in firm.evidence:
            firm.evidence.append(said)
        if row["name_key"] is not None:
            firm.name_keys.add(row["name_key"])
    for row in context.rows(_ADDRESS, parameters):
        why = f"at the address of the forwarder {row['forwarder_name']}"
        firm = Forwarder(row["party_id"], row["name"], row["country_iso"], "address", why)
        words = f"{row['address']}: also the address of {row['forwarder_name']}"
        said = Evidence(row["snapshot_id"], row["locator"], words, row["provenance"], row["publication"])
        found.setdefault(row["party_id"], firm).evidence.append(said)
    for row in context.rows(_BROKER, parameters):
        why = f"declarant of its own goods and of those of {row['other_count']} other importers"
        found.setdefault(row["party_id"], Forwarder(row["party_id"], row["name"], row["country_iso"], "broker", why))
    for firm in found.values():
        keys = firm.name_keys | {key for key in [name_key(firm.name)] if key is not None}
        firm.is_global = any(map(is_global_carrier, keys))
    return found


def consignee_names(
    context: Context, firms: dict[str, Forwarder], parameters: dict[str, Value]
) -> list[tuple[str, str]]:
    """Return (consignee's name as reported, party id) where the name is that of exactly one registered forwarder."""
    owners: dict[str, set[str]] = defaultdict(set)
    for firm in firms.values():
        for key in firm.name_keys:
            owners[key].add(firm.party_id)
    found = []
    for row in context.rows(_CONSIGNEE, parameters):
        held = owners.get(name_key(row["consignee_name"]) or "", set())
        if len(held) == 1:
            found.append((row["consignee_name"], next(iter(held))))
    return found


def _tag_words(note: str | None) -> str:
    return "tagged as a forwarder" if note is None else f"tagged as a forwarder: {note}"
