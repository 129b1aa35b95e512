"""Entrepot finds how goods under export control reach a sanctioned destination through third countries."""

__version__ = "0.1.0"
