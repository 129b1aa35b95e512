"""What each publisher is asked, and how a question is divided whose answer is too large."""

import json
from pathlib import Path

import pytest

from entrepot.errors import FetchError
from entrepot.evidence.snapshot import file_sha256
from entrepot.sources.fetching.asking import Question
from entrepot.sources.fetching.download import Received
from entrepot.sources.fetching.fetch import fetch
from entrepot.sources.fetching.publishers import PUBLISHERS, questions_for
from entrepot.sources.fetching.record import read_record
from entrepot.sources.fetching.transport import Transport
from entrepot.sources.fetching.wanted import Wanted
from entrepot.sources.registry import recognise, source_named
from fetching.local_publisher import Answer, Asked, Publisher
from parsed import parsed, rows_of

KEYS = {"COMTRADE_API_KEY": "invented-key", "CENSUS_API_KEY": "invented-key"}
TR_KZ = Wanted(since="2022-01", until="2022-04", reporters=("TR",), partners=("KZ",), goods=("854231", "854232"))


def ran(questions: list[Question], folder: Path, transport: Transport, said: list[str] | None = None) -> list[Received]:
    return list(fetch(questions, folder, transport, said=(said if said is not None else []).append))


def comtrade(asked: Asked) -> Answer:
    """Answer as the data service does: a row a period, code and flow; at most as many as it was asked for."""
    p = asked.parameters
    rows = [
        {"period": period, "reporterCode": 792, "flowCode": flow, "partnerCode": 398, "classificationCode": "H6"}
        | {"cmdCode": code, "primaryValue": 1.5, "partner2Code": 0, "customsCode": "C00", "motCode": 0}
        for period in p["period"].split(",")
        for code in p["cmdCode"].split(",")
        for flow in p["flowCode"].split(",")
    ]
    rows = rows[: int(p["maxRecords"])]
    return Answer(json.dumps({"elapsedTime": "0.1 secs", "count": len(rows), "data": rows, "error": ""}).encode())


def at_home(publisher: Publisher, monkeypatch: pytest.MonkeyPatch, source_id: str) -> None:
    """Make a source's addresses lead to the publisher on this machine."""
    addresses = source_named(source_id).meta.addresses
    for name in list(addresses):
        monkeypatch.setitem(addresses, name, f"{publisher.url}/{name}")


def test_a_question_to_comtrade_asks_for_totals_in_official_codes() -> None:
    (question,) = questions_for("comtrade", TR_KZ, KEYS)
    request = question.request
    asked = dict(request.parameters)

    assert request.address == "https://comtradeapi.un.org/data/v1/get/C/M/HS"
    assert asked["period"] == "202201,202202,202203,202204"
    assert (asked["reporterCode"], asked["partnerCode"]) == ("792", "398")
    assert (asked["cmdCode"], asked["flowCode"]) == ("854231,854232", "X,M")
    assert (asked["partner2Code"], asked["customsCode"], asked["motCode"]) == ("0", "C00", "0")
    assert "invented-key" not in request.url + request.sent_url + request.file_name


def test_without_a_key_comtrade_is_asked_for_its_preview() -> None:
    request = questions_for("comtrade", TR_KZ, {})[0].request

    assert request.address == "https://comtradeapi.un.org/public/v1/preview/C/M/HS"
    assert (request.most_rows, dict(request.parameters)["maxRecords"], request.key) == (500, "500", None)


def test_comtrade_is_asked_for_twelve_periods_at_once() -> None:
    questions = questions_for("comtrade", Wanted(since="2021-01", until="2022-06", reporters=("US",)), KEYS)

    assert [len(question.values["period"]) for question in questions] == [12, 6]
    assert dict(questions[0].request.parameters)["cmdCode"] == "AG6"
    assert dict(questions[0].request.parameters)["reporterCode"] == "842"


