"""A small case of invented firms: a predecessor and its successor in Russia, a maker, a firm that passes goods on, a bad name."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from entrepot.case.config import CaseConfig, KeyDate
from entrepot.case.results import Results
from entrepot.evidence.snapshot import Snapshot
from entrepot.records.catalogue import CORE_TABLES, REFERENCE_TABLES
from entrepot.records.linked import DERIVED_TABLES
from entrepot.records.party import PARTY
from entrepot.store.engine import DuckEngine, Row
from entrepot.store.tables import to_arrow

LEDGER, LIST, REGISTER = "aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb", "cccccccccccccccc"
MAKER, THROUGH, OLD, NEW, OWNER, BAD = "p-maker", "p-through", "p-old", "p-new", "p-owner", "p-bad"
BAD_NAME = "<script>alert(1)</script>"
NAMES = {
    MAKER: ("Nordlicht Messtechnik GmbH", "DE", "company"),
    THROUGH: ("Alatau Tranzit TOO", "KZ", "company"),
    OLD: ("Severny Priboy OOO", "RU", "company"),
    NEW: ("Trading House Vostochny Priboy OOO", "RU", "company"),
    OWNER: ("Primer Primerovich Primerov", None, "person"),
    BAD: (BAD_NAME, "RU", "company"),
}


def place(row: int, snapshot: str = LEDGER, provenance: str = "reconstructed") -> Row:
    """Return the evidence columns of a row."""
    publication = "The Invented Courier, 3 May 2023" if provenance in {"reported", "reconstructed"} else None
    return {
        "snapshot_id": snapshot,
        "locator": f"row {row}",
        "provenance": provenance,
        "publication": publication,
    }


def party_rows() -> list[Row]:
    """Return linked__party."""
    return [
        {
            "party_id": party_id,
            "party_kind": kind,
            "name": name,
            "country_iso": country,
            "incorporated_on": date(2022, 3, 14) if party_id == NEW else None,
            "record_count": 2,
            "joined_by": "identifier inn 7700000007" if party_id == NEW else None,
            **place(2 + k, REGISTER, "reported"),
        }
        for k, (party_id, (name, country, kind)) in enumerate(NAMES.items())
    ]


def shipment(number: int, on: date, sides: tuple[str, str], value: float, **more: object) -> Row:
    """Return a declaration line of `sides` (exporter, importer)."""
    exporter, importer = sides
    provenance = str(more.pop("provenance", "reconstructed"))
    return {
        "declaration_id": f"d{number:05d}",
        "declared_on": on,
        "direction": "import",
        "importer_party_id": importer,
        "importer_source_party_id": importer,
        "importer_name": NAMES.get(importer, (importer, None))[0],
        "importer_country_iso": NAMES.get(importer, (importer, None))[1],
        "exporter_party_id": exporter,
        "exporter_source_party_id": exporter,
        "exporter_name": NAMES.get(exporter, (exporter, None))[0],
        "exporter_country_iso": NAMES.get(exporter, (exporter, None))[1],
        "hs6": "854231",
        "value_usd": value,
        **more,
        **place(number, LEDGER, provenance),
    }


def declaration_rows() -> list[Row]:
    """Return linked__declaration: the predecessor's trade ends when the successor's begins; 2,000 pieces pass through."""
    rows = [shipment(10 + k, date(2021, 1 + k, 9), (MAKER, OLD), 900_000.0 + 40_000 * k) for k in range(12)]
    rows += [shipment(30 + k, date(2022, 1 + k, 9), (MAKER, OLD), 400_000.0 / (1 + 3 * k)) for k in range(4)]
    rows += [
        shipment(50 + k, date(2022, 4 + k, 20), (MAKER, NEW), 60_000.0 + 21_000 * (k % 5), provenance="synthetic")
        for k in range(9)
    ]
    chips = {"quantity_unit": "pcs", "part_number": "XC-100", "part_number_key": "XC100"}
    rows += [
        shipment(71, date(2023, 1, 9), (MAKER, THROUGH), 150_000.0, quantity=1500.0, **chips),
        shipment(72, date(2023, 1, 12), (MAKER, THROUGH), 50_000.0, quantity=500.0, **chips),
        shipment(73, date(2023, 1, 24), (THROUGH, NEW), 236_000.0, quantity=2000.0, **chips),
        shipment(74, date(2023, 2, 1), (THROUGH, BAD), 3_000.0, quantity=12.0, **chips),
    ]
    return rows


def link(a: str, b: str, kind: str, via: str, via_name: str, **more: object) -> Row:
    """Return a row of graph__link."""
    low, high = sorted((a, b))
    return {
        "party_a_id": low,
        "party_b_id": high,
        "link_kind": kind,
        "via": via,
        "via_name": via_name,
        "sharing_count": 2,
        "rarity_bits": 9.5,
        "b_snapshot_id": REGISTER,
        "b_locator": "row 41",
        **place(40, REGISTER, "reported"),
        **more,
    }


def link_rows() -> list[Row]:
    """Return graph__link: a shared address, a shared owner, a supplier, a family tie."""
    street = "Primernaya ulitsa 7, stroenie 2, Moscow"
    return [
        link(OLD, NEW, "shared_address", "primernaya 7 2", street, from_on=date(2022, 3, 14)),
        link(NEW, BAD, "shared_address", "primernaya 7 2", street),
        link(OLD, BAD, "shared_address", "primernaya 7 2", street),
        link(OLD, NEW, "shared_owner", OWNER, NAMES[OWNER][0]),
        link(OLD, OWNER, "owns", OWNER, NAMES[OWNER][0], holder_party_id=OWNER),
        link(NEW, OWNER, "owns", OWNER, NAMES[OWNER][0], holder_party_id=OWNER),
        link(THROUGH, NEW, "supplies", THROUGH, NAMES[THROUGH][0], holder_party_id=THROUGH),
        link(
            MAKER, THROUGH, "supplies", MAKER, NAMES[MAKER][0], holder_party_id=MAKER, **place(7, LEDGER, "synthetic")
        ),
    ]


def tables() -> dict[str, list[Row]]:
    """Return the rows of the case's tables by name; tables not named are empty."""
    both = {"party_id": NEW, "source_party_id": NEW}
    return {
        "linked__party": party_rows(),
        "linked__declaration": declaration_rows(),
        "graph__link": link_rows(),
        "linked__party_name": [
            {**both, "name": "Vostochny Priboy", "name_kind": "alias", **place(41, REGISTER, "reported")},
            {"party_id": BAD, "source_party_id": BAD, "name": BAD_NAME, "name_kind": "main", **place(5, REGISTER)},
        ],
        "linked__identifier": [
            {
                **both,
                "scheme": "inn",
                "identifier": "7700000007",
                "identifier_reported": "77 0000 0007",
                "validity": "invalid",
                "issue": "checksum",
                **place(41, REGISTER, "reported"),
            }
        ],
        "linked__address": [{**both, "address": "Primernaya ulitsa 7", "country_iso": "RU", **place(41, REGISTER)}],
        "linked__tag": [{**both, "tag": "defence_end_user", "note": "supplies a yard", **place(41, REGISTER)}],
        "linked__interest": [
            {
                "owner_party_id": OWNER,
                "owner_source_party_id": OWNER,
                "subject_party_id": NEW,
                "subject_source_party_id": NEW,
                "interest_kind": "shares",
                "share_min_pct": 100.0,
                "share_max_pct": 100.0,
                "from_on": date(2022, 3, 14),
                **place(8, REGISTER, "reported"),
            }
        ],
        "linked__designation": [
            {
                "party_id": OLD,
                "source_party_id": OLD,
                "native_id": "990",
                "list_id": "us_ofac_sdn",
                "regime": "OFAC",
                "programme": "RUSSIA-EO14024",
                "listed_on": date(2022, 3, 31),
                "seen_on": date(2024, 2, 23),
                **place(990, LIST, "observed"),
            }
        ],
        "linked__party_record": [
            {"party_id": NEW, "source_party_id": record, "native_id": native, "party_kind": "company", **named}
            for record, native, named in (
                (NEW, "r-17", {"name": NAMES[NEW][0], "country_iso": "RU", **place(3, REGISTER, "reported")}),
                ("m-new", None, {"name": "VOSTOCHNY PRIBOI TD", "country_iso": "RU", **place(50)}),
            )
        ],
        "linked__merge": [
            {
                "party_id": NEW,
                "source_party_a": NEW,
                "source_party_b": "m-new",
                "rule": rule,
                "reason": reason,
                "weight": weight,
                "b_snapshot_id": LEDGER,
                "b_locator": "row 50",
                **place(3, REGISTER, "reported"),
            }
            for rule, reason, weight in (
                ("similar_name", "similar names: vostochny priboy", 0.91),
                ("judged_same", "decision 4 of A. Invented, 2026-11-20: one tax number", 1.0),
            )
        ],
        "linked__possible_match": [
            {
                "party_a_id": BAD,
                "party_b_id": OLD,
                "reason": "The names are near; the numbers differ in one digit.",
                "rule": "near_identifier",
                **place(990, LIST, "observed"),
            },
            {
                "party_a_id": NEW,
                "party_b_id": OLD,
                "reason": "Both are called Priboy.",
                "rule": "similar_name",
                "probability": 0.62,
                **place(990, LIST, "observed"),
            },
        ],
        "linked__claim": [claim("k-1", "The Invented Courier", 1.8e9), claim("k-2", "Invented Evening News", 1.8e9)],
        "core__quarantine": [
            {
                "snapshot_id": LEDGER,
                "locator": f"row {number}",
                "source_id": "declarations",
                "field": "value_usd",
                "reason": "not a number",
                "raw": "twelve <b>million</b>",
            }
            for number in (9, 12)
        ],
        "codes__territory": [
            {"country_iso": iso, "name": name}
            for iso, name in (("DE", "Germany"), ("KZ", "Kazakhstan"), ("RU", "Russia"))
        ],
        "codes__country_set": [{"set_id": "gecc", "country_iso": "DE", "valid_from_on": date(2022, 2, 24)}],
    }


