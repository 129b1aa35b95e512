"""One module, one indicator."""
