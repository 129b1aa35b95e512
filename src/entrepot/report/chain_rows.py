"""A chain's lines as rows: for the table of the page, for its CSV and its JSON file."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from entrepot.evidence.snapshot import Snapshot
from entrepot.report.figures.chain_model import ChainPicture
from entrepot.trace.answer import Chain, Party, Passing

_COLUMNS = (
    "declared_on",
    "direction",
    "reporting_iso",
    "exporter_name",
    "importer_name",
    "hs_code",
    "goods_description",
    "brand",
    "part_number",
    "quantity",
    "quantity_unit",
    "net_mass_kg",
    "value_usd",
)
_PLACE = ("snapshot_id", "locator", "provenance", "publication")


@dataclass(frozen=True)
class LineRow:
    """A line of a hop; or, where `passing` is given, an inferred passing, of which there is no line."""

    hop: int
    sender: Party
    receiver: Party
    line: Mapping[str, Any] | None
    passing: Passing | None = None
    says: str = ""

    @property
    def provenance(self) -> str:
        """How it came to be known."""
        return "inferred" if self.line is None else str(self.line["provenance"])


def line_rows(chain: Chain) -> tuple[LineRow, ...]:
    """Return every line of a chain, hop by hop, with the inferred passings between them."""
    rows: list[LineRow] = []
    for k, hop in enumerate(chain.hops):
        said = "; ".join(hop.conflicts)
        rows += [LineRow(k + 1, hop.sender, hop.receiver, line, says=said) for line in hop.lines]
        if k < len(chain.passings) and chain.passings[k].is_inferred:
            passing = chain.passings[k]
            rows.append(LineRow(k + 1, passing.receiver, passing.sender, None, passing, passing.words))
    return tuple(rows)


def chain_csv(rows: Iterable[LineRow], snapshots: Mapping[str, Snapshot]) -> str:
    """Return the rows as CSV: one a line with the file and the place where it stands, one an inferred passing without any."""
    text = io.StringIO()
    names = ("hop", "is_inferred", "sender", "receiver", *_COLUMNS, "says", "file_name", *_PLACE)
    writer = csv.DictWriter(text, fieldnames=names, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        line = row.line or {}
        found = snapshots.get(line.get("snapshot_id", ""))
        writer.writerow(
            {
                "hop": row.hop,
                "is_inferred": row.line is None,
                "sender": row.sender.name,
                "receiver": row.receiver.name,
                **{name: line.get(name) for name in (*_COLUMNS, *_PLACE)},
                "says": row.says,
                "file_name": None if found is None else found.file_name,
                "provenance": row.provenance,
            }
        )
    return text.getvalue()


def chain_json(chain: Chain, picture: ChainPicture) -> str:
    """Return the chain with all it rests on, and the model of its drawing, as a JSON document."""
    whole = {"chain": asdict(chain), "picture": picture.to_json()}
    return json.dumps(whole, ensure_ascii=False, indent=1, default=str) + "\n"
