"""Beneficial ownership statements in the Beneficial Ownership Data Standard, version 0.4."""
