"""Carriers and forwarders of world rank, by the beginning of their normalised names."""

from functools import cache

from entrepot.codes.resource import toml_document


@cache
def _beginnings() -> tuple[str, ...]:
    listed = toml_document("logistics/global_carriers.toml")
    return tuple(sorted(f"{name} " for names in listed.values() for name in names))


def is_global_carrier(name_key: str) -> bool:
    """Return whether a normalised name (normalise.names.name_key) begins with that of a global carrier.

    Source: resources/logistics/global_carriers.toml.
    """
    return f"{name_key} ".startswith(_beginnings())
