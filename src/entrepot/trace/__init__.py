"""Who could have passed what to whom, when and how much of it: shipments, lots within a firm, chains, gaps."""
