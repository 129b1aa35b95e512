"""One folder per published format."""
