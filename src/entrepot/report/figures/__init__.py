"""Drawings of the report: SVG made here, coloured by the page's CSS, the same bytes for the same input."""
