"""What every normaliser returns; its home is `entrepot.codes.cleaned`, because code lookups return it too."""

from entrepot.codes.cleaned import Cleaned

__all__ = ["Cleaned"]
