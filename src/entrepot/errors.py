"""Faults a person can act on: each says what went wrong, where, and what to do next."""

from pathlib import Path
from typing import Self


class EntrepotError(Exception):
    """A fault with a place and a next step, printed as one sentence by the command line."""

    def __init__(self, what: str, *, where: str, next_step: str) -> None:
        self.what = what
        self.where = where
        self.next_step = next_step
        super().__init__(f"{what} ({where}). {next_step}")


class SourceError(EntrepotError):
    """A file that cannot be read as the source it was taken for."""

    @classmethod
    def unreadable(cls, path: Path, why: str) -> Self:
        """Build the error for a file whose structure is broken."""
        return cls(f"Cannot read {path.name}: {why}", where=str(path), next_step="Check the file and add it again.")

    @classmethod
    def unknown_layout(cls, path: Path, known: list[str], hint: str = "") -> Self:
        """Build the error for a file that no source recognises; `hint` is a sentence on the nearest layout, or empty."""
        return cls(
            f"No source recognises {path.name}",
            where=str(path),
            next_step=(
                f"{hint}A table of customs declarations: --as customs_table. "
                f"Else name the source with --as; known: {', '.join(known)}."
            ),
        )

    @classmethod
    def missing_columns(cls, path: Path, missing: list[str], found: list[str]) -> Self:
        """Build the error for a table that lacks columns it must have."""
        return cls(
            f"{path.name} lacks the columns {', '.join(missing)}",
            where=f"{path}, header: {', '.join(found[:12])}",
            next_step="Rename the columns to the canonical names (docs/sources) or map them.",
        )

    @classmethod
    def assertion_failed(cls, path: Path, what: str) -> Self:
        """Build the error for a file outside its source's declared minimum or maximum."""
        return cls(
            f"{path.name} fails the source's assertion: {what}",
            where=str(path),
            next_step="Check that the file is complete; a trimmed file is added with --as SOURCE --partial.",
        )


class CaseError(EntrepotError):
    """A case folder or its settings that cannot be used."""

    @classmethod
    def not_a_case(cls, folder: Path) -> Self:
        """Build the error for a folder without a readable case.toml."""
        return cls("Not a case: case.toml is missing", where=str(folder), next_step="Make one with: entrepot init DIR.")

    @classmethod
    def bad_settings(cls, path: Path, why: str) -> Self:
        """Build the error for a case.toml that does not validate."""
        return cls(f"case.toml is not valid: {why}", where=str(path), next_step="Correct the named setting.")

    @classmethod
    def not_run(cls, folder: Path) -> Self:
        """Build the error for a question asked before the case was run."""
        return cls("The case has no results yet", where=str(folder), next_step=f"Run it: entrepot run {folder}.")

    @classmethod
    def damaged(cls, path: Path, next_step: str) -> Self:
        """Build the error for a file of the case's own that cannot be read."""
        return cls(f"{path.name} of the case is damaged", where=str(path), next_step=next_step)

    @classmethod
    def sources_removed(cls, folder: Path) -> Self:
        """Build the error for results that rest on files the case no longer holds."""
        return cls(
            "Files were removed from the case since its last run",
            where=str(folder),
            next_step=f"Run it again: entrepot run {folder}.",
        )

    @classmethod
    def would_overwrite(cls, target: Path) -> Self:
        """Build the error for an export onto something that is no earlier export."""
        return cls("There is something else at that place", where=str(target), next_step="Name a new file or folder.")

    @classmethod
    def damaged_decision(cls, path: Path, number: int, why: str) -> Self:
        """Build the error for a line of decisions.jsonl that is no decision."""
        return cls(
            f"Line {number} of {path.name} is damaged: {why}",
            where=str(path),
            next_step="Restore the line from a copy; decisions are taken back with: entrepot judge CASE withdraw.",
        )

    @classmethod
    def decided_meanwhile(cls, path: Path) -> Self:
        """Build the error for a decision that was overtaken by another one."""
        return cls("Another decision was added meanwhile", where=str(path), next_step="Look at it and judge again.")

    @classmethod
    def cannot_judge(cls, why: str, next_step: str) -> Self:
        """Build the error for a decision that cannot be made as it was put."""
        return cls(why, where="entrepot judge", next_step=next_step)

    @classmethod
    def busy(cls, folder: Path) -> Self:
        """Build the error for a run of a case in which another run is at work."""
        return cls("Another run of this case is at work", where=str(folder), next_step="Wait until it has ended.")

    @classmethod
    def no_spark(cls, why: str) -> Self:
        """Build the error for a run on Spark where it is not installed."""
        return cls(
            f"Spark is not installed: {why}",
            where="--engine spark",
            next_step="Install entrepot[spark] and Java 17, or run with --engine duckdb.",
        )

    @classmethod
    def unknown_party(cls, query: str, folder: Path) -> Self:
        """Build the error for a party that the case does not hold."""
        return cls(
            f"No party is called or numbered {query!r}",
            where=str(folder),
            next_step="Try another spelling, an identifier, or entrepot findings to see who is in the case.",
        )


