"""One SQL dialect, two engines, Parquet between them."""