def test_an_answer_at_the_cap_is_asked_for_in_halves_until_it_fits(
    publisher: Publisher, transport: Transport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_home(publisher, monkeypatch, "comtrade")
    monkeypatch.setattr("entrepot.sources.fetching.comtrade_requests._MOST_PREVIEWED", 3)
    publisher.plays(comtrade)
    said: list[str] = []

    received = ran(questions_for("comtrade", TR_KZ, {}), tmp_path, transport, said)

    assert {one.rows for one in received} == {2}
    asked = [one.parameters for one in publisher.asked]
    assert [len(p["period"].split(",")) for p in asked[:3]] == [4, 2, 1]
    rows = [row for one in received for row in rows_of(parsed(one.path or tmp_path, "comtrade"), "core__trade_flow")]
    assert len({(row["period_on"], row["goods_code"], row["flow_code"]) for row in rows}) == len(rows) == 16
    assert len(said) == 7
    assert all("may be missing" in words for words in said)
    assert len(list(tmp_path.glob("[!.]*"))) == 16  # eight answers with their records


def test_a_single_figure_at_the_cap_fails_and_says_so(
    publisher: Publisher, transport: Transport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_home(publisher, monkeypatch, "comtrade")
    monkeypatch.setattr("entrepot.sources.fetching.comtrade_requests._MOST_PREVIEWED", 1)
    publisher.plays(comtrade)

    with pytest.raises(FetchError, match=r"too large.*1 rows.*--hs"):
        ran(questions_for("comtrade", TR_KZ, {}), tmp_path, transport)
    assert list(tmp_path.glob("[!.]*")) == []


def test_two_downloads_into_one_folder_do_not_meet(
    publisher: Publisher, transport: Transport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_home(publisher, monkeypatch, "comtrade")
    publisher.plays(comtrade)
    first = fetch(questions_for("comtrade", TR_KZ, KEYS), tmp_path, transport)
    next(first)

    with pytest.raises(FetchError, match="is at work"):
        ran(questions_for("comtrade", TR_KZ, KEYS), tmp_path, transport)
    assert list(first) == []


def test_the_key_of_comtrade_travels_in_a_header_and_stays_out_of_the_record(
    publisher: Publisher, transport: Transport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_home(publisher, monkeypatch, "comtrade")
    publisher.plays(comtrade)

    (received,) = ran(questions_for("comtrade", TR_KZ, KEYS), tmp_path, transport)

    assert publisher.asked[0].headers["Ocp-Apim-Subscription-Key"] == "invented-key"
    assert "invented-key" not in publisher.asked[0].path
    assert received.rows == 16
    assert all(b"invented-key" not in path.read_bytes() for path in tmp_path.iterdir())


def test_the_same_question_asked_twice_is_one_file(
    publisher: Publisher, transport: Transport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_home(publisher, monkeypatch, "comtrade")
    publisher.plays(comtrade)
    questions = questions_for("comtrade", TR_KZ, KEYS)

    first = list(fetch(questions, tmp_path, transport, recent_days=7))
    second = list(fetch(questions, tmp_path, transport, recent_days=7))

    assert [one.outcome for one in (*first, *second)] == ["new", "recent"]
    assert first[0].path == second[0].path
    assert len(publisher.asked) == 1


def test_comext_is_asked_for_value_and_mass_in_its_own_codes(
    publisher: Publisher, transport: Transport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_home(publisher, monkeypatch, "comext_api")
    sample = Path(__file__).parents[1] / "comext_api/sample.csv"
    publisher.plays(Answer(sample.read_bytes(), headers={"Content-Type": "text/csv"}))
    wanted = Wanted(since="2022-05", reporters=("EU", "DE"), partners=("RS", "GB"), goods=("854231",), flows=("X",))

    (received,) = ran(questions_for("comext", wanted, {}), tmp_path, transport)

    asked = publisher.asked[0].parameters
    assert publisher.asked[0].path.startswith("/api/*.*.*.*.*.*?")
    assert asked["c[indicators]"] == "VALUE_IN_EUROS,QUANTITY_IN_100KG"
    assert (asked["c[reporter]"], asked["c[partner]"], asked["c[flow]"]) == ("EU27_2020,DE", "XS,GB,XU", "2")
    assert (asked["c[TIME_PERIOD]"], asked["c[freq]"]) == ("2022-05", "M")
    assert received.path is not None
    assert recognise(received.path).meta.id == "comext_api"


@pytest.mark.parametrize("refusal", [Answer(b"Too large", 413), Answer(b"<S:Fault>ASYNCHRONOUS_RESPONSE</S:Fault>")])
def test_comext_divides_what_eurostat_would_prepare_aside(
    publisher: Publisher, transport: Transport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusal: Answer
) -> None:
    at_home(publisher, monkeypatch, "comext_api")
    publisher.plays(refusal, Answer(b"freq,reporter\n"))
    wanted = Wanted(since="2022-01", until="2022-02", goods=("854231",))

    ran(questions_for("comext", wanted, {}), tmp_path, transport)

    assert [one.parameters["c[TIME_PERIOD]"] for one in publisher.asked] == ["2022-01,2022-02", "2022-01", "2022-02"]


def test_census_is_asked_by_flow_and_month_with_the_key_as_parameter(
    publisher: Publisher, transport: Transport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_home(publisher, monkeypatch, "us_census")
    sample = Path(__file__).parents[1] / "census/sample_imports.json"
    publisher.plays(Answer(sample.read_bytes()))
    wanted = Wanted(since="2022-01", partners=("KZ", "4621"), goods=("854231", "854232"), flows=("M",))

    (received,) = ran(questions_for("census", wanted, KEYS), tmp_path, transport)

    asked = publisher.asked[0].parameters
    assert publisher.asked[0].path.startswith("/imports?")
    assert (asked["I_COMMODITY"], asked["CTY_CODE"], asked["key"]) == ("854231,854232", "4634,4621", "invented-key")
    assert received.path is not None
    record = read_record(received.path)
    assert record is not None
    assert "invented-key" not in f"{record}"
    assert record.sha256 == file_sha256(received.path)


def test_bulk_months_are_files_of_their_own() -> None:
    requests = [q.request for q in questions_for("comext-bulk", Wanted(since="2023-12", until="2024-01"), {})]

    assert [request.file_name for request in requests] == ["full_v2_202312.7z", "full_v2_202401.7z"]
    assert requests[0].url.endswith("files?file=comext%2FCOMEXT_DATA%2FPRODUCTS%2Ffull_v2_202312.7z")


def test_bulk_years_are_the_files_of_month_52() -> None:
    requests = [q.request for q in questions_for("comext-bulk", Wanted(since="2022", until="2023"), {})]

    assert [request.file_name for request in requests] == ["full_v2_202252.7z", "full_v2_202352.7z"]


def test_census_knows_the_number_of_every_partner() -> None:
    wanted = Wanted(since="2022-01", goods=("8542",), partners=("FR", "RS", "VN"))
    (first, _) = questions_for("census", wanted, {"CENSUS_API_KEY": "invented-key"})

    assert [value for name, value in first.request.parameters if name == "CTY_CODE"] == ["4279", "4801", "5520"]


def test_lists_are_asked_for_where_their_sources_say() -> None:
    urls = {name: [q.request.url for q in questions_for(name, Wanted(), {})] for name in PUBLISHERS if name[:2] != "co"
            and name != "census"}  # fmt: skip

    assert [url.rpartition("/")[2] for url in urls["ofac_sdn"]] == ["sdn.csv", "alt.csv", "add.csv"]
    assert urls["un_consolidated"] == ["https://scsanctions.un.org/resources/xml/en/consolidated.xml"]
    assert urls["eu_consolidated"][0].startswith("https://webgate.ec.europa.eu/fsd/fsf/public/files/")
    assert [url.split("/")[-2] for url in urls["gleif"]] == ["lei2", "rr", "repex"]


@pytest.mark.parametrize(
    ("name", "wanted", "why"),
    [
        ("comtrade", Wanted(since="2022"), "Neither reporters nor partners"),
        ("comtrade", Wanted(reporters=("TR",)), "No period"),
        ("comtrade", Wanted(since="2022", reporters=("QQ",)), "no area QQ"),
        ("comtrade", Wanted(since="2022-02", until="2022-01", reporters=("TR",)), "lies after"),
        ("comtrade", Wanted(since="2022", until="2022-01", reporters=("TR",)), "not both months"),
        ("comtrade", Wanted(since="2022-13", reporters=("TR",)), "is no period"),
        ("comext", Wanted(since="2022"), "No goods"),
        ("comext", Wanted(since="2022", goods=("8542",), flows=("RX",)), "no flow RX"),
        ("comext-bulk", Wanted(since="2022-01", goods=("8542",)), "all countries and goods"),
        ("census", Wanted(since="2022-01"), "Goods of one level"),
        ("census", Wanted(since="2022-01", goods=("8542", "854231")), "Goods of one level"),
        ("census", Wanted(since="2022-01", goods=("8542",), partners=("PS",)), "Schedule C number of PS"),
        ("census", Wanted(since="2022-01", goods=("8542",), reporters=("DE",)), "reports for US"),
        ("un_consolidated", Wanted(since="2022"), "one whole file"),
        ("opensanctions", Wanted(), "can be fetched"),
    ],
)
def test_a_question_that_no_one_can_answer_is_refused_before_it_is_asked(name: str, wanted: Wanted, why: str) -> None:
    with pytest.raises(FetchError, match=why):
        questions_for(name, wanted, KEYS)


def test_census_without_a_key_says_which_variable_to_set() -> None:
    with pytest.raises(FetchError, match="CENSUS_API_KEY="):
        questions_for("census", Wanted(since="2022-01", goods=("8542",)), {})


@pytest.mark.parametrize("bad", [{"reporters": ("Turkey",)}, {"partners": ("../x",)}, {"goods": ("85423",)}])
def test_a_value_of_another_form_is_refused(bad: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(FetchError, match="is not"):
        Wanted(**bad)  # type: ignore[arg-type]
