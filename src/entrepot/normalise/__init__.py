"""Raw value to (clean value or None, issue)."""
