"""Adding a file to a case: recognised, hashed, copied beside its snapshot record."""

import json
import shutil
import tomllib
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from entrepot.case.config import read_config
from entrepot.case.hashes import remember_sha256
from entrepot.case.incoming import incoming
from entrepot.case.layouts import Ask, keep, keep_flow_layout, remarks, settle
from entrepot.case.results import SNAPSHOT_SUFFIX, read_snapshots
from entrepot.errors import SourceError
from entrepot.evidence.snapshot import Snapshot
from entrepot.sources import registry
from entrepot.sources.base import Source
from entrepot.sources.trade_flow_table.layout import TABLE as FLOW_TABLE
from entrepot.sources.trade_flow_table.layout import is_layout

_ORIGIN_SUFFIX = ".source.toml"  # a file of this name beside an added one says where that comes from
_DESCRIBED = ("producer", "title", "url", "licence")
CUSTOMS_TABLE = "customs_table"  # the source whose files need a mapping
DECLARATION_SOURCES = frozenset(
    {CUSTOMS_TABLE, "declaration_table"}
)  # read when added, for a person wants to see their totals
_ID_DIGITS = 16  # of 64: collisions are out of the question for the files of one case


@dataclass(frozen=True)
class Origin:
    """Who published a file, what it is, where, under which terms, and when it was fetched; None where not said."""

    producer: str | None = None
    title: str | None = None
    url: str | None = None
    licence: str | None = None
    accessed_on: date | None = None


@dataclass(frozen=True)
class LayoutChoice:
    """What is said of a customs table's layout: a mapping file, the reporting country, who is asked; None where nothing."""

    mapping: Path | None = None
    reporting_iso: str | None = None
    ask: Ask | None = None


@dataclass(frozen=True)
class Added:
    """What `add_file` did: `is_new` is False where the same bytes were in the case already.

    `is_corrected`: they were, and their record now says something else (another source, state or completeness).
    """

    snapshot: Snapshot
    is_new: bool
    is_corrected: bool = False
    mappings: tuple[Path, ...] = ()
    remarks: tuple[str, ...] = ()


def add_file(
    folder: Path,
    path: Path,
    *,
    source_id: str | None = None,
    as_of_on: date | None = None,
    accessed_on: date | None = None,
    is_partial: bool = False,
    origin: Origin = Origin(),
    layout: LayoutChoice = LayoutChoice(),
) -> Added:
    """Copy a file into the case's `sources/` with its snapshot record; the same bytes twice are one file.

    What is named for a file that is in the case already corrects its record; what is not named stays.

    Args:
        folder: The case.
        path: The file as received.
        source_id: The source to read it as; None to recognise it.
        as_of_on: The state it describes; None to take it from content or name.
        accessed_on: When it was fetched; None where not known.
        is_partial: True for a trimmed file, to which the source's minimum row counts do not apply.
        origin: Who published it; None takes `<name>.source.toml` beside it, then what the source says of itself.
        layout: How a customs table of an unknown layout is mapped, and who is asked.

    Raises:
        SourceError: the file is missing or no source recognises it.
        UnsureError: the mapping of a customs table is not sure and nobody can be asked.
        CaseError: the folder is not a case.
    """
    read_config(folder)
    if not path.is_file():
        raise SourceError.unreadable(path, "there is no such file")
    with incoming(folder, path) as file:
        before = {s.sha256: s for s in read_snapshots(folder).values()}.get(file.sha256)
        if before is None:
            source_id = source_id or (_mapped_source(layout.mapping) if layout.mapping is not None else None)
            source = registry.source_named(source_id) if source_id else registry.recognise(path)
            plain = _snapshot(path, source, file.sha256, _free_name(folder, path.name, file.sha256))
        else:
            source = registry.source_named(source_id or before.source_id)
            plain = _snapshot(path, source, file.sha256, before.file_name)
        known = before or plain
        beside = _origin_beside(path, file.sha256)
        snapshot = replace(
            _described(plain, before, _merged(origin, beside)),
            as_of_on=as_of_on or known.as_of_on or registry.state_of(source, path),
            accessed_on=accessed_on or beside.accessed_on or known.accessed_on,
            is_partial=is_partial or known.is_partial,
        )
        mappings: list[Path] = []
        said: list[str] = []
        if source.meta.id == CUSTOMS_TABLE:
            settled = settle(folder, path, mapping=layout.mapping, reporting_iso=layout.reporting_iso, ask=layout.ask)
            mappings, said = keep(folder, snapshot.file_name, settled), remarks(settled)
        elif source.meta.id == FLOW_TABLE:
            mappings = keep_flow_layout(folder, path, snapshot.file_name, layout.mapping)
        if snapshot != before or not (folder / "sources" / snapshot.file_name).is_file():
            _store(folder, path, snapshot, file.copy)
        is_corrected = before is not None and (snapshot != before or bool(mappings))
        return Added(
            snapshot, is_new=before is None, is_corrected=is_corrected, mappings=tuple(mappings), remarks=tuple(said)
        )


