"""Customs declarations, one goods line a row, in the project's canonical columns."""
