"""Downloads against a local publisher: waiting, resuming, caching, and what is never kept."""

import hashlib
import resource
import struct
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from entrepot.errors import FetchError
from entrepot.sources.fetching.asking import Key, Request
from entrepot.sources.fetching.download import Received, _Run, download
from entrepot.sources.fetching.transport import TooLargeError, Transport
from entrepot.sources.registry import source_named
from fetching.local_publisher import Answer, Asked, FakeClock, Publisher, rest_of, running

BODY = b"ent_num,name\n" + b"".join(b"%d,Invented Trading %d\n" % (n, n) for n in range(20_000))
META = source_named("us_ofac_sdn").meta
HIDDEN = "k3y-that-nobody-sees"


def a_file(publisher: Publisher, **other: object) -> Request:
    asked = Request("us_ofac_sdn", f"{publisher.url}/sdn.csv", "csv", "sdn.csv")
    return replace(asked, **other)  # type: ignore[arg-type]


def got(request: Request, folder: Path, transport: Transport, **other: int) -> Received:
    return download(request, META, folder, transport, **other)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_arrives_with_a_record_of_its_hash_and_terms(
    publisher: Publisher, transport: Transport, tmp_path: Path
) -> None:
    publisher.plays(Answer(BODY, headers={"ETag": '"a1"', "Last-Modified": "Fri, 20 Nov 2026 10:00:00 GMT"}))

    received = got(a_file(publisher, parameters=(("file", "a b"),)), tmp_path, transport)

    assert received.path == tmp_path / "sdn.csv"
    assert received.path.read_bytes() == BODY
    record = tomllib.loads((tmp_path / "sdn.csv.source.toml").read_text("utf-8"))
    assert record == {
        "source_id": "us_ofac_sdn",
        "producer": META.producer,
        "title": META.title,
        "url": f"{publisher.url}/sdn.csv?file=a%20b",
        "licence": META.licence,
        "accessed": date(2026, 11, 22),
        "sha256": hashlib.sha256(BODY).hexdigest(),
        "size_bytes": len(BODY),
        "etag": '"a1"',
        "last_modified": "Fri, 20 Nov 2026 10:00:00 GMT",
        "query": {"file": "a b"},
    }
    assert names(tmp_path) == ["sdn.csv", "sdn.csv.source.toml"]
    assert publisher.asked[0].headers["User-Agent"].startswith("entrepot/")


def test_a_publisher_that_asks_for_a_pause_gets_it(
    publisher: Publisher, transport: Transport, clock: FakeClock, tmp_path: Path
) -> None:
    publisher.plays(Answer(status=429, headers={"Retry-After": "37"}), Answer(BODY))

    assert got(a_file(publisher), tmp_path, transport).outcome == "new"
    assert 37.0 in clock.slept


def test_a_quota_that_is_used_up_is_waited_for_where_the_pause_is_short(
    publisher: Publisher, transport: Transport, clock: FakeClock, tmp_path: Path
) -> None:
    words = b'{ "statusCode": 403, "message": "Out of call volume quota. Quota will be replenished in 00:00:31." }'
    publisher.plays(Answer(words, 403, {"Retry-After": "31"}), Answer(BODY))

    assert got(a_file(publisher), tmp_path, transport).outcome == "new"
    assert clock.slept == [31.0]


def test_a_pause_given_as_a_moment_is_kept(
    publisher: Publisher, transport: Transport, clock: FakeClock, tmp_path: Path
) -> None:
    publisher.plays(Answer(status=503, headers={"Retry-After": "Sun, 22 Nov 2026 12:01:30 GMT"}), Answer(BODY))

    assert got(a_file(publisher), tmp_path, transport).outcome == "new"
    assert 90.0 in clock.slept


def test_a_pause_of_hours_is_left_to_the_person(publisher: Publisher, transport: Transport, tmp_path: Path) -> None:
    publisher.plays(Answer(status=429, headers={"Retry-After": "7200"}))

    with pytest.raises(FetchError, match="7,200 seconds"):
        got(a_file(publisher), tmp_path, transport)
    assert len(publisher.asked) == 1


def test_a_fault_of_the_publisher_is_asked_again_after_longer_and_longer_pauses(
    publisher: Publisher, transport: Transport, clock: FakeClock, tmp_path: Path
) -> None:
    publisher.plays(Answer(status=500), Answer(status=502), Answer(BODY))

    assert got(a_file(publisher), tmp_path, transport).outcome == "new"
    assert [pause for pause in clock.slept if pause >= 2] == [2.0, 4.0]


