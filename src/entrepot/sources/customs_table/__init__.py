"""Any table of customs declarations: what its columns mean, proposed from headers and values, kept as a readable mapping."""
