"""Trade statistics of any publisher in the project's canonical columns."""