def test_a_publisher_that_stays_down_is_given_up(publisher: Publisher, transport: Transport, tmp_path: Path) -> None:
    publisher.plays(Answer(status=500))

    with pytest.raises(FetchError, match="status 500, 6 times in a row"):
        got(a_file(publisher), tmp_path, transport)
    assert len(publisher.asked) == 6


def test_two_requests_to_one_host_keep_their_distance(
    publisher: Publisher, transport: Transport, clock: FakeClock, tmp_path: Path
) -> None:
    publisher.plays(Answer(BODY))
    got(a_file(publisher), tmp_path, transport)
    got(a_file(publisher, file_name="other.csv"), tmp_path, transport)

    assert sum(clock.slept) == pytest.approx(1.1)


def test_a_connection_cut_in_the_middle_is_gone_on_with(
    publisher: Publisher, transport: Transport, tmp_path: Path
) -> None:
    whole = rest_of(BODY, ETag='"a1"')
    publisher.plays(Answer(BODY, headers={"ETag": '"a1"'}, sent=200_000), whole)

    received = got(a_file(publisher), tmp_path, transport)

    assert publisher.asked[1].headers["If-Range"] == '"a1"'
    start = int(publisher.asked[1].headers["Range"].removeprefix("bytes=").removesuffix("-"))
    assert 0 < start <= 200_000
    assert received.path is not None
    assert received.path.read_bytes() == BODY
    assert names(tmp_path) == ["sdn.csv", "sdn.csv.source.toml"]


def test_a_download_is_gone_on_with_in_another_run(
    publisher: Publisher, transport: Transport, clock: FakeClock, tmp_path: Path
) -> None:
    publisher.plays(Answer(BODY, headers={"ETag": '"a1"'}, sent=100_000), Answer(status=500))
    with pytest.raises(FetchError, match="what has arrived is kept"):
        got(a_file(publisher), tmp_path, transport)
    assert names(tmp_path) == ["sdn.csv.mark.part", "sdn.csv.part"]
    publisher.plays(rest_of(BODY, ETag='"a1"'))

    received = got(a_file(publisher), tmp_path, Transport(clock=clock))

    assert "Range" in publisher.asked[-1].headers
    assert received.path is not None
    assert received.path.read_bytes() == BODY


def test_a_file_that_changed_meanwhile_begins_anew(publisher: Publisher, transport: Transport, tmp_path: Path) -> None:
    changed = BODY.upper()
    publisher.plays(Answer(BODY, headers={"ETag": '"a1"'}, sent=100_000), rest_of(changed, ETag='"b2"'))

    received = got(a_file(publisher), tmp_path, transport)

    assert publisher.asked[1].headers["If-Range"] == '"a1"'
    assert received.path is not None
    assert received.path.read_bytes() == changed


def test_a_publisher_that_sends_the_rest_of_another_file_is_asked_for_all_of_it(
    publisher: Publisher, transport: Transport, tmp_path: Path
) -> None:
    changed = BODY.upper()

    def careless(asked: Asked) -> Answer:
        start = int(asked.headers["Range"].removeprefix("bytes=").removesuffix("-"))
        place = f"bytes {start}-{len(changed) - 1}/{len(changed)}"
        return Answer(changed[start:], 206, {"ETag": '"b2"', "Content-Range": place})

    publisher.plays(Answer(BODY, headers={"ETag": '"a1"'}, sent=100_000), careless, Answer(changed))

    received = got(a_file(publisher), tmp_path, transport)

    assert "Range" not in publisher.asked[2].headers
    assert received.path is not None
    assert received.path.read_bytes() == changed


def test_a_part_without_a_mark_is_never_put_together(
    publisher: Publisher, transport: Transport, tmp_path: Path
) -> None:
    publisher.plays(Answer(BODY, headers={"ETag": 'W/"weak"'}, sent=100_000), rest_of(BODY))

    assert got(a_file(publisher), tmp_path, transport).outcome == "new"
    assert "Range" not in publisher.asked[1].headers


def test_a_part_that_is_all_there_is_asked_for_once_more(
    publisher: Publisher, transport: Transport, tmp_path: Path
) -> None:
    publisher.plays(Answer(BODY, headers={"ETag": '"a1"'}, sent=100_000), Answer(status=416), Answer(BODY))

    assert got(a_file(publisher), tmp_path, transport).outcome == "new"
    assert ["Range" in asked.headers for asked in publisher.asked] == [False, True, False]


