"""Chains against planted ways: what is right, what is missed and why, on a small invented trade with a truth."""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from entrepot.case.chain_scoring.planted import TrueLine, scheme_lines, ways_of
from entrepot.case.chain_scoring.scored import ChainScores, score_chains
from entrepot.codes.tables import reference_tables
from entrepot.records.declaration import DECLARATION
from entrepot.records.linked import LINK, LINKED_PARTY
from entrepot.records.party import PARTY
from entrepot.settings import Study
from entrepot.store.engine import Engine
from entrepot.store.tables import to_arrow
from entrepot.world.scoring.matched import match_parties
from entrepot.world.scoring.ordered import Key
from entrepot.world.scoring.truth import Truth, read_truth

CODE = "854239"  # on the Common High Priority List
START = date(2023, 1, 1)
COUNTRY = {"A": "DE", "B": "KZ", "C": "AM", "D": "RU", "E": "RU", "H": "TR", "M": "CN"}
PLACE = {"snapshot_id": "invented", "provenance": "synthetic"}
STUDY = Study(destination_iso="RU", controls_list="chpl", cutoff_on=date(2022, 2, 24))
Line = dict[str, Any]


def line(way: str, day: int, quantity: float, scheme: str | None = None, **more: Any) -> Line:  # noqa: ANN401 (columns)
    """Return a line of the truth and of the case: `way` is `A>B`; `?B` is a firm that the line does not name."""
    sender, receiver = (side.removeprefix("?") for side in way.split(">"))
    named = [None if side.startswith("?") else side for side in way.split(">")]
    return {
        "firms": (sender, receiver),
        "scheme": scheme,
        "declared_on": START + timedelta(days=day),
        "direction": "import",
        "reporting_iso": COUNTRY[receiver],
        "exporter_party_id": named[0],
        "importer_party_id": named[1],
        "exporter_country_iso": COUNTRY[sender],
        "importer_country_iso": COUNTRY[receiver],
        "hs6": CODE,
        "hs_code": CODE,
        "part_number_key": "GX100",
        "quantity": float(quantity),
        "quantity_unit": "pcs",
        "value_usd": quantity * 10.0,
        **more,
    }


BACKGROUND = [
    line("M>H", n % 300, 1 + n * 37 % 8999, part_number_key=f"BG{n % 40}", value_usd=None) for n in range(400)
]


def scored(engine: Engine, folder: Path, lines: Iterable[Line], alike: Iterable[str] = ()) -> ChainScores:
    """Return the scores of a case that holds these lines; every firm is one party."""
    key = _key(engine, folder, [*lines, *BACKGROUND], set(alike))
    return score_chains(engine, key, as_of_on=date(2024, 12, 31), study=STUDY)


def _key(engine: Engine, folder: Path, lines: list[Line], alike: set[str]) -> Key:
    rows = [{**row, "declaration_id": f"line {n:04}", "declaration_number": f"N{n}", "line_number": "1",
             "locator": f"row {n + 2}", **PLACE} for n, row in enumerate(lines)]  # fmt: skip
    columns = set(DECLARATION.linked().column_names)
    declared = [{name: value for name, value in row.items() if name in columns} for row in rows]
    engine.register("linked__declaration", to_arrow(DECLARATION.linked(), declared))
    parties = [{"party_id": f, "name": f"Firm {f}", "country_iso": iso, "party_kind": "company", "record_count": 1,
                "locator": "row 2", **PLACE} for f, iso in COUNTRY.items()]  # fmt: skip
    engine.register(LINKED_PARTY.name, to_arrow(LINKED_PARTY, parties))
    engine.register("linked__party_record", PARTY.linked().schema.empty_table())
    engine.register(LINK.name, LINK.schema.empty_table())
    for name, content in reference_tables().items():
        engine.register(name, content)
    truth = _truth(folder, rows, alike)
    return Key(truth, match_parties(engine, truth), 0)


