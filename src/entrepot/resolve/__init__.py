"""Which source records are one party."""
