"""The background of the bundled case: a small world around reported facts."""
