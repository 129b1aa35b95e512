"""Templates into pages: escaping always on, styles and script inlined, nothing loaded from anywhere."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from entrepot.report import words

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Stamp:
    """What every page carries: case title, state of the data, version, hash over all source files."""

    case_title: str
    state_on: str
    version: str
    manifest_hash: str


class Renderer:
    """Renders pages of one report."""

    def __init__(self, stamp: Stamp) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {
            "money": words.money,
            "measure": words.measure,
            "amount": words.amount,
            "plain": words.plain,
            "label": words.label,
            "counted": words.counted,
            "exact": words.exact,
            "likely": words.probability,
            "flow_ratio": words.rough_ratio,
        }
        script = (_TEMPLATES / "report.js").read_text("utf-8")
        # The package's own files, not anybody's data: they go into the page as they are.
        self._environment.globals |= {
            "stamp": stamp,
            "css": Markup((_TEMPLATES / "report.css").read_text("utf-8")),  # noqa: S704
            "script": Markup(script),  # noqa: S704
            "script_hash": _csp_hash(script),
            "period": words.period,
            "provenance_words": words.PROVENANCE_WORDS,
        }

    def page(self, path: str, template: str, context: Mapping[str, object]) -> str:
        """Return a page's HTML; `path` says how deep it lies, so that its links are relative."""
        root = "../" * path.count("/")
        return self._environment.get_template(template).render({**context, "root": root, "path": path})


def _csp_hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
