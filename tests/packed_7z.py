"""A program that stands in for 7-Zip or bsdtar, and files that it takes for archives: their names, then their text."""

import json
import sys
from pathlib import Path

import pytest

MAGIC = b"7z\xbc\xaf\x27\x1c"
_PROGRAM = """#!{python} -ISB
import json, os, sys
archive = next(one for one in sys.argv[1:] if one.endswith((".7z", ".bin")))
with open({log!r}, "a") as log:
    log.write(json.dumps(sys.argv[1:]) + "\\n")
with open(archive, "rb") as file:
    names, _, text = file.read()[6:].partition(b"\\n")
listed = json.loads(names)
if sys.argv[1] in ("l", "-t"):
    print("\\n".join(("Path = " if sys.argv[1] == "l" else "") + name for name in listed))
elif text.startswith(b"DAMAGED"):
    sys.stdout.buffer.write(text[7:])
    sys.exit(2)
else:
    try:
        sys.stdout.buffer.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os._exit(1)
"""


def stand_in(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a program of this name on the PATH, alone there; return the file in which it notes its arguments."""
    programs, log = folder / "programs", folder / "asked.jsonl"
    programs.mkdir()
    log.touch()
    program = programs / name
    program.write_text(_PROGRAM.format(python=sys.executable, log=str(log)), "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    return log


def packed(path: Path, text: bytes, *names: str) -> Path:
    """Write what the program takes for an archive with these members, all of one text."""
    path.write_bytes(MAGIC + json.dumps(names or ("full_202402.dat",)).encode() + b"\n" + text)
    return path
