"""Parties, their listings, ownership interests and roles in the project's canonical columns: four tables, one set of ids."""
