"""What a crash test leaves running ends with it: a process that nobody waits for would be told to the next test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.crash.city import STARTED


@pytest.fixture(autouse=True)
def ended() -> Iterator[None]:
    yield
    for process in STARTED:
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
    STARTED.clear()
