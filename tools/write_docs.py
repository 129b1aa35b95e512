"""Write the pages that are made from code: the indicator catalogue, the sources, the commands. `--check` compares only."""

import sys
from pathlib import Path

import click

from entrepot.cli.main import commands
from entrepot.indicators.base import Indicator
from entrepot.indicators.registry import all_indicators, describe
from entrepot.sources.base import Source
from entrepot.sources.columns import Columns
from entrepot.sources.registry import all_sources
from worked_example import worked_example

DOCS = Path(__file__).parents[1] / "docs"
MADE_BY = "<!-- Made by tools/write_docs.py from the code; edit the module, then `make docs`. -->\n\n"

_WORKBOOKS = (
    "In a workbook every sheet with the required columns is read; other sheets are named in a warning. A formula counts "
    "with the result that the spreadsheet stored. In XLSX a row whose formula has no stored result is put aside; in XLS, "
    "XLSB and ODS such a formula cannot be told from an empty cell."
)


def pages() -> dict[Path, str]:
    """Return every generated page by its path."""
    made = {DOCS / "indicators" / "README.md": _catalogue(), DOCS / "commands.md": _commands()}
    for indicator in all_indicators():
        made[DOCS / "indicators" / f"{indicator.META.id}.md"] = _indicator(indicator)
    made[DOCS / "sources" / "README.md"] = _sources()
    for source in all_sources():
        made[DOCS / "sources" / f"{source.meta.id}.md"] = _source(source)
    return made


def _catalogue() -> str:
    rows = [
        f"| [{i.META.id}]({i.META.id}.md) | {i.META.title} | {i.META.question} | {i.META.weight} |"
        for i in all_indicators()
    ]
    head = "# Indicators\n\nA flag is raised; it proves nothing.\n\n| id | title | question | weight |\n|---|---|---|---|\n"
    return MADE_BY + head + "\n".join(rows) + "\n"


def _indicator(indicator: Indicator) -> str:
    meta = indicator.META
    settings = describe(indicator)["settings"]
    parts = [
        f"# {meta.id} {meta.title}\n\n**{meta.question}** (version {meta.version}, {meta.status}, weight {meta.weight})",
        meta.description,
        f"## Why it is a flag\n\n{meta.why}",
        "## Other explanations\n\n" + "\n".join(f"- {text}" for text in meta.innocent_explanations),
        f"## Output\n\nSubject: {meta.subject_kind.replace('_', ' ')}. Unit: {meta.unit}.",
        "## Settings\n\n| name | default | meaning |\n|---|---|---|\n"
        + "\n".join(f"| `{k}` | `{v['default']}` | {v['meaning']} |" for k, v in settings.items()),
        "## Not applicable when\n\n" + "\n".join(f"- {text}" for text in meta.not_applicable.values()),
        "## Based on\n\n" + "\n".join(f"- {text}" for text in meta.references),
        *([example] if (example := worked_example(meta.id)) else []),
        f"## Try it\n\n`entrepot findings CASE --indicator {meta.id}`; its cases: `tests/indicators/cases/{meta.id}/`.",
    ]
    return MADE_BY + "\n\n".join(parts) + "\n"


def _sources() -> str:
    rows = [f"| [{s.meta.id}]({s.meta.id}.md) | {s.meta.title} | {s.meta.producer} |" for s in all_sources()]
    return MADE_BY + "# Sources\n\n| id | title | producer |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def _source(source: Source) -> str:
    meta = source.meta
    official = "official" if meta.official else "not official"
    parts = [
        f"# {meta.title}\n\n`{meta.id}`, version {meta.version}. Producer: {meta.producer} ({official}). Terms: {meta.licence}.",
        *([f"<{meta.url}>"] if meta.url.startswith("http") else []),
        meta.summary,
    ]
    if source.columns is not None:
        parts.append(_columns(source.columns))
    if meta.ignored_columns:
        lines = [f"- `{name}`: {why}" for name, why in meta.ignored_columns.items()]
        parts.append("## Columns left aside\n\n" + "\n".join(lines))
    if meta.assertions:
        lines = [f"- `{t}`: at least {a.min}, at most {a.max or 'any'}. {a.why}" for t, a in meta.assertions.items()]
        parts.append("## Expected of a complete file\n\n" + "\n".join(lines))
    return MADE_BY + "\n\n".join(parts) + "\n"


def _columns(columns: Columns) -> str:
    """Return the section on the columns of a table; a column of a group is not among the optional ones."""
    grouped = {name for group in columns.either for name in group}
    required = [f"- `{name}`" for name in columns.required]
    either = ["- " + " or ".join(f"`{name}`" for name in group) + " (or both)" for group in columns.either]
    optional = ", ".join(f"`{name}`" for name in columns.optional if name not in grouped)
    parts = ["## Columns", "Required:", "\n".join([*required, *either])]
    parts += [f"Optional: {optional}."] if optional else []
    return "\n\n".join([*parts, _WORKBOOKS])


def _commands() -> str:
    parts = ["# Commands", "Exit status: 0 done, 1 failed, 2 wrong usage, 3 finished but rows were quarantined."]
    for name, command in sorted(commands.commands.items()):
        context = click.Context(command, info_name=f"entrepot {name}", max_content_width=100)
        parts.append(f"## {name}\n\n```\n{command.get_help(context)}\n```")
    return MADE_BY + "\n\n".join(parts) + "\n"


def main() -> int:
    """Write the pages, or with --check say which are stale."""
    stale = [path for path, text in pages().items() if not path.is_file() or path.read_text("utf-8") != text]
    if "--check" in sys.argv:
        for path in stale:
            click.echo(f"stale: {path.relative_to(DOCS.parent)} (run: make docs)")
        return 1 if stale else 0
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
