"""Parties, listings, ownership interests, roles and dated facts in the project's canonical columns: one set of ids."""
