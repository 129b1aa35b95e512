"""Eurostat Comext: monthly trade of EU members by partner and goods code, and monthly totals."""
