"""The firms that declarations name: each distinct name, country and number becomes one party record, once a file."""

from typing import Protocol

from entrepot.normalise.identifiers import Identifier, classify
from entrepot.records.party import ADDRESS, PARTY
from entrepot.sources.base import ParseContext
from entrepot.sources.party_rows import emit_address, emit_party

_LABEL = "Tax or registration number"


class Mention(Protocol):
    """A firm as a row names it; None where the row does not say."""

    @property
    def source_party_id(self) -> str | None:
        """Id of the mention (`mention_id`)."""

    @property
    def name(self) -> str | None:
        """Its name."""

    @property
    def country_iso(self) -> str | None:
        """Its country."""

    @property
    def identifier(self) -> str | None:
        """Its number as reported."""

    @property
    def address(self) -> str | None:
        """Its address."""


class Mentions:
    """Emits the firms of a file with their first row, further addresses with theirs; knows those of earlier parts."""

    def __init__(self, context: ParseContext) -> None:
        self._context = context
        self._addresses: dict[str, set[str]] = {}
        if context.earlier is not None:
            for party_id in context.earlier(PARTY.name, ["source_party_id"]).column(0).to_pylist():
                self._addresses[party_id] = set()
            for row in context.earlier(ADDRESS.name, ["source_party_id", "address"]).to_pylist():
                self._addresses[row["source_party_id"]].add(row["address"])

    def add(self, firm: Mention, locator: str, provenance: str | None = None, publication: str | None = None) -> None:
        """Emit a firm that no earlier row named, or an address that no earlier row gave it."""
        if firm.source_party_id is None or firm.name is None:
            return
        known = self._addresses.get(firm.source_party_id)
        if known is None:
            emit_party(
                self._context,
                locator,
                source_party_id=firm.source_party_id,
                native_id=None,
                kind="company",
                name=firm.name,
                country_iso=firm.country_iso,
                identifiers=self._identifiers(firm),
                addresses=[] if firm.address is None else [(firm.address, firm.country_iso)],
                provenance=provenance,
                publication=publication,
            )
            self._addresses[firm.source_party_id] = set() if firm.address is None else {firm.address}
        elif firm.address is not None and firm.address not in known:
            known.add(firm.address)
            emit_address(
                self._context,
                locator,
                firm.source_party_id,
                firm.address,
                country_iso=firm.country_iso,
                provenance=provenance,
                publication=publication,
            )

    def _identifiers(self, firm: Mention) -> list[Identifier]:
        if firm.identifier is None:
            return []
        found = classify(_LABEL, firm.identifier, firm.country_iso)
        if found.validity == "invalid":
            self._context.count_of("{} numbers of firms have a wrong form or check digit; kept as invalid", 1)
        return [found]