def _mapped_source(mapping: Path) -> str:
    """Return the source whose mapping a file holds: trade statistics where it says so, else a customs table."""
    return FLOW_TABLE if is_layout(mapping) else CUSTOMS_TABLE


def source_of(snapshot: Snapshot) -> Source:
    """Return the source a snapshot was taken for."""
    return registry.source_named(snapshot.source_id)


def _snapshot(path: Path, source: Source, sha256: str, file_name: str) -> Snapshot:
    """Return the record of a file read as `source`, as far as file and source tell."""
    return Snapshot(
        snapshot_id=sha256[:_ID_DIGITS],
        sha256=sha256,
        file_name=file_name,
        size_bytes=path.stat().st_size,
        source_id=source.meta.id,
        producer=source.meta.producer,
        title=source.meta.title,
        url=source.meta.url,
        licence=source.meta.licence,
    )


def _origin_beside(path: Path, sha256: str) -> Origin:
    """Return what `<name>.source.toml` beside the file says of it; nothing where there is none.

    Raises:
        SourceError: That cannot be read, or holds the hash of another file.
    """
    beside = path.with_name(path.name + _ORIGIN_SUFFIX)
    if not beside.is_file():
        return Origin()
    try:
        values = tomllib.loads(beside.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise SourceError.unreadable(beside, str(fault)) from fault
    if values.get("sha256", sha256) != sha256:
        raise SourceError.unreadable(path, f"it is no longer the file that {beside.name} records: its hash differs")
    accessed = values.get("accessed")
    words = {name: str(values[name]) for name in _DESCRIBED if name in values}
    return Origin(**words, accessed_on=accessed if isinstance(accessed, date) else None)


def _merged(first: Origin, second: Origin) -> Origin:
    """Return what the first says, and the second where the first says nothing."""
    return Origin(**{name: value or getattr(second, name) for name, value in asdict(first).items()})


def _described(plain: Snapshot, before: Snapshot | None, origin: Origin) -> Snapshot:
    """Return the record with what is said of the file now, else what its earlier record said, else the source's words."""
    said = {name: value for name in _DESCRIBED if (value := getattr(origin, name)) is not None}
    earlier = {} if before is None else {name: getattr(before, name) for name in _DESCRIBED}
    return replace(plain, **{**earlier, **said})


def _free_name(folder: Path, name: str, sha256: str) -> str:
    """Return the file's own name, or one with its hash where another file of that name is in the case."""
    if name.endswith(SNAPSHOT_SUFFIX):  # it would be taken for a record
        name = f"{name.removesuffix(SNAPSHOT_SUFFIX)}.json"
    if not (folder / "sources" / name).exists():
        return name
    stem, dot, suffix = name.partition(".")
    return f"{stem}-{sha256[:8]}{dot}{suffix}"


def _store(folder: Path, path: Path, snapshot: Snapshot, copy: Path | None) -> None:
    """Put the file into the case, then write its record: without the record the copy is not part of the case."""
    target = folder / "sources" / snapshot.file_name
    if copy is None:
        copy = target.with_name(target.name + ".partial")
        shutil.copyfile(path, copy)
        copy.replace(target)
    else:
        copy.replace(target)
        remember_sha256(folder, snapshot.file_name, snapshot.sha256)
    record = json.dumps(snapshot.to_json(), indent=2, ensure_ascii=False) + "\n"
    target.with_name(target.name + SNAPSHOT_SUFFIX).write_text(record, "utf-8")
