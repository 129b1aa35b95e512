"""Synthetic background trade with known truth."""
