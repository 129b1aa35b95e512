"""A publisher on this machine and what asks it."""

from collections.abc import Iterator

import pytest

from entrepot.sources.fetching.transport import Transport
from fetching.local_publisher import FakeClock, Publisher, running


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with running() as started:
        yield started


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def transport(clock: FakeClock) -> Iterator[Transport]:
    made = Transport(clock=clock)
    yield made
    made.close()
