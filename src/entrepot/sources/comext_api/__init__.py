"""Eurostat Comext by its API: dataset DS-045409 as SDMX-CSV or JSON-stat."""
