"""CEPII BACI: world trade reconciled from the reports of both sides."""
