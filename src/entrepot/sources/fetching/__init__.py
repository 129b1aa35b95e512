"""Downloads official sources from their publishers: politely, resumably, with a record of what was received."""
