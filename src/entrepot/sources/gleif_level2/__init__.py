"""Legal Entity Identifiers, level 2: who consolidates whose accounts, and why some name no parent."""
