"""Eurostat Comext as whole months: the files full_v2_YYYYMM of the bulk download."""