def test_a_part_whose_bytes_were_changed_meanwhile_is_not_gone_on_with(
    publisher: Publisher, transport: Transport, clock: FakeClock, tmp_path: Path
) -> None:
    publisher.plays(Answer(BODY, headers={"ETag": '"a1"'}, sent=100_000), Answer(status=500))
    with pytest.raises(FetchError, match="what has arrived is kept"):
        got(a_file(publisher), tmp_path, transport)
    part = tmp_path / "sdn.csv.part"
    part.write_bytes(part.read_bytes().replace(b"Invented", b"INVENTED", 1))
    publisher.plays(rest_of(BODY, ETag='"a1"'))

    received = got(a_file(publisher), tmp_path, Transport(clock=clock))

    assert "Range" not in publisher.asked[-1].headers
    assert received.path is not None
    assert received.path.read_bytes() == BODY


def test_a_folder_that_takes_no_more_is_told_and_gone_on_with_later(
    publisher: Publisher, transport: Transport, tmp_path: Path
) -> None:
    publisher.plays(rest_of(BODY, ETag='"a1"'))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (131_072, hard))  # a write beyond it fails as on a full disk
    try:
        with pytest.raises(FetchError, match="cannot be written") as fault:
            got(a_file(publisher), tmp_path, transport)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert "Make room" in str(fault.value)
    assert names(tmp_path) == ["sdn.csv.mark.part", "sdn.csv.part"]
    assert got(a_file(publisher), tmp_path, transport).outcome == "new"
    assert int(publisher.asked[-1].headers["Range"].removeprefix("bytes=").removesuffix("-")) > 0
    assert (tmp_path / "sdn.csv").read_bytes() == BODY


def test_an_empty_answer_is_not_kept(publisher: Publisher, transport: Transport, tmp_path: Path) -> None:
    publisher.plays(Answer(b""))

    with pytest.raises(FetchError, match="it is empty"):
        got(a_file(publisher), tmp_path, transport)
    assert names(tmp_path) == []


def test_what_has_not_changed_is_not_sent_again(publisher: Publisher, transport: Transport, tmp_path: Path) -> None:
    publisher.plays(Answer(BODY, headers={"ETag": '"a1"'}), Answer(status=304))
    got(a_file(publisher), tmp_path, transport)
    before = (tmp_path / "sdn.csv.source.toml").read_bytes()

    received = got(a_file(publisher), tmp_path, transport)

    assert received.outcome == "unchanged"
    assert publisher.asked[1].headers["If-None-Match"] == '"a1"'
    assert (tmp_path / "sdn.csv.source.toml").read_bytes() == before


def test_a_kept_file_that_somebody_changed_is_asked_for_whole(
    publisher: Publisher, transport: Transport, tmp_path: Path
) -> None:
    publisher.plays(Answer(BODY, headers={"ETag": '"a1"'}))
    got(a_file(publisher), tmp_path, transport)
    (tmp_path / "sdn.csv").write_bytes(b"edited")

    got(a_file(publisher), tmp_path, transport)

    assert "If-None-Match" not in publisher.asked[1].headers
    assert (tmp_path / "sdn.csv").read_bytes() == BODY


def test_an_answer_without_marks_is_not_asked_for_again_for_some_days(
    publisher: Publisher, transport: Transport, clock: FakeClock, tmp_path: Path
) -> None:
    publisher.plays(Answer(BODY))
    got(a_file(publisher), tmp_path, transport, recent_days=7)

    assert got(a_file(publisher), tmp_path, transport, recent_days=7).outcome == "recent"
    clock.slept.append(8 * 86_400.0)
    assert got(a_file(publisher), tmp_path, transport, recent_days=7).outcome == "new"
    assert len(publisher.asked) == 2


def test_each_state_of_a_list_is_kept_under_its_day(
    publisher: Publisher, transport: Transport, clock: FakeClock, tmp_path: Path
) -> None:
    dated = a_file(publisher, is_dated=True)
    publisher.plays(Answer(BODY, headers={"ETag": '"a1"'}), Answer(status=304), Answer(BODY + b"x,y\n"))
    got(dated, tmp_path, transport)
    clock.slept.append(86_400.0)

    assert got(dated, tmp_path, transport).path == tmp_path / "sdn_2026-11-22.csv"
    assert got(dated, tmp_path, transport).path == tmp_path / "sdn_2026-11-23.csv"
    assert (tmp_path / "sdn_2026-11-22.csv").read_bytes() == BODY


