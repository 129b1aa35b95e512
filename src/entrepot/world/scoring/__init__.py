"""Findings and the ranked list of a synthetic world against its truth: score_world in scores.py."""
