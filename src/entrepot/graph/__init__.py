"""Links between parties, and ownership reach per regime."""