def _truth(folder: Path, rows: list[Line], alike: set[str]) -> Truth:
    """Write and read the truth of lines."""
    (folder / "truth").mkdir()
    (folder / "truth" / "world.json").write_text(json.dumps({"seed": 1, "kind": "planted", "rows": len(rows)}), "utf-8")
    schemes = sorted({row["scheme"] for row in rows if row["scheme"]})
    fixed = {"scheme_kind": "F5", "from_on": START, "to_on": None, "value_usd": 1.0, "targets": "F5", "story": "x"}
    number = {"line_number": "1"}
    tables = {
        "firm": [{"firm_id": f, "country_iso": iso, "role": "hub_trader", "size_band": "small",
                  "quality_band": "poor" if f == "B" else "good"} for f, iso in COUNTRY.items()],
        "line_firm": [{"declaration_number": r["declaration_number"], **number, "exporter_firm_id": r["firms"][0],
                       "importer_firm_id": r["firms"][1]} for r in rows],
        "scheme_line": [{"scheme_id": r["scheme"], "declaration_number": r["declaration_number"], **number}
                        for r in rows if r["scheme"]],
        "scheme": [{"scheme_id": s, "is_look_alike": s in alike, "look_alike_of": "F5" if s in alike else None, **fixed}
                   for s in schemes],
        "scheme_firm": [{"scheme_id": s, "firm_id": "B", "scheme_role": "x", "is_subject": True} for s in schemes],
    }  # fmt: skip
    for name, content in tables.items():
        pq.write_table(pa.Table.from_pylist(content), folder / "truth" / f"{name}.parquet")
    return read_truth(folder)


def figure(scores: ChainScores, measure: str, group: str = "") -> tuple[int | None, int | None]:
    """Return hits and count of a figure."""
    [found] = [f for f in scores.figures if f.measure == measure and f.group == group]
    return found.hits, found.count


RELAY = [line("A>B", 0, 2598, "s1"), line("B>D", 14, 2598, "s1")]


def test_a_chain_of_a_schemes_lines_is_right_and_its_way_found(engine: Engine, tmp_path: Path) -> None:
    scores = scored(engine, tmp_path, RELAY)

    assert figure(scores, "chain_precision_of_raised") == (1, 1)
    assert figure(scores, "chain_precision_of_raised", "tier=part_and_quantity") == (1, 1)
    assert figure(scores, "chain_precision_of_raised", "data quality=poor") == (1, 1)
    assert figure(scores, "way_recall_raised", "hops=2") == (1, 1)
    assert figure(scores, "chain_scheme_recall_found") == (1, 1)
    assert scores.counts["planted_ways"] == 1
    assert scores.misses == {"missed": {}, "found, not raised": {}}


def test_a_way_over_two_firms_is_three_hops(duck: Engine, tmp_path: Path) -> None:
    lines = [line("A>B", 0, 2598, "s1"), line("B>C", 14, 2598, "s1"), line("C>D", 30, 2598, "s1")]

    scores = scored(duck, tmp_path, lines)

    assert figure(scores, "way_recall_raised", "hops=3") == (1, 1)
    assert figure(scores, "chain_precision_of_found", "hops=3") == (1, 1)


def test_a_chain_of_honest_lines_is_other_and_one_of_a_look_alike_says_so(duck: Engine, tmp_path: Path) -> None:
    honest = [line("A>C", 0, 3597), line("C>E", 14, 3597)]
    alike = [line("A>H", 0, 4591, "k1"), line("H>E", 14, 4591, "k1")]

    scores = scored(duck, tmp_path, [*RELAY, *honest, *alike], alike=["k1"])

    assert figure(scores, "chain_precision_of_raised") == (1, 3)
    assert figure(scores, "chain_share_of_raised", "verdict=look-alike") == (1, 3)
    assert figure(scores, "chain_share_of_raised", "verdict=other") == (1, 3)
    assert figure(scores, "look_alikes_with_raised_chain") == (1, 1)
    assert figure(scores, "way_recall_raised") == (1, 1)


def test_a_chain_that_is_on_a_scheme_for_one_hop_only_is_right_in_part(duck: Engine, tmp_path: Path) -> None:
    scores = scored(duck, tmp_path, [line("A>B", 0, 2598), line("B>D", 14, 2598, "s1")])

    assert figure(scores, "chain_share_of_raised", "verdict=in part") == (1, 1)
    assert scores.counts["planted_ways"] == 0


