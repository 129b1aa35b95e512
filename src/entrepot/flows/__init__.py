"""Baselines and surges in trade statistics."""