def claim(claim_id: str, publisher: str, value: float) -> Row:
    """Return a row of linked__claim."""
    return {
        "claim_id": claim_id,
        "publisher": publisher,
        "published_on": date(2023, 4, 19),
        "topic": "ru_chip_imports",
        "metric": "import_value",
        "subject_kind": "country",
        "subject": "RU",
        "country_basis": "unstated",
        "goods": "semiconductors",
        "period_from_on": date(2021, 1, 1),
        "period_to_on": date(2021, 12 if claim_id == "k-2" else 9, 30),
        "value": value,
        "unit": "USD",
        "comparator": "eq",
        **place(3, REGISTER, "reported"),
    }


def finding(indicator: str, title: str, subject: str, rows: list[int], **more: object) -> Row:
    """Return a raised finding as JSON, resting on these rows of the ledger."""
    return {
        "indicator": indicator,
        "version": 1,
        "title": title,
        "outcome": "raised",
        "reason": "It took over 9 of 11 suppliers within 4 months, at or above the threshold of 3.",
        "subject_id": subject,
        "subject_name": NAMES.get(subject, (subject,))[0],
        "subject_kind": "party",
        "value": 9.0,
        "unit": "suppliers",
        "threshold": 3.0,
        "p_value": 0.0012,
        "window": ["2022-03-01", "2023-02-28"],
        "provenance": "synthetic",
        "weight": "normal",
        "related_ids": [],
        "details": {"value_after_usd": 912_345.67, "predecessor": "Severny Priboy OOO", "listed_on": "2022-03-31"},
        "evidence": [
            {
                "snapshot": LEDGER,
                "locator": f"row {number}",
                "summary": f"Line {number} of the ledger",
                "provenance": "synthetic" if number >= 50 and number < 60 else "reconstructed",
                "publication": "The Invented Courier, 3 May 2023",
            }
            for number in rows
        ],
        "evidence_total": len(rows),
        "innocent_explanations": [
            "A buyer may move to an honest competitor.",
            "The suppliers may serve the whole market.",
        ],
        "caveats": ["The ledger begins in January 2021."],
        "params": {"min_suppliers": 3},
        **more,
    }