@pytest.mark.parametrize(
    ("out", "outcome", "cause"),
    [
        ({"way": "?B>D"}, "missed", "side not named"),
        ({"way": "B>D", "exporter_party_id": "H"}, "missed", "split over parties"),
        ({"day": 120}, "missed", "outside the window"),
        ({"hs6": "854231", "hs_code": "854231", "part_number_key": None}, "missed", "another code"),
        ({"hs6": "854299", "hs_code": "854299", "part_number_key": None}, "missed", "not the list's goods"),
        ({"direction": "transit"}, "missed", "declared as transit"),
        ({"part_number_key": None, "quantity": 2000.0, "value_usd": 1.0}, "missed", "no part number, price or brand apart"),
        ({"part_number_key": None, "quantity": 2000.0, "value_usd": 20_000.0}, "found, not raised",
         "no part number: amounts not equal"),
        ({"quantity": 2000.0}, "found, not raised", "amount split or changed"),
    ],
)  # fmt: skip
def test_a_way_that_is_not_raised_has_its_cause(
    duck: Engine, tmp_path: Path, out: Line, outcome: str, cause: str
) -> None:
    more = {"way": "B>D", "day": 14, "quantity": 2598.0, "scheme": "s1", **out}
    others = [line("M>B", 40, 333), line("B>E", 50, 333), line("H>D", 3, 5), line("M>H", 1, 5)]

    scores = scored(duck, tmp_path, [line("A>B", 0, 2598, "s1"), line(**more), *others])

    assert scores.counts["planted_ways"] == 1
    assert scores.misses[outcome] == {cause: 1}


def test_an_equal_amount_that_is_round_is_found_and_not_raised(duck: Engine, tmp_path: Path) -> None:
    scores = scored(duck, tmp_path, [line("A>B", 0, 1000, "s1"), line("B>D", 14, 1000, "s1")])

    assert scores.misses["found, not raised"] == {"amount round or common": 1}
    assert figure(scores, "way_recall_found", "agreement=part and quantity") == (1, 1)


def test_goods_taken_by_other_lines_are_a_miss_of_matching(duck: Engine, tmp_path: Path) -> None:
    lines = [line("A>B", 0, 100, "s1"), line("B>D", 20, 100, "s1"), line("M>B", 1, 100), line("B>E", 3, 100)]

    scores = scored(duck, tmp_path, lines)

    assert scores.misses["missed"] == {"matched to other lines": 1}


def test_a_line_out_is_never_larger_nor_earlier_than_what_came_in() -> None:
    into = TrueLine("s", "1", "A", "B", "A", "B", "import", START, CODE, None, 100.0, "pcs")

    def out(quantity: float, days: int, **more: str) -> TrueLine:
        fields = {"hs6": CODE, "part": None, "unit": "pcs", **more}
        day = START + timedelta(days=days)
        return TrueLine("s", "2", "B", "D", "B", "D", "import", day, quantity=quantity, **fields)  # type: ignore[arg-type]

    assert [into.agreement(out(*given)) for given in ((100, 5), (50, 5), (110, 5), (100, -1), (100, 181))] == [
        2, 3, None, None, None,
    ]  # fmt: skip
    assert into.agreement(out(100, 5, hs6="854231")) == 4  # the heading
    assert into.agreement(out(100, 5, hs6="853400")) is None
    assert into.agreement(out(100, 5, unit="kg")) is None


def test_ways_are_the_longest_paths_of_one_scheme_into_the_destination(engine: Engine, tmp_path: Path) -> None:
    lines = [
        line("A>B", 0, 100, "s1"),
        line("B>C", 5, 80, "s1"),
        line("C>D", 9, 80, "s1"),
        line("C>E", 9, 90, "s1"),  # more than C got by way of B
        line("M>C", 1, 95, "s1"),
        line("A>H", 0, 100, "s2"),
    ]
    key = _key(engine, tmp_path, lines, set())

    ways = ways_of(key.truth, scheme_lines(engine, key.truth), "RU")

    assert [way.firms for way in ways] == [("A", "B", "C", "D"), ("M", "C", "D"), ("M", "C", "E")]
    assert [way.agreement for way in ways] == ["part", "part", "part"]
