"""Dated reference data: HS editions, goods lists, territories, ownership regimes."""
