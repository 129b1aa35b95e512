"""Published statements about trade, kept as data, in the project's canonical columns."""
