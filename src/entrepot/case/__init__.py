"""A case folder: settings, sources, steps, findings, claims."""
