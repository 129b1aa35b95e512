"""A publisher on this machine that plays scripted answers, a clock that never waits, and what both were asked."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

DAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass
class Asked:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]

    @property
    def parameters(self) -> dict[str, str]:
        return {name: ",".join(values) for name, values in parse_qs(urlsplit(self.path).query).items()}


@dataclass
class Answer:
    """What is sent back; `sent` cuts the body after so many bytes while the length says more."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    sent: int | None = None


Reply = Callable[[Asked], Answer]


@dataclass
class Publisher:
    """Plays answers in turn; the last one is played again and again."""

    url: str = ""
    answers: list[Answer | Reply] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    def plays(self, *answers: Answer | Reply) -> None:
        self.answers[:] = answers

    def next(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        made = self.answers[min(len(self.asked), len(self.answers)) - 1]
        return made if isinstance(made, Answer) else made(asked)


class FakeClock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return sum(self.slept)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def now(self) -> datetime:
        return DAY + timedelta(seconds=sum(self.slept))


def _handler(publisher: Publisher) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer = publisher.next(Asked(self.path, dict(self.headers)))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.status not in (204, 304):
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body if answer.sent is None else answer.body[: answer.sent])
            self.close_connection = self.close_connection or answer.sent is not None

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name the library calls)
            """Say nothing."""

    return Handler


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up: that is what some tests do."""


@contextmanager
def running() -> Iterator[Publisher]:
    """Run a publisher until the end of the block."""
    publisher = Publisher()
    server = _Server(("127.0.0.1", 0), _handler(publisher))
    publisher.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def rest_of(body: bytes, **headers: str) -> Reply:
    """Return a reply that honours a Range request when its If-Range is the entity tag sent."""

    def reply(asked: Asked) -> Answer:
        start = int(asked.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))
        if start and asked.headers.get("If-Range") == headers.get("ETag"):
            place = {"Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}"}
            return Answer(body[start:], 206, headers | place)
        return Answer(body, 200, headers)

    return reply