def raised_findings() -> list[Row]:
    """Return the findings of the case."""
    through = finding("F5", "Exact-quantity pass-through", THROUGH, [71, 72, 73, 74], related_ids=[MAKER, NEW, BAD])
    clear = finding("F2", "Founded after the cut-off", NEW, [50], outcome="clear", reason="Below the threshold.")
    absent = finding("M1", "Surge", "case", [], outcome="not_applicable", reason="There are no trade statistics.")
    confirmed = {"number": 6, "kind": "confirm", "who": "A. <Invented>", "when": "2026-11-21T09:30:00+00:00"}
    return [
        finding("N2", "Successor company", NEW, [10, 11, 30, 50, 51, 52, 53], related_ids=[OLD])
        | {"verdict": {**confirmed, "why": "The register's extract says so."}},
        through | {"value": 2000.0, "unit": "pcs", "threshold": 1.0},
        finding("N3", "Shared rare address", BAD, [74], related_ids=[NEW], weight="low"),
        clear | {"value": 1.0},
        absent | {"value": None, "threshold": None, "p_value": None, "window": None},
    ]


def snapshot(snapshot_id: str, file_name: str, title: str) -> Snapshot:
    """Return a source file's record."""
    return Snapshot(
        snapshot_id=snapshot_id,
        sha256=snapshot_id * 4,
        file_name=file_name,
        size_bytes=12_345,
        source_id="declarations",
        producer="The Invented Courier",
        title=title,
        url="https://example.org/ledger",
        licence="CC0-1.0",
        as_of_on=date(2024, 2, 23),
    )


