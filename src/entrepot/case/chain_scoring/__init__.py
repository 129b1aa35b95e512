"""Chains of a synthetic world against its planted ways of goods: score_chains in scored.py."""
