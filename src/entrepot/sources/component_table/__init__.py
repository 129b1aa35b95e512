"""Components found in weapons and other equipment, in the project's canonical columns."""
