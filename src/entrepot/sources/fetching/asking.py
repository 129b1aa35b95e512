"""What is asked of a publisher: one request, and a question that can be halved where its answer is too large."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal
from urllib.parse import quote, urlencode

Form = Literal["json", "csv", "xml", "zip", "7z"]
_SAFE = "[],:$*"  # stand in queries of SDMX 3.0 as they are
_HASH_DIGITS = 10


@dataclass(frozen=True)
class Key:
    """A publisher's key: read from the environment, sent, never shown. `place` is a header or a query parameter."""

    variable: str
    value: str = field(repr=False)
    place: Literal["header", "parameter"]
    name: str


@dataclass(frozen=True)
class Request:
    """One thing to download.

    `address` and `parameters` hold no key. `most_rows` is the publisher's cap: an answer of so many rows is cut off.
    `is_dated`: the publisher replaces the file under one address; each state is kept under the day it was received.
    `is_query`: the address answers a question, and may answer that there is nothing.
    """

    source_id: str
    address: str
    form: Form
    file_name: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    key: Key | None = None
    key_variable: str | None = None
    most_rows: int | None = None
    most_bytes: int = 1 << 30
    is_dated: bool = False
    is_query: bool = False

    @property
    def url(self) -> str:
        """The whole address without the key: what is shown and recorded."""
        query = urlencode(self.parameters, safe=_SAFE, quote_via=quote)
        return f"{self.address}?{query}" if query else self.address

    @property
    def sent_url(self) -> str:
        """The address as it is sent: with the key where that is a parameter. Never shown."""
        if self.key is None or self.key.place != "parameter":
            return self.url
        return f"{self.url}{'&' if self.parameters else '?'}{urlencode({self.key.name: self.key.value})}"

    def hidden(self, text: str) -> str:
        """Return a text without the key."""
        if self.key is None or not self.key.value:
            return text
        return text.replace(self.key.value, "***").replace(quote(self.key.value), "***")


Values = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Question:
    """A question by lists of values; `make` turns them into a request. Lists are halved from the first to the last."""

    make: Callable[[Values], Request]
    values: Values

    @property
    def request(self) -> Request:
        """The request for all values."""
        return self.make(self.values)

    def halves(self) -> tuple["Question", "Question"] | None:
        """Return two questions that ask the same together; None where nothing can be divided."""
        for name, listed in self.values.items():
            if len(listed) > 1:
                middle = (len(listed) + 1) // 2
                first, second = ({**self.values, name: part} for part in (listed[:middle], listed[middle:]))
                return Question(self.make, first), Question(self.make, second)
        return None


def file_question(request: Request) -> Question:
    """Return the question for a whole file."""
    return Question(lambda _values: request, {})


def named(request: Request, stem: str, periods: tuple[str, ...]) -> Request:
    """Return the request with the name of the file that its answer is kept in: the same question has the same name."""
    digest = hashlib.sha256(request.url.encode()).hexdigest()[:_HASH_DIGITS]
    span = periods[0] if len(periods) == 1 else f"{periods[0]}-{periods[-1]}"
    return replace(request, file_name=f"{stem}_{span}_{digest}.{request.form}")
