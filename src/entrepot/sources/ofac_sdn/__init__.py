"""The OFAC list of Specially Designated Nationals: entries, aliases and addresses, three headerless CSV files."""