@pytest.mark.parametrize(
    ("form", "body", "why"),
    [
        ("csv", b"<!DOCTYPE html><html><body>Maintenance</body></html>", "it is a web page, not CSV"),
        ("json", b"\n<html><title>Error</title></html>", "it is a web page, not JSON"),
        ("zip", b"no archive", "it is no ZIP"),
        ("7z", b"PK\x03\x04", "it is no 7Z"),
        ("json", b'"words"', "neither an object nor an array"),
        ("json", b'{"data":null}', "it holds no data"),
    ],
)
def test_an_answer_of_another_form_is_not_kept(  # noqa: PLR0917 (fixtures and one case)
    publisher: Publisher, transport: Transport, tmp_path: Path, form: str, body: bytes, why: str
) -> None:
    publisher.plays(Answer(body, headers={"ETag": '"a1"'}))

    with pytest.raises(FetchError, match=why):
        got(a_file(publisher, form=form), tmp_path, transport)
    assert names(tmp_path) == []


def test_json_that_breaks_off_is_asked_for_again_and_never_kept(
    publisher: Publisher, transport: Transport, tmp_path: Path
) -> None:
    whole = b'{"count":1,"data":[{"period":"202201"}],"error":""}'
    asked = a_file(publisher, form="json", file_name="answer.json")
    publisher.plays(Answer(whole[:-20]), Answer(whole))
    assert got(asked, tmp_path, transport).rows == 1

    publisher.plays(Answer(whole[:-20]))
    with pytest.raises(FetchError, match="the JSON breaks off"):
        got(replace(asked, file_name="other.json"), tmp_path, transport)
    assert names(tmp_path) == ["answer.json", "answer.json.source.toml"]


def test_an_xml_file_that_breaks_off_is_asked_for_again(
    publisher: Publisher, transport: Transport, tmp_path: Path
) -> None:
    publisher.plays(Answer(b"<LIST><ENTRY>half"), Answer(b"<LIST></LIST>\n"))

    assert got(a_file(publisher, form="xml"), tmp_path, transport).outcome == "new"
    assert len(publisher.asked) == 2


def test_an_archive_that_breaks_off_is_asked_for_again_though_nobody_told_its_length(
    publisher: Publisher, transport: Transport, tmp_path: Path
) -> None:
    whole = struct.pack("<6s2xIQQI", b"7z\xbc\xaf\x27\x1c", 0, 1_000, 50, 0) + b"x" * 1_050
    asked = a_file(publisher, form="7z", file_name="month.7z")
    publisher.plays(Answer(whole[:900]), Answer(whole[:20]), Answer(whole))

    assert got(asked, tmp_path, transport).outcome == "new"
    assert len(publisher.asked) == 3
    assert (tmp_path / "month.7z").read_bytes() == whole


def test_a_file_above_the_limit_is_refused_by_what_it_says_of_itself(
    publisher: Publisher, transport: Transport, tmp_path: Path
) -> None:
    publisher.plays(Answer(BODY))

    with pytest.raises(FetchError, match="more than 1,000 bytes"):
        got(a_file(publisher, most_bytes=1_000), tmp_path, transport)
    assert names(tmp_path) == []


