"""Annexes of EU sanctions regulations, transcribed to rows by OpenSanctions."""
