"""The one table inside a 7z archive as a stream, read through an unpacker of the machine: nothing is written to disk.

No library for 7z has terms that this project can take on, so the archive is given to a program that is there already, with
its name and the name of the member as arguments, never through a shell.
"""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from entrepot.errors import SourceError

MAGIC = b"7z\xbc\xaf\x27\x1c"  # 7zFormat.txt of the LZMA SDK: signature header
UNPACKERS = ("7zz", "7z", "7za", "bsdtar")  # 7-Zip of today and of before, its part for archives alone, libarchive
# One file in the archive's own root, whose name no unpacker can take for an option, a list or a pattern.
_MEMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,199}\.(?:dat|csv|tsv|txt)", re.IGNORECASE)
_LIST_SECONDS = 120  # the directory stands at the end of an archive: even of gigabytes it is read at once
_MOST_LISTED = 1 << 20  # bytes of a directory: that of one file has a few hundred
_NO_PROMPT = "-pnone"  # any password: an encrypted archive then fails instead of asking for one


@dataclass(frozen=True)
class Unpacker:
    """A program that can unpack: its name in UNPACKERS and where it lies."""

    name: str
    path: str

    def list_command(self, archive: Path) -> list[str]:
        """Return the command that writes the names of the members."""
        if self.name == "bsdtar":
            return [self.path, "-t", "-f", str(archive)]
        return [self.path, "l", "-slt", "-ba", _NO_PROMPT, "-sccUTF-8", str(archive)]

    def read_command(self, archive: Path, member: str) -> list[str]:
        """Return the command that writes one member to its standard output."""
        if self.name == "bsdtar":
            return [self.path, "-x", "-O", "-f", str(archive), member]
        return [self.path, "x", "-so", "-bd", _NO_PROMPT, str(archive), member]


def unpacker() -> Unpacker | None:
    """Return the first unpacker found on the PATH; None where there is none."""
    for name in UNPACKERS:
        found = shutil.which(name)
        if found is not None:
            return Unpacker(name, found)
    return None


def no_unpacker(path: Path) -> SourceError:
    """Return what is said of an archive where nothing can unpack it."""
    why = (
        f"it is packed as 7z and no unpacker is installed (one of {', '.join(UNPACKERS)}): install one, or unpack it "
        "elsewhere (7z x FILE) and add the .dat file inside"
    )
    return SourceError.unreadable(path, why)


class SevenZipStream:
    """The bytes of the only table in an archive, as the unpacker writes them; closing ends the unpacker.

    Raises:
        SourceError: There is no unpacker, or the archive holds another number of files than one, or no table.
    """

    def __init__(self, path: Path) -> None:
        found = unpacker()
        if found is None:
            raise no_unpacker(path)
        archive = path.absolute()  # never a name that begins with a dash
        self._path = path
        command = found.read_command(archive, _member(found, archive, path))
        try:
            self._process = subprocess.Popen(  # noqa: S603 (a list of arguments, no shell, the member's name checked)
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError as fault:
            raise SourceError.unreadable(path, f"{found.name} cannot be started ({type(fault).__name__})") from fault

    def read1(self, size: int) -> bytes:
        """Return the next bytes; empty at the end.

        Raises:
            OSError: The unpacker failed.
        """
        assert self._process.stdout is not None  # noqa: S101 (opened as a pipe)
        chunk = self._process.stdout.read1(size)  # type: ignore[attr-defined]
        if not chunk and (code := self._process.wait()) != 0:
            raise OSError(f"the unpacker failed with status {code}: the archive is damaged or encrypted")
        return bytes(chunk)

    def close(self) -> None:
        """End the unpacker, wherever it stands."""
        if self._process.poll() is None:
            self._process.kill()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process.wait()


def _member(found: Unpacker, archive: Path, path: Path) -> str:
    """Return the name of the only file in an archive."""
    try:
        listed = subprocess.run(  # noqa: S603 (as above)
            found.list_command(archive),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_LIST_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise SourceError.unreadable(path, f"{found.name} cannot list the archive ({type(fault).__name__})") from fault
    if listed.returncode != 0 or len(listed.stdout) > _MOST_LISTED:
        raise SourceError.unreadable(path, f"{found.name} cannot list the archive: it is damaged or encrypted")
    names = _names(found, listed.stdout.decode("utf-8", errors="replace"))
    if len(names) != 1 or _MEMBER.fullmatch(names[0]) is None:
        held = ", ".join(repr(name[:60]) for name in names[:5]) or "nothing"
        raise SourceError.unreadable(path, f"one table (.dat) is expected in the archive, which holds {held}")
    return names[0]


def _names(found: Unpacker, listing: str) -> list[str]:
    """Return the names of files and folders in a listing: a line each, or `Path = NAME` of 7-Zip's technical one."""
    lines = listing.splitlines()
    if found.name == "bsdtar":
        return [line for line in lines if line]
    return [line.removeprefix("Path = ") for line in lines if line.startswith("Path = ")]
