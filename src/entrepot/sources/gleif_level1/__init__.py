"""Legal Entity Identifiers, level 1: who is who, as the golden copy of GLEIF publishes it in XML."""