def test_an_interrupt_by_the_person_leaves_nothing_but_the_part(
    publisher: Publisher, transport: Transport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.plays(rest_of(BODY, ETag='"a1"'))

    def interrupted(_run: _Run, size: int) -> None:
        if 100_000 < size < len(BODY):
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(_Run, "_must_fit", interrupted)
        with pytest.raises(KeyboardInterrupt):
            got(a_file(publisher), tmp_path, transport)

    assert names(tmp_path) == ["sdn.csv.mark.part", "sdn.csv.part"]
    part = (tmp_path / "sdn.csv.part").read_bytes()
    assert 0 < len(part) < len(BODY)
    assert BODY.startswith(part)
    assert got(a_file(publisher), tmp_path, transport).outcome == "new"
    assert publisher.asked[-1].headers["Range"] == f"bytes={len(part)}-"
    assert (tmp_path / "sdn.csv").read_bytes() == BODY


def with_key(publisher: Publisher, place: str) -> Request:
    key = Key("SOME_KEY", HIDDEN, place, "secret-name")  # type: ignore[arg-type]
    return a_file(publisher, key=key, key_variable="SOME_KEY", form="json", file_name="a.json", is_query=True)


@pytest.mark.parametrize("place", ["header", "parameter"])
def test_a_key_is_sent_and_stands_in_no_file(
    publisher: Publisher, transport: Transport, tmp_path: Path, place: str
) -> None:
    publisher.plays(Answer(b"[[1],[2]]", headers={"ETag": '"a1"'}))

    got(with_key(publisher, place), tmp_path, transport)

    asked = publisher.asked[0]
    assert (asked.headers.get("secret-name") if place == "header" else asked.parameters["secret-name"]) == HIDDEN
    assert all(HIDDEN.encode() not in path.read_bytes() for path in tmp_path.iterdir())
    assert HIDDEN not in repr(with_key(publisher, place))


@pytest.mark.parametrize("place", ["header", "parameter"])
@pytest.mark.parametrize(
    "answer",
    [
        Answer(f"key {HIDDEN} is unknown".encode(), 400),
        Answer(f"no {HIDDEN}".encode(), 401),
        Answer(f'{{"error":"{HIDDEN}","data":[]}}'.encode()),
        Answer(status=500),
        Answer(b"<html>Missing Key</html>"),
        Answer(b"{}", sent=1),
    ],
)
def test_a_key_stands_in_no_message(
    publisher: Publisher, clock: FakeClock, tmp_path: Path, place: str, answer: Answer
) -> None:
    heard: list[str] = []
    transport = Transport(clock=clock, said=heard.append)
    publisher.plays(answer)

    with pytest.raises(FetchError) as fault:
        got(with_key(publisher, place), tmp_path, transport)
    transport.close()

    assert HIDDEN not in f"{fault.value} {heard} {fault.value.__cause__!r}"
    assert names(tmp_path) in ([], ["a.json.part"])


@pytest.mark.parametrize("answer", [Answer(status=401), Answer(b"<html><title>Invalid Key</title></html>")])
def test_a_publisher_that_wants_a_key_is_named_with_the_variable(
    publisher: Publisher, transport: Transport, tmp_path: Path, answer: Answer
) -> None:
    publisher.plays(answer)

    with pytest.raises(FetchError, match="SOME_KEY="):
        got(with_key(publisher, "header"), tmp_path, transport)


def test_a_key_does_not_follow_to_another_host(publisher: Publisher, transport: Transport, tmp_path: Path) -> None:
    with running() as elsewhere:
        elsewhere.plays(Answer(b"[[1],[2]]"))
        publisher.plays(Answer(status=302, headers={"Location": f"{elsewhere.url}/moved"}))

        received = got(with_key(publisher, "header"), tmp_path, transport)
        transport.close()

    assert received.rows == 1
    assert "secret-name" in publisher.asked[0].headers
    assert "secret-name" not in elsewhere.asked[0].headers


def test_a_file_without_end_of_redirects_is_given_up(
    publisher: Publisher, transport: Transport, tmp_path: Path
) -> None:
    publisher.plays(Answer(status=302, headers={"Location": "/again"}))

    with pytest.raises(FetchError, match="leads on more than"):
        got(a_file(publisher), tmp_path, transport)


def test_nothing_for_a_question_is_no_fault_but_a_missing_file_is(
    publisher: Publisher, transport: Transport, tmp_path: Path
) -> None:
    publisher.plays(Answer(status=204))
    assert got(a_file(publisher, is_query=True), tmp_path, transport).outcome == "nothing"

    publisher.plays(Answer(b"Not here", 404))
    with pytest.raises(FetchError, match="status 404: Not here"):
        got(a_file(publisher), tmp_path, transport)


def test_an_answer_at_the_cap_is_never_taken(publisher: Publisher, transport: Transport, tmp_path: Path) -> None:
    publisher.plays(Answer(b'{"count":2,"data":[{},{}],"error":""}'))

    with pytest.raises(TooLargeError):
        got(a_file(publisher, form="json", most_rows=2, is_query=True), tmp_path, transport)
    assert names(tmp_path) == []


def test_an_answer_that_counts_more_rows_than_it_has_is_never_taken(
    publisher: Publisher, transport: Transport, tmp_path: Path
) -> None:
    publisher.plays(Answer(b'{"count":3,"data":[{},{}],"error":""}'))

    with pytest.raises(TooLargeError):
        got(a_file(publisher, form="json", is_query=True), tmp_path, transport)