EXPORTS = pa.schema(
    [
        ("partner_iso", pa.string()),
        ("reporter_block", pa.string()),
        ("group_id", pa.string()),
        ("period_on", pa.date32()),
        ("value", pa.float64()),
    ]
)


def toy_engine(rows: dict[str, list[Row]]) -> DuckEngine:
    """Return an engine with every table a report reads."""
    engine = DuckEngine(threads=1)
    # Party records become linked__party_record: linked__party is a derived table.
    core = [table for table in CORE_TABLES if table is not PARTY]
    for table in (*core, *(t.linked() for t in core if not t.is_reference)):
        engine.register(table.name, to_arrow(table, rows.get(table.name, [])))
    engine.register("linked__party_record", to_arrow(PARTY.linked(), rows.get("linked__party_record", [])))
    engine.register("flows__coalition_export", pa.Table.from_pylist(rows.get("flows__coalition_export", []), EXPORTS))
    for table in (*REFERENCE_TABLES, *DERIVED_TABLES):
        engine.register(table.name, to_arrow(table, rows.get(table.name, [])))
    return engine


CONFIG = CaseConfig(
    title="Instruments through Kazakhstan (toy case)",
    summary="Did goods of an invented maker reach Russia after the controls, and through whom?",
    key_dates=[KeyDate(on=date(2022, 2, 24), label="full-scale invasion; first coalition controls")],
)

MANIFEST = {
    "as_of_on": "2024-02-23",
    "manifest_hash": "0123456789abcdef" * 4,
    "versions": {"entrepot": "0.1.0"},
    "coverage": [
        {
            "snapshot_id": LEDGER,
            "rows_read": 52_310,
            "rows_kept": 52_308,
            "quarantined": 2,
            "missing_fields": {"part_number": 61.5, "hs6": 0.02},
            "warnings": ["Two rows have no value."],
            "error": None,
        }
    ],
    "indicators": {
        "N2": {"title": "Successor company", "subjects_tested": 841, "raised": 1, "clear": 840, "not_applicable": 0}
    },
}


@pytest.fixture
def toy(tmp_path: Path) -> Iterator[Results]:
    """Return the toy case, run."""
    snapshots = {
        LEDGER: snapshot(LEDGER, "ledger.csv", "A ledger"),
        LIST: snapshot(LIST, "sdn_2024-02-23.csv", "A list"),
        REGISTER: snapshot(REGISTER, "register.csv", "A register"),
    }
    engine = toy_engine(tables())
    yield Results(tmp_path / "toy", CONFIG, engine, raised_findings(), snapshots, MANIFEST)
    engine.close()


@pytest.fixture
def results_of(tmp_path: Path) -> Iterator[Callable[[list[Row]], Results]]:
    """Return a function that makes a case without rows, but with these findings."""
    engines: list[DuckEngine] = []

    def made(findings: list[Row]) -> Results:
        engines.append(toy_engine({"linked__party": party_rows()}))
        return Results(tmp_path / "other", CaseConfig(title="Other case"), engines[-1], findings, {}, {})

    yield made
    for engine in engines:
        engine.close()