class StatementError(EntrepotError):
    """A rule's SQL statement that an engine refuses."""

    @classmethod
    def failed(cls, name: str, engine: str, why: str) -> Self:
        """Build the error for a statement that failed on an engine."""
        return cls(f"Statement {name} failed on {engine}: {why}", where=name, next_step="This is a fault of Entrepot.")


class IndicatorError(EntrepotError):
    """Settings that name no indicator or that it does not have, or a finding that no row supports."""

    @classmethod
    def unknown(cls, indicator_id: str, known: list[str]) -> Self:
        """Build the error for an id that no indicator has."""
        return cls(
            f"No indicator is called {indicator_id!r}",
            where="case.toml, [indicators]",
            next_step=f"Known: {', '.join(known)}.",
        )

    @classmethod
    def bad_setting(cls, indicator_id: str, why: str, known: list[str]) -> Self:
        """Build the error for a setting that is unknown or out of range."""
        return cls(
            f"A setting of {indicator_id} is not valid: {why}",
            where=f"case.toml, [indicators.{indicator_id}]",
            next_step=f"Its settings: {', '.join(known)}.",
        )


class FetchError(EntrepotError):
    """A download that failed; nothing that was asked with a key appears in it."""

    @classmethod
    def cannot_ask(cls, why: str, next_step: str) -> Self:
        """Build the error for a question that no publisher can be asked as it was put."""
        return cls(why, where="entrepot fetch", next_step=next_step)

    @classmethod
    def needs_key(cls, address: str, variable: str) -> Self:
        """Build the error for a publisher that wants a key, or another one."""
        return cls(
            "The publisher wants a key, or refuses the one it got",
            where=address,
            next_step=f"Get a key from the publisher and set it in the environment: {variable}=...",
        )

    @classmethod
    def refused(cls, address: str, why: str) -> Self:
        """Build the error for an answer that says no."""
        return cls(f"The publisher refuses: {why}", where=address, next_step="Check the question, then ask again.")

    @classmethod
    def gave_up(cls, address: str, why: str) -> Self:
        """Build the error for a publisher that could not be reached, or only in pieces."""
        return cls(
            f"The download was given up: {why}",
            where=address,
            next_step="Run the same command again later: what has arrived is kept and the rest is asked for.",
        )

    @classmethod
    def wrong_answer(cls, address: str, why: str) -> Self:
        """Build the error for an answer that is not what was asked for; it is not kept."""
        return cls(f"The answer is not kept: {why}", where=address, next_step="Look at the address in a browser.")

    @classmethod
    def cannot_keep(cls, path: Path, why: str) -> Self:
        """Build the error for a folder that takes no more of an answer."""
        return cls(
            f"The answer cannot be written: {why}",
            where=str(path),
            next_step="Make room, or name another folder with --to; the same command then goes on with what has arrived.",
        )

    @classmethod
    def too_large(cls, address: str, why: str) -> Self:
        """Build the error for an answer that exceeds a limit and cannot be asked for in smaller parts."""
        return cls(
            f"The answer is too large: {why}",
            where=address,
            next_step="Name goods codes, partners or reporters (--hs, --partner, --reporter), or a shorter period.",
        )
