"""UN Comtrade: trade of the world as its countries report it, from the API (version 1) and the bulk files."""
