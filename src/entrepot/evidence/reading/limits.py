"""What no cell of a table exceeds."""

LONGEST_CELL = 32_767  # characters a spreadsheet cell can hold (Microsoft: Excel specifications and limits)
