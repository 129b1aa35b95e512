"""Asks one host at a time, never faster than it wants, again where it stumbles, and sends a key to its own host alone."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol, TypeVar
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from entrepot import __version__
from entrepot.errors import FetchError
from entrepot.sources.fetching.asking import Request

T = TypeVar("T")
USER_AGENT = f"entrepot/{__version__} (open-source trade research; urllib3)"
_LEAST_PAUSE_S = 1.1  # UN Comtrade, FAQ: one call a second; the others publish no figure and get the same
_MOST_TRIES = 6
_MOST_RESUMPTIONS = 50  # a download that goes on each time is not given up as one that stands still
_FIRST_WAIT_S = 2.0
_MOST_WAIT_S = 60.0
_MOST_ASKED_WAIT_S = 900.0  # a publisher that wants a longer pause is left for another day
_TIMEOUT = urllib3.Timeout(connect=30.0, read=300.0)
_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGAIN = frozenset({429, 500, 502, 503, 504})
_EXCERPT = 300  # bytes of a refusal that are shown


class BrokenOffError(Exception):
    """The body broke off; `has_grown` says whether more of it is kept than before."""

    def __init__(self, why: str, *, has_grown: bool = False) -> None:
        super().__init__(why)
        self.has_grown = has_grown


class TooLargeError(Exception):
    """The answer exceeds what the publisher gives at once."""


class Clock(Protocol):
    """What tells and passes the time; tests bring their own."""

    def monotonic(self) -> float:
        """Return seconds from any start."""

    def sleep(self, seconds: float) -> None:
        """Wait."""

    def now(self) -> datetime:
        """Return the moment, with its zone."""


class SystemClock:
    """The clock of the machine."""

    def monotonic(self) -> float:
        """Return seconds from any start."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def now(self) -> datetime:
        """Return the moment in UTC."""
        return datetime.now(UTC)


@dataclass
class Transport:
    """Opens requests; `said` is told of every wait."""

    clock: Clock = field(default_factory=SystemClock)
    said: Callable[[str], None] = lambda _message: None
    _pool: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(retries=False, timeout=_TIMEOUT))
    _last_asked: dict[str, float] = field(default_factory=dict)

    def close(self) -> None:
        """Close every connection."""
        self._pool.clear()

    def exchange(
        self, request: Request, headers: Callable[[], dict[str, str]], take: Callable[[urllib3.BaseHTTPResponse], T]
    ) -> T:
        """Return what `take` makes of the answer to a request; ask again where it fails to come or breaks off.

        Args:
            headers: Called before each try: what to send beside the request.
            take: Reads an answer that is no refusal; may raise `BrokenOffError`.

        Raises:
            FetchError: The publisher refuses, or all tries failed.
            TooLargeError: The publisher says that the answer is.
        """
        tries = resumptions = 0
        while True:
            wait: float | None = None
            try:
                with self._opened(request, headers()) as response:
                    if not _is_again(response):
                        self._refuse(request, response)
                        return take(response)
                    wait = self._asked_wait(request, response)
                    why = f"status {response.status}"
            except BrokenOffError as fault:
                why = str(fault)
                if fault.has_grown and resumptions < _MOST_RESUMPTIONS:
                    resumptions, tries = resumptions + 1, 0
            except HTTPError as fault:
                why = f"no connection, or a broken one ({type(fault).__name__})"  # its words may hold the address sent
            tries += 1
            if tries >= _MOST_TRIES:
                raise FetchError.gave_up(request.url, f"{why}, {tries} times in a row")
            pause = min(_FIRST_WAIT_S * 2 ** (tries - 1), _MOST_WAIT_S) if wait is None else wait
            self.said(f"{urlsplit(request.address).hostname}: {why}; asking again in {pause:.0f} s")
            self.clock.sleep(pause)

    @contextmanager
    def _opened(self, request: Request, headers: dict[str, str]) -> Iterator[urllib3.BaseHTTPResponse]:
        """Open an answer, following the publisher to where it keeps the file."""
        url, sent = request.sent_url, dict(headers)
        # Pieces of a compressed answer cannot be put together, and its length is not that of the file.
        sent |= {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}
        for _ in range(_MOST_REDIRECTS + 1):
            is_own = _origin(url) == _origin(request.address)
            own = {request.key.name: request.key.value} if request.key and request.key.place == "header" else {}
            self._wait_turn(url)
            response = self._pool.request(
                "GET", url, headers=sent | (own if is_own else {}), redirect=False, preload_content=False
            )
            try:
                to = response.headers.get("Location")
                if response.status not in _REDIRECTS or to is None:
                    yield response
                    return
            finally:
                response.close()
            url = urljoin(url, to)
            if urlsplit(url).scheme not in ("http", "https") or (url.startswith("http:") and _is_safe(request)):
                raise FetchError.wrong_answer(request.url, "it leads to an address that is not secure")
        raise FetchError.wrong_answer(request.url, f"it leads on more than {_MOST_REDIRECTS} times")

    def _wait_turn(self, url: str) -> None:
        host = urlsplit(url).hostname or ""
        if (last := self._last_asked.get(host)) is not None:
            rest = last + _LEAST_PAUSE_S - self.clock.monotonic()
            if rest > 0:
                self.clock.sleep(rest)
        self._last_asked[host] = self.clock.monotonic()

    def _asked_wait(self, request: Request, response: urllib3.BaseHTTPResponse) -> float | None:
        """Return the seconds that the publisher wants to be left alone, None where it does not say."""
        raw = (response.headers.get("Retry-After") or "").strip()
        if not raw:
            return None
        try:
            wait = float(raw) if raw.isdecimal() else (_moment(raw) - self.clock.now()).total_seconds()
        except ValueError:
            return None
        if wait > _MOST_ASKED_WAIT_S:
            why = f"the publisher asks to be left alone for {wait:,.0f} seconds"
            raise FetchError.gave_up(request.url, why)
        return max(wait, 0.0)

    def _refuse(self, request: Request, response: urllib3.BaseHTTPResponse) -> None:
        status = response.status
        if status < 400 or status == 416 or (status == 404 and request.is_query):
            return
        words = request.hidden(_words(response))
        if status == 413:
            raise TooLargeError(words)
        if status in (401, 403) and request.key_variable is not None and "quota" not in words.lower():
            raise FetchError.needs_key(request.url, request.key_variable)
        raise FetchError.refused(request.url, f"status {status}{': ' if words else ''}{words}")


def _is_again(response: urllib3.BaseHTTPResponse) -> bool:
    """Return whether the publisher is to be asked again: UN Comtrade answers 403 with a pause where a quota is used up."""
    is_paused = response.status == 403 and (response.headers.get("Retry-After") or "0").strip() != "0"
    return response.status in _AGAIN or is_paused


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port


def _is_safe(request: Request) -> bool:
    return request.address.startswith("https:")


def _moment(raw: str) -> datetime:
    found = parsedate_to_datetime(raw)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _words(response: urllib3.BaseHTTPResponse) -> str:
    """Return the beginning of a refusal as one line."""
    try:
        raw = response.read(_EXCERPT, decode_content=False)
    except HTTPError:
        return ""
    return " ".join(raw.decode("utf-8", errors="replace").split())
