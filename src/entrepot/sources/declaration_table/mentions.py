"""The firms that declarations name: each distinct name, country and number becomes one party record."""

from dataclasses import dataclass

import pyarrow as pa

from entrepot.normalise.identifiers import Identifier, classify
from entrepot.sources.base import ParseContext
from entrepot.sources.party_rows import emit_address, emit_party
from entrepot.sources.tabular import LOCATOR

SIDES = ("importer", "exporter")
_LABEL = "Tax or registration number"
_FIELDS = ("source_party_id", "name", "country_iso", "identifier", "address")
_EVIDENCE = (LOCATOR, "provenance", "publication")


@dataclass(frozen=True)
class Mention:
    """A firm as one row names it; None where the row does not say."""

    source_party_id: str
    name: str
    country_iso: str | None
    identifier: str | None
    address: str | None
    locator: str
    provenance: str
    publication: str | None


class Mentions:
    """Collects the firms of a file; each is emitted with its first row, further addresses with theirs."""

    def __init__(self, context: ParseContext) -> None:
        self._context = context
        self._addresses: dict[str, set[str | None]] = {}
        self._invalid_count = 0

    def add(self, declarations: pa.Table) -> None:
        """Emit the firms of these rows that no earlier row named."""
        for firm in _distinct(declarations):
            known = self._addresses.get(firm.source_party_id)
            if known is None:
                self._emit(firm)
                self._addresses[firm.source_party_id] = {None, firm.address}
            elif firm.address is not None and firm.address not in known:
                known.add(firm.address)
                self._emit_address(firm, firm.address)

    def close(self) -> None:
        """Say how many numbers are not valid."""
        if self._invalid_count:
            self._context.warn(
                f"{self._invalid_count} numbers of firms have a wrong form or check digit; kept as invalid"
            )

    def _emit(self, firm: Mention) -> None:
        emit_party(
            self._context,
            firm.locator,
            source_party_id=firm.source_party_id,
            native_id=None,
            kind="company",
            name=firm.name,
            country_iso=firm.country_iso,
            identifiers=self._identifiers(firm),
            addresses=[] if firm.address is None else [(firm.address, firm.country_iso)],
            provenance=firm.provenance,
            publication=firm.publication,
        )

    def _emit_address(self, firm: Mention, address: str) -> None:
        emit_address(
            self._context,
            firm.locator,
            firm.source_party_id,
            address,
            country_iso=firm.country_iso,
            provenance=firm.provenance,
            publication=firm.publication,
        )

    def _identifiers(self, firm: Mention) -> list[Identifier]:
        if firm.identifier is None:
            return []
        found = classify(_LABEL, firm.identifier, firm.country_iso)
        self._invalid_count += found.validity == "invalid"
        return [found]


def _distinct(declarations: pa.Table) -> list[Mention]:
    """Return each distinct firm and address of both sides with its first row, in row order."""
    sides = []
    for number, side in enumerate(SIDES):
        columns = {field: declarations.column(f"{side}_{field}") for field in _FIELDS}
        rows = pa.array(range(number, declarations.num_rows * len(SIDES), len(SIDES)), type=pa.int64())
        sides.append(pa.table({**columns, "at": rows}))
    named = pa.concat_tables(sides)
    named = named.filter(named.column("name").is_valid())
    firsts = named.group_by(list(_FIELDS), use_threads=False).aggregate([("at", "min")]).sort_by("at_min")
    places = pa.array([at // len(SIDES) for at in firsts.column("at_min").to_pylist()], type=pa.int64())
    evidence = declarations.select(list(_EVIDENCE)).take(places).to_pylist()
    found = zip(firsts.drop_columns("at_min").to_pylist(), evidence, strict=True)
    return [Mention(**firm, **place) for firm, place in found]
