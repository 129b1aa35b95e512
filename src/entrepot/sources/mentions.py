"""The firms that declarations name: each distinct name, country and number becomes one party record, once a file."""

from collections.abc import Iterable
from typing import Any, NamedTuple, Protocol

from entrepot.normalise.addresses import address_keys
from entrepot.normalise.identifiers import classify
from entrepot.normalise.names import name_key
from entrepot.records.base import Table
from entrepot.records.party import ADDRESS, IDENTIFIER, PARTY, PARTY_NAME
from entrepot.sources.base import ParseContext

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


class Seen(NamedTuple):
    """A firm in the row that names it; provenance None takes the source's default."""

    firm: Mention
    locator: str
    provenance: str | None = None
    publication: str | None = None


class Mentions:
    """Emits the firms of a file with their first row, further addresses with theirs; knows those of earlier parts."""

    def __init__(self, context: ParseContext) -> None:
        self._context = context
        self._known: set[str] = set()
        self._addresses: set[tuple[str, str]] = set()
        if context.earlier is not None:
            self._known.update(context.earlier(PARTY.name, ["source_party_id"]).column(0).to_pylist())
            stored = context.earlier(ADDRESS.name, ["source_party_id", "address"])
            self._addresses.update(zip(*(column.to_pylist() for column in stored.columns), strict=True))

    def add(self, seen: Iterable[Seen]) -> None:
        """Emit the firms that no earlier row named, and the addresses that no earlier row gave them, in order.

        Whole columns at once: a file may name a hundred thousand firms, and `emit_party` makes a dictionary of every row.
        """
        firms: list[Seen] = []
        places: list[Seen] = []
        for one in seen:
            party_id, address = one.firm.source_party_id, one.firm.address
            if party_id is None or one.firm.name is None:
                continue
            if party_id not in self._known:
                self._known.add(party_id)
                firms.append(one)
            if address is not None and (party_id, address) not in self._addresses:
                self._addresses.add((party_id, address))
                places.append(one)
        self._emit_firms(firms)
        self._emit_identifiers([one for one in firms if one.firm.identifier is not None])
        self._emit_addresses(places)

    def _emit_firms(self, seen: list[Seen]) -> None:
        names = [one.firm.name or "" for one in seen]
        self._emit(
            PARTY,
            seen,
            party_kind=["company"] * len(seen),
            name=names,
            country_iso=[one.firm.country_iso for one in seen],
        )
        self._emit(PARTY_NAME, seen, name=names, name_kind=["main"] * len(seen), name_key=[*map(name_key, names)])

    def _emit_identifiers(self, seen: list[Seen]) -> None:
        found = [classify(_LABEL, one.firm.identifier or "", one.firm.country_iso) for one in seen]
        self._emit(
            IDENTIFIER,
            seen,
            scheme=[one.scheme for one in found],
            identifier=[one.value or one.value_reported for one in found],
            identifier_reported=[one.value_reported for one in found],
            validity=[one.validity for one in found],
            issue=[one.issue for one in found],
        )
        invalid = sum(one.validity == "invalid" for one in found)
        self._context.count_of("{} numbers of firms have a wrong form or check digit; kept as invalid", invalid)

    def _emit_addresses(self, seen: list[Seen]) -> None:
        addresses = [one.firm.address or "" for one in seen]
        countries = [one.firm.country_iso for one in seen]
        keys = [*map(address_keys, addresses, countries)]
        self._emit(
            ADDRESS,
            seen,
            address=addresses,
            address_key=[one.unit_key for one in keys],
            building_key=[one.building_key for one in keys],
            country_iso=countries,
        )

    def _emit(self, table: Table, seen: list[Seen], **columns: list[Any]) -> None:
        self._context.emit_columns(
            table,
            [one.locator for one in seen],
            source_party_id=[one.firm.source_party_id for one in seen],
            provenance=[one.provenance for one in seen],
            publication=[one.publication for one in seen],
            **columns,
        )
